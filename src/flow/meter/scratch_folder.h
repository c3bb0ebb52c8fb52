// A folder of one import under the scratch folder, gone with all it holds when the import ends. It
// is locked meanwhile, so that the next import tells one that is in use from one whose process
// died. Internal.
#pragma once

#include "platform/blob/lock.h"

#include <filesystem>

namespace bw::meter {

class ScratchFolder {
public:
    // Makes the parent, too.
    explicit ScratchFolder(const std::filesystem::path& parent);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    // Removes those of processes that died; returns how many.
    static int sweep(const std::filesystem::path& parent);

private:
    std::filesystem::path path_;
    std::optional<blob::Lock> lock_;
};

}  // namespace bw::meter
