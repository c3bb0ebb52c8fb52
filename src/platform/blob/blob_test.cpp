#include "platform/blob/blob.h"
#include "testing/child.h"
#include "testing/property.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace bw::blob {
namespace {

using faults::Faults;
using faults::Operation;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Bytes as_bytes(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

std::string content_of(const Path& path) {
    const MappedFile file(path);
    return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

class Blob : public ::testing::Test {
protected:
    testing::TempDir dir_;
};

TEST_F(Blob, WrittenFileIsThereAsAWhole) {
    const Path path = dir_.file("a");
    write_durably(path, as_bytes("first"));
    write_durably(path, as_bytes("second, longer"));
    EXPECT_EQ(content_of(path), "second, longer");
    write_durably(path, {});
    EXPECT_EQ(content_of(path), "");
    EXPECT_THAT(list(dir_.path()), ElementsAre(Field(&Entry::name, "a")));
}

TEST_F(Blob, FailedStepsLeaveTheOldFileAndNoTemporary) {
    const Path path = dir_.file("a");
    write_durably(path, as_bytes("old"));
    for (const Operation step : {Operation::Write, Operation::Sync, Operation::Rename}) {
        Faults faults;
        faults.fail(step, 1, ENOSPC);
        EXPECT_THROW(write_durably(path, as_bytes("new content"), &faults), BlobError);
        EXPECT_EQ(content_of(path), "old");
        EXPECT_EQ(remove_temporaries(dir_.path()), 0);
        write_durably(path, as_bytes("old"), &faults);  // a fault happens once
    }
}

TEST_F(Blob, ErrorSaysWhichFileAndWhatToDo) {
    Faults faults;
    faults.fail(Operation::Sync, 1, ENOSPC);
    try {
        write_durably(dir_.file("invoice.pdf"), as_bytes("x"), &faults);
        FAIL() << "no BlobError";
    } catch (const BlobError& error) {
        EXPECT_THAT(error.what(), HasSubstr("invoice.pdf"));
        EXPECT_THAT(error.what(), HasSubstr("make room"));
        EXPECT_EQ(error.error(), ENOSPC);
    }
    EXPECT_THROW(write_durably(dir_.file("missing/folder"), as_bytes("x")), BlobError);
    EXPECT_THROW(MappedFile(dir_.file("missing")), BlobError);
}

// Killed at each step of the second write: the file holds the old bytes or the new ones.
TEST_F(Blob, KilledWriterLeavesOldOrNew) {
    const std::vector<std::pair<std::string, std::string>> points = {
        {"blob.write", "old"},  {"blob.written.half", "old"}, {"blob.sync", "old"},
        {"blob.synced", "old"}, {"blob.rename", "old"},       {"blob.renamed", "new"}};
    for (const auto& [point, expected] : points) {
        const Path path = dir_.file("killed");
        write_durably(path, as_bytes("old"));
        const auto ended = testing::in_child([&] {
            Faults faults;
            faults.kill_at(point, 1);
            write_durably(path, as_bytes("new"), &faults);
            return 0;
        });
        ASSERT_TRUE(ended.is_killed()) << point;
        EXPECT_EQ(content_of(path), expected) << point;
        EXPECT_EQ(list(dir_.path()).size(), 1U) << point;
        const bool left_over = point != "blob.write" && point != "blob.renamed";
        EXPECT_EQ(remove_temporaries(dir_.path()), left_over ? 1 : 0) << point;
    }
}

TEST_F(Blob, FoldersAreMadeWithTheirParents) {
    make_folder(dir_.path() / "a/b/c");
    make_folder(dir_.path() / "a/b/c");
    EXPECT_TRUE(std::filesystem::is_directory(dir_.path() / "a/b/c"));
    write_durably(dir_.file("file"), as_bytes("x"));
    EXPECT_THROW(make_folder(dir_.path() / "file/sub"), BlobError);
}

TEST_F(Blob, ListIsByNameAndEmptyWithoutFolder) {
    EXPECT_THAT(list(dir_.path() / "none"), IsEmpty());
    write_durably(dir_.file("b"), as_bytes("22"));
    write_durably(dir_.file("a"), as_bytes("1"));
    make_folder(dir_.path() / "folder");
    const auto entries = list(dir_.path());
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].name, "a");
    EXPECT_EQ(entries[1].size, 2U);
    EXPECT_THAT(list_folders(dir_.path()), ElementsAre("folder"));
    EXPECT_THAT(list_folders(dir_.path() / "none"), IsEmpty());
    EXPECT_EQ(size_of(dir_.file("b")), 2);
    EXPECT_EQ(size_of(dir_.file("c")), -1);
    remove_file(dir_.file("b"));
    remove_file(dir_.file("b"));
    EXPECT_EQ(size_of(dir_.file("b")), -1);
}

TEST_F(Blob, AppendFileContinuesAndKeepsItsChecksum) {
    const Path path = dir_.file("log");
    {
        AppendFile file(path, 100);
        EXPECT_EQ(file.append(as_bytes("one")), 0U);
        EXPECT_EQ(file.append(as_bytes("two")), 3U);
        file.sync();
        EXPECT_EQ(file.checksum(), checksum(as_bytes("onetwo")));
    }
    AppendFile file(path, 100);
    EXPECT_EQ(file.size(), 6U);
    EXPECT_EQ(file.append(as_bytes("three")), 6U);
    EXPECT_EQ(file.checksum(), checksum(as_bytes("onetwothree")));
    file.truncate(3);
    EXPECT_EQ(file.append(as_bytes("!")), 3U);
    EXPECT_EQ(content_of(path), "one!");
    EXPECT_EQ(file.checksum(), checksum(as_bytes("one!")));
    EXPECT_THROW(file.truncate(5), BlobError);
}

TEST_F(Blob, AppendFileRefusesToGrowOverItsLimit) {
    AppendFile file(dir_.file("log"), 4);
    file.append(as_bytes("123"));
    EXPECT_THROW(file.append(as_bytes("45")), BlobError);
    EXPECT_EQ(file.append(as_bytes("4")), 3U);  // the refused bytes left no trace
    EXPECT_EQ(content_of(dir_.file("log")), "1234");
}

TEST_F(Blob, AppendFileStopsAfterAFailedWriteOrSync) {
    for (const Operation step : {Operation::Write, Operation::Sync}) {
        Faults faults;
        faults.fail(step, 1, EIO);
        AppendFile file(dir_.file("log"), 1000, &faults);
        EXPECT_THROW(
            {
                file.append(as_bytes("abcdef"));
                file.sync();
            },
            BlobError);
        EXPECT_THROW(file.append(as_bytes("x")), BlobError);
        EXPECT_THROW(file.sync(), BlobError);
    }
}

TEST_F(Blob, FilesThatVanishWhileListedAreNotThere) {
    write_durably(dir_.file("a"), as_bytes("1"));
    std::filesystem::create_symlink(dir_.path() / "gone", dir_.path() / "b");
    EXPECT_THAT(list(dir_.path()), ElementsAre(Field(&Entry::name, "a")));
    EXPECT_THAT(list_folders(dir_.path()), IsEmpty());
    std::atomic<bool> is_done = false;
    std::jthread others([&] {
        for (int i = 0; i < 500; ++i) {
            std::ofstream(dir_.file("c")) << "x";
            std::filesystem::remove(dir_.file("c"));
        }
        is_done = true;
    });
    while (!is_done) EXPECT_GE(list(dir_.path()).size(), 1U);
}

PROPERTY(AppendFile, HoldsTheConcatenation) {
    const testing::TempDir dir;
    const auto pieces = *testing::any<std::vector<std::string>>();
    std::string whole;
    {
        AppendFile file(dir.file("f"), 1 << 20);
        for (const auto& piece : pieces) {
            RC_ASSERT(file.append(as_bytes(piece)) == whole.size());
            whole += piece;
        }
        RC_ASSERT(file.checksum() == checksum(as_bytes(whole)));
    }
    RC_ASSERT(content_of(dir.file("f")) == whole);
}

TEST(Faults, EnvironmentArmsKills) {
    ::unsetenv("BILLWRIGHT_KILL_AT");
    EXPECT_EQ(faults::arm_from_environment().value(), nullptr);
    ::setenv("BILLWRIGHT_KILL_AT", "run.unit:3,run.other:1", 1);
    const auto armed = faults::arm_from_environment();
    ASSERT_TRUE(armed.has_value());
    (*armed)->reach("run.unit");
    (*armed)->reach("run.unit");
    EXPECT_EQ((*armed)->reached("run.unit"), 2);
    EXPECT_EXIT((*armed)->reach("run.unit"), ::testing::KilledBySignal(SIGKILL), "");
    EXPECT_EXIT((*armed)->reach("run.other"), ::testing::KilledBySignal(SIGKILL), "");
    for (const char* wrong : {"run.unit", "run.unit:", ":3", "run.unit:0", "run.unit:3x",
                              "run.unit:3,", "run.unit:3,,run.other:1", "run.unit:3,run.other"}) {
        ::setenv("BILLWRIGHT_KILL_AT", wrong, 1);
        EXPECT_EQ(faults::arm_from_environment().error().code, Code::Invalid) << wrong;
    }
    ::unsetenv("BILLWRIGHT_KILL_AT");
}

}  // namespace
}  // namespace bw::blob
