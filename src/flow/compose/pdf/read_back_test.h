// For the tests of this folder: a font book that is loaded once, and other people's programs that
// read what we write. A test that needs a program skips where it is not installed.
#pragma once

#include "flow/compose/pdf/writer.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace bw::pdf::testing {

// Romanian letters, whose form depends on the language, as if a template had them.
inline constexpr auto* kTemplateText = "ȘșȚțŞşŢţ";

inline const FontBook& fonts() {
    static const Result<FontBook> book = FontBook::load({.template_text = kTemplateText});
    if (!book) {
        std::fprintf(stderr, "%s\n", book.error().message().c_str());
        std::abort();
    }
    return *book;
}

inline bool has_program(const std::string& name) {
    return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;
}

// What the command prints; "exit N" is added when it fails.
inline std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
    if (pipe == nullptr) return "no shell";
    std::array<char, 4096> buffer{};
    for (std::size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        output.append(buffer.data(), n);
    }
    const int status = pclose(pipe);
    if (status != 0) output += "exit " + std::to_string(status);
    return output;
}

// A folder that goes away with the test.
class Folder {
public:
    Folder() {
        std::string name =
            (std::filesystem::temp_directory_path() / "billwright-pdf-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string write(const std::string& name, const std::string& bytes) const {
        const auto file = path_ / name;
        std::ofstream(file, std::ios::binary) << bytes;
        return file.string();
    }
    [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// A page as pixels, one per point.
struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels;
    [[nodiscard]] Color color(int x, int y) const {
        const auto part = [&](int i) {
            const auto index = static_cast<std::size_t>((y * width + x) * 3 + i);
            return index < pixels.size() ? static_cast<std::uint8_t>(pixels[index])
                                         : std::uint8_t{0};
        };
        return {part(0), part(1), part(2)};
    }
    [[nodiscard]] int at(int x, int y) const { return color(x, y).red; }  // of greys
};

inline Picture render(const std::string& bytes, int page = 1) {
    const Folder folder;
    const std::string file = folder.write("a.pdf", bytes);
    EXPECT_EQ(output_of("pdftoppm -r 72 -singlefile -f " + std::to_string(page) + " " + file + " " +
                        folder.at("p")),
              "");
    std::ifstream in(folder.at("p.ppm"), std::ios::binary);
    Picture picture;
    std::string magic;
    int most = 0;
    in >> magic >> picture.width >> picture.height >> most;
    in.get();
    picture.pixels.assign(std::istreambuf_iterator<char>(in), {});
    return picture;
}

inline DocumentInfo some_info() {
    return {.title = "Rechnung für März",
            .author = "Aurora",
            .language = "de-DE",
            .created = Instant::from_seconds(1'790'000'000)};
}

// The file of one page that `draw(document, page)` fills.
template <typename Draw>
std::string one_page(Draw draw) {
    Press press(fonts());
    Document document(press, some_info());
    Canvas& page = document.add_page(kA4);
    draw(document, page);
    auto bytes = std::move(document).finish();
    EXPECT_TRUE(bytes) << bytes.error().message();
    return bytes ? *bytes : std::string();
}

}  // namespace bw::pdf::testing

#define NEEDS(program) \
    if (!::bw::pdf::testing::has_program(program)) GTEST_SKIP() << program << " is not installed"
