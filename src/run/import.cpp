#include "run/import.h"

#include "books/catalog/parse.h"
#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "flow/compose/brands/brand.h"
#include "flow/meter/formats/detect.h"
#include "flow/meter/import.h"
#include "platform/crypto/sha256.h"
#include "platform/store/batch.h"
#include "platform/text/check_file.h"
#include "run/company/mapping.h"
#include "run/input_file.h"
#include "run/takeover/take.h"

#include <fmt/format.h>

#include <array>

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
            if (!issuer.brand.empty() && brands::find_brand(issuer.brand).key != issuer.brand)
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

// A file on its way in. What is written lies in the caller's transaction.
struct Entrance {
    Workspace& workspace;
    store::Transaction& tx;
    const ImportRequest& request;
};

Result<ImportResult> take_text(const Entrance& in, InputKind kind) {
    const auto& [workspace, tx, request] = in;
    const std::string text = TRY(read_text(request.file));
    const std::string name = request.file.filename().string();
    ImportResult result;
    result.kind = kind;
    result.format = input_kind_name(kind);
    result.bytes = static_cast<std::int64_t>(text.size());
    result.received = result.accepted = 1;
    auto identity = crypto::sha256(text);
    if (request.again)
        identity = store::identity_again(tx, workspace.tenant, input_kind_name(kind), identity);
    result.batch = TRY(store::record_batch(tx, workspace.tenant,
                                           {input_kind_name(kind),
                                            name,
                                            identity,
                                            workspace.clock->now(),
                                            {result.received, result.accepted, 0, 0}}));
    TRY_VOID(save(tx, workspace.tenant, result, name, text));
    return result;
}

Result<ImportResult> take_table(const Entrance& in, InputKind kind,
                                const company::Mapping& mapping) {
    const auto& [workspace, tx, request] = in;
    const auto digest = TRY(digest_of(request.file));
    const auto source = TRY(open_input(request.file));
    auto taken = TRY(takeover::take({tx, workspace.tenant, workspace.clock->now(),
                                     request.file.filename().string(), digest, *source, mapping,
                                     request.rejects_shown, request.again}));
    ImportResult result;
    result.kind = kind;
    result.format = input_kind_name(kind);
    result.batch = taken.batch;
    result.bytes = taken.tally.bytes;
    result.received = taken.tally.received;
    result.accepted = taken.tally.accepted;
    result.rejected = taken.tally.rejected;
    result.rejects = std::move(taken.tally.rejects);
    return result;
}

// The text of a mapping: a file, or one that comes with the program.
struct MappingText {
    std::string name, text;
};
Result<MappingText> load_mapping(const std::string& name) {
    std::error_code none;
    if (std::filesystem::exists(name, none))
        return MappingText{std::filesystem::path(name).filename().string(), TRY(read_text(name))};
    if (const auto shipped = meter::shipped_mapping(name))
        return MappingText{name, std::string(*shipped)};
    return fail(Code::NotFound,
                fmt::format("there is no such mapping file; with the program come {}",
                            fmt::join(meter::shipped_mapping_names(), ", ")),
                name);
}

// What a file is, and how it is read.
struct Told {
    InputKind kind = InputKind::Usage;
    std::optional<MappingText> mapping;
};

Result<meter::ImportOptions> usage_options(const ImportRequest& request, const Told& told) {
    meter::ImportOptions options;
    if (!request.format.empty() && request.format != "usage")
        options.format = TRY(meter::parse_format(request.format));
    if (told.mapping)
        options.mapping = TRY(meter::parse_mapping(told.mapping->text, told.mapping->name));
    options.settings = request.settings;
    options.again = request.again;
    return options;
}

ImportResult result_of(const meter::ImportReport& report) {
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

Result<ImportResult> import_usage(Workspace& workspace, const ImportRequest& request,
                                  const Told& told, const ImportProgress& progress) {
    KnownPoints points(workspace);
    meter::ImportContext context = usage_context(workspace, points);
    const auto options = TRY(usage_options(request, told));
    return result_of(TRY(meter::import_file(context, request.file, options, progress)));
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

// Mapping and settings of a company's file.
Result<company::Mapping> table_mapping(const ImportRequest& request, const Told& told,
                                       company::FileKind kind) {
    company::Mapping mapping =
        told.mapping ? TRY(company::parse_mapping(told.mapping->text, told.mapping->name))
                     : company::default_mapping(kind);
    for (const auto& setting : request.settings) TRY_VOID(company::apply_setting(setting, mapping));
    return mapping;
}

// Kinds of a company's files and how imports call them.
constexpr std::array kTables = {
    std::pair(InputKind::Accounts, company::FileKind::Accounts),
    std::pair(InputKind::Meters, company::FileKind::Meters),
    std::pair(InputKind::Attributes, company::FileKind::Attributes),
    std::pair(InputKind::CalorificValues, company::FileKind::CalorificValues),
    std::pair(InputKind::DegreeDays, company::FileKind::DegreeDays),
    std::pair(InputKind::Profiles, company::FileKind::Profiles),
    std::pair(InputKind::Prices, company::FileKind::Prices),
    std::pair(InputKind::SystemPeaks, company::FileKind::SystemPeaks),
    std::pair(InputKind::Balances, company::FileKind::Balances),
    std::pair(InputKind::History, company::FileKind::History)};

std::optional<company::FileKind> table_of(InputKind kind) {
    for (const auto& [input, table] : kTables)
        if (input == kind) return table;
    return std::nullopt;
}
InputKind kind_of(company::FileKind file) {
    for (const auto& [input, table] : kTables)
        if (table == file) return input;
    return InputKind::Accounts;
}

// Everything but usage, which keeps files beside the store.
Result<ImportResult> take(const Entrance& in, const Told& told) {
    if (const auto table = table_of(told.kind))
        return take_table(in, told.kind, TRY(table_mapping(in.request, told, *table)));
    return take_text(in, told.kind);
}

}  // namespace

std::span<const InputKind> input_kinds() {
    static constexpr std::array kKinds = {
        InputKind::Catalog,     InputKind::Issuer,     InputKind::Accounts,
        InputKind::Meters,      InputKind::Attributes, InputKind::CalorificValues,
        InputKind::DegreeDays,  InputKind::Profiles,   InputKind::Prices,
        InputKind::SystemPeaks, InputKind::Deck,       InputKind::Balances,
        InputKind::History,     InputKind::Usage};
    return kKinds;
}

bool is_one_text(InputKind kind) { return kind != InputKind::Usage && !table_of(kind); }

std::string_view input_kind_name(InputKind kind) {
    switch (kind) {
        case InputKind::Catalog: return "catalog";
        case InputKind::Issuer: return "issuer";
        case InputKind::Accounts: return "accounts";
        case InputKind::Meters: return "meters";
        case InputKind::Attributes: return "attributes";
        case InputKind::CalorificValues: return "calorific-values";
        case InputKind::DegreeDays: return "degree-days";
        case InputKind::Profiles: return "profiles";
        case InputKind::Prices: return "prices";
        case InputKind::SystemPeaks: return "system-peaks";
        case InputKind::Deck: return "deck";
        case InputKind::Balances: return "balances";
        case InputKind::History: return "history";
        case InputKind::Usage: return "usage";
    }
    return "usage";
}

Result<InputKind> recognise(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (const auto table = company::recognise(bytes)) return kind_of(*table);
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
             {"calendar:", "taxes:", "schedule:", "plan:", "payment plan:", "validation:",
              "billing checks:", "approval:"})
            if (line.starts_with(key)) return InputKind::Catalog;
        break;
    }
    TRY_VOID(meter::detect(bytes));
    return InputKind::Usage;
}

namespace {

// What the user says it is, else what its mapping says, else what it shows.
Result<Told> look_at(const ImportRequest& request) {
    TRY_VOID(text::check_file(request.file));
    Told told;
    if (!request.mapping.empty()) told.mapping = TRY(load_mapping(request.mapping));
    const auto of = told.mapping ? company::kind_of_mapping(told.mapping->text) : std::nullopt;
    if (of) told.kind = kind_of(*of);
    for (const auto kind : input_kinds()) {
        if (request.format != input_kind_name(kind)) continue;
        if (told.mapping && told.kind != kind)
            return fail(Code::Invalid,
                        fmt::format("the mapping is not for a file of format {}", request.format),
                        request.mapping);
        told.kind = kind;
        return told;
    }
    if (of && !request.format.empty())
        return fail(Code::Invalid,
                    fmt::format("the mapping is for {}, the format asked for is {}",
                                input_kind_name(told.kind), request.format),
                    request.mapping);
    if (told.mapping || !request.format.empty()) return told;
    const auto kind = recognise(TRY(read_head(request.file)));
    if (!kind) return fail(kind.error().code, kind.error().text, request.file.filename().string());
    told.kind = *kind;
    return told;
}

}  // namespace

Result<InputKind> input_kind_of(const ImportRequest& request) { return TRY(look_at(request)).kind; }

Result<std::vector<meter::Surveyed>> survey(const ImportRequest& request) {
    const Told told = TRY(look_at(request));
    if (told.kind != InputKind::Usage)
        return fail(
            Code::Invalid,
            fmt::format("it is a file of kind {}, not of usage", input_kind_name(told.kind)),
            request.file.filename().string());
    return meter::survey_file(request.file, TRY(usage_options(request, told)));
}

Result<ImportResult> import_any(Workspace& workspace, const ImportRequest& request,
                                const ImportProgress& progress) {
    const Told told = TRY(look_at(request));
    if (told.kind == InputKind::Usage)
        return and_what_waited(workspace, import_usage(workspace, request, told, progress));
    auto result = [&]() -> Result<ImportResult> {
        const auto tx = workspace.database->begin(store::Access::Write);
        auto taken = TRY(take({workspace, *tx, request}, told));
        tx->commit();
        return taken;
    }();
    return told.kind == InputKind::Accounts ? and_what_waited(workspace, std::move(result))
                                            : result;
}

Rehearsal::Rehearsal(Workspace& workspace)
    : workspace_(workspace), tx_(workspace.database->begin(store::Access::Write)) {}

Result<ImportResult> Rehearsal::import(const ImportRequest& request,
                                       const ImportProgress& progress) {
    const Told told = TRY(look_at(request));
    if (told.kind != InputKind::Usage) {
        auto result = TRY(take({workspace_, *tx_, request}, told));
        result.batch = {};
        return result;
    }
    KnownPoints points(*tx_, workspace_.tenant);
    meter::ImportContext context = usage_context(workspace_, points);
    const auto options = TRY(usage_options(request, told));
    return result_of(TRY(meter::rehearse_file(context, request.file, options, progress)));
}

}  // namespace bw::run
