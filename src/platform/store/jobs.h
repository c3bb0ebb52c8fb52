// The queue is a table (law 10): a job and its result commit together. Workers lease jobs for a
// time; a lease that ran out is taken by the next worker, and the late one finds its lease lost. A
// job that failed or lost its worker max_attempts times is dead and waits for a person.
#pragma once

#include "platform/store/store.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::store {

inline constexpr int kJobAttempts = 5;
inline constexpr int kLeaseLimit = 1000;  // jobs in one lease() at most

struct NewJob {
    std::string_view queue;    // "bill-unit"
    std::string_view key;      // idempotency key within the queue
    std::string_view payload;  // JSON, the worker's own
    Instant run_after;         // also the order of the queue
    int attempts_max = kJobAttempts;
};
// false: a job of this key is known already, in whatever state; nothing was added.
bool enqueue(Transaction& transaction, TenantId tenant, const NewJob& job);

struct Job {
    TenantId tenant;
    std::string queue;
    std::string key;
    std::string payload;
    int attempt = 1;  // 1 for the first; with the worker it proves the lease
};

struct LeaseRequest {
    TenantId tenant;
    std::string_view queue;
    std::string_view worker;
    Instant now;
    Instant until;
    int limit = 1;
};
// Up to `limit` ready jobs, oldest first, now leased to the worker until the instant.
std::vector<Job> lease(Transaction& transaction, const LeaseRequest& request);

// Both return false when the lease was lost: then the transaction must not commit its work.
bool complete(Transaction& transaction, const Job& job, std::string_view worker);
bool extend(Transaction& transaction, const Job& job, std::string_view worker, Instant until);

enum class JobState { Ready, Leased, Done, Dead };
// Gives it back to run again after `retry_at`, or dead after its last attempt. Returns what became
// of it; Leased when another worker has it by now.
JobState fail_job(Transaction& transaction, const Job& job, std::string_view worker,
                  std::string_view error, Instant retry_at);

struct DeadJob {
    std::string key;
    std::string error;
    int attempts = 0;
};
std::vector<DeadJob> dead_jobs(Transaction& transaction, TenantId tenant, std::string_view queue);
// A person has mended the cause: ready again, attempts from 0. false: it was not dead.
bool revive(Transaction& transaction, TenantId tenant, std::string_view queue, std::string_view key,
            Instant run_after);

struct JobCounts {
    std::int64_t ready = 0, leased = 0, done = 0, dead = 0;
};
JobCounts count_jobs(Transaction& transaction, TenantId tenant, std::string_view queue);

}  // namespace bw::store
