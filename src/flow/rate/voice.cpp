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

// The product; false where it does not fit. Prices and units mostly fit 64 bits each, and then it
// cannot fail.
bool multiply(int128 a, int128 b, int128& product) {
    const auto short_a = static_cast<std::int64_t>(a), short_b = static_cast<std::int64_t>(b);
    if (short_a == a && short_b == b) {
        product = int128{short_a} * short_b;
        return true;
    }
    return !__builtin_mul_overflow(a, b, &product);
}

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
        Stretch stretch = stretch_at(0);
        const std::uint32_t first = stretch.row;
        if (first == kNone) return closed(call_.start);
        turn_to(first);
        if (call_.before == 0 && call_.covered == 0 && !add_connection()) return too_large();
        for (std::int64_t at = call_.covered; at < call_.units;) {
            if (at >= stretch.until) {
                stretch = stretch_at(at);
                if (stretch.row == kNone) return closed(moment(at));
                turn_to(stretch.row);
            }
            if (!add_increments(stretch.until, at)) return too_large();
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
        const Instant now = moment(call_.is_timed ? at : 0);
        const auto& local = clock_.at(now);
        const auto open = table.at(local.weekday, local.is_holiday, local.second_of_day);
        if (!call_.is_timed) return {open.row, call_.units};
        const std::int64_t edge =
            std::min(local.midnight.us + open.until_s * Instant::kSecond, local.offset_end.us);
        const std::int64_t length = ceil_divide(edge - now.us, Instant::kSecond);
        return {open.row, std::min(call_.units, at + length)};
    }

    // What is added from here on is priced by this row.
    void turn_to(std::uint32_t row) {
        row_ = row;
        priced_by_ = &telecom_.rows[row];
        deck_ = telecom_.deck_price(target_, *priced_by_);
    }

    // False where it does not fit; so below.
    bool add_connection() {
        const Decimal price = deck_ != nullptr && deck_->connect
                                  ? *deck_->connect
                                  : telecom_.rates[priced_by_->rate].connect;
        if (price.is_zero()) return true;
        int128 amount = 0;
        if (!multiply(price.nano(), telecom_.scale, amount)) return false;
        out_.parts.push_back({.row = row_, .band = band(), .price = price, .amount = amount});
        return true;
    }

    // All increments that start before `until` and in the rate group of `at`, which moves to where
    // the next one starts.
    bool add_increments(std::int64_t until, std::int64_t& at) {
        const auto& groups = telecom_.rates[priced_by_->rate].groups;
        static const catalog::RateGroup kPerMinute;  // of a deck whose rate says nothing else
        const catalog::RateGroup* group = &kPerMinute;
        int128 share = priced_by_->deck_share;
        if (!groups.empty()) {
            const auto next = std::ranges::upper_bound(groups, call_.before + at, {},
                                                       &catalog::RateGroup::from_s);
            group = &*std::prev(next);
            if (next != groups.end()) until = std::min(until, next->from_s - call_.before);
            if (deck_ == nullptr)
                share = priced_by_->shares[static_cast<std::size_t>(group - groups.data())];
        }
        CallPart part{.row = row_, .band = band(), .price = group->price, .per = group->per_s};
        std::int64_t increment = group->increment_s;
        if (deck_ != nullptr) {
            part.price = deck_->per_minute;
            part.per = 60;
            if (deck_->increment_s > 0) increment = deck_->increment_s;
        }
        part.units = ceil_divide(until - at, increment) * increment;
        int128 per_unit = 0;
        if (!multiply(part.price.nano(), share, per_unit) ||
            !multiply(per_unit, part.units, part.amount))
            return false;
        at += part.units;
        return add(part);
    }

    bool add(const CallPart& part) {
        CallPart* last = out_.parts.empty() ? nullptr : &out_.parts.back();
        if (last == nullptr || last->units == 0 || last->row != part.row ||
            last->price != part.price || last->per != part.per) {
            out_.parts.push_back(part);
            return true;
        }
        last->units += part.units;
        return !__builtin_add_overflow(last->amount, part.amount, &last->amount);
    }

    [[nodiscard]] std::uint32_t band() const {
        return deck_ != nullptr ? deck_->band : priced_by_->band;
    }

    // The rounded and limited total, shared over the parts so that they still sum to it.
    Result<void> round_and_cap(const catalog::RatePerUse& rate) {
        int128 total = out_.amount;
        if (total >= (kMaxEventNano + 1) * telecom_.scale) return too_large();  // below 1e37
        if (rate.round) {
            int128 unit = telecom_.scale;
            for (int i = rate.round_places; i < Decimal::kPlaces; ++i) unit *= 10;
            total = divide_rounded(total, unit, *rate.round) * unit;
        }
        if (rate.max_cost) {
            int128 limit = 0;
            if (!multiply(rate.max_cost->nano(), telecom_.scale, limit)) return too_large();
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
    std::uint32_t row_ = kNone;
    const CompiledRow* priced_by_ = nullptr;  // that row
    const DeckPrice* deck_ = nullptr;         // its price, where it has a deck
};

}  // namespace

std::uint32_t row_at(const Target& target, LocalClock& clock, Instant start) {
    if (target.table->is_constant()) return target.table->constant_row();
    const auto& local = clock.at(start);
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
