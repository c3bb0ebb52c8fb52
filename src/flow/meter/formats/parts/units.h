// The units of measured values. Energy and power are turned into one unit each, exactly, so that a
// meter exchange from Wh to kWh does not split a series: Wh, kWh, MWh -> kWh; VArh.. -> kvarh;
// VAh.. -> kVAh; W.. -> kW; VAr.. -> kvar; VA.. -> kVA; V.. -> V; A.. -> A; MJ, GJ -> MJ; l -> m3.
// Prices per MWh become prices per kWh. Others stay as named (m3, ft3, ..).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bw::meter {

struct Unit {
    std::string_view name;   // canonical; lives for ever
    int shift = 0;           // one named unit = 10^shift canonical units: Wh -3, MWh 3
    bool is_energy = false;  // a quantity that flows: below zero only where the direction says so
};

// Case of the letters does not matter ("KWH", "kVArh").
std::optional<Unit> find_unit(std::string_view text);

}  // namespace bw::meter
