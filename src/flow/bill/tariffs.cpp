#include "flow/bill/tariffs.h"

#include "books/catalog/print.h"
#include "books/catalog/store.h"
#include "flow/meter/reader.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <set>

namespace bw::bill {

struct Tariffs::Cache {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<const CompiledTariff>> energy;
    std::map<std::string, std::shared_ptr<const rate::TelecomPlan>> telecom;
    std::map<const void*, std::int64_t> texts;  // by the address of the catalog's record
    std::map<std::string, std::int64_t> factors;
    std::map<std::string, catalog::FactsAsked> asked;  // by schedule
};

Tariffs::Tariffs(catalog::Catalog catalog, customers::Issuers issuers,
                 catalog::Validations validations, catalog::AllBillingChecks checks,
                 catalog::Factors factors)
    : catalog_(std::move(catalog)), issuers_(std::move(issuers)),
      validations_(std::move(validations)), checks_(std::move(checks)),
      factors_(std::move(factors)), cache_(std::make_unique<Cache>()) {}
Tariffs::~Tariffs() = default;
Tariffs::Tariffs(Tariffs&&) noexcept = default;

Result<Tariffs> load_tariffs(store::Transaction& tx, TenantId tenant, AsOf as_of) {
    return Result<Tariffs>(std::in_place, TRY(catalog::load(tx, tenant, as_of)),
                           TRY(customers::load_issuers(tx, tenant, as_of)),
                           TRY(catalog::load_validations(tx, tenant, as_of)),
                           TRY(catalog::load_billing_checks(tx, tenant, as_of)),
                           catalog::load_factors(tx, tenant, as_of));
}

std::int64_t hash_text(std::string_view text) {
    const auto view = crypto::bytes_of(text);
    std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a; compares our own texts, keeps no secret
    for (const std::byte b : view) hash = (hash ^ static_cast<std::uint64_t>(b)) * 1099511628211ULL;
    return static_cast<std::int64_t>(hash);
}

std::int64_t combine(std::int64_t seed, std::int64_t value) {
    auto x = static_cast<std::uint64_t>(seed) * 0x9e3779b97f4a7c15ULL +
             static_cast<std::uint64_t>(value);
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93ULL;
    return static_cast<std::int64_t>(x ^ (x >> 32));
}

namespace {

std::string key_of(std::string_view name, LocalDate version, const Period& nominal,
                   const Zone& zone) {
    return fmt::format("{}|{}|{}|{}|{}", name, version.days(), nominal.from.days(),
                       nominal.to.days(), zone.name());
}

// The days that a month's pieces can have: counters are read when they are, years before a month's
// end or days after it.
Period reach_of(const Period& nominal) {
    return {nominal.from.plus_months(-meter::kNeighbourMonths - 1),
            nominal.to.plus_days(meter::kReadWindowDays)};
}

// The versions in force on any of them. Those of the month itself must exist.
Result<std::vector<const catalog::Schedule*>> versions_near(const catalog::Catalog& catalog,
                                                            const std::string& name,
                                                            const Period& nominal) {
    TRY_VOID(catalog.schedule_versions(name, nominal));
    const Period reach = reach_of(nominal);
    const auto by_name = [](const catalog::Schedule& s) -> const std::string& {
        return s.head.name;
    };
    std::vector<const catalog::Schedule*> near;
    for (const auto& version : std::ranges::equal_range(catalog.all.schedules, name, {}, by_name)) {
        if (version.head.from <= reach.from) near.clear();
        if (version.head.from < reach.to) near.push_back(&version);
    }
    return near;
}

// Can two versions be compiled as one? A key that counted something else is another charge.
bool go_together(const catalog::Schedule& a, const catalog::Schedule& b) {
    if (a.head.currency != b.head.currency) return false;
    if (a.head.prices != b.head.prices && (a.counts_amounts() || b.counts_amounts())) return false;
    return std::ranges::all_of(a.charges, [&](const catalog::Charge& charge) {
        const auto other = std::ranges::find(b.charges, charge.key, &catalog::Charge::key);
        return other == b.charges.end() || catalog::counts_the_same(*other, charge);
    });
}

// The month's versions, and of those near it as many on both sides as go together with them; null
// is one that has no prices for the place.
std::vector<const catalog::Schedule*> versions_for(
    const std::vector<const catalog::Schedule*>& near,
    std::vector<const catalog::Schedule*> result) {
    const auto fits = [&](const catalog::Schedule* version) {
        return version != nullptr && std::ranges::all_of(result, [&](const catalog::Schedule* own) {
                   return go_together(*version, *own);
               });
    };
    auto first = std::ranges::find(near, result.front());
    while (first != near.begin() && fits(*std::prev(first)))
        result.insert(result.begin(), *--first);
    for (auto next = std::next(std::ranges::find(near, result.back()));
         next != near.end() && fits(*next); ++next)
        result.push_back(*next);
    return result;
}

// Versions as a place has them.
struct ChosenVersions {
    std::string key;                     // equal for places that have the same
    std::deque<catalog::Schedule> kept;  // of those that choose; stay where they are
    std::vector<const catalog::Schedule*> near, own;
};

// Of a version beside the month's own, a fact that is missing is none of the month's business.
Result<ChosenVersions> choose_versions(const std::vector<const catalog::Schedule*>& near,
                                       const std::vector<const catalog::Schedule*>& own,
                                       const Period& nominal, catalog::KnownFacts known) {
    known.insert_or_assign(std::string(catalog::kMonthFact), std::to_string(nominal.from.month()));
    ChosenVersions result{{}, {}, near, own};
    for (auto& version : result.near) {
        if (!catalog::has_choices(*version)) continue;
        const auto as_own = std::ranges::find(result.own, version);
        auto choice = catalog::choose(*version, known);
        if (!choice && as_own != result.own.end()) return std::unexpected(choice.error());
        result.key += fmt::format("|{}:", version->head.from.days());
        if (!choice) {
            version = nullptr;
            continue;
        }
        for (const int pick : choice->picks) result.key += fmt::format("{},", pick);
        version = &result.kept.emplace_back(catalog::chosen(*version, *choice));
        if (as_own != result.own.end()) *as_own = version;
    }
    return result;
}

}  // namespace

Result<std::shared_ptr<const CompiledTariff>> Tariffs::energy(const std::string& schedule,
                                                              const Period& nominal,
                                                              const Zone& zone,
                                                              const catalog::KnownFacts& known) {
    const std::string plain = key_of(schedule, {}, nominal, zone);
    const std::scoped_lock lock(cache_->mutex);
    if (const auto it = cache_->energy.find(plain); it != cache_->energy.end()) return it->second;
    const auto near = TRY(versions_near(catalog_, schedule, nominal));
    const auto in_force = TRY(catalog_.schedule_versions(schedule, nominal));
    const auto versions = TRY(choose_versions(near, in_force, nominal, known));
    const std::string key = plain + versions.key;
    if (const auto it = cache_->energy.find(key); it != cache_->energy.end()) return it->second;
    const auto& own = versions.own;
    rate::CompileRequest request;
    request.versions = versions_for(versions.near, own);
    request.period = nominal;
    request.zone = zone;
    request.factors = &factors_;
    request.steps = {1800, 900, 3600};
    for (const auto* version : own) {
        if (version->head.holidays.empty()) continue;
        const auto calendar = catalog_.calendar(version->head.holidays);
        if (!calendar) return fail(Code::NotFound, calendar.error().text, "schedule " + schedule);
        request.calendars.push_back(*calendar);
    }
    const auto* newest = own.back();
    auto tariff = std::make_shared<const CompiledTariff>(
        CompiledTariff{TRY(rate::compile(request)), newest->corrections});
    cache_->energy.emplace(key, tariff);
    return tariff;
}

const catalog::FactsAsked& Tariffs::facts_asked(const std::string& schedule) {
    const std::scoped_lock lock(cache_->mutex);
    const auto [entry, is_new] = cache_->asked.try_emplace(schedule);
    if (!is_new) return entry->second;
    const auto by_name = [](const catalog::Schedule& s) -> const std::string& {
        return s.head.name;
    };
    std::set<std::string> all, numbers;
    for (const auto& version :
         std::ranges::equal_range(catalog_.all.schedules, schedule, {}, by_name)) {
        auto asked = catalog::facts_asked(version);
        all.insert(asked.all.begin(), asked.all.end());
        numbers.insert(asked.numbers.begin(), asked.numbers.end());
    }
    entry->second = {{all.begin(), all.end()}, {numbers.begin(), numbers.end()}};
    return entry->second;
}

Result<std::shared_ptr<const rate::TelecomPlan>> Tariffs::telecom(const catalog::Plan& plan,
                                                                  const Period& days,
                                                                  const Zone& zone) {
    const std::string key = key_of(plan.head.name, plan.head.from, days, zone);
    const std::scoped_lock lock(cache_->mutex);
    if (const auto it = cache_->telecom.find(key); it != cache_->telecom.end()) return it->second;
    std::shared_ptr<const rate::TelecomPlan> shared;
    if (auto compiled = TRY(rate::compile_telecom_plan(catalog_, plan, days, zone)))
        shared = std::make_shared<const rate::TelecomPlan>(std::move(*compiled));
    cache_->telecom.emplace(key, shared);
    return shared;
}

namespace {

std::string deck_text(const catalog::Deck& deck) {
    std::string text = deck.name;
    for (const auto& row : deck.rows)
        text +=
            fmt::format("\n{},{},{},{},{}", row.prefix, row.name, row.per_minute.to_string(),
                        row.connect ? row.connect->to_string() : "", row.increment_s.value_or(0));
    return text;
}

}  // namespace

Result<std::int64_t> Tariffs::fingerprint(const catalog::Plan& plan, const Period& nominal) {
    std::vector<std::pair<const void*, std::function<std::string()>>> texts;
    const auto add_calendars = [&](const catalog::Header& head) {
        for (const auto& name : head.all_calendars())
            if (const auto* calendar = catalog_.find_calendar(name))
                texts.emplace_back(calendar, [calendar] { return catalog::print(*calendar); });
    };
    texts.emplace_back(&plan, [&] { return catalog::print(plan); });
    add_calendars(plan.head);
    bool has_usage = plan.usage.has_value();
    for (const auto& name : plan.schedules)
        for (const auto* schedule : TRY(versions_near(catalog_, name, nominal))) {
            texts.emplace_back(schedule, [schedule] { return catalog::print(*schedule); });
            add_calendars(schedule->head);
            has_usage |= schedule->usage.has_value();
        }
    if (has_usage)
        for (const auto& deck : catalog_.decks)
            texts.emplace_back(&deck, [&deck] { return deck_text(deck); });
    const std::scoped_lock lock(cache_->mutex);
    std::int64_t hash = 0;
    for (const auto& [record, text] : texts) {
        const auto it = cache_->texts.find(record);
        hash = combine(hash, it != cache_->texts.end()
                                 ? it->second
                                 : cache_->texts.emplace(record, hash_text(text())).first->second);
    }
    return hash;
}

namespace {

constexpr std::int64_t kDaySeconds = 86'400;

std::set<std::string> price_series_of(const catalog::Schedule& schedule) {
    std::set<std::string> names;
    for (const auto& charge : schedule.charges)
        for (const auto* seasons : catalog::all_seasons(charge))
            for (const auto& season : *seasons)
                for (const auto& window : season.windows)
                    if (window.per_interval) names.insert(window.per_interval->series);
    return names;
}

}  // namespace

Result<std::int64_t> Tariffs::fingerprint_factors(const catalog::Plan& plan, const Period& nominal,
                                                  std::span<const customers::Device> devices) {
    using enum catalog::FactorKind;
    std::set<std::pair<catalog::FactorKind, std::string>> needed;
    for (const auto& name : plan.schedules)
        for (const auto* schedule : TRY(versions_near(catalog_, name, nominal))) {
            const auto& [by, of] = schedule->sharing;
            if (by == catalog::SharedBy::Profile) needed.emplace(Profile, of);
            if (by == catalog::SharedBy::DegreeDays) needed.emplace(DegreeDays, of);
            for (const auto& series : price_series_of(*schedule)) needed.emplace(Price, series);
            for (const auto& charge : schedule->charges)
                if (!charge.peak.at.empty()) needed.emplace(SystemPeak, charge.peak.at);
            const bool is_gas = std::ranges::any_of(
                schedule->charges, [](const auto& charge) { return !charge.of.from.empty(); });
            for (const auto& device : devices) {
                if (by == catalog::SharedBy::DegreeDays)
                    needed.emplace(DegreeDays, device.weather_area);
                if (is_gas) needed.emplace(CalorificValue, device.gas_area);
            }
        }
    std::int64_t hash = 0;
    for (const auto& [kind, name] : needed)
        if (!name.empty()) hash = combine(hash, fingerprint_factor(kind, name, nominal));
    return hash;
}

std::int64_t Tariffs::fingerprint_factor(catalog::FactorKind kind, const std::string& name,
                                         const Period& nominal) {
    const std::string key =
        fmt::format("{}|{}|{}", catalog::factor_kind_name(kind), name, nominal.from.days());
    const std::scoped_lock lock(cache_->mutex);
    if (const auto it = cache_->factors.find(key); it != cache_->factors.end()) return it->second;
    if (kind == catalog::FactorKind::Price || kind == catalog::FactorKind::SystemPeak) {
        // A day more on each side: of which zone the month is, nobody asks here.
        const Span span{Instant::from_seconds(nominal.from.plus_days(-1).days() * kDaySeconds),
                        Instant::from_seconds(nominal.to.plus_days(1).days() * kDaySeconds)};
        const auto hash = static_cast<std::int64_t>(factors_.timed_hash(kind, name, span));
        return cache_->factors.emplace(key, hash).first->second;
    }
    const bool is_of_month = kind == catalog::FactorKind::CalorificValue;
    const Period reach = reach_of(nominal);
    std::string text;
    for (LocalDate day = reach.from; day < reach.to;
         day = is_of_month ? month_of(day).to : day.plus_days(1)) {
        if (is_of_month) {
            const auto value = factors_.calorific_value(name, day);
            text += value && !value->stands_in ? value->number.to_string() + " " : "- ";
        } else {
            const auto weight = factors_.weight(kind, name, day);
            text += weight ? weight->to_string() + " " : "- ";
        }
    }
    return cache_->factors.emplace(key, hash_text(text)).first->second;
}

std::int64_t Tariffs::fingerprint_taxes(const std::string& name) {
    const auto* taxes = catalog_.find_taxes(name);
    if (taxes == nullptr) return 0;
    const std::scoped_lock lock(cache_->mutex);
    const auto it = cache_->texts.find(taxes);
    if (it != cache_->texts.end()) return it->second;
    return cache_->texts.emplace(taxes, hash_text(catalog::print(*taxes))).first->second;
}

}  // namespace bw::bill
