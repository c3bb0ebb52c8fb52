#include "flow/bill/shares.h"

#include "books/customers/roles.h"
#include "flow/bill/assemble.h"
#include "flow/bill/line_name.h"
#include "platform/text/said.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace bw::bill {
namespace {

using customers::Share;
using customers::Subscription;

// Both sides of a share.
enum class Side : std::uint8_t { Holder, CoPayer };

// One charge, or the sum of all.
struct Whole {
    const Item* first = nullptr;
    Money amount;
};
// By tax, and whether it is inside the amounts.
using Wholes = std::map<std::tuple<std::string, Decimal, std::string, bool>, Whole>;

Result<Wholes> wholes_of(std::span<const Item> items, const Share& share) {
    Wholes wholes;
    for (const auto& item : items) {
        if (!share.of.empty() && item.piece.charge != share.of) continue;
        auto [it, is_new] =
            wholes.try_emplace({item.tax_code, item.tax_percent, item.piece.tax, item.is_gross});
        if (is_new) it->second = {&item, Money{0, item.amount.currency}};
        it->second.amount = TRY(add(it->second.amount, item.amount));
    }
    return wholes;
}

std::string name_of(const Share& share, const Whole& whole, Side side, const std::string& other,
                    const catalog::Catalog& catalog, const std::string& language) {
    const auto tongue = text::tongue_of(language);
    const std::string percent = text::number_in(tongue, share.percent.to_string());
    const std::string of =
        share.of.empty() ? "" : charge_words(catalog, whole.first->piece, share.of, language);
    if (side == Side::Holder)
        return (of.empty() ? "" : of + ": ") +
               text::said(tongue, "{} % paid by account {}", "{} % zahlt Konto {}",
                          "{} % a carico del conto {}", "{} % a cargo de la cuenta {}", percent,
                          other);
    return text::said(tongue, "{} % of {}account {}", "{} % von {}Konto {}", "{} % di {}conto {}",
                      "{} % de {}cuenta {}", percent, of.empty() ? "" : of + ", ", other);
}

struct Naming {
    Side side;
    const std::string& other;  // the account on the other side
    const std::string& language;
    const catalog::Catalog& catalog;
};

// One line per tax: the share times what it is of.
Result<std::vector<Item>> items_of(const MonthRequest& request, std::span<const Item> items,
                                   const Share& share, const Naming& naming) {
    std::vector<Item> result;
    const Period first = request.plans.front().days, last = request.plans.back().days;
    for (const auto& [tax, whole] : TRY(wholes_of(items, share))) {
        if (whole.amount.minor == 0) continue;
        Item item;
        item.subscription = request.subscription.id;
        item.stream = request.stream;
        item.nominal = request.nominal;
        std::tie(item.tax_code, item.tax_percent, item.piece.tax, item.is_gross) = tax;
        item.tax_reason = whole.first->tax_reason;
        rate::Piece& piece = item.piece;
        piece.kind = rate::PieceKind::Fixed;
        piece.charge = "share";
        piece.part = share.of.empty() ? naming.other : naming.other + "/" + share.of;
        piece.schedule = request.plans.front().plan->head.name;
        piece.version = request.plans.front().plan->head.from;
        piece.days = {first.from, last.to};
        const Decimal all = whole.amount.decimal();
        piece.price = all.is_negative() ? -all : all;
        const bool is_taken = all.is_negative() != (naming.side == Side::Holder);
        const Decimal part = Decimal::from_nano(share.percent.nano() / 100);
        piece.quantity = is_taken ? -part : part;
        piece.round = {Rounding::HalfUp, whole.amount.currency.digits()};
        item.amount = TRY(line_amount(piece, whole.amount.currency));
        piece.amount = item.amount.decimal();
        piece.breakdown.notes.emplace_back(rate::note::PercentOf{
            share.percent, all,
            share.of.empty() ? std::vector<std::string>{} : std::vector{share.of}});
        item.name =
            name_of(share, whole, naming.side, naming.other, naming.catalog, naming.language);
        result.push_back(std::move(item));
    }
    return result;
}

// Is it a holder's at the co-payer's service point, and supplied in the month?
bool is_shared(const Subscription& held, const Subscription& of, const Period& month) {
    return held.service_point.id == of.service_point.id && held.role != customers::Role::CoPayer &&
           !slices_of(held.terms, month).empty();
}

// --- what holder and co-payer both refuse, so that neither is billed without the other ---

// All of a charge is what is shared of it by name, and of everything.
Result<void> check_sums(std::span<const Share> shares) {
    for (const auto& share : shares) {
        Decimal sum;
        for (const auto& other : shares)
            if (other.of.empty() || other.of == share.of) sum += other.percent;
        if (sum > Decimal(100))
            return fail(
                Code::Invalid,
                fmt::format("the shares of its co-payers{} come to {} %: correct their rows",
                            share.of.empty() ? "" : " in '" + share.of + "'", sum.to_string()));
    }
    return {};
}

Result<void> check_allowances(std::span<const PlanDays> plans) {
    for (const auto& [plan, days] : plans)
        for (const auto& allowance : plan->allowances)
            if (!allowance.shared_by.empty())
                return fail(Code::Unsupported,
                            "an allowance that several services share cannot be on a bill that "
                            "two accounts share",
                            "plan " + plan->head.name);
    return {};
}

Result<void> check_states(const RatedMonth& rated) {
    if (rated.states.empty()) return {};
    return fail(Code::Unsupported,
                fmt::format("'{}' passes on from month to month and cannot be on a bill that two "
                            "accounts share",
                            rated.states.front().charge));
}

// What a co-payer's own row says of the month.
Share share_of(const MonthRequest& request) {
    Share share;
    for (const auto& term : request.subscription.terms)
        if (term.from < request.nominal.to && !term.plan.empty())
            share = {request.account.number, term.share, term.share_of};
    return share;
}

}  // namespace

Result<std::vector<MonthRequest>> shared_months(const catalog::Catalog& catalog,
                                                const MonthRequest& request) {
    std::vector<MonthRequest> months;
    if (request.plans.empty()) return months;
    const auto shared = customers::shared_in(request.subscription.terms, request.nominal);
    for (const auto& holder : request.subscription.holders)
        for (const auto& held : holder->subscriptions) {
            if (!shared.contains({holder->number, held.role}) ||
                !is_shared(held, request.subscription, request.nominal))
                continue;
            MonthRequest month{*holder, held, request.stream, request.nominal, {}, {}};
            month.plans = TRY(plan_days(catalog, slices_of(held, request.stream, request.nominal)));
            TRY_VOID(check_allowances(month.plans));
            month.is_settled = request.is_settled;
            months.push_back(std::move(month));
        }
    return months;
}

Result<void> take_off_shares(const MonthRequest& request, const catalog::Catalog& catalog,
                             RatedMonth& rated) {
    const auto shares = customers::shares_in(request.subscription, request.nominal.from);
    if (shares.empty() || request.plans.empty()) return {};
    TRY_VOID(check_sums(shares));
    TRY_VOID(check_allowances(request.plans));
    TRY_VOID(check_states(rated));
    std::vector<Item> taken;
    for (const auto& share : shares) {
        const std::string& language = request.account.on(request.nominal.from).language;
        auto items = TRY(items_of(request, rated.items, share,
                                  {Side::Holder, share.account, language, catalog}));
        std::ranges::move(items, std::back_inserter(taken));
    }
    std::ranges::move(taken, std::back_inserter(rated.items));
    return {};
}

Result<std::vector<Item>> share_items(const MonthRequest& request, const MonthRequest& holder,
                                      const RatedMonth& rated, const catalog::Catalog& catalog) {
    TRY_VOID(check_states(rated));
    const std::string& language = request.account.on(request.nominal.from).language;
    return items_of(request, rated.items, share_of(request),
                    {Side::CoPayer, holder.account.number, language, catalog});
}

}  // namespace bw::bill
