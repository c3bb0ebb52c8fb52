// Checking the archive: file against index, and both against the hash tree.
#include "books/archive/entry_format.h"
#include "books/archive/index.h"
#include "books/archive/merkle.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace bw::archive {
namespace {

constexpr std::string_view kRestore = "; restore file and store from one backup";

// Verifies one file; findings name the file and the document.
class SegmentCheck {
public:
    SegmentCheck(const SegmentRow& row, VerifyReport& report, const VerifyRequest& request)
        : row_(row), path_(row.name.path()), report_(report), request_(request) {}

    void run(const blob::Path& path, std::span<const DocumentInfo> documents) {
        ++report_.segments;
        const std::int64_t size = blob::size_of(path);
        if (size < 0) return find("the file is missing");
        const blob::MappedFile file(path);
        report_.bytes += file.bytes().size();
        if (file.bytes().size() != row_.size_bytes)
            find(fmt::format("the file has {} bytes instead of {}", file.bytes().size(),
                             row_.size_bytes));
        check_frame(file.bytes(), documents);
        std::uint64_t expected = kSegmentHeaderBytes;
        std::vector<Digest> leaves;
        for (const DocumentInfo& info : documents) {
            ++report_.documents;
            leaves.push_back(info.leaf);
            if (info.offset != expected)
                find(info, "the index has bytes between it and the one before");
            expected = info.offset + info.length;
            if (const auto good = check_entry(file.bytes(), info); !good)
                find(info, good.error().text);
        }
        if (expected + kSegmentFooterBytes != row_.size_bytes)
            find("the file has bytes that belong to no document");
        if (merkle_root(leaves) != row_.root)
            find("the leaves in the index do not give the root of the segment");
    }

private:
    void find(const std::string& text) {
        report_.damages.push_back({path_, text + std::string(kRestore)});
    }
    void find(const DocumentInfo& info, const std::string& text) {
        report_.damages.push_back({fmt::format("{}: document {} of billing account {}", path_,
                                               info.key.id.value, info.key.account.value),
                                   text + std::string(kRestore)});
    }

    void check_frame(Bytes file, std::span<const DocumentInfo> documents) {
        const auto header = read_segment_header(file);
        if (!header) find(header.error().text);
        else if (header->name != row_.name || header->documents != documents.size())
            find("the file says that it is another segment");
        if (static_cast<std::int64_t>(documents.size()) != row_.documents)
            find(fmt::format("the index has {} of its {} documents", documents.size(),
                             row_.documents));
        const auto root = read_segment_footer(file);
        if (!root) find(root.error().text);
        else if (*root != row_.root) find("the root in the file is not the root in the index");
    }

    [[nodiscard]] Result<void> check_entry(Bytes file, const DocumentInfo& info) const {
        const EntryHeader header = TRY(read_entry_header(file, info.offset));
        const std::string plain = TRY(read_payload(file, info.offset, header));
        const bool same = header.document == info.key.id && header.account == info.key.account &&
                          header.invoice == info.invoice && header.kind == info.kind &&
                          header.format == info.format &&
                          header.plain_length == info.plain_length &&
                          header.stored_length + kEntryHeaderBytes == info.length;
        if (!same) return fail(Code::Corrupt, "file and index describe it differently");
        if (header.leaf != info.leaf)
            return fail(Code::Corrupt, "its hash in the file is not the one in the index");
        if (request_.on_document) request_.on_document(info, plain);
        return {};
    }

    const SegmentRow& row_;
    std::string path_;
    VerifyReport& report_;
    const VerifyRequest& request_;
};

// Files that no row names: left by a unit that died and was not swept.
void find_strays(const blob::Path& root, const Volume& volume, std::span<const SegmentRow> rows,
                 VerifyReport& report) {
    std::set<std::string> indexed;
    for (const SegmentRow& row : rows) indexed.insert(row.name.path());
    const std::string folder = fmt::format("tenant-{}/{}-{}", volume.tenant.value,
                                           retention_name(volume.retention), volume.year);
    for (const std::string& run : blob::list_folders(root / folder))
        for (const blob::Entry& file : blob::list(root / folder / run)) {
            const std::string path = fmt::format("{}/{}/{}", folder, run, file.name);
            if (!indexed.contains(path))
                report.damages.push_back({path, "no index row names this file; resume its run"});
        }
}

void check_seal(store::Transaction& transaction, const Volume& volume,
                std::span<const SegmentRow> rows, VerifyReport& report) {
    const auto sealed = find_seal(transaction, volume);
    if (sealed && (sealed->segments != static_cast<std::int64_t>(rows.size()) ||
                   sealed->root != volume_root(rows)))
        report.damages.push_back(
            {fmt::format("volume {}-{}", retention_name(volume.retention), volume.year),
             fmt::format("its {} segments are not the {} that were sealed{}", rows.size(),
                         sealed->segments, kRestore)});
}

// Of a tenant's folder, however deep; `root` is the archive's.
void find_foreign_files(const blob::Path& root, TenantId tenant,
                        const std::set<std::string>& indexed, std::span<const RunId> unfinished,
                        VerifyReport& report) {
    std::set<std::string> open;
    for (const RunId run : unfinished) open.insert(fmt::format("run-{}", run.value));
    std::error_code none;  // no folder: no files
    const std::filesystem::recursive_directory_iterator files(
        root / fmt::format("tenant-{}", tenant.value), none);
    for (const auto& entry : files) {
        if (entry.is_directory()) continue;
        const auto path = entry.path().lexically_relative(root);
        if (indexed.contains(path.string()) ||
            open.contains(path.parent_path().filename().string()))
            continue;
        report.damages.push_back(
            {path.string(),
             "the store names no such file: the store may be older than its archive, then restore "
             "the newer one; else put the file elsewhere"});
    }
}

}  // namespace

VerifyReport Archive::verify_segment(store::Transaction& transaction,
                                     const SegmentName& name) const {
    VerifyReport report;
    const auto row = find_segment(transaction, name.volume.tenant, name.id());
    if (!row) {
        report.damages.push_back({name.path(), "the index has no such segment"});
        return report;
    }
    SegmentCheck(*row, report, {})
        .run(path_of(name), documents_of_segment(transaction, name.volume.tenant, row->id));
    return report;
}

VerifyReport Archive::verify_volume(store::Transaction& transaction, const Volume& volume) const {
    VerifyReport report;
    const auto rows = segments_of_volume(transaction, volume);
    for (const SegmentRow& row : rows)
        SegmentCheck(row, report, {})
            .run(path_of(row.name), documents_of_segment(transaction, volume.tenant, row.id));
    find_strays(root_, volume, rows, report);
    check_seal(transaction, volume, rows, report);
    return report;
}

VerifyReport Archive::verify(store::Transaction& transaction, TenantId tenant,
                             const VerifyRequest& request) const {
    constexpr int kLostMax = 100;  // more of the same kind help nobody
    VerifyReport report;
    std::set<std::string> indexed;
    std::map<Volume, std::vector<SegmentRow>> volumes;
    for (const auto& row : segments_of_tenant(transaction, tenant)) {
        SegmentCheck(row, report, request)
            .run(path_of(row.name), documents_of_segment(transaction, tenant, row.id));
        if (request.on_segment) request.on_segment();
        indexed.insert(row.name.path());
        volumes[row.name.volume].push_back(row);
    }
    for (const auto& [volume, rows] : volumes) check_seal(transaction, volume, rows, report);
    for (const DocumentInfo& info : lost_documents(transaction, tenant, kLostMax))
        report.damages.push_back({fmt::format("document {} of billing account {}",
                                              info.key.id.value, info.key.account.value),
                                  "its segment is not in the index; restore the store"});
    find_foreign_files(root_, tenant, indexed, request.unfinished, report);
    return report;
}

}  // namespace bw::archive
