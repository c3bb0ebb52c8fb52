#include "run/import.h"

#include "base/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "flow/compose/layout/brand.h"
#include "flow/meter/formats/detect.h"
#include "flow/meter/import.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "platform/text/read_file.h"
#include "run/import_accounts.h"
#include "run/input_file.h"

#include <fmt/format.h>

#include <array>
#include <set>

namespace bw::run {
namespace {

Result<crypto::Digest> digest_of(const std::filesystem::path& file) {
    const auto source = TRY(open_input(file));
    crypto::Sha256 hash;
    std::array<char, 1 << 16> buffer{};
    while (const std::size_t count = TRY(source->read(buffer)))
        hash.update(std::string_view(buffer.data(), count));
    return hash.finish();
}

// A cut file may end with a price that looks whole.
Result<void> check_last_line(std::string_view text, const std::string& name) {
    if (text.ends_with('\n')) return {};
    return fail(Code::Refused, std::string(kNoLastLineBreak), name);
}

Result<void> save(store::Transaction& tx, TenantId tenant, const ImportResult& result,
                  const std::string& name, std::string_view text) {
    switch (result.kind) {
        case InputKind::Issuer: {
            const auto issuer = TRY(customers::parse_issuer(text, name));
            if (!issuer.brand.empty() && compose::find_brand(issuer.brand).key != issuer.brand)
                return fail(Code::Invalid,
                            fmt::format("there is no brand '{}'; leave the line out to get the "
                                        "standard one",
                                        issuer.brand),
                            name);
            TRY_VOID(customers::check_series(tx, tenant, issuer));
            TRY_VOID(customers::save_issuer(tx, tenant, result.batch, issuer, text));
            return {};
        }
        case InputKind::Deck:
            TRY_VOID(check_last_line(text, name));
            return catalog::save_deck(tx, tenant, result.batch, name, text);
        default: return catalog::save_text(tx, tenant, result.batch, name, text);
    }
}

Result<ImportResult> import_text(Workspace& workspace, const std::filesystem::path& file,
                                 InputKind kind) {
    const std::string text = TRY(read_text(file));
    const std::string name = file.filename().string();
    ImportResult result;
    result.kind = kind;
    result.format = input_kind_name(kind);
    result.bytes = static_cast<std::int64_t>(text.size());
    result.received = result.accepted = 1;
    const auto tx = workspace.database->begin(store::Access::Write);
    result.batch = TRY(store::record_batch(*tx, workspace.tenant,
                                           {input_kind_name(kind),
                                            name,
                                            crypto::sha256(text),
                                            workspace.clock->now(),
                                            {result.received, result.accepted, 0, 0}}));
    TRY_VOID(save(*tx, workspace.tenant, result, name, text));
    tx->commit();
    return result;
}

// An issuer that is not there yet is a mistake of order, not of a row: the file comes again when it
// is.
class KnownIssuers {
public:
    KnownIssuers(store::Transaction& tx, TenantId tenant) : tx_(tx), tenant_(tenant) {}
    Result<void> require(const std::string& code) {
        if (known_.contains(code)) return {};
        if (!customers::find_identifier(tx_, tenant_, customers::kIssuer, code))
            return fail(Code::Refused,
                        fmt::format("issuer '{}' is not known; import its `issuer:` document "
                                    "first, then this file",
                                    code));
        known_.insert(code);
        return {};
    }

private:
    store::Transaction& tx_;
    TenantId tenant_;
    std::set<std::string> known_;
};

Result<ImportResult> import_accounts(Workspace& workspace, const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    const auto digest = TRY(digest_of(file));
    const auto tx = workspace.database->begin(store::Access::Write);
    if (const auto known = store::find_batch(*tx, workspace.tenant, "accounts", digest))
        return fail(Code::Duplicate,
                    fmt::format("this file was imported before, as batch {0}; nothing was added; "
                                "`batch show {0}` tells what became of it",
                                known->value),
                    name);
    // The writer needs the batch number, the batch its counts: the number is the next one.
    const Batch next{store::current_cut(*tx, workspace.tenant).value + 1};
    customers::AccountWriter writer(*tx, workspace.tenant, next);
    KnownIssuers issuers(*tx, workspace.tenant);
    ImportResult result;
    result.kind = InputKind::Accounts;
    result.format = "accounts";
    const auto source = TRY(open_input(file));
    const AccountsReader reader{[&](const customers::AccountRow& row) -> Result<void> {
                                    TRY_VOID(issuers.require(row.issuer));
                                    return writer.add(row);
                                },
                                [&](const Reject& reject) {
                                    customers::write_reject(*tx, workspace.tenant, next,
                                                            reject.line, reject.reason);
                                }};
    TRY_VOID(read_accounts(*source, name, result, reader));
    result.batch =
        TRY(store::record_batch(*tx, workspace.tenant,
                                {"accounts",
                                 name,
                                 digest,
                                 workspace.clock->now(),
                                 {result.received, result.accepted, result.rejected, 0}}));
    CHECK(result.batch == next);
    tx->commit();
    return result;
}

Result<meter::Mapping> load_mapping(const std::string& name) {
    std::error_code none;
    if (std::filesystem::exists(name, none)) {
        const std::string text = TRY(read_text(name));
        return meter::parse_mapping(text, std::filesystem::path(name).filename().string());
    }
    if (const auto shipped = meter::shipped_mapping(name))
        return meter::parse_mapping(*shipped, name);
    return fail(Code::NotFound,
                fmt::format("there is no such mapping file; with the program come {}",
                            fmt::join(meter::shipped_mapping_names(), ", ")),
                name);
}

Result<ImportResult> import_usage(Workspace& workspace, const ImportRequest& request,
                                  const ImportProgress& progress) {
    KnownPoints points(workspace);
    meter::ImportContext context = usage_context(workspace, points);
    meter::ImportOptions options;
    if (!request.format.empty() && request.format != "usage")
        options.format = TRY(meter::parse_format(request.format));
    if (!request.mapping.empty()) options.mapping = TRY(load_mapping(request.mapping));
    options.settings = request.settings;
    const auto report = TRY(meter::import_file(context, request.file, options, progress));
    ImportResult result;
    result.kind = InputKind::Usage;
    result.format = meter::format_name(report.format);
    result.batch = report.batch;
    result.bytes = report.bytes;
    result.received = report.received;
    result.accepted = report.accepted;
    result.rejected = report.rejected;
    result.pending = report.pending;
    result.values = report.values;
    for (const auto& r : report.rejects) result.rejects.push_back({r.line, r.reason});
    for (const auto& r : report.repairs) result.repairs.push_back({r.line, r.what, r.records});
    result.unknown = report.unknown;
    result.unknown_total = report.unknown_total;
    return result;
}

// The file is in, whatever happens here. Conflict is none of its business: who was faster, or the
// next import or run, brings in what waits.
Result<ImportResult> and_what_waited(Workspace& workspace, Result<ImportResult> imported) {
    if (!imported && imported.error().code != Code::Duplicate) return imported;
    const auto adopted = adopt_waiting(workspace);
    if (!adopted && adopted.error().code == Code::Conflict) return imported;
    if (!adopted)
        return fail(adopted.error().code,
                    fmt::format("the file is in, but readings that waited could not come in: {}",
                                adopted.error().text),
                    adopted.error().subject);
    if (imported) imported->adopted = *adopted;
    else if (const auto& came_in = *adopted)
        imported.error().text +=
            fmt::format("; readings that waited came in, as batch {}", came_in->batch.value);
    return imported;
}

}  // namespace

std::string_view input_kind_name(InputKind kind) {
    switch (kind) {
        case InputKind::Catalog: return "catalog";
        case InputKind::Issuer: return "issuer";
        case InputKind::Accounts: return "accounts";
        case InputKind::Deck: return "deck";
        case InputKind::Usage: return "usage";
    }
    return "usage";
}

Result<InputKind> recognise(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("account,")) return InputKind::Accounts;
    if (bytes.starts_with("prefix,")) return InputKind::Deck;
    // A catalog text: the first line that says something begins with the kind of the document.
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('#') || line.starts_with("---") || line == "\r")
            continue;
        if (line.starts_with("issuer:")) return InputKind::Issuer;
        for (const std::string_view key :
             {"calendar:", "taxes:", "schedule:", "plan:", "validation:"})
            if (line.starts_with(key)) return InputKind::Catalog;
        break;
    }
    TRY_VOID(meter::detect(bytes));
    return InputKind::Usage;
}

namespace {

// What the user says it is, else what it shows. A mapping is of readings or calls.
Result<InputKind> kind_of(const ImportRequest& request) {
    for (const auto kind : {InputKind::Catalog, InputKind::Issuer, InputKind::Accounts,
                            InputKind::Deck, InputKind::Usage})
        if (request.format == input_kind_name(kind)) {
            if (kind != InputKind::Usage && !request.mapping.empty())
                return fail(Code::Invalid,
                            fmt::format("a mapping is for readings and calls, not for a file of "
                                        "format {}",
                                        request.format),
                            request.mapping);
            return kind;
        }
    if (!request.format.empty() || !request.mapping.empty()) return InputKind::Usage;
    auto kind = recognise(TRY(read_head(request.file)));
    if (!kind) return fail(kind.error().code, kind.error().text, request.file.filename().string());
    return kind;
}

}  // namespace

Result<ImportResult> import_any(Workspace& workspace, const ImportRequest& request,
                                const ImportProgress& progress) {
    TRY_VOID(text::check_file(request.file));
    const InputKind kind = TRY(kind_of(request));
    if (kind == InputKind::Accounts)
        return and_what_waited(workspace, import_accounts(workspace, request.file));
    if (kind == InputKind::Usage)
        return and_what_waited(workspace, import_usage(workspace, request, progress));
    return import_text(workspace, request.file, kind);
}

}  // namespace bw::run
