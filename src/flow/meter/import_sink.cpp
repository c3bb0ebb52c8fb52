#include "flow/meter/import_sink.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {
namespace {

constexpr std::int64_t kDayUs = 86'400 * Instant::kSecond;
// Clocks of meters and machines differ by hours; what comes much too early is kept and told, for it
// is right when that day has come. What lies further ahead than any read is asked for another
// (kNeighbourMonths) would come to light when nobody remembers.
constexpr std::int64_t kToldAheadUs = kDayUs;
constexpr std::int64_t kRejectedAheadUs = kDayUs * 31 * kNeighbourMonths;

// When it was complete, or nearly so.
Instant measured_at(const IntervalRun& run) {
    const auto last = static_cast<std::int64_t>(run.values.size()) - 1;
    return Instant{run.start.us + last * run.step_seconds * Instant::kSecond};
}
Instant measured_at(const RegisterRead& read) { return read.time; }
Instant measured_at(const UseRecord& use) { return use.span.to; }
Instant measured_at(const CallRecord& call) { return call.start; }

}  // namespace

Result<Owner> ImportSink::owner_of(std::string_view code) {
    constexpr std::size_t kCachedMax = 1 << 20;  // some 60 MB
    if (last_owner_ != 0 && last_code_ == code) return last_owner_;
    last_code_ = code;
    if (const Owner* known = owners_.find(code); known != nullptr) return last_owner_ = *known;
    last_owner_ = 0;
    const auto point = points_.find(code);
    const Owner owner = point ? point->value : TRY(builder_.unknown(code));
    if (owners_.size() >= kCachedMax) owners_.clear();
    owners_.insert(code, owner);
    return last_owner_ = owner;
}

template <typename Record>
void ImportSink::keep(const Record& record) {
    if (error_ || is_rejected_as_future(measured_at(record), record.line, record.records)) return;
    received_ += record.records;
    const auto owner = owner_of(record.code);
    const auto added = owner ? builder_.add(*owner, record) : std::unexpected(owner.error());
    if (!added) {
        error_ = added.error();
        if (error_->subject.empty()) error_->subject = fmt::format("line {}", record.line);
        return;
    }
    if (*owner > 0) {
        accepted_ += record.records;
        return;
    }
    pending_ += record.records;
    const std::size_t code = code_of_owner(*owner);
    if (pending_records_.size() <= code) pending_records_.resize(code + 1, 0);
    pending_records_[code] += record.records;
}

bool ImportSink::is_rejected_as_future(Instant at, std::int64_t line, std::int64_t records) {
    const std::int64_t ahead = at.us - now_.us;
    if (ahead <= kToldAheadUs) return false;
    if (ahead <= kRejectedAheadUs) {
        repair(line, "a time that has not come yet was kept: the clock of the meter or the zone is "
                     "wrong");
        return false;
    }
    const Reject future{line,
                        RejectCode::Time,
                        at.to_string() + " is in the future: the clock of the meter or the zone "
                                         "is wrong",
                        {}};
    // A record that came with the one before it is counted by itself, now that it has its own end.
    for (std::int64_t i = 0; i < std::max<std::int64_t>(records, 1); ++i) reject(future);
    return true;
}

template void ImportSink::keep(const IntervalRun&);
template void ImportSink::keep(const RegisterRead&);
template void ImportSink::keep(const CallRecord&);
template void ImportSink::keep(const UseRecord&);

void ImportSink::without_usage(std::int64_t) {
    ++received_;
    ++accepted_;
    ++without_usage_;
}

void ImportSink::reject(const Reject& reject) {
    if (error_) return;
    ++received_;
    rejects_.add(reject);
    if (first_rejects_.size() < kReportedMax) first_rejects_.push_back(reject);
    if (rejects_.count() > rejects_max_) {
        error_ = Error{
            Code::Refused,
            fmt::format("more than {} records are wrong: not the format or mapping of this file",
                        rejects_max_),
            fmt::format("line {}", reject.line)};
    }
}

void ImportSink::repair(std::int64_t line, std::string_view what) {
    const auto known = std::ranges::find(repairs_, what, &Repair::what);
    if (known != repairs_.end()) {
        ++known->records;
        return;
    }
    CHECK(repairs_.size() < kRepairKindsMax);  // sentences of the program, not of the file
    repairs_.push_back({line, std::string(what), 1});
}

void ImportSink::report(ImportReport& report) const {
    report.received = received_;
    report.accepted = accepted_;
    report.rejected = rejects_.count();
    report.pending = pending_;
    report.without_usage = without_usage_;
    report.rejects = first_rejects_;
    report.repairs = repairs_;
    report.unknown_total = static_cast<std::int64_t>(builder_.codes().size());
    for (const auto& code : builder_.codes()) {
        if (report.unknown.size() == kReportedMax) break;
        report.unknown.push_back(code);
    }
}

std::vector<sql::PendingRow> ImportSink::pending(Batch batch) const {
    std::vector<sql::PendingRow> rows;
    rows.reserve(pending_records_.size());
    for (std::size_t i = 0; i < pending_records_.size(); ++i) {
        rows.push_back({batch, std::string(builder_.codes()[i]), pending_records_[i]});
    }
    return rows;
}

}  // namespace bw::meter
