#include "run/import.h"

#include "base/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "flow/meter/formats/detect.h"
#include "flow/meter/import.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "run/import_accounts.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace bw::run {
namespace {

constexpr std::size_t kTextBytesMax = 64 << 20;  // catalog texts and decks are read whole

std::string first_bytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes(64 << 10, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

Result<std::string> read_text(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return fail(Code::NotFound, "the file cannot be read: " + error.message(), file.string());
    if (size > kTextBytesMax)
        return fail(Code::Limit, fmt::format("texts are at most {} MiB", kTextBytesMax >> 20),
                    file.string());
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

Result<crypto::Digest> digest_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Code::NotFound, "the file cannot be read", file.string());
    crypto::Sha256 hash;
    std::array<char, 1 << 16> buffer{};
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0)
        hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(in.gcount())));
    return hash.finish();
}

// The service points of the workspace, for readings that name them by code.
class KnownPoints final : public meter::ServicePoints {
public:
    explicit KnownPoints(Workspace& workspace)
        : tx_(workspace.database->begin(store::Access::Read)), tenant_(workspace.tenant) {}
    std::optional<ServicePointId> find(std::string_view code) override {
        const auto found =
            customers::find_identifier(*tx_, tenant_, customers::kServicePoint, code);
        if (!found) return std::nullopt;
        return ServicePointId{found->id};
    }

private:
    std::unique_ptr<store::Transaction> tx_;
    TenantId tenant_;
};

Result<void> adopt(Workspace& workspace) {
    KnownPoints points(workspace);
    meter::ImportContext context{
        *workspace.database, workspace.usage(), workspace.scratch(), points,
        *workspace.clock,    workspace.tenant,  workspace.faults};
    TRY_VOID(meter::adopt_pending(context));
    return {};
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
    if (kind == InputKind::Issuer) {
        const auto issuer = TRY(customers::parse_issuer(text, name));
        TRY_VOID(customers::save_issuer(*tx, workspace.tenant, result.batch, issuer, text));
    } else {
        TRY_VOID(catalog::save_text(*tx, workspace.tenant, result.batch, name, text));
    }
    tx->commit();
    return result;
}

Result<ImportResult> import_accounts(Workspace& workspace, const std::filesystem::path& file) {
    ImportResult result;
    result.kind = InputKind::Accounts;
    result.format = "accounts";
    const auto digest = TRY(digest_of(file));
    result.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file));
    // Counted first, so that the batch is recorded with its counts; the file is small beside
    // readings.
    {
        ImportResult counted;
        std::ifstream in(file, std::ios::binary);
        TRY_VOID(read_accounts(
            in, counted, [](const auto&) { return Result<void>{}; }, [](const Reject&) {}));
        if (counted.received == 0)
            return fail(Code::Refused, "the file has a header and nothing else", file.string());
    }
    const auto tx = workspace.database->begin(store::Access::Write);
    if (const auto known = store::find_batch(*tx, workspace.tenant, "accounts", digest))
        return fail(Code::Duplicate,
                    fmt::format("this file was imported before, as batch {}; nothing was added",
                                known->value),
                    file.string());
    // The writer needs the batch number, the batch its counts: the number is the next one.
    const Batch next{store::current_cut(*tx, workspace.tenant).value + 1};
    customers::AccountWriter writer(*tx, workspace.tenant, next);
    std::ifstream in(file, std::ios::binary);
    TRY_VOID(read_accounts(
        in, result, [&](const auto& row) { return writer.add(row); }, [](const Reject&) {}));
    result.batch =
        TRY(store::record_batch(*tx, workspace.tenant,
                                {"accounts",
                                 file.filename().string(),
                                 digest,
                                 workspace.clock->now(),
                                 {result.received, result.accepted, result.rejected, 0}}));
    CHECK(result.batch == next);
    tx->commit();
    TRY_VOID(adopt(workspace));
    return result;
}

Result<meter::Mapping> load_mapping(const std::string& name) {
    std::error_code error;
    const auto shipped = meter::shipped_mapping(name);
    if (std::filesystem::is_regular_file(name, error)) {
        const std::string text = TRY(read_text(name));
        return meter::parse_mapping(text, std::filesystem::path(name).filename().string());
    }
    if (shipped) return meter::parse_mapping(*shipped, name);
    return fail(Code::NotFound,
                fmt::format("there is no such mapping file; with the program come {}",
                            fmt::join(meter::shipped_mapping_names(), ", ")),
                name);
}

Result<ImportResult> import_usage(Workspace& workspace, const ImportRequest& request,
                                  const ImportProgress& progress) {
    KnownPoints points(workspace);
    meter::ImportContext context{
        *workspace.database, workspace.usage(), workspace.scratch(), points,
        *workspace.clock,    workspace.tenant,  workspace.faults};
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
    return result;
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
        for (const std::string_view key : {"calendar:", "taxes:", "schedule:", "plan:"})
            if (line.starts_with(key)) return InputKind::Catalog;
        break;
    }
    TRY_VOID(meter::detect(bytes));
    return InputKind::Usage;
}

Result<ImportResult> import_any(Workspace& workspace, const ImportRequest& request,
                                const ImportProgress& progress) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(request.file, error))
        return fail(Code::NotFound, "there is no such file", request.file.string());
    InputKind kind = InputKind::Usage;
    bool named = false;
    for (const auto k : {InputKind::Catalog, InputKind::Issuer, InputKind::Accounts,
                         InputKind::Deck, InputKind::Usage})
        if (request.format == input_kind_name(k)) {
            kind = k;
            named = true;
        }
    if (!named && request.format.empty() && request.mapping.empty()) {
        const std::string head = first_bytes(request.file);
        if (!meter::is_gzip(head)) {
            auto found = recognise(head);
            if (!found)
                return fail(found.error().code, found.error().text,
                            request.file.filename().string());
            kind = *found;
        }
    }
    switch (kind) {
        case InputKind::Accounts: return import_accounts(workspace, request.file);
        case InputKind::Usage: return import_usage(workspace, request, progress);
        case InputKind::Catalog:
        case InputKind::Issuer:
        case InputKind::Deck: return import_text(workspace, request.file, kind);
    }
    return fail(Code::Unsupported, "unknown kind of file");
}

}  // namespace bw::run
