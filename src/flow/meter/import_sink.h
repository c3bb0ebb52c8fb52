// Where a parser's records go: to the builder under their service point, or under their code when
// nobody knows it; rejects to the spool; everything counted. Internal.
#pragma once

#include "flow/meter/code_map.h"
#include "flow/meter/import.h"
#include "flow/meter/reject_spool.h"
#include "flow/meter/segments/arrival_builder.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

class ImportSink final : public RecordSink {
public:
    // `now`: what was measured later has a wrong clock: a day is nothing, two years are rejected,
    // what lies between is kept and told as a repair.
    ImportSink(ServicePoints& points, ArrivalBuilder& builder, RejectSpool& rejects,
               std::int64_t rejects_max, Instant now)
        : points_(points), builder_(builder), rejects_(rejects), rejects_max_(rejects_max),
          now_(now) {}
    void interval(const IntervalRun& run) override { keep(run); }
    void register_read(const RegisterRead& read) override { keep(read); }
    void use(const UseRecord& use) override { keep(use); }
    void call(const CallRecord& record) override { keep(record); }
    void without_usage(std::int64_t line) override;
    void reject(const Reject& reject) override;
    void repair(std::int64_t line, std::string_view what) override;

    // What stops the import, found at a record. Ask after each piece.
    [[nodiscard]] Result<void> outcome() const {
        if (error_) return std::unexpected(*error_);
        return {};
    }
    // Received, accepted, rejected, pending, repaired, the first rejects and unknown codes.
    void report(ImportReport& report) const;
    // Records per unknown code; the batch is not known yet.
    [[nodiscard]] std::vector<sql::PendingRow> pending(Batch batch) const;

private:
    template <typename Record>
    void keep(const Record& record);
    bool is_rejected_as_future(Instant at, std::int64_t line, std::int64_t records);
    Result<Owner> owner_of(std::string_view code);

    ServicePoints& points_;
    ArrivalBuilder& builder_;
    RejectSpool& rejects_;
    std::int64_t rejects_max_;
    Instant now_;
    std::optional<Error> error_;
    std::string last_code_;
    Owner last_owner_ = 0;
    CodeMap owners_;  // a cache, emptied when full
    std::int64_t received_ = 0;
    std::int64_t accepted_ = 0;
    std::int64_t pending_ = 0;
    std::int64_t without_usage_ = 0;
    std::vector<std::int64_t> pending_records_;  // by code of the builder
    std::vector<Reject> first_rejects_;
    std::vector<Repair> repairs_;  // one for each kind
};

}  // namespace bw::meter
