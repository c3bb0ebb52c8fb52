#include "apps/reference_bills/ssc_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/ssc_load.h"
#include "apps/reference_bills/ssc_tariff.h"
#include "apps/reference_bills/tariff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace bw::reference_bills {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

// The first year from the plain one on that has no leap day and begins on the weekday that a rule
// of the case names: "1 January is a Monday".
Result<int> year_of_rules(const json::Value& root) {
    if (root.find("rules") == nullptr) return kPlainYear;
    const json::Value* rules = TRY(root.array("rules"));
    for (const json::Value& rule : rules->items()) {
        const std::string text = TRY(rule.as_text());
        for (std::size_t day = 0; day < kWeekdays.size(); ++day) {
            if (!text.contains(fmt::format("1 January is a {}", kWeekdays[day]))) continue;
            int year = kPlainYear;
            while (days_of(year) != 365 ||
                   LocalDate::of(year, 1, 1).weekday() != static_cast<int>(day) + 1)
                ++year;
            return year;
        }
    }
    return fail(Code::NotFound, "no rule says on which weekday the year begins", rules->place());
}

struct Asked {
    std::string what;  // "annual_bill"
    Generation generation = Generation::With;
};

// "annual_bill_without_generation"; what names neither is paid to who generates.
Asked asked_of(std::string_view quantity) {
    for (const auto& [ending, generation] :
         {std::pair(std::string_view("_without_generation"), Generation::Without),
          {"_with_generation", Generation::With}})
        if (quantity.ends_with(ending))
            return {std::string(quantity.substr(0, quantity.size() - ending.size())), generation};
    return {std::string(quantity), Generation::With};
}

class SscCase {
public:
    SscCase(const json::Value& root, const std::filesystem::path& folder)
        : root_(root), folder_(folder) {}

    Result<Decimal> value(const json::Value& expected) {
        const std::string quantity = TRY(expected.text("quantity"));
        if (const json::Value* year = expected.find("year"))
            if (TRY(whole_number(*year)) != 1)
                return fail(Code::Unsupported, "a year behind the first one", year->place());
        const auto [what, generation] = asked_of(quantity);
        const Rated* rated = TRY(rated_year(generation));
        if (what == "interval_money") return from_millionths(TRY(interval_money(*rated, expected)));
        if (const auto amount = amount_named(what)) {
            Decimal sum;
            for (const Pieces& pieces : TRY(months_asked(*rated, what, expected)))
                sum += amount(pieces);
            return from_millionths(sum);
        }
        const Pieces& pieces = rated->months[TRY(month_of_value(expected))];
        if (what == "billing_demand_kw") return billed_power(pieces);
        if (what == "tier_kwh") return tier_energy(pieces, expected);
        return fail(Code::Unsupported, fmt::format("the quantity '{}'", quantity),
                    expected.place());
    }

private:
    struct Rated {
        EnergyCase of;
        int year = 0;
        std::vector<Pieces> months;
    };

    using Amount = Decimal (*)(const Pieces&);

    // What of a month's pieces a quantity is, "annual_" and "monthly_" before it; null: no amount.
    static Amount amount_named(std::string_view what) {
        static const std::map<std::string_view, Amount> kAmounts = {
            {"bill", [](const Pieces& pieces) { return amount_of(pieces); }},
            {"export_revenue",
             [](const Pieces& pieces) { return -amount_of_charge(pieces, kExport); }},
            {"true_up_payout", [](const Pieces& pieces) { return paid_out(pieces); }},
            {"fixed_charge", [](const Pieces& pieces) { return amount_of_charge(pieces, kFixed); }},
            {"demand_charge",
             [](const Pieces& pieces) {
                 return amount_of_charge(pieces, kPower) + amount_of_charge(pieces, kPowerByPeriod);
             }},
            {"minimum_charge",
             [](const Pieces& pieces) { return amount_of_charge(pieces, "minimum"); }}};
        for (const std::string_view of : {"annual_", "monthly_"})
            if (what.starts_with(of)) what.remove_prefix(of.size());
        const auto found = kAmounts.find(what);
        return found == kAmounts.end() ? nullptr : found->second;
    }

    // One that is named, else all.
    static Result<std::span<const Pieces>> months_asked(const Rated& rated, std::string_view what,
                                                        const json::Value& expected) {
        const std::span<const Pieces> all = rated.months;
        const bool is_one = what.starts_with("monthly_") || expected.find("month") != nullptr;
        if (!is_one || what.starts_with("annual_")) return all;
        return all.subspan(TRY(month_of_value(expected)), 1);
    }

    // Each side is read and rated once.
    Result<const Rated*> rated_year(Generation generation) {
        if (const auto known = rated_.find(generation); known != rated_.end())
            return &known->second;
        const Metering metering = TRY(read_metering(root_));
        Rated rated;
        rated.year = TRY(year_of_rules(root_));
        rated.of.schedule = TRY(read_ssc_tariff(root_, metering));
        TRY_VOID(to_millionths(rated.of.schedule));
        rated.of.columns = TRY(read_ssc_load(root_, folder_, metering, generation, rated.year));
        rated.months = TRY(rate_year(rated.of, rated.year));
        TRY_VOID(check_minimums(rated));
        return &rated_.emplace(generation, std::move(rated)).first->second;
    }

    // A month in which the customer is owed more counts as nothing towards the source's minimums;
    // ours would top up to them what he is owed.
    [[nodiscard]] Result<void> check_minimums(const Rated& rated) const {
        if (!rated.of.schedule.minimum && !rated.of.schedule.year_minimum) return {};
        for (const Pieces& pieces : rated.months) {
            const Decimal charged =
                amount_of(pieces) + paid_out(pieces) - amount_of_charge(pieces, "minimum");
            if (charged < -Decimal(1))  // a millionth is rounding
                return fail(Code::Unsupported, "a minimum of months in which more is owed",
                            root_.place());
        }
        return {};
    }

    static Decimal annual_bill(std::span<const Pieces> months) {
        Decimal sum;
        for (const Pieces& pieces : months) sum += amount_of(pieces);
        return sum;
    }

    // What one hour changes in the bill; positive is what the customer earns.
    static Result<Decimal> interval_money(const Rated& rated, const json::Value& expected) {
        const json::Value* at = TRY(expected.member("hour_of_year_0based"));
        const auto hour = TRY(whole_number(*at));
        if (hour < 0 || hour / 24 >= days_of(rated.year))
            return fail(Code::Invalid, "the year has no such hour", at->place());
        return TRY(bill_up_to(rated, hour)) - TRY(bill_up_to(rated, hour + 1));
    }

    // As if nothing had been measured since.
    static Result<Decimal> bill_up_to(const Rated& rated, std::int64_t hour) {
        EnergyCase until = rated.of;
        for (auto& column : until.columns) {
            const auto count = static_cast<std::size_t>(hour * 3600 / column.step_seconds);
            column.values.resize(count);
            column.qualities.resize(count);
        }
        return annual_bill(TRY(rate_year(until, rated.year)));
    }

    // Piece by piece: what was left of a credit, or for a surplus of energy. What such a surplus
    // becomes a credit for is not.
    static bool is_payout(const rate::Piece& piece) {
        if (piece.kind == rate::PieceKind::FeedInCredit) return piece.part == "paid";
        return piece.charge == kEnergy && piece.part == "surplus";
    }

    static Decimal paid_out(const Pieces& pieces) {
        Decimal paid, surplus, kept;
        for (const rate::Piece& piece : pieces) {
            if (is_payout(piece)) (piece.charge == kEnergy ? surplus : paid) += -piece.amount;
            if (piece.kind == rate::PieceKind::FeedInCredit && piece.part == "kept")
                kept += piece.amount;
        }
        return paid + std::max(surplus - kept, Decimal());
    }

    static Decimal billed_power(const Pieces& pieces) {
        Decimal power;
        for (const rate::Piece& piece : pieces)
            if (piece.charge == kPower) power += piece.quantity;
        return power;
    }

    // The source counts only tiers that have room in the month: the n-th that is used.
    static Result<Decimal> tier_energy(const Pieces& pieces, const json::Value& expected) {
        const json::Value* tier = TRY(expected.member("tier"));
        const auto number = TRY(whole_number(*tier));
        std::map<int, Decimal> used;
        for (const rate::Piece& piece : pieces)
            if (piece.charge == kEnergy && !is_payout(piece))
                used[piece.breakdown.tier] += piece.quantity;
        if (number < 1) return fail(Code::Invalid, "tiers count from 1", tier->place());
        if (static_cast<std::size_t>(number) > used.size()) return Decimal();
        return std::next(used.begin(), number - 1)->second;
    }

    static Result<std::size_t> month_of_value(const json::Value& expected) {
        const json::Value* month = TRY(expected.member("month"));
        const auto number = TRY(whole_number(*month));
        if (number < 1 || number > 12)
            return fail(Code::Invalid, "months are 1 to 12", month->place());
        return static_cast<std::size_t>(number - 1);
    }

    const json::Value& root_;
    const std::filesystem::path& folder_;
    std::map<Generation, Rated> rated_;
};

// "tier_kwh_with_generation, month 7, tier 2"
Result<std::string> words_of(const json::Value& expected) {
    std::string words = TRY(expected.text("quantity"));
    for (const auto& [name, word] :
         {std::pair("month", "month"), {"tier", "tier"}, {"hour_of_year_0based", "hour"}}) {
        const json::Value* value = expected.find(name);
        if (value != nullptr) words += fmt::format(", {} {}", word, TRY(whole_number(*value)));
    }
    return words;
}

Result<void> run_case(const json::Value& root, const std::filesystem::path& folder,
                      Report& report) {
    const std::string id = TRY(root.text("id"));
    SscCase of(root, folder);
    const json::Value* list = TRY(root.array("expected"));
    for (const json::Value& expected : list->items()) {
        Expected value = TRY(read_expected(expected));
        value.quantity = TRY(words_of(expected));
        report.compare(id, value, of.value(expected));
    }
    return {};
}

}  // namespace

void run_ssc_cases(const std::filesystem::path& folder, Report& report) {
    run_cases(folder, report,
              [&](const json::Value& root) { return run_case(root, folder, report); });
}

}  // namespace bw::reference_bills
