#include "flow/meter/formats/energy/espi_clock.h"

#include <charconv>

namespace bw::meter {

namespace {

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

std::optional<std::int64_t> parse_seconds(std::string_view text, std::int64_t max) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < -max || value > max) return std::nullopt;
    return value;
}

}  // namespace

std::optional<EspiClock::Rule> EspiClock::parse_rule(std::string_view text) {
    std::uint32_t bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    const auto part = [&](int from, std::uint32_t mask) {
        return static_cast<int>(bits >> from & mask);
    };
    Rule rule;
    rule.second_of_day = part(12, 0x1F) * kHour + part(0, 0xFFF);
    rule.weekday = part(17, 7);
    rule.day = part(20, 0x1F);
    rule.which = part(25, 7);
    rule.month = part(28, 0xF);
    const bool needs_day = rule.which <= 1;
    const bool needs_weekday = rule.which >= 1;
    if (rule.month < 1 || rule.month > 12 || part(12, 0x1F) > 23 || part(0, 0xFFF) > 3599 ||
        (needs_day && (rule.day < 1 || !LocalDate::make(2001, rule.month, rule.day))) ||
        (needs_weekday && rule.weekday < 1)) {
        return std::nullopt;
    }
    return rule;
}

std::optional<EspiClock> EspiClock::parse(std::string_view offset_seconds,
                                          std::string_view saving_seconds,
                                          std::string_view start_rule, std::string_view end_rule) {
    EspiClock clock;
    const auto offset = parse_seconds(offset_seconds, 18 * kHour);
    if (!offset) return std::nullopt;
    clock.offset_ = *offset;
    constexpr std::string_view kNone = "FFFFFFFF";
    const bool has_rules =
        !start_rule.empty() && !end_rule.empty() && start_rule != kNone && end_rule != kNone;
    if (!has_rules) return clock;
    const auto saving = parse_seconds(saving_seconds, 2 * kHour);
    clock.start_ = parse_rule(start_rule);
    clock.end_ = parse_rule(end_rule);
    if (!saving || !clock.start_ || !clock.end_) return std::nullopt;
    clock.saving_ = *saving;
    return clock;
}

std::int64_t EspiClock::Rule::in_year(int year) const {
    LocalDate date = LocalDate::of(year, month, which <= 1 ? day : 1);
    if (which >= 1) {
        while (date.weekday() != weekday) date = date.plus_days(1);
    }
    if (which >= 2 && which <= 6) date = date.plus_days(7 * (which - 2));
    if (which == 7) {  // the last one
        while (date.plus_days(7).month() == month) date = date.plus_days(7);
    }
    return date.days() * kDay + second_of_day;
}

std::int64_t EspiClock::offset_seconds(Instant at) const {
    if (!start_ || !end_) return offset_;
    const std::int64_t standard = at.seconds() + offset_;
    const int year = LocalDate(static_cast<std::int32_t>(standard / kDay)).year();
    // Both as standard time: saving ends by the clock that is an hour ahead.
    const std::int64_t start = start_->in_year(year);
    const std::int64_t end = end_->in_year(year) - saving_;
    const bool is_saving =
        start < end ? standard >= start && standard < end : standard >= start || standard < end;
    return offset_ + (is_saving ? saving_ : 0);
}

}  // namespace bw::meter
