#include "platform/store/outbox.h"

#include <algorithm>
#include <tuple>

namespace bw::store {
namespace {

enum class State { Unsent, Sent, Refused };

}  // namespace

bool put(Transaction& transaction, TenantId tenant, const NewMessage& message) {
    return transaction.execute(
               "INSERT INTO outbox (tenant_id, topic, message_key, payload, created_at_us, state, "
               "attempts, next_at_us, sent_at_us, reference, error) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?5, 0, '', '') ON CONFLICT DO NOTHING",
               tenant, message.topic, message.key, message.payload, message.created_at,
               State::Unsent) == 1;
}

std::vector<Message> take_unsent(Transaction& transaction, const TakeRequest& request) {
    std::vector<Message> messages;
    transaction.for_each(
        "UPDATE outbox SET attempts = attempts + 1, next_at_us = ?5 "
        "WHERE state = ?6 AND (tenant_id, topic, message_key) IN ("
        "SELECT tenant_id, topic, message_key FROM outbox WHERE tenant_id = ?1 AND topic = ?2 "
        "AND state = ?6 AND next_at_us <= ?3 ORDER BY next_at_us, created_at_us LIMIT ?4) "
        "RETURNING message_key, payload, created_at_us, attempts",
        [&](const Row& row) {
            messages.push_back({request.tenant, std::string(request.topic), row.string(0),
                                row.string(1), row.instant(2), row.small(3)});
        },
        request.tenant, request.topic, request.now, std::clamp(request.limit, 0, kTakeLimit),
        request.until, State::Unsent);
    std::ranges::sort(messages, [](const Message& a, const Message& b) {
        return std::tie(a.created_at, a.key) < std::tie(b.created_at, b.key);
    });
    return messages;
}

bool mark_sent(Transaction& transaction, const Message& message, Instant at,
               std::string_view reference) {
    return transaction.execute(
               "UPDATE outbox SET state = ?6, sent_at_us = ?4, reference = ?5, error = '' "
               "WHERE tenant_id = ?1 AND topic = ?2 AND message_key = ?3 AND state = ?7",
               message.tenant, message.topic, message.key, at, reference, State::Sent,
               State::Unsent) == 1;
}

bool mark_failed(Transaction& transaction, const Message& message, std::string_view error,
                 Instant retry_at) {
    return transaction.execute(
               "UPDATE outbox SET next_at_us = ?5, error = ?6 WHERE tenant_id = ?1 AND topic = ?2 "
               "AND message_key = ?3 AND attempts = ?4 AND state = ?7",
               message.tenant, message.topic, message.key, message.attempt, retry_at, error,
               State::Unsent) == 1;
}

bool mark_refused(Transaction& transaction, const Message& message, std::string_view error,
                  Instant at) {
    return transaction.execute(
               "UPDATE outbox SET state = ?6, sent_at_us = ?4, error = ?5 "
               "WHERE tenant_id = ?1 AND topic = ?2 AND message_key = ?3 AND state = ?7",
               message.tenant, message.topic, message.key, at, error, State::Refused,
               State::Unsent) == 1;
}

OutboxCounts count_messages(Transaction& transaction, TenantId tenant, std::string_view topic) {
    OutboxCounts counts;
    std::int64_t* const by_state[] = {&counts.unsent, &counts.sent, &counts.refused};
    transaction.for_each(
        "SELECT state, count(*) FROM outbox WHERE tenant_id = ?1 AND topic = ?2 GROUP BY state",
        [&](const Row& row) {
            const std::int64_t state = row.integer(0);
            if (state < 0 || state > 2) throw StoreError("a message has an unknown state", false);
            *by_state[state] = row.integer(1);
        },
        tenant, topic);
    return counts;
}

}  // namespace bw::store
