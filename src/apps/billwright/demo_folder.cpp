#include "apps/billwright/demo_folder.h"

#include "platform/blob/blob.h"
#include "platform/crypto/sha256.h"
#include "run/input_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace bw::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "made-by-demo.txt";
constexpr std::size_t kMarkBytes = 4096;

// Over the names and bytes of everything in the folder but the mark; folders count, too.
std::string mark_of(const fs::path& root) {
    std::vector<std::string> entries;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string name = entry.path().lexically_relative(root).string();
        if (name == kMark) continue;
        const bool is_file = entry.symlink_status().type() == fs::file_type::regular;
        entries.push_back(fmt::format(
            "{} {}\n", name,
            is_file ? crypto::hex(crypto::sha256(blob::MappedFile(entry.path()).bytes()))
                    : std::string("-")));
    }
    std::ranges::sort(entries);
    crypto::Sha256 hash;
    for (const auto& entry : entries) hash.update(entry);
    return fmt::format("`billwright demo` made this folder, and makes it anew when it is run again "
                       "and nothing in here was changed.\n{}\n",
                       crypto::hex(hash.finish().bytes));
}

}  // namespace

Result<void> clear_demo_folder(const fs::path& root) {
    if (!fs::exists(root) || (fs::is_directory(root) && fs::is_empty(root))) return {};
    const auto mark = run::read_text(root / kMark, kMarkBytes);
    const auto keep = [&](std::string_view why) {
        return fail(
            Code::Conflict,
            fmt::format("{}, so nothing was removed. Name another folder (billwright -w DIR "
                        "demo), or remove this one",
                        why),
            root.string());
    };
    if (!mark) return keep("this folder is not one that the demo made to its end");
    if (*mark != mark_of(root)) return keep("this folder was used since the demo made it");
    for (const auto& entry : fs::directory_iterator(root)) fs::remove_all(entry.path());
    return {};
}

void mark_demo_folder(const fs::path& root) {
    const std::string mark = mark_of(root);
    blob::write_durably(root / kMark, std::as_bytes(std::span(mark)));
}

}  // namespace bw::app
