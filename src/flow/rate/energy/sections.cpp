#include "flow/rate/energy/sections.h"

#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/prorate.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::rate {
namespace {

// Version in force on a day; -1 before the first.
int version_on(const CompiledSchedule& schedule, LocalDate day) {
    int found = -1;
    for (std::size_t i = 0; i < schedule.versions.size(); ++i)
        if (schedule.versions[i].head.from <= day) found = static_cast<int>(i);
    return found;
}

// The first day up to `section`, in its block, from which a fixed charge costs what it does there.
LocalDate price_begin(const CompiledSchedule& schedule, const CompiledCharge& charge,
                      const Section& section) {
    const auto& prices = *schedule.charge(charge, section.version);
    const auto price_of = [](const catalog::Charge& of, int season) {
        return of.seasons[static_cast<std::size_t>(season)].windows[0].tiers[0].price;
    };
    const auto basis_of = [&](int version) {
        return schedule.versions[static_cast<std::size_t>(version)].head.prices;
    };
    const Decimal price = price_of(prices, section.season);
    LocalDate begin = section.days.from;
    for (; begin > section.block.from; begin = begin.plus_days(-1)) {
        const LocalDate day = begin.plus_days(-1);
        const int version = version_on(schedule, day);
        const auto* earlier = version < 0 ? nullptr : schedule.charge(charge, version);
        if (earlier == nullptr || earlier->per != prices.per) break;
        if (basis_of(version) != basis_of(section.version)) break;
        if (earlier->prorate != prices.prorate || earlier->cap != prices.cap) break;
        const int season = catalog::season_on(earlier->seasons, day);
        if (season < 0 || price_of(*earlier, season) != price) break;
    }
    return begin;
}

void join(const CompiledSchedule& schedule, const CompiledCharge& charge,
          std::vector<Section>& sections) {
    for (std::size_t first = 0, i = 0; i < sections.size(); ++i) {
        auto& section = sections[i];
        const auto& before = sections[first];
        const bool goes_on = i > 0 && sections[i - 1].days.to == section.days.from &&
                             before.version == section.version && before.season == section.season &&
                             before.block == section.block;
        if (!goes_on) first = i;
        for (std::size_t j = first; j <= i; ++j)
            sections[j].joined = {sections[first].days.from, section.days.to};
    }
    for (auto& section : sections)
        if (schedule.charge(charge, section.version)->kind == catalog::ChargeKind::Fixed)
            section.joined.from = price_begin(schedule, charge, section);
}

// Whole months from the period's first day, 0 when it is no whole number of months.
int whole_months(const Period& period) {
    const int guess =
        (period.to.year() - period.from.year()) * 12 + period.to.month() - period.from.month();
    for (const int months : {guess, guess + 1})
        if (months > 0 && period.from.plus_months(months) == period.to) return months;
    return 0;
}

}  // namespace

bool is_on(const std::vector<std::string>& on, const std::string& charge) {
    return on.empty() || std::ranges::find(on, charge) != on.end();
}

Period block_of(LocalDate day, BlockUnit unit, const Period& nominal) {
    switch (unit) {
        case BlockUnit::Period: return nominal;
        case BlockUnit::Quarter: return quarter_of(day);
        case BlockUnit::Year: return year_of(day);
        case BlockUnit::Month: break;
    }
    const int months = nominal.contains(day) ? whole_months(nominal) : 0;
    for (int i = 0; i < months; ++i) {
        const Period block{nominal.from.plus_months(i), nominal.from.plus_months(i + 1)};
        if (block.contains(day)) return block;
    }
    return month_of(day);
}

Result<BlockUnit> block_unit(const catalog::Charge& charge, const catalog::Season& season,
                             const catalog::Header& head) {
    if (charge.kind == catalog::ChargeKind::Demand) return BlockUnit::Month;
    if (charge.kind == catalog::ChargeKind::Fixed) return block_unit(charge.per);
    std::set<catalog::TierPeriod> periods;
    for (const auto& window : season.windows)
        if (window.per != catalog::TierPeriod::None && window.per != catalog::TierPeriod::Day)
            periods.insert(window.per);
    if (periods.size() > 1)
        return fail(Code::Unsupported,
                    "the windows of a season count their tiers over different times; use one",
                    fmt::format("schedule {} line {} charges.{}", head.name, season.line.number,
                                charge.key));
    if (periods.contains(catalog::TierPeriod::Month)) return BlockUnit::Month;
    if (periods.contains(catalog::TierPeriod::Quarter)) return BlockUnit::Quarter;
    return periods.contains(catalog::TierPeriod::Year) ? BlockUnit::Year : BlockUnit::Period;
}

Result<std::vector<Section>> cut_sections(const CompiledSchedule& schedule,
                                          const CompiledCharge& charge, const Period& days,
                                          bool by_block) {
    std::vector<Section> sections;
    std::uint32_t bucket = 0;
    for (LocalDate day = days.from; day < days.to; day = day.plus_days(1)) {
        int version = version_on(schedule, day);
        const auto& first = schedule.versions[0].head;
        // A read a few days before the first version stands for its beginning.
        if (!by_block && version < 0 && first.from <= day.plus_days(kReadWindowDays)) version = 0;
        if (version < 0)
            return fail(Code::NotFound,
                        fmt::format("{} must be priced, and no version that counts as the one of "
                                    "{} does is in force then{}",
                                    day.to_string(), first.from.to_string(),
                                    by_block ? "" : ": a read of that day is missing"),
                        "schedule " + first.name);
        const auto* prices = schedule.charge(charge, version);
        if (prices == nullptr) continue;
        const auto& head = schedule.versions[static_cast<std::size_t>(version)].head;
        const int season = catalog::season_on(prices->seasons, day);
        if (season < 0)
            return fail(Code::Invalid,
                        fmt::format("{} lies in {}; a day must lie in one", day.to_string(),
                                    season == -1 ? "no season" : "several seasons"),
                        fmt::format("schedule {} line {} charges.{}.seasons", head.name,
                                    prices->line.number, charge.key));
        const auto& season_prices = prices->seasons[static_cast<std::size_t>(season)];
        const BlockUnit unit = TRY(block_unit(*prices, season_prices, head));
        Section section{{day, day.plus_days(1)},
                        version,
                        season,
                        by_block ? block_of(day, unit, schedule.period) : schedule.period,
                        {},
                        bucket};
        auto* last = sections.empty() ? nullptr : &sections.back();
        if (last != nullptr && last->days.to == day && last->version == version &&
            last->season == season && last->block == section.block &&
            !is_discount_cut(schedule.versions[static_cast<std::size_t>(version)].discounts,
                             charge.key, day)) {
            last->days.to = section.days.to;
            continue;
        }
        bucket += static_cast<std::uint32_t>(season_prices.windows.size());
        if (bucket > kBuckets)
            return fail(Code::Limit, "too many sections; rate a shorter period",
                        "charge " + charge.key);
        sections.push_back(section);
    }
    join(schedule, charge, sections);
    return sections;
}

LocalDate TaxChanges::day_of(std::string_view category, LocalDate day) const {
    const auto found = days.find(category);
    if (found == days.end()) return month;
    const auto after = std::ranges::upper_bound(found->second, day);
    return after == found->second.begin() ? after->plus_days(-1) : *std::prev(after);
}

Result<std::vector<Section>> cut_of_counter(const CompiledSchedule& schedule,
                                            const CompiledCharge& charge, const Period& days,
                                            const TaxChanges& taxes) {
    std::vector<Section> sections;
    for (Section section : TRY(cut_sections(schedule, charge, days, false))) {
        const LocalDate end = section.days.to;
        // Versions may name other categories.
        const auto changes = taxes.days.find(schedule.charge(charge, section.version)->tax);
        if (changes != taxes.days.end())
            for (const LocalDate day : changes->second) {
                if (day <= section.days.from || end <= day) continue;
                section.days.to = day;
                sections.push_back(section);
                section.days = {day, end};
            }
        sections.push_back(section);
    }
    return sections;
}

std::vector<BlockShare> block_shares(const Period& days, BlockUnit unit, const Period& nominal) {
    if (unit == BlockUnit::Period) return {{days_in(days), std::max(days_in(nominal), 1)}};
    std::vector<BlockShare> shares;
    for (LocalDate day = days.from; day < days.to;) {
        const Period block = block_of(day, unit, nominal);
        const LocalDate end = std::min(block.to, days.to);
        shares.push_back({end.days() - day.days(), days_in(block)});
        day = end;
    }
    return shares;
}

}  // namespace bw::rate
