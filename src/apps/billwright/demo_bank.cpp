#include "apps/billwright/demo_bank.h"

#include "flow/bill/store.h"
#include "flow/collect/balance.h"
#include "flow/collect/desk.h"
#include "flow/collect/import.h"
#include "platform/blob/blob.h"
#include "run/advance_requests.h"
#include "run/reverse/reverse.h"

#include <fmt/format.h>

#include <span>

namespace bw::app {
namespace {

constexpr int kMonthsInvoices = 1'000'000;
constexpr std::string_view kHeader = "key,account,reference,amount,currency,booked_on,text\n";
constexpr std::string_view kRefundAbove = "5.00";
constexpr int kSettledMonth = 11;  // July 2027, of the payment plans
const run::Hand kClerk{"ada", "the customer moved the contract to another address"};

struct PaymentRow {
    std::string key, account, reference;
    Money amount;
    LocalDate on;
};
std::string text_of(const PaymentRow& row) {
    return fmt::format("{},{},{},{},{},{},\n", row.key, row.account, row.reference,
                       row.amount.to_string(), row.amount.currency.code(), row.on.to_string());
}

// One of fifty bills stays unpaid.
bool is_unpaid(const std::string& number) {
    return number.ends_with("17") || number.ends_with("67");
}

}  // namespace

Result<void> DemoBank::act(const demo::Act& act) {
    const collect::Desk desk{*workspace_.database, workspace_.tenant, *workspace_.clock};
    switch (act.deed) {
        case demo::Deed::TakeDeposit:
            TRY(collect::move_deposit(desk, collect::DepositAct::Take,
                                      {act.account, act.amount, act.day, {}}));
            return {};
        case demo::Deed::ReturnDeposit:
            TRY(collect::move_deposit(desk, collect::DepositAct::Return,
                                      {act.account, act.amount, act.day, {}}));
            return {};
        case demo::Deed::TopUp:
            TRY(collect::top_up(desk, {act.account, act.amount, act.day, {}}));
            return {};
        case demo::Deed::Reverse: {
            run::ReverseRequest request;
            request.month = month_of(act.day).from.plus_months(-1);
            request.accounts = {act.account};
            request.hand = kClerk;
            TRY(run::reverse(workspace_, request));
            return {};
        }
    }
    return {};
}

Result<void> DemoBank::act_before(LocalDate until) {
    for (; next_act_ < plan_.acts.size() && plan_.acts[next_act_].day < until; ++next_act_)
        TRY_VOID(act(plan_.acts[next_act_]));
    return {};
}

void DemoBank::row_for(const bill::InvoiceRow& invoice, int month, std::string& rows,
                       Unusual& unusual) {
    const auto habit = plan_.payment_of(invoice.account, month);
    if (invoice.payable.minor <= 0 || (!habit && is_unpaid(invoice.number))) return;
    PaymentRow row{"b-" + invoice.number, "", invoice.number, invoice.payable,
                   invoice.issued_on.plus_days(9)};
    if (const auto owed = owed_.find(invoice.account); owed != owed_.end()) {
        row.reference.clear();  // both bills at once, and neither is named
        row.account = invoice.account;
        row.amount.minor += owed->second.minor;
        owed_.erase(owed);
    }
    if (habit == demo::Payment::Oldest) {
        owed_.emplace(invoice.account, invoice.payable);
        return;
    }
    if (habit == demo::Payment::Short) row.amount.minor -= row.amount.minor / 5;
    if (habit == demo::Payment::Unknown) {
        row.reference = "STROM-" + invoice.number.substr(invoice.number.size() - 4);
        unusual.unknown.push_back(row.key);
        unusual.accounts.push_back(invoice.account);
    }
    if (habit == demo::Payment::ComesBack) unusual.come_back.push_back(row.key);
    rows += text_of(row);
    if (habit != demo::Payment::Twice) return;
    row.key += "-again";
    row.on = row.on.plus_days(1);
    rows += text_of(row);
}

void DemoBank::transfers_before(LocalDate until, std::string& rows) {
    const auto& all = plan_.transfers;
    for (; next_transfer_ < all.size() && all[next_transfer_].day < until; ++next_transfer_) {
        const auto& t = all[next_transfer_];
        rows += fmt::format("t-{},{},{},{},EUR,{},\n", next_transfer_ + 1, t.account, t.reference,
                            t.amount, t.day.to_string());
    }
}

Result<std::map<std::string, std::string>> DemoBank::rows_of(int month,
                                                             const std::vector<RunId>& runs,
                                                             Unusual& unusual) {
    std::map<std::string, std::string> rows;  // by issuer
    const auto tx = workspace_.database->begin(store::Access::Read);
    for (const RunId run : runs) {
        const auto info = TRY(run::find_run(*tx, workspace_.tenant, run));
        const auto issuers = TRY(customers::load_issuers(*tx, workspace_.tenant, {info.terms.cut}));
        for (const auto& invoice :
             bill::list_invoices(*tx, workspace_.tenant, run, kMonthsInvoices)) {
            const auto* issuer = TRY(issuers.on(invoice.issuer, invoice.issued_on));
            row_for(invoice, month, rows[issuer->code], unusual);
        }
    }
    transfers_before(options_.first_month.plus_months(month + 1).plus_days(12), rows["AURORA"]);
    return rows;
}

Result<void> DemoBank::take_files(int month,
                                  const std::map<std::string, std::string>& rows_by_issuer) {
    const collect::Desk desk{*workspace_.database, workspace_.tenant, *workspace_.clock};
    for (const auto& [issuer, rows] : rows_by_issuer) {
        if (rows.empty()) continue;
        const auto day = options_.first_month.plus_months(month + 1).plus_days(17);
        const auto file = folder_ / "payments" / fmt::format("{}-{}.csv", day.to_string(), issuer);
        std::filesystem::create_directories(file.parent_path());
        const std::string text = std::string(kHeader) + rows;
        blob::write_durably(file, std::as_bytes(std::span(text)));
        const auto report = TRY(collect::import_payments(desk, file, {issuer, "", false}));
        payments_ += report.accepted + report.pending;
        waiting_ += report.pending;
    }
    return {};
}

Result<void> DemoBank::refund(LocalDate on) {
    const auto done = TRY(
        run::refund_all(workspace_, {std::string(kRefundAbove), on, collect::Refunding::Recorded},
                        [](const std::string&, const Money&) {}));
    refunds_ += done.accounts;
    return {};
}

Result<void> DemoBank::pay(int month, const std::vector<RunId>& runs) {
    Unusual unusual;
    const auto rows = TRY(rows_of(month, runs, unusual));
    TRY_VOID(take_files(month, rows));
    const collect::Desk desk{*workspace_.database, workspace_.tenant, *workspace_.clock};
    const LocalDate later = options_.first_month.plus_months(month + 1).plus_days(21);
    for (const auto& key : unusual.come_back)
        TRY(collect::reverse_payment(desk, key, later, "returned by the bank: no cover"));
    // Every second one that nobody could place is found out; the others still wait.
    for (std::size_t i = 0; i < unusual.unknown.size(); i += 2) {
        TRY(collect::match_payment(desk, unusual.unknown[i], unusual.accounts[i], later));
        --waiting_;
    }
    if (month == kSettledMonth) TRY_VOID(refund(later));
    return {};
}

}  // namespace bw::app
