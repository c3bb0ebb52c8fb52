// A folder of one test, gone afterwards. In memory where there is such a file system: tests are
// about what is written, and a sync that the disk has to wait for would make them slow.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace bw::testing {

class TempDir {
public:
    TempDir() {
        std::error_code none;
        const std::filesystem::path memory = "/dev/shm";
        const bool use_memory =
            std::filesystem::is_directory(memory, none) && ::access(memory.c_str(), W_OK) == 0;
        const auto parent = use_memory ? memory : std::filesystem::temp_directory_path();
        std::string name = (parent / "billwright-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
        path_ = name;
    }
    ~TempDir() {
        std::error_code ignored;  // a left-over folder must not fail a test that passed
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

}  // namespace bw::testing
