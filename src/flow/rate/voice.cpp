#include "flow/rate/voice.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace bw::rate {
namespace {

constexpr int128 kMaxEventNano = int128{1'000'000'000'000} * Decimal::kScale;  // as Decimal::parse

std::unexpected<Error> too_large() {
    return fail(Code::Overflow,
                "the amount of one event does not fit; check its units and its price");
}

std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }  // a >= 0

// What is charged from one position of a call on, and how far that holds.
struct Stretch {
    std::uint32_t row = 0;
    std::int64_t until = 0;  // units since the record's start; increments that start before belong
                             // to it
};

class CallPricer {
public:
    CallPricer(const CompiledTelecom& telecom, const Target& target, LocalClock& clock,
               const CallToPrice& call, PricedCall& out)
        : telecom_(telecom), target_(target), clock_(clock), call_(call), out_(out) {}

    Result<void> price() {
        out_.parts.clear();
        out_.amount = 0;
        out_.cap = CapReached::No;
        const std::uint32_t first = row_at(target_, clock_, call_.start);
        if (first == kNone) return closed(call_.start);
        if (call_.before == 0 && call_.covered == 0) TRY_VOID(add_connection(first));
        for (std::int64_t at = call_.covered; at < call_.units;) {
            const Stretch stretch = call_.is_timed ? stretch_at(at) : Stretch{first, call_.units};
            if (stretch.row == kNone) return closed(moment(at));
            at = TRY(add_increments(stretch, at));
        }
        for (const CallPart& part : out_.parts)
            if (__builtin_add_overflow(out_.amount, part.amount, &out_.amount)) return too_large();
        return round_and_cap(telecom_.rates[telecom_.rows[first].rate]);
    }

private:
    [[nodiscard]] Instant moment(std::int64_t at) const {
        return Instant{call_.start.us + at * Instant::kSecond};
    }

    std::unexpected<Error> closed(Instant when) const {
        return fail(Code::NotFound, fmt::format("no window of the rating plan is open at {}",
                                                telecom_.zone.to_local(when).to_string()));
    }

    [[nodiscard]] Stretch stretch_at(std::int64_t at) {
        const Timetable& table = *target_.table;
        if (table.is_constant()) return {table.constant_row(), call_.units};
        const Instant now = moment(at);
        const auto local = clock_.at(now);
        const auto open = table.at(local.weekday, local.is_holiday, local.second_of_day);
        const std::int64_t edge =
            std::min(local.midnight.us + open.until_s * Instant::kSecond, local.offset_end.us);
        const std::int64_t length = ceil_divide(edge - now.us, Instant::kSecond);
        return {open.row, std::min(call_.units, at + length)};
    }

    Result<void> add_connection(std::uint32_t row_number) {
        const CompiledRow& row = telecom_.rows[row_number];
        const DeckPrice* deck = telecom_.deck_price(target_, row);
        const Decimal price =
            deck != nullptr && deck->connect ? *deck->connect : telecom_.rates[row.rate].connect;
        if (price.is_zero()) return {};
        int128 amount = 0;
        if (__builtin_mul_overflow(price.nano(), int128{telecom_.scale}, &amount))
            return too_large();
        out_.parts.push_back(
            {.row = row_number, .band = band_of(row, deck), .price = price, .amount = amount});
        return {};
    }

    // All increments that start in the stretch and its rate group; returns where the next one
    // starts.
    Result<std::int64_t> add_increments(const Stretch& stretch, std::int64_t at) {
        const CompiledRow& row = telecom_.rows[stretch.row];
        const DeckPrice* deck = telecom_.deck_price(target_, row);
        const auto& groups = telecom_.rates[row.rate].groups;
        static const catalog::RateGroup kPerMinute;  // of a deck whose rate says nothing else
        const catalog::RateGroup* group = &kPerMinute;
        std::int64_t until = stretch.until;
        if (!groups.empty()) {
            const auto next = std::ranges::upper_bound(groups, call_.before + at, {},
                                                       &catalog::RateGroup::from_s);
            group = &*std::prev(next);
            if (next != groups.end()) until = std::min(until, next->from_s - call_.before);
        }
        CallPart part{.row = stretch.row,
                      .band = band_of(row, deck),
                      .price = group->price,
                      .per = group->per_s};
        std::int64_t increment = group->increment_s;
        if (deck != nullptr) {
            part.price = deck->per_minute;
            part.per = 60;
            if (deck->increment_s > 0) increment = deck->increment_s;
        }
        part.units = ceil_divide(until - at, increment) * increment;
        TRY_VOID(set_amount(part, row));
        add(part);
        return at + part.units;
    }

    Result<void> set_amount(CallPart& part, const CompiledRow& row) const {
        const int128 share = int128{telecom_.scale / (part.per * row.factor_den)} * row.factor_num;
        int128 per_unit = 0;
        if (__builtin_mul_overflow(part.price.nano(), share, &per_unit) ||
            __builtin_mul_overflow(per_unit, int128{part.units}, &part.amount))
            return too_large();
        return {};
    }

    void add(const CallPart& part) {
        CallPart* last = out_.parts.empty() ? nullptr : &out_.parts.back();
        if (last == nullptr || last->units == 0 || last->row != part.row ||
            last->price != part.price || last->per != part.per) {
            out_.parts.push_back(part);
            return;
        }
        last->units += part.units;
        last->amount += part.amount;  // both below the sum, which is checked
    }

    static std::uint32_t band_of(const CompiledRow& row, const DeckPrice* deck) {
        return deck != nullptr ? deck->band : row.band;
    }

    // The rounded and limited total, shared over the parts so that they still sum to it.
    Result<void> round_and_cap(const catalog::RatePerUse& rate) {
        int128 total = out_.amount;
        if (total / telecom_.scale > kMaxEventNano) return too_large();
        if (rate.round) {
            int128 unit = telecom_.scale;
            for (int i = rate.round_places; i < Decimal::kPlaces; ++i) unit *= 10;
            total = divide_rounded(total, unit, *rate.round) * unit;
        }
        if (rate.max_cost) {
            int128 limit = 0;
            if (__builtin_mul_overflow(rate.max_cost->nano(), int128{telecom_.scale}, &limit))
                return too_large();
            if (total > limit && rate.cap == catalog::CapStrategy::Free) {
                out_.cap = CapReached::RestIsFree;
                total = limit;
            } else if (total > limit) {
                out_.cap = CapReached::ShouldHaveBeenCut;
            }
        }
        int128 left = total;
        for (CallPart& part : out_.parts) {
            part.amount = std::min(part.amount, left);
            left -= part.amount;
        }
        if (left > 0) out_.parts.front().amount += left;
        out_.amount = total;
        return {};
    }

    const CompiledTelecom& telecom_;
    const Target& target_;
    LocalClock& clock_;
    const CallToPrice& call_;
    PricedCall& out_;
};

}  // namespace

std::uint32_t row_at(const Target& target, LocalClock& clock, Instant start) {
    if (target.table->is_constant()) return target.table->constant_row();
    const auto local = clock.at(start);
    return target.table->at(local.weekday, local.is_holiday, local.second_of_day).row;
}

Result<void> price_call(const CompiledTelecom& telecom, const Target& target, LocalClock& clock,
                        const CallToPrice& call, PricedCall& out) {
    return CallPricer(telecom, target, clock, call, out).price();
}

void add_steps(const CompiledTelecom& telecom, const PricedCall& call, std::string_view unit,
               std::vector<EventStep>& steps) {
    using enum EventStep::Kind;
    for (const CallPart& part : call.parts) {
        const CompiledRow& row = telecom.rows[part.row];
        const Decimal factor =
            Decimal::from_nano(int128{row.factor_num} * (Decimal::kScale / row.factor_den));
        steps.push_back({part.units == 0 ? Connection : Units, part.units, std::string(unit),
                         part.price, part.per, factor, telecom.windows[row.window]});
    }
    if (call.cap == CapReached::No) return;
    const auto& rate = telecom.rates[telecom.rows[call.parts.front().row].rate];
    steps.push_back({.kind = call.cap == CapReached::RestIsFree ? AtMost : OverMaximum,
                     .price = rate.max_cost.value_or(Decimal())});  // a capped call's rate has one
}

}  // namespace bw::rate
