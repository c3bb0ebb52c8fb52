#include "apps/reference_bills/eeco_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/eeco_tariff.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace bw::reference_bills {
namespace {

constexpr std::int64_t kMinutesPerDay = 1440;
constexpr std::string_view kThenExport = "quarter hours, then export";

// "0,1,2,...,95" or "0..47": ascending by one from each interval to the next.
struct Ascent {
    std::int64_t first = 0, last = 0;
    std::string_view rest;  // the words behind it
};

Result<Ascent> read_ascent(std::string_view text, const std::string& place) {
    Ascent ascent;
    const auto dots = text.rfind("..");
    const auto number = [](std::string_view from, std::int64_t& value) {
        return std::from_chars(from.data(), from.data() + from.size(), value);
    };
    if (dots == std::string_view::npos || number(text, ascent.first).ec != std::errc{})
        return fail(Code::Unsupported, "powers that are no ascending row", place);
    std::string_view behind = text.substr(dots + 2);
    if (behind.starts_with(',')) behind.remove_prefix(1);
    const auto [end, error] = number(behind, ascent.last);
    if (error != std::errc{} || ascent.first < 0 || ascent.last < ascent.first ||
        ascent.last - ascent.first >= kMinutesPerDay)
        return fail(Code::Unsupported, "powers that are no ascending row", place);
    ascent.rest = behind.substr(static_cast<std::size_t>(end - behind.data()));
    return ascent;
}

// Imported power of each interval of a day, from midnight on.
Result<std::vector<Decimal>> read_powers(const json::Value& usage, int minutes) {
    const std::string text = TRY(usage.text("kw"));
    const Ascent ascent = TRY(read_ascent(text, usage.place()));
    std::vector<Decimal> powers;
    for (std::int64_t power = ascent.first; power <= ascent.last; ++power)
        powers.emplace_back(power);
    if (ascent.rest.contains(kThenExport)) {
        const auto count = TRY(number_before(ascent.rest, " quarter hours", usage.place()));
        if (std::cmp_not_equal(count, powers.size()) || minutes != 15)
            return fail(Code::Invalid, "the row is not as long as it says", usage.place());
        powers.resize(static_cast<std::size_t>(kMinutesPerDay / minutes));
    } else if (!ascent.rest.empty() && !ascent.rest.starts_with(" (")) {
        return fail(Code::Unsupported, fmt::format("powers '{}'", text), usage.place());
    }
    if (std::cmp_greater(powers.size(), kMinutesPerDay / minutes))
        return fail(Code::Invalid, "there are more powers than a day has intervals", usage.place());
    return powers;
}

struct Measured {
    meter::IntervalColumn column;
    Period month;
};

Result<Measured> read_usage(const json::Value& root) {
    const json::Value* usage = TRY(root.member("usage"));
    if (usage->find("therm") != nullptr) {
        const LocalDate day = LocalDate::of(kPlainYear, 1, 1);
        const Decimal used = TRY(rounded_decimal(*usage, "therm"));
        return Measured{column_from(day, "gas", "therm", 86'400, {&used, 1}), month_of(day)};
    }
    const std::string date = TRY(usage->text("start_local"));
    const LocalDate day = TRY(LocalDate::parse(date));
    const json::Value* length = TRY(usage->member("interval_minutes"));
    const auto minutes = static_cast<int>(TRY(length->as_integer()));
    if (minutes <= 0 || kMinutesPerDay % minutes != 0)
        return fail(Code::Invalid, "intervals must divide a day", length->place());
    std::vector<Decimal> energy;
    for (const Decimal power : TRY(read_powers(*usage, minutes)))
        energy.push_back(TRY(energy_of(power, minutes)));
    return Measured{column_from(day, "import", "kWh", minutes * 60, energy), month_of(day)};
}

// One month, of which one day was measured.
Result<Decimal> charge_of(const json::Value& root, const std::filesystem::path& folder,
                          catalog::ChargeKind kind) {
    const Measured measured = TRY(read_usage(root));
    const EnergyCase of{TRY(read_eeco_tariff(root, folder)), {measured.column}};
    const auto rated = TRY(rate_month(of, measured.month));
    return amount_of(rated.pieces, of.schedule, kind);
}

Result<Decimal> value_of(const json::Value& root, const std::filesystem::path& folder,
                         const std::string& quantity) {
    if (quantity == "energy_charge") return charge_of(root, folder, catalog::ChargeKind::Usage);
    if (quantity == "demand_charge") return charge_of(root, folder, catalog::ChargeKind::Demand);
    return fail(Code::Unsupported, fmt::format("the quantity '{}'", quantity));
}

Result<void> run_case(const json::Value& root, const std::filesystem::path& folder,
                      Report& report) {
    const std::string id = TRY(root.text("id"));
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        report.compare(id, value, value_of(root, folder, value.quantity));
    }
    return {};
}

}  // namespace

void run_eeco_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report,
              [&](const json::Value& root) { return run_case(root, folder, report); });
}

}  // namespace bw::reference_bills
