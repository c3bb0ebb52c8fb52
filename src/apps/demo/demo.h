// Two small invented companies as files, made from a seed: Aurora (electricity and water) and
// Nordlink (mobile and broadband). The files are imported like anybody's: calendars, taxes,
// tariffs, issuers, accounts, readings, registers and call records. The same options give the same
// bytes on every machine. Writes files only; imports nothing, bills nothing.
#pragma once

#include "apps/demo/events/plan.h"
#include "base/civil.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::demo {

enum class Kind : std::uint8_t { Electricity, Water, Mobile, Broadband };

inline constexpr std::int64_t kMaxAccounts = 10'000'000;
inline constexpr int kMaxMonths = 120;

struct Options {
    std::uint64_t seed = 1;
    std::int64_t accounts = 100;  // billing accounts together; 60 % Aurora when both companies
                                  // exist
    int months = 3;
    LocalDate first_month = LocalDate::of(2026, 8, 1);  // its first day; the tariffs start
                                                        // 2026-01-01
    // What the accounts buy. Aurora exists when electricity or water is listed, Nordlink when
    // mobile or broadband is. Listing electricity alone makes the base of a benchmark.
    std::vector<Kind> kinds = {Kind::Electricity, Kind::Water, Kind::Mobile, Kind::Broadband};
    // The particular accounts of cast.h: gaps, corrections, a move, bad records. A benchmark leaves
    // them out; they need at least 60 Aurora accounts, 40 Nordlink accounts and three months.
    bool stories = true;
    // Also everything that happens to customers in a year, each event at least five times
    // (events/plan.h); some 300 of the accounts are those of events. Needs 600 accounts, the 13
    // months from August 2026 on, every kind and the stories.
    bool events = false;
    // Length of an electricity interval, 15 or 30; none: AURORA-FLEX 15, AURORA-HOME 30.
    std::optional<int> step_minutes = std::nullopt;
    std::int64_t file_bytes = 64 << 20;  // a readings file ends after the account that passes this
                                         // size
};

// How the importer takes a file.
enum class FileKind : std::uint8_t {
    Catalog,
    Issuer,
    Accounts,
    Meters,
    Factors,
    Balances,
    History,
    Usage
};
std::string_view file_kind_name(FileKind kind);  // "catalog", "issuer", .., "usage"

struct File {
    std::string path;  // inside the folder, with '/'
    FileKind kind = FileKind::Catalog;
    LocalDate arrives;  // the day on which a company would have it: bill a month after what arrived
    std::int64_t bytes = 0;
    friend bool operator==(const File&, const File&) = default;
};

// Writes the files into `folder` (made when absent; files of the same names are replaced) and lists
// them in the order of import: by `arrives`, and on one day what others refer to comes first.
// Errors: options out of range (Invalid), a file that cannot be written (Refused, names it).
// Cost: memory does not grow with the accounts.
Result<std::vector<File>> generate(const std::filesystem::path& folder, const Options& options);

// What happens, and what persons and banks do: the same that the files of `generate` tell. Empty
// without Options::events. Errors: as above.
Result<Plan> plan_of(const Options& options);

}  // namespace bw::demo
