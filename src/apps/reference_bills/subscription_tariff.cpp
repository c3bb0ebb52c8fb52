#include "apps/reference_bills/subscription_tariff.h"

#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Discount;

const LocalDate kEver = LocalDate::of(2000, 1, 1), kOpen = LocalDate::of(2999, 12, 31);
constexpr int kHoursPerDay = 24;
// Charges of time, as the source calls them.
constexpr const char *kMonthly = "monthly", *kLeasing = "leasing", *kLicense = "license";

// "2 months", "28 days".
Result<int> count_of(const std::string& text, std::string_view unit, const std::string& place) {
    const auto words = split_words(text);
    if (words.size() == 2 && (words[1] == unit || words[1] == fmt::format("{}s", unit)))
        return static_cast<int>(TRY(number_before(text, " ", place)));
    return fail(Code::Unsupported, fmt::format("'{}' is no number of {}s", text, unit), place);
}

class TariffMaker {
public:
    TariffMaker(const Story& story, catalog::Prorate prorate, const std::string& place)
        : story_(story), prorate_(prorate), place_(place) {}

    Result<StoryTariff> make() {
        if (!story_.progressive.empty()) TRY_VOID(progressive());
        else if (!story_.fees.empty()) TRY_VOID(licenses());
        else TRY_VOID(by_formula());
        return std::move(out_);
    }

private:
    // What a formula says of a charge, up to the one that takes its place.
    struct Read {
        std::vector<Discount> before, behind;  // an instalment or a cap; without one, all before
        const StoryFormula* instalment = nullptr;
        const StoryFormula* cap = nullptr;
    };

    Result<void> by_formula() {
        if (!story_.price) return fail(Code::NotFound, "nothing has a price", place_);
        price_ = *story_.price;
        const Read read = TRY(formulas());
        if (read.instalment != nullptr) return instalments(read);
        if (read.cap != nullptr) return capped(read);
        return counted(read.before);
    }

    Result<Read> formulas() {
        Read read;
        for (const auto& formula : story_.formulas) {
            const bool is_behind = read.instalment != nullptr || read.cap != nullptr;
            if (formula.kind == "discount") {
                auto& list = is_behind ? read.behind : read.before;
                list.push_back(TRY(discount(formula, read.before.size() + read.behind.size())));
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
        TRY_VOID(
            know(formula, {"since", "till", "lasts", "fixed", "grows", "every", "max", "reason"}));
        if (const auto* reason = formula.find("reason")) out_.reasons[discount.key] = *reason;
        if (const auto* since = formula.find("since"))
            discount.from = TRY(month_of_story(*since, place_));
        if (const auto* till = formula.find("till"))
            discount.until = TRY(month_of_story(*till, place_)).plus_days(-1);
        if (const auto* lasts = formula.find("lasts")) {
            if (!discount.from) return fail(Code::Unsupported, "a term without 'since'", place_);
            const int months = TRY(count_of(*lasts, "month", place_));
            discount.until = discount.from->plus_months(months).plus_days(-1);
        }
        const auto* fixed = formula.find("fixed");
        const auto* grows = formula.find("grows");
        if ((fixed == nullptr) == (grows == nullptr))
            return fail(Code::Unsupported, "a discount that is not fixed or growing", place_);
        if (fixed != nullptr) TRY_VOID(fix(*fixed, discount));
        else TRY_VOID(grow(*grows, formula, discount));
        return discount;
    }

    // "30%", or "10 USD" off each item.
    Result<void> fix(const std::string& size, Discount& discount) const {
        const auto percent = match(size, "{}%");
        const auto amount = match(size, fmt::format("{{}} {}", story_.currency.code()));
        if (!percent && !amount) return fail(Code::Unsupported, "a discount of " + size, place_);
        if (percent) discount.percent = TRY(Decimal::parse(percent->front()));
        else
            discount.amount = Discount::Amount{
                {TRY(Decimal::parse(amount->front())), catalog::TimeUnit::Month}, story_.unit};
        return {};
    }

    // "10pp" in the first month, and so much more in each that follows.
    Result<void> grow(const std::string& step, const StoryFormula& formula,
                      Discount& discount) const {
        const auto points = match(step, "{}pp");
        const auto* every = formula.find("every");
        const auto* max = formula.find("max");
        const auto most = max == nullptr ? std::nullopt : match(*max, "{}%");
        if (!points || every == nullptr || *every != "month" || !most || !discount.from)
            return fail(Code::Unsupported, "a discount that grows by " + step, place_);
        discount.percent = TRY(Decimal::parse(points->front()));
        discount.grows = catalog::Growth{discount.percent, catalog::TimeUnit::Month,
                                         TRY(Decimal::parse(most->front()))};
        return {};
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
        // Off a month of one item is off a month.
        for (auto& discount : discounts)
            if (discount.amount) discount.amount->unit.clear();
        plan.discounts = on(fee.key, std::move(discounts));
        plan.recurring = {std::move(fee)};
        return plan;
    }

    [[nodiscard]] static catalog::Recurring fee(const std::string& key, Decimal price) {
        catalog::Recurring fee;
        fee.key = key;
        fee.price = price;
        return fee;
    }

    // The fee of each month up to the first part; then the parts, and nothing is due any more.
    Result<void> instalments(const Read& read) {
        const auto& formula = *read.instalment;
        TRY_VOID(know(formula, {"since", "lasts", "reason"}));
        const auto* since = formula.find("since");
        const auto* lasts = formula.find("lasts");
        if (since == nullptr || lasts == nullptr)
            return fail(Code::Unsupported, "instalments without 'since' and 'lasts'", place_);
        const LocalDate first = TRY(month_of_story(*since, place_));
        auto parts = fee(kLeasing, {});
        parts.per = catalog::TimeUnit::Once;
        parts.instalments = TRY(count_of(*lasts, "month", place_));
        parts.price = TRY(price_.times(Ratio{parts.instalments, 1}, Rounding::HalfEven));
        if (const auto* reason = formula.find("reason")) out_.reasons[kLeasing] = *reason;
        auto all = read.before;
        all.insert(all.end(), read.behind.begin(), read.behind.end());
        out_.plans.push_back({plan(kMonthly, fee(kMonthly, price_), all), {kEver, first}, false});
        out_.plans.push_back({plan(kLeasing, parts, read.before), {first, kOpen}, true});
        return {};
    }

    // A month of so many hours at most, from the first day of each on which it is sold.
    Result<void> capped(const Read& read) {
        TRY_VOID(know(*read.cap, {"monthly"}));
        auto monthly = fee(kMonthly, price_);
        const int days = TRY(count_of(read.cap->calls.front().second, "day", place_));
        monthly.cap = {days * kHoursPerDay, true};
        out_.plans.push_back(
            {plan(kMonthly, monthly, read.before), {story_.sale.value_or(kEver), kOpen}, true});
        return {};
    }

    Result<void> counted(const std::vector<Discount>& discounts) {
        auto schedule = counted_at({make_tier(price_)});
        schedule.discounts = on(story_.counted, discounts);
        out_.counted = {std::move(schedule)};
        return {};
    }

    // Each price is of the units over its bound, up to the next one.
    Result<void> progressive() {
        std::vector<catalog::Tier> tiers;
        Decimal price;
        for (const auto& [over, next] : story_.progressive) {
            tiers.push_back(make_tier(price, catalog::Formula(over)));
            price = next;
        }
        tiers.push_back(make_tier(price));
        out_.counted = {counted_at(std::move(tiers))};
        return {};
    }

    [[nodiscard]] catalog::Schedule counted_at(std::vector<catalog::Tier> tiers) const {
        auto schedule = make_schedule(story_.counted, story_.currency);
        auto charge = usage_charge(story_.counted, {kCounted, story_.unit});
        charge.seasons = {whole_year(std::move(tiers))};
        schedule.charges = {std::move(charge)};
        return schedule;
    }

    Result<void> licenses() {
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
    Decimal price_;  // of an item, or of it for a month
    StoryTariff out_;
};

}  // namespace

Result<StoryTariff> tariff_of(const Story& story, catalog::Prorate prorate,
                              const std::string& place) {
    return TariffMaker(story, prorate, place).make();
}

}  // namespace bw::reference_bills
