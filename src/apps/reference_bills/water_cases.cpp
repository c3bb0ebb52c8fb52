#include "apps/reference_bills/water_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/water_tariff.h"

#include <fmt/format.h>

namespace bw::reference_bills {
namespace {

// Prices are by the month, and which one is not said.
const Period kMonth = month_of(LocalDate::of(kPlainYear, 1, 1));

// "ccf", or "usage_ccf".
Result<Decimal> used(const json::Value& usage) {
    return rounded_decimal(usage, usage.find("usage_ccf") != nullptr ? "usage_ccf" : "ccf");
}

// The whole bill, or "service_charge" of it.
Result<Decimal> value_of(const json::Value& root, const std::string& quantity) {
    EnergyCase of{TRY(read_water_tariff(root)), {}};
    const std::string unit = TRY(root.text("unit"));
    const json::Value* usage = TRY(root.member("usage"));
    of.registers = {use_in(kMonth, kWater, unit, TRY(used(*usage)))};
    const auto rated = TRY(rate_month(of, kMonth));
    if (quantity == "bill") return amount_of(rated.pieces);
    constexpr std::string_view kEnding = "_charge";
    if (quantity.ends_with(kEnding)) {
        const std::string key = quantity.substr(0, quantity.size() - kEnding.size());
        if (of.schedule.find(key) != nullptr) return amount_of_charge(rated.pieces, key);
    }
    return fail(Code::Unsupported, fmt::format("the quantity '{}'", quantity));
}

Result<void> run_case(const json::Value& root, Report& report) {
    const std::string id = TRY(root.text("id"));
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        report.compare(id, value, value_of(root, value.quantity));
    }
    return {};
}

}  // namespace

void run_water_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report, [&](const json::Value& root) { return run_case(root, report); });
}

}  // namespace bw::reference_bills
