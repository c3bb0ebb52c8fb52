#include "run/quote/scratch_workspace.h"

#include "platform/blob/blob.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <span>
#include <utility>

namespace bw::run {
namespace {

// Kept in memory where the system has such a place: nothing here is to outlive the question.
std::filesystem::path parent_folder() {
    const std::filesystem::path memory = "/dev/shm";
    std::error_code none;
    const bool has_memory =
        std::filesystem::is_directory(memory, none) && ::access(memory.c_str(), W_OK) == 0;
    return has_memory ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

Result<ScratchWorkspace> ScratchWorkspace::make(const Surroundings& around) {
    std::string name = (parent_folder() / "billwright-quote-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        return fail(Code::Refused,
                    "no temporary folder can be made; set TMPDIR to a folder with room", name);
    ScratchWorkspace scratch{name};
    scratch.workspace_ = TRY(create_workspace(scratch.folder_ / "workspace", around));
    return scratch;
}

ScratchWorkspace::ScratchWorkspace(ScratchWorkspace&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), workspace_(std::move(other.workspace_)) {}

ScratchWorkspace::~ScratchWorkspace() {
    if (folder_.empty()) return;
    workspace_ = {};  // closes the store before its files go
    std::error_code none;
    std::filesystem::remove_all(folder_, none);
}

std::filesystem::path ScratchWorkspace::write(std::string_view name, std::string_view text) const {
    const auto path = folder_ / name;
    blob::write_durably(path, std::as_bytes(std::span(text)));
    return path;
}

}  // namespace bw::run
