// The bytes of a segment file; for this folder's code only. Little-endian, no padding.
//
//   segment header  64  "BWSEG001", tenant i64, retention u8, 3 zero bytes, year i32, run i64,
//                       unit i32, documents u32, 16 zero bytes, checksum u64 (XXH3-64 of the 56
//                       bytes before it)
//   per document
//     entry header 136  "BWDE", version u8, format u8, retention u8, codec u8, key id u32 (0: not
//                       encrypted), 4 zero bytes, document i64, billing account i64, invoice i64,
//                       plain length u64, stored length u64, kind 24 (zero-filled), salt 16,
//                       leaf 32, checksum u64 (of the 128 bytes before it)
//     payload           stored length
//   segment footer  40  root 32, "BWSEGEND"
#pragma once

#include "books/archive/segment.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace bw::archive {

using Bytes = std::span<const std::byte>;
using Salt = std::array<std::byte, 16>;

inline constexpr std::size_t kSegmentHeaderBytes = 64;
inline constexpr std::size_t kEntryHeaderBytes = 136;
inline constexpr std::size_t kSegmentFooterBytes = 40;
inline constexpr std::uint8_t kEntryVersion = 1;

// How a payload is stored. Numbers stand in files: never renumber.
enum class Codec : std::uint8_t { Plain = 0, Zstd = 1 };

struct EntryHeader {
    Format format = Format::Pdf;
    RetentionClass retention = RetentionClass::Books;
    Codec codec = Codec::Plain;
    std::uint32_t key_id = 0;
    DocumentId document;
    BillingAccountId account;
    InvoiceId invoice;
    std::uint64_t plain_length = 0;
    std::uint64_t stored_length = 0;
    std::string kind;
    Salt salt{};
    Digest leaf;
};

void append_segment_header(std::vector<std::byte>& out, const SegmentName& name,
                           std::uint32_t documents);
void append_entry_header(std::vector<std::byte>& out, const EntryHeader& header);
void append_segment_footer(std::vector<std::byte>& out, const Digest& root);

struct SegmentHeader {
    SegmentName name;
    std::uint32_t documents = 0;
};
// Code::Corrupt with what is wrong; never reads outside of `file`.
Result<SegmentHeader> read_segment_header(Bytes file);
Result<EntryHeader> read_entry_header(Bytes file, std::uint64_t offset);
Result<Digest> read_segment_footer(Bytes file);

// SHA-256(0x00, version, format, retention, salt, SHA-256(plain)).
Digest leaf_of(const EntryHeader& header, const Digest& plain_hash);

// The plain bytes of the entry at `offset`, checked against the leaf in its header.
Result<std::string> read_payload(Bytes file, std::uint64_t offset, const EntryHeader& header);

}  // namespace bw::archive
