#include "flow/rate/energy/netting.h"

#include "flow/rate/energy/carried.h"
#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

constexpr std::string_view kSum = "net.sum";

std::string part_name(const std::string& season, const std::string& window) {
    return season + (season.empty() || window.empty() ? "" : "/") + window;
}

std::string state_name(const std::string& part) { return "net." + part; }

catalog::WeekGrid grid_of(const catalog::Season& season) {
    std::vector<const catalog::When*> windows;
    windows.reserve(season.windows.size());
    for (const auto& window : season.windows) windows.push_back(&window.when);
    return catalog::WeekGrid(windows);
}

// Of a working day; -1: none.
int window_at(const catalog::Season& season, int minute) {
    constexpr int kMonday = 1;
    if (season.windows.size() == 1) return 0;
    return grid_of(season).at(kMonday, false, minute);
}

}  // namespace

Result<Netting> Netting::settle(const ChargePieces& out, const NettingRequest& request,
                                IntervalSums& taken) {
    Netting result;
    result.supplied_ = request.supplied;
    const auto& charge = out.charge();
    const auto* first = out.any_version();
    const auto fed =
        TRY(sum_intervals(out.schedule(), charge, first->of, request.fed_in, request.supplied));
    result.sum_ = carried_in(request.state_in, charge.key, kSum);
    std::map<std::string, Decimal> came_over;
    for (const auto& state : request.state_in)
        if (state.charge == charge.key && state.name.starts_with("net.") && state.name != kSum)
            came_over.emplace(state.name, state.value);
    Decimal fed_more;
    for (const auto& section : charge.sections) {
        if (section.days.intersect(request.supplied).is_empty()) continue;
        const auto& season = out.season(section);
        for (std::size_t w = 0; w < season.windows.size(); ++w) {
            const auto bucket = static_cast<std::uint32_t>(section.bucket + w);
            auto& sum = taken.buckets[bucket];
            note::Netted told;
            told.taken = Decimal::from_nano(sum.nano);
            told.fed_in = Decimal::from_nano(fed.buckets[bucket].nano);
            const auto over =
                came_over.find(state_name(part_name(season.name, season.windows[w].name)));
            if (over != came_over.end()) {
                told.came_over = over->second;
                came_over.erase(over);
            }
            // What was fed in and nobody measured is as unknown as what was taken.
            sum.missing += fed.buckets[bucket].missing;
            sum.estimated += fed.buckets[bucket].estimated;
            fed_more += told.fed_in - told.taken;
            const Decimal rest = told.taken - told.fed_in - told.came_over;
            sum.nano = std::max<int128>(rest.nano(), 0);
            if (rest.is_negative()) {
                told.left = -rest;
                TRY_VOID(result.pass_on(out, section, w, told.left));
            }
            if (!told.fed_in.is_zero() || !told.came_over.is_zero())
                result.notes_.emplace(bucket, told);
        }
    }
    if (!request.fed_in.empty()) taken.uncovered += fed.uncovered;
    result.sum_ = std::max(result.sum_ + fed_more, Decimal());
    return result;
}

// To the window of the same name; or to the one that is open next month, on a working day, at the
// first of the times named at which this one is open. What no window has lapses.
Result<void> Netting::pass_on(const ChargePieces& out, const Section& section, std::size_t window,
                              Decimal surplus) {
    using Carry = catalog::Surplus::Carry;
    const auto& season = out.season(section);
    const auto& rules = out.prices(section).surplus;
    left_ += surplus;
    if (rules.carry == Carry::Nothing) return {};
    if (rules.carry == Carry::SameWindow) {
        surplus_[part_name(season.name, season.windows[window].name)] += surplus;
        return {};
    }
    const LocalDate next_month = out.schedule().period.to;
    const auto& charge = out.prices(section);
    const int next = catalog::season_on(charge.seasons, next_month);
    if (next < 0) return fail(Code::Invalid, "a day lies in no season", "charge " + charge.key);
    const auto& next_season = charge.seasons[static_cast<std::size_t>(next)];
    for (const int minute : rules.minutes) {
        if (window_at(season, minute) != static_cast<int>(window)) continue;
        const int to = window_at(next_season, minute);
        if (to < 0) continue;
        surplus_[part_name(next_season.name,
                           next_season.windows[static_cast<std::size_t>(to)].name)] += surplus;
        return {};
    }
    return {};
}

std::optional<note::Netted> Netting::note_of(std::uint32_t bucket) const {
    const auto found = notes_.find(bucket);
    return found == notes_.end() ? std::nullopt : std::optional(found->second);
}

Result<void> Netting::finish(ChargePieces& out, std::vector<State>& state_out) const {
    if (out.charge().sections.empty()) return {};
    const auto& section = out.charge().sections.back();
    const auto& rules = out.prices(section).surplus;
    if (!is_settled_in(rules.settled_in, out.schedule(), supplied_)) {
        for (const auto& [part, surplus] : surplus_)
            carry_out(state_out, out.charge().key, state_name(part), surplus);
        carry_out(state_out, out.charge().key, std::string(kSum), sum_);
        return {};
    }
    const Decimal paid = rules.pays_sum ? sum_ : left_;
    if (paid.is_zero() || rules.pay.is_zero()) return {};
    Piece piece = out.blank(section, section.days.intersect(supplied_), PieceKind::Usage);
    piece.part = "surplus";
    piece.unit = out.prices(section).of.unit;
    piece.breakdown.season = {};
    piece.breakdown.clause =
        clause(out.version(section).head, "charges." + out.charge().key + ".surplus", rules.line);
    piece.breakdown.notes.emplace_back(note::PaidSurplus{rules.pays_sum});
    return out.push(std::move(piece), paid, -rules.pay);
}

}  // namespace bw::rate
