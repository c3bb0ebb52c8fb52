// The peak of a demand charge.
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

constexpr int kMinutesMax = 1440;
constexpr std::string_view kRatchetForm =
    "60 % of the last 11 months, or: 60 % of Jun, Jul, Aug in the last 11 months";

// "30 minutes", "3 days": the number, of a unit that is named.
Result<int> count_of(const Spot& spot, std::string_view unit, int most) {
    const std::string text = TRY(spot.text());
    const std::size_t space = text.find(' ');
    const auto number = Decimal::parse(text.substr(0, space));
    const bool fits = number && number->places() == 0 && *number >= Decimal(1) &&
                      *number <= Decimal(most) && space != std::string::npos &&
                      text.substr(space + 1) == unit;
    if (!fits)
        return spot.error(fmt::format("'{}' is not understood; write: 3 {}, at most {}",
                                      text.substr(0, 40), unit, most));
    return static_cast<int>(number->nano() / Decimal::kScale);
}

std::optional<int> month_number(std::string_view name) {
    const auto* found = std::ranges::find(kMonths, name);
    if (found == kMonths.end()) return std::nullopt;
    return static_cast<int>(found - kMonths.begin()) + 1;
}

// "Jun, Jul"
std::optional<std::vector<int>> months_of(std::string_view names) {
    std::vector<int> months;
    for (;;) {
        const std::size_t comma = names.find(", ");
        const auto month = month_number(names.substr(0, comma));
        if (!month) return std::nullopt;
        months.push_back(*month);
        if (comma == std::string_view::npos) return months;
        names.remove_prefix(comma + 2);
    }
}

// "60 % of the last 11 months", "95 % of Jun, Jul in the last 11 months"
Result<Ratchet> parse_ratchet(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const auto bad = [&] {
        return spot.error(
            fmt::format("'{}' is no ratchet; write: {}", text.substr(0, 60), kRatchetForm));
    };
    constexpr std::string_view kOf = " % of ", kLast = "the last ", kIn = " in ", kEnd = " months";
    const std::size_t of = text.find(kOf);
    const std::size_t last = text.rfind(kLast);
    if (of == std::string::npos || last == std::string::npos || last < of + kOf.size() ||
        !text.ends_with(kEnd) || last + kLast.size() + kEnd.size() > text.size())
        return bad();
    Ratchet ratchet;
    const auto percent = Decimal::parse(text.substr(0, of));
    if (!percent || *percent <= Decimal() || *percent > Decimal(100)) return bad();
    ratchet.percent = *percent;
    const auto months = Decimal::parse(
        text.substr(last + kLast.size(), text.size() - kEnd.size() - last - kLast.size()));
    if (!months || months->places() > 0 || *months < Decimal(1) ||
        *months > Decimal(kRatchetMonthsMax))
        return bad();
    ratchet.last_months = static_cast<int>(months->nano() / Decimal::kScale);
    std::string_view names = std::string_view(text).substr(of + kOf.size(), last - of - kOf.size());
    if (names.empty()) return ratchet;
    if (!names.ends_with(kIn)) return bad();
    names.remove_suffix(kIn.size());
    auto named = months_of(names);
    if (!named) return bad();
    ratchet.months = std::move(*named);
    return ratchet;
}

// "60 %", "100 % in Jun, Jul"
Result<OwnShare> parse_own_share(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const auto bad = [&] {
        return spot.error(
            fmt::format("'{}' is no share of a month's own peak; write: 60 %, or 100 % in Jun, Jul",
                        text.substr(0, 60)));
    };
    constexpr std::string_view kPercent = " %", kIn = " % in ";
    const std::size_t sign = text.find(kPercent);
    if (sign == std::string::npos) return bad();
    OwnShare share;
    const auto percent = Decimal::parse(text.substr(0, sign));
    if (!percent || percent->is_negative() || *percent > Decimal(100)) return bad();
    share.percent = *percent;
    if (text.size() == sign + kPercent.size()) return share;
    const std::string_view rest = std::string_view(text).substr(sign);
    auto named = rest.starts_with(kIn) ? months_of(rest.substr(kIn.size())) : std::nullopt;
    if (!named) return bad();
    share.months = std::move(*named);
    return share;
}

std::string months_words(const std::vector<int>& months) {
    std::string words;
    for (const int month : months)
        words +=
            (words.empty() ? "" : ", ") + std::string(kMonths[static_cast<std::size_t>(month - 1)]);
    return words;
}

}  // namespace

bool is_power_unit(std::string_view unit) {
    constexpr std::array<std::string_view, 4> kUnits{"kW", "kvar", "kVA", "Mbit/s"};
    return std::ranges::find(kUnits, unit) != kUnits.end();
}

Result<Peak> parse_peak(Fields& fields, const Measure& of) {
    Peak peak;
    if (const auto over = fields.find("mean over"))
        peak.minutes = TRY(count_of(*over, "minutes", kMinutesMax));
    if (kMinutesMax % std::max(peak.minutes, 1) != 0)
        return fields.spot().error(
            fmt::format("{} minutes do not divide a day: 15, 30 and 60 do", peak.minutes));
    if (const auto anew = fields.find("peaks")) {
        const std::size_t which = TRY(anew->one_of({"monthly", "daily"}));
        peak.anew = which == 0 ? Peak::Anew::Month : Peak::Anew::Day;
    }
    if (const auto at = fields.find("at")) peak.at = TRY(at->word());
    const auto mean = fields.find("mean of");
    if (mean) peak.days = TRY(count_of(*mean, "days", 31));
    if (const auto percentile = fields.find("percentile")) {
        peak.percentile = TRY(percentile->number());
        if (peak.percentile <= Decimal() || peak.percentile >= Decimal(100))
            return percentile->error("a percentile lies between 0 and 100, such as 95");
        if (mean || peak.anew == Peak::Anew::Day)
            return percentile->error("a percentile is of all of a month: no mean, no daily peaks");
        if (!peak.at.empty())
            return percentile->error("a percentile is of all of a month, not of a grid's peaks");
    }
    if (const auto least = fields.find("at least")) peak.at_least = TRY(least->formula());
    const auto ratchets = fields.find("ratchet");
    if (ratchets)
        for (const auto& item : TRY(ratchets->list()))
            peak.ratchets.push_back(TRY(parse_ratchet(item)));
    const auto own = fields.find("own");
    if (own)
        for (const auto& item : TRY(own->list())) peak.own.push_back(TRY(parse_own_share(item)));
    if (peak.anew == Peak::Anew::Day && (mean || ratchets || own))
        return (mean       ? *mean
                : ratchets ? *ratchets
                           : *own)
            .error("with daily peaks each day counts: no mean, no ratchet, no share");
    const auto reactive = fields.find("reactive");
    if (reactive) peak.reactive = TRY(reactive->word());
    if (reactive.has_value() != (of.unit == "kVA"))
        return (reactive ? *reactive : fields.spot())
            .error("kVA are reckoned from two channels: write 'reactive: CHANNEL' with kVA");
    return peak;
}

std::string print_own_share(const OwnShare& share) {
    const std::string months = months_words(share.months);
    return share.percent.to_string() + " %" + (months.empty() ? "" : " in " + months);
}

std::string print_ratchet(const Ratchet& ratchet) {
    const std::string months = months_words(ratchet.months);
    return fmt::format("{} % of {}the last {} months", ratchet.percent.to_string(),
                       months.empty() ? "" : months + " in ", ratchet.last_months);
}

}  // namespace bw::catalog
