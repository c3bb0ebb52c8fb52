#include "books/catalog/check_parts.h"
#include "books/catalog/choice.h"
#include "books/catalog/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace bw::catalog {
namespace {

constexpr std::size_t kNamesCompared = 10'000;  // of decks, when one is looked for

class NameChecker {
public:
    NameChecker(const Catalog& texts, std::vector<const Catalog*> all, Severity missing)
        : texts_(texts), all_(std::move(all)), missing_(missing) {
        for (const auto* catalog : all_)
            for (const auto& taxes : catalog->all.taxes)
                for (const auto& category : taxes.categories) tax_keys_.push_back(category.key);
    }

    std::vector<Finding> run() {
        for (const auto& calendar : texts_.all.calendars) likes(calendar);
        for (const auto& schedule : texts_.all.schedules) {
            Findings findings(schedule.head);
            header(findings, schedule.head);
            basis(findings, schedule);
            if (uses_holidays(schedule)) holidays(findings, schedule.head);
            for (const auto& charge : schedule.charges) tax(findings, charge.tax, charge.line);
            if (schedule.minimum) tax(findings, schedule.minimum->tax, schedule.minimum->line);
            if (const auto& minimum = schedule.year_minimum)
                tax(findings, minimum->tax, minimum->line);
            for (const auto& credit : schedule.credits) tax(findings, credit.tax, credit.line);
            if (schedule.usage) usage(findings, schedule.head, *schedule.usage);
            append(findings_, findings.take());
        }
        for (const auto& plan : texts_.all.plans) {
            Findings findings(plan.head);
            header(findings, plan.head);
            basis(findings, plan);
            for (const auto& name : plan.schedules) schedule(findings, plan, name);
            if (!plan.then.empty()) next(findings, plan);
            for (const auto& fee : plan.recurring) tax(findings, fee.tax, fee.line);
            together(findings, plan);
            if (plan.usage) {
                const auto decks = usage(findings, plan.head, *plan.usage);
                if (!decks.empty()) check_destinations(plan, *plan.usage, decks, findings);
            }
            append(findings_, findings.take());
        }
        for (const auto& plan : texts_.all.payment_plans) {
            Header head;
            head.name = plan.head.name;
            head.file = plan.head.file;
            Findings findings(head);
            for (const auto& share : plan.taxes) tax(findings, share.category, plan.head.line);
            append(findings_, findings.take());
        }
        return std::move(findings_);
    }

private:
    void miss(Findings& findings, SourceLine line, std::string text) {
        if (missing_ == Severity::Error) findings.error(line, std::move(text));
        else findings.warning(line, std::move(text));
    }
    // What `look` finds in the first catalog that has it; null when none has.
    template <typename Look>
    auto find(Look look) -> decltype(look(std::declval<const Catalog&>())) {
        for (const auto* catalog : all_)
            if (const auto* found = look(*catalog)) return found;
        return nullptr;
    }

    void header(Findings& findings, const Header& head) {
        for (const auto& name : head.all_calendars())
            if (find([&](const Catalog& c) { return c.find_calendar(name); }) == nullptr)
                miss(findings, head.line,
                     fmt::format("holidays: calendar '{}' is not in the catalog", name));
    }
    // Those that a calendar is like, one behind another.
    void likes(const Calendar& calendar) {
        std::set<std::string> seen{calendar.name};
        for (std::string like = calendar.like; !like.empty();) {
            const auto* base = find([&](const Catalog& c) { return c.find_calendar(like); });
            const bool is_circle = base != nullptr && !seen.insert(like).second;
            if (base == nullptr || is_circle)
                findings_.push_back(
                    {is_circle ? Severity::Error : missing_, "calendar " + calendar.name,
                     is_circle ? "like: it comes back to a calendar that it began with"
                               : fmt::format("like: calendar '{}' is not in the catalog", like)});
            if (base == nullptr || is_circle) return;
            like = base->like;
        }
    }
    static bool uses_holidays(const Schedule& schedule) {
        for (const auto& charge : schedule.charges)
            for (const auto* seasons : all_seasons(charge))
                for (const auto& season : *seasons)
                    for (const auto& window : season.windows)
                        if (window.when.uses_holidays()) return true;
        return false;
    }
    // A year without any holiday is one that nobody has told yet.
    void holidays(Findings& findings, const Header& head) {
        for (const auto& name : head.all_calendars()) holidays(findings, head, name);
    }
    void holidays(Findings& findings, const Header& head, const std::string& name) {
        const auto* calendar = find([&](const Catalog& c) { return c.find_calendar(name); });
        if (calendar == nullptr || !calendar->wrong.empty()) return;
        std::set<int> told;
        for (const auto& [day, holiday] : calendar->holidays) told.insert(day.year());
        const int last =
            told.empty() ? head.from.year() : std::max(head.from.year(), *told.rbegin());
        for (int year = head.from.year(); year <= last; ++year)
            if (!told.contains(year))
                findings.warning(
                    head.line, fmt::format("holidays: calendar '{}' has no day in {}", name, year));
    }
    // A month is in one currency, and what reckons with amounts has them net or gross. The version
    // before, wherever it stands, may say otherwise only up to the end of one.
    void basis(Findings& findings, const Schedule& schedule) {
        const Schedule* before = version_before(schedule, &Document::schedules);
        if (before != nullptr)
            basis(findings, schedule.head, before->head,
                  schedule.counts_amounts() || before->counts_amounts() || schedule.usage);
    }
    void basis(Findings& findings, const Plan& plan) {
        if (const Plan* before = version_before(plan, &Document::plans))
            basis(findings, plan.head, before->head,
                  plan.usage.has_value() || !plan.together.is_empty());
    }
    static void basis(Findings& findings, const Header& head, const Header& before,
                      bool needs_one_basis) {
        if (head.from.day() == 1) return;
        const bool is_mixed = head.prices != before.prices && needs_one_basis;
        if (head.currency == before.currency && !is_mixed) return;
        findings.warning(
            head.line,
            fmt::format("from: {} in the version from {}: a month that both are in cannot be "
                        "billed; let this one begin on the first of one",
                        is_mixed ? "net or gross is otherwise" : "the currency is another",
                        before.from.to_string()));
    }
    template <typename T>
    const T* version_before(const T& text, std::vector<T> Document::* texts) {
        const T* before = nullptr;
        for (const auto* catalog : all_)
            for (const T& other : catalog->all.*texts)
                if (other.head.name == text.head.name && other.head.from < text.head.from &&
                    (before == nullptr || before->head.from < other.head.from))
                    before = &other;
        return before;
    }
    void schedule(Findings& findings, const Plan& plan, const std::string& name) {
        const Period first_day{plan.head.from, plan.head.from.plus_days(1)};
        Error why;
        for (const auto* catalog : all_) {
            auto found = catalog->schedule_versions(name, first_day);
            if (found) return;
            const bool is_named = std::ranges::any_of(
                catalog->all.schedules, [&](const Schedule& s) { return s.head.name == name; });
            if (is_named || why.text.empty()) why = std::move(found).error();
        }
        miss(findings, plan.head.line, why.message());
    }
    // Its charges are those of schedules in force when the plan begins, in the same prices.
    void together(Findings& findings, const Plan& plan) {
        const Together& of = plan.together;
        if (of.is_empty()) return;
        if (of.minimum) tax(findings, of.minimum->tax, of.minimum->line);
        for (const auto& name : plan.schedules) {
            const Schedule* schedule = in_force(name, plan.head.from);
            if (schedule == nullptr) continue;  // said already
            if (schedule->head.prices != plan.head.prices)
                findings.error(plan.head.line,
                               fmt::format("together: schedule '{}' has {} prices, the plan {}",
                                           name, basis_name(schedule->head.prices),
                                           basis_name(plan.head.prices)));
            if (of.maximum) charges(findings, *schedule, of.maximum->on, of.maximum->line);
            if (of.minimum) charges(findings, *schedule, of.minimum->on, of.minimum->line);
            for (const auto& discount : of.discounts)
                charges(findings, *schedule, discount.on, discount.line);
        }
    }
    static std::string_view basis_name(PriceBasis prices) {
        return prices == PriceBasis::Net ? "net" : "gross";
    }
    const Schedule* in_force(const std::string& name, LocalDate day) {
        for (const auto* catalog : all_)
            if (const auto found = catalog->schedule_versions(name, {day, day.plus_days(1)}))
                return found->front();
        return nullptr;
    }
    static void charges(Findings& findings, const Schedule& schedule,
                        const std::vector<std::string>& on, SourceLine line) {
        std::vector<std::string> known;
        known.reserve(schedule.charges.size() + schedule.discounts.size());
        for (const auto& charge : schedule.charges) known.push_back(charge.key);
        for (const auto& discount : schedule.discounts) known.push_back(discount.key);
        for (const auto& name : on) {
            if (!name.starts_with(schedule.head.name + '.')) continue;
            const std::string key = name.substr(schedule.head.name.size() + 1);
            if (std::ranges::find(known, key) == known.end())
                findings.error(line,
                               fmt::format("together: '{}' is no charge of schedule '{}'{}", key,
                                           schedule.head.name, did_you_mean(key, known)));
        }
    }
    void next(Findings& findings, const Plan& plan) {
        const auto is_it = [&](const Plan& other) { return other.head.name == plan.then; };
        for (const auto* catalog : all_)
            if (std::ranges::any_of(catalog->all.plans, is_it)) return;
        miss(findings, plan.head.line,
             fmt::format("then: plan '{}' is not in the catalog", plan.then));
    }
    void tax(Findings& findings, const std::string& key, SourceLine line) {
        if (!key.empty() && std::ranges::find(tax_keys_, key) == tax_keys_.end())
            miss(findings, line,
                 fmt::format("tax: category '{}' is in no tax table{}", key,
                             did_you_mean(key, tax_keys_)));
    }
    // The decks that it names; none when one of them is missing.
    std::vector<const Deck*> usage(Findings& findings, const Header& head, const Telecom& usage) {
        tax(findings, usage.tax, head.line);
        std::vector<const Deck*> decks;
        bool is_complete = true;
        for (const auto& plan : usage.rating_plans)
            for (const auto& row : plan.rows) {
                if (row.deck.empty()) continue;
                decks.push_back(find([&](const Catalog& c) { return c.find_deck(row.deck); }));
                if (decks.back() != nullptr) continue;
                is_complete = false;
                miss(findings, row.line, fmt::format("deck '{}' is not in the catalog", row.deck));
            }
        return is_complete ? decks : std::vector<const Deck*>{};
    }

    const Catalog& texts_;
    std::vector<const Catalog*> all_;
    Severity missing_;
    std::vector<std::string> tax_keys_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_names(const Catalog& texts, std::vector<const Catalog*> all,
                                 Severity missing) {
    return NameChecker(texts, std::move(all), missing).run();
}

std::set<std::string> decks_of(const Telecom& usage) {
    std::set<std::string> decks;
    for (const auto& plan : usage.rating_plans)
        for (const auto& row : plan.rows)
            if (!row.deck.empty()) decks.insert(row.deck);
    return decks;
}

void check_destinations(const Plan& plan, const Telecom& usage,
                        const std::vector<const Deck*>& decks, Findings& findings) {
    std::vector<std::string> names;
    for (const auto& rating : usage.rating_plans)
        for (const auto& row : rating.rows)
            if (!row.destination.empty()) names.push_back(row.destination);
    for (const auto& message : usage.messages)
        if (!message.destination.empty()) names.push_back(message.destination);
    for (const auto* deck : decks)
        for (const auto& row : deck->rows) names.push_back(row.name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const auto& allowance : plan.allowances)
        for (const auto& name : allowance.to)
            if (!std::ranges::binary_search(names, name))
                findings.error(
                    allowance.line,
                    fmt::format("allowances.{}: no price is to a destination '{}', so that it "
                                "never counts{}",
                                allowance.key, name,
                                names.size() > kNamesCompared ? "" : did_you_mean(name, names)));
}

}  // namespace bw::catalog
