// Distinct id types over 64 bits, so that an invoice cannot be passed for an account.
// Ids are given by the store or derived from (run, account, ordinal); zero is 'none'.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace bw {

template <typename Tag>
struct Id {
    std::int64_t value = 0;
    friend auto operator<=>(Id, Id) = default;
    explicit operator bool() const { return value != 0; }
};

using TenantId = Id<struct TenantTag>;
using IssuerId = Id<struct IssuerTag>;
using CustomerId = Id<struct CustomerTag>;
using BillingAccountId = Id<struct BillingAccountTag>;
using SubscriptionId = Id<struct SubscriptionTag>;
using ServicePointId = Id<struct ServicePointTag>;
using RunId = Id<struct RunTag>;
using InvoiceId = Id<struct InvoiceTag>;
using DocumentId = Id<struct DocumentTag>;
using JournalEntryId = Id<struct JournalEntryTag>;

// Number of a committed batch: the clock of facts. A reader sees facts with batch <= cut (law 1).
using Batch = Id<struct BatchTag>;

// What a reader may see: every reader of facts takes one.
struct AsOf {
    Batch cut;
};

// Accounts and service points live in one of 1024 buckets, fixed at creation: the shard key.
inline constexpr int kBuckets = 1024;
int bucket_of(std::int64_t id);

}  // namespace bw

template <typename Tag>
struct std::hash<bw::Id<Tag>> {
    std::size_t operator()(bw::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
