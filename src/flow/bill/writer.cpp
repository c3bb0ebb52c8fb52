// What prepare and seal write.
#include "flow/bill/breakdown_text.h"
#include "flow/bill/store.h"

namespace bw::bill {

using store::Transaction;

void write_prepared(Transaction& tx, RunId run, std::span<const PreparedRow> rows) {
    static constexpr std::string_view kColumns[] = {
        "tenant_id",       "bucket",     "billing_account_id", "run_id",
        "first_statement", "statements", "currency",           "net",
        "gross",           "content"};
    if (rows.empty()) return;
    const auto bulk = tx.bulk("prepared", kColumns);
    for (const auto& r : rows)
        bulk->row(r.payer.tenant, r.payer.bucket, r.payer.account, run, r.first_statement,
                  r.statements, r.net.currency.code(), r.net.minor, r.gross.minor, r.content);
    bulk->finish();
}

namespace {

void insert_exception(Transaction& tx, RunId run, const Payer& payer, std::int64_t ordinal,
                      const Exception& e) {
    tx.execute(
        "INSERT INTO bill_exception (tenant_id, bucket, billing_account_id, run_id, ordinal, "
        "cause, text, subject, currency, at_stake, standing) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7, ?8, ?9, ?10, ?11)",
        payer.tenant, payer.bucket, payer.account, run, ordinal, cause_name(e.cause), e.text,
        e.subject, e.at_stake.currency.code(), e.at_stake.minor, standing_name(e.standing));
}

}  // namespace

void write_exceptions(Transaction& tx, RunId run, const Payer& payer,
                      std::span<const Exception> exceptions) {
    std::int64_t ordinal = 0;
    for (const auto& exception : exceptions) insert_exception(tx, run, payer, ++ordinal, exception);
}

void tell_once(Transaction& tx, RunId run, const Payer& payer, const Exception& exception) {
    std::int64_t last = 0;
    bool is_told = false;
    tx.for_each(
        "SELECT ordinal, text FROM bill_exception WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "billing_account_id = ?3 AND run_id = ?4",
        [&](const store::Row& row) {
            last = std::max(last, row.integer(0));
            is_told |= row.text(1) == exception.text;
        },
        payer.tenant, payer.bucket, payer.account, run);
    if (!is_told) insert_exception(tx, run, payer, last + 1, exception);
}

namespace {

void write_invoice_rows(Transaction& tx, std::span<const SealedStatement> statements) {
    static constexpr std::string_view kInvoice[] = {"tenant_id", "bucket",     "billing_account_id",
                                                    "statement", "invoice_id", "run_id",
                                                    "issuer_id", "kind",       "number",
                                                    "issued_on", "due_on",     "period_from",
                                                    "period_to", "currency",   "net",
                                                    "tax",       "gross",      "payable",
                                                    "reference", "cut"};
    static constexpr std::string_view kNumber[] = {"tenant_id", "number", "bucket",
                                                   "billing_account_id", "statement"};
    const auto invoices = tx.bulk("invoice", kInvoice);
    for (const auto& s : statements) {
        const Invoice& i = *s.invoice;
        invoices->row(s.payer.tenant, s.payer.bucket, s.payer.account, s.statement, i.id, s.run,
                      s.issuer, i.kind, i.number, i.issued_on, i.due_on, i.period.from, i.period.to,
                      i.currency.code(), i.net.minor, i.tax.minor, i.gross.minor, i.payable.minor,
                      i.payment_reference, s.cut);
    }
    invoices->finish();
    const auto numbers = tx.bulk("invoice_number", kNumber);
    for (const auto& s : statements)
        numbers->row(s.payer.tenant, s.invoice->number, s.payer.bucket, s.payer.account,
                     s.statement);
    numbers->finish();
}

void write_lines(Transaction& tx, std::span<const SealedStatement> statements) {
    static constexpr std::string_view kLine[] = {"tenant_id", "bucket",       "billing_account_id",
                                                 "statement", "line",         "subscription_id",
                                                 "stream",    "nominal_from", "kind",
                                                 "charge",    "part",         "schedule",
                                                 "version",   "days_from",    "days_to",
                                                 "tax",       "tax_code",     "tax_percent",
                                                 "quantity",  "unit",         "price",
                                                 "base",      "net",          "name",
                                                 "corrects",  "breakdown",    "reversal",
                                                 "gross"};
    const auto lines = tx.bulk("billed_line", kLine);
    for (const auto& s : statements)
        for (const auto& l : s.invoice->lines) {
            // The books' sign: a credit note's line is stored as what it takes back.
            const bool turned = s.invoice->kind == InvoiceKind::CreditNote;
            const Decimal quantity = turned ? -l.quantity : l.quantity;
            const std::string quantity_text = quantity.to_string();
            const std::string percent = l.tax_percent.to_string();
            const std::string price = l.price.to_string();
            const std::string breakdown = breakdown_text(l.piece.breakdown);
            const auto booked = [&](const Money& money) {
                return turned ? -money.minor : money.minor;
            };
            std::optional<std::int64_t> gross;
            if (l.gross) gross = booked(*l.gross);
            lines->row(s.payer.tenant, s.payer.bucket, s.payer.account, s.statement, l.number,
                       l.subscription, l.stream, l.nominal.from, l.piece.kind,
                       l.piece.charge.text(), l.piece.part.text(), l.piece.schedule.text(),
                       l.piece.version, l.days.from, l.days.to, l.tax, l.tax_code, percent,
                       quantity_text, l.unit, price, l.base, booked(l.net), l.name, l.corrects,
                       breakdown, l.reversal ? 1 : 0, gross);
        }
    lines->finish();
}

}  // namespace

void write_statements(Transaction& tx, std::span<const SealedStatement> statements) {
    if (statements.empty()) return;
    write_invoice_rows(tx, statements);
    write_lines(tx, statements);
}

namespace {

void write_measured(Transaction& tx, std::span<const SealedMarks> sealed) {
    static constexpr std::string_view kMeasured[] = {
        "tenant_id", "bucket", "billing_account_id", "subscription_id", "nominal_from", "channel",
        "unit",      "cut",    "quantity",           "estimated"};
    const auto rows = tx.bulk("measured_month", kMeasured);
    for (const auto& [payer, marks] : sealed)
        for (const auto& [m, measured] : marks.measured) {
            const std::string quantity = measured.quantity.to_string();
            rows->row(payer.tenant, payer.bucket, payer.account, m.subscription, m.nominal_from,
                      measured.channel, measured.unit, m.cut, quantity,
                      measured.is_estimated ? 1 : 0);
        }
    rows->finish();
}

// Seldom: once a year for each account that pays advances.
void write_advances(Transaction& tx, std::span<const SealedMarks> sealed) {
    for (const auto& [payer, marks] : sealed)
        for (const auto& a : marks.advances)
            tx.execute("INSERT INTO proposed_advance (tenant_id, bucket, billing_account_id, "
                       "subscription_id, valid_from, cut, amount) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
                       "?7)",
                       payer.tenant, payer.bucket, payer.account, a.subscription, a.from, a.cut,
                       a.gross.minor);
}

}  // namespace

void write_marks(Transaction& tx, std::span<const SealedMarks> sealed) {
    static constexpr std::string_view kMonth[] = {
        "tenant_id", "bucket", "billing_account_id", "subscription_id", "stream", "nominal_from",
        "cut",       "facts"};
    static constexpr std::string_view kState[] = {"tenant_id",
                                                  "bucket",
                                                  "billing_account_id",
                                                  "subscription_id",
                                                  "stream",
                                                  "nominal_from",
                                                  "cut",
                                                  "charge",
                                                  "name",
                                                  "value"};
    const auto months = tx.bulk("rated_month", kMonth);
    for (const auto& [payer, marks] : sealed)
        for (const auto& m : marks.months)
            months->row(payer.tenant, payer.bucket, payer.account, m.subscription, m.stream,
                        m.nominal_from, m.cut, m.facts);
    months->finish();
    const auto states = tx.bulk("month_state", kState);
    for (const auto& [payer, marks] : sealed)
        for (const auto& [m, state] : marks.states) {
            const std::string value = state.value.to_string();
            states->row(payer.tenant, payer.bucket, payer.account, m.subscription, m.stream,
                        m.nominal_from, m.cut, state.charge, state.name, value);
        }
    states->finish();
    write_measured(tx, sealed);
    write_advances(tx, sealed);
}

std::int64_t take_numbers(Transaction& tx, TenantId tenant, std::string_view series,
                          std::int64_t count) {
    tx.execute("INSERT INTO number_series (tenant_id, series, next) VALUES (?1, ?2, 1) ON CONFLICT "
               "DO NOTHING",
               tenant, series);
    const auto first =
        tx.integer("SELECT next FROM number_series WHERE tenant_id = ?1 AND series = ?2", tenant,
                   series)
            .value_or(1);
    tx.execute("UPDATE number_series SET next = next + ?3 WHERE tenant_id = ?1 AND series = ?2",
               tenant, series, count);
    return first;
}

}  // namespace bw::bill
