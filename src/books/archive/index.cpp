#include "books/archive/index.h"

#include "books/archive/merkle.h"

#include <fmt/format.h>

namespace bw::archive {
namespace {

using store::Row;

constexpr std::string_view kDocumentColumns[] = {
    "tenant_id",  "bucket",   "billing_account_id", "document_id",  "invoice_id",  "kind", "format",
    "segment_id", "position", "offset_bytes",       "length_bytes", "plain_bytes", "leaf"};

constexpr std::string_view kSelectDocument =
    "SELECT tenant_id, billing_account_id, document_id, invoice_id, kind, format, segment_id, "
    "offset_bytes, length_bytes, plain_bytes, leaf FROM document WHERE tenant_id = ?1 ";

constexpr std::string_view kSelectSegment =
    "SELECT tenant_id, retention_class, year, run_id, unit, segment_id, documents, size_bytes, "
    "root FROM segment WHERE tenant_id = ?1 ";

[[noreturn]] void damaged(const std::string& what) {
    throw store::StoreError(
        "the archive's index holds " + what + "; restore the store from its backup", false);
}

Digest digest(const Row& row, int column) {
    const auto value = crypto::digest_from(row.bytes(column));
    if (!value) damaged(value.error().text);
    return *value;
}

std::uint64_t size(const Row& row, int column) {
    const std::int64_t value = row.integer(column);
    if (value < 0) damaged(fmt::format("a size of {}", value));
    return static_cast<std::uint64_t>(value);
}

DocumentInfo document_of(const Row& row) {
    const std::int64_t format = row.integer(5);
    if (format < 1 || format > 6) damaged(fmt::format("format {}", format));
    return {.key = {row.id<TenantId>(0), row.id<BillingAccountId>(1), row.id<DocumentId>(2)},
            .invoice = row.id<InvoiceId>(3),
            .kind = row.string(4),
            .format = static_cast<Format>(format),
            .segment = row.id<SegmentId>(6),
            .offset = size(row, 7),
            .length = size(row, 8),
            .plain_length = size(row, 9),
            .leaf = digest(row, 10)};
}

SegmentRow segment_of(const Row& row) {
    const std::int64_t retention = row.integer(1);
    if (retention < 1 || retention > 3) damaged(fmt::format("retention class {}", retention));
    const Volume volume{row.id<TenantId>(0), static_cast<RetentionClass>(retention), row.small(2)};
    return {.name = {volume, row.id<RunId>(3), row.small(4)},
            .id = row.id<SegmentId>(5),
            .documents = row.integer(6),
            .size_bytes = size(row, 7),
            .root = digest(row, 8)};
}

template <typename... T>
std::vector<DocumentInfo> documents(store::Transaction& transaction, std::string_view where,
                                    const T&... parameters) {
    std::vector<DocumentInfo> list;
    transaction.for_each(
        std::string(kSelectDocument).append(where),
        [&](const Row& row) { list.push_back(document_of(row)); }, parameters...);
    return list;
}

template <typename... T>
std::vector<SegmentRow> segments(store::Transaction& transaction, std::string_view where,
                                 const T&... parameters) {
    std::vector<SegmentRow> list;
    transaction.for_each(
        std::string(kSelectSegment).append(where),
        [&](const Row& row) { list.push_back(segment_of(row)); }, parameters...);
    return list;
}

void append_big_endian(std::vector<std::byte>& out, std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
        out.push_back(static_cast<std::byte>((static_cast<std::uint64_t>(value) >> shift) & 0xffU));
}

}  // namespace

bool insert_segment(store::Transaction& transaction, const Segment& segment, Batch batch) {
    const SegmentName& name = segment.name;
    return transaction.execute(
               "INSERT INTO segment (tenant_id, segment_id, retention_class, year, run_id, unit, "
               "documents, size_bytes, root, batch) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
               name.volume.tenant, segment.id, name.volume.retention, name.volume.year, name.run,
               name.unit, segment.documents.size(), segment.size_bytes, segment.root, batch) == 1;
}

void insert_documents(store::Transaction& transaction, const Segment& segment) {
    const auto rows = transaction.bulk("document", kDocumentColumns);
    std::int64_t position = 0;
    for (const DocumentInfo& info : segment.documents)
        rows->row(info.key.tenant, bucket_of(info.key.account.value), info.key.account, info.key.id,
                  info.invoice, info.kind, info.format, info.segment, position++, info.offset,
                  info.length, info.plain_length, info.leaf);
    rows->finish();
}

std::optional<SegmentRow> find_segment(store::Transaction& transaction, TenantId tenant,
                                       SegmentId id) {
    const auto rows = segments(transaction, "AND segment_id = ?2", tenant, id);
    if (rows.empty()) return std::nullopt;
    return rows.front();
}

std::vector<SegmentRow> segments_of_volume(store::Transaction& transaction, const Volume& volume) {
    return segments(transaction, "AND retention_class = ?2 AND year = ?3 ORDER BY run_id, unit",
                    volume.tenant, volume.retention, volume.year);
}

std::vector<SegmentRow> segments_of_run(store::Transaction& transaction, TenantId tenant,
                                        RunId run) {
    return segments(transaction, "AND run_id = ?2 ORDER BY unit", tenant, run);
}

std::vector<SegmentRow> segments_of_tenant(store::Transaction& transaction, TenantId tenant) {
    return segments(transaction, "ORDER BY retention_class, year, run_id, unit", tenant);
}

std::int64_t count_segments(store::Transaction& transaction, TenantId tenant) {
    return transaction.integer("SELECT COUNT(*) FROM segment WHERE tenant_id = ?1", tenant)
        .value_or(0);
}

std::vector<DocumentInfo> lost_documents(store::Transaction& transaction, TenantId tenant,
                                         int limit) {
    return documents(transaction,
                     "AND NOT EXISTS (SELECT 1 FROM segment s WHERE s.tenant_id = "
                     "document.tenant_id AND s.segment_id = document.segment_id) "
                     "ORDER BY billing_account_id, document_id LIMIT ?2",
                     tenant, limit);
}

std::vector<DocumentInfo> documents_of_segment(store::Transaction& transaction, TenantId tenant,
                                               SegmentId id) {
    return documents(transaction, "AND segment_id = ?2 ORDER BY position", tenant, id);
}

std::vector<DocumentInfo> documents_of(store::Transaction& transaction, TenantId tenant,
                                       BillingAccountId account) {
    return documents(transaction,
                     "AND bucket = ?2 AND billing_account_id = ?3 ORDER BY document_id", tenant,
                     bucket_of(account.value), account);
}

std::vector<DocumentInfo> documents_of_invoice(store::Transaction& transaction, TenantId tenant,
                                               BillingAccountId account, InvoiceId invoice) {
    return documents(transaction,
                     "AND bucket = ?2 AND billing_account_id = ?3 AND invoice_id = ?4 "
                     "ORDER BY document_id",
                     tenant, bucket_of(account.value), account, invoice);
}

std::optional<DocumentInfo> find_document(store::Transaction& transaction, const DocumentKey& key) {
    auto rows =
        documents(transaction, "AND bucket = ?2 AND billing_account_id = ?3 AND document_id = ?4",
                  key.tenant, bucket_of(key.account.value), key.account, key.id);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<SegmentName> segments_of(store::Transaction& transaction, const Volume& volume) {
    std::vector<SegmentName> names;
    for (const SegmentRow& row : segments_of_volume(transaction, volume)) names.push_back(row.name);
    return names;
}

void insert_seal(store::Transaction& transaction, const Volume& volume, const Sealed& sealed) {
    transaction.execute(
        "INSERT INTO volume_seal (tenant_id, retention_class, year, segments, root, sealed_at_us) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        volume.tenant, volume.retention, volume.year, sealed.segments, sealed.root, sealed.at);
}

std::optional<Sealed> find_seal(store::Transaction& transaction, const Volume& volume) {
    return transaction.find(
        "SELECT root, segments, sealed_at_us FROM volume_seal "
        "WHERE tenant_id = ?1 AND retention_class = ?2 AND year = ?3",
        [](const Row& row) { return Sealed{digest(row, 0), row.integer(1), row.instant(2)}; },
        volume.tenant, volume.retention, volume.year);
}

Digest volume_root(std::span<const SegmentRow> rows) {
    std::vector<Digest> leaves;
    for (const SegmentRow& row : rows) {
        std::vector<std::byte> message{std::byte{2}};
        append_big_endian(message, row.name.run.value);
        append_big_endian(message, row.name.unit);
        append_big_endian(message, row.documents);
        message.insert(message.end(), row.root.bytes.begin(), row.root.bytes.end());
        leaves.push_back(crypto::sha256(message));
    }
    return merkle_root(leaves);
}

}  // namespace bw::archive
