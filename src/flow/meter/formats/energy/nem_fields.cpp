#include "flow/meter/formats/energy/nem_fields.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

namespace bw::meter::nem {

std::string_view next_field(std::string_view& fields) {
    const auto comma = fields.find(',');
    const auto field = fields.substr(0, comma);
    fields.remove_prefix(comma == std::string_view::npos ? fields.size() : comma + 1);
    return trim(field);
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(", \t") == std::string_view::npos;
}

std::optional<Flag> parse_flag(std::string_view text) {
    if (text.size() != 1 && text.size() != 3) return std::nullopt;
    if (text.size() == 3 && !parse_whole(text.substr(1))) return std::nullopt;
    switch (text[0]) {
        case 'A': return Flag{Quality::Actual};
        case 'F': return Flag{Quality::Final};
        case 'S': return Flag{Quality::Substituted};
        case 'E': return Flag{Quality::Estimated};
        case 'N': return Flag{Quality::Missing};
        case 'V': return Flag{Quality::Actual, true};
        default: return std::nullopt;
    }
}

std::optional<LocalDate> parse_day(std::string_view text) {
    const auto number = text.size() == 8 ? parse_whole(text) : std::nullopt;
    if (!number) return std::nullopt;
    const int n = static_cast<int>(*number);
    if (n / 10000 < kYearFirst || n / 10000 > kYearLast) return std::nullopt;
    const auto date = LocalDate::make(n / 10000, n / 100 % 100, n % 100);
    if (!date) return std::nullopt;
    return *date;
}

std::optional<Instant> parse_time(std::string_view text) {
    if (text.size() != 14) return std::nullopt;
    const auto day = parse_day(text.substr(0, 8));
    const auto clock = parse_whole(text.substr(8));
    if (!day || !clock || *clock / 10000 > 23 || *clock / 100 % 100 > 59 || *clock % 100 > 59) {
        return std::nullopt;
    }
    const std::int64_t second = *clock / 10000 * 3600 + *clock / 100 % 100 * 60 + *clock % 100;
    return Instant::from_seconds(std::int64_t{day->days()} * 86400 + second - kMarketOffsetSeconds);
}

}  // namespace bw::meter::nem
