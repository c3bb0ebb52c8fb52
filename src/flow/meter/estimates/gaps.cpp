#include "flow/meter/estimates/gaps.h"

namespace bw::meter {

std::vector<Span> gaps_of(const Timeline& line, std::span<const Span> wanted) {
    std::vector<Span> gaps;
    for (const Span& want : wanted) {
        Instant reached = want.from;
        for (const auto& stretch : line.stretches()) {
            if (stretch.span.to <= reached) continue;
            if (stretch.span.from >= want.to) break;
            if (stretch.span.from > reached) gaps.push_back({reached, stretch.span.from});
            reached = stretch.span.to;
        }
        if (reached < want.to) gaps.push_back({reached, want.to});
    }
    return gaps;
}

Grid grid_of(const Timeline& line, Span gap) {
    const auto stretch = line.nearest(gap.from);
    const std::int64_t step = stretch.step_seconds * Instant::kSecond;
    const auto since = [&](Instant at) {
        const std::int64_t rest = (at.us - stretch.span.from.us) % step;
        return rest < 0 ? rest + step : rest;
    };
    const std::int64_t into = since(gap.from);
    const Instant from{into == 0 ? gap.from.us : gap.from.us + step - into};
    const Instant to{gap.to.us - since(gap.to)};
    return {{from, std::max(from, to)}, stretch.step_seconds};
}

}  // namespace bw::meter
