// Bills as the program makes them: words come from what was counted, not from the sample.
#include "base/random.h"
#include "flow/bill/taxed.h"
#include "flow/compose/samples/sample_bills.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::compose::samples {
namespace {

using bill::Invoice;
using bill::InvoiceLine;
using rate::PieceKind;

const Period kOctober = month_of(LocalDate::of(2026, 10, 1));
const Period kNovember = month_of(LocalDate::of(2026, 11, 1));

Decimal dec(std::string_view text) { return *Decimal::parse(text); }

// English where a text is not there in the language.
std::string pick(std::string_view language, const char* english, const char* german,
                 const char* italian = nullptr, const char* spanish = nullptr) {
    if (language.starts_with("de")) return german;
    if (language.starts_with("it") && italian != nullptr) return italian;
    return language.starts_with("es") && spanish != nullptr ? spanish : english;
}

InvoiceLine& add_line(Invoice& invoice, std::string name, std::string_view quantity,
                      std::string_view unit, std::string_view price, std::string_view percent) {
    InvoiceLine line;
    line.number = static_cast<int>(invoice.lines.size()) + 1;
    line.supply = 0;
    line.name = std::move(name);
    line.days = line.nominal = kOctober;
    line.quantity = dec(quantity);
    line.unit = unit;
    line.price = dec(price);
    line.net = *round_to_money(*multiply(line.quantity, line.price), Ratio{}, invoice.currency,
                               Rounding::HalfUp);
    line.tax_code = "S";
    line.tax_percent = dec(percent);
    line.piece.kind = unit == "month" || unit == "day" ? PieceKind::Fixed : PieceKind::Usage;
    line.piece.charge = line.name.substr(0, line.name.find_first_of(",:"));
    line.piece.price = line.price;
    invoice.lines.push_back(std::move(line));
    return invoice.lines.back();
}

// Seller, buyer and frame of another sample.
Invoice emptied(Invoice invoice, std::string_view number) {
    invoice.number = number;
    invoice.supplies.clear();
    invoice.lines.clear();
    invoice.why.clear();
    invoice.months.clear();
    invoice.notices.clear();
    return invoice;
}

// An advance of so many cents with their tax.
InvoiceLine& add_request(Invoice& invoice, const Period& days, std::string_view cents,
                         std::string_view percent) {
    const Decimal gross = Decimal::from_nano(dec(cents).nano() / 100);
    auto& line =
        add_line(invoice, pick(invoice.language, "Advance", "Abschlag", "Acconto", "Pago a cuenta"),
                 "1", "", gross.to_string(), percent);
    line.gross = line.net;
    line.net = bill::net_of(line.net, line.tax_percent);
    line.days = days;
    line.nominal = month_of(days.to.plus_days(-1));
    line.stream = bill::Stream::Request;
    line.piece.kind = PieceKind::Advance;
    return line;
}

// The line turned into one that takes back what stands on another bill.
void take_back(InvoiceLine& line, std::string_view number) {
    line.quantity = -line.quantity;
    line.net = -line.net;
    if (line.gross) line.gross = -*line.gross;
    line.corrects = number;
    line.reversal = true;
}

bill::WhyStep step(bill::WhyKind kind, Money amount, std::string_view quantity,
                   std::string_view unit, std::string words = {}) {
    return {kind, amount, dec(quantity), std::string(unit), kOctober, std::move(words)};
}

}  // namespace

Invoice water(std::string_view language) {
    const auto say = [&](const char* en, const char* de, const char* it, const char* es) {
        return pick(language, en, de, it, es);
    };
    Invoice i = emptied(electricity(language), "A-2026-004712");
    i.supplies.push_back({"AW-7719-0032",
                          "water",
                          i.buyer.address,
                          say("Clear Water", "Klarwasser", "Acqua Chiara", "Agua Clara"),
                          {}});
    add_line(i, say("Meter charge", "Zählergebühr", "Quota fissa", "Cuota de servicio"), "1",
             "month", "6.40", "7");
    const rate::note::Reads reads{{dec("484.607"), LocalDate::of(2026, 10, 1)},
                                  {dec("496.568"), LocalDate::of(2026, 11, 1)}};
    auto& first =
        add_line(i,
                 say("Drinking water, first 10\u202Fm³", "Trinkwasser, die ersten 10\u202Fm³",
                     "Acqua potabile, primi 10\u202Fm³", "Agua potable, primeros 10\u202Fm³"),
                 "10", "m3", "1.92", "7");
    first.piece.breakdown.intervals = 1;
    first.piece.breakdown.notes = {reads};
    add_line(i,
             say("Drinking water, above 10\u202Fm³", "Trinkwasser, über 10\u202Fm³",
                 "Acqua potabile, oltre 10\u202Fm³", "Agua potable, más de 10\u202Fm³"),
             "1.961", "m3", "2.48", "7")
        .piece.breakdown.notes = {reads};
    add_line(i, say("Sewer", "Schmutzwasser", "Fognatura", "Alcantarillado"), "11.961", "m3",
             "2.37", "19")
        .piece.breakdown.notes = {reads};
    total_up(i);
    i.months_unit = "m3";
    LocalDate month = LocalDate::of(2026, 6, 1);
    for (const char* quantity : {"14.2", "16.9", "15.3", "8.714", "11.961"}) {
        i.months.push_back({month_of(month), dec(quantity), false, {}});
        month = month.plus_months(1);
    }
    const auto eur = [&](std::int64_t minor) { return Money{minor, i.currency}; };
    const Money last = eur(5202);
    using enum bill::WhyKind;
    i.why = {step(LastBill, last, "0", ""), step(Usage, eur(1336), "3.247", "m3"),
             step(Price, eur(-60), "0", "m3"), step(ThisBill, i.gross, "0", "")};
    i.why[0].period = month_of(LocalDate::of(2026, 9, 1));
    i.why.insert(i.why.end() - 1, step(Tax, eur(i.gross.minor - last.minor - 1336 + 60), "0", ""));
    return i;
}

Invoice by_windows(std::string_view language) {
    constexpr std::size_t kOthers = 4;
    Invoice i = electricity(language);
    i.month_windows = {pick(language, "By day", "Am Tag"),
                       pick(language, "By night", "In der Nacht")};
    for (std::size_t m = kOthers; m < i.months.size(); ++m) {
        const Decimal whole = i.months[m].quantity;
        const auto part = static_cast<std::int64_t>(50 + 2 * m);
        const Decimal day =
            whole.times(Ratio{part, 100}, Rounding::HalfUp).value().rounded(0, Rounding::HalfUp);
        i.months[m].windows = {day, whole - day};
    }
    return i;
}

Invoice calls(std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    Invoice i = emptied(mobile(language), "N-2026-118205");
    i.supplies.push_back(
        {"+49 151 5550 1182", "mobile", i.buyer.address, "Nordlink Duo S", "2027-07-31"});
    add_line(i, say("Monthly fee", "Monatspreis"), "1", "month", "7.99", "19");
    struct Row {
        const char *english, *german, *price;
        std::int64_t calls, seconds;
    };
    for (const Row& row : {Row{"Austria", "Österreich", "2.406", 2, 1203},
                           Row{"Switzerland, off-peak", "Schweiz, Nebenzeit", "2.0648", 1, 534},
                           Row{"National", "Inland", "10.846666667", 18, 8135},
                           Row{"Türkiye", "Türkei", "5", 1, 1061}}) {
        auto& b = add_line(i, say("Calls: ", "Anrufe: ") + say(row.english, row.german), "1", "",
                           row.price, "19")
                      .piece.breakdown;
        b.events = row.calls;
        b.seconds = row.seconds;
        if (dec(row.price) == Decimal(5)) b.notes = {rate::note::CallsCapped{1, 0, Decimal(5)}};
    }
    add_line(i, say("Messages", "Nachrichten"), "19", "message", "0.07", "19")
        .piece.breakdown.events = 19;
    auto& data = add_line(i, say("Data", "Datenvolumen"), "3", "block", "1.50", "19");
    data.piece.breakdown.bytes = 1'270'000'000;
    auto& included =
        add_line(i, say("Data, included in your plan", "Datenvolumen, in Ihrem Tarif enthalten"),
                 "1", "", "0", "19");
    included.piece.part = "included";
    included.piece.breakdown.bytes = 5'000'000'000;
    included.piece.breakdown.notes = {rate::note::Left{0}};
    total_up(i);
    const auto eur = [&](std::int64_t minor) { return Money{minor, i.currency}; };
    using enum bill::WhyKind;
    i.why = {step(LastBill, eur(2511), "0", ""),
             step(Usage, eur(1180), "0", "", say("Calls", "Anrufe")),
             step(Usage, eur(-28), "0", "", say("Messages", "Nachrichten")),
             step(Usage, eur(450), "0", "", say("Data", "Datenvolumen")),
             step(ThisBill, i.gross, "0", "")};
    i.why[0].period = month_of(LocalDate::of(2026, 9, 1));
    i.why.insert(i.why.end() - 1, step(Tax, eur(i.gross.minor - 2511 - 1180 + 28 - 450), "0", ""));
    return i;
}

Invoice fees_only(std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    Invoice i = emptied(mobile(language), "N-2026-118206");
    i.supplies.push_back({"NL-00000022", "broadband", i.buyer.address,
                          say("Nordlink Fibre 500", "Nordlink Glasfaser 500"), "2028-10-31"});
    add_line(i, say("Monthly fee", "Monatspreis"), "1", "month", "33.60", "19");
    add_line(i, say("Router", "Router"), "1", "month", "2.50", "19");
    add_line(i, say("Connection", "Anschluss"), "1", "", "49.00", "19").piece.kind =
        PieceKind::Fixed;
    i.lines[2].days = {kNovember.from, kNovember.from.plus_days(1)};
    for (auto& line : i.lines) {
        line.stream = bill::Stream::Advance;
        line.nominal = kNovember;
        if (line.unit == "month") line.days = kNovember;
    }
    i.period = kNovember;
    total_up(i);
    return i;
}

Invoice large(std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    Invoice i = emptied(electricity(language), "A-2026-004713");
    i.buyer.name = say("Northern Aluminium Works", "Norddeutsche Aluminiumhütte") + " AG";
    i.buyer.vat_id = "DE111222333";
    i.supplies.push_back({"DE00042128195000000000000099999",
                          "electricity",
                          i.buyer.address,
                          say("Works", "Industrie"),
                          {}});
    auto& peak = add_line(i, say("Energy, peak", "Arbeitspreis, Hauptzeit"), "1234567890.123",
                          "kWh", "0.09871", "19");
    peak.piece.breakdown.intervals = 968;
    peak.piece.breakdown.missing = 12;
    auto& night = add_line(i, say("Energy, night", "Arbeitspreis, Nacht"), "987654321.5", "kWh",
                           "0.06871", "19");
    night.piece.breakdown.intervals = 1996;
    night.piece.breakdown.estimated = 144;
    struct Row {
        const char *english, *german, *code, *percent, *net;
    };
    for (const Row& row :
         {Row{"Highest demand", "Leistungspreis", "S", "19", "1250000.00"},
          Row{"District heat", "Fernwärme", "S", "7", "88000.50"},
          Row{"Supply for resale", "Lieferung an Wiederverkäufer", "AE", "0", "99000"},
          Row{"Insurance of the meter", "Versicherung des Zählers", "E", "0", "12.40"},
          Row{"Reading abroad", "Ablesung im Ausland", "Z", "0", "310"}}) {
        auto& line = add_line(i, say(row.english, row.german), "1", "", row.net, row.percent);
        line.tax_code = row.code;
        line.piece.kind = PieceKind::Fixed;
        if (line.tax_code != "S") line.supply = -1;
    }
    i.taxes = {{"E", {}, {}, "§ 4 Nr. 10 UStG", {}, {}}};
    total_up(i);
    i.notices = {
        say("Readings are missing for a part of the period; we billed what was measured.",
            "Für einen Teil des Zeitraums liegen keine Messwerte vor; berechnet wurde, was "
            "gemessen wurde.")};
    return i;
}

Invoice sites(std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    Invoice i = emptied(electricity(language), "A-2026-004717");
    i.buyer.name = say("Sourdough Bakery Ltd", "Bäckerei Sauerteig GmbH");
    i.buyer.vat_id = "DE111222333";
    const std::string north = say("Shop North", "Laden Nord"),
                      south = say("Shop South", "Laden Süd");
    const bill::Address in_north{"Nordstraße 5", "28217", "Bremen", "DE"};
    const bill::Address in_south{"Neuenlander Straße 40", "28201", "Bremen", "DE"};
    i.supplies = {
        {"DE00042128195000000000000012345", "electricity", i.buyer.address, "Profi Flex", {}},
        {"DE00042128217000000000000067001", "electricity", in_north, "Profi Flex", {}, north},
        {"AW-7719-0040", "water", in_north, say("Clear Water", "Klarwasser"), {}, north},
        {"DE00042128201000000000000067002", "electricity", in_south, "Profi Flex", {}, south}};
    const auto add = [&](int supply, std::string name, std::string_view quantity,
                         std::string_view unit, std::string_view price, std::string_view percent) {
        add_line(i, std::move(name), quantity, unit, price, percent).supply = supply;
    };
    for (const auto& [supply, quantity] :
         {std::pair{0, "400"}, std::pair{1, "1200"}, std::pair{3, "800"}}) {
        add(supply, say("Standing charge", "Grundpreis"), "31", "day", "0.30", "19");
        add(supply, say("Energy", "Energie"), quantity, "kWh", "0.25", "19");
    }
    add(2, say("Meter charge", "Zählergebühr"), "1", "month", "6.40", "7");
    add(2, say("Drinking water", "Trinkwasser"), "20", "m3", "2.00", "7");
    total_up(i);
    return i;
}

Invoice advance(std::string_view language) {
    Invoice i = emptied(electricity(language), "A-2026-004718");
    i.supplies = electricity(language).supplies;
    add_request(i, kOctober, "5950", "19");
    total_up(i);
    return i;
}

Invoice settlement(std::string_view language, Advances advances) {
    const auto say = [&](const char* en, const char* de, const char* it, const char* es) {
        return pick(language, en, de, it, es);
    };
    Invoice i = emptied(water(language), "A-2026-004719");
    i.supplies = water(language).supplies;
    const Period half_year{LocalDate::of(2026, 5, 1), kOctober.to};
    const auto add = [&](std::string name, std::string_view quantity, std::string_view unit,
                         std::string_view price, std::string_view percent) {
        add_line(i, std::move(name), quantity, unit, price, percent).days = half_year;
    };
    add(say("Meter charge", "Zählergebühr", "Quota fissa", "Cuota de servicio"), "6", "month",
        "6.40", "7");
    add(say("Drinking water", "Trinkwasser", "Acqua potabile", "Agua potable"), "90", "m3", "1.92",
        "7");
    add(say("Sewer", "Schmutzwasser", "Fognatura", "Alcantarillado"), "90", "m3", "2.37", "19");
    i.period = half_year;
    const bool is_invoiced = advances == Advances::Invoiced;
    if (is_invoiced) {
        i.next_advances = {{kNovember.from, {19100, i.currency}, {}, 0}};
        int number = 3301;
        for (const int month : {6, 8, 10}) {
            const Period two_months{LocalDate::of(2026, month - 1, 1),
                                    LocalDate::of(2026, month + 1, 1)};
            i.corrected_numbers.push_back("A-2026-00" + std::to_string(number));
            // 80.00 for two months: 45 % of it for the water, 55 % for the sewer.
            take_back(add_request(i, two_months, "3600", "7"), i.corrected_numbers.back());
            take_back(add_request(i, two_months, "4400", "19"), i.corrected_numbers.back());
            number += 411;
        }
    } else {
        i.next_advances = {{kNovember.from, {8700, i.currency}, {}, 15}};
        i.prepaid = {24000, i.currency};  // six of 40.00
    }
    total_up(i);
    return i;
}

Invoice scripts() {
    Invoice i = electricity("en");
    i.number = "A-2026-004714";
    i.buyer.name = "Ελευθερία Παπαδοπούλου / Олександр Шевченко";
    i.buyer.address = {"شارع الملك عبد العزيز 12", "28195", "תל אביב", "DE"};
    i.supplies[0].address = i.buyer.address;
    i.lines[1].words = "Υπόλοιπες ώρες, решта годин";
    return i;
}

Invoice numbered(const Invoice& model, int n) {
    Invoice i = model;
    Random random(static_cast<std::uint64_t>(n) + 1);
    i.id = {n + 1};
    i.number = fmt::format("{}-{:06}", model.number.substr(0, 6), n);
    i.payment_reference = rf_reference(fmt::format("70042111{:07}", n));
    i.buyer.number = fmt::format("K-{:06}", n);
    i.buyer.address.street = fmt::format("Uferweg {}", n % 997 + 1);
    for (auto& line : i.lines) {
        if (line.unit == "month" || line.unit == "day") continue;
        line.quantity += Decimal::scaled(random.between(-30, 900), 1);
        line.net = *round_to_money(*multiply(line.quantity, line.price), Ratio{1, line.base},
                                   i.currency, Rounding::HalfUp);
    }
    const std::int64_t before = i.gross.minor;
    total_up(i);
    if (i.why.size() >= 2) {
        i.why.back().amount = i.gross;
        i.why[i.why.size() - 2].amount.minor += i.gross.minor - before;
    }
    return i;
}

}  // namespace bw::compose::samples
