// How payments, deposits and what accounts owe are shown: tables for people, one JSON document for
// programs.
#pragma once

#include "apps/billwright/app.h"
#include "flow/collect/account.h"
#include "flow/collect/balance.h"
#include "flow/collect/import.h"
#include "run/advance_requests.h"

#include <span>
#include <string>
#include <vector>

namespace bw::app {

void print_receipt(const Context& context, const collect::Receipt& receipt);
void print_waiting(const Context& context, const std::vector<collect::Waiting>& waiting);
void print_retried(const Context& context, const collect::Retried& retried);
void print_reversal(const Context& context, const collect::Reversal& reversal);
void print_deposit(const Context& context, collect::DepositAct act,
                   const collect::DepositReceipt& receipt);
void print_low_balances(const Context& context, const std::string& below,
                        const collect::LowBalances& found);
void print_refund(const Context& context, const collect::Refund& refund);
// What is refunded, account by account.
class RefundList {
public:
    RefundList(const Context& context, bool is_dry) : context_(context), is_dry_(is_dry) {}
    void add(const std::string& account, const Money& amount);
    void end(const run::RefundAll& all);

private:
    const Context& context_;
    bool is_dry_;
    std::vector<std::pair<std::string, Money>> rows_;
};
void print_standing(const Context& context, const collect::Standing& standing,
                    const run::AdvanceRequests& advances);
void print_account_statement(const Context& context, const collect::Payer& payer,
                             const collect::Statement& statement);

// Files of payments, told one by one; as JSON one document, which finish() or stop() prints.
class PaymentFiles {
public:
    PaymentFiles(Context& context, bool is_dry);
    void imported(const std::string& file, const collect::ImportReport& report);
    // It was imported before: told, but no failure.
    void known(const std::string& file, const std::string& text);
    void stop(const Error& error, std::span<const std::string> not_tried);
    void finish();

private:
    Context& context_;
    bool is_dry_;  // nothing is kept
    json::Writer json_;
};

}  // namespace bw::app
