// An open file of this folder's code; closed when it goes. Not for other rooms.
#pragma once

#include "platform/blob/blob.h"

namespace bw::blob {

class Descriptor {
public:
    Descriptor(const Path& path, int flags);  // of open(2); mode 0644
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(Bytes bytes, faults::Faults* faults) const;  // all of it
    void sync(faults::Faults* faults) const;
    // Its pages need not be kept in memory; they are on disk after sync(). A hint: nothing can
    // fail.
    void forget() const;
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] int number() const { return number_; }

private:
    void write_all(Bytes bytes) const;
    Path path_;
    int number_;
};

}  // namespace bw::blob
