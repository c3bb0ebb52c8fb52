// All SQL of bill: what stands billed, and the rows that prepare and seal write.
// Readers take a bucket (a unit of a run) or one account of it.
#pragma once

#include "flow/bill/billed.h"
#include "flow/bill/eligibility.h"
#include "platform/store/migration.h"
#include "platform/store/store.h"

#include <map>
#include <set>
#include <span>
#include <vector>

namespace bw::bill {

std::span<const store::Migration> schema();

// Where an account lives: the payer key.
struct Payer {
    TenantId tenant;
    int bucket = 0;
    BillingAccountId account;
};

using Priors = std::map<BillingAccountId, Prior>;
// A condition for one account, by its key, or for all of them where `only` is 0; the parameter is
// bound to `only` both times. Text of SQL.
std::string of_account(std::string_view column, std::string_view parameter, BillingAccountId only);
// Months from the one before `horizon` on, the last statement and what was decided up to the cut,
// of each account of the bucket (or of `only`).
struct PriorReach {
    LocalDate horizon;
    Batch cut;
};
Result<Priors> load_prior(store::Transaction& tx, TenantId tenant, int bucket,
                          const PriorReach& reach, BillingAccountId only = {});
// Says of each account whether a run held it, or left it out for a person (Prior::was_held); of no
// run (0) nothing.
void mark_held(store::Transaction& tx, TenantId tenant, int bucket, RunId run, Priors& priors);
// Every line billed for one subscription and nominal period, in the order of their statements.
Result<std::vector<BilledLine>> load_lines(store::Transaction& tx, const Payer& payer,
                                           SubscriptionId subscription, Stream stream,
                                           LocalDate nominal_from);
// State carried out of the period before `nominal_from`, by its latest billing up to the cut.
Result<std::vector<rate::State>> load_state(store::Transaction& tx, const Payer& payer,
                                            SubscriptionId subscription, LocalDate nominal_from,
                                            Batch cut);

// Whether a run looked at any month of it.
bool is_billed(store::Transaction& tx, const Payer& payer, SubscriptionId subscription);

// What was measured from a month on, by the latest billing of each month up to the cut; ascending.
Result<std::vector<Measured>> load_measured(store::Transaction& tx, const Payer& payer,
                                            SubscriptionId subscription, LocalDate from, Batch cut);

// What stands billed after use for each nominal month from one on, corrections included.
Result<std::vector<BilledMonth>> load_months(store::Transaction& tx, const Payer& payer,
                                             LocalDate from);

// What prepare leaves of an account: a survivor, or its exceptions.
struct PreparedRow {
    Payer payer;
    int first_statement = 0;
    int statements = 0;
    Money net, gross;
    std::int64_t content = 0;
};
void write_prepared(store::Transaction& tx, RunId run, std::span<const PreparedRow> rows);
std::vector<PreparedRow> load_prepared(store::Transaction& tx, TenantId tenant, int bucket,
                                       RunId run);
void write_exceptions(store::Transaction& tx, RunId run, const Payer& payer,
                      std::span<const Exception> exceptions);
// One more after those that were written; said again, it adds nothing.
void tell_once(store::Transaction& tx, RunId run, const Payer& payer, const Exception& exception);
struct NotBilledRow {
    Payer payer;
    NotBilled why = NotBilled::AlreadyBilled;
};
void write_not_billed(store::Transaction& tx, RunId run, std::span<const NotBilledRow> rows);

// One statement as seal writes it: invoice row, number, lines, covered periods, carried state.
struct SealedStatement {
    Payer payer;
    int statement = 0;
    IssuerId issuer;
    RunId run;
    Batch cut;
    const Invoice* invoice = nullptr;  // numbered
};
void write_statements(store::Transaction& tx, std::span<const SealedStatement> statements);

struct SealedMarks {
    Payer payer;
    Marks marks;
};
void write_marks(store::Transaction& tx, std::span<const SealedMarks> sealed);

// --- questions about issued statements ---------------------------------------------------------
struct InvoiceRow {
    Payer payer;
    int statement = 0;
    InvoiceId id;
    RunId run;
    IssuerId issuer;
    InvoiceKind kind = InvoiceKind::Invoice;
    std::string account, number, reference;  // account: the billing account's number
    LocalDate issued_on, due_on;
    Period period;
    Money net, tax, gross, payable;
    Batch cut;
};
std::optional<InvoiceRow> find_invoice(store::Transaction& tx, TenantId tenant,
                                       std::string_view number);
std::optional<InvoiceRow> find_invoice(store::Transaction& tx, const Payer& payer, InvoiceId id);
// In order of the accounts' numbers, of one account as they were issued; `run` 0: all runs;
// `account` empty: all; at most `limit`.
std::vector<InvoiceRow> list_invoices(store::Transaction& tx, TenantId tenant, RunId run, int limit,
                                      std::string_view account = {});
struct InvoiceCount {
    std::int64_t invoices = 0, accounts = 0;  // accounts: that have any
};
// Of all that list_invoices would give without a limit.
InvoiceCount count_invoices(store::Transaction& tx, TenantId tenant, RunId run,
                            std::string_view account = {});
// The lines of a statement with the breakdown as it was stored (breakdown_text.h).
struct StoredLine {
    BilledLine line;
    int number = 0;
    bool reversal = false;
    std::string breakdown;
};
Result<std::vector<StoredLine>> load_statement(store::Transaction& tx, const InvoiceRow& invoice);

struct ExceptionRow {
    Payer payer;
    std::string account_number;
    Exception exception;
};
std::vector<ExceptionRow> list_exceptions(store::Transaction& tx, TenantId tenant, RunId run,
                                          int limit);
// Accounts that a run did not bill, by reason, with the first ones' numbers.
struct NotBilledCount {
    NotBilled why = NotBilled::AlreadyBilled;
    std::int64_t accounts = 0;
    std::vector<std::string> first;
};
std::vector<NotBilledCount> count_not_billed(store::Transaction& tx, TenantId tenant, RunId run,
                                             int limit);

// Whom a run prepared, held or did not bill: all that it looked at.
std::set<BillingAccountId> accounts_of_run(store::Transaction& tx, TenantId tenant, RunId run);
// Exceptions that hold, of one run; an empty word asks for any. By account.
struct ExceptionFilter {
    RunId run;
    std::string cause, account;
};
std::vector<ExceptionRow> find_held(store::Transaction& tx, TenantId tenant,
                                    const ExceptionFilter& filter);

struct CauseCount {
    std::string cause;
    std::int64_t held = 0, released = 0, told = 0;
    Money at_stake;  // an account's once, however many of its exceptions have the cause; what the
                     // back-billing limit leaves out has a worth each
};
std::vector<CauseCount> count_causes(store::Transaction& tx, TenantId tenant, RunId run);

// Sums of issued statements per issuer and currency, credit notes negative: for the books' check
// (law 13).
struct Totals {
    IssuerId issuer;
    Money net, tax, gross;
    std::int64_t statements = 0;
};
// `run` 0: all runs.
std::vector<Totals> totals(store::Transaction& tx, TenantId tenant, RunId run = {});

// Takes `count` consecutive numbers of a series and returns the first.
std::int64_t take_numbers(store::Transaction& tx, TenantId tenant, std::string_view series,
                          std::int64_t count);

}  // namespace bw::bill
