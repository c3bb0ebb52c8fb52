#include "flow/meter/formats/parts/timestamp.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::meter {

namespace {

constexpr std::int64_t kSecondsPerDay = 86400;

struct Parts {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    int half = 0;  // of the day: 1 AM, 2 PM; 0: hours count to 24
};

std::optional<TimeFormat::Reading> to_reading(Parts parts) {
    if (parts.half > 0) {
        if (parts.hour < 1 || parts.hour > 12) return std::nullopt;
        parts.hour = parts.hour % 12 + (parts.half == 2 ? 12 : 0);
    }
    if (parts.year < kYearFirst || parts.year > kYearLast) return std::nullopt;
    const auto date = LocalDate::make(parts.year, parts.month, parts.day);
    if (!date || parts.minute > 59 || parts.second > 59 || parts.hour > 24) return std::nullopt;
    TimeFormat::Reading reading{
        {*date, parts.hour * 3600 + parts.minute * 60 + parts.second}, 0, {}};
    if (parts.hour == 24) {
        if (parts.minute != 0 || parts.second != 0) return std::nullopt;
        reading.local = {date->plus_days(1), 0};
    }
    return reading;
}

// Digits from the front of a text; fails for good when one is missing.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}
    int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (text_.empty() || text_[0] < '0' || text_[0] > '9') {
                is_bad_ = true;
                return 0;
            }
            value = value * 10 + (text_[0] - '0');
            text_.remove_prefix(1);
        }
        return value;
    }
    bool skip(std::string_view any_of) {
        if (text_.empty() || any_of.find(text_[0]) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }
    void expect(std::string_view any_of) {
        if (!skip(any_of)) is_bad_ = true;
    }
    void fail() { is_bad_ = true; }
    [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_[0]; }
    [[nodiscard]] bool is_at_end() const { return text_.empty(); }
    [[nodiscard]] bool is_good() const { return !is_bad_; }

private:
    std::string_view text_;
    bool is_bad_ = false;
};

std::int32_t read_fraction(Scanner& in) {
    std::int32_t micros = 0;
    std::int32_t weight = 100'000;
    while (in.peek() >= '0' && in.peek() <= '9') {
        micros += in.digits(1) * weight;
        weight /= 10;
    }
    return micros;
}

std::int32_t read_offset(Scanner& in) {
    const char sign = in.peek();
    if (in.skip("Zz")) return 0;
    in.expect("+-");
    const int hours = in.digits(2);
    const bool has_minutes = in.skip(":") || !in.is_at_end();
    const int minutes = has_minutes ? in.digits(2) : 0;
    if (hours > 18 || minutes > 59) in.fail();
    return (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

std::optional<TimeFormat::Reading> read_iso(std::string_view text) {
    Scanner in(text);
    Parts parts;
    parts.year = in.digits(4);
    in.expect("-");
    parts.month = in.digits(2);
    in.expect("-");
    parts.day = in.digits(2);
    std::int32_t micros = 0;
    std::optional<std::int32_t> offset;
    if (!in.is_at_end()) {
        in.expect("T t");
        parts.hour = in.digits(2);
        in.expect(":");
        parts.minute = in.digits(2);
        if (in.skip(":")) parts.second = in.digits(2);
        if (in.skip(".")) micros = read_fraction(in);
        if (!in.is_at_end()) offset = read_offset(in);
    }
    if (!in.is_good() || !in.is_at_end()) return std::nullopt;
    auto reading = to_reading(parts);
    if (reading) {
        reading->microseconds = micros;
        reading->offset_seconds = offset;
    }
    return reading;
}

std::optional<TimeFormat::Reading> read_epoch(std::string_view text,
                                              std::int64_t units_per_second) {
    const auto number = parse_whole(text);
    if (!number) return std::nullopt;
    const std::int64_t seconds = *number / units_per_second;
    const std::int64_t days = seconds / kSecondsPerDay;
    if (days > 200LL * 366) return std::nullopt;
    const LocalDate date(static_cast<std::int32_t>(days));
    if (date.year() < kYearFirst || date.year() > kYearLast) return std::nullopt;
    return TimeFormat::Reading{{date, static_cast<std::int32_t>(seconds % kSecondsPerDay)},
                               static_cast<std::int32_t>(*number % units_per_second *
                                                         (Instant::kSecond / units_per_second)),
                               0};
}

}  // namespace

std::optional<std::int32_t> parse_offset(std::string_view text) {
    Scanner in(text);
    const auto offset = read_offset(in);
    if (!in.is_good() || !in.is_at_end()) return std::nullopt;
    return offset;
}

Result<TimeFormat> TimeFormat::parse(std::string_view text) {
    TimeFormat format;
    if (text == "iso") return format;
    if (text == "epoch" || text == "epoch-ms") {
        format.kind_ = text == "epoch" ? Kind::Epoch : Kind::EpochMs;
        return format;
    }
    for (const std::string_view part : {"YY", "M"}) {
        if (text.find(part) == std::string_view::npos) {
            return fail(
                Code::Invalid,
                fmt::format("time format '{}' has no {}: use iso, epoch, epoch-ms or a pattern "
                            "such as DD.MM.YYYY hh:mm:ss",
                            text, part));
        }
    }
    format.kind_ = Kind::Pattern;
    format.pattern_ = text;
    return format;
}

std::optional<TimeFormat::Reading> TimeFormat::read(std::string_view text) const {
    switch (kind_) {
        case Kind::Iso: return read_iso(text);
        case Kind::Epoch: return read_epoch(text, 1);
        case Kind::EpochMs: return read_epoch(text, 1000);
        case Kind::Pattern: return read_pattern(text);
    }
    return std::nullopt;
}

namespace {

struct Token {
    std::string_view name;
    int Parts::* part;
    int digits_min, digits_max;
};
constexpr std::array kTokens = {  // longer names first
    Token{"AM", &Parts::half, 0, 0},   Token{"YYYY", &Parts::year, 4, 4},
    Token{"YY", &Parts::year, 2, 2},   Token{"MMM", &Parts::month, 0, 0},
    Token{"MM", &Parts::month, 2, 2},  Token{"M", &Parts::month, 1, 2},
    Token{"DD", &Parts::day, 2, 2},    Token{"D", &Parts::day, 1, 2},
    Token{"hh", &Parts::hour, 2, 2},   Token{"h", &Parts::hour, 1, 2},
    Token{"mm", &Parts::minute, 2, 2}, Token{"ss", &Parts::second, 2, 2}};

// "Jan" to 1, any case; 0 when it is no month.
int read_month_name(Scanner& in) {
    constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
    std::string name;
    for (int i = 0; i < 3; ++i) {
        const char c = in.peek();
        name.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
        in.expect(std::string_view(&c, 1));
    }
    const auto at = kMonths.find(name);
    return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3) + 1;
}

void read_token(const Token& token, Scanner& in, Parts& parts) {
    if (token.name == "MMM") {
        parts.month = read_month_name(in);
        return;
    }
    if (token.name == "AM") {
        const bool is_afternoon = in.skip("Pp");
        if (!is_afternoon) in.expect("Aa");
        in.expect("Mm");
        parts.half = is_afternoon ? 2 : 1;
        return;
    }
    int value = in.digits(token.digits_min);
    if (token.digits_max > token.digits_min && in.peek() >= '0' && in.peek() <= '9') {
        value = value * 10 + in.digits(1);
    }
    if (token.name == "YY") value += value > 80 ? 1900 : 2000;
    parts.*token.part = value;
}

}  // namespace

std::optional<TimeFormat::Reading> TimeFormat::read_pattern(std::string_view text) const {
    Scanner in(text);
    Parts parts;
    parts.day = 1;
    std::string_view rest = pattern_;
    while (!rest.empty()) {
        const auto* const token =
            std::ranges::find_if(kTokens, [&](const Token& t) { return rest.starts_with(t.name); });
        if (token != kTokens.end()) {
            read_token(*token, in, parts);
            rest.remove_prefix(token->name.size());
        } else {
            in.expect(rest.substr(0, 1));
            rest.remove_prefix(1);
        }
    }
    if (!in.is_good() || !in.is_at_end()) return std::nullopt;
    return to_reading(parts);
}

std::optional<Instant> WallClock::to_instant(LocalTime local, std::optional<Instant> previous,
                                             bool is_descending) {
    const std::int64_t wall = local.date.days() * kSecondsPerDay + local.second_of_day;
    if (const auto quick = Instant::from_seconds(wall - steady_offset_); steady_.contains(quick)) {
        return quick;
    }
    const Instant earlier = zone_.to_instant(local);
    if (zone_.to_local(earlier) != local) return std::nullopt;  // in a gap
    constexpr std::int64_t kMargin = 26LL * 3600 * Instant::kSecond;
    const Span same = zone_.same_offset(earlier);
    const auto before = zone_.offset_seconds(earlier);
    const auto after = zone_.offset_seconds(same.to);
    const Instant later{earlier.us + (before - after) * Instant::kSecond};
    if (later != earlier && later >= same.to && zone_.to_local(later) == local) {
        if (!previous || *previous < earlier) return earlier;
        return is_descending && *previous <= later ? earlier : later;
    }
    if (same.to.us - same.from.us > 4 * kMargin) {
        steady_ = {Instant{same.from.us + kMargin}, Instant{same.to.us - kMargin}};
        steady_offset_ = before;
    }
    return earlier;
}

}  // namespace bw::meter
