#include "books/tariff_sources/price_files/price_file.h"

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/hours.h"
#include "books/tariff_sources/lower.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources::price_files {
namespace {

constexpr int128 kHundred = 100;
constexpr std::size_t kNameMost = 80;  // characters of a name that a tariff can have
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// What is taken is paid for, what is fed in is paid out: a price below zero.
enum class Way : std::uint8_t { Import, Export };

catalog::Condition is_yes(std::string fact) {
    return {std::move(fact), catalog::Condition::Op::Equal, {}, "yes"};
}

class Reader {
public:
    Reader(const Value& meta, const Value& tariff, const Options& options)
        : meta_(meta), tariff_(tariff), options_(options) {}
    Notes notes;

    Result<catalog::Schedule> read(std::string_view file) {
        catalog::Schedule schedule;
        auto& head = schedule.head;
        head.name = name();
        head.names = named("en", meta_.word("provider") + " " + meta_.word("plan"));
        head.sector = "electricity";
        head.currency = TRY(Currency::parse(meta_.word("currency")));
        head.from = TRY(first_day());
        head.zone = options_.zone.empty() ? meta_.word("timezone") : options_.zone;
        head.tax = "standard";
        head.round.places = head.currency.digits();
        head.file = file;
        note_tax();
        if (const auto supply = supply_price()) {
            if (const auto& charge = *supply) schedule.charges.push_back(*charge);
        } else {
            notes.refuse(supply.error());
        }
        lower_import(schedule);
        lower_controlled_load(schedule);
        for (auto& charge : schedule.charges) charge.tax = head.tax;
        lower_export(schedule);
        return schedule;
    }

private:
    std::string name() {
        std::string id = meta_.word("id");
        if (id.size() <= kNameMost) return id;
        std::string shorter = short_key(id, kNameMost);
        notes.explain(*meta_.find("id"),
                      fmt::format("a name has at most {} characters: '{}'", kNameMost, shorter));
        return shorter;
    }

    // The shape may leave it out, for "always".
    Result<LocalDate> first_day() {
        const Value* from = tariff_.find("validFrom");
        if (options_.from) {
            notes.explain(from == nullptr ? *meta_.find("currency") : *from,
                          from == nullptr ? "no member names the first day: it is that of --from"
                                          : "the first day is the one of --from");
            return *options_.from;
        }
        if (from == nullptr)
            return fail(Code::Invalid,
                        "it names no first day (tariff.validFrom): --from DAY says it");
        return LocalDate::parse(from->text);
    }

    void note_tax() {
        if (!options_.prices)
            return notes.refuse(*meta_.find("currency"),
                                "no member says whether tax is in the prices: they are taken to be "
                                "without it; --prices says it");
        notes.explain(
            *meta_.find("currency"),
            *options_.prices == catalog::PriceBasis::Net
                ? std::string("prices without tax, as --prices says")
                : fmt::format("prices with {} % of tax, as --prices says: it is taken out, "
                              "to nine decimals",
                              options_.tax_percent.to_string()));
    }

    // Without tax. What is fed in bears none.
    Read<Decimal> price_at(const Value& map, std::string_view name, Way way = Way::Import) {
        const Value* written = TRY(need(map, name));
        const Decimal price = TRY(near_number(*written, notes));
        if (way == Way::Export) return -price;
        if (options_.prices != catalog::PriceBasis::Gross) return price;
        const int128 whole = kHundred * Decimal::kScale + options_.tax_percent.nano();
        return Decimal::from_nano(
            divide_rounded(price.nano() * kHundred * Decimal::kScale, whole, Rounding::HalfUp));
    }

    Read<std::optional<catalog::Charge>> supply_price() {
        const Value* supply = tariff_.find("supply");
        if (supply == nullptr) return std::optional<catalog::Charge>();
        auto charge =
            fixed_charge("supply", TRY(price_at(*supply, "daily")), catalog::TimeUnit::Day);
        charge.names = named("en", "Supply");
        return std::optional(std::move(charge));
    }

    catalog::Charge charge_of(std::string key, std::string_view name, std::string channel) {
        catalog::Charge charge;
        charge.key = std::move(key);
        charge.names = named("en", name);
        const std::string unit = meta_.word("unit");
        charge.of = {.channel = std::move(channel), .unit = unit.empty() ? "kWh" : unit};
        return charge;
    }

    // Of `import` or `export`: a flat price, or bands.
    Read<catalog::Charge> energy_of(const Value& rates, Way way) {
        auto charge = way == Way::Import ? charge_of("energy", "Energy", "import")
                                         : charge_of("feed-in", "Feed-in", "export");
        if (rates.find("flatRate") != nullptr) {
            charge.seasons.emplace_back().windows = {flat(TRY(price_at(rates, "flatRate", way)))};
            return charge;
        }
        charge.seasons = TRY(seasons_in(rates, way));
        for (auto& season : charge.seasons)
            if (!covers_week(season.windows))
                return fault(rates, "its bands do not hold each hour of the week exactly once");
        return charge;
    }

    void lower_import(catalog::Schedule& schedule) {
        const Value* rates = tariff_.find("import");
        if (rates == nullptr) return notes.refuse(tariff_, "there is no price of energy");
        auto charge = energy_of(*rates, Way::Import);
        if (charge) schedule.charges.push_back(std::move(*charge));
        else notes.refuse(*rates, charge.error(), "energy is not billed");
    }

    void lower_export(catalog::Schedule& schedule) {
        const Value* rates = tariff_.find("export");
        if (rates == nullptr) return;
        auto charge = energy_of(*rates, Way::Export);
        if (!charge) return notes.refuse(*rates, charge.error(), "what is fed in is not paid");
        charge->conditions = {is_yes("solar.retailer")};
        charge->tax = "feed-in";
        schedule.charges.push_back(std::move(*charge));
    }

    // Circuits with meters of their own.
    void lower_controlled_load(catalog::Schedule& schedule) {
        const Value* circuits = tariff_.find("controlledLoad");
        if (circuits == nullptr) return;
        int number = 0;
        for (const auto* circuit : circuits->each()) {
            const std::string one = fmt::format("controlled-{}", ++number);
            const auto price = price_at(*circuit, "rate");
            if (!price) {
                notes.refuse(*circuit, price.error(), "this circuit is not billed");
                continue;
            }
            auto charge =
                charge_of(fmt::format("controlled-load-{}", number), circuit->word("name"), one);
            charge.seasons.emplace_back().windows = {flat(*price)};
            charge.conditions = {is_yes(fmt::format("controlled.load.{}", number))};
            schedule.charges.push_back(std::move(charge));
            circuit->mark({"id"});
            notes.inform(*circuit, {"schedule"}, "when it is switched on; its price is one");
        }
    }

    // The seasons that bands name, and the rest of the year.
    Read<std::vector<catalog::Season>> seasons_in(const Value& rates, Way way) {
        std::vector<catalog::Season> seasons;
        if (const Value* list = tariff_.find("seasons"))
            for (const auto* row : list->each()) {
                catalog::Season season = season_of(TRY(months_in(*row)));
                season.name = key_of(row->word("id"));
                season.names = named("en", row->word("name"));
                season.windows = TRY(windows_in(rates, row->word("id"), way));
                seasons.push_back(std::move(season));
            }
        catalog::Season rest;
        rest.windows = TRY(windows_in(rates, "", way));
        if (!seasons.empty()) {
            rest.name = "rest";
            rest.otherwise = true;
        }
        seasons.push_back(std::move(rest));
        return seasons;
    }

    // Months from 0, both ends included; it may wrap.
    static Read<std::vector<int>> months_in(const Value& row) {
        const auto month = [&](std::string_view name) -> Read<int> {
            const Decimal number = TRY(need_number(row, name));
            if (number.places() > 0 || number.is_negative() || number > Decimal(11))
                return fault(row, "months are counted from 0 to 11");
            return static_cast<int>(number.nano() / Decimal::kScale);
        };
        const int from = TRY(month("from"));
        const int to = TRY(month("to"));
        std::vector<int> months;
        for (int at = from;; at = (at + 1) % 12) {
            months.push_back(at + 1);
            if (at == to) break;
        }
        std::ranges::sort(months);
        return months;
    }

    Read<std::vector<catalog::Window>> windows_in(const Value& rates, const std::string& season,
                                                  Way way) {
        const Value* bands = TRY(need(rates, "bands"));
        const Value* times = TRY(need(rates, "schedule"));
        std::vector<catalog::Window> windows;
        for (const auto* band : bands->each()) {
            band->mark({"role", "color"});
            const Value* own = band->find("seasonRates");
            const bool has_own = own != nullptr && !season.empty() && own->find(season) != nullptr;
            catalog::Window window = flat(has_own ? TRY(price_at(*own, season, way))
                                                  : TRY(price_at(*band, "rate", way)));
            window.name = key_of(band->word("id"));
            window.names = named("en", band->word("name"));
            window.when = TRY(when_of_band(*times, band->word("id")));
            windows.push_back(std::move(window));
        }
        return windows;
    }

    // A word for several days, or a list of their names.
    static Read<unsigned> days_in(const Value& row) {
        const Value* days = TRY(need(row, "days"));
        if (days->text == "all") return kAllDays;
        if (days->text == "weekday") return kWorkdays;
        if (days->text == "weekend") return kWeekend;
        unsigned all = 0;
        for (const auto* day : days->each()) {
            const auto* known = std::ranges::find(kDays, day->text);
            if (known == kDays.end())
                return fault(*day, fmt::format("'{}' are no days", day->brief(20)));
            all |= 1U << static_cast<unsigned>(known - kDays.begin());
        }
        if (all == 0) return fault(*days, "no days");
        return all;
    }

    static Read<catalog::When> when_of_band(const Value& times, const std::string& band) {
        catalog::When when;
        for (const auto* row : times.each()) {
            if (row->word("band") != band) continue;
            catalog::WhenClause clause;
            clause.weekdays = static_cast<std::uint8_t>(TRY(days_in(*row)));
            const auto from = catalog::parse_minute(row->word("from"));
            const auto to = catalog::parse_minute(row->word("to"));
            if (!from || !to || *from == *to) return fault(*row, "no hours such as 06:00 to 22:00");
            if (*from != 0 || *to != catalog::kMinutesPerDay) clause.hours = {{*from, *to}};
            when.clauses.push_back(std::move(clause));
        }
        if (when.clauses.empty())
            return fault(times, fmt::format("no row says when the band '{}' holds", band));
        return when;
    }

    const Value& meta_;
    const Value& tariff_;
    const Options& options_;
};

}  // namespace

bool is_price_file(std::string_view text) {
    return text.contains("\"meta\"") && text.contains("\"tariff\"") && text.contains("\"import\"");
}

Result<Taken> read_price_file(std::string_view text, std::string_view file,
                              const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    const Value* meta = root.find("meta");
    const Value* tariff = root.find("tariff");
    if (meta == nullptr || tariff == nullptr || meta->find("currency") == nullptr)
        return fail(Code::Invalid, "meta with its currency and tariff are needed",
                    std::string(file));
    tariff->mark({"kind"});
    Reader reader(*meta, *tariff, options);
    auto schedule = reader.read(file);
    if (!schedule)
        return fail(schedule.error().code, schedule.error().message(), std::string(file));
    reader.notes.inform(*meta,
                        {"schemaVersion", "country", "region", "regions", "distributor", "coverage",
                         "source", "sourceId", "sourceUrl", "sourceUpdated", "license",
                         "contributor", "updated", "verified", "verifiedAgainst"},
                        "it says nothing about the amount");
    if (const Value* text_of = meta->find("notes"))
        reader.notes.leave_out(*text_of, "a text, which may limit the prices: read it");
    Taken taken;
    taken.document.plans.push_back(plan_of(schedule->head.name, {&*schedule}));
    taken.document.schedules.push_back(std::move(*schedule));
    reader.notes.unread(root);
    taken.findings = reader.notes.take();
    return taken;
}

}  // namespace bw::tariff_sources::price_files
