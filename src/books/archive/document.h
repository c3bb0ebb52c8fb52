// What the archive keeps and how it is called: documents of billing accounts, in segments (one file
// per unit of a run), in volumes (tenant, retention class, year). Bytes are kept as delivered; what
// a document means is the caller's business.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/crypto/sha256.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::archive {

using crypto::Digest;
using SegmentId = Id<struct SegmentTag>;

// Numbers are stored in files: never renumber.
enum class Format : std::uint8_t { Pdf = 1, Xml = 2, Html = 3, Text = 4, Json = 5, Csv = 6 };
std::string_view format_name(Format format);  // "pdf"
std::string_view media_type(Format format);   // "application/pdf"

// How long the law wants it: policy gives the years per country, the archive only keeps classes
// apart.
enum class RetentionClass : std::uint8_t {
    Books = 1,    // invoices, credit notes, vouchers
    Letters = 2,  // reminders, contract letters
    Notices = 3   // information that nobody has to keep
};
std::string_view retention_name(RetentionClass retention);  // "books"

struct Volume {
    TenantId tenant;
    RetentionClass retention = RetentionClass::Books;
    int year = 0;  // of issue
    friend auto operator<=>(const Volume&, const Volume&) = default;
};

// A document as a unit of a run hands it over. Views must live until SegmentBuilder::build()
// returns.
struct NewDocument {
    DocumentId id;  // derived from (run, account, ordinal); unique within its account
    BillingAccountId account;
    InvoiceId invoice;      // 0: belongs to none
    std::string_view kind;  // "invoice", "credit-note", "reminder"
    Format format = Format::Pdf;
    RetentionClass retention = RetentionClass::Books;
    int year = 0;              // of issue
    std::string_view payload;  // the plain bytes
};

struct DocumentKey {
    TenantId tenant;
    BillingAccountId account;
    DocumentId id;
};

// A row of the index.
struct DocumentInfo {
    DocumentKey key;
    InvoiceId invoice;
    std::string kind;
    Format format = Format::Pdf;
    SegmentId segment;
    std::uint64_t offset = 0;  // of the entry in its segment
    std::uint64_t length = 0;  // header and stored payload
    std::uint64_t plain_length = 0;
    Digest leaf;
};

}  // namespace bw::archive
