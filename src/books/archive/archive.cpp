#include "books/archive/archive.h"

#include "books/archive/entry_format.h"
#include "books/archive/index.h"
#include "books/archive/merkle.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::archive {
namespace {

std::string subject_of(const DocumentKey& key) {
    return fmt::format("document {} of billing account {}", key.id.value, key.account.value);
}

}  // namespace

ArchiveSecret load_secret(store::Transaction& transaction, TenantId tenant,
                          crypto::SecretSource& source) {
    ArchiveSecret secret;
    const auto read = [&](const store::Row& row) {
        const auto stored = row.bytes(0);
        if (stored.size() != secret.bytes.size())
            throw store::StoreError("the archive's secret is damaged; restore the store", false);
        std::ranges::copy(stored, secret.bytes.begin());
        return true;
    };
    if (transaction.find("SELECT secret FROM archive_secret WHERE tenant_id = ?1", read, tenant))
        return secret;
    source.fill(secret.bytes);
    transaction.execute("INSERT INTO archive_secret (tenant_id, secret) VALUES (?1, ?2)", tenant,
                        secret.bytes);
    return secret;
}

Archive::Archive(blob::Path root, faults::Faults* faults)
    : root_(std::move(root)), faults_(faults) {}

void Archive::write(const Segment& segment) {
    const blob::Path path = path_of(segment.name);
    blob::make_folder(path.parent_path(), faults_);
    blob::write_durably(path, segment.bytes, faults_);
}

Result<void> Archive::index(store::Transaction& transaction, const Segment& segment, Batch batch) {
    const std::string subject = segment.name.path();
    if (find_seal(transaction, segment.name.volume))
        return fail(Code::Conflict,
                    "its volume is sealed and takes no more documents; check the date of issue",
                    subject);
    if (blob::size_of(path_of(segment.name)) != static_cast<std::int64_t>(segment.size_bytes))
        return fail(Code::NotFound, "the file is not there; write the segment again", subject);
    if (!insert_segment(transaction, segment, batch))
        return fail(Code::Duplicate, "this unit is archived already", subject);
    insert_documents(transaction, segment);
    return {};
}

int Archive::sweep(store::Transaction& write, TenantId tenant, RunId run) {
    std::set<std::string> indexed;
    for (const SegmentRow& row : segments_of_run(write, tenant, run))
        indexed.insert(row.name.path());
    const std::string below = fmt::format("tenant-{}", tenant.value);
    int removed = 0;
    for (const std::string& volume : blob::list_folders(root_ / below)) {
        const std::string folder = fmt::format("{}/{}/run-{}", below, volume, run.value);
        for (const blob::Entry& file : blob::list(root_ / folder)) {
            if (indexed.contains(folder + "/" + file.name)) continue;
            blob::remove_file(root_ / folder / file.name, faults_);
            ++removed;
        }
        removed += blob::remove_temporaries(root_ / folder);
    }
    return removed;
}

bool Archive::holds(TenantId tenant, RunId run) const {
    const blob::Path below = root_ / fmt::format("tenant-{}", tenant.value);
    return std::ranges::any_of(blob::list_folders(below), [&](const std::string& volume) {
        return !blob::list(below / volume / fmt::format("run-{}", run.value)).empty();
    });
}

Result<std::string> Archive::read(store::Transaction& transaction, const DocumentKey& key) const {
    const std::string subject = subject_of(key);
    const auto info = find_document(transaction, key);
    if (!info) return fail(Code::NotFound, "the archive has no such document", subject);
    const auto segment = find_segment(transaction, key.tenant, info->segment);
    if (!segment)
        return fail(Code::Corrupt, "its segment is not in the index; restore the store", subject);
    const blob::MappedFile file(path_of(segment->name), faults_);
    auto header = read_entry_header(file.bytes(), info->offset);
    if (!header) return fail(header.error().code, header.error().text, subject);
    if (header->document != key.id || header->account != key.account || header->leaf != info->leaf)
        return fail(Code::Corrupt, "the file holds another document in its place", subject);
    auto plain = read_payload(file.bytes(), info->offset, *header);
    if (!plain) return fail(plain.error().code, plain.error().text, subject);
    return plain;
}

Result<Proof> Archive::prove(store::Transaction& transaction, const DocumentKey& key) const {
    const auto info = find_document(transaction, key);
    if (!info) return fail(Code::NotFound, "the archive has no such document", subject_of(key));
    const auto documents = documents_of_segment(transaction, key.tenant, info->segment);
    std::vector<Digest> leaves;
    Proof proof{
        .leaf = info->leaf, .index = 0, .count = documents.size(), .path = {}, .segment_root = {}};
    for (const DocumentInfo& document : documents) {
        if (document.offset < info->offset) ++proof.index;
        leaves.push_back(document.leaf);
    }
    proof.path = merkle_path(leaves, proof.index);
    proof.segment_root = merkle_root(leaves);
    return proof;
}

Result<Sealed> seal(store::Transaction& transaction, const Volume& volume, Instant at) {
    const std::string subject =
        fmt::format("volume {}-{}", retention_name(volume.retention), volume.year);
    if (const auto earlier = find_seal(transaction, volume))
        return fail(Code::Duplicate, "it was sealed at " + earlier->at.to_string(), subject);
    const auto rows = segments_of_volume(transaction, volume);
    if (rows.empty()) return fail(Code::NotFound, "there is nothing to seal", subject);
    const Sealed sealed{volume_root(rows), static_cast<std::int64_t>(rows.size()), at};
    insert_seal(transaction, volume, sealed);
    return sealed;
}

}  // namespace bw::archive
