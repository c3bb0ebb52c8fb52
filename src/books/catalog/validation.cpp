#include "books/catalog/validation.h"

#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

Result<Decimal> per_hour(const Spot& spot) {
    const PriceText rate = TRY(price_text(spot));
    if (rate.unit != "hour" || rate.value.is_negative())
        return spot.error("write how much at most in an hour: 25 per hour");
    return rate.value;
}

Result<Bounds::Spike> parse_spike(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Bounds::Spike spike;
    const Spot times = TRY(fields.need("times"));
    spike.times = TRY(times.number());
    if (spike.times < Decimal(1) || spike.times > Decimal(kSpikeTimesMax))
        return times.error(fmt::format("a number from 1 to {}", kSpikeTimesMax));
    const Spot above = TRY(fields.need("above"));
    spike.above_per_hour = TRY(per_hour(above));
    TRY_VOID(fields.done());
    return spike;
}

Result<Bounds::CustomerReads> parse_customer_reads(const Spot& spot, const std::string& unit) {
    Fields fields = TRY(Fields::of(spot));
    Bounds::CustomerReads reads;
    const Spot percent = TRY(fields.need("percent"));
    reads.percent = TRY(percent.number());
    if (reads.percent.is_negative() || reads.percent > Decimal(kReadPercentMax))
        return percent.error(fmt::format("a percentage from 0 to {}", kReadPercentMax));
    const Spot above = TRY(fields.need("above"));
    const PriceText least = TRY(price_text(above));
    if (!least.unit.empty() || least.value.is_negative())
        return above.error(
            fmt::format("write how many {} may always be between, such as 20", unit));
    reads.above = least.value;
    TRY_VOID(fields.done());
    return reads;
}

Result<Bounds> parse_bounds(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Bounds bounds;
    bounds.line = spot.line();
    const Spot of = TRY(fields.need("of"));
    const std::string measure = TRY(of.text());
    const auto space = measure.find(' ');
    if (space == std::string::npos || space == 0 || space + 1 == measure.size())
        return of.error("write the channel and its unit: import kWh");
    bounds.channel = measure.substr(0, space);
    bounds.unit = measure.substr(space + 1);
    if (const auto most = fields.find("most")) bounds.most_per_hour = TRY(per_hour(*most));
    if (const auto spike = fields.find("spike")) bounds.spike = TRY(parse_spike(*spike));
    if (const auto same = fields.find("same")) bounds.same = TRY(same->whole(2, kSameMax));
    if (const auto zero = fields.find("zero_days"))
        bounds.zero_days = TRY(zero->whole(1, kZeroDaysMax));
    if (const auto counter = fields.find("counter_percent")) {
        bounds.counter_percent = TRY(counter->number());
        if (bounds.counter_percent->is_negative() || *bounds.counter_percent > Decimal(100))
            return counter->error("a percentage lies between 0 and 100");
    }
    if (const auto reads = fields.find("customer_reads"))
        bounds.customer_reads = TRY(parse_customer_reads(*reads, bounds.unit));
    TRY_VOID(fields.done());
    return bounds;
}

}  // namespace

const Bounds* Validation::find(std::string_view channel, std::string_view unit) const {
    const auto it = std::ranges::find_if(
        channels, [&](const Bounds& b) { return b.channel == channel && b.unit == unit; });
    return it == channels.end() ? nullptr : &*it;
}

const Validation* Validations::find(std::string_view kind) const {
    const auto it = std::ranges::find(all_, kind, &Validation::kind);
    return it == all_.end() ? nullptr : &*it;
}

Result<std::optional<Validation>> parse_validation(std::string_view text,
                                                   std::string_view file_name, int first_line) {
    return parse_only<Validation>({kValidation, text, file_name, first_line}, &parse_validation_at);
}

Result<Validation> parse_validation_at(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Validation validation;
    validation.kind = TRY(fields.need_word(kValidation));
    const Spot channels = TRY(fields.need("channels"));
    TRY_VOID(fields.done());
    const auto list = TRY(channels.list());
    TRY_VOID(check_count(channels, list.size(), kChannelsPerValidation, "channels"));
    for (const auto& item : list) {
        Bounds bounds = TRY(parse_bounds(item));
        if (validation.find(bounds.channel, bounds.unit) != nullptr)
            return item.error(fmt::format("{} {} stands twice", bounds.channel, bounds.unit));
        validation.channels.push_back(std::move(bounds));
    }
    return validation;
}

}  // namespace bw::catalog
