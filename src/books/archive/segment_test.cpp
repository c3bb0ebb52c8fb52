#include "books/archive/entry_format.h"
#include "books/archive/merkle.h"
#include "books/archive/segment.h"
#include "testing/property.h"

#include <gmock/gmock.h>

namespace bw::archive {
namespace {

using ::testing::HasSubstr;

constexpr TenantId kTenant{1};
constexpr RunId kRun{7};

NewDocument document(std::int64_t account, std::int64_t id, std::string_view payload,
                     Format format = Format::Xml) {
    return {.id = {id},
            .account = {account},
            .invoice = {id},
            .kind = "invoice",
            .format = format,
            .retention = RetentionClass::Books,
            .year = 2024,
            .payload = payload};
}

Result<std::vector<Segment>> build(std::vector<NewDocument> documents, int secret = 0) {
    ArchiveSecret s;
    s.bytes[0] = static_cast<std::byte>(secret);
    return SegmentBuilder(s).build(kTenant, kRun, 42, documents);
}

TEST(Segment, SameUnitGivesTheSameBytes) {
    const std::string xml(5000, 'x');
    const auto first = build({document(1, 1, "pdf", Format::Pdf), document(1, 2, xml)}).value();
    const auto again = build({document(1, 1, "pdf", Format::Pdf), document(1, 2, xml)}).value();
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].bytes, again[0].bytes);
    EXPECT_EQ(first[0].root, again[0].root);
    EXPECT_EQ(first[0].name.path(), "tenant-1/books-2024/run-7/unit-42.seg");
    EXPECT_LT(first[0].bytes.size(), 1000U);  // the XML was compressed
}

TEST(Segment, LeavesDependOnSecretDocumentAndContent) {
    const auto leaf = [](std::int64_t account, std::int64_t id, std::string_view text, int secret) {
        return build({document(account, id, text)}, secret).value()[0].documents[0].leaf;
    };
    const Digest one = leaf(1, 1, "text", 0);
    EXPECT_EQ(leaf(1, 1, "text", 0), one);
    EXPECT_NE(leaf(1, 1, "texu", 0), one);
    EXPECT_NE(leaf(1, 1, "text", 1), one);  // not to be guessed from the text alone
    EXPECT_NE(leaf(1, 2, "text", 0), one);
    EXPECT_NE(leaf(2, 1, "text", 0), one);
}

TEST(Segment, VolumesAreKeptApart) {
    NewDocument letter = document(1, 2, "dear");
    letter.retention = RetentionClass::Letters;
    NewDocument later = document(1, 3, "next year");
    later.year = 2025;
    const auto segments = build({later, letter, document(1, 1, "bill")}).value();
    ASSERT_EQ(segments.size(), 3U);
    EXPECT_EQ(segments[0].name.path(), "tenant-1/books-2024/run-7/unit-42.seg");
    EXPECT_EQ(segments[1].name.path(), "tenant-1/books-2025/run-7/unit-42.seg");
    EXPECT_EQ(segments[2].name.path(), "tenant-1/letters-2024/run-7/unit-42.seg");
    EXPECT_TRUE(build({}).value().empty());
}

TEST(Segment, DocumentsThatCannotBeKeptAreRefused) {
    EXPECT_EQ(build({document(1, 1, "a"), document(1, 1, "b")}).error().code, Code::Duplicate);
    EXPECT_EQ(build({document(0, 1, "a")}).error().code, Code::Invalid);
    EXPECT_EQ(build({document(1, 0, "a")}).error().code, Code::Invalid);
    NewDocument odd = document(3, 4, "a");
    odd.year = 24;
    EXPECT_THAT(build({odd}).error().message(), HasSubstr("document 4 of billing account 3"));
    odd = document(1, 1, "a");
    odd.kind = "a kind with more than twenty-four bytes";
    EXPECT_EQ(build({odd}).error().code, Code::Invalid);
    const std::string large(kDocumentBytesMax + 1, 'x');
    EXPECT_EQ(build({document(1, 1, large)}).error().code, Code::Limit);
}

PROPERTY(SegmentProperty, EveryDocumentComesBackAndTheRootCoversIt) {
    const auto texts = *testing::any<std::vector<std::string>>();
    std::vector<NewDocument> documents;
    for (std::size_t i = 0; i < texts.size(); ++i)
        documents.push_back(document(1 + *testing::between(0, 3), static_cast<std::int64_t>(i) + 1,
                                     texts[i], static_cast<Format>(*testing::between(1, 6))));
    const auto segments = build(documents).value();
    RC_ASSERT(segments.size() == (texts.empty() ? 0U : 1U));
    if (segments.empty()) return;
    const Segment& segment = segments[0];
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const DocumentInfo& info = segment.documents[i];
        const EntryHeader header = read_entry_header(segment.bytes, info.offset).value();
        RC_ASSERT(header.kind == "invoice");
        RC_ASSERT(header.document == documents[i].id);
        RC_ASSERT(header.account == documents[i].account);
        RC_ASSERT(read_payload(segment.bytes, info.offset, header).value() == texts[i]);
        leaves.push_back(header.leaf);
    }
    RC_ASSERT(merkle_root(leaves) == segment.root);
    RC_ASSERT(read_segment_footer(segment.bytes).value() == segment.root);
    const SegmentHeader header = read_segment_header(segment.bytes).value();
    RC_ASSERT(header.name == segment.name);
    RC_ASSERT(header.documents == texts.size());
}

// Any bytes: an answer or an Error, never a read outside (the sanitizers watch).
PROPERTY(SegmentProperty, GarbageIsAnErrorAndNeverAnAccident) {
    auto bytes = build({document(1, 1, std::string(300, 'a'))}).value()[0].bytes;
    const auto changes = *testing::between(1, 5);
    for (int i = 0; i < changes; ++i)
        bytes[*testing::between<std::size_t>(0, bytes.size() - 1)] =
            static_cast<std::byte>(*testing::between(0, 255));
    bytes.resize(*testing::between<std::size_t>(0, bytes.size()));
    const auto offset = *testing::between<std::uint64_t>(0, 400);
    static_cast<void>(read_segment_header(bytes));
    static_cast<void>(read_segment_footer(bytes));
    for (const std::uint64_t at : {std::uint64_t{kSegmentHeaderBytes}, offset, ~std::uint64_t{0}})
        if (const auto header = read_entry_header(bytes, at))
            static_cast<void>(read_payload(bytes, at, *header));
}

}  // namespace
}  // namespace bw::archive
