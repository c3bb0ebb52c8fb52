#include "run/company/factors.h"

#include "run/company/fields.h"
#include "run/company/layouts.h"

#include <fmt/format.h>

#include <array>

namespace bw::company {
namespace {

using enum Need;
using enum Form;

// Whose, when, how much. A month or a weekday of one is no day of a mapping's pattern.
constexpr std::array kCalorific = {Column{"area", Always, Code}, Column{"month", Always, Code},
                                   Column{"kwh_per_m3", Always, Amount}};
constexpr std::array kDegreeDays = {Column{"area", Always, Code}, Column{"day", Always, Day},
                                    Column{"degree_days", Always, Amount}};
constexpr std::array kProfiles = {Column{"profile", Always, Code}, Column{"day", Always, Code},
                                  Column{"weight", Always, Amount}};
constexpr Layout kCalorificLayout{FileKind::CalorificValues, "calorific-values",
                                  "a file of calorific values", kCalorific};
constexpr Layout kDegreeDaysLayout{FileKind::DegreeDays, "degree-days", "a file of degree days",
                                   kDegreeDays};
constexpr std::array kPrices = {Column{"series", Always, Code}, Column{"from", Always, Code},
                                Column{"price", Always, Amount}};
constexpr Layout kProfilesLayout{FileKind::Profiles, "profiles", "a file of load profiles",
                                 kProfiles};
constexpr Layout kPricesLayout{FileKind::Prices, "prices", "a file of prices", kPrices};
constexpr std::array kSystemPeaks = {Column{"grid", Always, Code}, Column{"from", Always, Code},
                                     Column{"minutes", Always, Amount}};
constexpr Layout kSystemPeaksLayout{FileKind::SystemPeaks, "system-peaks",
                                    "a file of a grid's own peaks", kSystemPeaks};

constexpr int kDecimals = 6;
const Decimal kMost(1'000'000);
const Decimal kMinutesOfDay(1'440);

Result<FactorRow> row_of(const Row& row, FileKind kind) {
    const auto& [name, day, text] = std::tie(row.values[0], row.values[1], row.values[2]);
    const Decimal value = TRY(Decimal::parse(text));
    if (kind == FileKind::Prices) {
        if (value > kMost || -value > kMost)
            return fail(Code::Invalid, "'price' is at most 1,000,000, or as much below 0");
        return FactorRow{name, day, value};
    }
    if (kind == FileKind::SystemPeaks) {
        if (value.places() > 0 || value.is_negative() || value > kMinutesOfDay)
            return fail(Code::Invalid, "'minutes' are whole, 1 to 1440; 0 takes a peak back");
        return FactorRow{name, day, value};
    }
    const bool is_calorific = kind == FileKind::CalorificValues;
    if (value.is_negative() || (is_calorific && value.is_zero()) || value > kMost ||
        value.places() > kDecimals)
        return fail(Code::Invalid, fmt::format("'{}' is {} 0, at most {}, with at most {} decimals",
                                               layout_of(kind).columns[2].name,
                                               is_calorific ? "above" : "not below",
                                               kMost.to_string(), kDecimals));
    return FactorRow{name, day, value};
}

}  // namespace

const Layout& calorific_values_layout() { return kCalorificLayout; }
const Layout& degree_days_layout() { return kDegreeDaysLayout; }
const Layout& profiles_layout() { return kProfilesLayout; }
const Layout& prices_layout() { return kPricesLayout; }
const Layout& system_peaks_layout() { return kSystemPeaksLayout; }

Result<void> read_factors(meter::ByteSource& source, const std::string& name,
                          const Mapping& mapping, Tally& tally, const Sink<FactorRow>& sink) {
    return read_table(source, name, mapping, tally,
                      rows_into(sink, [&](const Row& row) { return row_of(row, mapping.kind); }));
}

}  // namespace bw::company
