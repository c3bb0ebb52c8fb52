#include "run/takeover/former_rows.h"

#include "books/customers/customers.h"

namespace bw::takeover {
namespace {

bill::FormerKind kind_of(company::HistoryLine line) {
    switch (line) {
        case company::HistoryLine::Total: break;
        case company::HistoryLine::Usage: return bill::FormerKind::Usage;
        case company::HistoryLine::Charge: return bill::FormerKind::Charge;
    }
    return bill::FormerKind::Total;
}

Result<Money> money(const std::string& text, Currency currency) {
    if (text.empty()) return Money{0, currency};
    return parse_money(text, currency);
}

}  // namespace

Result<const FormerRows::Known*> FormerRows::account(const std::string& number) {
    if (number == last_) return &known_;
    const auto account = TRY(customers::load_account(tx_, tenant_, number, AsOf{cut_}));
    known_ = {{tenant_, account.bucket, account.id}, account.currency, {}};
    for (const auto& s : account.subscriptions) known_.subscriptions[s.service_point.code] = s.id;
    last_ = number;
    return &known_;
}

Result<FormerRows::Placed> FormerRows::place(const company::HistoryRow& row) {
    const Known& known = *TRY(account(row.account));
    if (!row.currency.empty() && row.currency != known.currency.code())
        return fail(Code::Conflict, "the account is in another currency", "account " + row.account);
    bill::FormerLine line;
    line.kind = kind_of(row.kind);
    line.days = row.days;
    line.charge = row.charge;
    line.channel = row.channel;
    line.unit = row.unit;
    line.quantity = row.quantity;
    if (!row.service_point.empty()) {
        const auto of = known.subscriptions.find(row.service_point);
        if (of == known.subscriptions.end())
            return fail(Code::NotFound, "it is no service point of this account",
                        "service point " + row.service_point);
        line.subscription = of->second;
    }
    line.net = TRY(money(row.net, known.currency));
    line.tax = TRY(money(row.tax, known.currency));
    line.gross = TRY(money(row.gross, known.currency));
    if (line.kind == bill::FormerKind::Total && TRY(add(line.net, line.tax)) != line.gross)
        return fail(Code::Invalid, "net and tax do not make the gross amount");
    return Placed{known.payer, std::move(line)};
}

}  // namespace bw::takeover
