#include "flow/compose/country.h"

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

struct Country {
    std::string_view code, english, german, italian, spanish;
};

// Europe, and where else letters from here go often.
constexpr auto kCountries = std::to_array<Country>({
    {"AT", "AUSTRIA", "ÖSTERREICH", "AUSTRIA", "AUSTRIA"},
    {"AU", "AUSTRALIA", "AUSTRALIEN", "AUSTRALIA", "AUSTRALIA"},
    {"BE", "BELGIUM", "BELGIEN", "BELGIO", "BÉLGICA"},
    {"BG", "BULGARIA", "BULGARIEN", "BULGARIA", "BULGARIA"},
    {"CA", "CANADA", "KANADA", "CANADA", "CANADÁ"},
    {"CH", "SWITZERLAND", "SCHWEIZ", "SVIZZERA", "SUIZA"},
    {"CY", "CYPRUS", "ZYPERN", "CIPRO", "CHIPRE"},
    {"CZ", "CZECH REPUBLIC", "TSCHECHISCHE REPUBLIK", "REPUBBLICA CECA", "REPÚBLICA CHECA"},
    {"DE", "GERMANY", "DEUTSCHLAND", "GERMANIA", "ALEMANIA"},
    {"DK", "DENMARK", "DÄNEMARK", "DANIMARCA", "DINAMARCA"},
    {"EE", "ESTONIA", "ESTLAND", "ESTONIA", "ESTONIA"},
    {"ES", "SPAIN", "SPANIEN", "SPAGNA", "ESPAÑA"},
    {"FI", "FINLAND", "FINNLAND", "FINLANDIA", "FINLANDIA"},
    {"FR", "FRANCE", "FRANKREICH", "FRANCIA", "FRANCIA"},
    {"GB", "UNITED KINGDOM", "GROSSBRITANNIEN", "REGNO UNITO", "REINO UNIDO"},
    {"GR", "GREECE", "GRIECHENLAND", "GRECIA", "GRECIA"},
    {"HR", "CROATIA", "KROATIEN", "CROAZIA", "CROACIA"},
    {"HU", "HUNGARY", "UNGARN", "UNGHERIA", "HUNGRÍA"},
    {"IE", "IRELAND", "IRLAND", "IRLANDA", "IRLANDA"},
    {"IN", "INDIA", "INDIEN", "INDIA", "INDIA"},
    {"IS", "ICELAND", "ISLAND", "ISLANDA", "ISLANDIA"},
    {"IT", "ITALY", "ITALIEN", "ITALIA", "ITALIA"},
    {"JP", "JAPAN", "JAPAN", "GIAPPONE", "JAPÓN"},
    {"LI", "LIECHTENSTEIN", "LIECHTENSTEIN", "LIECHTENSTEIN", "LIECHTENSTEIN"},
    {"LT", "LITHUANIA", "LITAUEN", "LITUANIA", "LITUANIA"},
    {"LU", "LUXEMBOURG", "LUXEMBURG", "LUSSEMBURGO", "LUXEMBURGO"},
    {"LV", "LATVIA", "LETTLAND", "LETTONIA", "LETONIA"},
    {"MC", "MONACO", "MONACO", "MONACO", "MÓNACO"},
    {"MT", "MALTA", "MALTA", "MALTA", "MALTA"},
    {"NL", "NETHERLANDS", "NIEDERLANDE", "PAESI BASSI", "PAÍSES BAJOS"},
    {"NO", "NORWAY", "NORWEGEN", "NORVEGIA", "NORUEGA"},
    {"NZ", "NEW ZEALAND", "NEUSEELAND", "NUOVA ZELANDA", "NUEVA ZELANDA"},
    {"PL", "POLAND", "POLEN", "POLONIA", "POLONIA"},
    {"PT", "PORTUGAL", "PORTUGAL", "PORTOGALLO", "PORTUGAL"},
    {"RO", "ROMANIA", "RUMÄNIEN", "ROMANIA", "RUMANÍA"},
    {"RS", "SERBIA", "SERBIEN", "SERBIA", "SERBIA"},
    {"SE", "SWEDEN", "SCHWEDEN", "SVEZIA", "SUECIA"},
    {"SG", "SINGAPORE", "SINGAPUR", "SINGAPORE", "SINGAPUR"},
    {"SI", "SLOVENIA", "SLOWENIEN", "SLOVENIA", "ESLOVENIA"},
    {"SK", "SLOVAKIA", "SLOWAKEI", "SLOVACCHIA", "ESLOVAQUIA"},
    {"SM", "SAN MARINO", "SAN MARINO", "SAN MARINO", "SAN MARINO"},
    {"TR", "TÜRKIYE", "TÜRKEI", "TURCHIA", "TURQUÍA"},
    {"UA", "UKRAINE", "UKRAINE", "UCRAINA", "UCRANIA"},
    {"US", "UNITED STATES OF AMERICA", "VEREINIGTE STAATEN VON AMERIKA", "STATI UNITI D’AMERICA",
     "ESTADOS UNIDOS DE AMÉRICA"},
});

}  // namespace

std::string_view country_name(std::string_view code, Language language) {
    const auto* found = std::ranges::find(kCountries, code, &Country::code);
    if (found == kCountries.end()) return code;
    switch (language) {
        case Language::German: return found->german;
        case Language::Italian: return found->italian;
        case Language::Spanish: return found->spanish;
        case Language::English: break;
    }
    return found->english;
}

}  // namespace bw::compose
