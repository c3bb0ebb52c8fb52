#include "platform/text/check_file.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace bw::text {
namespace {

std::string why_not(const std::filesystem::path& path) {
    const auto checked = check_file(path);
    return checked ? "good" : checked.error().text;
}

TEST(CheckFile, SaysWhatIsNoFile) {
    const testing::TempDir folder;
    std::ofstream(folder.file("a")) << "abcd";
    EXPECT_EQ(why_not(folder.file("a")), "good");
    EXPECT_EQ(why_not(folder.file("none")), "there is no such file");
    EXPECT_EQ(why_not(folder.path()), "this is a folder; name the files in it");
    std::filesystem::create_symlink("nowhere", folder.file("link"));
    EXPECT_EQ(why_not(folder.file("link")), "there is no such file: the link leads nowhere");
    std::filesystem::create_symlink("round", folder.file("round"));
    EXPECT_EQ(why_not(folder.file("round")),
              "the file cannot be read: Too many levels of symbolic links");
    ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
    EXPECT_EQ(why_not(folder.file("pipe")),
              "this is a pipe or a device, not a file; save it to a file first");
    EXPECT_EQ(why_not("/dev/zero"),
              "this is a pipe or a device, not a file; save it to a file first");
}

}  // namespace
}  // namespace bw::text
