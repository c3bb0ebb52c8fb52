// Anything a user hands in becomes one batch: catalog texts, issuers, accounts, rate decks,
// readings and calls. What a file is shows its content; a format name overrides it. The same
// content twice adds nothing.
#pragma once

#include "run/waiting.h"
#include "run/workspace.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bw::run {

enum class InputKind : std::uint8_t { Catalog, Issuer, Accounts, Deck, Usage };
std::string_view input_kind_name(InputKind kind);  // "catalog", "usage": also accepted by --format

struct ImportRequest {
    std::filesystem::path file;
    std::string format;  // "", or "catalog", "issuer", "accounts", "deck", "nem12", "interval-csv",
                         // ...
    std::string mapping;  // of CSV usage files: a file, or the name of one that comes with us
    std::vector<std::string> settings{};  // of usage files: "zone=Europe/Berlin"
};

struct Reject {
    std::int64_t line = 0;
    std::string reason;
};

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

// Called with bytes read and bytes in all.
using ImportProgress = std::function<void(std::int64_t done, std::int64_t all)>;

// Error: the file is refused whole and nothing is kept (Refused), or its content is known
// (Duplicate). Readings that waited and can be used by now come in after it, known or not.
Result<ImportResult> import_any(Workspace& workspace, const ImportRequest& request,
                                const ImportProgress& progress);

// What the first bytes say; Error (Refused) when they say nothing we know.
Result<InputKind> recognise(std::string_view first_bytes);

}  // namespace bw::run
