#include "run/input_file.h"
#include "testing/temp_dir.h"

#include <gtest/gtest.h>

#include <fstream>

namespace bw::run {
namespace {

std::string read(const std::filesystem::path& path, std::size_t most_bytes) {
    const auto text = read_text(path, most_bytes);
    return text ? "read: " + *text : text.error().text;
}

}  // namespace

TEST(InputFile, ATextIsReadWholeUpToTheLimit) {
    const testing::TempDir folder;
    std::ofstream(folder.file("a")) << "abcd";
    EXPECT_EQ(read(folder.file("a"), 4), "read: abcd");
    std::ofstream(folder.file("b")) << "abcde";
    EXPECT_EQ(read(folder.file("b"), 4), "texts are at most 0 MiB");
    std::ofstream(folder.file("c")) << "\xEF\xBB\xBF"
                                       "abc";
    EXPECT_EQ(read(folder.file("c"), 100), "read: abc");
    std::ofstream(folder.file("empty")) << "";
    EXPECT_EQ(read(folder.file("empty"), 4), "the file is empty");
    EXPECT_EQ(read(folder.path(), 4), "this is a folder; name the files in it");
}

}  // namespace bw::run
