#include "books/archive/entry_format.h"

#include "platform/blob/blob.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>

namespace bw::archive {
namespace {

constexpr std::string_view kSegmentMagic = "BWSEG001";
constexpr std::string_view kEntryMagic = "BWDE";
constexpr std::string_view kFooterMagic = "BWSEGEND";

class Out {
public:
    explicit Out(std::vector<std::byte>& out) : out_(out) {}
    Out& bytes(Bytes b) {
        out_.insert(out_.end(), b.begin(), b.end());
        return *this;
    }
    Out& text(std::string_view t) { return bytes(crypto::bytes_of(t)); }
    Out& zeros(std::size_t n) {
        out_.insert(out_.end(), n, std::byte{0});
        return *this;
    }
    template <typename T>
    Out& number(T value) {
        auto rest = static_cast<std::make_unsigned_t<T>>(value);
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            out_.push_back(static_cast<std::byte>(rest & 0xffU));
            if constexpr (sizeof(T) > 1) rest = static_cast<decltype(rest)>(rest >> 8);
        }
        return *this;
    }

private:
    std::vector<std::byte>& out_;
};

// Reads fields of a block whose length was checked.
class In {
public:
    explicit In(Bytes block) : left_(block) {}
    Bytes bytes(std::size_t n) {
        const Bytes taken = left_.first(n);
        left_ = left_.subspan(n);
        return taken;
    }
    std::string text(std::size_t n) {
        const Bytes taken = bytes(n);
        return {reinterpret_cast<const char*>(taken.data()), taken.size()};
    }
    template <typename T>
    T number() {
        std::make_unsigned_t<T> value = 0;
        const Bytes taken = bytes(sizeof(T));
        for (std::size_t i = sizeof(T); i-- > 0;) {
            if constexpr (sizeof(T) > 1) value = static_cast<decltype(value)>(value << 8);
            value = static_cast<decltype(value)>(value | std::to_integer<unsigned>(taken[i]));
        }
        return static_cast<T>(value);
    }

private:
    Bytes left_;
};

std::unexpected<Error> corrupt(std::string what) { return fail(Code::Corrupt, std::move(what)); }

// The block that ends with a checksum over what stands before it.
void append_checksum(std::vector<std::byte>& out, std::size_t start) {
    const std::uint64_t sum = blob::checksum(Bytes(out).subspan(start));
    Out(out).number(sum);
}

bool checksum_holds(Bytes block) {
    const Bytes content = block.first(block.size() - 8);
    return In(block.last(8)).number<std::uint64_t>() == blob::checksum(content);
}

bool known(Format format) { return format >= Format::Pdf && format <= Format::Csv; }
bool known(RetentionClass r) { return r >= RetentionClass::Books && r <= RetentionClass::Notices; }

}  // namespace

void append_segment_header(std::vector<std::byte>& out, const SegmentName& name,
                           std::uint32_t documents) {
    const std::size_t start = out.size();
    Out(out)
        .text(kSegmentMagic)
        .number(name.volume.tenant.value)
        .number(static_cast<std::uint8_t>(name.volume.retention))
        .zeros(3)
        .number(static_cast<std::int32_t>(name.volume.year))
        .number(name.run.value)
        .number(static_cast<std::int32_t>(name.unit))
        .number(documents)
        .zeros(16);
    append_checksum(out, start);
}

void append_entry_header(std::vector<std::byte>& out, const EntryHeader& header) {
    const std::size_t start = out.size();
    Out(out)
        .text(kEntryMagic)
        .number(kEntryVersion)
        .number(static_cast<std::uint8_t>(header.format))
        .number(static_cast<std::uint8_t>(header.retention))
        .number(static_cast<std::uint8_t>(header.codec))
        .number(header.key_id)
        .zeros(4)
        .number(header.document.value)
        .number(header.account.value)
        .number(header.invoice.value)
        .number(header.plain_length)
        .number(header.stored_length)
        .text(header.kind)
        .zeros(kKindBytesMax - header.kind.size())
        .bytes(header.salt)
        .bytes(header.leaf);
    append_checksum(out, start);
}

void append_segment_footer(std::vector<std::byte>& out, const Digest& root) {
    Out(out).bytes(root).text(kFooterMagic);
}

Result<SegmentHeader> read_segment_header(Bytes file) {
    if (file.size() < kSegmentHeaderBytes + kSegmentFooterBytes)
        return corrupt(fmt::format("the file has only {} bytes", file.size()));
    In in(file);
    if (in.text(8) != kSegmentMagic) return corrupt("the file does not begin as a segment");
    if (!checksum_holds(file.first(kSegmentHeaderBytes)))
        return corrupt("the header of the file is damaged");
    SegmentHeader header;
    header.name.volume.tenant = {in.number<std::int64_t>()};
    header.name.volume.retention = static_cast<RetentionClass>(in.number<std::uint8_t>());
    in.bytes(3);
    header.name.volume.year = in.number<std::int32_t>();
    header.name.run = {in.number<std::int64_t>()};
    header.name.unit = in.number<std::int32_t>();
    header.documents = in.number<std::uint32_t>();
    return header;
}

Result<EntryHeader> read_entry_header(Bytes file, std::uint64_t offset) {
    if (offset > file.size() || file.size() - offset < kEntryHeaderBytes)
        return corrupt("the file ends before this entry");
    const Bytes block = file.subspan(offset, kEntryHeaderBytes);
    In in(block);
    if (in.text(4) != kEntryMagic || !checksum_holds(block))
        return corrupt("the header of the entry is damaged");
    if (const int version = in.number<std::uint8_t>(); version != kEntryVersion)
        return fail(Code::Unsupported,
                    fmt::format("entry version {}; use a newer program", version));
    EntryHeader header;
    header.format = static_cast<Format>(in.number<std::uint8_t>());
    header.retention = static_cast<RetentionClass>(in.number<std::uint8_t>());
    header.codec = static_cast<Codec>(in.number<std::uint8_t>());
    header.key_id = in.number<std::uint32_t>();
    in.bytes(4);
    header.document = {in.number<std::int64_t>()};
    header.account = {in.number<std::int64_t>()};
    header.invoice = {in.number<std::int64_t>()};
    header.plain_length = in.number<std::uint64_t>();
    header.stored_length = in.number<std::uint64_t>();
    header.kind = in.text(kKindBytesMax);
    header.kind.resize(std::min(header.kind.find('\0'), header.kind.size()));
    std::ranges::copy(in.bytes(16), header.salt.begin());
    std::ranges::copy(in.bytes(32), header.leaf.bytes.begin());
    if (!known(header.format) || !known(header.retention) || header.codec > Codec::Zstd)
        return fail(Code::Unsupported, "a format or codec of a newer program");
    if (header.key_id != 0)
        return fail(Code::Unsupported, "the entry is encrypted; this program has no keys");
    return header;
}

Result<Digest> read_segment_footer(Bytes file) {
    if (file.size() < kSegmentFooterBytes) return corrupt("the file has no end mark");
    In in(file.last(kSegmentFooterBytes));
    const Bytes root = in.bytes(32);
    if (in.text(8) != kFooterMagic) return corrupt("the file has no end mark");
    return crypto::digest_from(root);
}

Digest leaf_of(const EntryHeader& header, const Digest& plain_hash) {
    std::vector<std::byte> message;
    message.reserve(4 + header.salt.size() + plain_hash.bytes.size());
    Out(message)
        .zeros(1)  // leaf, not node: RFC 6962 section 2.1
        .number(kEntryVersion)
        .number(static_cast<std::uint8_t>(header.format))
        .number(static_cast<std::uint8_t>(header.retention))
        .bytes(header.salt)
        .bytes(plain_hash);
    return crypto::sha256(message);
}

Result<std::string> read_payload(Bytes file, std::uint64_t offset, const EntryHeader& header) {
    const std::uint64_t start = offset + kEntryHeaderBytes;
    if (start > file.size() || header.stored_length > file.size() - start)
        return corrupt("the file ends inside this entry");
    if (header.plain_length > kDocumentBytesMax)
        return corrupt("the entry claims more bytes than a document may have");
    const Bytes stored = file.subspan(start, header.stored_length);
    std::string plain;
    if (header.codec == Codec::Plain) {
        plain.assign(reinterpret_cast<const char*>(stored.data()), stored.size());
    } else {
        plain.resize(header.plain_length);
        const std::size_t got =
            ZSTD_decompress(plain.data(), plain.size(), stored.data(), stored.size());
        if (ZSTD_isError(got) != 0 || got != plain.size())
            return corrupt("the payload cannot be decompressed");
    }
    if (plain.size() != header.plain_length) return corrupt("the payload has another length");
    if (leaf_of(header, crypto::sha256(plain)) != header.leaf)
        return corrupt("the payload does not match its hash");
    return plain;
}

}  // namespace bw::archive
