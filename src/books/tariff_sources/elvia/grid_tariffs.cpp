#include "books/tariff_sources/elvia/grid_tariffs.h"

#include "base/civil.h"
#include "books/tariff_sources/elvia/parts.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::elvia {
namespace {

constexpr std::string_view kNoMoney = "it says nothing about the amount";
constexpr std::string_view kZone = "Europe/Oslo";

Read<LocalDate> day_at(const Value& map, std::string_view name) {
    const Value* value = TRY(need(map, name));
    const auto at = Instant::parse(value->text);
    const auto zone = Zone::find(kZone);
    if (!at || !zone) return fault(*value, "no instant such as 2019-12-31T23:00:00Z");
    return zone->to_local(*at).date;
}

// A tax of some days, in percent or per kWh.
struct Tax {
    const Value* at = nullptr;
    std::string type;
    Decimal value;
    Period days;
};
Read<std::vector<Tax>> taxes_of(const Value& list) {
    std::vector<Tax> taxes;
    for (const auto* row : list.each()) {
        Tax tax{row, row->word("taxType"), {}, {}};
        tax.value = TRY(need_number(*row, "taxValue"));
        tax.days.from = TRY(day_at(*row, "startDate"));
        tax.days.to = TRY(day_at(*row, "endDate"));
        row->mark({"taxTypeDescription"});
        const std::string unit = row->word("taxUom");
        const bool is_known =
            (tax.type == "vat" && unit == "%") ||
            ((tax.type == "consumptionTax" || tax.type == "enovaTax") && unit == "kr/kWh");
        if (!is_known) return fault(*row, fmt::format("a tax '{}' in {}", tax.type, unit));
        taxes.push_back(std::move(tax));
    }
    return taxes;
}

catalog::Charge tax_charge(const Tax& tax) {
    catalog::Charge charge;
    charge.key = tax.type == "enovaTax" ? "enova-levy" : "consumption-tax";
    charge.names = tax.type == "enovaTax"
                       ? catalog::Names{{"en", "Enova levy"}, {"nb", "Enovaavgift"}}
                       : catalog::Names{{"en", "Consumption tax"}, {"nb", "Elavgift"}};
    charge.of = {.channel = "import", .unit = "kWh"};
    charge.seasons.emplace_back().windows = {flat(tax.value)};
    return charge;
}

class Reader {
public:
    Reader(const Options& options, std::string_view file, Currency currency)
        : options_(options), file_(file), currency_(currency) {}
    Notes notes;
    catalog::Document document;

    void take(const Value& type) {
        notes.inform(type,
                     {"product", "description", "lastUpdated", "resolution", "consumptionFlag",
                      "usePowerPriceConfiguration"},
                     kNoMoney);
        const Tariff tariff{type, type.word("useWeekendPriceOverride"),
                            type.word("usePublicHolidayOverride")};
        type.mark({"fixedPriceConfiguration", "powerPriceConfiguration", "title", "tariffKey"});
        const std::size_t before = document.schedules.size();
        const Value* versions = type.find("tariffPrices");
        if (versions == nullptr) return notes.refuse(type, "a tariff without prices");
        for (const auto* prices : versions->each())
            if (const auto done = take_version(*prices, tariff); !done)
                notes.refuse(*prices, done.error(), "this version is left out");
        if (document.schedules.size() == before) return;
        document.plans.push_back(plan_of(type.word("tariffKey"), {&document.schedules[before]}));
    }

private:
    // A version begins where its prices do, and anew where a tax in it begins or ends.
    Read<void> take_version(const Value& prices, const Tariff& tariff) {
        const Period days{TRY(day_at(prices, "startDate")), TRY(day_at(prices, "endDate"))};
        std::vector<catalog::Charge> charges;
        charges.push_back(TRY(fixed_price(prices, tariff, notes)));
        if (auto power = TRY(power_price(prices, tariff, notes)))
            charges.push_back(std::move(*power));
        charges.push_back(TRY(energy_price(prices, tariff)));
        const Value* list = TRY(need(prices, "taxes"));
        std::vector<Tax> taxes;
        for (const auto* of : {"fixedPriceTaxes", "powerPriceTaxes", "energyPriceTaxes"})
            if (const Value* some = list->find(of))
                for (auto& tax : TRY(taxes_of(*some))) taxes.push_back(std::move(tax));
        std::vector<LocalDate> starts{days.from};
        for (const auto& tax : taxes) {
            if (tax.type == "vat") note_vat(tax);
            else
                for (const LocalDate change : {tax.days.from, tax.days.to})
                    if (days.from < change && change < days.to) starts.push_back(change);
        }
        std::ranges::sort(starts);
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        for (const LocalDate start : starts) {
            catalog::Schedule schedule;
            schedule.head = head_of(tariff.type, start);
            if (start == starts.back()) schedule.head.until = days.to.plus_days(-1);
            schedule.charges = charges;
            for (const auto& tax : taxes)
                if (tax.type != "vat" && tax.days.from <= start && start < tax.days.to)
                    schedule.charges.push_back(tax_charge(tax));
            for (auto& charge : schedule.charges) charge.tax = "standard";
            document.schedules.push_back(std::move(schedule));
        }
        return {};
    }

    // All charges bear one category, so no day may have two rates.
    void note_vat(const Tax& tax) {
        const auto is_other = [&](const Tax& known) {
            return known.value != tax.value && known.days.from < tax.days.to &&
                   tax.days.from < known.days.to;
        };
        const bool is_known = std::ranges::count(vats_, tax.value, &Tax::value) > 0;
        if (const auto other = std::ranges::find_if(vats_, is_other); other != vats_.end())
            return notes.refuse(*tax.at,
                                fmt::format("VAT of {} %, of {} % elsewhere on the same days: the "
                                            "charges bear one",
                                            tax.value.to_string(), other->value.to_string()));
        vats_.push_back(tax);
        if (is_known) return tax.at->mark();
        notes.explain(*tax.at, fmt::format("VAT of {} %: that of the category 'standard' of the "
                                           "company's taxes",
                                           tax.value.to_string()));
    }

    [[nodiscard]] catalog::Header head_of(const Value& type, LocalDate from) const {
        catalog::Header head;
        head.name = type.word("tariffKey");
        head.names = named("nb", type.word("title"));
        head.sector = "electricity";
        head.currency = currency_;
        head.from = from;
        head.zone = options_.zone.empty() ? kZone : options_.zone;
        if (!type.word("usePublicHolidayOverride").empty())
            head.holidays = options_.holidays.empty() ? "NO" : options_.holidays;
        head.tax = "standard";
        head.file = file_;
        return head;
    }

    const Options& options_;
    std::string_view file_;
    Currency currency_;
    std::vector<Tax> vats_;
};

}  // namespace

bool is_tariffs(std::string_view text) { return text.contains("\"gridTariffPriceConfiguration\""); }

Result<Taken> read_tariffs(std::string_view text, std::string_view file, const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    const Value* configuration = root.find("gridTariffPriceConfiguration");
    const Value* grid = configuration == nullptr ? nullptr : configuration->find("gridTariff");
    const Value* types = grid == nullptr ? nullptr : grid->find("tariffTypes");
    if (types == nullptr)
        return fail(Code::Invalid, "gridTariffPriceConfiguration.gridTariff.tariffTypes is missing",
                    std::string(file));
    Reader reader(options, file, TRY(Currency::parse("NOK")));
    reader.notes.inform(*grid, {"company"}, kNoMoney);
    for (const auto* type : types->each()) reader.take(*type);
    Taken taken;
    taken.document = std::move(reader.document);
    reader.notes.unread(root);
    taken.findings = reader.notes.take();
    return taken;
}

bool is_holidays(std::string_view text) {
    return text.contains("\"Countries\"") && text.contains("\"Holidays\"");
}

// Each country a calendar; the one with the dialling code of Norway is NO.
Result<Taken> read_holidays(std::string_view text, std::string_view file, const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    Notes notes;
    Taken taken;
    const Value* countries = root.find("Countries");
    if (countries == nullptr)
        return fail(Code::Invalid, "'Countries' is missing", std::string(file));
    for (const auto* country : countries->each()) {
        catalog::Calendar calendar;
        const std::string name = country->word("Name");
        calendar.name = country->word("Code") == "47" ? "NO" : key_of(name);
        if (!options.holidays.empty()) calendar.name = options.holidays;
        calendar.names = named("en", name);
        const Value* days = country->find("Holidays");
        for (const auto* day : days == nullptr ? std::vector<const Value*>{} : days->each()) {
            const auto date = LocalDate::parse(day->word("Date").substr(0, 10));
            if (!date) {
                notes.refuse(*day, "no date such as 2018-01-01T00:00:00: this holiday is left out");
                continue;
            }
            auto& said = calendar.holidays[*date];
            said += (said.empty() ? "" : " / ") + day->word("Name");
        }
        taken.document.calendars.push_back(std::move(calendar));
    }
    notes.unread(root);
    taken.findings = notes.take();
    return taken;
}

}  // namespace bw::tariff_sources::elvia
