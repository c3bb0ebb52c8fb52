#include "books/archive/segment.h"

#include "books/archive/entry_format.h"
#include "books/archive/merkle.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace bw::archive {
namespace {

// PDFs are deflated already; markup shrinks to a fifth at level 1 for next to no time.
constexpr int kZstdLevel = 1;

std::string subject_of(const NewDocument& document) {
    return fmt::format("document {} of billing account {}", document.id.value,
                       document.account.value);
}

Result<void> check_document(const NewDocument& document) {
    if (document.year < 1900 || document.year > 2999)
        return fail(Code::Invalid, fmt::format("year {} of issue", document.year),
                    subject_of(document));
    if (!document.id || !document.account)
        return fail(Code::Invalid, "a document needs its id and its billing account",
                    subject_of(document));
    if (document.kind.empty() || document.kind.size() > kKindBytesMax)
        return fail(Code::Invalid,
                    fmt::format("kind '{}' has not 1 to {} bytes", document.kind, kKindBytesMax),
                    subject_of(document));
    if (document.payload.size() > kDocumentBytesMax)
        return fail(Code::Limit,
                    fmt::format("{} bytes are over the limit of {} for a document",
                                document.payload.size(), kDocumentBytesMax),
                    subject_of(document));
    return {};
}

}  // namespace

std::string_view format_name(Format format) {
    switch (format) {
        case Format::Pdf: return "pdf";
        case Format::Xml: return "xml";
        case Format::Html: return "html";
        case Format::Text: return "text";
        case Format::Json: return "json";
        case Format::Csv: return "csv";
    }
    return "unknown";
}

std::string_view media_type(Format format) {
    switch (format) {
        case Format::Pdf: return "application/pdf";
        case Format::Xml: return "application/xml";
        case Format::Html: return "text/html; charset=utf-8";
        case Format::Text: return "text/plain; charset=utf-8";
        case Format::Json: return "application/json";
        case Format::Csv: return "text/csv; charset=utf-8";
    }
    return "application/octet-stream";
}

std::string_view retention_name(RetentionClass retention) {
    switch (retention) {
        case RetentionClass::Books: return "books";
        case RetentionClass::Letters: return "letters";
        case RetentionClass::Notices: return "notices";
    }
    return "unknown";
}

SegmentId SegmentName::id() const { return {crypto::derived_id(path())}; }

std::string SegmentName::path() const {
    return fmt::format("tenant-{}/{}-{}/run-{}/unit-{}.seg", volume.tenant.value,
                       retention_name(volume.retention), volume.year, run.value, unit);
}

struct SegmentBuilder::Tools {
    explicit Tools(const ArchiveSecret& s) : secret(s) {
        if (compressor == nullptr) throw std::bad_alloc();
    }
    ~Tools() { ZSTD_freeCCtx(compressor); }
    Tools(const Tools&) = delete;
    Tools& operator=(const Tools&) = delete;

    [[nodiscard]] Salt salt_of(TenantId tenant, const NewDocument& document) const {
        const std::string name =
            fmt::format("salt:{}:{}:{}", tenant.value, document.account.value, document.id.value);
        const Digest code = crypto::hmac_sha256(secret.bytes, crypto::bytes_of(name));
        Salt salt;
        std::copy_n(code.bytes.begin(), salt.size(), salt.begin());
        return salt;
    }

    // The payload as it is stored; the codec is Plain where compression gains nothing.
    std::pair<Codec, std::string_view> encode(const NewDocument& document) {
        const std::string_view plain = document.payload;
        if (document.format == Format::Pdf || plain.empty()) return {Codec::Plain, plain};
        buffer.resize(ZSTD_compressBound(plain.size()));
        const std::size_t size = ZSTD_compressCCtx(compressor, buffer.data(), buffer.size(),
                                                   plain.data(), plain.size(), kZstdLevel);
        if (ZSTD_isError(size) != 0)
            throw std::runtime_error(std::string("zstd failed: ") + ZSTD_getErrorName(size));
        if (size >= plain.size()) return {Codec::Plain, plain};
        return {Codec::Zstd, std::string_view(buffer.data(), size)};
    }

    void append(TenantId tenant, const NewDocument& document, Segment& segment);

    ArchiveSecret secret;
    ZSTD_CCtx* compressor = ZSTD_createCCtx();
    std::string buffer;
};

void SegmentBuilder::Tools::append(TenantId tenant, const NewDocument& document, Segment& segment) {
    const auto [codec, stored] = encode(document);
    EntryHeader header{.format = document.format,
                       .retention = document.retention,
                       .codec = codec,
                       .key_id = 0,
                       .document = document.id,
                       .account = document.account,
                       .invoice = document.invoice,
                       .plain_length = document.payload.size(),
                       .stored_length = stored.size(),
                       .kind = std::string(document.kind),
                       .salt = salt_of(tenant, document),
                       .leaf = {}};
    header.leaf = leaf_of(header, crypto::sha256(document.payload));
    const std::uint64_t offset = segment.bytes.size();
    append_entry_header(segment.bytes, header);
    const Bytes payload = crypto::bytes_of(stored);
    segment.bytes.insert(segment.bytes.end(), payload.begin(), payload.end());
    segment.documents.push_back({.key = {tenant, document.account, document.id},
                                 .invoice = document.invoice,
                                 .kind = header.kind,
                                 .format = document.format,
                                 .segment = segment.id,
                                 .offset = offset,
                                 .length = segment.bytes.size() - offset,
                                 .plain_length = header.plain_length,
                                 .leaf = header.leaf});
}

SegmentBuilder::SegmentBuilder(const ArchiveSecret& secret)
    : tools_(std::make_unique<Tools>(secret)) {}
SegmentBuilder::~SegmentBuilder() = default;
SegmentBuilder::SegmentBuilder(SegmentBuilder&&) noexcept = default;
SegmentBuilder& SegmentBuilder::operator=(SegmentBuilder&&) noexcept = default;

Result<std::vector<Segment>> SegmentBuilder::build(TenantId tenant, RunId run, int unit,
                                                   std::span<const NewDocument> documents) {
    if (documents.size() > kSegmentDocumentsMax)
        return fail(Code::Limit, fmt::format("{} documents are over the limit of {} for a unit",
                                             documents.size(), kSegmentDocumentsMax));
    std::set<std::pair<BillingAccountId, DocumentId>> seen;
    std::map<Volume, std::vector<const NewDocument*>> volumes;
    std::map<Volume, std::size_t> sizes;
    for (const NewDocument& document : documents) {
        TRY_VOID(check_document(document));
        if (!seen.emplace(document.account, document.id).second)
            return fail(Code::Duplicate, "it stands twice in one unit", subject_of(document));
        const Volume volume{tenant, document.retention, document.year};
        volumes[volume].push_back(&document);
        std::size_t& size = sizes[volume];
        size += kEntryHeaderBytes + document.payload.size();
        if (size > kSegmentBytesMax - 4096)
            return fail(Code::Limit, fmt::format("the documents of unit {} are over {} bytes; make "
                                                 "units smaller",
                                                 unit, kSegmentBytesMax));
    }
    std::vector<Segment> segments;
    for (const auto& [volume, members] : volumes) {
        Segment segment{.name = {volume, run, unit}};
        segment.id = segment.name.id();
        segment.bytes.reserve(sizes[volume] + kSegmentHeaderBytes + kSegmentFooterBytes);
        append_segment_header(segment.bytes, segment.name,
                              static_cast<std::uint32_t>(members.size()));
        for (const NewDocument* document : members) tools_->append(tenant, *document, segment);
        std::vector<Digest> leaves;
        leaves.reserve(segment.documents.size());
        for (const DocumentInfo& info : segment.documents) leaves.push_back(info.leaf);
        segment.root = merkle_root(leaves);
        append_segment_footer(segment.bytes, segment.root);
        segment.size_bytes = segment.bytes.size();
        segments.push_back(std::move(segment));
    }
    return segments;
}

}  // namespace bw::archive
