// The reads of one channel as what was used between them: rollover, exchanged meters and the factor
// of transformers included. registers.h says by which rules. Internal. Pure.
#pragma once

#include "books/customers/devices.h"
#include "flow/meter/series.h"
#include "flow/rate/rated.h"
#include "flow/rate/told/note.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::rate {

// What was used from one read to the next.
struct CountedStep {
    Period days;  // of the reads; empty where both are of one day
    Decimal quantity;
};

class Counter {
public:
    // With estimates put right by rule 1. `unit`: that of the charge. `devices`: of the service
    // point.
    static Result<Counter> open(const meter::RegisterColumn& column, std::string_view unit,
                                const Zone& zone, std::span<const customers::Device> devices,
                                bool trusts_customers = false);

    // Leaves the reads of some days: those in them and the ones that stand for their ends.
    void keep(const Period& days);
    // Rule 3. Each day by the reads alone: whoever shares at one of them comes to the same.
    Result<void> share_at(std::span<const LocalDate> days);

    // The read nearest to a day's beginning, within the window; of two the earlier one. What nobody
    // read at a change of plan or of factor stands for that day only.
    [[nodiscard]] std::optional<std::size_t> near(LocalDate day) const;
    // Rule 4; there is at least one read.
    [[nodiscard]] std::size_t at_or_before(LocalDate day) const;

    // Is there a read that stands for the day or lies before it, and a later one?
    [[nodiscard]] bool goes_on_from(LocalDate day) const;

    // From read to read; errors as of the rules.
    [[nodiscard]] Result<std::vector<CountedStep>> steps(std::size_t first, std::size_t last) const;
    [[nodiscard]] std::int64_t estimated(std::size_t first, std::size_t last) const;
    // `days`: what the reads stand for.
    [[nodiscard]] Note note(std::size_t first, std::size_t last, const Period& days) const;
    // Of a use, a read is where the one before ended: uses are counted up (RegisterColumn::is_use).
    [[nodiscard]] Result<std::vector<UsedRead>> opened(std::size_t first, std::size_t last) const;

    [[nodiscard]] bool is_empty() const { return reads_.empty(); }
    // The day of a read, as far as it lies in the days that are kept.
    [[nodiscard]] LocalDate day_of(std::size_t index) const { return within(reads_[index].day); }
    // An exchange between the two reads at which nobody read what the counters showed.
    [[nodiscard]] std::optional<LocalDate> unread_exchange(std::size_t first,
                                                           std::size_t last) const;

private:
    struct Read {
        Instant time;
        LocalDate day;
        std::size_t meter = 0;  // of meters_
        int128 shown = 0;       // by the counter, in nano of the charge's unit
        bool is_firm = true;
        bool is_shared = false;    // not as read: it shares by days what lies around it
        bool is_only_day = false;  // stands for its own moment alone
        meter::Quality quality = meter::Quality::Estimated;
        std::optional<meter::Source> source;  // none: nobody read it
    };
    // One counter with one factor; the next one is another counter, or the same under another
    // factor.
    struct Meter {
        Instant from;
        Decimal multiplier{1};
        int digits = 0;
        std::string number;
        const customers::Device* device = nullptr;  // that it began with; none: before the first
        std::size_t counter = 0;                    // how many came before it at this place
    };

    void find_meters(int digits, std::string_view channel,
                     std::span<const customers::Device> devices);
    Result<void> add_reads(const meter::RegisterColumn& column);
    Result<void> add_changes();
    Result<void> add_exchange(std::size_t meter);
    Result<void> add_change_of_factor(std::size_t meter);
    Result<void> add(Read read);
    void sort_reads();
    Result<void> put_estimates_right();
    Result<void> share_between(std::size_t first, std::size_t last);

    [[nodiscard]] std::size_t counter_of(const Read& read) const {
        return meters_[read.meter].counter;
    }
    // Did another counter come with this one of meters_, which is not the first?
    [[nodiscard]] bool is_exchange(std::size_t meter) const {
        return meters_[meter].counter != meters_[meter - 1].counter;
    }
    [[nodiscard]] int128 range_of(const Read& read) const;
    [[nodiscard]] LocalDate within(LocalDate day) const;
    [[nodiscard]] std::size_t count_before(Instant at) const;
    [[nodiscard]] bool is_contradicted(const Read& estimate, const Read& later) const;
    [[nodiscard]] Result<int128> shown_step(const Read& before, const Read& after) const;
    [[nodiscard]] int128 used_at(int128 shown, std::size_t meter) const;
    [[nodiscard]] Result<int128> step_of(const Read& before, const Read& after) const;
    [[nodiscard]] Result<Read> share(const Read& before, const Read& after, int128 step,
                                     LocalDate day) const;
    [[nodiscard]] CounterRead told(std::size_t index, LocalDate day) const;

    Zone zone_;
    std::string subject_;
    bool is_use_ = false;
    bool trusts_customers_ = false;
    int128 factor_ = 1;  // nano of the charge's unit in one step of the column's reads
    int shift_ = 0;      // the unit of the reads is 10^shift of the charge's
    Period days_;        // kept; empty: all
    std::vector<Meter> meters_;
    std::vector<Read> reads_;
};

}  // namespace bw::rate
