#include "books/catalog/check.h"

#include "books/catalog/asked.h"
#include "books/catalog/check_parts.h"
#include "books/catalog/choice.h"
#include "books/catalog/fields.h"
#include "books/catalog/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace bw::catalog {
namespace {

constexpr std::size_t kRangesShown = 6;  // of a gap that is everywhere, the first ones say enough
constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

class Checker {
public:
    explicit Checker(const Header& head) : head_(head), findings_(head) {}
    std::vector<Finding> take() { return findings_.take(); }

    void schedule(const Schedule& schedule) {
        for (const auto& charge : schedule.charges) check_charge(charge);
        check_asked(schedule);
        const auto known = keys_of(schedule);
        check_discounts(schedule, findings_);
        auto counted = known;  // a credit that is named lowers what a minimum counts
        for (const auto& credit : schedule.credits) counted.push_back(credit.key);
        if (schedule.minimum) {
            check_on(schedule.minimum->on, counted, "minimum", schedule.minimum->line);
            check_tax(schedule.minimum->tax, "minimum", schedule.minimum->line);
        }
        for (const auto& credit : schedule.credits) check_credit(schedule, credit, known);
        if (const auto& minimum = schedule.year_minimum) {
            check_on(minimum->on, counted, "minimum of the year", minimum->line);
            check_tax(minimum->tax, "minimum of the year", minimum->line);
        }
        if (!schedule.usage) return;
        telecom(*schedule.usage);
        // Silence would be a promise: calls are priced apart from the charges.
        if (schedule.minimum && schedule.minimum->on.empty())
            error(schedule.minimum->line, "minimum: it does not reach what `usage:` prices; name "
                                          "the charges with 'on:'");
    }

    void plan(const Plan& plan) {
        for (const auto& fee : plan.recurring) check_tax(fee.tax, "recurring." + fee.key, fee.line);
        check_discounts(plan, findings_);
        check_together(plan, findings_);
        if (!plan.usage) return;
        telecom(*plan.usage);
        if (decks_of(*plan.usage).empty()) check_destinations(plan, *plan.usage, {}, findings_);
    }

    void telecom(const Telecom& usage) {
        if (!usage.rating_plans.empty() || !usage.data.empty() || !usage.messages.empty())
            check_tax(usage.tax, "usage", head_.line);
        std::set<std::string> used;
        for (const auto& plan : usage.rating_plans)
            for (const auto& row : plan.rows) {
                used.insert(row.rate);
                if (row.when.uses_holidays())
                    need_calendar("usage.rating plans." + plan.name, row.line);
            }
        for (const auto& rate : usage.rates)
            if (!used.contains(rate.name))
                warning(rate.line,
                        fmt::format("usage.rates.{}: no rating plan uses it", rate.name));
        for (const auto& subject : usage.subjects)
            for (const auto& name : subject.fallback)
                if (std::none_of(
                        usage.subjects.begin(), usage.subjects.end(), [&](const Subject& other) {
                            return other.subject == name && other.category == subject.category;
                        }))
                    warning(subject.line,
                            fmt::format("usage.subjects: the fall-back '{}' is no subject", name));
    }

private:
    void error(SourceLine line, std::string text) { findings_.error(line, std::move(text)); }
    void warning(SourceLine line, std::string text) { findings_.warning(line, std::move(text)); }
    static std::vector<std::string> keys_of(const Schedule& schedule) {
        std::vector<std::string> keys;
        keys.reserve(schedule.charges.size());
        for (const auto& charge : schedule.charges) keys.push_back(charge.key);
        return keys;
    }

    void check_tax(const std::string& tax, const std::string& path, SourceLine line) {
        if (tax.empty())
            error(line,
                  fmt::format("{}: no tax category; add 'tax: standard' here or at the top", path));
    }
    void need_calendar(const std::string& path, SourceLine line) {
        if (head_.all_calendars().empty())
            error(line,
                  fmt::format(
                      "{}: windows speak of holidays, but no calendar is named; add 'holidays:'",
                      path));
    }
    void check_on(const std::vector<std::string>& on, const std::vector<std::string>& known,
                  const std::string& path, SourceLine line) {
        for (const auto& key : on)
            if (std::find(known.begin(), known.end(), key) == known.end())
                error(line, fmt::format("{}: '{}' is no charge of this schedule{}", path, key,
                                        did_you_mean(key, known)));
    }

    // What formulas reckon with of other charges is there.
    void check_asked(const Schedule& schedule) {
        for (const auto& asked : charges_asked(schedule)) {
            std::vector<std::string> known;
            for (const auto& charge : schedule.charges)
                if (charge.kind == asked.kind) known.push_back(charge.key);
            if (std::ranges::find(known, asked.key) == known.end())
                error(head_.line,
                      fmt::format("a formula reckons with '{}', but no charge that counts {} has "
                                  "that key{}",
                                  asked.name(), asked.kind == ChargeKind::Demand ? "power" : "use",
                                  did_you_mean(asked.key, known)));
        }
        if (!schedule.lets.empty()) return;  // the numbers are put in place when prices are chosen
        if (const auto order = asked_in_order({&schedule, 1}); !order)
            error(head_.line, order.error().text);
    }

    // Its lines move money between bills: it bears the tax of the lines that it comes from.
    void check_credit(const Schedule& schedule, const FeedInCredit& credit,
                      const std::vector<std::string>& known) {
        const std::string path = "credits." + credit.key;
        check_on(credit.from, known, path + ".from", credit.line);
        check_on(credit.on, known, path + ".on", credit.line);
        check_tax(credit.tax, path, credit.line);
        if (credit.from.empty() || credit.on.empty())
            error(credit.line, path + ": name the charges that it comes from, and that it pays");
        const bool is_taken =
            schedule.find(credit.key) != nullptr || credit.key == "minimum" ||
            std::ranges::count(schedule.credits, credit.key, &FeedInCredit::key) > 1 ||
            std::ranges::count(schedule.discounts, credit.key, &Discount::key) > 0;
        if (is_taken) error(credit.line, path + ": a charge or discount has the same key");
        for (const auto& key : credit.from)
            if (const auto* charge = schedule.find(key); charge && charge->tax != credit.tax)
                error(credit.line,
                      fmt::format("{}: '{}' bears another tax category; write 'tax: {}'", path, key,
                                  charge->tax));
    }

    void check_charge(const Charge& charge) {
        const std::string path = "charges." + charge.key;
        check_tax(charge.tax, path, charge.line);
        check_per_interval(charge, path);
        check_units(charge, path);
        check_money(charge, path);
        if (charge.by.empty()) check_pricing(charge, charge.seasons, charge.line, path);
        else check_table(charge, charge.by, charge.rows, path);
    }

    // Whole units are those of a month, not of each day or window.
    void check_units(const Charge& charge, const std::string& path) {
        if (charge.units == Units::Exact) return;
        bool is_plain = charge.of.less.empty() && charge.fill == Fill::EachWindow;
        for (const auto* seasons : all_seasons(charge))
            for (const auto& season : *seasons)
                is_plain = is_plain && season.windows.size() == 1 &&
                           season.windows[0].per != TierPeriod::Day &&
                           !season.windows[0].per_interval && !season.windows[0].is_level;
        if (!is_plain)
            error(charge.line, path + ": started and full units are of all that a month used: "
                                      "without windows, levels, netting or tiers per day");
    }

    // So much of an amount is priced only in the money of the amount.
    void check_money(const Charge& charge, const std::string& path) {
        const auto counted = Currency::parse(charge.of.unit);
        if (counted && *counted != head_.currency)
            error(charge.line, fmt::format("{}: it counts {}, but is priced in {}", path,
                                           charge.of.unit, head_.currency.code()));
    }

    // Its kilowatt-hours are summed with their prices, or they are not.
    void check_per_interval(const Charge& charge, const std::string& path) {
        std::size_t windows = 0, dynamic = 0;
        for (const auto* seasons : all_seasons(charge))
            for (const auto& season : *seasons)
                for (const auto& window : season.windows) {
                    ++windows;
                    dynamic += window.per_interval ? 1 : 0;
                }
        if (dynamic == 0) return;
        if (dynamic < windows)
            error(charge.line, path + ": all windows and seasons of a charge have a price for each "
                                      "interval, or none: write another charge");
        if (!charge.of.less.empty() || !charge.of.from.empty() || charge.fill != Fill::EachWindow)
            error(charge.line, path + ": what is priced interval by interval is neither netted nor "
                                      "converted, and has no tiers to fill");
    }

    void check_table(const Charge& charge, const std::string& by, const std::vector<PriceRow>& rows,
                     const std::string& path) {
        if (by == kMonthFact)
            error(charge.line, path + ": prices by month are seasons; write 'seasons:'");
        for (const auto& row : rows) {
            const std::string below =
                fmt::format("{}.by {}.{}", path, by, row.value.empty() ? "otherwise" : row.value);
            if (row.by.empty()) check_pricing(charge, row.seasons, row.line, below);
            else check_table(charge, row.by, row.rows, below);
        }
    }

    void check_pricing(const Charge& charge, const std::vector<Season>& seasons, SourceLine line,
                       const std::string& path) {
        check_seasons(seasons, line, path);
        for (const auto& season : seasons) {
            const std::string below = season.name.empty() ? path : path + ".seasons." + season.name;
            check_windows(season, below);
            check_periods(season, below);
            if (charge.fill != Fill::EachWindow) check_shared_tiers(season, below);
            if (!charge.of.less.empty()) check_net_tiers(charge, season, below);
            for (const auto& window : season.windows) check_tiers(charge, window, below);
        }
    }

    // Every day of a leap year lies in exactly one season; runs of days are told as one.
    void check_seasons(const std::vector<Season>& seasons, SourceLine line,
                       const std::string& path) {
        std::set<int> met;
        LocalDate run_from;
        int run = 0;
        const LocalDate end = LocalDate::of(2025, 1, 1);
        for (LocalDate day = LocalDate::of(2024, 1, 1);; day = day.plus_days(1)) {
            const int found = day < end ? season_on(seasons, day) : 0;
            if (found >= 0) met.insert(found);
            const int fault = std::min(found, 0);
            if (fault != run && run != 0)
                error(line, fmt::format("{}.seasons: {} lies in {}", path,
                                        print_season_dates(range_of(run_from, day.plus_days(-1))),
                                        run == -1 ? "no season" : "several seasons"));
            if (fault != run) run_from = day;
            run = fault;
            if (day == end) break;
        }
        for (std::size_t i = 0; i < seasons.size(); ++i)
            if (!met.contains(static_cast<int>(i)))
                warning(seasons[i].line,
                        fmt::format("{}.seasons.{}: no day is left for it", path, seasons[i].name));
    }
    static Season range_of(LocalDate from, LocalDate to) {
        Season season;
        season.ranges = {{{from.month(), from.day()}, {to.month(), to.day()}}};
        return season;
    }

    void check_windows(const Season& season, const std::string& path) {
        if (season.windows.size() == 1 && season.windows[0].when.always()) return;
        std::vector<const When*> windows;
        bool uses_holidays = false;
        for (const auto& window : season.windows) {
            windows.push_back(&window.when);
            uses_holidays = uses_holidays || window.when.uses_holidays();
        }
        if (uses_holidays) need_calendar(path + ".windows", season.line);
        const WeekGrid grid(windows);
        std::set<int> met;
        std::map<int, std::vector<std::string>> faults;
        for (int row = 0; row < (uses_holidays ? 14 : 7); ++row) {
            const int weekday = row % 7 + 1;
            const bool holiday = row >= 7;
            for (int minute = 0; minute < kMinutesPerDay;) {
                const int end = grid.end_of_run(weekday, holiday, minute);
                const int found = grid.at(weekday, holiday, minute);
                met.insert(found);
                if (found < 0)
                    faults[found].push_back(fmt::format("{}{} {}-{}", holiday ? "holidays on " : "",
                                                        kDays[weekday - 1], print_minute(minute),
                                                        print_minute(end)));
                minute = end;
            }
        }
        for (auto& [kind, ranges] : faults) {
            std::string all;
            for (std::size_t i = 0; i < std::min(ranges.size(), kRangesShown); ++i)
                all += (i > 0 ? ", " : "") + ranges[i];
            if (ranges.size() > kRangesShown)
                all += fmt::format(" and {} more", ranges.size() - kRangesShown);
            error(season.line,
                  fmt::format("{}.windows: {} {} in {}", path, all,
                              ranges.size() > 1 ? "lie" : "lies",
                              kind == WeekGrid::kGap ? "no window" : "several windows"));
        }
        for (std::size_t i = 0; i < season.windows.size(); ++i)
            if (!met.contains(static_cast<int>(i)) && !faults.contains(WeekGrid::kOverlap))
                warning(season.windows[i].line, fmt::format("{}.windows.{}: it is never open", path,
                                                            season.windows[i].name));
    }

    void check_periods(const Season& season, const std::string& path) {
        std::set<TierPeriod> periods;
        for (const auto& window : season.windows)
            if (window.per != TierPeriod::None && window.per != TierPeriod::Day)
                periods.insert(window.per);
        if (periods.size() > 1)
            error(season.line,
                  fmt::format("{}: its windows count their tiers over different times; use one",
                              path));
    }

    // What windows fill together has one set of bounds.
    void check_shared_tiers(const Season& season, const std::string& path) {
        const auto bounds = [](const Window& window) {
            std::vector<std::optional<Formula>> all;
            all.reserve(window.tiers.size());
            for (const auto& tier : window.tiers) all.push_back(tier.to);
            return all;
        };
        const auto& first = season.windows.front();
        for (const auto& window : season.windows) {
            if (window.per == TierPeriod::Day)
                error(window.line, path + ": tiers per day are filled by each window by itself");
            if (window.is_level)
                error(window.line, path + ": levels are reached by each window by itself");
            if (window.per != first.per || bounds(window) != bounds(first))
                error(window.line,
                      fmt::format("{}.windows.{}: windows that share their tiers have the same "
                                  "bounds, with a price in each",
                                  path, window.name));
        }
    }

    // What is left of a month has no days and no order.
    void check_net_tiers(const Charge& charge, const Season& season, const std::string& path) {
        if (charge.fill == Fill::InOrder)
            error(charge.line, path + ": what is fed in is taken off by the month, so that tiers "
                                      "cannot be filled in order of time");
        for (const auto& window : season.windows)
            if (window.per == TierPeriod::Day)
                error(window.line, path + ": what is fed in is taken off by the month, so that "
                                          "there are no tiers per day");
    }

    void check_tiers(const Charge& charge, const Window& window, const std::string& path) {
        for (std::size_t i = 0; i < window.tiers.size(); ++i) {
            if (i > 0 && window.tiers[i].price == window.tiers[i - 1].price)
                warning(window.tiers[i].line,
                        fmt::format("{}: tiers {} and {} have the same price", path, i, i + 1));
        }
        if (window.is_paid_out() && charge.kind == ChargeKind::Usage &&
            charge.of.channel == "import")
            warning(window.line,
                    fmt::format("{}: a negative price pays the customer for what he takes", path));
    }

    const Header& head_;
    Findings findings_;
};

// A text has one version of a day; of two nobody knows which one holds.
template <typename T>
void find_twice(std::string_view kind, const std::vector<T>& texts,
                std::vector<Finding>& findings) {
    std::map<std::pair<std::string, LocalDate>, const Header*> seen;
    for (const auto& text : texts) {
        const Header& head = text.head;
        const auto [first, is_new] = seen.try_emplace({head.name, head.from}, &head);
        if (is_new) continue;
        Findings found(head);
        found.error(head.line, fmt::format("{} {} from {} stands twice: it is on {} line {} too",
                                           kind, head.name, head.from.to_string(),
                                           first->second->file, first->second->line.number));
        append(findings, found.take());
    }
}

template <typename T>
void find_names_twice(std::string_view kind, const std::vector<T>& texts,
                      std::vector<Finding>& findings) {
    std::set<std::string_view> seen;
    for (const auto& text : texts)
        if (!seen.insert(text.name).second)
            findings.push_back(
                {Severity::Error, fmt::format("{} {}", kind, text.name), "it stands twice"});
}

}  // namespace

void Findings::add(Severity severity, SourceLine line, std::string text) {
    all_.push_back({severity, fmt::format("{} line {}", head_.file, line.number), std::move(text)});
}

void append(std::vector<Finding>& to, std::vector<Finding> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::vector<Finding> check(const Document& document) {
    std::vector<Finding> findings;
    find_names_twice("calendar", document.calendars, findings);
    find_names_twice("taxes", document.taxes, findings);
    find_twice("schedule", document.schedules, findings);
    find_twice("plan", document.plans, findings);
    for (const auto& schedule : document.schedules) {
        Checker checker(schedule.head);
        checker.schedule(schedule);
        append(findings, checker.take());
    }
    for (const auto& plan : document.plans) {
        Checker checker(plan.head);
        checker.plan(plan);
        append(findings, checker.take());
    }
    return findings;
}

namespace {

std::vector<Finding> check_all(const Catalog& texts, std::vector<const Catalog*> all,
                               Severity missing) {
    auto findings = check(texts.all);
    append(findings, check_names(texts, std::move(all), missing));
    return findings;
}

}  // namespace

std::vector<Finding> check(const Catalog& catalog) {
    return check_all(catalog, {&catalog}, Severity::Error);
}

std::vector<Finding> check_beside(const Catalog& texts, const Catalog& company) {
    return check_all(texts, {&texts, &company}, Severity::Error);
}

std::vector<Finding> check_alone(const Catalog& texts) {
    return check_all(texts, {&texts}, Severity::Warning);
}

}  // namespace bw::catalog
