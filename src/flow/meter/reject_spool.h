// Rejects on their way to the commit: a million of them must not fill the memory. Internal.
#pragma once

#include "flow/meter/formats/parts/record.h"
#include "flow/meter/usage_store.h"
#include "platform/blob/blob.h"

#include <memory>
#include <string>
#include <vector>

namespace bw::meter {

class RejectSpool {
public:
    explicit RejectSpool(blob::Path path) : path_(std::move(path)) {}
    void add(const Reject& reject);
    [[nodiscard]] std::int64_t count() const { return count_; }
    // In the order of add(). Call once, at the end.
    void each(const std::function<void(const sql::RejectRow&)>& on_row);

private:
    void flush();

    blob::Path path_;
    std::string buffer_;
    std::unique_ptr<blob::AppendFile> file_;
    std::int64_t count_ = 0;
};

}  // namespace bw::meter
