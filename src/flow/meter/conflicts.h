// Intervals that were measured twice with different values, and records of calls that came again in
// another file: the later one stands (reader.h), but somebody should know. Seen are arrivals since
// a month was closed, and what they say against its block. Thread: any, once opened.
#pragma once

#include "flow/meter/series.h"
#include "platform/store/store.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace bw::meter {

class Shelf;

// Of one channel, unit and interval length.
struct Conflict {
    std::string channel, unit;
    Instant first;               // the first interval
    std::int64_t intervals = 0;  // values that another one replaced
};

// Records of calls, messages and data that came again, in another file or later in the same batch.
struct Repeats {
    Instant first;               // when the first of them began
    std::int64_t same = 0;       // word for word
    std::int64_t different = 0;  // of the same id, which say something else
    [[nodiscard]] std::int64_t all() const { return same + different; }
};

class Conflicts {
public:
    static Conflicts open(store::Transaction& tx, const std::filesystem::path& folder,
                          TenantId tenant, AsOf as_of);
    ~Conflicts();
    Conflicts(Conflicts&&) noexcept;
    Conflicts& operator=(Conflicts&&) noexcept;

    // By channel and unit. Estimates and substitutes that a measured value replaced are none.
    // Error: Corrupt.
    [[nodiscard]] Result<std::vector<Conflict>> find(ServicePointId point, Span span) const;
    // Of records that began in the span, as they stand. Sessions are joined, not repeated.
    [[nodiscard]] Result<Repeats> repeats(ServicePointId point, Span span) const;

private:
    explicit Conflicts(std::unique_ptr<const Shelf> shelf);
    std::unique_ptr<const Shelf> shelf_;
};

}  // namespace bw::meter
