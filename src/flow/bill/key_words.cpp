#include "flow/bill/key_words.h"

#include <algorithm>
#include <array>

namespace bw::bill {
namespace {

struct KeyWords {
    std::string_view key, english, german;
};

// Keys that tariffs commonly use: charges, destinations, windows, seasons.
constexpr auto kKeyWords = std::to_array<KeyWords>({
    {"standing", "Standing charge", "Grundpreis"},
    {"energy", "Energy", "Arbeitspreis"},
    {"usage", "Usage", "Verbrauch"},
    {"water", "Water", "Wasser"},
    {"sewer", "Sewer", "Schmutzwasser"},
    {"gas", "Gas", "Gas"},
    {"grid", "Grid use", "Netznutzung"},
    {"excise", "Energy tax", "Energiesteuer"},
    {"solar", "Solar power fed in", "Eingespeister Solarstrom"},
    {"export", "Power fed in", "Eingespeister Strom"},
    {"fee", "Basic fee", "Grundgebühr"},
    {"connection", "Connection", "Anschluss"},
    {"discount", "Discount", "Rabatt"},
    {"sms", "Text messages", "Textnachrichten"},
    {"mms", "Picture messages", "Bildnachrichten"},
    {"national", "National", "Inland"},
    {"National", "National", "Inland"},
    {"domestic", "National", "Inland"},
    {"international", "International", "Ausland"},
    {"freephone", "Freephone", "kostenlose Rufnummern"},
    {"peak", "peak", "Hauptzeit"},
    {"off-peak", "off-peak", "Nebenzeit"},
    {"offpeak", "off-peak", "Nebenzeit"},
    {"shoulder", "shoulder", "Zwischenzeit"},
    {"day", "day", "Tag"},
    {"night", "night", "Nacht"},
    {"morning", "morning", "Morgen"},
    {"evening", "evening", "Abend"},
    {"weekday", "weekdays", "Werktage"},
    {"weekdays", "weekdays", "Werktage"},
    {"weekend", "weekend", "Wochenende"},
    {"weekends", "weekend", "Wochenende"},
    {"holidays", "holidays", "Feiertage"},
    {"rest", "other hours", "übrige Zeit"},
    {"other", "other hours", "übrige Zeit"},
    {"high", "high tariff", "Hochtarif"},
    {"low", "low tariff", "Niedertarif"},
    {"spring", "spring", "Frühling"},
    {"summer", "summer", "Sommer"},
    {"autumn", "autumn", "Herbst"},
    {"winter", "winter", "Winter"},
});

}  // namespace

std::string words_of_key(std::string_view key, bool german) {
    const auto* known = std::ranges::find(kKeyWords, key, &KeyWords::key);
    if (known != kKeyWords.end()) return std::string(german ? known->german : known->english);
    std::string words(key);
    std::ranges::replace(words, '-', ' ');
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string capital(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

}  // namespace bw::bill
