// How payments, deposits and what accounts owe are shown: tables for people, JSON for programs.
#pragma once

#include "apps/billwright/app.h"
#include "flow/collect/account.h"
#include "flow/collect/import.h"

#include <string>
#include <vector>

namespace bw::app {

void print_receipt(const Context& context, const collect::Receipt& receipt);
void print_payments(const Context& context, const std::string& file,
                    const collect::ImportReport& report);
void print_duplicate(const Context& context, const std::string& file, const Error& error);
void print_waiting(const Context& context, const std::vector<collect::Waiting>& waiting);
void print_retried(const Context& context, const collect::Retried& retried);
void print_reversal(const Context& context, const collect::Reversal& reversal);
void print_deposit(const Context& context, collect::DepositAct act,
                   const collect::DepositReceipt& receipt);
void print_refund(const Context& context, const collect::Refund& refund);
void print_standing(const Context& context, const collect::Standing& standing);
void print_account_statement(const Context& context, const collect::Payer& payer,
                             const collect::Statement& statement);

}  // namespace bw::app
