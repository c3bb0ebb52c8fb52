// Sums priced events into pieces: one per (charge, destination, window), in the schedule's order.
// Keeps exact sums; each piece is rounded to 9 decimals once, when it is built.
#pragma once

#include "flow/meter/series.h"
#include "flow/rate/allowance.h"
#include "flow/rate/compiled_telecom.h"
#include "flow/rate/rated.h"
#include "flow/rate/voice.h"

#include <cstdint>
#include <map>
#include <vector>

namespace bw::rate {

// Key of the charge of what a rating plan prices.
std::string charge_of(meter::EventKind kind, const CompiledTelecom& telecom);

// Key of its part: "National/off-peak".
std::string part_of(const CompiledTelecom& telecom, std::uint32_t band, std::uint32_t window);

class EventPieces {
public:
    explicit EventPieces(const CompiledTelecom& telecom)
        : telecom_(telecom), covered_(telecom.allowances.size()),
          counted_by_(telecom.data ? &*telecom.data : nullptr) {}

    // Before the first event: the period's data goes on where an earlier part of it ended, for
    // started blocks and the cap are the period's, whatever cut it. Data under another key or in
    // other blocks begins anew.
    void go_on_from(const EventPieces& earlier);

    // A call, or a message or session that a rating plan priced. `counts`: the event itself belongs
    // to its first part (an allowance that paid for its beginning counts it otherwise).
    Result<void> add_call(meter::EventKind kind, const PricedCall& call, bool counts);
    // One message; `price` into CompiledTelecom::messages.
    void add_message(std::uint32_t price) { messages_[price] += 1; }
    struct DataCharge {
        Decimal amount;
        std::int64_t billed_bytes = 0;
    };
    // A session's bytes after allowances; returns what it adds to the period's sum.
    Result<DataCharge> add_data(std::int64_t bytes, bool counts);
    void add_covered(std::size_t allowance, std::int64_t units, bool counts);

    // `balances` are parallel to CompiledTelecom::allowances, after the last event.
    Result<void> build(const Period& days, const std::vector<Balance*>& balances,
                       std::vector<Piece>& pieces) const;

private:
    struct Sum {
        int128 amount = 0;
        std::int64_t events = 0, units = 0;
        std::int64_t capped = 0, uncut = 0;  // calls over their maximum: the rest was free; charged
                                             // all the same
        Decimal most{};                      // that one of these may cost
        std::uint32_t row = 0;               // the first that priced any of it
    };
    // What calls are summed by, in the order of their pieces.
    struct Key {
        meter::EventKind kind = meter::EventKind::Voice;
        std::uint32_t band = 0, window = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct KeyedSum {
        Key key;
        Sum sum;
    };
    struct Covered {
        std::int64_t events = 0, units = 0;
    };
    struct DataSum {
        std::int64_t events = 0, bytes = 0, blocks = 0;
        Decimal amount;
        bool is_capped = false;
    };
    // May be new, then of this row; holds until the next new one.
    Sum& sum_of(const Key& key, std::uint32_t row);
    void grow();
    // Where the key stands, or the free place for it.
    [[nodiscard]] std::size_t slot_of(const Key& key) const;
    [[nodiscard]] Piece blank(const Period& days) const;
    [[nodiscard]] std::string clause(const std::string& where, int line) const;
    void build_covered(catalog::AllowanceKind kind, const Period& days,
                       const std::vector<Balance*>& balances, std::vector<Piece>& pieces) const;
    Result<void> build_calls(const Period& days, std::vector<Piece>& pieces) const;
    Result<void> build_messages(const Period& days, std::vector<Piece>& pieces) const;
    void build_data(const Period& days, std::vector<Piece>& pieces) const;

    const CompiledTelecom& telecom_;
    // In the order in which they came. Found by hash: a carrier's month has thousands, and every
    // call asks.
    std::vector<KeyedSum> calls_;
    std::vector<std::uint32_t> slots_;  // 1 + index into calls_, 0: free; a power of two of them
    std::map<std::uint32_t, std::int64_t> messages_;
    std::vector<Covered> covered_;
    const catalog::DataPrice* counted_by_;  // what data_ counts; null: nothing yet
    DataSum data_;                          // of the period up to now
    DataSum data_before_;                   // of that, what earlier parts bill
};

}  // namespace bw::rate
