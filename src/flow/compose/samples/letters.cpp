// Letters beside the bills, and what the law wants said on a bill.
#include "flow/compose/samples/sample_bills.h"

#include <fmt/format.h>

#include <algorithm>
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

namespace {

constexpr Told kPlanName = {"", "Monthly advance", "Monatlicher Abschlag", "Acconto mensile",
                            "Pago a cuenta mensual"};

// Of 2027, settled after December.
void add_advances(AdvancePlan& plan, std::size_t supply, int every_months, Asked asked,
                  const Money& amount) {
    constexpr int kYear = 2027, kMonths = 12, kDueDay = 15, kChanges = 7;
    for (int month = every_months; month < kMonths; month += every_months) {
        const LocalDate last = LocalDate::of(kYear, month, 1);
        AdvancePlan::Advance advance{supply,
                                     {last.plus_months(1 - every_months), last.plus_months(1)},
                                     std::nullopt,
                                     amount};
        if (asked == Asked::Sums) advance.due_on = last.plus_days(kDueDay - 1);
        if (plan.supplies.size() > 1 && month >= kChanges) advance.amount.minor += 450;
        plan.advances.push_back(advance);
    }
}

}  // namespace

AdvancePlan advance_plan(std::string_view language, Asked asked) {
    const auto model = asked == Asked::Both ? long_names(language) : electricity(language);
    AdvancePlan plan;
    plan.language = language;
    plan.account_number = model.account_number.empty() ? "A-100042" : model.account_number;
    plan.written_on = LocalDate::of(2026, 12, 15);
    plan.seller = model.seller;
    plan.buyer = model.buyer;
    plan.payment_reference = plan.account_number;
    const LocalDate december = LocalDate::of(2027, 12, 1);
    plan.supplies.push_back({model.supplies.front(), in(language, kPlanName), december});
    if (asked == Asked::Both) {
        plan.supplies.push_back({water(language).supplies.front(), {}, december});
        add_advances(plan, 0, 1, Asked::Sums, {9'800, model.currency});
        add_advances(plan, 1, 3, Asked::Bills, {6'150, model.currency});
        std::ranges::stable_sort(plan.advances, {},
                                 [](const auto& advance) { return advance.days.to; });
    } else {
        add_advances(plan, 0, asked == Asked::Bills ? 2 : 1, asked, {9'800, model.currency});
    }
    return plan;
}

namespace {

constexpr Told kFibre = {"", "Fibre 500", "Glasfaser 500", "Fibra 500", "Fibra 500"};
constexpr Told kFibreServices = {
    "", "Internet access over fibre at your address, with unlimited calls to the fixed network",
    "Internetzugang über Glasfaser an Ihrer Adresse, mit unbegrenzten Gesprächen ins Festnetz",
    "Accesso a internet su fibra al Suo indirizzo, con chiamate illimitate verso rete fissa",
    "Acceso a internet por fibra en su dirección, con llamadas ilimitadas a fijos"};
constexpr Told kRouter = {"", "A router is lent to you for as long as the contract lasts.",
                          "Ein Router wird Ihnen geliehen, solange der Vertrag besteht.",
                          "Un router Le è prestato per la durata del contratto.",
                          "Se le presta un router mientras dure el contrato."};
constexpr Told kSpeeds = {
    "",
    "Download at most 500, usually 450, at least 400 Mbit/s; upload at most 250, usually 225, at "
    "least 200 Mbit/s. Where it stays slower, you may pay less or end the contract.",
    "Download maximal 500, normalerweise 450, minimal 400 Mbit/s; Upload maximal 250, "
    "normalerweise 225, minimal 200 Mbit/s. Bleibt es langsamer, können Sie mindern oder kündigen.",
    "Download al massimo 500, di norma 450, almeno 400 Mbit/s; upload al massimo 250, di norma "
    "225, "
    "almeno 200 Mbit/s. Se resta più lento, può pagare meno o recedere.",
    "Descarga máxima 500, normal 450, mínima 400 Mbit/s; subida máxima 250, normal 225, mínima 200 "
    "Mbit/s. Si sigue más lento, puede pagar menos o rescindir el contrato."};
constexpr Told kEnding = {"", "Then it goes on until you end it, with one month's notice.",
                          "Danach läuft er weiter, bis Sie mit einem Monat Frist kündigen.",
                          "Poi prosegue finché non recede con un mese di preavviso.",
                          "Después sigue hasta que lo rescinda con un mes de preaviso."};
constexpr Told kForAll = {
    "", "Bills in large print and as accessible PDF; text relay for calls.",
    "Rechnungen in Großschrift und als barrierefreies PDF; Textrelais.",
    "Fatture a caratteri grandi e in PDF accessibile; servizio di relè testuale.",
    "Facturas en letra grande y en PDF accesible; servicio de texto."};
constexpr Told kFee = {"", "Internet access", "Internetzugang", "Accesso a internet",
                       "Acceso a internet"};
constexpr Told kActivation = {"", "Activation", "Anschluss", "Attivazione", "Alta"};
constexpr Told kAbroad = {"", "Calls abroad", "Gespräche ins Ausland", "Chiamate all’estero",
                          "Llamadas al extranjero"};

}  // namespace

ContractSummary contract_summary(std::string_view language, Said said) {
    using Counted = ContractSummary::Counted;
    constexpr std::int64_t kGigabyte = 1'000'000'000, kMinute = 60;
    const auto model = mobile(language);
    const auto price = [](const char* text) { return *Decimal::parse(text); };
    ContractSummary summary;
    summary.language = language;
    summary.written_on = LocalDate::of(2026, 12, 15);
    summary.seller = model.seller;
    summary.currency = model.currency;
    if (said == Said::Little) {
        summary.plan = model.supplies.front().plan;
        summary.services = in(language, kFibreServices);
        summary.prices = {{in(language, kFee), price("9.99"), "month"},
                          {in(language, kAbroad), price("0.0119"), "minute"}};
        summary.included = {{Counted::Bytes, 20 * kGigabyte, std::nullopt, "month"},
                            {Counted::Messages, 100, std::nullopt, "month"}};
        return summary;
    }
    summary.plan = in(language, kFibre);
    summary.services = in(language, kFibreServices);
    summary.equipment = in(language, kRouter);
    summary.speeds = in(language, kSpeeds);
    summary.ending = in(language, kEnding);
    summary.disabilities = in(language, kForAll);
    summary.other = in(language, kTold[1]);
    summary.commitment_months = 24;
    summary.prices = {{in(language, kFee), price("39.98"), "month"},
                      {in(language, kActivation), price("29"), ""}};
    summary.price_lists = {in(language, kAbroad)};
    summary.included = {{Counted::Seconds, std::nullopt, 3'000 * kMinute, ""}};
    return summary;
}

namespace {

constexpr Told kNational = {"", "Calls, national", "Gespräche, national", "Chiamate, nazionali",
                            "Llamadas, nacionales"};
constexpr Told kMessages = {"", "Messages", "Nachrichten", "Messaggi", "Mensajes"};
constexpr Told kData = {"", "Data, included", "Daten, inbegriffen", "Dati, inclusi",
                        "Datos, incluidos"};

// Of October 2026: a call, a message and a session by turns.
void add_entries(ItemisedBill& bill, std::size_t service, int count, std::string_view language) {
    using Kind = ItemisedBill::Kind;
    constexpr int kDays = 31, kDaySeconds = 86'400, kApart = 4'567;
    for (int i = 0; i < count; ++i) {
        ItemisedBill::Entry entry;
        entry.service = service;
        entry.day = LocalDate::of(2026, 10, 1).plus_days(i * kDays / count);
        entry.second = i * kApart % kDaySeconds;
        entry.kind = static_cast<Kind>(i % 3);
        entry.number = entry.kind == Kind::Data ? "" : fmt::format("+493012345{:02}xxx", i % 90);
        switch (entry.kind) {
            case Kind::Call:
                entry.line = in(language, kNational);
                entry.units = 65 + std::int64_t{i} * 7;
                entry.amount = Decimal::from_nano(int128{154'500'000} + i * int128{1'000'000});
                break;
            case Kind::Message:
                entry.line = in(language, kMessages);
                entry.amount = *Decimal::parse("0.09");
                break;
            case Kind::Data:
                entry.line = in(language, kData);
                entry.units = 12'000'000 + std::int64_t{i} * 98'765;
                break;
        }
        bill.entries.push_back(std::move(entry));
    }
}

}  // namespace

ItemisedBill itemised_bill(std::string_view language, Called called) {
    const bool is_much = called == Called::Much;
    const auto model = is_much ? long_names(language) : mobile(language);
    ItemisedBill bill;
    bill.language = language;
    bill.account_number = model.account_number.empty() ? "A-100042" : model.account_number;
    bill.written_on = model.issued_on;
    bill.seller = model.seller;
    bill.buyer = model.buyer;
    bill.payment_reference = model.payment_reference;
    bill.invoice = model.number;
    bill.currency = model.currency;
    const Period october{LocalDate::of(2026, 10, 1), LocalDate::of(2026, 11, 1)};
    bill.services.push_back({model.supplies.front(), october, {2'345, model.currency}, false});
    add_entries(bill, 0, is_much ? 2'000 : 12, language);
    if (!is_much) {
        auto second = model.supplies.front();
        second.code += "-2";
        bill.services.push_back({second, october, {118, model.currency}, true});
        add_entries(bill, 1, 5, language);
    }
    return bill;
}

}  // namespace bw::compose::samples
