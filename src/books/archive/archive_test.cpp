#include "books/archive/archive.h"
#include "books/archive/merkle.h"
#include "platform/store/keys.h"
#include "testing/child.h"
#include "testing/property.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

namespace bw::archive {
namespace {

using store::Access;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr TenantId kTenant{1};
constexpr Volume kVolume{kTenant, RetentionClass::Books, 2024};

std::string payload_of(std::int64_t account, std::int64_t id) {
    return "document " + std::to_string(id) + " of " + std::to_string(account) + " " +
           std::string(200, 'x');
}

class ArchiveTest : public testing::OnBothStores {
protected:
    ArchiveTest() {
        const auto all = store::all_of({store::platform_schema(), schema()});
        EXPECT_TRUE(store::migrate(*database_, all).has_value());
        auto tx = database_->begin(Access::Write);
        crypto::SeededSecrets secrets(1);
        secret_ = load_secret(*tx, kTenant, secrets);
        tx->commit();
    }

    // Two accounts with an XML and a PDF each.
    Segment build(std::int64_t run, int unit) {
        std::vector<NewDocument> documents;
        std::vector<std::string> payloads;
        payloads.reserve(4);
        for (const std::int64_t account : {unit * 10 + 1, unit * 10 + 2})
            for (const std::int64_t id : {run * 100 + 1, run * 100 + 2}) {
                payloads.push_back(payload_of(account, id));
                documents.push_back({.id = {id},
                                     .account = {account},
                                     .invoice = {id},
                                     .kind = "invoice",
                                     .format = id % 2 == 1 ? Format::Xml : Format::Pdf,
                                     .retention = RetentionClass::Books,
                                     .year = 2024,
                                     .payload = payloads.back()});
            }
        auto segments = SegmentBuilder(secret_).build(kTenant, {run}, unit, documents).value();
        EXPECT_THAT(segments, SizeIs(1));
        return std::move(segments.front());
    }

    Result<void> index(const Segment& segment) {
        auto tx = database_->begin(Access::Write);
        auto result = archive_.index(*tx, segment, Batch{1});
        if (result) tx->commit();
        return result;
    }

    Segment add(std::int64_t run, int unit) {
        Segment segment = build(run, unit);
        archive_.write(segment);
        EXPECT_TRUE(index(segment).has_value());
        return segment;
    }

    Result<std::string> read(std::int64_t account, std::int64_t id) {
        return archive_.read(*database_->begin(Access::Read), {kTenant, {account}, {id}});
    }
    VerifyReport verify() {
        return archive_.verify_volume(*database_->begin(Access::Read), kVolume);
    }
    void change(std::string_view sql) {
        auto tx = database_->begin(Access::Write);
        tx->execute(sql);
        tx->commit();
    }
    void flip_byte(const Segment& segment, std::uint64_t offset) {
        std::fstream file(archive_.path_of(segment.name),
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(offset));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(offset));
        file.put(static_cast<char>(byte ^ 1));
    }

    std::unique_ptr<store::Database> database_ = store::open(location()).value();
    ArchiveSecret secret_;
    Archive archive_{dir().path() / "archive"};
};
ON_BOTH_STORES(ArchiveTest);

TEST_P(ArchiveTest, DocumentsComeBackAsTheyWereGiven) {
    add(1, 0);
    add(1, 1);
    EXPECT_EQ(read(1, 101).value(), payload_of(1, 101));
    EXPECT_EQ(read(12, 102).value(), payload_of(12, 102));
    EXPECT_EQ(read(3, 101).error().code, Code::NotFound);
    const auto tx = database_->begin(Access::Read);
    EXPECT_THAT(documents_of(*tx, kTenant, {1}),
                ElementsAre(Field(&DocumentInfo::invoice, InvoiceId{101}),
                            Field(&DocumentInfo::invoice, InvoiceId{102})));
    EXPECT_THAT(documents_of_invoice(*tx, kTenant, {1}, {102}), SizeIs(1));
    EXPECT_THAT(documents_of(*tx, TenantId{2}, {1}), IsEmpty());
}

TEST_P(ArchiveTest, SecretIsMadeOnceAndKept) {
    auto tx = database_->begin(Access::Write);
    crypto::SeededSecrets others(99);
    EXPECT_EQ(load_secret(*tx, kTenant, others).bytes, secret_.bytes);
    EXPECT_NE(load_secret(*tx, TenantId{2}, others).bytes, secret_.bytes);
}

TEST_P(ArchiveTest, UnitDoneTwiceIsIndexedOnce) {
    const Segment segment = add(1, 0);
    archive_.write(segment);
    EXPECT_EQ(index(segment).error().code, Code::Duplicate);
    EXPECT_EQ(read(1, 101).value(), payload_of(1, 101));
    EXPECT_THAT(verify().damages, IsEmpty());
}

TEST_P(ArchiveTest, SameDocumentInAnotherUnitStopsTheTransaction) {
    add(1, 0);
    Segment other = build(1, 0);
    other.name.unit = 5;
    other.id = other.name.id();
    archive_.write(other);
    auto tx = database_->begin(Access::Write);
    EXPECT_THROW(static_cast<void>(archive_.index(*tx, other, Batch{1})), store::StoreError);
}

TEST_P(ArchiveTest, WithoutItsFileNothingIsIndexed) {
    const Segment segment = build(1, 0);
    EXPECT_EQ(index(segment).error().code, Code::NotFound);
}

TEST_P(ArchiveTest, SweepDeletesWhatIsNotIndexedAndNothingElse) {
    add(1, 0);
    const Segment lost = build(1, 1);
    archive_.write(lost);
    const Segment other_run = build(2, 0);
    archive_.write(other_run);
    EXPECT_THAT(verify().damages, SizeIs(2));
    auto tx = database_->begin(Access::Write);
    EXPECT_EQ(archive_.sweep(*tx, kTenant, RunId{1}), 1);
    EXPECT_EQ(archive_.sweep(*tx, kTenant, RunId{1}), 0);
    tx.reset();
    EXPECT_EQ(blob::size_of(archive_.path_of(lost.name)), -1);
    EXPECT_GT(blob::size_of(archive_.path_of(other_run.name)), 0);
    EXPECT_EQ(read(1, 101).value(), payload_of(1, 101));
    EXPECT_EQ(index(lost).error().code, Code::NotFound);  // a late worker writes it again
    archive_.write(lost);
    EXPECT_TRUE(index(lost).has_value());
}

TEST_P(ArchiveTest, GoodVolumeVerifies) {
    const Segment first = add(1, 0);
    const Segment second = add(1, 1);
    const VerifyReport report = verify();
    EXPECT_THAT(report.damages, IsEmpty());
    EXPECT_EQ(report.segments, 2);
    EXPECT_EQ(report.documents, 8);
    EXPECT_EQ(report.bytes, first.size_bytes + second.size_bytes);
}

// One byte anywhere in the file: verification tells, and names the document if it is one's.
TEST_P(ArchiveTest, EveryChangedByteIsFound) {
    const Segment segment = add(1, 0);
    for (std::uint64_t at = 0; at < segment.size_bytes; at += 7) {
        flip_byte(segment, at);
        const VerifyReport report = verify();
        ASSERT_THAT(report.damages, SizeIs(1)) << "byte " << at;
        const auto owner = std::ranges::find_if(segment.documents, [&](const DocumentInfo& info) {
            return at >= info.offset && at < info.offset + info.length;
        });
        if (owner != segment.documents.end()) {
            EXPECT_THAT(report.damages[0].subject,
                        HasSubstr("document " + std::to_string(owner->key.id.value) +
                                  " of billing account " +
                                  std::to_string(owner->key.account.value)))
                << "byte " << at;
            EXPECT_FALSE(read(owner->key.account.value, owner->key.id.value).has_value());
        }
        flip_byte(segment, at);
    }
    EXPECT_THAT(verify().damages, IsEmpty());
}

TEST_P(ArchiveTest, LostAndCutFilesAreFound) {
    const Segment segment = add(1, 0);
    std::filesystem::resize_file(archive_.path_of(segment.name), segment.size_bytes - 100);
    EXPECT_THAT(verify().damages,
                ::testing::Contains(Field(&Damage::text, HasSubstr("instead of"))));
    blob::remove_file(archive_.path_of(segment.name));
    EXPECT_THAT(verify().damages, ElementsAre(Field(&Damage::text, HasSubstr("missing"))));
    EXPECT_THROW(static_cast<void>(read(1, 101)), blob::BlobError);
}

TEST_P(ArchiveTest, ChangedIndexIsFound) {
    add(1, 0);
    change("UPDATE document SET invoice_id = 9 WHERE billing_account_id = 1 AND document_id = 101");
    EXPECT_THAT(verify().damages, ElementsAre(Field(&Damage::subject, HasSubstr("document 101"))));
    change("DELETE FROM document WHERE billing_account_id = 1 AND document_id = 101");
    EXPECT_GE(verify().damages.size(), 2U);
}

TEST_P(ArchiveTest, WhatTheIndexLostAndWhatItNeverHadIsFound) {
    add(7, 1);
    const Segment lost = add(7, 2);
    int seen = 0;
    std::size_t whole = 0;
    const auto damages = [&](std::vector<RunId> unfinished) {
        seen = 0;
        whole = 0;
        return archive_
            .verify(*database_->begin(Access::Read), kTenant,
                    {unfinished, [&] { ++seen; },
                     [&](const DocumentInfo& info, std::string_view plain) {
                         EXPECT_EQ(info.plain_length, plain.size());
                         ++whole;
                     }})
            .damages;
    };
    EXPECT_THAT(damages({}), IsEmpty());
    EXPECT_EQ(seen, 2);
    EXPECT_EQ(whole, 2 * lost.documents.size());
    std::ofstream(archive_.path_of(lost.name).parent_path() / "mine.txt") << "x";
    EXPECT_THAT(damages({}), ElementsAre(Field(&Damage::subject, HasSubstr("run-7/mine.txt"))));
    EXPECT_THAT(damages({RunId{7}}), IsEmpty());
    change("DELETE FROM segment WHERE unit = 2");
    const auto found = damages({RunId{7}});
    EXPECT_EQ(found.size(), lost.documents.size());
    EXPECT_THAT(found.front().text, HasSubstr("its segment is not in the index"));
    EXPECT_THAT(damages({}), SizeIs(found.size() + 2));  // the file of the lost segment, and ours
}

TEST_P(ArchiveTest, DocumentIsProvenUnderTheRootOfItsSegment) {
    const Segment segment = add(1, 0);
    const auto tx = database_->begin(Access::Read);
    for (const DocumentInfo& info : segment.documents) {
        const Proof proof = archive_.prove(*tx, info.key).value();
        EXPECT_EQ(proof.segment_root, segment.root);
        EXPECT_TRUE(merkle_proves(segment.root, proof.count, proof.index, info.leaf, proof.path));
    }
    EXPECT_EQ(archive_.prove(*tx, {kTenant, {99}, {1}}).error().code, Code::NotFound);
}

TEST_P(ArchiveTest, SealedVolumeTakesNothingMoreAndItsRootIsOfItsSegmentsInOrder) {
    add(2, 1);
    add(1, 5);  // the order of commits does not matter
    add(1, 4);
    auto tx = database_->begin(Access::Write);
    EXPECT_THAT(segments_of(*tx, kVolume),
                ElementsAre(Field(&SegmentName::unit, 4), Field(&SegmentName::unit, 5),
                            Field(&SegmentName::unit, 1)));
    const Sealed sealed = seal(*tx, kVolume, Instant::from_seconds(5)).value();
    EXPECT_EQ(sealed.segments, 3);
    EXPECT_EQ(seal(*tx, kVolume, Instant::from_seconds(6)).error().code, Code::Duplicate);
    EXPECT_EQ(find_seal(*tx, kVolume)->root, sealed.root);
    EXPECT_EQ(find_seal(*tx, kVolume)->at, Instant::from_seconds(5));
    const Volume empty{kTenant, RetentionClass::Letters, 2024};
    EXPECT_EQ(seal(*tx, empty, {}).error().code, Code::NotFound);
    tx->commit();
    const Segment late = build(3, 0);
    archive_.write(late);
    EXPECT_EQ(index(late).error().code, Code::Conflict);
    blob::remove_file(archive_.path_of(late.name));
    EXPECT_THAT(verify().damages, IsEmpty());
    change("UPDATE segment SET unit = 6 WHERE unit = 5");
    EXPECT_THAT(verify().damages, ::testing::Contains(Field(&Damage::text, HasSubstr("sealed"))));
}

TEST_P(ArchiveTest, TablesObeyTheirKeyFamilies) {
    const auto all = store::all_of({store::platform_schema(), schema()});
    EXPECT_THAT(store::check_schema(location(), all), IsEmpty());
}

// A worker is killed at each point of a unit; the next one sweeps and does the unit again.
TEST_P(ArchiveTest, KilledUnitIsDoneAgainWithTheSameResult) {
    int run = 0;
    for (const std::string_view point :
         {"blob.write", "blob.written.half", "blob.sync", "blob.synced", "blob.rename",
          "blob.renamed", "store.commit.before", "store.commit.after"}) {
        ++run;
        const auto ended = testing::in_child([&] {
            faults::Faults faults;
            faults.kill_at(point, 1);
            const auto database = store::open(location(), &faults).value();
            Archive archive(dir().path() / "archive", &faults);
            const Segment segment = build(run, 0);
            archive.write(segment);
            auto tx = database->begin(Access::Write);
            static_cast<void>(archive.index(*tx, segment, Batch{1}));
            tx->commit();
            return 0;
        });
        ASSERT_TRUE(ended.is_killed()) << point;
        auto tx = database_->begin(Access::Write);
        archive_.sweep(*tx, kTenant, RunId{run});
        tx.reset();
        const Segment segment = build(run, 0);
        archive_.write(segment);
        const auto indexed = index(segment);
        EXPECT_EQ(indexed.has_value(), point != "store.commit.after") << point;
        EXPECT_EQ(read(1, run * 100 + 1).value(), payload_of(1, run * 100 + 1));
        EXPECT_THAT(verify().damages, IsEmpty()) << point;
    }
}

}  // namespace
}  // namespace bw::archive
