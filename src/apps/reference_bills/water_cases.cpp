#include "apps/reference_bills/water_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/water_tariff.h"

#include <fmt/format.h>

namespace bw::reference_bills {
namespace {

// Prices are by the month, and which one is not said.
const Period kMonth = month_of(LocalDate::of(kPlainYear, 1, 1));

Result<Decimal> bill_of(const json::Value& root) {
    EnergyCase of{TRY(read_water_tariff(root)), {}};
    const std::string unit = TRY(root.text("unit"));
    const json::Value* usage = TRY(root.member("usage"));
    of.registers = {use_in(kMonth, kWater, unit, TRY(rounded_decimal(*usage, "ccf")))};
    return amount_of(TRY(rate_month(of, kMonth)).pieces);
}

Result<void> run_case(const json::Value& root, Report& report) {
    const std::string id = TRY(root.text("id"));
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        if (value.quantity == "bill") report.compare(id, value, bill_of(root));
        else
            report.broken(
                id, {Code::Unsupported, fmt::format("the quantity '{}'", value.quantity), {}});
    }
    return {};
}

}  // namespace

void run_water_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report, [&](const json::Value& root) { return run_case(root, report); });
}

}  // namespace bw::reference_bills
