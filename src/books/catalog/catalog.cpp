#include "books/catalog/catalog.h"

#include "books/catalog/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <tuple>

namespace bw::catalog {
namespace {

template <typename T>
Result<void> sort_versions(std::vector<T>& list, std::string_view kind) {
    const auto key = [](const T& item) { return std::tie(item.head.name, item.head.from); };
    std::stable_sort(list.begin(), list.end(),
                     [&](const T& a, const T& b) { return key(a) < key(b); });
    for (std::size_t i = 1; i < list.size(); ++i)
        if (key(list[i]) == key(list[i - 1]))
            return fail(Code::Duplicate,
                        fmt::format("{} {} from {} stands in {} line {} too", kind,
                                    list[i].head.name, list[i].head.from.to_string(),
                                    list[i - 1].head.file, list[i - 1].head.line.number),
                        fmt::format("{} line {}", list[i].head.file, list[i].head.line.number));
    return {};
}

template <typename T>
Result<void> check_unique(const std::vector<T>& list, std::string_view kind) {
    for (std::size_t i = 0; i < list.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (list[i].name == list[j].name)
                return fail(Code::Duplicate,
                            fmt::format("{} '{}' is given twice", kind, list[i].name));
    return {};
}

template <typename T>
const T* find_named(const std::vector<T>& list, std::string_view name) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
    return found == list.end() ? nullptr : &*found;
}

// Versions of one name, ascending; empty when there is none. The lists are sorted (make()).
template <typename T>
std::span<const T> versions_of(const std::vector<T>& list, std::string_view name) {
    const auto name_of = [](const T& item) -> std::string_view { return item.head.name; };
    const auto found = std::ranges::equal_range(list, name, {}, name_of);
    return {found.begin(), found.end()};
}

template <typename T>
std::unexpected<Error> not_found(const std::vector<T>& list, std::string_view kind,
                                 std::string_view name, LocalDate day) {
    const auto versions = versions_of(list, name);
    if (!versions.empty())
        return fail(Code::NotFound,
                    fmt::format("it begins on {}; nothing is in force on {}",
                                versions[0].head.from.to_string(), day.to_string()),
                    fmt::format("{} {}", kind, name));
    std::vector<std::string> names;
    names.reserve(list.size());
    for (const auto& item : list) names.push_back(item.head.name);
    return fail(Code::NotFound,
                fmt::format("it is not in the catalog{}", did_you_mean(name, names)),
                fmt::format("{} {}", kind, name));
}

template <typename T>
Result<std::vector<const T*>> in_force(const std::vector<T>& list, std::string_view kind,
                                       std::string_view name, const Period& period) {
    std::vector<const T*> result;
    for (const auto& version : versions_of(list, name)) {
        if (version.head.from <= period.from) result = {&version};
        else if (version.head.from < period.to && !result.empty()) result.push_back(&version);
    }
    if (result.empty()) return not_found(list, kind, name, period.from);
    return result;
}

// The first day of the period that lies between the end of a version and the next one.
template <typename T>
std::optional<LocalDate> end_in(const std::vector<T>& list, std::string_view name,
                                const Period& period) {
    const auto versions = versions_of(list, name);
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const std::optional<LocalDate>& until = versions[i].head.until;
        if (!until) continue;
        const LocalDate end = until->plus_days(1);
        const LocalDate next = i + 1 < versions.size() ? versions[i + 1].head.from : period.to;
        const Period without = period.intersect({end, next});
        if (!without.is_empty()) return without.from;
    }
    return std::nullopt;
}

// Gives each calendar the holidays of the one that it is like.
class CalendarLinker {
public:
    explicit CalendarLinker(std::vector<Calendar>& all) : all_(all), is_done_(all.size()) {}
    void link() {
        for (std::size_t i = 0; i < all_.size(); ++i) link(i, {});
    }

private:
    void link(std::size_t index, std::vector<std::size_t> above) {
        if (is_done_[index]) return;
        Calendar& calendar = all_[index];
        calendar.wrong.clear();
        is_done_[index] = true;
        if (calendar.like.empty()) return;
        const auto base = static_cast<std::size_t>(
            std::ranges::find(all_, calendar.like, &Calendar::name) - all_.begin());
        above.push_back(index);
        if (base == all_.size())
            calendar.wrong = fmt::format("calendar '{}' is like '{}', which is not in the catalog",
                                         calendar.name, calendar.like);
        else if (std::ranges::find(above, base) != above.end())
            calendar.wrong = fmt::format("calendar '{}' is like '{}', which is like it in turn",
                                         calendar.name, calendar.like);
        if (!calendar.wrong.empty()) return;
        link(base, std::move(above));
        calendar.wrong = all_[base].wrong;
        for (const auto& [day, name] : all_[base].holidays)
            if (!calendar.except.contains(day)) calendar.holidays.try_emplace(day, name);
    }

    std::vector<Calendar>& all_;
    std::vector<bool> is_done_;
};

}  // namespace

Result<Catalog> Catalog::make(Document document, std::vector<Deck> decks) {
    TRY_VOID(sort_versions(document.schedules, "schedule"));
    TRY_VOID(sort_versions(document.plans, "plan"));
    TRY_VOID(sort_versions(document.payment_plans, "payment plan"));
    TRY_VOID(check_unique(document.calendars, "calendar"));
    CalendarLinker(document.calendars).link();
    TRY_VOID(check_unique(document.taxes, "taxes"));
    TRY_VOID(check_unique(decks, "deck"));
    return Catalog{std::move(document), std::move(decks)};
}

Result<const Plan*> Catalog::plan_on(std::string_view name, LocalDate day) const {
    return TRY(plan_versions(name, {day, day.plus_days(1)})).back();
}

Result<std::vector<const Plan*>> Catalog::plan_versions(std::string_view name,
                                                        const Period& period) const {
    return in_force(all.plans, "plan", name, period);
}

Result<const PaymentPlan*> Catalog::payment_plan_on(std::string_view name, LocalDate day) const {
    return TRY(in_force(all.payment_plans, "payment plan", name, {day, day.plus_days(1)})).back();
}

Result<std::vector<const Schedule*>> Catalog::schedule_versions(std::string_view name,
                                                                const Period& period) const {
    return in_force(all.schedules, "schedule", name, period);
}

std::optional<LocalDate> Catalog::prices_end_in(std::string_view plan, const Period& period) const {
    std::optional<LocalDate> first = end_in(all.plans, plan, period);
    const auto versions = plan_versions(plan, period);
    if (!versions) return first;
    for (const Plan* version : *versions)
        for (const auto& schedule : version->schedules)
            if (const auto end = end_in(all.schedules, schedule, period))
                first = first ? std::min(*first, *end) : *end;
    return first;
}

Result<TaxOn> Catalog::tax_on(std::string_view taxes, std::string_view category, LocalDate day,
                              std::string_view status) const {
    const auto* table = find_taxes(taxes);
    if (table == nullptr) {
        std::vector<std::string> names;
        names.reserve(all.taxes.size());
        for (const auto& known : all.taxes) names.push_back(known.name);
        return fail(Code::NotFound,
                    fmt::format("they are not in the catalog{}", did_you_mean(taxes, names)),
                    fmt::format("taxes {}", taxes));
    }
    if (!status.empty()) {
        bool is_known = false;
        for (const auto& other : table->statuses) {
            if (other.status != status) continue;
            is_known = true;
            if (other.category != category) continue;
            return tax_on(taxes, other.instead, day);
        }
        if (!is_known)
            return fail(Code::NotFound,
                        fmt::format("the tax status '{}' of the customer is not in it", status),
                        fmt::format("taxes {}", taxes));
    }
    const auto* found = table->find(category);
    if (found == nullptr) {
        std::vector<std::string> keys;
        keys.reserve(table->categories.size());
        for (const auto& known : table->categories) keys.push_back(known.key);
        return fail(
            Code::NotFound,
            fmt::format("category '{}' is not in it{}", category, did_you_mean(category, keys)),
            fmt::format("taxes {}", taxes));
    }
    const auto* rate = found->rate_on(day);
    if (rate == nullptr)
        return fail(Code::NotFound,
                    fmt::format("category '{}' has no rate on {}", category, day.to_string()),
                    fmt::format("taxes {}", taxes));
    return TaxOn{found, rate};
}

const Calendar* Catalog::find_calendar(std::string_view name) const {
    return find_named(all.calendars, name);
}
Result<const Calendar*> Catalog::calendar(std::string_view name) const {
    const auto* found = find_calendar(name);
    if (found != nullptr && found->wrong.empty()) return found;
    std::vector<std::string> names;
    names.reserve(all.calendars.size());
    for (const auto& known : all.calendars) names.push_back(known.name);
    return fail(Code::NotFound, found != nullptr
                                    ? found->wrong
                                    : fmt::format("calendar '{}' is not in the catalog{}", name,
                                                  did_you_mean(name, names)));
}
const Taxes* Catalog::find_taxes(std::string_view name) const {
    return find_named(all.taxes, name);
}
const Deck* Catalog::find_deck(std::string_view name) const { return find_named(decks, name); }

std::string Catalog::charge_name(std::string_view schedule, LocalDate version, std::string_view key,
                                 const std::string& language) const {
    std::string plain(key);
    for (const auto& known : versions_of(all.schedules, schedule)) {
        if (known.head.from != version) continue;
        if (const auto* charge = known.find(key)) return name_in(charge->names, language, plain);
        for (const auto& discount : known.discounts)
            if (discount.key == key) return name_in(discount.names, language, plain);
        for (const auto& credit : known.credits)
            if (credit.key == key) return name_in(credit.names, language, plain);
    }
    for (const auto& known : versions_of(all.plans, schedule)) {
        if (known.head.from != version) continue;
        for (const auto& fee : known.recurring)
            if (fee.key == key) return name_in(fee.names, language, plain);
        for (const auto* discounts : {&known.discounts, &known.together.discounts})
            for (const auto& discount : *discounts)
                if (discount.key == key) return name_in(discount.names, language, plain);
        for (const auto& name : known.schedules)
            if (const auto of = name_within(name, key, language)) return *of;
    }
    return plain;
}

// As `together:` of a plan names a schedule, "GRID", or one of its charges, "GRID.energy".
std::optional<std::string> Catalog::name_within(std::string_view schedule, std::string_view key,
                                                const std::string& language) const {
    if (!key.starts_with(schedule)) return std::nullopt;
    const std::string_view rest = key.substr(schedule.size());
    if (!rest.empty() && rest.front() != '.') return std::nullopt;
    for (const auto& known : versions_of(all.schedules, schedule)) {
        if (rest.empty()) return name_in(known.head.names, language, std::string(key));
        if (known.find(rest.substr(1)) != nullptr)
            return charge_name(schedule, known.head.from, rest.substr(1), language);
    }
    return std::nullopt;
}

}  // namespace bw::catalog
