#include "flow/compose/units.h"

#include <array>

namespace bw::compose {
namespace {

struct Entry {
    std::string_view unit, code;
};

// UN/ECE Recommendation 20, revision 17. Calls, messages, pickups are plain counts.
constexpr std::array kCodes = {
    Entry{"kWh", "KWH"},  Entry{"MWh", "MWH"},  Entry{"Wh", "WHR"},     Entry{"kW", "KWT"},
    Entry{"MW", "MAW"},   Entry{"kVA", "KVA"},  Entry{"kvar", "KVR"},   Entry{"kvarh", "K3"},
    Entry{"MJ", "3B"},    Entry{"GJ", "GV"},    Entry{"m3", "MTQ"},     Entry{"l", "LTR"},
    Entry{"day", "DAY"},  Entry{"week", "WEE"}, Entry{"month", "MON"},  Entry{"year", "ANN"},
    Entry{"hour", "HUR"}, Entry{"min", "MIN"},  Entry{"second", "SEC"}, Entry{"s", "SEC"},
    Entry{"byte", "AD"},  Entry{"kB", "2P"},    Entry{"MB", "4L"},      Entry{"GB", "E34"},
    Entry{"TB", "E35"},   Entry{"kg", "KGM"},   Entry{"t", "TNE"},      Entry{"percent", "P1"},
};

}  // namespace

std::string_view rec20(std::string_view unit) {
    for (const auto& entry : kCodes)
        if (entry.unit == unit) return entry.code;
    return "C62";
}

}  // namespace bw::compose
