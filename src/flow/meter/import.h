// A file of readings or calls becomes one batch, or nothing: read as a stream, checked record by
// record, kept as one arrival segment, committed with its counts in one short transaction. Killed
// at any point it leaves either the whole batch or files under a claim, which the next import
// removes. Exit paths: a file broken as a whole is Refused (nothing kept), and so is one of which
// no record can be taken, so that it can come again; records that break a rule are rejected with
// line and reason; readings of unknown service points are kept, pending, until adopt_pending()
// finds an owner.
#pragma once

#include "base/clock.h"
#include "flow/meter/byte_source.h"
#include "flow/meter/formats/tables/mapping.h"
#include "flow/meter/reader.h"
#include "flow/meter/segments/limits.h"
#include "platform/blob/faults.h"
#include "platform/store/migration.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

// Who knows the codes that files use for service points (NMI, MPAN, EAN, MSISDN).
class ServicePoints {
public:
    virtual ~ServicePoints() = default;
    virtual std::optional<ServicePointId> find(std::string_view code) = 0;
};

struct ImportContext {
    store::Database& database;
    std::filesystem::path folder;   // of segments; made when it is not there
    std::filesystem::path scratch;  // for spilled runs; same
    ServicePoints& points;
    const Clock& clock;
    TenantId tenant;
    faults::Faults* faults = nullptr;
};

inline constexpr std::int64_t kRejectsMax = 1'000'000;

struct ImportOptions {
    std::optional<Format> format{};       // nothing: by content
    std::optional<Mapping> mapping{};     // of CSV columns; it names the format, too
    std::vector<std::string> settings{};  // laid over the mapping: "zone=Europe/Berlin"
    std::size_t memory_bytes = kBuildBytes;
    bool again = false;                      // it holds once more, though it came in before
    std::int64_t rejects_max = kRejectsMax;  // beyond it the file is refused
};

inline constexpr std::size_t kReportedMax = 20;  // rejects and unknown codes in a report
inline constexpr std::size_t kRepairKindsMax = 64;

// Records that were taken after they had been mended, of one kind.
struct Repair {
    std::int64_t line = 0;  // of the first
    std::string what;
    std::int64_t records = 0;
};

struct ImportReport {
    Batch batch;
    Format format = Format::Nem12;
    std::int64_t lines = 0;
    std::int64_t bytes = 0;     // of the content, unpacked
    std::int64_t received = 0;  // records: accepted + rejected + pending, always
    std::int64_t accepted = 0;
    std::int64_t rejected = 0;
    std::int64_t pending = 0;
    std::int64_t without_usage = 0;    // of the accepted: nothing to bill (unanswered calls)
    std::int64_t values = 0;           // kept: intervals, reads, calls
    std::int64_t replaced = 0;         // values that a later record of the same file replaced
    std::vector<Reject> rejects;       // the first ones; all are in table usage_reject
    std::vector<Repair> repairs;       // all kinds; they are in table usage_repair
    std::vector<std::string> unknown;  // service points that are pending, the first ones
    std::int64_t unknown_total = 0;
};

// Bytes read and bytes in all (0: unknown), now and then.
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

// Errors: Refused (subject "FILE:LINE"), Duplicate (names the earlier batch), NotFound, Limit,
// Conflict (the same file is being imported elsewhere). Exceptions: StoreError, BlobError; nothing
// is kept then either.
Result<ImportReport> import_file(ImportContext& context, const std::filesystem::path& path,
                                 const ImportOptions& options, const Progress& progress = {});
// What import_file() would say, and nothing is kept: batch and values of the report are 0.
Result<ImportReport> rehearse_file(ImportContext& context, const std::filesystem::path& path,
                                   const ImportOptions& options, const Progress& progress = {});
// The same from any source; `name` is for people.
Result<ImportReport> import_source(ImportContext& context, ByteSource& source,
                                   std::string_view name, const ImportOptions& options,
                                   const Progress& progress = {});

struct AdoptReport {
    Batch batch;               // {0}: nothing to adopt
    std::int64_t codes = 0;    // service points that are known by now
    std::int64_t records = 0;  // of files, that waited
    std::int64_t values = 0;
    std::vector<Batch> sources;  // that had brought them, in order
};
// Readings of codes that are known by now come in again under their id, as a batch of today. A
// value that a later batch has brought for the same interval stays. Error: Conflict when imports
// never pause; try again.
Result<AdoptReport> adopt_pending(ImportContext& context);

struct PeriodReport {
    std::int64_t generation = 0;
    std::int64_t blocks = 0;
    std::int64_t values = 0;
    std::uint64_t bytes = 0;
};
// Merges what arrived up to the cut for the UTC month that holds the date into one file, the
// month's next generation. Reads are the same before and after, only faster. Errors: NotFound (no
// readings), Duplicate (nothing arrived since the last generation), Conflict (cut before the last
// generation's, or in the future).
Result<PeriodReport> close_period(ImportContext& context, LocalDate month, Batch cut);

// Removes what imports and closings that died left behind: segments under a claim that nobody holds
// and no committed row names, and scratch folders. Nothing else is touched. Every import begins
// with it. Returns how many.
int sweep_unfinished(ImportContext& context);

// The room's migrations.
std::span<const store::Migration> schema();

}  // namespace bw::meter
