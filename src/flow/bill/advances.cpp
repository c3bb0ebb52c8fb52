#include "flow/bill/advances.h"

#include "base/check.h"
#include "flow/bill/assemble.h"
#include "flow/bill/periods.h"
#include "platform/text/said.h"

#include <algorithm>

namespace bw::bill {
namespace {

constexpr int kDaysToPropose = 180;  // about half a year
constexpr int kDaysOfYear = 365;

int months_left(const catalog::PaymentPlan& plan, LocalDate month) {
    return (plan.settled_in - month.month() + 12) % 12;
}

// The settlement month of the year that `month` lies in.
LocalDate year_end(const catalog::PaymentPlan& plan, LocalDate month) {
    return month.plus_months(months_left(plan, month));
}

// Counted back from the settlement.
bool is_asked_in(const catalog::PaymentPlan& plan, LocalDate month) {
    return months_left(plan, month) % plan.every_months == 0;
}

}  // namespace

std::vector<Money> shares_of(const Money& whole, std::span<const catalog::TaxShare> taxes) {
    std::vector<std::int64_t> weights;
    weights.reserve(taxes.size());
    for (const auto& share : taxes)  // up to 100 percent
        weights.push_back(static_cast<std::int64_t>(share.percent.nano()));
    std::vector<Money> shares;
    for (const auto minor : split(whole.minor, weights)) shares.push_back({minor, whole.currency});
    return shares;
}

const customers::Term* Advances::term_in(LocalDate month) const {
    const auto slices = slices_of(subscription_.terms, month_of(month));
    if (slices.empty()) return nullptr;
    const auto after = std::ranges::upper_bound(subscription_.terms, slices.front().supplied.from,
                                                {}, &customers::Term::from);
    return &*std::prev(after);
}

Result<const catalog::PaymentPlan*> Advances::plan_in(LocalDate month) const {
    const auto* term = term_in(month);
    if (term == nullptr || term->payment_plan.empty()) return nullptr;
    return tariffs_.catalog().payment_plan_on(term->payment_plan, std::max(term->from, month));
}

LocalDate Advances::settled_before(const catalog::PaymentPlan& plan, const customers::Term& term,
                                   LocalDate month) const {
    LocalDate end = year_end(plan, month).plus_months(1);
    for (const auto& later : subscription_.terms) {
        if (later.from <= term.from) continue;
        if (later.plan.empty())
            end = std::min(end, later.from.plus_days(-1).first_of_month().plus_months(1));
        else if (later.payment_plan != term.payment_plan && later.from > month)
            end = std::min(end, std::max(later.from.first_of_month(), month.plus_months(1)));
    }
    return end;
}

Result<LocalDate> Advances::last_month(LocalDate month) const {
    const auto* plan = TRY(plan_in(month));
    CHECK(plan != nullptr);
    return settled_before(*plan, *term_in(month), month).plus_months(-1);
}

Result<bool> Advances::waits(LocalDate month, LocalDate until) const {
    const auto* plan = TRY(plan_in(month));
    return plan != nullptr && settled_before(*plan, *term_in(month), month) > until;
}

Result<bool> Advances::settles(LocalDate month) const {
    const auto* plan = TRY(plan_in(month));
    return plan != nullptr && settled_before(*plan, *term_in(month), month) == month.plus_months(1);
}

// What a settlement proposed stands until the customer's row says something newer.
Money Advances::amount_in(LocalDate month, const customers::Term& term) const {
    Money amount{term.advance, account_.currency};
    LocalDate since = term.said_from();
    for (const auto& p : proposed_)
        if (p.subscription == subscription_.id && p.from <= month && p.from > since) {
            amount = p.gross;
            since = p.from;
        }
    return amount;
}

Result<Item> Advances::taxed(Item item, const std::string& category) const {
    const LocalDate day = item.nominal.to.plus_days(-1);
    const auto* issuer = TRY(tariffs_.issuers().on(account_.issuer, day));
    const auto tax =
        TRY(tariffs_.catalog().tax_on(issuer->taxes, category, day, account_.on(day).tax_status));
    item.tax_code = catalog::tax_code_name(tax.rate->code);
    item.tax_percent = tax.rate->percent;
    item.tax_reason = tax.rate->reason;
    item.piece.tax = tax.category->key;
    return item;
}

Period Advances::months_asked_for(const catalog::PaymentPlan& plan, LocalDate month) const {
    return {std::max(month.plus_months(1 - plan.every_months),
                     first_day_of(subscription_, Stream::Request)),
            month.plus_months(1)};
}

Result<std::vector<Item>> Advances::ask(LocalDate month) const {
    std::vector<Item> items;
    const auto* plan = TRY(plan_in(month));
    if (plan == nullptr || plan->document != catalog::AdvanceDocument::Invoice ||
        !is_asked_in(*plan, month))
        return items;
    Item item;
    item.subscription = subscription_.id;
    item.stream = Stream::Request;
    item.nominal = month_of(month);
    item.is_gross = true;  // an advance is agreed with its tax
    const std::string& language = account_.on(month).language;
    item.name = catalog::name_in(
        plan->head.names, language,
        text::said(text::tongue_of(language), "Advance", "Abschlag", "Acconto", "Pago a cuenta"));
    rate::Piece& piece = item.piece;
    piece.kind = rate::PieceKind::Advance;
    piece.charge = "advance";
    piece.schedule = plan->head.name;
    piece.version = plan->head.from;
    piece.days = months_asked_for(*plan, month);
    piece.quantity = Decimal(1);
    piece.round = {Rounding::HalfUp, account_.currency.digits()};
    const Money whole = amount_in(month, *term_in(month));
    const auto shares = shares_of(whole, plan->taxes);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const std::string& category = plan->taxes[i].category;
        Item part = TRY(taxed(item, category));
        // Two categories may be one for the customer: the name of the plan's tells them apart.
        if (shares.size() > 1) part.piece.part = category;
        part.amount = shares[i];
        part.piece.price = part.piece.amount = part.amount.decimal();
        items.push_back(std::move(part));
    }
    return items;
}

Result<std::vector<Advances::Asked>> Advances::asked(const Period& days) const {
    std::vector<Asked> asked;
    for (LocalDate month = days.from.first_of_month(); month < days.to;
         month = month.plus_months(1)) {
        const auto* plan = TRY(plan_in(month));
        if (plan == nullptr || !is_asked_in(*plan, month) || month.month() == plan->settled_in)
            continue;
        Asked one{month, months_asked_for(*plan, month), std::nullopt,
                  amount_in(month, *term_in(month))};
        if (plan->document == catalog::AdvanceDocument::Request) {
            one.due_on = month.plus_days(plan->due_day - 1);
            if (!days.contains(*one.due_on)) continue;
        } else if (TRY(settles(month))) {
            continue;
        }
        asked.push_back(one);
    }
    return asked;
}

Result<std::optional<ProposedAdvance>> Advances::propose(LocalDate from, int days,
                                                         const Money& gross) const {
    const auto* plan = TRY(plan_in(from));
    if (plan == nullptr || days < kDaysToPropose || gross.minor <= 0) return std::nullopt;
    // A year of the same, asked for in as many advances as come before the next settlement.
    const int advances = 12 / plan->every_months - 1;
    const int128 step = plan->round_up_to.nano();
    const int128 exact = static_cast<int128>(gross.decimal().nano()) * kDaysOfYear;
    const int128 steps = divide_rounded(
        exact, static_cast<int128>(days) * std::max(advances, 1) * step, Rounding::Up);
    const auto amount =
        TRY(round_to_money(Decimal::from_nano(steps * step), account_.currency, Rounding::Up));
    const bool is_monthly_request =
        plan->document == catalog::AdvanceDocument::Request && plan->every_months == 1;
    return ProposedAdvance{
        subscription_.id, from, amount, {}, is_monthly_request ? plan->due_day : 0};
}

}  // namespace bw::bill
