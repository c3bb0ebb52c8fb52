#include "apps/demo/output.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

namespace bw::demo {
namespace {

std::unexpected<Error> refused(const std::string& path, std::string_view what) {
    return fail(Code::Refused, fmt::format("{}; check the folder and the free space", what), path);
}

}  // namespace

Result<Output> Output::create(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return refused(path.string(), "cannot make its folder: " + error.message());
    std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "wb"));
    if (!file) {
        const std::error_code reason(errno, std::generic_category());
        return refused(path.string(), "cannot be written: " + reason.message());
    }
    std::setvbuf(file.get(), nullptr, _IONBF, 0);  // the buffer here is larger than stdio's
    return Output(std::move(file), path.string());
}

void Output::flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size())
        failed_ = true;
    written_ += static_cast<std::int64_t>(buffer_.size());
    buffer_.clear();
}

Result<std::int64_t> Output::finish() {
    flush();
    if (std::fclose(file_.release()) != 0) failed_ = true;
    if (failed_) return refused(path_, "was not written completely");
    return written_;
}

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace bw::demo
