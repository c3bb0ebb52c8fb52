#include "books/tariff_sources/price_files/price_file.h"

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/hours.h"
#include "books/tariff_sources/lower.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::tariff_sources::price_files {
namespace {

constexpr int128 kHundred = 100;

class Reader {
public:
    Reader(const Value& meta, const Value& tariff, const Options& options)
        : meta_(meta), tariff_(tariff), options_(options) {}
    Notes notes;

    Result<catalog::Schedule> read(std::string_view file) {
        catalog::Schedule schedule;
        auto& head = schedule.head;
        head.name = meta_.word("id");
        head.names = named("en", meta_.word("provider") + " " + meta_.word("plan"));
        head.sector = "electricity";
        head.currency = TRY(Currency::parse(meta_.word("currency")));
        head.from = TRY(LocalDate::parse(tariff_.word("validFrom")));
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
        if (auto energy = energy_price()) schedule.charges.push_back(std::move(*energy));
        else notes.refuse(tariff_, energy.error(), "energy is not billed");
        for (auto& charge : schedule.charges) charge.tax = head.tax;
        return schedule;
    }

private:
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

    // Without tax.
    Read<Decimal> price_at(const Value& map, std::string_view name) {
        const Decimal price = TRY(need_number(map, name));
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

    Read<catalog::Charge> energy_price() {
        catalog::Charge charge;
        charge.key = "energy";
        charge.names = named("en", "Energy");
        charge.of = {.channel = "import", .unit = meta_.word("unit")};
        const Value* import = TRY(need(tariff_, "import"));
        if (import->find("flatRate") != nullptr) {
            charge.seasons.emplace_back().windows = {flat(TRY(price_at(*import, "flatRate")))};
            return charge;
        }
        charge.seasons = TRY(seasons_in(*import));
        for (auto& season : charge.seasons)
            if (!covers_week(season.windows))
                return fault(*import, "its bands do not hold each hour of the week exactly once");
        return charge;
    }

    // The seasons that bands name, and the rest of the year.
    Read<std::vector<catalog::Season>> seasons_in(const Value& import) {
        std::vector<catalog::Season> seasons;
        if (const Value* list = tariff_.find("seasons"))
            for (const auto* row : list->each()) {
                catalog::Season season = season_of(TRY(months_in(*row)));
                season.name = key_of(row->word("id"));
                season.names = named("en", row->word("name"));
                season.windows = TRY(windows_in(import, row->word("id")));
                seasons.push_back(std::move(season));
            }
        catalog::Season rest;
        rest.windows = TRY(windows_in(import, ""));
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

    Read<std::vector<catalog::Window>> windows_in(const Value& import, const std::string& season) {
        const Value* bands = TRY(need(import, "bands"));
        const Value* times = TRY(need(import, "schedule"));
        std::vector<catalog::Window> windows;
        for (const auto* band : bands->each()) {
            band->mark({"role"});
            const Value* rates = band->find("seasonRates");
            const bool has_own =
                rates != nullptr && !season.empty() && rates->find(season) != nullptr;
            catalog::Window window =
                flat(has_own ? TRY(price_at(*rates, season)) : TRY(price_at(*band, "rate")));
            window.name = key_of(band->word("id"));
            window.names = named("en", band->word("name"));
            window.when = TRY(when_of_band(*times, band->word("id")));
            windows.push_back(std::move(window));
        }
        return windows;
    }

    static Read<unsigned> days_in(const Value& row) {
        const std::string days = row.word("days");
        if (days == "all") return kAllDays;
        if (days == "weekday") return kWorkdays;
        if (days == "weekend") return kWeekend;
        return fault(row, fmt::format("'{}' are no days", days));
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
        if (when.clauses.empty()) return fault(times, "no time for the band " + band);
        return when;
    }

    const Value& meta_;
    const Value& tariff_;
    const Options& options_;
};

}  // namespace

bool is_price_file(std::string_view text) {
    return text.contains("\"schemaVersion\"") && text.contains("\"tariff\"") &&
           text.contains("\"validFrom\"");
}

Result<Taken> read_price_file(std::string_view text, std::string_view file,
                              const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    const Value* meta = root.find("meta");
    const Value* tariff = root.find("tariff");
    if (meta == nullptr || tariff == nullptr || meta->find("currency") == nullptr)
        return fail(Code::Invalid, "meta with its currency and tariff are needed",
                    std::string(file));
    tariff->mark({"kind", "validFrom"});
    Reader reader(*meta, *tariff, options);
    auto schedule = reader.read(file);
    if (!schedule)
        return fail(schedule.error().code, schedule.error().message(), std::string(file));
    reader.notes.inform(*meta,
                        {"schemaVersion", "country", "distributor", "coverage", "source",
                         "sourceUrl", "license", "updated", "verified"},
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
