// What counters and uses say, against the bounds of their channel: from read to read, and beside
// the intervals of the same channel. Internal to the room. Pure.
#pragma once

#include "flow/meter/checks/implausible.h"
#include "flow/meter/estimates/counted.h"

#include <optional>
#include <span>
#include <vector>

namespace bw::meter {

// Reads behind the time.
void add_future(const RegisterColumn& column, Instant known_until,
                std::vector<Implausible>& findings);

// One counter, or one run of uses.
class CounterCheck {
public:
    // `bounds`: in the unit of the column. All must outlive it.
    CounterCheck(const CheckRequest& request, const catalog::Bounds& bounds,
                 const RegisterColumn& column, std::vector<Implausible>& findings);

    // What was used from read to read: each step in the month that its end is of.
    void check_steps();
    // Measured reads beside the intervals of the channel.
    void check_intervals(std::span<const IntervalColumn* const> intervals);

private:
    // From one standing read to the next.
    struct Step {
        std::size_t from = 0, to = 0;
        Span span;
        Decimal used;
        bool is_firm = false;
    };
    using Reads = std::span<const std::size_t>;  // ascending

    [[nodiscard]] std::vector<Step> steps() const;
    [[nodiscard]] bool is_wanted(Span span) const;
    [[nodiscard]] Reads measured_up_to(std::size_t read) const;
    [[nodiscard]] std::optional<Decimal> expected_in(Span span, Reads measured) const;
    [[nodiscard]] bool is_out_of_range(const Step& step);
    void check_spike(const Step& step);
    void check_customer(std::size_t read);
    void check_runs(std::span<const Step> steps);
    void check_run(std::span<const Step> run);
    void compare(Span span, Decimal used, std::span<const IntervalColumn* const> intervals);
    void find(Rule rule, Span span, std::int64_t count, Decimal value, Decimal limit);

    const CheckRequest& request_;
    const catalog::Bounds& bounds_;
    const RegisterColumn& column_;
    Counted counted_;
    std::vector<std::size_t> measured_;  // its firm reads
    std::vector<Implausible>& findings_;
};

}  // namespace bw::meter
