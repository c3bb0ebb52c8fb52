#include "books/catalog/parse.h"
#include "flow/bill/story.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::bill {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kTariffs = R"(schedule: HOME
name: {en: Home}
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
tax: standard
charges:
  standing: {name: {en: Standing charge}, price: 0.50 per day}
  energy: {of: import kWh, price: 0.30}
  excise: {of: import kWh, price: 0.02}
  solar: {of: export kWh, price: -0.08}
  water: {of: water m3, price: 2.00}
)";

const Currency kEur = *Currency::parse("EUR");
const Period kMarch = month_of(LocalDate::of(2026, 3, 1));
const Period kApril = month_of(LocalDate::of(2026, 4, 1));

const catalog::Catalog& tariffs() {
    static const catalog::Catalog catalog = [] {
        auto document = catalog::parse(kTariffs, "tariffs.yaml");
        EXPECT_TRUE(document) << document.error().message();
        return *catalog::Catalog::make(std::move(*document), {});
    }();
    return catalog;
}

struct Spec {
    std::string charge, name, quantity, unit;
    std::int64_t minor;
    std::string corrects = {};
    Period month = kApril;
};

rate::Piece piece_of(const Spec& spec) {
    rate::Piece piece;
    const bool fixed = spec.unit == "day" || spec.unit == "month";
    piece.kind = spec.charge == "loyal" ? rate::PieceKind::Discount
                 : fixed                ? rate::PieceKind::Fixed
                                        : rate::PieceKind::Usage;
    piece.charge = spec.charge;
    piece.schedule = "HOME";
    piece.version = LocalDate::of(2026, 1, 1);
    piece.days = spec.month;
    piece.quantity = *Decimal::parse(spec.quantity);
    piece.unit = spec.unit;
    return piece;
}

Invoice bill(const std::vector<Spec>& specs) {
    Invoice invoice;
    invoice.currency = kEur;
    invoice.net = invoice.tax = {0, kEur};
    for (const auto& spec : specs) {
        InvoiceLine line;
        line.piece = piece_of(spec);
        line.name = spec.name;
        line.quantity = line.piece.quantity;
        line.net = {spec.minor, kEur};
        line.corrects = spec.corrects;
        line.nominal = spec.month;
        invoice.net.minor += spec.minor;
        invoice.lines.push_back(std::move(line));
    }
    invoice.tax = *percent_of(invoice.net, Decimal(19), Rounding::HalfUp);
    invoice.gross = *add(invoice.net, invoice.tax);
    return invoice;
}

// The same lines as the bill before: what is read back of it.
LastInvoice last(const std::vector<Spec>& specs) {
    const Invoice invoice = bill(specs);
    LastInvoice known{1, "A-1", kMarch, invoice.net, invoice.gross, {}};
    for (const auto& line : invoice.lines) {
        Item item;
        item.piece = line.piece;
        item.nominal = line.nominal;
        item.name = line.name;
        item.amount = line.net;
        known.lines.push_back({1, "A-1", std::move(item), line.corrects, line.net});
    }
    return known;
}

// "kind words quantity unit amount" of each step; that they sum is checked on the way.
std::vector<std::string> steps(const Invoice& invoice, const LastInvoice& before) {
    constexpr std::array<std::string_view, 7> kKinds = {"last",        "usage", "price", "fixed",
                                                        "corrections", "tax",   "this"};
    const auto made = why_steps(invoice, before, tariffs());
    EXPECT_TRUE(made);
    std::vector<std::string> out;
    std::int64_t sum = 0;
    for (const auto& step : *made) {
        std::string text(kKinds[static_cast<std::size_t>(step.kind)]);
        if (!step.words.empty()) text += " '" + step.words + "'";
        if (!step.unit.empty()) text += " " + step.quantity.to_string() + " " + step.unit;
        out.push_back(fmt::format("{} {}", text, step.amount.minor));
        if (step.kind != WhyKind::ThisBill) sum += step.amount.minor;
    }
    EXPECT_TRUE(made->empty() || sum == made->back().amount.minor);
    return out;
}

const std::vector<Spec> kLast = {{"standing", "Standing charge", "31", "day", 1550, {}, kMarch},
                                 {"energy", "Energy, peak", "60", "kWh", 1800, {}, kMarch},
                                 {"energy", "Energy, night", "40", "kWh", 1200, {}, kMarch},
                                 {"excise", "Energy tax", "100", "kWh", 200, {}, kMarch}};

TEST(Why, AKilowattHourCountsOnceHoweverManyChargesCountIt) {
    const auto now = bill({{"standing", "Standing charge", "30", "day", 1500},
                           {"energy", "Energy, peak", "50", "kWh", 1500},
                           {"energy", "Energy, night", "60", "kWh", 1700},
                           {"excise", "Energy tax", "110", "kWh", 220}});
    // 10 kWh more at 32.00 / 100 is 3.20; the rest of 34.20 - 32.00 is the price
    EXPECT_THAT(steps(now, last(kLast)),
                ElementsAre("last 5653", "usage 10 kWh 320", "price 0 kWh -100",
                            "fixed 'Standing charge' -50", "tax 32", "this 5855"));
}

TEST(Why, EachUnitIsAStepOfItsOwnAndWhatIsFedInToo) {
    auto before = kLast;
    before.push_back({"water", "Water", "10", "m3", 2000, {}, kMarch});
    before.push_back({"solar", "Solar power", "-20", "kWh", -160, {}, kMarch});
    auto now = kLast;
    for (auto& spec : now) spec.month = kApril;
    now.push_back({"water", "Water", "12", "m3", 2400});
    now.push_back({"solar", "Solar power", "-30", "kWh", -240});
    EXPECT_THAT(steps(bill(now), last(before)),
                ElementsAre("last 7842", "usage 2 m3 400", "usage 'Solar power' -80", "tax 61",
                            "this 8223"));
}

TEST(Why, CallsAndFeesAreNamed) {
    const auto before = last({{"fee", "Monthly fee", "1", "month", 799, {}, kMarch},
                              {"voice", "Calls: Austria", "1", "", 300, {}, kMarch},
                              {"loyal", "Loyalty discount", "-1", "", -50, {}, kMarch}});
    const auto now = bill({{"fee", "Monthly fee", "1", "month", 799},
                           {"voice", "Calls: France, off-peak", "1", "", 450},
                           {"voice", "Calls: Austria", "1", "", 50},
                           {"data", "Data, included in your plan", "1", "", 0},
                           {"router", "Router", "1", "month", 250}});
    EXPECT_THAT(steps(now, before),
                ElementsAre("last 1248", "usage 'Calls' 200", "fixed 'Router' 250",
                            "fixed 'Loyalty discount' 50", "tax 95", "this 1843"));
}

TEST(Why, ADiscountThatEndedIsMarked) {
    const auto before = last({{"fee", "Monthly fee", "1", "month", 799, {}, kMarch},
                              {"loyal", "Loyalty discount", "-1", "", -50, {}, kMarch}});
    const auto ended =
        *why_steps(bill({{"fee", "Monthly fee", "1", "month", 899}}), before, tariffs());
    ASSERT_EQ(ended.size(), 5U);
    EXPECT_FALSE(ended[1].is_end);  // the fee
    EXPECT_TRUE(ended[2].is_end);
    const auto less = *why_steps(bill({{"fee", "Monthly fee", "1", "month", 799},
                                       {"loyal", "Loyalty discount", "-1", "", -25}}),
                                 before, tariffs());
    EXPECT_FALSE(less[1].is_end);
}

TEST(Why, CorrectionsStandApartOnBothBills) {
    auto now = kLast;
    for (auto& spec : now) spec.month = kApril;
    now.push_back({"energy", "Energy, peak", "-5", "kWh", -150, "A-1", kMarch});
    EXPECT_THAT(steps(bill(now), last(kLast)),
                ElementsAre("last 5653", "corrections -150", "tax -29", "this 5474"));
    // What the last bill corrected is no usage of its month: 100 kWh there as here.
    auto before = kLast;
    const Period february = month_of(LocalDate::of(2026, 2, 1));
    before.push_back({"energy", "Energy, peak", "-70", "kWh", -2100, "A-0", february});
    before.push_back({"energy", "Energy, peak", "75", "kWh", 2250, "A-0", february});
    now.pop_back();
    EXPECT_THAT(steps(bill(now), last(before)),
                ElementsAre("last 5831", "corrections -150", "tax -28", "this 5653"));
}

TEST(Why, ACreditNoteAndABillOfCorrectionsCompareWithNothing) {
    const auto now = bill(kLast);
    auto credit = last({{"energy", "Energy, peak", "-5", "kWh", -150, {}, kMarch}});
    credit.net = -credit.net;
    credit.gross = -credit.gross;
    EXPECT_THAT(steps(now, credit), IsEmpty());
    const auto corrections = bill({{"energy", "Energy, peak", "5", "kWh", 150, "A-1", kMarch}});
    EXPECT_THAT(steps(corrections, last(kLast)), IsEmpty());
}

TEST(Why, ABillIsNamedByWhatWasUsedNotByTheFeeInAdvance) {
    auto now = bill(
        {{"energy", "Energy, peak", "60", "kWh", 1800}, {"fee", "Monthly fee", "1", "month", 799}});
    const Period may = month_of(LocalDate::of(2026, 5, 1));
    now.lines[1].stream = Stream::Advance;
    now.lines[1].nominal = now.lines[1].piece.days = may;
    now.period = {kApril.from, may.to};
    const auto made = *why_steps(now, last(kLast), tariffs());
    EXPECT_EQ(made.front().period, kMarch);
    EXPECT_EQ(made.back().period, kApril);
}

}  // namespace
}  // namespace bw::bill
