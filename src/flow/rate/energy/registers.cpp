#include "flow/rate/energy/registers.h"

#include <algorithm>

namespace bw::rate {
namespace {

// A counter with the reads that stand for the ends of the supplied days; none between them where
// last <= first.
struct Bounds {
    Counter counter;
    std::size_t first = 0, last = 0;
    Period days;                   // from read to read
    std::optional<note::Gap> gap;  // of RegisterUse
};

Result<Bounds> find_bounds(const meter::RegisterColumn& column, std::string_view unit,
                           const RegisterDays& days, const Zone& zone) {
    Bounds bounds{
        TRY(Counter::open(column, unit, zone, days.devices, days.trusts_customers)), 0, 0, {}, {}};
    Counter& counter = bounds.counter;
    const auto& supplied = days.supplied;
    const auto& priced = days.priced;
    const auto& supply = days.supply;
    if (!supply.is_empty()) counter.keep(supply);
    if (!priced.is_empty()) {
        std::vector<LocalDate> changes;
        if (supply.from < priced.from) changes.push_back(priced.from);
        if (priced.to < supply.to) changes.push_back(priced.to);
        TRY_VOID(counter.share_at(changes));
        counter.keep(priced);
    }
    const auto from = counter.near(supplied.from);
    const auto to = counter.near(supplied.to);
    const bool moves_in = supplied.from == supply.from;
    const bool moves_out = supplied.to == supply.to;
    using enum note::Gap::Kind;
    if (moves_in && !from) bounds.gap = {MoveIn, column.channel, supplied.from};
    else if (moves_out && !to) bounds.gap = {MoveOut, column.channel, supplied.to};
    if (!counter.is_empty()) {
        bounds.first = counter.at_or_before(supplied.from);
        bounds.last = counter.at_or_before(supplied.to);
    }
    if (bounds.last <= bounds.first) {
        // One read that stands for both ends says that nothing was used; days within two reads
        // leave it to those that hold the later one.
        const bool is_told =
            (from && to) || (!days.needs_read && counter.goes_on_from(supplied.from));
        if (!bounds.gap && !is_told) bounds.gap = {NoTwoReads, column.channel, {}};
        return bounds;
    }
    if (const auto day = counter.unread_exchange(bounds.first, bounds.last); day && !bounds.gap)
        bounds.gap = {Exchange, column.channel, *day};
    Period& told = bounds.days;
    told = {moves_in && from ? supplied.from : counter.day_of(bounds.first),
            moves_out && to ? supplied.to : counter.day_of(bounds.last)};
    if (told.is_empty())  // two reads of one day
        (told.from == supply.to ? told.from : told.to) =
            told.from.plus_days(told.from == supply.to ? -1 : 1);
    return bounds;
}

}  // namespace

Result<RegisterUse> register_use(const meter::RegisterColumn& column, std::string_view unit,
                                 const RegisterDays& days, const Zone& zone) {
    const Bounds bounds = TRY(find_bounds(column, unit, days, zone));
    const auto& [counter, first, last, told, gap] = bounds;
    RegisterUse use;
    use.gap = gap;
    if (last <= first) return use;
    use.days = told;
    use.steps = TRY(counter.steps(first, last));
    for (auto& step : use.steps) {
        use.quantity += step.quantity;
        step.days = {std::clamp(step.days.from, told.from, told.to),
                     std::clamp(step.days.to, told.from, told.to)};
    }
    // The days that a move takes from its read on are those of the first step, or the last one.
    use.steps.front().days.from = told.from;
    use.steps.back().days.to = told.to;
    use.reads = static_cast<std::int64_t>(use.steps.size());
    use.estimated = counter.estimated(first, last);
    use.note = counter.note(first, last, told);
    return use;
}

Result<CountedReads> counted_reads(const meter::RegisterColumn& column, std::string_view unit,
                                   const RegisterDays& days, const Zone& zone) {
    const Bounds bounds = TRY(find_bounds(column, unit, days, zone));
    if (bounds.last <= bounds.first) return CountedReads{};
    return CountedReads{bounds.days, TRY(bounds.counter.opened(bounds.first, bounds.last))};
}

}  // namespace bw::rate
