// Readings that came before their accounts wait (flow/meter) until both are known. Here they come
// in: behind every import, also one that adds nothing, for the one before it may have died between
// its commit and this; and before a run takes its cut.
#pragma once

#include "flow/meter/import.h"
#include "platform/store/batch.h"
#include "run/workspace.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::run {

// The service points of the workspace, for readings that name them by code.
class KnownPoints final : public meter::ServicePoints {
public:
    explicit KnownPoints(const Workspace& workspace);
    // As a transaction sees them that has not committed; it must outlive them.
    KnownPoints(store::Transaction& tx, TenantId tenant) : tx_(&tx), tenant_(tenant) {}
    std::optional<ServicePointId> find(std::string_view code) override;

private:
    // With a code that nobody knows yet those behind it are fetched, the more the more was asked
    // for: a file of few calls asks for few, one that goes through all points, in whatever order,
    // soon has them all.
    struct Stretch {
        std::vector<std::pair<std::string, ServicePointId>> points;  // ascending
        std::string last;     // all codes up to here are among them
        bool is_end = false;  // and all behind it, where the next stretch does not begin
    };
    const Stretch* stretch_with(std::string_view code) const;
    const Stretch& fetch_stretch(std::string_view code);

    std::map<std::string, Stretch, std::less<>> stretches_;  // by where they begin
    std::size_t held_ = 0;                                   // points of all of them
    int fetched_ = 0;
    std::unique_ptr<store::Transaction> own_;
    store::Transaction* tx_;
    TenantId tenant_;
};

// What imports of usage are given; all must outlive it.
meter::ImportContext usage_context(const Workspace& workspace, KnownPoints& points);

struct Adopted {
    Batch batch;  // that they came in as
    std::int64_t service_points = 0, records = 0, values = 0;
    std::vector<store::BatchRow> files;  // that had brought them
};
// Nothing: none waits that is known. Conflict: imports that never pause were faster; they, or the
// next import, bring them in.
Result<std::optional<Adopted>> adopt_waiting(Workspace& workspace);

// Of one batch, what could come in and still waits: its import, or that of the accounts, was
// interrupted, or is not done at this moment.
struct Overdue {
    Batch batch;
    std::int64_t service_points = 0, records = 0;
};
std::vector<Overdue> overdue_readings(store::Transaction& tx, TenantId tenant);

}  // namespace bw::run
