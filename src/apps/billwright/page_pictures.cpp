#include "apps/billwright/page_pictures.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>

namespace bw::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDpi = "60";

// Its exit code. Standard error goes nowhere: what it could not draw is told by what is not there.
Result<int> start(std::vector<std::string> words) {
    std::vector<char*> arguments(words.size() + 1);  // the last one is none
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int error =
        ::posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        return fail(Code::Unsupported,
                    fmt::format("{} cannot be started; install poppler-utils", words.front()));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return fail(Code::Refused, "it was lost", words.front());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// What pdftoppm wrote: PREFIX-1.ppm, or PREFIX-01.ppm where there are ten and more.
std::vector<fs::path> pages_of(const fs::path& prefix, std::string_view ending) {
    std::vector<fs::path> pages;
    std::error_code error;
    const std::string begin = prefix.filename().string() + "-";
    for (auto it = fs::directory_iterator(prefix.parent_path(), error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with(begin) && name.ends_with(ending) &&
            name.find_first_not_of("0123456789", begin.size()) == name.size() - ending.size())
            pages.push_back(it->path());
    }
    std::ranges::sort(pages);
    return pages;
}

Result<std::vector<fs::path>> draw(const fs::path& pdf, const fs::path& prefix, bool as_png) {
    std::vector<std::string> words = {"pdftoppm", "-r", kDpi};
    if (as_png) words.emplace_back("-png");
    words.push_back(pdf.string());
    words.push_back(prefix.string());
    const int code = TRY(start(std::move(words)));
    if (code != 0) return fail(Code::Refused, "pdftoppm did not draw it", pdf.string());
    return pages_of(prefix, as_png ? ".png" : ".ppm");
}

// A picture as portable pixmap: "P6\nWIDTH HEIGHT\n255\n" and three bytes a pixel.
struct Picture {
    std::int64_t width = 0, height = 0;
    std::string bytes;
    std::size_t begin = 0;  // of the pixels

    [[nodiscard]] std::string_view pixel(std::int64_t x, std::int64_t y) const {
        if (x >= width || y >= height) return {};
        return std::string_view(bytes).substr(begin + static_cast<std::size_t>(y * width + x) * 3,
                                              3);
    }
};

Result<Picture> read_picture(const fs::path& file) {
    Picture picture;
    std::ifstream in(file, std::ios::binary);
    picture.bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    std::size_t at = 0;
    const auto number = [&]() {
        at = picture.bytes.find_first_of("0123456789", at);
        std::int64_t value = 0;
        if (at == std::string::npos) return value;
        const char* const end = picture.bytes.data() + picture.bytes.size();
        const auto read = std::from_chars(picture.bytes.data() + at, end, value);
        at = static_cast<std::size_t>(read.ptr - picture.bytes.data());
        return value;
    };
    const bool is_pixmap = picture.bytes.starts_with("P6\n");
    at = 2;
    picture.width = number();
    picture.height = number();
    const auto most = number();
    picture.begin = at + 1;
    constexpr std::int64_t kMost = 20'000;  // pixels of a side
    if (!is_pixmap || most != 255 || picture.width > kMost || picture.height > kMost ||
        picture.begin + static_cast<std::size_t>(picture.width * picture.height) * 3 !=
            picture.bytes.size())
        return fail(Code::Corrupt, "what pdftoppm drew is no picture", file.string());
    return picture;
}

PagePixels compare(const Picture& a, const Picture& b) {
    const auto width = std::max(a.width, b.width);
    const auto height = std::max(a.height, b.height);
    PagePixels found{0, width * height};
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x)
            if (a.pixel(x, y) != b.pixel(x, y)) ++found.different;
    return found;
}

}  // namespace

Result<std::vector<std::string>> draw_pages(const fs::path& pdf, const fs::path& prefix) {
    std::vector<std::string> names;
    for (const auto& page : TRY(draw(pdf, prefix, true))) names.push_back(page.filename().string());
    return names;
}

Result<std::vector<PagePixels>> compare_pages(const fs::path& before, const fs::path& after,
                                              const fs::path& scratch) {
    const auto old = TRY(draw(before, scratch / "before", false));
    const auto now = TRY(draw(after, scratch / "after", false));
    std::vector<PagePixels> pages;
    for (std::size_t i = 0; i < std::max(old.size(), now.size()); ++i) {
        const auto a = i < old.size() ? TRY(read_picture(old[i])) : Picture{};
        const auto b = i < now.size() ? TRY(read_picture(now[i])) : Picture{};
        pages.push_back(compare(a, b));
    }
    std::error_code none;
    for (const auto& files : {old, now})
        for (const auto& file : files) fs::remove(file, none);
    return pages;
}

}  // namespace bw::app
