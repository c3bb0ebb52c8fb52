#include "run/verify.h"

#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "books/releases/releases.h"
#include "flow/bill/verify.h"
#include "flow/collect/verify.h"
#include "flow/meter/verify.h"
#include "platform/store/batch.h"
#include "run/bill_run.h"
#include "run/verify_runs.h"
#include "run/waiting.h"

#include <fmt/format.h>

namespace bw::run {
namespace {

using OnStep = std::function<void(std::int64_t, std::int64_t)>;

class Verification {
public:
    Verification(Workspace& workspace, const OnStep& progress)
        : workspace_(workspace), progress_(progress),
          tx_(workspace.database->begin(store::Access::Read)), findings_(*tx_, workspace.tenant) {}

    VerifyResult run() {
        add(workspace_.database->check_integrity(), {});
        // Nothing a damaged store says of itself is worth a finding, and asking it may fail.
        if (!result_.findings.empty()) return std::move(result_);
        files_ = archive::count_segments(*tx_, tenant()) + meter::count_segments(*tx_, tenant());
        room_done();
        count();
        ask_rooms();
        check_usage();
        check_archive();
        note_changes();
        return std::move(result_);
    }

private:
    [[nodiscard]] TenantId tenant() const { return workspace_.tenant; }

    // `remedy`: what to do, where the sentence does not say it.
    void add(std::vector<std::string> findings, std::string_view remedy) {
        for (auto& finding : findings) result_.findings.push_back(finding.append(remedy));
    }

    // A room costs about as much as its share of the files.
    [[nodiscard]] std::int64_t room_steps() const { return files_ / kRooms + 1; }
    void step(std::int64_t steps) {
        done_ += steps;
        if (progress_) progress_(done_, files_ + kRooms * room_steps());
    }
    void room_done() { step(room_steps()); }

    void count() {
        result_.statements =
            tx_->integer("SELECT COUNT(*) FROM invoice WHERE tenant_id = ?1", tenant()).value_or(0);
        result_.batches = cut().value;
    }
    [[nodiscard]] Batch cut() { return store::current_cut(*tx_, tenant()); }

    void ask_rooms() {
        const auto ask = [&](std::vector<std::string> findings) {
            add(std::move(findings), kRestore);
            room_done();
        };
        ask(store::verify_batches(*tx_, tenant()));
        ask(customers::verify(*tx_, tenant()));
        add(catalog::verify(*tx_, tenant()), {});
        room_done();
        ask(releases::verify(*tx_, tenant()));
        ask(bill::verify(*tx_, tenant()));
        verify_runs(*tx_, tenant(), findings_);
        verify_numbers(*tx_, tenant(), findings_);
        verify_documents(*tx_, tenant(), findings_);
        ask(findings_.take());
        std::vector<ledger::DocumentTotal> totals;
        for (const auto& t : bill::totals(*tx_, tenant())) totals.push_back({t.issuer, t.gross});
        ask(ledger::verify(*tx_, tenant(), AsOf{cut()}, totals));
        ask(collect::verify(*tx_, tenant()));
    }

    void check_usage() {
        auto usage = meter::verify(*tx_, workspace_.usage(), tenant(), [&] { step(1); });
        result_.usage_files = usage.segments;
        result_.usage_bytes = usage.bytes;
        add(std::move(usage.findings), {});
        for (const auto& overdue : overdue_readings(*tx_, tenant()))
            add({fmt::format("batch {}: {} of its records wait for {} service points that are "
                             "known by now, an import was interrupted; the next import of accounts "
                             "or readings, or the start of a run, brings them in",
                             overdue.batch.value, overdue.records, overdue.service_points)},
                {});
    }

    void check_archive() {
        std::vector<RunId> unfinished;
        for (const RunInfo& run : list_runs(*tx_, tenant()))
            if (!is_over(run.phase)) unfinished.push_back(run.id);
        const auto compare = [&](const archive::DocumentInfo& document, std::string_view plain) {
            if (document.format != archive::Format::Json || document.invoice.value == 0) return;
            const bill::Payer payer{tenant(), bucket_of(document.key.account.value),
                                    document.key.account};
            if (const auto same = bill::check_snapshot(*tx_, payer, document.invoice, plain); !same)
                add({same.error().message()}, kRestore);
        };
        const auto report =
            workspace_.archive->verify(*tx_, tenant(), {unfinished, [&] { step(1); }, compare});
        result_.segments = report.segments;
        result_.documents = report.documents;
        result_.bytes = report.bytes;
        for (const auto& damage : report.damages)
            add({fmt::format("archive {}: {}", damage.subject, damage.text)}, {});
    }

    // Files are looked at after the snapshot of the store: what came between is in no row of it.
    void note_changes() {
        if (result_.findings.empty()) return;
        const auto now = workspace_.database->begin(store::Access::Read);
        if (store::current_cut(*now, tenant()) == cut()) return;
        add({"an import or a run was at work meanwhile, some of this may be its unfinished work: "
             "verify again when it is done"},
            {});
    }

    static constexpr std::int64_t kRooms = 9;  // of which each is one room_done()
    static constexpr std::string_view kRestore = "; restore the store from its backup";
    Workspace& workspace_;
    const OnStep& progress_;
    std::unique_ptr<store::Transaction> tx_;
    store::Findings findings_;
    std::int64_t files_ = 0, done_ = 0;
    VerifyResult result_;
};

}  // namespace

Result<VerifyResult> verify(Workspace& workspace, const OnStep& progress) {
    return Verification(workspace, progress).run();
}

}  // namespace bw::run
