// OBIS codes (IEC 62056-61), by which European meters and market messages name what they measure,
// and the channels they become. docs/import-formats.md has the table for readers of bills.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bw::meter {

// "1-0:1.8.1", also "1-0:1.8.1*255": medium, channel, quantity, processing, tariff register,
// billing period (value groups A to F).
struct Obis {
    static constexpr int kPresent = 255;  // no billing period: the value of now
    int medium = 0, channel = 0, quantity = 0, processing = 0, tariff = 0, period = kPresent;
    // False: what an earlier billing period left, which is no reading of now.
    [[nodiscard]] bool is_present() const { return period == kPresent; }
    friend auto operator<=>(const Obis&, const Obis&) = default;
};
std::optional<Obis> parse_obis(std::string_view text);
// As meters print it for a reader at their optical port (IEC 62056-21): medium and channel may be
// left out where they are those of an electricity meter ("1.8.1"), and C is 96 ("C.1.0").
std::optional<Obis> parse_printed_obis(std::string_view text);

struct ObisMeaning {
    std::string channel;     // "import", "import.t1"
    std::string_view unit;   // canonical, where the message names none; empty: it must
    bool is_energy = false;  // a counter, a sum or a load profile; not power, voltage, a maximum
};
// Electricity by direction and tariff register, gas volume; what has no name of ours keeps its
// code. Any gas code of volume (7-1:99.23.17) or energy (7-20:99.33.17) has its unit.
ObisMeaning meaning_of(const Obis& obis);

}  // namespace bw::meter
