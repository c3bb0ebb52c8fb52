// Builds the segment files of one unit: compute threads do this, before any lock is taken. Pure:
// the same documents and secret give the same bytes (law 12).
//
// Leaf of a document: SHA-256(tag, salt, SHA-256(plain)); root of a segment: the RFC 6962 tree over
// its leaves. The salt makes a leaf of a short text unguessable; it is HMAC-SHA-256(secret of the
// tenant, document), so that a second run of the same unit gives the same leaf.
#pragma once

#include "books/archive/document.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace bw::archive {

inline constexpr std::uint64_t kDocumentBytesMax = 64ULL << 20;
inline constexpr std::uint64_t kSegmentBytesMax = 1ULL << 30;
inline constexpr std::size_t kSegmentDocumentsMax = 100'000;
inline constexpr std::size_t kKindBytesMax = 24;

// Of one tenant; kept in the store (archive.h: load_secret).
struct ArchiveSecret {
    std::array<std::byte, 32> bytes{};
};

struct SegmentName {
    Volume volume;
    RunId run;
    int unit = 0;
    friend auto operator<=>(const SegmentName&, const SegmentName&) = default;

    [[nodiscard]] SegmentId id() const;  // derived from the name
    // "tenant-1/books-2024/run-7/unit-42.seg", below the archive's folder
    [[nodiscard]] std::string path() const;
};

struct Segment {
    SegmentName name{};
    SegmentId id{};
    std::vector<DocumentInfo> documents{};  // in file order
    std::vector<std::byte> bytes{};         // the whole file; may be freed once it is written
    std::uint64_t size_bytes = 0;           // of the file
    Digest root{};
};

// One per compute thread, used again for each unit.
class SegmentBuilder {
public:
    explicit SegmentBuilder(const ArchiveSecret& secret);
    ~SegmentBuilder();
    SegmentBuilder(SegmentBuilder&&) noexcept;
    SegmentBuilder& operator=(SegmentBuilder&&) noexcept;

    // One segment per volume that occurs, usually one; in the order of their names. A document
    // twice, an impossible year or a payload over the limit is an Error.
    Result<std::vector<Segment>> build(TenantId tenant, RunId run, int unit,
                                       std::span<const NewDocument> documents);

private:
    struct Tools;
    std::unique_ptr<Tools> tools_;
};

}  // namespace bw::archive
