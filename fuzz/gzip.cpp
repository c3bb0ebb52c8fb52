// Input files, which may be packed: damaged or cut off is an Error, never more; in whatever pieces
// its bytes are asked for, a file gives the same ones or an Error (which of them, where it is both
// damaged and cut off, may differ). What is not gzip comes as it is.
#include "base/check.h"
#include "flow/meter/byte_source.h"
#include "flow/meter/formats/detect.h"
#include "input.h"

#include <sys/mman.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using namespace bw;

constexpr std::size_t kMost = std::size_t{1} << 20;  // a few bytes may unpack to very many

// A file in memory, for a source opens a path.
class File {
public:
    File() : handle_(::memfd_create("input", 0)) { CHECK(handle_ >= 0); }
    ~File() { ::close(handle_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    std::string holding(std::string_view text) const {
        CHECK(::ftruncate(handle_, 0) == 0);
        CHECK(::pwrite(handle_, text.data(), text.size(), 0) == std::ssize(text));
        return "/proc/self/fd/" + std::to_string(handle_);
    }

private:
    int handle_;
};

// All of its bytes, or why not; nothing: they are too many.
std::optional<Result<std::string>> unpacked(const std::string& path, std::size_t piece) {
    const auto source = meter::open_source(path);
    CHECK(source.has_value());
    std::string all;
    std::vector<char> out(piece);
    while (all.size() < kMost) {
        const auto count = (*source)->read(out);
        if (!count) return std::unexpected(count.error());
        if (*count == 0) return all;
        all.append(out.data(), *count);
    }
    return std::nullopt;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const File file;
    const auto text = fuzz::text(data, size);
    const std::string path = file.holding(text);
    const auto whole = unpacked(path, 1 << 16), pieces = unpacked(path, 7);
    if (!whole || !pieces) return 0;
    CHECK(whole->has_value() == pieces->has_value());
    if (*whole) {
        CHECK(**whole == **pieces);
        if (!meter::is_gzip(text)) CHECK(**whole == text);
    } else {
        CHECK(!whole->error().text.empty() && !pieces->error().text.empty());
    }
    return 0;
}
