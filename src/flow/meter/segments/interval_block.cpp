#include "flow/meter/segments/interval_block.h"

#include <algorithm>

namespace bw::meter {
void IntervalBlock::read(ByteReader& in, std::size_t slots_max, std::size_t source_count) {
    read_runs(in, slots_max);
    if (!in.is_good()) return;
    values.resize(measured());
    read_values(in, values);
    read_sources(in, source_count);
}

void IntervalBlock::read_runs(ByteReader& in, std::size_t slots_max) {
    first_slot = in.count(slots_max, 0);
    slots = in.count(slots_max, 0);
    scale = in.byte();
    if (!in.is_good() || first_slot + slots > slots_max) return in.spoil();
    in.short_runs(slots, kAbsent + 1, states);
    if (in.is_good() && !in.holds_packed(measured())) in.spoil();
}

void IntervalBlock::read_values(ByteReader& in, std::span<std::int64_t> out) {
    const auto reach = in.packed(out);
    if (reach == ByteReader::Reach::Any && std::ranges::find(out, kMissing) != out.end())
        in.spoil();
}

void IntervalBlock::read_sources(ByteReader& in, std::size_t source_count) {
    sources.clear();
    if (source_count > 1) in.long_runs(slots, static_cast<std::uint32_t>(source_count), sources);
}

std::size_t IntervalBlock::measured() const {
    std::size_t count = 0;
    for (const auto& [length, state] : states)
        count += state < static_cast<std::uint32_t>(Quality::Missing) ? length : 0;
    return count;
}

std::size_t read_sources(ByteReader& in, std::size_t block_size, Source self,
                         std::vector<Source>& out) {
    const std::size_t named = in.count(block_size, 9);
    if (named == 0) {
        out.push_back(self);
        return 1;
    }
    for (std::size_t i = 0; i < named; ++i) {
        const Batch batch{static_cast<std::int64_t>(in.varint())};
        out.push_back({batch, in.fixed<std::uint64_t>()});
    }
    return named;
}

}  // namespace bw::meter
