#include "run/tariff_texts.h"

#include "books/catalog/approval.h"
#include "books/catalog/billing_checks.h"
#include "books/catalog/parse.h"
#include "books/catalog/validation.h"
#include "platform/text/suggest.h"
#include "run/input_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace bw::run {
namespace {

using catalog::Document;
using catalog::Plan;
using catalog::Schedule;

template <typename T>
std::set<std::string> names_of(const std::vector<T>& texts) {
    std::set<std::string> names;
    for (const auto& text : texts) names.insert(text.head.name);
    return names;
}

// The version that begins first; null when there is none.
template <typename T>
const T* first_of(const std::vector<T>& texts, const std::string& name) {
    const T* first = nullptr;
    for (const auto& text : texts)
        if (text.head.name == name && (first == nullptr || text.head.from < first->head.from))
            first = &text;
    return first;
}

// As it would stand if it had begun on the day.
template <typename T>
T earlier(const T& text, LocalDate from) {
    T copy = text;
    copy.head.from = from;
    copy.head.until.reset();
    return copy;
}

Plan plan_of(const Schedule& schedule) {
    Plan plan;
    plan.head = schedule.head;
    plan.head.until.reset();
    plan.schedules = {schedule.head.name};
    return plan;
}

// "the plans A, B and C"
std::string list_words(std::string_view kind, const std::set<std::string>& names) {
    constexpr std::size_t kShown = 12;
    std::vector<std::string> shown(names.begin(), names.end());
    const bool is_cut = shown.size() > kShown;
    if (is_cut) shown.resize(kShown);
    return fmt::format("{} {}{}", kind, fmt::join(shown, ", "), is_cut ? " .." : "");
}

// A text that is kept with tariffs, but is none.
Result<bool> is_asked_apart(const std::string& text, const std::string& file) {
    return TRY(catalog::parse_validation(text, file)) ||
           TRY(catalog::parse_billing_checks(text, file)) ||
           TRY(catalog::parse_approval(text, file));
}

}  // namespace

Result<catalog::Catalog> read_tariffs(std::span<const std::string> files) {
    Document all;
    std::vector<catalog::Deck> decks;
    for (const auto& file : files) {
        const std::string text = TRY(read_text(file));
        if (file.ends_with(".csv")) {
            decks.push_back(TRY(catalog::parse_deck(text, file)));
            continue;
        }
        auto document = TRY(catalog::parse(text, file));
        if (document == Document{} && !TRY(is_asked_apart(text, file)))
            return fail(Code::Invalid,
                        "the file holds no document; one begins with calendar:, taxes:, schedule:, "
                        "plan:, payment plan:, validation:, billing checks: or approval:",
                        file);
        append(all, std::move(document));
    }
    return catalog::Catalog::make(std::move(all), std::move(decks));
}

Result<std::string> choose_tariff(const Document& texts, const TariffChoice& choice) {
    const auto plans = names_of(texts.plans), schedules = names_of(texts.schedules);
    const auto& [wanted, where, option] = choice;
    if (!wanted.empty()) {
        if (plans.contains(wanted) || schedules.contains(wanted)) return wanted;
        std::vector<std::string> all(plans.begin(), plans.end());
        all.insert(all.end(), schedules.begin(), schedules.end());
        return fail(Code::NotFound,
                    fmt::format("there is no plan or schedule '{}'{}", wanted,
                                text::did_you_mean(wanted, all)),
                    where);
    }
    const auto& names = plans.empty() ? schedules : plans;
    if (names.size() == 1) return *names.begin();
    if (names.empty())
        return fail(Code::NotFound, "there is no tariff: a file with plan: or schedule: is wanted",
                    where);
    return fail(Code::Conflict,
                fmt::format("there are {}: name one with {}",
                            list_words(plans.empty() ? "the schedules" : "the plans", names),
                            option),
                where);
}

Document added_for(const Document& texts, const std::string& tariff, LocalDate from) {
    Document added;
    const Plan* plan = first_of(texts.plans, tariff);
    std::set<std::string> schedules;
    if (plan == nullptr) {
        const Schedule& schedule = *first_of(texts.schedules, tariff);
        added.plans.push_back(earlier(plan_of(schedule), std::min(from, schedule.head.from)));
        schedules = {tariff};
    } else if (from < plan->head.from) {
        added.plans.push_back(earlier(*plan, from));
    }
    for (const auto& version : texts.plans)
        if (version.head.name == tariff)
            schedules.insert(version.schedules.begin(), version.schedules.end());
    for (const auto& name : schedules) {
        const Schedule* schedule = first_of(texts.schedules, name);
        if (schedule != nullptr && from < schedule->head.from)
            added.schedules.push_back(earlier(*schedule, from));
    }
    return added;
}

Document only(const Document& texts, const std::string& plan) {
    Document some;
    std::set<std::string> schedules;
    for (const auto& version : texts.plans) {
        if (version.head.name != plan) continue;
        some.plans.push_back(version);
        schedules.insert(version.schedules.begin(), version.schedules.end());
    }
    for (const auto& schedule : texts.schedules)
        if (schedules.contains(schedule.head.name)) some.schedules.push_back(schedule);
    return some;
}

std::set<std::string> tax_categories(const Document& texts) {
    std::set<std::string> keys;
    const auto add_usage = [&](const std::optional<catalog::Telecom>& usage) {
        if (!usage) return;
        keys.insert(usage->tax);
        for (const auto& message : usage->messages) keys.insert(message.tax);
        for (const auto& data : usage->data) keys.insert(data.tax);
    };
    for (const auto& schedule : texts.schedules) {
        keys.insert(schedule.head.tax);
        for (const auto& charge : schedule.charges) keys.insert(charge.tax);
        for (const auto& credit : schedule.credits) keys.insert(credit.tax);
        if (schedule.minimum) keys.insert(schedule.minimum->tax);
        if (schedule.year_minimum) keys.insert(schedule.year_minimum->tax);
        add_usage(schedule.usage);
    }
    for (const auto& plan : texts.plans) {
        keys.insert(plan.head.tax);
        for (const auto& fee : plan.recurring) keys.insert(fee.tax);
        add_usage(plan.usage);
    }
    keys.erase("");
    return keys;
}

void append(Document& all, Document more) {
    std::ranges::move(more.calendars, std::back_inserter(all.calendars));
    std::ranges::move(more.taxes, std::back_inserter(all.taxes));
    std::ranges::move(more.schedules, std::back_inserter(all.schedules));
    std::ranges::move(more.plans, std::back_inserter(all.plans));
    std::ranges::move(more.payment_plans, std::back_inserter(all.payment_plans));
}

}  // namespace bw::run
