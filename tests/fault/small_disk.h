// A small disk of a test's own, which can be full and read-only: a file system in memory, mounted.
#pragma once

#include "testing/temp_dir.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace bw::fault {

class SmallDisk {
public:
    explicit SmallDisk(std::uint64_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    // Empty: such a disk can be had. Needs the right to mount: root's, or a namespace of one's own.
    static std::string why_not();

    [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }
    // So many bytes are left.
    void fill(std::uint64_t left_bytes) const;
    void make_room() const;
    enum class Access { ReadOnly, Writable };
    void set(Access access) const;

private:
    [[nodiscard]] std::filesystem::path ballast() const { return path() / "ballast"; }

    testing::TempDir folder_;
};

// Without the right to mount, the program begins once more where it has it, if it may.
void begin_where_mounting_is_allowed(char** argv);

}  // namespace bw::fault
