#include "apps/reference_bills/subscription_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Discount;

const LocalDate kEver = LocalDate::of(2000, 1, 1), kOpen = LocalDate::of(2999, 12, 31);
constexpr int kHoursPerDay = 24, kMonthsPerYear = 12, kMonthsPerQuarter = 3;
// Charges of time, as the source calls them.
constexpr const char *kLeasing = "leasing", *kInstallment = "installment", *kLicense = "license";
// Instalments that begin from here on are called so.
const LocalDate kNewName = LocalDate::of(2024, 1, 1);

// "2 months", "28 days", "year" is one.
std::optional<int> count_in(const std::string& text, std::string_view unit) {
    const auto words = split_words(text);
    if (words.empty() || (words.back() != unit && words.back() != fmt::format("{}s", unit)))
        return std::nullopt;
    if (words.size() == 1) return 1;
    int count = 0;
    const char* last = words[0].data() + words[0].size();
    const auto [end, error] = std::from_chars(words[0].data(), last, count);
    if (words.size() != 2 || error != std::errc{} || end != last || count < 1) return std::nullopt;
    return count;
}
Result<int> months_of_term(const std::string& text, const std::string& place) {
    if (const auto months = count_in(text, "month")) return *months;
    if (const auto years = count_in(text, "year")) return *years * kMonthsPerYear;
    return fail(Code::Unsupported, fmt::format("'{}' is no number of months or years", text),
                place);
}

// "30%", "10pp", "20 USD", "5 tb".
struct Size {
    enum class Kind : std::uint8_t { Percent, Points, Amount } kind = Kind::Amount;
    Decimal value;
    std::string unit;  // of an amount
};
Result<Size> read_size(const std::string& text, const std::string& place) {
    const auto of = [&](Size::Kind kind, const std::string& number,
                        const std::string& unit) -> Result<Size> {
        return Size{kind, TRY(rounded_decimal(number)), unit};
    };
    if (const auto percent = match(text, "{}%"))
        return of(Size::Kind::Percent, percent->front(), {});
    if (const auto points = match(text, "{}pp")) return of(Size::Kind::Points, points->front(), {});
    if (const auto amount = match(text, "{} {}"))
        return of(Size::Kind::Amount, (*amount)[0], (*amount)[1]);
    return fail(Code::Unsupported, fmt::format("'{}' is no size of a discount", text), place);
}

Result<Decimal> product(Decimal a, Decimal b) {
    const Product exact = TRY(multiply(a, b));
    return exact.rounded(Decimal::kPlaces, Rounding::HalfUp);
}

// Each step is off what those before it left: 30 % are 30, 51, 65.7 %.
Result<Decimal> compounded(Decimal first, Decimal step, int steps) {
    const Decimal whole(100);
    Decimal left = whole - first;
    for (int i = 0; i < steps && !left.is_zero(); ++i) {
        const Decimal taken = TRY(product(left, step));
        left = left - TRY(taken.times(Ratio{1, 100}, Rounding::HalfUp));
    }
    return whole - left;
}

class TariffMaker {
public:
    TariffMaker(const Story& story, catalog::Prorate prorate, const std::string& place)
        : story_(story), prorate_(prorate), place_(place) {}

    Result<StoryTariff> make() {
        if (!story_.fees.empty()) TRY_VOID(licenses());
        else TRY_VOID(by_formula());
        return std::move(out_);
    }

private:
    // What a formula says of a charge, up to the one that takes its place.
    struct Read {
        std::vector<Discount> before, behind;  // an instalment or a cap; without one, all before
        const StoryFormula* instalment = nullptr;
        const StoryFormula* cap = nullptr;
        bool is_due = true;  // not between two months of what is due once in several
    };

    Result<void> by_formula() {
        if (!story_.price && story_.progressive.empty())
            return fail(Code::NotFound, "nothing has a price", place_);
        Read read = TRY(formulas());
        if (read.instalment != nullptr) return instalments(read);
        if (read.cap != nullptr) TRY_VOID(capped(read));
        return counted(read);
    }

    Result<Read> formulas() {
        Read read;
        for (const auto& formula : story_.formulas) {
            const bool is_behind = read.instalment != nullptr || read.cap != nullptr;
            if (formula.kind == "discount" || formula.kind == "increase") {
                auto& list = is_behind ? read.behind : read.before;
                list.push_back(TRY(discount(formula, read.before.size() + read.behind.size())));
            } else if (!is_behind && formula.kind == "once") {
                read.is_due = read.is_due && TRY(is_due_once(formula));
            } else if (!is_behind && formula.kind == "installment") {
                read.instalment = &formula;
            } else if (!is_behind && formula.kind == "cap") {
                read.cap = &formula;
            } else {
                return fail(Code::Unsupported, fmt::format("the formula '{}'", formula.kind),
                            place_);
            }
        }
        return read;
    }

    Result<Discount> discount(const StoryFormula& formula, std::size_t index) {
        Discount discount;
        discount.key = fmt::format("discount-{}", index + 1);
        TRY_VOID(know(formula, {"since", "till", "lasts", "fixed", "grows", "every", "everyMonth",
                                "min", "max", "reason", "as"}));
        if (const auto* reason = formula.find("reason")) out_.reasons[discount.key] = *reason;
        if (const auto* name = formula.find("as")) out_.names[discount.key] = *name;
        TRY_VOID(date(formula, discount));
        const auto* fixed = formula.find("fixed");
        const auto* grows = formula.find("grows");
        if ((fixed == nullptr) == (grows == nullptr) ||
            (fixed != nullptr && formula.kind == "increase"))
            return fail(Code::Unsupported, "a discount that is not fixed or growing", place_);
        if (fixed != nullptr) TRY_VOID(fix(*fixed, discount));
        else TRY_VOID(grow(*grows, formula, discount));
        return discount;
    }

    Result<void> date(const StoryFormula& formula, Discount& discount) const {
        if (const auto* since = formula.find("since"))
            discount.from = TRY(month_of_story(*since, place_));
        if (const auto* till = formula.find("till"))
            discount.until = TRY(month_of_story(*till, place_)).plus_days(-1);
        const auto* lasts = formula.find("lasts");
        if (lasts == nullptr) return {};
        if (!discount.from) return fail(Code::Unsupported, "a term without 'since'", place_);
        const int months = TRY(months_of_term(*lasts, place_));
        discount.until = discount.from->plus_months(months).plus_days(-1);
        return {};
    }

    // "30%", "10 USD" off each item, or the price of so many units.
    Result<void> fix(const std::string& text, Discount& discount) const {
        const Size size = TRY(read_size(text, place_));
        if (size.kind == Size::Kind::Percent) {
            discount.percent = size.value;
            return {};
        }
        if (size.kind == Size::Kind::Points)
            return fail(Code::Unsupported, "a discount of " + text, place_);
        if (size.unit == story_.currency.code()) {
            discount.amount = off_each(size.value);
            return {};
        }
        if (!story_.price) return fail(Code::Unsupported, "a discount of " + text, place_);
        const Decimal units = TRY(in_unit(size.value, size.unit, story_.unit));
        discount.amount =
            Discount::Amount{{TRY(product(units, *story_.price)), catalog::TimeUnit::Month}, {}};
        return {};
    }

    [[nodiscard]] Discount::Amount off_each(Decimal amount) const {
        return {{amount, catalog::TimeUnit::Month}, story_.unit};
    }

    // From 'min', or the step, in the first month, and so much more in each period that follows.
    Result<void> grow(const std::string& text, const StoryFormula& formula,
                      Discount& discount) const {
        const Size step = TRY(read_size(text, place_));
        const auto* min = formula.find("min");
        const Size first = min == nullptr ? step : TRY(read_size(*min, place_));
        const bool is_amount = step.kind == Size::Kind::Amount;
        if ((first.kind == Size::Kind::Amount) != is_amount)
            return fail(Code::Invalid,
                        fmt::format("minimum must be {}", is_amount ? "absolute" : "relative"),
                        place_);
        if (is_amount && (step.unit != story_.currency.code() || first.unit != step.unit))
            return fail(Code::Unsupported, "a discount that grows by " + text, place_);
        if (formula.find("max") == nullptr && !discount.until)
            return fail(Code::Invalid, "growing discount must be limited with 'max' or 'till'",
                        place_);
        if (!discount.from)
            return fail(Code::Invalid, "no since given for growing discount", place_);
        const int months = TRY(period_of(formula));
        discount.is_surcharge = formula.kind == "increase";
        if (is_amount) discount.amount = off_each(first.value);
        else discount.percent = first.value;
        std::optional<Decimal> most;
        if (const auto* max = formula.find("max")) most = TRY(limit(*max, is_amount, discount));
        return size(step, months, most, discount);
    }

    Result<int> period_of(const StoryFormula& formula) const {
        if (const auto* every = formula.find("every")) return months_of_term(*every, place_);
        const auto* months = formula.find("everyMonth");
        if (months == nullptr)
            return fail(Code::Invalid, "no period given for growing discount", place_);
        return months->empty() ? 1 : months_of_term(*months + " months", place_);
    }

    // Of the same kind it is the size that growth stops at; a sum else.
    Result<std::optional<Decimal>> limit(const std::string& text, bool is_amount,
                                         Discount& discount) const {
        const Size most = TRY(read_size(text, place_));
        if (most.kind != Size::Kind::Amount) {
            if (is_amount)
                return fail(Code::Unsupported, "an amount that grows up to " + text, place_);
            return most.value;
        }
        if (most.unit != story_.currency.code())
            return fail(Code::Unsupported, "a discount that grows up to " + text, place_);
        discount.at_most = {most.value, catalog::TimeUnit::Month};
        return std::nullopt;
    }

    // Equal steps by themselves; of others that which holds in the month.
    Result<void> size(const Size& step, int months, std::optional<Decimal> most,
                      Discount& discount) const {
        const bool compounds = step.kind == Size::Kind::Percent;
        const std::map<int, catalog::TimeUnit> units{
            {1, catalog::TimeUnit::Month},
            {kMonthsPerQuarter, catalog::TimeUnit::Quarter},
            {kMonthsPerYear, catalog::TimeUnit::Year}};
        const auto unit = units.find(months);
        if (!compounds && unit != units.end() && !step.value.is_zero()) {
            discount.grows = catalog::Growth{step.value, unit->second, most};
            return {};
        }
        Decimal& value = discount.amount ? discount.amount->per_time.value : discount.percent;
        const LocalDate month = month_of(story_.date).from;
        const LocalDate since = discount.from.value_or(month);
        const int passed =
            std::max((month.year() - since.year()) * kMonthsPerYear + month.month() - since.month(),
                     0) /
            months;
        const auto sign = discount.is_surcharge ? -1 : 1;
        if (!compounds) {
            value += TRY(step.value.times(Ratio{passed, 1}, Rounding::HalfUp));
        } else if (sign > 0) {
            value = TRY(compounded(value, step.value, passed));
        } else {
            value = -TRY(compounded(-value, -step.value, passed));
        }
        if (most) value = std::min(value, *most);
        return {};
    }

    // Every so many months since its month, or since it is sold.
    Result<bool> is_due_once(const StoryFormula& formula) const {
        TRY_VOID(know(formula, {"per", "since", "reason"}));
        const auto* per = formula.find("per");
        const auto* since = formula.find("since");
        if (per == nullptr || (since == nullptr && !story_.sale))
            return fail(Code::Unsupported, "a charge due once of no period or beginning", place_);
        const int months = TRY(months_of_term(*per, place_));
        LocalDate first;
        if (since != nullptr) first = TRY(month_of_story(*since, place_));
        else if (story_.sale) first = Zone().to_local(*story_.sale).date;
        int passed = (story_.date.year() - first.year()) * kMonthsPerYear + story_.date.month() -
                     first.month();
        return passed >= 0 && passed % months == 0;
    }

    Result<void> know(const StoryFormula& formula, const std::set<std::string_view>& names) const {
        for (const auto& [name, argument] : formula.calls)
            if (!names.contains(name))
                return fail(Code::Unsupported, fmt::format("'{}' of a {}", name, formula.kind),
                            place_);
        return {};
    }

    // Each is off what the ones before it leave.
    static std::vector<Discount> on(const std::string& charge, std::vector<Discount> discounts) {
        std::vector<std::string> keys{charge};
        for (auto& discount : discounts) {
            discount.on = keys;
            keys.push_back(discount.key);
        }
        return discounts;
    }

    [[nodiscard]] catalog::Plan plan(const std::string& name, catalog::Recurring fee,
                                     std::vector<Discount> discounts) const {
        catalog::Plan plan;
        plan.head = make_schedule(name, story_.currency).head;
        fee.billed = catalog::Billed::Arrears;
        plan.discounts = on(fee.key, std::move(discounts));
        plan.recurring = {std::move(fee)};
        return plan;
    }

    // What is off each item is off a month of all items.
    Result<std::vector<Discount>> off_all(std::vector<Discount> discounts) const {
        for (auto& discount : discounts) {
            if (!discount.amount || discount.amount->unit.empty()) continue;
            auto& off = *discount.amount;
            off.unit.clear();
            off.per_time.value = TRY(product(off.per_time.value, story_.quantity));
            if (discount.grows) {
                discount.grows->by = TRY(product(discount.grows->by, story_.quantity));
                if (auto& most = discount.grows->up_to) most = TRY(product(*most, story_.quantity));
            }
        }
        return discounts;
    }

    [[nodiscard]] static catalog::Recurring fee(const std::string& key, Decimal price) {
        catalog::Recurring fee;
        fee.key = key;
        fee.price = price;
        return fee;
    }

    // The fee of each month up to the first part, if another formula stands beside; then the parts,
    // and nothing is due any more.
    Result<void> instalments(const Read& read) {
        const auto& formula = *read.instalment;
        if (formula.find("till") != nullptr)
            return fail(Code::Invalid, "till can not be defined for installment", place_);
        TRY_VOID(know(formula, {"since", "lasts", "reason"}));
        const auto* since = formula.find("since");
        const auto* lasts = formula.find("lasts");
        if (since == nullptr) return fail(Code::Invalid, "no since given for installment", place_);
        if (lasts == nullptr) return fail(Code::Invalid, "no term given for installment", place_);
        if (!story_.price || !read.is_due)
            return fail(Code::Unsupported, "instalments of a price that is not one", place_);
        const LocalDate first = TRY(month_of_story(*since, place_));
        const Decimal price = TRY(product(*story_.price, story_.quantity));
        auto parts = fee(first < kNewName ? kLeasing : kInstallment, {});
        parts.per = catalog::TimeUnit::Once;
        parts.instalments = TRY(months_of_term(*lasts, place_));
        parts.price = TRY(price.times(Ratio{parts.instalments, 1}, Rounding::HalfEven));
        if (const auto* reason = formula.find("reason")) out_.reasons[parts.key] = *reason;
        const auto before = TRY(off_all(read.before));
        auto all = before;
        std::ranges::move(TRY(off_all(read.behind)), std::back_inserter(all));
        if (story_.formulas.size() > 1)
            out_.plans.push_back(
                {plan(kMonthly, fee(kMonthly, price), all), {kEver, first}, false});
        out_.plans.push_back({plan(parts.key, parts, before), {first, kOpen}, true});
        return {};
    }

    // Months before it are charged in full.
    Result<void> capped(Read& read) {
        TRY_VOID(know(*read.cap,
                      {"monthly", "since", "till", "reason", "forNonProportionalizedQuantity"}));
        const auto* monthly = read.cap->find("monthly");
        const auto days = monthly == nullptr ? std::nullopt : count_in(*monthly, "day");
        if (!days) return fail(Code::Unsupported, "a cap of no number of days", place_);
        Discount dates;
        TRY_VOID(date(*read.cap, dates));
        const LocalDate month = month_of(story_.date).from;
        if ((dates.from && month < *dates.from) || (dates.until && *dates.until < month)) {
            std::ranges::move(read.behind, std::back_inserter(read.before));
            return {};
        }
        out_.cap = {*days * kHoursPerDay,
                    read.cap->find("forNonProportionalizedQuantity") != nullptr};
        return {};
    }

    Result<void> counted(const Read& read) {
        auto schedule = counted_at(read.is_due ? tiers() : std::vector{make_tier({})});
        schedule.discounts = on(story_.counted, read.before);
        out_.counted = {std::move(schedule)};
        return {};
    }

    // Each progressive price is of the units over its bound, up to the next one.
    [[nodiscard]] std::vector<catalog::Tier> tiers() const {
        auto bounds = story_.progressive;
        if (bounds.empty()) bounds.emplace_back(story_.included, story_.price.value_or(Decimal()));
        std::vector<catalog::Tier> tiers;
        Decimal price;
        for (const auto& [over, next] : bounds) {
            if (!over.is_zero()) tiers.push_back(make_tier(price, catalog::Formula(over)));
            price = next;
        }
        tiers.push_back(make_tier(price));
        return tiers;
    }

    [[nodiscard]] catalog::Schedule counted_at(std::vector<catalog::Tier> tiers) const {
        auto schedule = make_schedule(story_.counted, story_.currency);
        auto charge = usage_charge(story_.counted, {kCounted, story_.unit});
        charge.seasons = {whole_year(std::move(tiers))};
        schedule.charges = {std::move(charge)};
        return schedule;
    }

    Result<void> licenses() {
        if (!story_.formulas.empty())
            return fail(Code::Unsupported, "a formula of a license", place_);
        for (const auto& term : story_.terms) {
            const auto price = story_.fees.find(term.tariff);
            if (price == story_.fees.end())
                return fail(Code::NotFound, fmt::format("tariff {} has no fee", term.tariff),
                            place_);
            auto license = fee(kLicense, price->second);
            license.prorate = prorate_;
            out_.plans.push_back({plan(term.tariff, license, {}), term.days, false});
        }
        return {};
    }

    const Story& story_;
    catalog::Prorate prorate_;
    const std::string& place_;
    StoryTariff out_;
};

}  // namespace

Result<StoryTariff> tariff_of(const Story& story, catalog::Prorate prorate,
                              const std::string& place) {
    return TariffMaker(story, prorate, place).make();
}

}  // namespace bw::reference_bills
