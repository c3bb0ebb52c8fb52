#include "platform/store/jobs.h"

#include "base/check.h"

#include <algorithm>
#include <tuple>

namespace bw::store {

bool enqueue(Transaction& transaction, TenantId tenant, const NewJob& job) {
    CHECK(job.attempts_max > 0);
    return transaction.execute(
               "INSERT INTO job (tenant_id, queue, job_key, payload, state, attempts, "
               "attempts_max, run_after_us, leased_until_us, worker, error) "
               "VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, 0, '', '') ON CONFLICT DO NOTHING",
               tenant, job.queue, job.key, job.payload, JobState::Ready, job.attempts_max,
               job.run_after) == 1;
}

std::vector<Job> lease(Transaction& transaction, const LeaseRequest& request) {
    // A lease that ran out: its worker died, or is too slow to be trusted.
    transaction.execute(
        "UPDATE job SET state = CASE WHEN attempts >= attempts_max THEN ?4 ELSE ?5 END, "
        "error = 'the lease of worker ' || worker || ' ran out' "
        "WHERE tenant_id = ?1 AND queue = ?2 AND state = ?6 AND leased_until_us <= ?3",
        request.tenant, request.queue, request.now, JobState::Dead, JobState::Ready,
        JobState::Leased);
    std::vector<std::pair<Instant, Job>> leased;
    transaction.for_each(
        "UPDATE job SET state = ?5, attempts = attempts + 1, worker = ?6, leased_until_us = ?7 "
        "WHERE state = ?8 AND (tenant_id, queue, job_key) IN ("
        "SELECT tenant_id, queue, job_key FROM job WHERE tenant_id = ?1 AND queue = ?2 "
        "AND state = ?8 AND run_after_us <= ?3 ORDER BY run_after_us, job_key LIMIT ?4) "
        "RETURNING job_key, payload, attempts, run_after_us",
        [&](const Row& row) {
            Job job{request.tenant, std::string(request.queue), row.string(0), row.string(1),
                    row.small(2)};
            leased.emplace_back(row.instant(3), std::move(job));
        },
        request.tenant, request.queue, request.now, std::clamp(request.limit, 0, kLeaseLimit),
        JobState::Leased, request.worker, request.until, JobState::Ready);
    // RETURNING has no order.
    std::ranges::sort(leased, [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.key) < std::tie(b.first, b.second.key);
    });
    std::vector<Job> jobs;
    jobs.reserve(leased.size());
    for (auto& [turn, job] : leased) jobs.push_back(std::move(job));
    return jobs;
}

bool complete(Transaction& transaction, const Job& job, std::string_view worker) {
    return transaction.execute(
               "UPDATE job SET state = ?6, error = '' WHERE tenant_id = ?1 AND queue = ?2 "
               "AND job_key = ?3 AND state = ?7 AND worker = ?4 AND attempts = ?5",
               job.tenant, job.queue, job.key, worker, job.attempt, JobState::Done,
               JobState::Leased) == 1;
}

bool extend(Transaction& transaction, const Job& job, std::string_view worker, Instant until) {
    return transaction.execute(
               "UPDATE job SET leased_until_us = ?6 WHERE tenant_id = ?1 AND queue = ?2 "
               "AND job_key = ?3 AND state = ?7 AND worker = ?4 AND attempts = ?5",
               job.tenant, job.queue, job.key, worker, job.attempt, until, JobState::Leased) == 1;
}

JobState fail_job(Transaction& transaction, const Job& job, std::string_view worker,
                  std::string_view error, Instant retry_at) {
    transaction.execute(
        "UPDATE job SET state = CASE WHEN attempts >= attempts_max THEN ?8 ELSE ?9 END, "
        "error = ?6, run_after_us = ?7 WHERE tenant_id = ?1 AND queue = ?2 "
        "AND job_key = ?3 AND state = ?10 AND worker = ?4 AND attempts = ?5",
        job.tenant, job.queue, job.key, worker, job.attempt, error, retry_at, JobState::Dead,
        JobState::Ready, JobState::Leased);
    const auto state = transaction.integer(
        "SELECT state FROM job WHERE tenant_id = ?1 AND queue = ?2 AND job_key = ?3", job.tenant,
        job.queue, job.key);
    if (!state) throw StoreError("job " + job.queue + "/" + job.key + " is gone", false);
    return static_cast<JobState>(*state);
}

std::vector<DeadJob> dead_jobs(Transaction& transaction, TenantId tenant, std::string_view queue) {
    std::vector<DeadJob> dead;
    transaction.for_each(
        "SELECT job_key, error, attempts FROM job WHERE tenant_id = ?1 AND queue = ?2 "
        "AND state = ?3 ORDER BY job_key",
        [&](const Row& row) { dead.push_back({row.string(0), row.string(1), row.small(2)}); },
        tenant, queue, JobState::Dead);
    return dead;
}

bool revive(Transaction& transaction, TenantId tenant, std::string_view queue, std::string_view key,
            Instant run_after) {
    return transaction.execute(
               "UPDATE job SET state = ?5, attempts = 0, run_after_us = ?4 WHERE tenant_id = ?1 "
               "AND queue = ?2 AND job_key = ?3 AND state = ?6",
               tenant, queue, key, run_after, JobState::Ready, JobState::Dead) == 1;
}

JobCounts count_jobs(Transaction& transaction, TenantId tenant, std::string_view queue) {
    JobCounts counts;
    std::int64_t* const by_state[] = {&counts.ready, &counts.leased, &counts.done, &counts.dead};
    transaction.for_each(
        "SELECT state, count(*) FROM job WHERE tenant_id = ?1 AND queue = ?2 GROUP BY state",
        [&](const Row& row) {
            const std::int64_t state = row.integer(0);
            if (state < 0 || state > 3) throw StoreError("a job has an unknown state", false);
            *by_state[state] = row.integer(1);
        },
        tenant, queue);
    return counts;
}

}  // namespace bw::store
