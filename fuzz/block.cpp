// Blocks of readings, without the checksum before them: broken bytes are an Error, never more.
#include "base/check.h"
#include "flow/meter/segments/series_month.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    using namespace bw::meter;
    constexpr SeriesKind kKinds[] = {SeriesKind::Interval, SeriesKind::Register, SeriesKind::Event};
    SeriesKey key;
    key.kind = kKinds[data[0] % 3U];
    key.step_seconds = key.kind == SeriesKind::Interval ? 1800 : 0;
    SeriesMonth month;
    month.reset(key, 600);
    const auto result = month.overlay(bw::fuzz::bytes(data + 1, size - 1), {});
    if (result) month.settle();
    if (!result) CHECK(!result.error().text.empty());
    return 0;
}
