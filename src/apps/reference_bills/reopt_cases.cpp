#include "apps/reference_bills/reopt_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/reopt_tariff.h"
#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <set>

namespace bw::reference_bills {
namespace {

constexpr int kHoursPerDay = 24;

// Energy of each hour of a year.
class Hours {
public:
    explicit Hours(int year)
        : year_(year), kwh_(static_cast<std::size_t>(days_of(year) * kHoursPerDay)) {}

    // Shared evenly, exact in all.
    void share(const Period& days, Decimal kwh) {
        const auto first = days.from.days() - LocalDate::of(year_, 1, 1).days();
        const std::vector<std::int64_t> even(static_cast<std::size_t>(days_in(days) * kHoursPerDay),
                                             1);
        const auto parts = split(static_cast<std::int64_t>(kwh.nano()), even);
        for (std::size_t i = 0; i < parts.size(); ++i)
            kwh_[static_cast<std::size_t>(first * kHoursPerDay) + i] = Decimal::from_nano(parts[i]);
    }
    void fill(Decimal kwh) { kwh_.assign(kwh_.size(), kwh); }
    // Days and hours count from 0.
    Result<void> set(std::int64_t day, std::int64_t hour, Decimal kwh, const std::string& place) {
        const std::int64_t at = day * kHoursPerDay + hour;
        if (day < 0 || hour < 0 || hour >= kHoursPerDay ||
            at >= static_cast<std::int64_t>(kwh_.size()))
            return fail(Code::Invalid, "the year has no such hour", place);
        kwh_[static_cast<std::size_t>(at)] = kwh;
        return {};
    }
    [[nodiscard]] int year() const { return year_; }
    [[nodiscard]] meter::IntervalColumn column() const {
        return column_from(LocalDate::of(year_, 1, 1), "import", "kWh", 3600, kwh_);
    }

private:
    int year_;
    std::vector<Decimal> kwh_;
};

// "59th": 59; nothing: no ordinal.
std::optional<std::int64_t> ordinal(std::string_view word) {
    std::int64_t number = 0;
    std::size_t i = 0;
    for (; i < word.size() && i < 4 && std::isdigit(static_cast<unsigned char>(word[i])) != 0; ++i)
        number = number * 10 + (word[i] - '0');
    const std::string_view ending = word.substr(i);
    const bool is_ordinal = ending == "st" || ending == "nd" || ending == "rd" || ending == "th";
    return i > 0 && is_ordinal ? std::optional(number) : std::nullopt;
}

// "10 kW in the hour 07:00-08:00 of the 59th and of the 60th day of the year; zero elsewhere".
Result<void> read_hours_of_days(const std::string& text, const std::string& place, Hours& hours) {
    const auto end = text.find("zero elsewhere");
    if (end == std::string::npos)
        return fail(Code::Unsupported, "usage that is not zero elsewhere", place);
    const std::string_view told = std::string_view(text).substr(0, end);
    const Decimal power = TRY(decimal_before(told, " kW ", place));
    const auto clock = after(told, "the hour ");
    if (!clock) return fail(Code::Unsupported, "usage without an hour of the day", place);
    const std::int64_t hour = TRY(number_before(*clock, ":00-", place));
    bool has_day = false;
    for (std::string_view rest = *clock; !rest.empty();) {
        const auto word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        const auto day = ordinal(word);
        if (!day) continue;
        TRY_VOID(hours.set(*day - 1, hour, power, place));
        has_day = true;
    }
    if (!has_day) return fail(Code::Unsupported, "usage without a day of the year", place);
    return {};
}

// Where a power is drawn: "one hour of January", or "hour 2403" of the year, counted from 1.
Result<std::int64_t> hour_at(std::string_view where, int year, const std::string& place) {
    if (const auto month = after(where, "one hour of ")) {
        const int named = TRY(month_named(*month, place));
        return (LocalDate::of(year, named, 1).days() - LocalDate::of(year, 1, 1).days()) *
               kHoursPerDay;
    }
    const auto number = after(where, "hour ");
    if (!number) return fail(Code::Unsupported, "a power without its hour", place);
    const auto end = number->find_first_not_of("0123456789");
    return TRY(number_before(std::string(number->substr(0, end)) + ".", ".", place)) - 1;
}

// "1.0 kW in every hour of a 8760 h year except 100 kW in one hour of January"; several exceptions
// one behind another.
Result<void> read_all_but_some_hours(const json::Value& value, Hours& hours) {
    constexpr std::string_view kIn = " kW in ";
    const std::string text = TRY(value.as_text());
    hours.fill(TRY(decimal_before(text, " kW in every hour", value.place())));
    const auto exceptions = after(text, " except ");
    if (!exceptions) return {};
    if (!exceptions->contains(kIn))
        return fail(Code::Unsupported, "usage that names no hour of another power", value.place());
    for (std::string_view rest = *exceptions; rest.contains(kIn);) {
        const Decimal power = TRY(decimal_before(rest, kIn, value.place()));
        rest.remove_prefix(rest.find(kIn) + kIn.size());
        const auto hour =
            TRY(hour_at(rest.substr(0, rest.find(" kW")), hours.year(), value.place()));
        TRY_VOID(hours.set(hour / kHoursPerDay, hour % kHoursPerDay, power, value.place()));
    }
    return {};
}

Result<void> read_powers(const json::Value& value, Hours& hours) {
    if (value.kind() != json::Kind::Array) return read_all_but_some_hours(value, hours);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        const auto hour = static_cast<std::int64_t>(i);
        const Decimal power = TRY(rounded_decimal(value.items()[i]));
        TRY_VOID(hours.set(hour / kHoursPerDay, hour % kHoursPerDay, power, value.place()));
    }
    return {};
}

Result<void> read_months(const json::Value& list, Hours& hours) {
    const auto& months = TRY(list.as_array())->items();
    if (months.size() != 12)
        return fail(Code::Invalid, "a quantity for each of 12 months is needed", list.place());
    for (std::size_t month = 0; month < months.size(); ++month)
        hours.share(month_of(LocalDate::of(hours.year(), static_cast<int>(month) + 1, 1)),
                    TRY(rounded_decimal(months[month])));
    return {};
}

Result<Hours> read_usage(const json::Value& root) {
    const json::Value* usage = TRY(root.member("usage"));
    int year = kPlainYear;
    if (const json::Value* named = usage->find("year"))
        year = static_cast<int>(TRY(whole_number(*named)));
    if (year < 1900 || year > 2999)
        return fail(Code::Invalid, "years are 1900 to 2999", usage->place());
    Hours hours(year);
    if (const json::Value* all = usage->find("annual_kwh")) {
        const std::string shape = TRY(usage->text("shape"));
        if (!shape.starts_with("flat"))
            return fail(Code::Unsupported, fmt::format("the shape '{}'", shape), usage->place());
        hours.share(year_of(LocalDate::of(year, 1, 1)), TRY(rounded_decimal(*all)));
    } else if (const json::Value* months = usage->find("monthly_kwh")) {
        TRY_VOID(read_months(*months, hours));
    } else if (const json::Value* powers = usage->find("hourly_kw")) {
        TRY_VOID(read_powers(*powers, hours));
    } else {
        const std::string note = TRY(usage->text("note"));
        TRY_VOID(read_hours_of_days(note, usage->place(), hours));
    }
    return hours;
}

struct Charges {
    Decimal energy, demand, coincident, fixed, minimum;
};

// An hour of the year, counted from 1.
void add_peak(const GridPeak& peak, int year, catalog::Factors& factors) {
    const Instant start = Zone().start_of_day(LocalDate::of(year, 1, 1));
    const Instant from = Instant::from_seconds(start.seconds() + (peak.hour - 1) * 3600);
    factors.add(catalog::FactorKind::SystemPeak, peak.grid, from.to_string(), Decimal(60));
}

Result<Charges> rate_case(const json::Value& root) {
    const Hours hours = TRY(read_usage(root));
    auto tariff = TRY(read_reopt_tariff(root));
    TRY_VOID(to_millionths(tariff.schedule));
    EnergyCase of{std::move(tariff.schedule), {hours.column()}};
    for (const GridPeak& peak : tariff.peaks) add_peak(peak, hours.year(), of.factors);
    // The source looks round its year: what comes later in it counts as that of the year before.
    const auto months = TRY(rate_year(of, hours.year(), YearBefore::Repeated));
    Charges charges{sum_of(months, of.schedule, catalog::ChargeKind::Usage),
                    sum_of(months, of.schedule, catalog::ChargeKind::Demand),
                    {},
                    sum_of(months, of.schedule, catalog::ChargeKind::Fixed),
                    {}};
    for (const Pieces& pieces : months) charges.minimum += amount_of_charge(pieces, "minimum");
    for (const auto& charge : of.schedule.charges)
        if (charge.key.starts_with(kCoincident))
            for (const Pieces& pieces : months)
                charges.coincident += amount_of_charge(pieces, charge.key);
    charges.demand = charges.demand - charges.coincident;
    return charges;
}

Result<Decimal> value_of(const Result<Charges>& charges, const std::string& quantity) {
    if (!charges) return std::unexpected(charges.error());
    if (quantity == "annual_energy_charge" || quantity == "annual_energy_charge_excluding_fixed")
        return from_millionths(charges->energy);
    if (quantity == "annual_demand_charge") return from_millionths(charges->demand);
    if (quantity == "annual_fixed_charge") return from_millionths(charges->fixed);
    if (quantity.contains("coincident")) return from_millionths(charges->coincident);
    if (quantity.contains("min") && quantity.contains("charge"))
        return from_millionths(charges->minimum);
    if (quantity == "annual_bill")
        return from_millionths(charges->energy + charges->demand + charges->coincident +
                               charges->fixed + charges->minimum);
    return fail(Code::Unsupported, fmt::format("the quantity '{}'", quantity));
}

Result<void> run_case(const json::Value& root, Report& report) {
    const std::string id = TRY(root.text("id"));
    const auto charges = rate_case(root);
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        report.compare(id, value, value_of(charges, value.quantity));
    }
    return {};
}

}  // namespace

void run_reopt_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report, [&](const json::Value& root) { return run_case(root, report); });
}

}  // namespace bw::reference_bills
