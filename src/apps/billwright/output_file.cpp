#include "apps/billwright/output_file.h"

#include "platform/blob/blob.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <span>
#include <system_error>

namespace bw::app {

Result<void> write_file(const std::string& path, std::string_view bytes) {
    if (path == "-") {
        // What does not arrive is found when the output is closed.
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        return {};
    }
    const auto failed = [&](int error) {
        return fail(Code::Refused,
                    "the file cannot be written: " + std::generic_category().message(error), path);
    };
    std::error_code none;
    const auto status = std::filesystem::symlink_status(path, none);
    if (std::filesystem::is_regular_file(status) ||
        status.type() == std::filesystem::file_type::not_found) {
        try {
            blob::write_durably(path, std::as_bytes(std::span(bytes)));
        } catch (const blob::BlobError& error) {
            return failed(error.error());
        }
        return {};
    }
    // A device or a link: nothing to put in the place of.
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return failed(errno);
    return {};
}

Result<void> write_document(const Context& context, const std::string& number,
                            std::string_view format, const std::string& path,
                            std::string_view bytes, std::string_view origin) {
    const std::string file = !path.empty() ? path : fmt::format("{}.{}", number, format);
    TRY_VOID(write_file(file, bytes));
    if (context.json) {
        json::Writer json;
        print_json(json.object()
                       .field("number", number)
                       .field("format", format)
                       .field("file", file)
                       .field("bytes", bytes.size())
                       .end());
    } else if (file != "-") {
        fmt::print("Wrote {} ({})\n", file, origin);
    }
    return {};
}

void refuse_two_outputs(const Context& context, const std::string& path, const char* option) {
    if (context.json && path == "-")
        throw CLI::ValidationError(option,
                                   "standard output holds the JSON; name a file for the document");
}

}  // namespace bw::app
