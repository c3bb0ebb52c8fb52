// Effects outside (mail, tax hub, debit file, webhook) are written here in the transaction that
// decides them and sent afterwards, with their key as idempotency key (law 9): at least once, and
// once in effect where the receiver keeps keys.
#pragma once

#include "platform/store/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::store {

inline constexpr int kTakeLimit = 1000;  // messages in one take_unsent() at most

struct NewMessage {
    std::string_view topic;    // "email", "peppol"
    std::string_view key;      // idempotency key within the topic
    std::string_view payload;  // the sender's own
    Instant created_at;
};
// false: this key is known already; nothing was added.
bool put(Transaction& transaction, TenantId tenant, const NewMessage& message);

struct Message {
    TenantId tenant;
    std::string topic;
    std::string key;
    std::string payload;
    Instant created_at;
    int attempt = 1;  // 1 for the first
};

struct TakeRequest {
    TenantId tenant;
    std::string_view topic;
    Instant now;
    Instant until;  // nobody else takes them before; a sender that died gives way then
    int limit = 100;
};
// Oldest first.
std::vector<Message> take_unsent(Transaction& transaction, const TakeRequest& request);

// `reference`: what the receiver called it. false: it was sent already.
bool mark_sent(Transaction& transaction, const Message& message, Instant at,
               std::string_view reference);
// Try again at `retry_at`; false: it was sent already, or another sender has it by now.
bool mark_failed(Transaction& transaction, const Message& message, std::string_view error,
                 Instant retry_at);
// The receiver will never take it: kept with the reason, not tried again.
bool mark_refused(Transaction& transaction, const Message& message, std::string_view error,
                  Instant at);

struct OutboxCounts {
    std::int64_t unsent = 0, sent = 0, refused = 0;
};
OutboxCounts count_messages(Transaction& transaction, TenantId tenant, std::string_view topic);

}  // namespace bw::store
