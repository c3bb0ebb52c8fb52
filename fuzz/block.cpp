// Blocks of readings, without the checksum before them: broken bytes are an Error, never more; what
// decodes, written again and read again, is the same, whichever way it is read.
#include "base/check.h"
#include "flow/meter/columns.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/series_month.h"
#include "input.h"

#include <string>

namespace {

using namespace bw::meter;

constexpr std::int32_t kMonth = 600;

std::string encoded(const SeriesMonth& month) {
    std::string text;
    month.encode(Provenance::Recorded, text);
    return text;
}

// A column that is copied from the block has what the month has that it was laid into.
void check_plain_copy(const SeriesMonth& month, std::span<const std::byte> block) {
    const PlainBlock alone{kMonth, block, {}};
    const auto column = plain_column(month.key(), {&alone, 1}, month_span(kMonth));
    CHECK(column && column->values.size() == month.values().size());
    CHECK(column->sources.empty() == month.is_empty());
    for (std::size_t slot = 0; slot < month.values().size(); ++slot) {
        const bool is_absent = month.states()[slot] == kAbsent;
        const auto state = static_cast<Quality>(month.states()[slot]);
        CHECK(column->values[slot] == (is_absent ? kMissing : month.values()[slot]));
        CHECK(column->qualities[slot] == (is_absent ? Quality::Missing : state));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    constexpr SeriesKind kKinds[] = {SeriesKind::Interval, SeriesKind::Register, SeriesKind::Event,
                                     SeriesKind::Use, SeriesKind::Session};
    SeriesKey key;
    key.kind = kKinds[data[0] % std::size(kKinds)];
    key.step_seconds = key.kind == SeriesKind::Interval ? 1800 : 0;
    SeriesMonth month;
    month.reset(key, kMonth);
    const auto block = bw::fuzz::bytes(data + 1, size - 1);
    const auto result = month.overlay(block, {});
    if (!result) {
        CHECK(!result.error().text.empty());
        return 0;
    }
    month.settle();
    if (key.kind == SeriesKind::Interval) check_plain_copy(month, block);
    CHECK(month.count() >= 0 && month.replaced() >= 0);
    if (month.is_empty()) return 0;
    CHECK(!month.span().is_empty() && month_span(kMonth).contains(month.span().from));
    const std::string text = encoded(month);
    SeriesMonth again;
    again.reset(key, kMonth);
    CHECK(again.overlay(std::as_bytes(std::span(text.data(), text.size())), {}));
    again.settle();
    CHECK(again.count() == month.count());
    CHECK(encoded(again) == text);
    return 0;
}
