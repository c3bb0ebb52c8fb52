// A folder of one import under the scratch folder, gone with all it holds when the import ends.
// Internal.
#pragma once

#include "platform/blob/blob.h"

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>

namespace bw::meter {

class ScratchFolder {
public:
    explicit ScratchFolder(const std::filesystem::path& parent) {
        blob::make_folder(parent);
        std::string name = (parent / "import-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw blob::BlobError(parent, "make a folder in", errno);
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;  // emptied at the next start anyway
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace bw::meter
