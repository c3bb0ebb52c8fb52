// A company's file comes in: each row it can be made of, rejects with their reason, one batch. The
// caller commits, or does not: a rehearsal is the same work without an end.
#pragma once

#include "platform/crypto/sha256.h"
#include "platform/store/store.h"
#include "run/company/table.h"

#include <string>

namespace bw::takeover {

struct Handed {
    store::Transaction& tx;
    TenantId tenant;
    Instant now;
    std::string name;        // of the file
    crypto::Digest content;  // of its bytes, unpacked
    meter::ByteSource& source;
    const company::Mapping& mapping;
    std::size_t shown = company::kRejectsShown;  // rejects in the tally
    bool again = false;                          // though it came in before
};

struct Taken {
    Batch batch;
    company::Tally tally;
};

// Error: the file is refused whole (Refused), or the same content read by the same mapping came in
// before (Duplicate). On an Error nothing may be committed.
Result<Taken> take(const Handed& handed);

}  // namespace bw::takeover
