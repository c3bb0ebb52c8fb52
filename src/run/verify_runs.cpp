#include "run/verify_runs.h"

#include "books/archive/archive.h"
#include "platform/text/same_name.h"
#include "run/documents.h"
#include "run/store.h"

#include <fmt/format.h>

namespace bw::run {
namespace {

using store::Findings;
using store::Row;
using store::Transaction;

// The sums of a run's units, against invoices and segments.
void check_sums(Transaction& tx, TenantId tenant, const RunInfo& run, Findings& findings) {
    const auto issued = tx.integer(
        "SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1 AND run_id = ?2", tenant, run.id);
    if (run.phase == Phase::Done && run.sealed != run.units)
        findings.add(fmt::format("run {} is done, but {} of its {} units are not sealed",
                                 run.id.value, run.units - run.sealed, run.units));
    if (run.phase == Phase::Done && issued.value_or(0) != run.statements)
        findings.add(fmt::format("run {}: {} statements prepared, {} issued", run.id.value,
                                 run.statements, issued.value_or(0)));
    tx.for_each(
        "SELECT CAST(COALESCE(SUM(documents), 0) AS BIGINT), CAST(COALESCE(SUM(size_bytes), 0) AS "
        "BIGINT) FROM segment WHERE tenant_id = ?1 AND run_id = ?2",
        [&](const Row& row) {
            if (row.integer(0) != run.documents || row.integer(1) != run.document_bytes)
                findings.add(fmt::format("run {}: its units sealed {} documents in {} bytes, its "
                                         "segments hold {} in {}",
                                         run.id.value, run.documents, run.document_bytes,
                                         row.integer(0), row.integer(1)));
        },
        tenant, run.id);
}

// Nobody is left out without a word.
void check_accounts(Transaction& tx, TenantId tenant, const RunInfo& run, Findings& findings) {
    if (run.prepared != run.units) return;
    const auto count = [&](std::string_view sql) {
        return tx.integer(sql, tenant, run.id).value_or(0);
    };
    const auto held = count("SELECT COUNT(*) FROM (SELECT DISTINCT bucket, billing_account_id FROM "
                            "bill_exception WHERE tenant_id = ?1 AND run_id = ?2 AND standing = "
                            "'held') AS held");
    const auto left = count("SELECT COUNT(*) FROM not_billed WHERE tenant_id = ?1 AND run_id = ?2");
    if (held != run.held)
        findings.add(fmt::format("run {}: its units held {} accounts, there are exceptions of {}",
                                 run.id.value, run.held, held));
    if (run.billed + held + left + run.quiet != run.accounts)
        findings.add(fmt::format("run {} is of {} accounts, but {} are billed, {} held, {} not "
                                 "billed for a reason and {} not looked at",
                                 run.id.value, run.accounts, run.billed, held, left, run.quiet));
}

void ask_billed(Findings& findings) {
    findings.ask("SELECT u.run_id, u.unit FROM run_unit u LEFT JOIN (SELECT q.run_id, q.bucket - "
                 "q.bucket % r.unit_buckets AS unit, COUNT(*) AS accounts FROM prepared q JOIN "
                 "bill_run r ON r.tenant_id = q.tenant_id AND r.run_id = q.run_id WHERE "
                 "q.tenant_id = ?1 AND q.statements > 0 GROUP BY 1, 2) AS p ON p.run_id = "
                 "u.run_id AND p.unit = u.unit WHERE "
                 "u.tenant_id = ?1 AND u.billed <> COALESCE(p.accounts, 0) ORDER BY u.run_id, "
                 "u.unit LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("run {}, unit {}: as many accounts as it billed were not "
                                        "prepared",
                                        row.integer(0), row.integer(1));
                 });
}

void ask_templates(Findings& findings) {
    findings.ask("SELECT r.run_id FROM bill_run r WHERE r.tenant_id = ?1 AND r.template <> '' AND "
                 "NOT EXISTS (SELECT 1 FROM template_text t WHERE t.tenant_id = r.tenant_id AND "
                 "t.hash = r.template) ORDER BY r.run_id LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("run {}: the template it makes documents by is not there",
                                        row.integer(0));
                 });
}

void ask_segments(Findings& findings) {
    findings.ask("SELECT s.run_id, s.unit FROM segment s WHERE s.tenant_id = ?1 AND NOT EXISTS "
                 "(SELECT 1 FROM run_unit u JOIN bill_run r ON r.tenant_id = u.tenant_id AND "
                 "r.run_id = u.run_id WHERE u.tenant_id = s.tenant_id AND u.run_id = s.run_id AND "
                 "u.unit = s.unit AND u.state = 2 AND r.batch = s.batch) ORDER BY s.run_id, s.unit "
                 "LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("run {}, unit {}: there is a segment of it, but no run "
                                        "sealed it in this batch",
                                        row.integer(0), row.integer(1));
                 });
}

// Nothing becomes a bill that nobody let become one, and who asks for a second person gets one.
void check_verdict(Transaction& tx, TenantId tenant, const RunInfo& run, Findings& findings) {
    if (run.phase != Phase::Sealing && run.phase != Phase::Done) return;
    const auto verdict = find_verdict(tx, tenant, run.id);
    const bool is_by_policy = verdict && verdict->person.empty();
    const bool is_let =
        verdict && verdict->act == "approved" &&
        (is_by_policy ? !run.needs_person : !text::is_same_name(verdict->person, run.started_by));
    if (!is_let)
        findings.add(fmt::format("run {} has numbers, and neither a second person nor a "
                                 "policy approved it",
                                 run.id.value));
}

void ask_statements(Findings& findings) {
    findings.ask("SELECT i.number FROM invoice i WHERE i.tenant_id = ?1 AND NOT EXISTS (SELECT 1 "
                 "FROM bill_run r JOIN run_unit u ON u.tenant_id = r.tenant_id AND u.run_id = "
                 "r.run_id AND u.unit = i.bucket - i.bucket % r.unit_buckets AND u.state = 2 WHERE "
                 "r.tenant_id = i.tenant_id "
                 "AND r.run_id = i.run_id AND r.cut = i.cut AND r.issued_on = i.issued_on) ORDER "
                 "BY i.bucket, i.billing_account_id, i.statement LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("invoice {} is of no run that sealed it as of its cut and "
                                        "on its day",
                                        row.text(0));
                 });
    findings.ask("SELECT i.number FROM invoice i WHERE i.tenant_id = ?1 AND NOT EXISTS (SELECT 1 "
                 "FROM prepared p WHERE p.tenant_id = i.tenant_id AND p.bucket = i.bucket AND "
                 "p.billing_account_id = i.billing_account_id AND p.run_id = i.run_id AND "
                 "i.statement >= p.first_statement AND i.statement < p.first_statement + "
                 "p.statements) ORDER BY i.bucket, i.billing_account_id, i.statement LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("invoice {} was issued and never prepared", row.text(0));
                 });
    constexpr std::string_view kOfPrepared =
        "FROM invoice i WHERE i.tenant_id = p.tenant_id AND i.bucket = p.bucket AND "
        "i.billing_account_id = p.billing_account_id AND i.statement >= p.first_statement AND "
        "i.statement < p.first_statement + p.statements";
    findings.ask(
        fmt::format("SELECT p.run_id, p.billing_account_id FROM prepared p JOIN bill_run r ON "
                    "r.tenant_id = p.tenant_id AND r.run_id = p.run_id JOIN run_unit u ON "
                    "u.tenant_id = p.tenant_id AND u.run_id = p.run_id AND u.unit = p.bucket - "
                    "p.bucket % r.unit_buckets WHERE "
                    "p.tenant_id = ?1 AND u.state = 2 AND (p.statements <> (SELECT COUNT(*) {0}) "
                    "OR p.net <> (SELECT COALESCE(SUM(CASE WHEN i.kind = 1 THEN -i.net ELSE i.net "
                    "END), 0) {0}) OR p.gross <> (SELECT COALESCE(SUM(CASE WHEN i.kind = 1 THEN "
                    "-i.gross ELSE i.gross END), 0) {0})) ORDER BY p.bucket, "
                    "p.billing_account_id, p.run_id LIMIT ?2",
                    kOfPrepared),
        [](const Row& row) {
            return fmt::format("run {}: what billing account {} was issued is not what was "
                               "prepared for it",
                               row.integer(0), row.integer(1));
        });
}

}  // namespace

void verify_runs(Transaction& tx, TenantId tenant, Findings& findings) {
    for (const RunInfo& run : list_runs(tx, tenant)) {
        check_sums(tx, tenant, run, findings);
        check_accounts(tx, tenant, run, findings);
        check_verdict(tx, tenant, run, findings);
    }
    ask_billed(findings);
    ask_templates(findings);
    ask_segments(findings);
    ask_statements(findings);
}

void verify_documents(Transaction& tx, TenantId tenant, Findings& findings) {
    int wrong = 0;
    const auto tell = [&](std::string finding) {
        findings.add(std::move(finding));
        ++wrong;
    };
    const auto check = [&](const StatementKey& key, std::string_view number, InvoiceId invoice,
                           archive::Format format) {
        const auto found =
            archive::find_document(tx, {tenant, key.account, document_id(key, format)});
        if (!found || found->invoice != invoice || found->format != format)
            tell(fmt::format("invoice {} has no archived document ({})", number,
                             archive::format_name(format)));
    };
    tx.for_each(
        "SELECT number, billing_account_id, statement, invoice_id, (SELECT making FROM bill_run r "
        "WHERE r.tenant_id = ?1 AND r.run_id = invoice.run_id) FROM invoice WHERE tenant_id = ?1 "
        "ORDER BY bucket, billing_account_id, statement",
        [&](const Row& row) {
            const StatementKey key{tenant, row.id<BillingAccountId>(1), row.small(2)};
            const auto invoice = row.id<InvoiceId>(3);
            if (invoice != invoice_id(key))
                tell(fmt::format("invoice {} has another id than its statement", row.text(0)));
            if (row.integer(4) != 0) return true;  // its run made none
            check(key, row.text(0), invoice, archive::Format::Pdf);
            check(key, row.text(0), invoice, archive::Format::Json);
            return wrong < store::kFindingsMax;
        },
        tenant);
    findings.ask("SELECT d.billing_account_id, d.document_id FROM document d JOIN segment s ON "
                 "s.tenant_id = d.tenant_id AND s.segment_id = d.segment_id JOIN bill_run r ON "
                 "r.tenant_id = s.tenant_id AND r.run_id = s.run_id WHERE d.tenant_id = ?1 "
                 "AND d.invoice_id <> 0 AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.tenant_id "
                 "= d.tenant_id AND i.bucket = d.bucket AND i.billing_account_id = "
                 "d.billing_account_id AND i.invoice_id = d.invoice_id AND i.run_id = s.run_id AND "
                 "i.bucket - i.bucket % r.unit_buckets = s.unit) LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("document {} of billing account {}: no invoice of its run "
                                        "is the one it belongs to",
                                        row.integer(1), row.integer(0));
                 });
    findings.ask("SELECT i.number FROM invoice i WHERE i.tenant_id = ?1 AND NOT EXISTS (SELECT 1 "
                 "FROM outbox o WHERE o.tenant_id = i.tenant_id AND o.topic = 'statement.issued' "
                 "AND o.message_key = i.number) ORDER BY i.bucket, i.billing_account_id, "
                 "i.statement LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("invoice {} was issued and nobody was told", row.text(0));
                 });
}

}  // namespace bw::run
