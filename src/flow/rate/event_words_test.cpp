#include "flow/rate/event_words.h"

#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using enum EventStep::Kind;
using enum text::Tongue;

TEST(EventWords, TellEveryStepInEveryLanguage) {
    RatedEvent call;
    call.steps = {{.kind = Included, .count = 60, .unit = "s", .name = "minutes"},
                  {.kind = Connection, .price = Decimal::scaled(15, 2)},
                  {.count = 45,
                   .unit = "s",
                   .price = Decimal::scaled(1, 1),
                   .per = 60,
                   .factor = Decimal::scaled(8, 1),
                   .name = "night"},
                  {.kind = AtMost, .price = Decimal(5)}};
    EXPECT_EQ(event_words(call, English), "60 s included (minutes), connection 0.15 + "
                                          "45 s x 0.10/min x 0.8 (night), at most 5.00");
    EXPECT_EQ(event_words(call, German), "60 s inklusive (minutes), Verbindung 0,15 + "
                                         "45 s x 0,10/min x 0,8 (night), höchstens 5,00");
    EXPECT_EQ(event_words(call, Italian), "60 s inclusi (minutes), scatto alla risposta 0,15 + "
                                          "45 s x 0,10/min x 0,8 (night), al massimo 5,00");
    EXPECT_EQ(event_words(call, Spanish), "60 s incluidos (minutes), establecimiento 0,15 + "
                                          "45 s x 0,10/min x 0,8 (night), como máximo 5,00");
    call.steps = {{.kind = OverMaximum, .price = Decimal(5)}};
    EXPECT_EQ(event_words(call, English), "over the maximum of 5.00");
    EXPECT_EQ(event_words(call, German), "über dem Höchstpreis von 5,00");
    call.steps = {{.kind = NotAnswered}};
    EXPECT_EQ(event_words(call, German), "nicht angenommen");
    EXPECT_EQ(event_words(call, Italian), "senza risposta");
    EXPECT_EQ(event_words(call, Spanish), "sin respuesta");
}

TEST(EventWords, TellBytesAsPeopleReadThemAndBlocksExactly) {
    RatedEvent session;
    session.steps = {
        {.kind = Included, .count = 56'179'424, .unit = "B", .name = "data"},
        {.kind = Blocks, .count = 3, .price = Decimal::scaled(5, 1), .per = 10'000'000}};
    EXPECT_EQ(event_words(session, English), "56 MB included (data), 3 x 0.50 per 10 MB");
    EXPECT_EQ(event_words(session, German), "56 MB inklusive (data), 3 x 0,50 je 10 MB");
    session.steps = {{.count = 1'048'576, .unit = "B", .price = Decimal(2), .per = 1'048'576}};
    EXPECT_EQ(event_words(session, English), "1 MB x 2.00/1048576 B");
}

TEST(EventWords, NameTheDeckThatPricedACall) {
    RatedEvent call;
    call.steps = {{.count = 60, .unit = "s", .price = Decimal::scaled(15, 2), .per = 60}};
    call.deck = "EUROPE";
    call.prefix = "+43";
    EXPECT_EQ(event_words(call, English), "60 s x 0.15/min, deck EUROPE, prefix +43");
    EXPECT_EQ(event_words(call, German), "60 s x 0,15/min, Preisliste EUROPE, Vorwahl +43");
}

}  // namespace
}  // namespace bw::rate
