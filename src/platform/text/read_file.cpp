#include "platform/text/read_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace bw::text {

namespace fs = std::filesystem;

Result<void> check_file(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found)
        return fail(Code::NotFound,
                    fs::is_symlink(fs::symlink_status(path, error))
                        ? "there is no such file: the link leads nowhere"
                        : "there is no such file",
                    path.string());
    if (error)
        return fail(Code::NotFound, "the file cannot be read: " + error.message(), path.string());
    if (fs::is_directory(status))
        return fail(Code::Refused, "this is a folder; name the files in it", path.string());
    if (!fs::is_regular_file(status))
        return fail(Code::Refused,
                    "this is a pipe or a device, not a file; save it to a file first",
                    path.string());
    if (::access(path.c_str(), R_OK) != 0)
        return fail(Code::NotFound,
                    "the file cannot be read: " + std::generic_category().message(errno),
                    path.string());
    return {};
}

Result<std::string> read_file(const fs::path& path, std::size_t most_bytes) {
    TRY_VOID(check_file(path));
    std::error_code error;
    std::ifstream in(path, std::ios::binary);
    // One byte more than allowed tells a file that is too large; a file that grew meanwhile, too.
    const std::uintmax_t size = fs::file_size(path, error);
    if (error)
        return fail(Code::NotFound, "the file cannot be read: " + error.message(), path.string());
    std::string text(static_cast<std::size_t>(std::min<std::uintmax_t>(size, most_bytes)) + 1,
                     '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return fail(Code::Refused, "reading stopped at an error of the disk", path.string());
    if (text.empty()) return fail(Code::Refused, "the file is empty", path.string());
    if (text.size() > most_bytes || text.size() > size)
        return fail(Code::Limit,
                    size > most_bytes
                        ? fmt::format("the file is larger than {} MiB", most_bytes >> 20U)
                        : std::string("the file grew while it was read; try again"),
                    path.string());
    return text;
}

}  // namespace bw::text
