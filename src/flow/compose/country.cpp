#include "flow/compose/country.h"

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

struct Country {
    std::string_view code, english, german;
};

// Europe, and where else letters from here go often.
constexpr auto kCountries = std::to_array<Country>({
    {"AT", "AUSTRIA", "ÖSTERREICH"},
    {"AU", "AUSTRALIA", "AUSTRALIEN"},
    {"BE", "BELGIUM", "BELGIEN"},
    {"BG", "BULGARIA", "BULGARIEN"},
    {"CA", "CANADA", "KANADA"},
    {"CH", "SWITZERLAND", "SCHWEIZ"},
    {"CY", "CYPRUS", "ZYPERN"},
    {"CZ", "CZECH REPUBLIC", "TSCHECHISCHE REPUBLIK"},
    {"DE", "GERMANY", "DEUTSCHLAND"},
    {"DK", "DENMARK", "DÄNEMARK"},
    {"EE", "ESTONIA", "ESTLAND"},
    {"ES", "SPAIN", "SPANIEN"},
    {"FI", "FINLAND", "FINNLAND"},
    {"FR", "FRANCE", "FRANKREICH"},
    {"GB", "UNITED KINGDOM", "GROSSBRITANNIEN"},
    {"GR", "GREECE", "GRIECHENLAND"},
    {"HR", "CROATIA", "KROATIEN"},
    {"HU", "HUNGARY", "UNGARN"},
    {"IE", "IRELAND", "IRLAND"},
    {"IN", "INDIA", "INDIEN"},
    {"IS", "ICELAND", "ISLAND"},
    {"IT", "ITALY", "ITALIEN"},
    {"JP", "JAPAN", "JAPAN"},
    {"LI", "LIECHTENSTEIN", "LIECHTENSTEIN"},
    {"LT", "LITHUANIA", "LITAUEN"},
    {"LU", "LUXEMBOURG", "LUXEMBURG"},
    {"LV", "LATVIA", "LETTLAND"},
    {"MC", "MONACO", "MONACO"},
    {"MT", "MALTA", "MALTA"},
    {"NL", "NETHERLANDS", "NIEDERLANDE"},
    {"NO", "NORWAY", "NORWEGEN"},
    {"NZ", "NEW ZEALAND", "NEUSEELAND"},
    {"PL", "POLAND", "POLEN"},
    {"PT", "PORTUGAL", "PORTUGAL"},
    {"RO", "ROMANIA", "RUMÄNIEN"},
    {"RS", "SERBIA", "SERBIEN"},
    {"SE", "SWEDEN", "SCHWEDEN"},
    {"SG", "SINGAPORE", "SINGAPUR"},
    {"SI", "SLOVENIA", "SLOWENIEN"},
    {"SK", "SLOVAKIA", "SLOWAKEI"},
    {"SM", "SAN MARINO", "SAN MARINO"},
    {"TR", "TÜRKIYE", "TÜRKEI"},
    {"UA", "UKRAINE", "UKRAINE"},
    {"US", "UNITED STATES OF AMERICA", "VEREINIGTE STAATEN VON AMERIKA"},
});

}  // namespace

std::string_view country_name(std::string_view code, Language language) {
    const auto* found = std::ranges::find(kCountries, code, &Country::code);
    if (found == kCountries.end()) return code;
    return language == Language::German ? found->german : found->english;
}

}  // namespace bw::compose
