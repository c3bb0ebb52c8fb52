// Estimates of what nobody measured, as facts: read what is known as of a cut, fill the gaps
// (estimates/fill.h), and keep the values as one batch like any arrival, with quality Estimated.
// What is measured later comes with a later batch and stands instead; a value that is there is
// never replaced. Counters get a read at the end of the time, uses that nobody told a use
// (estimates/reads.h).
#pragma once

#include "flow/meter/estimates/fill.h"
#include "flow/meter/estimates/reads.h"
#include "flow/meter/import.h"
#include "flow/meter/reader.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace bw::meter {

struct EstimateTerms {
    std::span<const Span> wanted;                     // ascending, of one month or so
    const Zone& zone;                                 // of the service point
    std::span<const customers::Device> devices = {};  // of it: they will multiply (multiplied.h)
    DayWeight weight = {};                            // of profiles that its tariffs share by
};
// What can be filled: nothing is written. Reads the days around the wanted ones, a year ago only
// where those do not help, and counters of two years where there are any. Errors: of Reader::read.
Result<Filled> estimate(const Reader& reader, ServicePointId point, const EstimateTerms& terms);

// One batch of estimates. Thread: one owner.
class EstimateBatch {
public:
    // `cut`: as of which the gaps were found.
    EstimateBatch(ImportContext& context, Batch cut);
    ~EstimateBatch();
    EstimateBatch(const EstimateBatch&) = delete;
    EstimateBatch& operator=(const EstimateBatch&) = delete;

    Result<void> add(ServicePointId point, const Estimate& estimate);
    Result<void> add(ServicePointId point, const EstimatedRead& read);
    [[nodiscard]] std::size_t count() const;  // of what was added; each is a row of the store
    // Durable on return; `name` is for people. With nothing added it is no batch: {0}. Error:
    // Conflict when another batch came after the cut, for it may have brought what was missing:
    // find the gaps again.
    Result<Batch> commit(std::string_view name);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// What is kept of an estimate.
struct EstimateRow {
    Batch batch;
    std::string channel, unit;
    Method method = Method::Neighbours;
    Span span;
    std::int64_t intervals = 0;
};
// Of a service point, those that meet the span, as of a cut; by channel, unit, time and batch. Some
// of their values may have been measured since. Error: Corrupt.
Result<std::vector<EstimateRow>> find_estimates(store::Transaction& tx, TenantId tenant,
                                                ServicePointId point, Span span, AsOf as_of);

}  // namespace bw::meter
