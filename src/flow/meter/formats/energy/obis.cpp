#include "flow/meter/formats/energy/obis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace bw::meter {

namespace {

struct Quantity {
    int code;
    std::string_view channel, unit;
};
// Value group C of electricity.
constexpr std::array kElectricity = {
    Quantity{1, "import", "kWh"},        Quantity{2, "export", "kWh"},
    Quantity{3, "reactive", "kvarh"},    Quantity{4, "reactive.export", "kvarh"},
    Quantity{5, "reactive.q1", "kvarh"}, Quantity{6, "reactive.q2", "kvarh"},
    Quantity{7, "reactive.q3", "kvarh"}, Quantity{8, "reactive.q4", "kvarh"},
    Quantity{9, "apparent", "kVAh"},     Quantity{10, "apparent.export", "kVAh"},
    Quantity{15, "absolute", "kWh"}};

// Value group D: time integrals, that is energy (8 from the beginning, 9 of the billing period, 10
// and those from 29 on of load profiles).
bool is_integral(int processing) {
    constexpr std::array kIntegrals = {8, 9, 10, 29, 30, 31, 32, 33};
    return std::ranges::find(kIntegrals, processing) != kIntegrals.end();
}

// What group C of gas counts: volume by the meter, its converter or the logger, or energy. A load
// profile (99) has it in group D.
std::string_view unit_of_gas(const Obis& obis) {
    struct Range {
        int first, last;
        std::string_view unit;
    };
    constexpr std::array kCounted = {Range{1, 8, "m3"}, Range{11, 16, "m3"}, Range{21, 26, "m3"},
                                     Range{31, 36, "kWh"}};
    const int code = obis.quantity == 99 ? obis.processing : obis.quantity;
    const auto* const known = std::ranges::find_if(
        kCounted, [&](const Range& range) { return code >= range.first && code <= range.last; });
    return known == kCounted.end() ? std::string_view() : known->unit;
}

bool read_number(std::string_view& text, int& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || out < 0 || out > 255) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool skip(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<Obis> parse_obis(std::string_view text) {
    Obis out;
    const bool is_whole =
        read_number(text, out.medium) && skip(text, '-') && read_number(text, out.channel) &&
        skip(text, ':') && read_number(text, out.quantity) && skip(text, '.') &&
        read_number(text, out.processing) && skip(text, '.') && read_number(text, out.tariff);
    if (!is_whole) return std::nullopt;
    if (skip(text, '*') && !read_number(text, out.period)) return std::nullopt;
    if (!text.empty()) return std::nullopt;
    return out;
}

std::optional<Obis> parse_printed_obis(std::string_view text) {
    const auto colon = text.find(':');
    const auto head = colon == std::string_view::npos ? "1-0:" : text.substr(0, colon + 1);
    auto rest = text.substr(colon == std::string_view::npos ? 0 : colon + 1);
    const bool is_service = skip(rest, 'C');
    return parse_obis(fmt::format("{}{}{}", head, is_service ? "96" : "", rest));
}

ObisMeaning meaning_of(const Obis& obis) {
    const auto* const known = std::ranges::find(kElectricity, obis.quantity, &Quantity::code);
    if (obis.medium == 1 && is_integral(obis.processing) && known != kElectricity.end()) {
        std::string channel(known->channel);
        if (obis.tariff > 0) channel += fmt::format(".t{}", obis.tariff);
        return {std::move(channel), known->unit, true};
    }
    if (obis.medium == 7 && obis.quantity == 3 && obis.processing == 0) {
        std::string channel = "gas";
        if (obis.tariff > 0) channel += fmt::format(".t{}", obis.tariff);
        return {std::move(channel), "m3", true};
    }
    return {fmt::format("{}-{}:{}.{}.{}", obis.medium, obis.channel, obis.quantity, obis.processing,
                        obis.tariff),
            obis.medium == 7 ? unit_of_gas(obis) : std::string_view(), obis.medium == 7};
}

}  // namespace bw::meter
