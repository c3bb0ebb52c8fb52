#include "flow/meter/verify.h"

#include "flow/meter/segment_claim.h"
#include "flow/meter/segments/segment.h"
#include "flow/meter/usage_store.h"

#include <fmt/format.h>

#include <set>

namespace bw::meter {
namespace {

constexpr int kFindingsMax = 100;  // per question: more of the same kind help nobody

// One segment against what its row says of it.
Result<void> check_segment(const blob::Path& path, const sql::SegmentRow& row,
                           UsageVerified& result) {
    if (blob::size_of(path) < 0)
        return fail(Code::Corrupt, "the file is missing; restore it from the backup", row.segment);
    const Segment segment = TRY(Segment::open(path));
    result.bytes += segment.size_bytes();
    TRY_VOID(segment.check_all());
    std::int64_t values = 0, kinds = 0;
    for (const auto& entry : segment.entries()) {
        values += entry.values;
        kinds |= kind_bit(segment.series(entry).kind);
    }
    // A month between two readings is closed with none of its own.
    const bool is_of_months = segment.entries().empty() || (segment.month_min() == row.month_min &&
                                                            segment.month_max() == row.month_max);
    const bool is_same =
        is_of_months && kinds == row.kinds && (!row.values || *row.values == values);
    if (!is_same)
        return fail(
            Code::Corrupt,
            fmt::format("the file does not hold what the store says of it ({}); restore both "
                        "from one backup",
                        row.owner),
            row.segment);
    return {};
}

// What is being written, or lies under a claim until the next import, belongs to nobody yet.
void find_strays(const blob::Path& folder, const std::set<std::string, std::less<>>& named,
                 UsageVerified& result) {
    std::set<std::string> unfinished;
    const auto files = blob::list(folder);
    for (const auto& file : files)
        if (file.name.ends_with(SegmentClaim::kExtension)) {
            const std::string segment =
                file.name.substr(0, file.name.size() - SegmentClaim::kExtension.size());
            unfinished.insert({file.name, segment, index_part_of(segment).string()});
        }
    int found = 0;
    for (const auto& file : files)
        if (!named.contains(file.name) && !unfinished.contains(file.name) &&
            ++found <= kFindingsMax)
            result.findings.push_back(fmt::format("usage/{}: no batch names this file: the store "
                                                  "may be older than it, then restore the "
                                                  "newer one; else put the file elsewhere",
                                                  file.name));
}

}  // namespace

std::int64_t count_segments(store::Transaction& tx, TenantId tenant) {
    return static_cast<std::int64_t>(sql::segments(tx, tenant).size());
}

UsageVerified verify(store::Transaction& tx, const std::filesystem::path& folder, TenantId tenant,
                     const std::function<void()>& on_segment) {
    UsageVerified result;
    std::set<std::string, std::less<>> named;
    for (const auto& row : sql::segment_rows(tx, tenant)) {
        named.insert(row.segment);
        ++result.segments;
        if (const auto good = check_segment(folder / row.segment, row, result); !good)
            result.findings.push_back("usage/" + good.error().message());
        on_segment();
    }
    find_strays(folder, named, result);
    sql::find_miscounts(tx, tenant, kFindingsMax, result.findings);
    return result;
}

}  // namespace bw::meter
