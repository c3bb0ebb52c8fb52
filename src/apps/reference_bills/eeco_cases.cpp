#include "apps/reference_bills/eeco_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/eeco_tariff.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace bw::reference_bills {
namespace {

constexpr std::int64_t kMinutesPerDay = 1440, kDaysOfMonth = 31;
constexpr std::size_t kDateSize = 10;  // of "2024-07-10T00:00"
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
        ascent.last - ascent.first >= kMinutesPerDay * kDaysOfMonth)
        return fail(Code::Unsupported, "powers that are no ascending row", place);
    ascent.rest = behind.substr(static_cast<std::size_t>(end - behind.data()));
    return ascent;
}

// "100 in every quarter hour": nothing where the text says no such thing.
std::optional<Decimal> constant_power(std::string_view text) {
    if (text.contains("..")) return std::nullopt;
    const bool is_constant = std::ranges::any_of(
        std::array<std::string_view, 5>{"constant", "every", "each", "all ", "flat"},
        [&](std::string_view word) { return text.contains(word); });
    const auto number = Decimal::parse(text.substr(0, text.find(' ')));
    return is_constant && number ? std::optional(*number) : std::nullopt;
}

// Power of each interval from midnight on; what is fed in is negative. `count`: intervals that the
// usage lasts, of those that no row tells.
Result<std::vector<Decimal>> read_powers(const json::Value& usage, int minutes, std::size_t count) {
    std::vector<Decimal> powers;
    const json::Value* told = TRY(usage.member("kw"));
    if (told->kind() == json::Kind::Array) {
        for (const json::Value& power : told->items())
            powers.push_back(TRY(rounded_decimal(power)));
        return powers;
    }
    if (told->kind() == json::Kind::Number) return std::vector(count, TRY(rounded_decimal(*told)));
    const std::string text = TRY(told->as_text());
    if (const auto power = constant_power(text)) return std::vector(count, *power);
    const Ascent ascent = TRY(read_ascent(text, usage.place()));
    for (std::int64_t power = ascent.first; power <= ascent.last; ++power)
        powers.emplace_back(power);
    if (ascent.rest.contains(kThenExport)) {
        const auto first = TRY(number_before(ascent.rest, " quarter hours", usage.place()));
        if (std::cmp_not_equal(first, powers.size()) || minutes != 15)
            return fail(Code::Invalid, "the row is not as long as it says", usage.place());
        powers.resize(std::max(count, powers.size()));
    } else if (!ascent.rest.empty() && !ascent.rest.starts_with(" (")) {
        return fail(Code::Unsupported, fmt::format("powers '{}'", text), usage.place());
    }
    return powers;
}

struct Measured {
    std::vector<meter::IntervalColumn> columns;
    std::vector<std::string> utilities;
    Period month;
};

Result<void> check_members(const json::Value& usage) {
    constexpr std::array<std::string_view, 7> kKnown = {
        "start_local", "end_local", "days", "interval_minutes", "kw", "therm", "note"};
    for (const auto& [name, value] : usage.members())
        if (std::ranges::find(kKnown, name) == kKnown.end())
            return fail(Code::Unsupported, "a member that is not known", value.place());
    return {};
}

// One day where nothing else is said.
Result<int> days_told(const json::Value& usage, LocalDate first) {
    if (const json::Value* days = usage.find("days"))
        return static_cast<int>(TRY(whole_number(*days)));
    if (usage.find("end_local") == nullptr) return 1;
    const std::string end = TRY(usage.text("end_local"));
    return static_cast<int>(TRY(LocalDate::parse(end.substr(0, kDateSize))).days() - first.days());
}

Result<void> read_electricity(const json::Value& usage, LocalDate day, Measured& measured) {
    int minutes = 15;
    if (const json::Value* length = usage.find("interval_minutes"))
        minutes = static_cast<int>(TRY(whole_number(*length)));
    const int days = TRY(days_told(usage, day));
    if (minutes <= 0 || kMinutesPerDay % minutes != 0 || days < 1 || days > kDaysOfMonth)
        return fail(Code::Invalid, "intervals must divide a day", usage.place());
    const auto count = static_cast<std::size_t>(days * kMinutesPerDay / minutes);
    std::vector<Decimal> import, fed_in;
    for (const Decimal power : TRY(read_powers(usage, minutes, count))) {
        import.push_back(TRY(energy_of(std::max(power, Decimal()), minutes)));
        fed_in.push_back(TRY(energy_of(std::max(-power, Decimal()), minutes)));
    }
    const auto length = std::ssize(import) * minutes;
    if (length > (measured.month.to.days() - day.days()) * kMinutesPerDay)
        return fail(Code::Unsupported, "usage of more than one month", usage.place());
    const bool feeds_in =
        std::ranges::any_of(fed_in, [](Decimal energy) { return !energy.is_zero(); });
    measured.columns.push_back(column_from(day, "import", "kWh", minutes * 60, import));
    if (feeds_in)
        measured.columns.push_back(column_from(day, "export", "kWh", minutes * 60, fed_in));
    measured.utilities.emplace_back("electric");
    return {};
}

Result<Measured> read_usage(const json::Value& root) {
    const json::Value* usage = TRY(root.member("usage"));
    TRY_VOID(check_members(*usage));
    LocalDate day = LocalDate::of(kPlainYear, 1, 1);
    if (usage->find("start_local") != nullptr || usage->find("therm") == nullptr) {
        const std::string date = TRY(usage->text("start_local"));
        day = TRY(LocalDate::parse(date.substr(0, kDateSize)));
    }
    Measured measured{{}, {}, month_of(day)};
    if (usage->find("therm") != nullptr) {
        const Decimal used = TRY(rounded_decimal(*usage, "therm"));
        measured.columns.push_back(column_from(day, "gas", "therm", 86'400, {&used, 1}));
        measured.utilities.emplace_back("gas");
    }
    if (usage->find("kw") != nullptr || measured.columns.empty())
        TRY_VOID(read_electricity(*usage, day, measured));
    return measured;
}

struct Charges {
    catalog::Schedule schedule;
    Pieces pieces;
};

// One month, of which some days were measured.
Result<Charges> rate_case(const json::Value& root, const std::filesystem::path& folder) {
    const Measured measured = TRY(read_usage(root));
    EnergyCase of{TRY(read_eeco_tariff(root, folder, measured.utilities)), measured.columns};
    auto rated = TRY(rate_month(of, measured.month));
    return Charges{std::move(of.schedule), std::move(rated.pieces)};
}

Result<Decimal> value_of(const Result<Charges>& charges, const std::string& quantity) {
    using catalog::ChargeKind;
    if (!charges) return std::unexpected(charges.error());
    Decimal fed_in;
    for (const rate::Piece& piece : charges->pieces)
        if (piece.charge.text().starts_with(kEecoExport)) fed_in += piece.amount;
    const auto sum = [&](ChargeKind kind) {
        return amount_of(charges->pieces, charges->schedule, kind);
    };
    if (quantity == "energy_charge") return sum(ChargeKind::Usage) - fed_in;
    if (quantity == "demand_charge") return sum(ChargeKind::Demand);
    if (quantity == "customer_charge") return sum(ChargeKind::Fixed);
    if (quantity == "export_charge") return fed_in;
    if (quantity == "export_revenue") return -fed_in;
    if (quantity == "total_charge") return amount_of(charges->pieces);
    return fail(Code::Unsupported, fmt::format("the quantity '{}'", quantity));
}

Result<void> run_case(const json::Value& root, const std::filesystem::path& folder,
                      Report& report) {
    const std::string id = TRY(root.text("id"));
    const auto charges = rate_case(root, folder);
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        const Expected value = TRY(read_expected(expected));
        report.compare(id, value, value_of(charges, value.quantity));
    }
    return {};
}

}  // namespace

void run_eeco_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report,
              [&](const json::Value& root) { return run_case(root, folder, report); });
}

}  // namespace bw::reference_bills
