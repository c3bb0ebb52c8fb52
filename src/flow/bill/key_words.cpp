#include "flow/bill/key_words.h"

#include <algorithm>
#include <array>

namespace bw::bill {
namespace {

struct KeyWords {
    std::string_view key, english, german, italian, spanish;
};

// Keys that tariffs commonly use: charges, destinations, windows, seasons.
constexpr auto kKeyWords = std::to_array<KeyWords>({
    {"standing", "Standing charge", "Grundpreis", "Quota fissa", "Término fijo"},
    {"energy", "Energy", "Arbeitspreis", "Energia", "Energía"},
    {"usage", "Usage", "Verbrauch", "Consumo", "Consumo"},
    {"water", "Water", "Wasser", "Acqua", "Agua"},
    {"sewer", "Sewer", "Schmutzwasser", "Fognatura", "Alcantarillado"},
    {"gas", "Gas", "Gas", "Gas", "Gas"},
    {"grid", "Grid use", "Netznutzung", "Uso della rete", "Uso de la red"},
    {"excise", "Energy tax", "Energiesteuer", "Accisa", "Impuesto especial"},
    {"solar", "Solar power fed in", "Eingespeister Solarstrom", "Energia solare immessa",
     "Energía solar vertida"},
    {"export", "Power fed in", "Eingespeister Strom", "Energia immessa", "Energía vertida"},
    {"fee", "Basic fee", "Grundgebühr", "Canone base", "Cuota básica"},
    {"connection", "Connection", "Anschluss", "Allacciamento", "Conexión"},
    {"discount", "Discount", "Rabatt", "Sconto", "Descuento"},
    {"sms", "Text messages", "Textnachrichten", "Messaggi di testo", "Mensajes de texto"},
    {"mms", "Picture messages", "Bildnachrichten", "Messaggi con immagini",
     "Mensajes con imágenes"},
    {"national", "National", "Inland", "Nazionali", "Nacionales"},
    {"National", "National", "Inland", "Nazionali", "Nacionales"},
    {"domestic", "National", "Inland", "Nazionali", "Nacionales"},
    {"international", "International", "Ausland", "Internazionali", "Internacionales"},
    {"freephone", "Freephone", "kostenlose Rufnummern", "numeri verdi", "números gratuitos"},
    {"peak", "peak", "Hauptzeit", "ore di punta", "horas punta"},
    {"off-peak", "off-peak", "Nebenzeit", "ore fuori punta", "horas valle"},
    {"offpeak", "off-peak", "Nebenzeit", "ore fuori punta", "horas valle"},
    {"shoulder", "shoulder", "Zwischenzeit", "ore intermedie", "horas llanas"},
    {"day", "day", "Tag", "giorno", "día"},
    {"night", "night", "Nacht", "notte", "noche"},
    {"morning", "morning", "Morgen", "mattina", "mañana"},
    {"evening", "evening", "Abend", "sera", "tarde"},
    {"weekday", "weekdays", "Werktage", "giorni feriali", "días laborables"},
    {"weekdays", "weekdays", "Werktage", "giorni feriali", "días laborables"},
    {"weekend", "weekend", "Wochenende", "fine settimana", "fin de semana"},
    {"weekends", "weekend", "Wochenende", "fine settimana", "fin de semana"},
    {"holidays", "holidays", "Feiertage", "giorni festivi", "festivos"},
    {"rest", "other hours", "übrige Zeit", "altre ore", "otras horas"},
    {"other", "other hours", "übrige Zeit", "altre ore", "otras horas"},
    {"high", "high tariff", "Hochtarif", "tariffa alta", "tarifa alta"},
    {"low", "low tariff", "Niedertarif", "tariffa bassa", "tarifa baja"},
    {"spring", "spring", "Frühling", "primavera", "primavera"},
    {"summer", "summer", "Sommer", "estate", "verano"},
    {"autumn", "autumn", "Herbst", "autunno", "otoño"},
    {"winter", "winter", "Winter", "inverno", "invierno"},
});

}  // namespace

std::string words_of_key(std::string_view key, text::Tongue tongue) {
    const auto* known = std::ranges::find(kKeyWords, key, &KeyWords::key);
    if (known != kKeyWords.end())
        return text::said(tongue, "{0}", "{1}", "{2}", "{3}", known->english, known->german,
                          known->italian, known->spanish);
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
