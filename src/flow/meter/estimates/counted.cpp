#include "flow/meter/estimates/counted.h"

#include "flow/meter/formats/parts/number.h"

namespace bw::meter {
namespace {

// A counter that has passed its end went on by less than half its range; else it did not roll over.
std::optional<Decimal> step_of(Decimal before, Decimal after, int digits) {
    const Decimal step = after - before;
    if (!step.is_negative()) return step;
    if (digits <= 0 || digits > 15) return std::nullopt;
    const Decimal range(power_of_ten(digits));
    const Decimal rolled = step + range;
    if (rolled.is_negative() || rolled + rolled >= range) return std::nullopt;
    return rolled;
}

std::optional<Decimal> times(Decimal step, Decimal factor) {
    const auto used = multiply(step, factor);
    if (!used) return std::nullopt;
    return used->rounded(Decimal::kPlaces, Rounding::HalfEven);
}

// What was there before the first row may be the same counter.
bool is_exchange(const customers::Device* before, const customers::Device& after) {
    return before == nullptr ? after.shown || after.shown_before
                             : customers::is_exchange(*before, after);
}

}  // namespace

int Counted::digits_at(Instant at) const {
    const auto* device = customers::device_at(devices_, column_.channel, at);
    return device != nullptr && device->digits > 0 ? device->digits : column_.digits;
}

std::optional<Decimal> Counted::used(std::size_t from, std::size_t to) const {
    if (column_.is_use) return read(to) - read(from);
    const Span span = this->span(from, to);
    const auto* device = customers::device_at(devices_, column_.channel, span.from);
    const auto factor = [&] { return device == nullptr ? Decimal(1) : device->multiplier; };
    Decimal shown = read(from), sum;
    const auto add_up_to = [&](Decimal read, Instant at) {
        const auto step = step_of(shown, read, digits_at(at));
        const auto used = step ? times(*step, factor()) : std::nullopt;
        if (used) sum += *used;
        return used.has_value();
    };
    for (const auto& next : devices_) {
        if (next.channel != column_.channel || next.from <= span.from || span.to < next.from)
            continue;
        if (is_exchange(device, next)) {
            if (!next.shown_before || !next.shown ||
                !add_up_to(*next.shown_before, Instant{next.from.us - 1}))
                return std::nullopt;
            shown = *next.shown;
        } else if (next.multiplier != factor()) {
            return std::nullopt;
        }
        device = &next;
    }
    return add_up_to(read(to), span.to) ? std::optional(sum) : std::nullopt;
}

std::optional<Counted::GoesOn> Counted::goes_on(std::size_t from, Instant at) const {
    GoesOn result{column_.times[from], read(from)};
    if (column_.is_use) return result;
    const auto* device = customers::device_at(devices_, column_.channel, result.since);
    if (device != nullptr) result.factor = device->multiplier;
    for (const auto& next : devices_) {
        if (next.channel != column_.channel || next.from <= column_.times[from] || at < next.from)
            continue;
        if (is_exchange(device, next)) {
            if (!next.shown) return std::nullopt;
            result.since = next.from;
            result.shown = *next.shown;
            result.factor = next.multiplier;
        } else if (next.multiplier != result.factor) {
            return std::nullopt;
        }
        device = &next;
    }
    result.digits = digits_at(at);
    return result;
}

std::vector<std::size_t> Counted::standing() const {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < column_.reads.size(); ++i) {
        while (!column_.is_use && !kept.empty() && !is_firm(column_.qualities[kept.back()]) &&
               !used(kept.back(), i))
            kept.pop_back();
        kept.push_back(i);
    }
    return kept;
}

bool Counted::is_firm_step(std::size_t from, std::size_t to) const {
    return is_firm(column_.qualities[to]) && (column_.is_use || is_firm(column_.qualities[from]));
}

}  // namespace bw::meter
