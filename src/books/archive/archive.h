// The archive of a workspace: a folder of segment files and their index in the store. A unit of a
// run goes
//     SegmentBuilder::build (compute thread) -> Archive::write (file, synced; no lock held)
//     -> Archive::index (rows, in the unit's transaction)
// and what was written but never indexed is swept on resume. Nothing is ever changed in place.
// Files that fail are a BlobError, the store a StoreError; a damaged document is Code::Corrupt.
// Thread: any.
#pragma once

#include "books/archive/segment.h"
#include "platform/blob/blob.h"
#include "platform/crypto/secrets.h"
#include "platform/store/migration.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::archive {

std::span<const store::Migration> schema();

// The tenant's secret; made on first use, so the transaction must be a Write one then.
ArchiveSecret load_secret(store::Transaction& transaction, TenantId tenant,
                          crypto::SecretSource& source);

// One finding; `subject` names the segment file and the document.
struct Damage {
    std::string subject;
    std::string text;
};

struct VerifyReport {
    std::int64_t segments = 0;
    std::int64_t documents = 0;
    std::uint64_t bytes = 0;
    std::vector<Damage> damages;
};

// What whoever asks for a check of everything knows, and wants to know.
struct VerifyRequest {
    // Their files are being written, or wait for the run's resumption: no finding.
    std::span<const RunId> unfinished;
    std::function<void()> on_segment;  // after each; may be empty
    // Of each document that is whole, its plain bytes; may be empty.
    std::function<void(const DocumentInfo&, std::string_view plain)> on_document;
};

struct Proof {
    Digest leaf;
    std::size_t index = 0;  // of the document in its segment
    std::size_t count = 0;
    std::vector<Digest> path;
    Digest segment_root;
};

struct Sealed {
    // The tree over the volume's segments, ordered by (run, unit); the leaf of a segment is
    // SHA-256(0x02, run, unit, number of documents, root), numbers as 8 bytes big-endian.
    Digest root;
    std::int64_t segments = 0;
    Instant at;
};

class Archive {
public:
    // root: created by the first write().
    explicit Archive(blob::Path root, faults::Faults* faults = nullptr);

    // Durable on return. The same unit again replaces its own file by the same bytes.
    void write(const Segment& segment);
    // Adds the rows of a segment whose file is written. Code::Duplicate: it is indexed already (the
    // unit was done before); Code::Conflict: its volume is sealed; Code::NotFound: the file was
    // swept, write it again.
    Result<void> index(store::Transaction& transaction, const Segment& segment, Batch batch);
    // Deletes the files of a run that no index row names, and left-over temporary files; returns
    // how many. Holds the writer, so that no unit is indexed meanwhile.
    int sweep(store::Transaction& write, TenantId tenant, RunId run);

    // Whether there are files of a run, indexed or not.
    [[nodiscard]] bool holds(TenantId tenant, RunId run) const;

    // The plain bytes, checked against the leaf.
    Result<std::string> read(store::Transaction& transaction, const DocumentKey& key) const;
    // That the document is in its segment, for somebody who holds the segment's root.
    Result<Proof> prove(store::Transaction& transaction, const DocumentKey& key) const;

    // Re-computes every leaf and root of a segment, and compares file, index and segment row.
    VerifyReport verify_segment(store::Transaction& transaction, const SegmentName& name) const;
    // All segments of a volume, and its seal if it has one.
    VerifyReport verify_volume(store::Transaction& transaction, const Volume& volume) const;
    // All of a tenant: every segment and seal, documents whose segment the index has lost, and
    // files that no row names.
    VerifyReport verify(store::Transaction& transaction, TenantId tenant,
                        const VerifyRequest& request) const;

    [[nodiscard]] blob::Path path_of(const SegmentName& name) const { return root_ / name.path(); }

private:
    blob::Path root_;
    faults::Faults* faults_;
};

// Closes a volume for ever and records its root. Code::Duplicate when it is sealed, Code::NotFound
// when it has no segment.
Result<Sealed> seal(store::Transaction& transaction, const Volume& volume, Instant at);
std::optional<Sealed> find_seal(store::Transaction& transaction, const Volume& volume);

// Index rows by account (newest document id last), or of one invoice of the account.
std::vector<DocumentInfo> documents_of(store::Transaction& transaction, TenantId tenant,
                                       BillingAccountId account);
std::vector<DocumentInfo> documents_of_invoice(store::Transaction& transaction, TenantId tenant,
                                               BillingAccountId account, InvoiceId invoice);
std::optional<DocumentInfo> find_document(store::Transaction& transaction, const DocumentKey& key);
std::int64_t count_segments(store::Transaction& transaction, TenantId tenant);
// Names of all segments of a volume, ordered by (run, unit).
std::vector<SegmentName> segments_of(store::Transaction& transaction, const Volume& volume);

}  // namespace bw::archive
