// The archive's SQL; for this folder's code only.
#pragma once

#include "books/archive/archive.h"

#include <optional>
#include <vector>

namespace bw::archive {

struct SegmentRow {
    SegmentName name;
    SegmentId id;
    std::int64_t documents = 0;
    std::uint64_t size_bytes = 0;
    Digest root;
};

// false: the segment is indexed already.
bool insert_segment(store::Transaction& transaction, const Segment& segment, Batch batch);
void insert_documents(store::Transaction& transaction, const Segment& segment);

std::optional<SegmentRow> find_segment(store::Transaction& transaction, TenantId tenant,
                                       SegmentId id);
// Ordered by (run, unit).
std::vector<SegmentRow> segments_of_volume(store::Transaction& transaction, const Volume& volume);
std::vector<SegmentRow> segments_of_run(store::Transaction& transaction, TenantId tenant,
                                        RunId run);
// Of all volumes; same order in each.
std::vector<SegmentRow> segments_of_tenant(store::Transaction& transaction, TenantId tenant);
// Documents whose segment is not in the index, at most `limit`.
std::vector<DocumentInfo> lost_documents(store::Transaction& transaction, TenantId tenant,
                                         int limit);
// In file order.
std::vector<DocumentInfo> documents_of_segment(store::Transaction& transaction, TenantId tenant,
                                               SegmentId id);
void insert_seal(store::Transaction& transaction, const Volume& volume, const Sealed& sealed);

// Over the rows of a volume in their order; see Sealed.
Digest volume_root(std::span<const SegmentRow> segments);

}  // namespace bw::archive
