#include "run/quote/load.h"

#include "books/catalog/print.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <sstream>

namespace bw::run {
namespace {

using catalog::Charge;
using catalog::TimeUnit;

constexpr std::int64_t kMicro = 1'000'000;  // readings have six decimals
constexpr int kLongestStep = 15;            // minutes

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

Result<LoadPart> parse_part(std::string_view text) {
    const auto wrong = [&] {
        return fail(Code::Invalid,
                    fmt::format("'{}' is no load: write '350 kWh per month', or '40 kWh export per "
                                "day'",
                                text));
    };
    const auto words = words_of(text);
    constexpr std::size_t kShort = 4, kWithChannel = 5;
    if (words.size() != kShort && words.size() != kWithChannel) return wrong();
    LoadPart part;
    const auto amount = Decimal::parse(words.front());
    if (!amount || amount->is_negative() || words[words.size() - 2] != "per") return wrong();
    part.amount = *amount;
    part.unit = words[1];
    if (words.size() == kWithChannel) part.channel = words[2];
    for (const auto per : {TimeUnit::Day, TimeUnit::Month, TimeUnit::Year})
        if (words.back() == catalog::time_unit_name(per)) {
            part.per = per;
            return part;
        }
    return wrong();
}

// What a charge wants to have measured: of gas what its counters show.
std::string measured_unit(const Charge& charge) {
    if (!charge.of.from.empty()) return charge.of.from;
    // Power is told by energy.
    return charge.kind == catalog::ChargeKind::Demand ? "kWh" : charge.of.unit;
}

Result<const Charge*> charge_for(const LoadPart& part, const catalog::Document& tariff) {
    std::set<std::string> counted;
    for (const auto& schedule : tariff.schedules)
        for (const auto& charge : schedule.charges) {
            if (charge.kind == catalog::ChargeKind::Fixed) continue;
            const std::string unit = measured_unit(charge);
            if (unit == part.unit && (part.channel.empty() || part.channel == charge.of.channel))
                return &charge;
            counted.insert(unit + " " + charge.of.channel);
        }
    return fail(Code::NotFound,
                counted.empty()
                    ? std::string("the tariff counts nothing that a load could be stated of; name "
                                  "a file of usage")
                    : fmt::format("the tariff counts no {}{}{}, only {}", part.unit,
                                  part.channel.empty() ? "" : " ", part.channel,
                                  fmt::join(counted, ", ")));
}

// Minutes that no edge of a window lies inside of, and peaks are means of.
int step_of(const catalog::Document& tariff) {
    int step = kLongestStep;
    for (const auto& schedule : tariff.schedules)
        for (const auto& charge : schedule.charges) {
            if (charge.peak.minutes > 0) step = std::gcd(step, charge.peak.minutes);
            for (const auto& season : charge.seasons)
                for (const auto& window : season.windows)
                    for (const int edge : window.when.edges()) step = std::gcd(step, edge);
        }
    return step;
}

// A month, or the part of it that is asked for.
struct Stretch {
    Period days;
    std::int64_t micro = 0;  // used in it, in millionths
};

std::int64_t share_of(std::int64_t micro, std::int64_t part, std::int64_t whole) {
    return static_cast<std::int64_t>(int128{micro} * part / whole);
}

std::vector<Stretch> stretches_of(const LoadPart& part, const Period& days) {
    const auto amount = static_cast<std::int64_t>(part.amount.nano() / (Decimal::kScale / kMicro));
    std::vector<Stretch> all;
    for (LocalDate from = days.from; from < days.to;) {
        const Period month = month_of(from);
        const Period own{from, std::min(month.to, days.to)};
        std::int64_t micro = share_of(amount, days_in(own), days_in(month));
        if (part.per == TimeUnit::Day) micro = amount * days_in(own);
        if (part.per == TimeUnit::Year)
            micro = share_of(amount, days_in(own), days_in(year_of(from)));
        all.push_back({own, micro});
        from = own.to;
    }
    return all;
}

std::string number(std::int64_t micro) { return Decimal::scaled(micro, 6).to_string(); }

// What is lost by cutting at six decimals comes with the next interval: the sum is exact.
std::string intervals(std::string_view channel, const LoadPart& part, int step,
                      const LoadPlace& place) {
    std::string csv = "service_point,channel,unit,start,minutes,value\n";
    const std::int64_t us = std::int64_t{step} * 60 * Instant::kSecond;
    for (const auto& [days, micro] : stretches_of(part, place.days)) {
        const Span span = place.zone.span_of(days);
        const std::int64_t count = (span.to.us - span.from.us) / us;
        for (std::int64_t i = 0; i < count; ++i)
            csv += fmt::format("{},{},{},{},{},{}\n", place.service_point, channel, part.unit,
                               Instant{span.from.us + i * us}.to_string(), step,
                               number(share_of(micro, i + 1, count) - share_of(micro, i, count)));
    }
    return csv;
}

std::string reads(std::string_view channel, const LoadPart& part, const LoadPlace& place) {
    std::string csv = "service_point,channel,unit,time,read\n";
    std::int64_t shown = 0;
    const auto add = [&](LocalDate day) {
        csv += fmt::format("{},{},{},{},{}\n", place.service_point, channel, part.unit,
                           place.zone.start_of_day(day).to_string(), number(shown));
    };
    add(place.days.from);
    for (const auto& [days, micro] : stretches_of(part, place.days)) {
        shown += micro;
        add(days.to);
    }
    return csv;
}

}  // namespace

Result<Load> parse_load(std::string_view text) {
    Load load;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        load.push_back(TRY(parse_part(text.substr(at, end - at))));
        at = end + 1;
    }
    return load;
}

Result<std::string> load_file(const LoadPart& part, const catalog::Document& tariff,
                              const LoadPlace& place) {
    const auto* charge = TRY(charge_for(part, tariff));
    if (!charge->of.from.empty()) return reads(charge->of.channel, part, place);
    return intervals(charge->of.channel, part, step_of(tariff), place);
}

}  // namespace bw::run
