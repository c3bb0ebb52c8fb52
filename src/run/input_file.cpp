#include "run/input_file.h"

#include "platform/text/check_file.h"

#include <fmt/format.h>

namespace bw::run {
namespace {

// Up to `most` bytes from the front; what is behind them is not looked at.
Result<std::string> read_front(const std::filesystem::path& file, std::size_t most) {
    const auto source = TRY(open_input(file));
    std::string text;
    while (text.size() < most) {
        const std::size_t before = text.size();
        text.resize(std::min(before + kHeadBytes, most));
        const auto count = source->read(std::span(text).subspan(before));
        if (!count) return fail(count.error().code, count.error().text, file.string());
        text.resize(before + *count);
        if (*count == 0) break;
    }
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (text.starts_with(kMark)) text.erase(0, kMark.size());
    return text;
}

}  // namespace

Result<std::unique_ptr<meter::ByteSource>> open_input(const std::filesystem::path& file) {
    TRY_VOID(text::check_file(file));
    return meter::open_source(file);
}

Result<std::string> read_head(const std::filesystem::path& file) {
    return read_front(file, kHeadBytes);
}

Result<std::string> read_text(const std::filesystem::path& file, std::size_t most_bytes) {
    std::string text = TRY(read_front(file, most_bytes + 1));
    if (text.empty()) return fail(Code::Refused, "the file is empty", file.string());
    if (text.size() > most_bytes)
        return fail(Code::Limit, fmt::format("texts are at most {} MiB", most_bytes >> 20U),
                    file.string());
    return text;
}

}  // namespace bw::run
