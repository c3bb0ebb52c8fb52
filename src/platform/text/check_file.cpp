#include "platform/text/check_file.h"

#include <unistd.h>

#include <cerrno>
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

}  // namespace bw::text
