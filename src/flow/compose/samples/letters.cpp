// Letters beside the bills, and what the law wants said on a bill.
#include "flow/compose/samples/sample_bills.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace bw::compose::samples {
namespace {

struct Told {
    const char *duty, *english, *german, *italian, *spanish;
};

const char* in(std::string_view language, const Told& told) {
    if (language.starts_with("de")) return told.german;
    if (language.starts_with("it")) return told.italian;
    return language.starts_with("es") ? told.spanish : told.english;
}

// Two of about a dozen: the shortest and a long one.
constexpr std::array kTold = {
    Told{"tariff-comparison", "Tariffs are compared at vergleich.example.",
         "Tarife vergleicht vergleich.example.", "Le offerte si confrontano su vergleich.example.",
         "Las tarifas se comparan en vergleich.example."},
    Told{"dispute-settlement",
         "If we cannot settle your complaint within four weeks, you can turn free of charge to the "
         "arbitration body for energy, www.schlichtungsstelle-energie.de. We are obliged to take "
         "part.",
         "Helfen wir Ihrer Beschwerde nicht binnen vier Wochen ab, können Sie kostenlos die "
         "Schlichtungsstelle Energie anrufen, www.schlichtungsstelle-energie.de. Wir sind zur "
         "Teilnahme verpflichtet.",
         "Se non risolviamo il Suo reclamo entro quattro settimane, può rivolgersi gratuitamente "
         "all'organismo di conciliazione per l'energia, www.schlichtungsstelle-energie.de. Siamo "
         "tenuti a partecipare.",
         "Si no resolvemos su reclamación en cuatro semanas, puede acudir gratis al órgano de "
         "arbitraje de energía, www.schlichtungsstelle-energie.de. Estamos obligados a "
         "participar."},
    Told{"environmental-impact",
         "In 2025 our electricity caused 228 g of CO2 and no radioactive waste per kWh.",
         "2025 verursachte unser Strom 228 g CO2 und keinen radioaktiven Abfall je kWh.",
         "Nel 2025 la nostra elettricità ha causato 228 g di CO2 e nessun rifiuto radioattivo per "
         "kWh.",
         "En 2025 nuestra electricidad causó 228 g de CO2 y ningún residuo radiactivo por kWh."}};
constexpr Told kMix = {
    "energy-sources", "Where our electricity came from in 2025", "Woher unser Strom 2025 kam",
    "Da dove veniva la nostra elettricità nel 2025", "De dónde venía nuestra electricidad en 2025"};
constexpr Told kMixWords = {"", "The average of the country: renewable 59 %, coal 23 %, gas 18 %.",
                            "Der Durchschnitt des Landes: erneuerbar 59 %, Kohle 23 %, Gas 18 %.",
                            "La media del paese: rinnovabili 59 %, carbone 23 %, gas 18 %.",
                            "La media del país: renovables 59 %, carbón 23 %, gas 18 %."};
struct Source {
    Told name;
    const char* percent;
};
constexpr std::array kSources = {
    Source{{"", "Wind", "Wind", "Eolico", "Eólica"}, "41.5"},
    Source{{"", "Sun", "Sonne", "Solare", "Solar"}, "14"},
    Source{{"", "Water", "Wasser", "Idroelettrico", "Hidráulica"}, "9.5"},
    Source{{"", "Gas", "Erdgas", "Gas", "Gas"}, "20"},
    Source{{"", "Coal", "Kohle", "Carbone", "Carbón"}, "14"},
    Source{{"", "Other fossil", "Sonstige fossile", "Altre fossili", "Otras fósiles"}, "1"}};

}  // namespace

bill::Invoice disclosing(std::string_view language) {
    auto invoice = electricity(language);
    for (const auto& told : kTold)
        invoice.disclosures.push_back({told.duty, in(language, told), {}, {}});
    bill::Disclosure mix{kMix.duty, in(language, kMixWords), {}, in(language, kMix)};
    for (const auto& source : kSources)
        mix.shares.push_back({in(language, source.name), *Decimal::parse(source.percent)});
    invoice.disclosures.push_back(std::move(mix));
    return invoice;
}

Reminder reminder(std::string_view language, Overdue overdue) {
    constexpr int kMany = 40;
    const bool is_many = overdue == Overdue::Many;
    const auto model = is_many ? long_names(language) : electricity(language);
    Reminder reminder;
    reminder.language = language;
    reminder.account_number = model.account_number.empty() ? "A-100042" : model.account_number;
    reminder.written_on = LocalDate::of(2026, 12, 15);
    reminder.pay_by = reminder.written_on.plus_days(14);
    reminder.seller = model.seller;
    reminder.buyer = model.buyer;
    reminder.payment_reference = reminder.account_number;
    reminder.credit = {is_many ? 0 : 1250, model.currency};
    reminder.owed = -reminder.credit;
    for (int i = 0; i < (is_many ? kMany : 2); ++i) {
        const LocalDate issued =
            LocalDate::of(2026, 11, 10).plus_months(i + 1 - (is_many ? kMany : 2));
        reminder.items.push_back({fmt::format("AU-{}-{:06}", issued.year(), 4711 + i),
                                  issued,
                                  issued.plus_days(14),
                                  {model.payable.minor + std::int64_t{317} * i, model.currency}});
        reminder.owed.minor += reminder.items.back().open.minor;
    }
    return reminder;
}

}  // namespace bw::compose::samples
