#include "platform/text/read_file.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace bw::text {
namespace {

std::string why_not(const std::filesystem::path& path, std::size_t most_bytes = 4) {
    const auto read = read_file(path, most_bytes);
    return read ? "read: " + *read : read.error().text;
}

TEST(ReadFile, GivesTheWholeTextUpToTheLimit) {
    const testing::TempDir folder;
    std::ofstream(folder.file("a")) << "abcd";
    EXPECT_EQ(why_not(folder.file("a")), "read: abcd");
    std::ofstream(folder.file("b")) << "abcde";
    EXPECT_EQ(why_not(folder.file("b")), "the file is larger than 0 MiB");
}

TEST(ReadFile, SaysWhatIsNoFile) {
    const testing::TempDir folder;
    EXPECT_EQ(why_not(folder.file("none")), "there is no such file");
    EXPECT_EQ(why_not(folder.path()), "this is a folder; name the files in it");
    std::filesystem::create_symlink("nowhere", folder.file("link"));
    EXPECT_EQ(why_not(folder.file("link")), "there is no such file: the link leads nowhere");
    std::filesystem::create_symlink("round", folder.file("round"));
    EXPECT_EQ(why_not(folder.file("round")),
              "the file cannot be read: Too many levels of symbolic links");
    std::ofstream(folder.file("empty")) << "";
    EXPECT_EQ(why_not(folder.file("empty")), "the file is empty");
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    EXPECT_EQ(why_not(folder.file("pipe")),
              "this is a pipe or a device, not a file; save it to a file first");
    EXPECT_EQ(why_not("/dev/zero"),
              "this is a pipe or a device, not a file; save it to a file first");
}

}  // namespace
}  // namespace bw::text
