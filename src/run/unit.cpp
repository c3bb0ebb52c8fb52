#include "run/unit.h"

#include "books/ledger/ledger.h"
#include "flow/bill/follow.h"
#include "flow/bill/snapshot.h"
#include "flow/collect/settle.h"
#include "platform/store/outbox.h"
#include "run/appraisal.h"
#include "run/number.h"
#include "run/quarantine.h"
#include "run/stopwatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace bw::run {

using bill::Outcome;
using bill::PreparedRow;
using bill::Prior;
using customers::BillingAccount;

Worker::Worker(Shared& shared)
    : shared_(shared), biller_(shared.tariffs, shared.reader, shared.run.terms),
      builder_(shared.secret) {}

// Of so many accounts what stands billed is asked one by one; of more, that of the whole bucket.
constexpr std::size_t kFew = 4;

// Those of a bucket whom the run concerns.
Result<Worker::Loaded> Worker::load(store::Transaction& tx, int bucket) {
    const Stopwatch watch(spent_.load);
    const auto& terms = shared_.run.terms;
    const AsOf as_of{terms.cut};
    const auto follow = bill::follow_plans(shared_.tariffs.catalog(), terms.until);
    Loaded loaded;
    if (!shared_.concerned) {
        loaded.accounts = TRY(customers::load_bucket(tx, terms.tenant, bucket, as_of, follow));
        loaded.priors = TRY(bill::load_prior(tx, terms.tenant, bucket, {terms.horizon, terms.cut}));
    } else if (const auto ids = shared_.concerned->find(bucket); ids != shared_.concerned->end()) {
        loaded.accounts =
            TRY(customers::load_some(tx, terms.tenant, bucket, ids->second, as_of, follow));
        const bill::PriorReach reach{terms.horizon, terms.cut};
        if (ids->second.size() > kFew)
            loaded.priors = TRY(bill::load_prior(tx, terms.tenant, bucket, reach));
        else
            for (const auto id : ids->second)
                loaded.priors.merge(TRY(bill::load_prior(tx, terms.tenant, bucket, reach, id)));
    }
    bill::mark_held(tx, terms.tenant, bucket, terms.previous, loaded.priors);
    return loaded;
}

namespace {

// Is any unit of the state worked on at this moment, by whomever?
bool is_any_in_work(store::Transaction& tx, const bill::Terms& terms, UnitState state,
                    Instant now) {
    return std::ranges::any_of(units_of(tx, terms.tenant, terms.run), [&](const Unit& unit) {
        return unit.state == state && !unit.is_free(now);
    });
}

}  // namespace

std::optional<int> lease_next(store::Transaction& tx, const Shared& shared, UnitState state) {
    const auto& terms = shared.run.terms;
    const Workspace& workspace = shared.workspace;
    const Instant now = workspace.clock->now();
    auto unit = find_unleased(tx, terms.tenant, terms.run, state, now);
    if (!unit)
        for (const Unit& other : units_of(tx, terms.tenant, terms.run))
            if (other.state == state && other.is_free(now) &&
                (!unit || other.attempts < unit->attempts))
                unit = FreeUnit{other.unit, other.attempts};
    if (!unit) return std::nullopt;
    // One that killed its workers comes last and alone: whatever else was in work would be
    // suspected with it.
    const bool is_suspect = state == UnitState::Waiting && unit->attempts >= kDeaths;
    if (is_suspect && is_any_in_work(tx, terms, state, now)) return std::nullopt;
    const Instant until{now.us + kLeaseSeconds * Instant::kSecond};
    lease_unit(tx, terms.tenant, terms.run, unit->unit, workspace.worker, until);
    return unit->unit;
}

// By another process, or by us in a commit whose answer was lost.
bool Worker::is_done(store::Transaction& tx, UnitState state, int unit) const {
    return state_of(tx, shared_.run.terms.tenant, shared_.run.terms.run, unit) != state;
}

std::span<const int> Worker::buckets_of(int unit) const {
    const auto& all = shared_.buckets;
    const auto first = std::ranges::lower_bound(all, unit);
    return {first, std::ranges::lower_bound(all, unit + shared_.run.unit_buckets)};
}

std::optional<int> Worker::pass(UnitState state) {
    const auto tx = shared_.workspace.database->begin(store::Access::Write);
    const auto next = lease_next(*tx, shared_, state);
    tx->commit();
    return next;
}

struct Worker::Preparing {
    std::vector<PreparedRow> rows;
    std::vector<std::pair<bill::Payer, std::vector<bill::Exception>>> exceptions;
    std::vector<bill::NotBilledRow> not_billed;
    PreparedUnit unit;
};

Result<void> Worker::compute(store::Transaction& tx, int bucket, const Quarantine& quarantine,
                             Preparing& preparing) {
    const auto& terms = shared_.run.terms;
    auto [accounts, priors] = TRY(load(tx, bucket));
    for (const auto& account : accounts) {
        const Prior& prior = priors[account.id];
        if (quarantine.holds(account.id)) {
            TRY_VOID(keep(account, prior, {{}, Quarantine::outcome_of(account, prior)}, preparing));
            continue;
        }
        quarantine.try_next(account);
        Appraisal found;
        {
            const Stopwatch watch(spent_.rate);
            found = appraise(biller_, shared_.composer, tx, account, prior);
        }
        TRY_VOID(keep(account, prior, std::move(found), preparing));
    }
    const auto looked_at = static_cast<std::int64_t>(accounts.size());
    const std::int64_t all =
        shared_.run.is_partial
            ? looked_at
            : customers::count_accounts(tx, terms.tenant, bucket, AsOf{terms.cut});
    preparing.unit.accounts += all;
    preparing.unit.quiet += all - looked_at;
    return {};
}

// What prepare leaves of an account.
Result<void> Worker::keep(const BillingAccount& account, const Prior& prior, Appraisal found,
                          Preparing& preparing) {
    const auto& terms = shared_.run.terms;
    auto& unit = preparing.unit;
    Outcome& outcome = found.outcome;
    const bill::Payer payer{terms.tenant, account.bucket, account.id};
    unit.held += outcome.is_held() ? 1 : 0;
    unit.billed += outcome.statements.empty() ? 0 : 1;
    if (found.not_billed) preparing.not_billed.push_back({payer, *found.not_billed});
    add_sums(unit.sums, outcome);
    PreparedRow row{payer,
                    prior.statements + 1,
                    static_cast<int>(outcome.statements.size()),
                    Money{0, account.currency},
                    Money{0, account.currency},
                    bill::content_hash(outcome)};
    const bool has_marks = !outcome.marks.months.empty();
    if (!outcome.exceptions.empty())
        preparing.exceptions.emplace_back(payer, std::move(outcome.exceptions));
    if (!has_marks) return {};  // nothing changed: nothing to seal
    const auto& issuer = *TRY(shared_.tariffs.issuers().on(account.issuer, terms.issued_on));
    for (const auto& invoice : outcome.statements) {
        const bool back = invoice.kind == bill::InvoiceKind::CreditNote;
        row.net = TRY(add(row.net, back ? -invoice.net : invoice.net));
        row.gross = TRY(add(row.gross, back ? -invoice.gross : invoice.gross));
        ++unit.counts[series_of(issuer, invoice.kind, terms.issued_on)];
        ++unit.statements;
    }
    preparing.rows.push_back(row);
    return {};
}

Result<std::optional<int>> Worker::prepare(int unit) {
    const auto& terms = shared_.run.terms;
    Preparing preparing;
    {
        const Quarantine quarantine(shared_, unit);
        const auto tx = shared_.workspace.database->begin(store::Access::Read);
        if (is_done(*tx, UnitState::Waiting, unit)) return pass(UnitState::Waiting);
        for (const int bucket : buckets_of(unit))
            TRY_VOID(compute(*tx, bucket, quarantine, preparing));
        faults::reach(shared_.workspace.faults, "run.prepare.computed");
    }
    const Stopwatch watch(spent_.commit);
    const auto tx = shared_.workspace.database->begin(store::Access::Write);
    if (mark_prepared(*tx, terms.tenant, terms.run, unit, preparing.unit)) {
        bill::write_prepared(*tx, terms.run, preparing.rows);
        for (const auto& [payer, list] : preparing.exceptions)
            bill::write_exceptions(*tx, terms.run, payer, list);
        bill::write_not_billed(*tx, terms.run, preparing.not_billed);
    }
    const auto next = lease_next(*tx, shared_, UnitState::Waiting);
    tx->commit();
    return next;
}

// What a unit collects until its one transaction. A deque keeps addresses: documents hold views.
struct Worker::Sealing {
    SeriesNumbers next;
    std::deque<bill::Invoice> invoices;
    std::deque<std::string> bytes;
    std::vector<archive::NewDocument> documents;
    std::vector<bill::SealedStatement> sealed;
    std::vector<bill::SealedMarks> marks;
    std::vector<ledger::Entry> entries;
};

namespace {

Result<ledger::Entry> entry_of(const bill::Invoice& invoice, const BillingAccount& account,
                               Batch batch) {
    const bool back = invoice.kind == bill::InvoiceKind::CreditNote;
    ledger::InvoicePosting posting;
    posting.account = account.id;
    posting.issuer = account.issuer;
    posting.invoice = invoice.id;
    posting.kind = back ? ledger::EntryKind::CreditNote : ledger::EntryKind::Invoice;
    posting.issued_on = invoice.issued_on;
    posting.batch = batch;
    posting.number = invoice.number;
    posting.gross = back ? -invoice.gross : invoice.gross;
    for (const auto& tax : invoice.taxes)
        posting.parts.push_back({tax.code + tax.percent.to_string(), back ? -tax.base : tax.base,
                                 back ? -tax.tax : tax.tax});
    return ledger::invoice_entry(posting);
}

}  // namespace

Result<void> Worker::make(const bill::Invoice& invoice, const StatementKey& key,
                          BillingAccountId account, Sealing& sealing) {
    Documents documents;
    {
        const Stopwatch watch(spent_.compose);
        documents = TRY(make_documents(invoice, shared_.composer));
    }
    const std::string_view kind =
        invoice.kind == bill::InvoiceKind::CreditNote ? "credit-note" : "invoice";
    const auto keep = [&](archive::Format format, std::string bytes) {
        sealing.bytes.push_back(std::move(bytes));
        sealing.documents.push_back({document_id(key, format), account, invoice.id, kind, format,
                                     archive::RetentionClass::Books, invoice.issued_on.year(),
                                     sealing.bytes.back()});
    };
    keep(archive::Format::Pdf, std::move(documents.pdf));
    if (!documents.xml.empty()) keep(archive::Format::Xml, std::move(documents.xml));
    keep(archive::Format::Json, bill::snapshot(invoice));
    return {};
}

Result<void> Worker::seal_account(store::Transaction& tx, const BillingAccount& account,
                                  const Prior& prior, const PreparedRow& prepared,
                                  Sealing& sealing) {
    const auto& terms = shared_.run.terms;
    const std::string subject = "account " + account.number;
    if (prior.statements + 1 != prepared.first_statement)
        return fail(Code::Conflict,
                    "a statement was issued since the run was prepared; nothing was billed twice",
                    subject);
    Outcome outcome;
    {
        const Stopwatch watch(spent_.rate);
        outcome = bill_or_hold(biller_, tx, account, prior);
    }
    if (static_cast<int>(outcome.statements.size()) != prepared.statements ||
        bill::content_hash(outcome) != prepared.content)
        return fail(
            Code::Corrupt,
            "the bill computed now differs from the one prepared as of the same cut: do not issue; "
            "report it with the run's number",
            subject);
    const auto& issuer = *TRY(shared_.tariffs.issuers().on(account.issuer, terms.issued_on));
    int statement_number = prepared.first_statement;
    const bill::Payer payer{terms.tenant, account.bucket, account.id};
    for (auto& invoice : outcome.statements) {
        invoice.number =
            number_of(series_of(issuer, invoice.kind, invoice.issued_on),
                      sealing.next.at(series_of(issuer, invoice.kind, invoice.issued_on))++);
        invoice.payment_reference = creditor_reference(invoice.number);
        const StatementKey key{terms.tenant, account.id, statement_number};
        invoice.id = invoice_id(key);
        if (shared_.run.making == Making::Documents)
            TRY_VOID(make(invoice, key, account.id, sealing));
        sealing.entries.push_back(TRY(entry_of(invoice, account, shared_.run.batch)));
        sealing.invoices.push_back(std::move(invoice));
        sealing.sealed.push_back({payer, statement_number++, account.issuer, terms.run, terms.cut,
                                  &sealing.invoices.back()});
    }
    sealing.marks.push_back({payer, std::move(outcome.marks)});
    return {};
}

Result<void> Worker::compute(store::Transaction& tx, int bucket, Sealing& sealing) {
    const auto& terms = shared_.run.terms;
    const auto prepared = bill::load_prepared(tx, terms.tenant, bucket, terms.run);
    if (prepared.empty()) return {};
    auto [accounts, priors] = TRY(load(tx, bucket));
    for (const auto& account : accounts) {
        const auto row = std::ranges::find_if(
            prepared, [&](const PreparedRow& p) { return p.payer.account == account.id; });
        if (row != prepared.end())
            TRY_VOID(seal_account(tx, account, priors[account.id], *row, sealing));
    }
    return {};
}

Result<std::optional<int>> Worker::seal(int unit) {
    const auto& terms = shared_.run.terms;
    Sealing sealing;
    {
        const auto tx = shared_.workspace.database->begin(store::Access::Read);
        if (is_done(*tx, UnitState::Prepared, unit)) return pass(UnitState::Prepared);
        sealing.next = first_numbers(*tx, terms.tenant, terms.run, unit);
        for (const int bucket : buckets_of(unit)) TRY_VOID(compute(*tx, bucket, sealing));
    }
    std::vector<archive::Segment> segments;
    std::int64_t bytes = 0;
    {
        const Stopwatch watch(spent_.archive);
        segments = TRY(builder_.build(terms.tenant, terms.run, unit, sealing.documents));
        for (const auto& segment : segments) {
            shared_.workspace.archive->write(segment);
            bytes += static_cast<std::int64_t>(segment.bytes.size());
        }
    }
    const Stopwatch watch(spent_.commit);
    faults::reach(shared_.workspace.faults, "run.seal.written");
    const auto tx = shared_.workspace.database->begin(store::Access::Write);
    if (mark_sealed(*tx, terms.tenant, terms.run, unit,
                    static_cast<std::int64_t>(sealing.documents.size()), bytes))
        TRY_VOID(write(*tx, segments, sealing));
    const auto next = lease_next(*tx, shared_, UnitState::Prepared);
    tx->commit();
    return next;
}

Result<void> Worker::write(store::Transaction& tx, const std::vector<archive::Segment>& segments,
                           const Sealing& sealing) {
    const auto& terms = shared_.run.terms;
    for (const auto& segment : segments)
        TRY_VOID(shared_.workspace.archive->index(tx, segment, shared_.run.batch));
    bill::write_statements(tx, sealing.sealed);
    bill::write_marks(tx, sealing.marks);
    TRY_VOID(ledger::post(tx, terms.tenant, sealing.entries));
    collect::note_credit(tx, terms.tenant, sealing.entries);
    for (const auto& s : sealing.sealed)
        store::put(tx, terms.tenant,
                   {"statement.issued", s.invoice->number, s.invoice->account_number,
                    shared_.run.created_at});
    return {};
}

}  // namespace bw::run
