#include "books/tariff_sources/lower.h"

#include <algorithm>

namespace bw::tariff_sources {

using namespace catalog;

Window flat(Decimal price) {
    Window window;
    window.tiers.push_back({std::nullopt, price, "", false, "", {}});
    return window;
}

Charge fixed_charge(std::string key, Decimal price, TimeUnit per) {
    Charge charge;
    charge.key = std::move(key);
    charge.kind = ChargeKind::Fixed;
    charge.per = per;
    charge.seasons.emplace_back().windows = {flat(price)};
    return charge;
}

std::string key_of(std::string_view name) {
    std::string key;
    for (const char c : name) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_letter || (c >= '0' && c <= '9'))
            key += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        else if (!key.empty() && key.back() != '-') key += '-';
    }
    if (key.ends_with('-')) key.pop_back();
    return key.empty() ? "charge" : key;
}

std::string short_key(std::string_view name, std::size_t most) {
    std::string key = key_of(name);
    for (std::size_t at = 0; key.size() > most && at < key.size();) {
        const std::size_t end = std::min(key.find('-', at), key.size());
        key.erase(at + 1, end - at - 1);
        at += 2;
    }
    return key;
}

std::string free_key(const std::string& key, std::vector<std::string>& taken) {
    std::string free = key;
    for (int i = 2; std::ranges::find(taken, free) != taken.end(); ++i)
        free = key + "-" + std::to_string(i);
    taken.push_back(free);
    return free;
}

Names named(std::string_view language, std::string_view text) {
    if (text.empty()) return {};
    return {{std::string(language), std::string(text)}};
}

bool covers_week(const std::vector<Window>& windows) {
    if (windows.size() == 1 && windows[0].when.always()) return true;
    std::vector<const When*> whens;
    whens.reserve(windows.size());
    for (const auto& window : windows) whens.push_back(&window.when);
    const WeekGrid grid(whens);
    for (int row = 0; row < 14; ++row)
        for (int minute = 0; minute < kMinutesPerDay;
             minute = grid.end_of_run(row % 7 + 1, row >= 7, minute))
            if (grid.at(row % 7 + 1, row >= 7, minute) < 0) return false;
    return true;
}

bool covers_year(const std::vector<Season>& seasons) {
    for (LocalDate day = LocalDate::of(2024, 1, 1); day < LocalDate::of(2025, 1, 1);
         day = day.plus_days(1))
        if (season_on(seasons, day) < 0) return false;
    return true;
}

Plan plan_of(std::string name, const std::vector<const Schedule*>& schedules) {
    Plan plan;
    plan.head = schedules.front()->head;
    plan.head.name = std::move(name);
    plan.head.zone = "";
    plan.head.until.reset();
    plan.head.holidays = "";
    for (const auto* schedule : schedules) plan.schedules.push_back(schedule->head.name);
    return plan;
}

}  // namespace bw::tariff_sources
