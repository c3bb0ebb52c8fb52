#include "flow/collect/import.h"

#include "base/check.h"
#include "flow/collect/lookup.h"
#include "flow/collect/rules/limits.h"
#include "flow/collect/rules/payment_csv.h"
#include "flow/collect/till.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace bw::collect {
namespace {

constexpr std::string_view kBatchKind = "payments";

Result<crypto::Digest> digest_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code error;
    if (!in || !std::filesystem::is_regular_file(file, error))
        return fail(Code::NotFound, "there is no such file", file.string());
    crypto::Sha256 hash;
    std::array<char, 1 << 16> buffer{};
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0)
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    return hash.finish();
}

// Takes the lines of one file, in one transaction.
class Importer {
public:
    Importer(store::Transaction& tx, TenantId tenant, Batch batch, IssuerId issuer,
             const std::string& tolerance)
        : tx_(tx), tenant_(tenant), batch_(batch), issuer_(issuer), tolerance_(tolerance),
          till_(tx, tenant, batch), directory_(tx, tenant) {}

    Result<void> take(std::int64_t line, const Payment& payment) {
        if (const auto known = sql::find_payment(tx_, tenant_, payment.key))
            return take_known(line, *known, payment);
        Match match = find_payer(payment.claim, directory_);
        if (match.payer) {
            if (auto why = misfit(tx_, tenant_, payment, issuer_, *match.payer); !why.empty())
                match = {std::nullopt, {}, std::move(why)};
        }
        ++report_.received;
        if (!match.payer) {
            TRY_VOID(till_.suspend(payment, issuer_, match.why));
            ++report_.pending;
            note(report_.waiting, {line, payment.key, match.why});
            return {};
        }
        const Money tolerance = tolerance_.empty()
                                    ? Money{0, match.payer->currency}
                                    : TRY(parse_money(tolerance_, match.payer->currency));
        TRY_VOID(till_.pay(*match.payer, payment, match.invoice, tolerance));
        ++report_.accepted;
        return {};
    }

    Result<void> reject(std::int64_t line, const std::string& key, const std::string& why) {
        ++report_.received;
        ++report_.rejected;
        sql::insert_reject(tx_, tenant_, batch_, line, why);
        note(report_.rejects, {line, key, why});
        return {};
    }

    [[nodiscard]] const ImportReport& report() const { return report_; }

private:
    Result<void> take_known(std::int64_t line, const sql::PaymentRow& known,
                            const Payment& payment) {
        if (known.batch == batch_)
            return reject(line, payment.key, "its key stands on an earlier line of the file");
        if (const auto same = check_same(known, payment); !same)
            return reject(line, payment.key, same.error().text);
        ++report_.received;
        ++report_.accepted;
        ++report_.known;
        return {};
    }
    static void note(std::vector<LineNote>& notes, LineNote note) {
        if (notes.size() < kNotesShown) notes.push_back(std::move(note));
    }

    store::Transaction& tx_;
    TenantId tenant_;
    Batch batch_;
    IssuerId issuer_;
    std::string tolerance_;
    Till till_;
    StoreDirectory directory_;
    ImportReport report_;
};

// A batch of nothing but rejects would only keep the file from coming again.
Result<void> refuse_rejects(const ImportReport& report, const std::string& name) {
    if (report.accepted + report.pending > 0) return {};
    const LineNote& first = report.rejects.front();  // a file without lines was refused before
    return fail(Code::Refused,
                fmt::format("none of its {} lines can be taken, so nothing was kept; line {}: {}",
                            report.received, first.line, first.why),
                name);
}

}  // namespace

Result<ImportReport> import_payments(const Desk& desk, const std::filesystem::path& file,
                                     const ImportOptions& options) {
    const auto digest = TRY(digest_of(file));
    const std::string name = file.filename().string();
    const auto tx = desk.database.begin(store::Access::Write);
    if (const auto known = store::find_batch(*tx, desk.tenant, kBatchKind, digest))
        return fail(Code::Duplicate,
                    fmt::format("this file was imported before, as batch {0}; nothing was added; "
                                "`batch show {0}` tells what became of it",
                                known->value),
                    name);
    const IssuerId issuer = TRY(sql::load_issuer(*tx, desk.tenant, options.issuer));
    // Lines need the number of the batch, and the batch their counts: the number is the next one.
    const Batch next{store::current_cut(*tx, desk.tenant).value + 1};
    Importer importer(*tx, desk.tenant, next, issuer, options.tolerance);
    std::ifstream in(file, std::ios::binary);
    if (auto read = read_payments(
            in, {[&](std::int64_t line, const Payment& p) { return importer.take(line, p); },
                 [&](std::int64_t line, const std::string& why) {
                     return importer.reject(line, "", why);
                 }});
        !read) {
        Error error = read.error();
        error.subject = error.subject.empty() ? name : name + ", " + error.subject;
        return std::unexpected(std::move(error));
    }
    ImportReport report = importer.report();
    TRY_VOID(refuse_rejects(report, name));
    if (options.is_rehearsal) return report;
    report.batch = TRY(
        store::record_batch(*tx, desk.tenant,
                            {kBatchKind,
                             name,
                             digest,
                             desk.clock.now(),
                             {report.received, report.accepted, report.rejected, report.pending}}));
    CHECK(report.batch == next);
    sql::insert_file(*tx, desk.tenant, report.batch, report.known);
    tx->commit();
    return report;
}

std::vector<LineNote> rejects_of(store::Transaction& tx, TenantId tenant, Batch batch, int limit) {
    return sql::rejects_of(tx, tenant, batch, limit);
}

}  // namespace bw::collect
