#include "flow/meter/scratch_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <string>
#include <string_view>

namespace bw::meter {

namespace {

constexpr std::string_view kPrefix = "import-";

}  // namespace

ScratchFolder::ScratchFolder(const std::filesystem::path& parent) {
    blob::make_folder(parent);
    while (!lock_) {  // a sweep may take it before we have locked it
        std::string name = (parent / kPrefix).string() + "XXXXXX";
        if (::mkdtemp(name.data()) == nullptr)
            throw blob::BlobError(parent, "make a folder in", errno);
        path_ = name;
        lock_ = blob::Lock::take_existing(path_);
    }
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;  // what stays is swept by the next import
    std::filesystem::remove_all(path_, ignored);
}

int ScratchFolder::sweep(const std::filesystem::path& parent) {
    int removed = 0;
    for (const auto& name : blob::list_folders(parent)) {
        if (!name.starts_with(kPrefix)) continue;
        const auto lock = blob::Lock::take_existing(parent / name);
        if (!lock) continue;  // in use
        std::filesystem::remove_all(parent / name);
        ++removed;
    }
    return removed;
}

}  // namespace bw::meter
