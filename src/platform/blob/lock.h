// A file or folder that one process has, told to all processes of this host by a lock that ends
// with its owner, however that ends. What the name means while it is held is the owner's business.
// Thread: any; two threads of one process exclude each other like two processes.
#pragma once

#include "platform/blob/blob.h"

#include <optional>

namespace bw::blob {

class Lock {
public:
    // Creates the file when it is not there. Nothing: somebody else has it.
    static std::optional<Lock> take(const Path& path);
    // Of a file or folder that is there. Nothing also when it is gone.
    static std::optional<Lock> take_existing(const Path& path);
    ~Lock();
    Lock(Lock&& other) noexcept;
    Lock& operator=(Lock&& other) noexcept;

    // Whether the file was there before this lock: its last owner left it behind.
    [[nodiscard]] bool is_inherited() const { return is_inherited_; }

private:
    Lock(int descriptor, bool is_inherited)
        : descriptor_(descriptor), is_inherited_(is_inherited) {}
    int descriptor_;
    bool is_inherited_;
};

}  // namespace bw::blob
