#include "flow/compose/country.h"

#include <algorithm>
#include <array>

namespace bw::compose {
namespace {

struct Country {
    std::string_view code, english, german, italian, spanish, arabic;
};

// Europe, and where else letters from here go often.
constexpr auto kCountries = std::to_array<Country>({
    {"AT", "AUSTRIA", "ÖSTERREICH", "AUSTRIA", "AUSTRIA", "النمسا"},
    {"AU", "AUSTRALIA", "AUSTRALIEN", "AUSTRALIA", "AUSTRALIA", "أستراليا"},
    {"BE", "BELGIUM", "BELGIEN", "BELGIO", "BÉLGICA", "بلجيكا"},
    {"BG", "BULGARIA", "BULGARIEN", "BULGARIA", "BULGARIA", "بلغاريا"},
    {"CA", "CANADA", "KANADA", "CANADA", "CANADÁ", "كندا"},
    {"CH", "SWITZERLAND", "SCHWEIZ", "SVIZZERA", "SUIZA", "سويسرا"},
    {"CY", "CYPRUS", "ZYPERN", "CIPRO", "CHIPRE", "قبرص"},
    {"CZ", "CZECH REPUBLIC", "TSCHECHISCHE REPUBLIK", "REPUBBLICA CECA", "REPÚBLICA CHECA",
     "التشيك"},
    {"DE", "GERMANY", "DEUTSCHLAND", "GERMANIA", "ALEMANIA", "ألمانيا"},
    {"DK", "DENMARK", "DÄNEMARK", "DANIMARCA", "DINAMARCA", "الدنمارك"},
    {"EE", "ESTONIA", "ESTLAND", "ESTONIA", "ESTONIA", "إستونيا"},
    {"ES", "SPAIN", "SPANIEN", "SPAGNA", "ESPAÑA", "إسبانيا"},
    {"FI", "FINLAND", "FINNLAND", "FINLANDIA", "FINLANDIA", "فنلندا"},
    {"FR", "FRANCE", "FRANKREICH", "FRANCIA", "FRANCIA", "فرنسا"},
    {"GB", "UNITED KINGDOM", "GROSSBRITANNIEN", "REGNO UNITO", "REINO UNIDO", "المملكة المتحدة"},
    {"GR", "GREECE", "GRIECHENLAND", "GRECIA", "GRECIA", "اليونان"},
    {"HR", "CROATIA", "KROATIEN", "CROAZIA", "CROACIA", "كرواتيا"},
    {"HU", "HUNGARY", "UNGARN", "UNGHERIA", "HUNGRÍA", "هنغاريا"},
    {"IE", "IRELAND", "IRLAND", "IRLANDA", "IRLANDA", "أيرلندا"},
    {"IN", "INDIA", "INDIEN", "INDIA", "INDIA", "الهند"},
    {"IS", "ICELAND", "ISLAND", "ISLANDA", "ISLANDIA", "آيسلندا"},
    {"IT", "ITALY", "ITALIEN", "ITALIA", "ITALIA", "إيطاليا"},
    {"JP", "JAPAN", "JAPAN", "GIAPPONE", "JAPÓN", "اليابان"},
    {"LI", "LIECHTENSTEIN", "LIECHTENSTEIN", "LIECHTENSTEIN", "LIECHTENSTEIN", "ليختنشتاين"},
    {"LT", "LITHUANIA", "LITAUEN", "LITUANIA", "LITUANIA", "ليتوانيا"},
    {"LU", "LUXEMBOURG", "LUXEMBURG", "LUSSEMBURGO", "LUXEMBURGO", "لوكسمبورغ"},
    {"LV", "LATVIA", "LETTLAND", "LETTONIA", "LETONIA", "لاتفيا"},
    {"MC", "MONACO", "MONACO", "MONACO", "MÓNACO", "موناكو"},
    {"MT", "MALTA", "MALTA", "MALTA", "MALTA", "مالطا"},
    {"NL", "NETHERLANDS", "NIEDERLANDE", "PAESI BASSI", "PAÍSES BAJOS", "هولندا"},
    {"NO", "NORWAY", "NORWEGEN", "NORVEGIA", "NORUEGA", "النرويج"},
    {"NZ", "NEW ZEALAND", "NEUSEELAND", "NUOVA ZELANDA", "NUEVA ZELANDA", "نيوزيلندا"},
    {"PL", "POLAND", "POLEN", "POLONIA", "POLONIA", "بولندا"},
    {"PT", "PORTUGAL", "PORTUGAL", "PORTOGALLO", "PORTUGAL", "البرتغال"},
    {"RO", "ROMANIA", "RUMÄNIEN", "ROMANIA", "RUMANÍA", "رومانيا"},
    {"RS", "SERBIA", "SERBIEN", "SERBIA", "SERBIA", "صربيا"},
    {"SE", "SWEDEN", "SCHWEDEN", "SVEZIA", "SUECIA", "السويد"},
    {"SG", "SINGAPORE", "SINGAPUR", "SINGAPORE", "SINGAPUR", "سنغافورة"},
    {"SI", "SLOVENIA", "SLOWENIEN", "SLOVENIA", "ESLOVENIA", "سلوفينيا"},
    {"SK", "SLOVAKIA", "SLOWAKEI", "SLOVACCHIA", "ESLOVAQUIA", "سلوفاكيا"},
    {"SM", "SAN MARINO", "SAN MARINO", "SAN MARINO", "SAN MARINO", "سان مارينو"},
    {"TR", "TÜRKIYE", "TÜRKEI", "TURCHIA", "TURQUÍA", "تركيا"},
    {"UA", "UKRAINE", "UKRAINE", "UCRAINA", "UCRANIA", "أوكرانيا"},
    {"US", "UNITED STATES OF AMERICA", "VEREINIGTE STAATEN VON AMERIKA", "STATI UNITI D’AMERICA",
     "ESTADOS UNIDOS DE AMÉRICA", "الولايات المتحدة الأمريكية"},
});

}  // namespace

std::string_view country_name(std::string_view code, Language language) {
    const auto* found = std::ranges::find(kCountries, code, &Country::code);
    if (found == kCountries.end()) return code;
    switch (language) {
        case Language::German: return found->german;
        case Language::Italian: return found->italian;
        case Language::Spanish: return found->spanish;
        case Language::Arabic: return found->arabic;
        case Language::English: break;
    }
    return found->english;
}

}  // namespace bw::compose
