// Anything a user hands in becomes one batch: catalog texts, issuers, accounts and what else a
// company brings along, rate decks, readings and calls. What a file is shows its content; a format
// name or a mapping overrides it. The same content twice adds nothing.
#pragma once

#include "flow/meter/survey.h"
#include "run/company/table.h"
#include "run/waiting.h"
#include "run/workspace.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::run {

enum class InputKind : std::uint8_t {
    Catalog,
    Issuer,
    Accounts,
    Meters,
    Attributes,
    CalorificValues,
    DegreeDays,
    Profiles,
    Prices,
    SystemPeaks,
    Deck,
    Balances,
    History,
    Usage
};
std::string_view input_kind_name(InputKind kind);  // "catalog", "usage": also accepted by --format
std::span<const InputKind> input_kinds();
// One text as a whole; the others are rows or records, each accepted or rejected.
bool is_one_text(InputKind kind);

struct ImportRequest {
    std::filesystem::path file;
    std::string format;  // "", or "catalog", "issuer", "accounts", "deck", "nem12", "interval-csv",
                         // ...
    std::string mapping;  // of tables: a file, or the name of one that comes with us
    std::vector<std::string> settings{};                 // "zone=Europe/Berlin", "issuer=TEST"
    std::size_t rejects_shown = company::kRejectsShown;  // of a company's files; of usage 20
    bool again = false;  // what it says holds once more, though it came in before
};

using company::Reject;

// Records that were taken after they had been mended, of one kind.
struct Repair {
    std::int64_t line = 0;  // of the first
    std::string what;
    std::int64_t records = 0;
};

struct ImportResult {
    InputKind kind = InputKind::Usage;
    std::string format;
    Batch batch;
    std::int64_t bytes = 0;
    std::int64_t received = 0, accepted = 0, rejected = 0, pending = 0;  // received is the sum of
                                                                         // the others
    std::int64_t values = 0;      // intervals or calls behind the records
    std::vector<Reject> rejects;  // the first ones; all are in the store
    std::vector<Repair> repairs;
    std::vector<std::string> unknown;  // service points the readings wait for, the first ones
    std::int64_t unknown_total = 0;
    std::optional<Adopted> adopted;  // readings of earlier files that waited and came in now
};

// What a file is: what the request says, else what its mapping says, else what it shows.
Result<InputKind> input_kind_of(const ImportRequest& request);
// Of a file of usage: its service points, and from when to when it tells of them.
Result<std::vector<meter::Surveyed>> survey(const ImportRequest& request);

// Called with bytes read and bytes in all.
using ImportProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Error: the file is refused whole and nothing is kept (Refused), or its content is known
// (Duplicate). Readings that waited and can be used by now come in after it, known or not.
Result<ImportResult> import_any(Workspace& workspace, const ImportRequest& request,
                                const ImportProgress& progress);

// The same without an end: what would come in and what would be rejected, and nothing is written.
// A file sees those before it, so that a whole takeover can be tried. Others cannot import
// meanwhile. Of readings nothing is said of what waited. After an Error it is over.
class Rehearsal {
public:
    // The workspace must outlive it.
    explicit Rehearsal(Workspace& workspace);
    // Batch 0.
    Result<ImportResult> import(const ImportRequest& request, const ImportProgress& progress);

private:
    Workspace& workspace_;
    std::unique_ptr<store::Transaction> tx_;
};

// What the first bytes say; Error (Refused) when they say nothing we know.
Result<InputKind> recognise(std::string_view first_bytes);

}  // namespace bw::run
