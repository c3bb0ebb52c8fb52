#include "flow/compose/samples/sample_bills.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::compose::samples {
namespace {

using bill::Invoice;
using bill::InvoiceLine;

constexpr Period kOctober{LocalDate(20727), LocalDate(20758)};  // 2026-10-01 to 2026-11-01

Decimal dec(std::string_view text) { return *Decimal::parse(text); }
Currency currency(std::string_view code) { return *Currency::parse(code); }

// English where a text is not there in the language.
std::string pick(std::string_view language, const char* english, const char* german,
                 const char* italian = nullptr, const char* spanish = nullptr,
                 const char* arabic = nullptr) {
    if (language.starts_with("de")) return german;
    if (language.starts_with("ar") && arabic != nullptr) return arabic;
    if (language.starts_with("it") && italian != nullptr) return italian;
    return language.starts_with("es") && spanish != nullptr ? spanish : english;
}

struct LineSpec {
    std::string name, words, quantity, unit, price, charge;
    std::int64_t base = 1;
    int supply = 0;
    std::string code = "S", percent = "19", tax = "standard";
    Period days = kOctober;
};

InvoiceLine& add_line(Invoice& invoice, const LineSpec& spec) {
    InvoiceLine line;
    line.number = static_cast<int>(invoice.lines.size()) + 1;
    line.supply = spec.supply;
    line.name = spec.name;
    line.words = spec.words;
    line.days = spec.days;
    line.nominal = month_of(spec.days.from);
    line.quantity = dec(spec.quantity);
    line.unit = spec.unit;
    line.price = dec(spec.price);
    line.base = spec.base;
    line.net = *round_to_money(*multiply(line.quantity, line.price), Ratio{1, spec.base},
                               invoice.currency, Rounding::HalfUp);
    line.tax_code = spec.code;
    line.tax_percent = dec(spec.percent);
    line.tax = spec.tax;
    line.piece.charge = spec.charge;
    invoice.lines.push_back(std::move(line));
    return invoice.lines.back();
}

bill::Seller aurora() {
    return {.name = "Aurora Energie GmbH",
            .vat_id = "DE123456788",
            .registration = "HRB 20417 HB",
            .email = "hallo@aurora-energie.example",
            .phone = "+49 421 555 0100",
            .web = "aurora-energie.example",
            .address = {"Am Speicher 8", "28217", "Bremen", "DE"},
            .iban = "DE89370400440532013000",
            .bic = "COBADEFFXXX",
            .bank_account_name = "Aurora Energie GmbH",
            .brand = "aurora"};
}

bill::Seller nordlink() {
    return {.name = "Nordlink Telekom GmbH",
            .vat_id = "DE987654324",
            .registration = "HRB 88120 HH",
            .email = "service@nordlink.example",
            .phone = "+49 40 555 0190",
            .web = "nordlink.example",
            .address = {"Kaiweg 41", "20457", "Hamburg", "DE"},
            .iban = "DE75512108001245126199",
            .bic = "SOLADEST600",
            .bank_account_name = "Nordlink Telekom GmbH",
            .brand = "nordlink"};
}

Invoice frame(std::string_view language, bill::Seller seller, std::string_view number) {
    Invoice invoice;
    invoice.number = number;
    invoice.issued_on = LocalDate::of(2026, 11, 10);
    invoice.due_on = LocalDate::of(2026, 12, 1);
    invoice.language = language;
    invoice.currency = currency("EUR");
    invoice.seller = std::move(seller);
    invoice.period = kOctober;
    invoice.prepaid = {0, invoice.currency};
    return invoice;
}

struct MonthSpec {
    const char* quantity;
    const char* year_before;
    bool estimated = false;
};

// The month of the bill is the last one.
void set_months(Invoice& invoice, std::string_view unit, const std::vector<MonthSpec>& months) {
    invoice.months_unit = unit;
    LocalDate first = kOctober.from.plus_months(1 - static_cast<int>(months.size()));
    for (const auto& m : months) {
        bill::MonthValue value{month_of(first), dec(m.quantity), m.estimated, std::nullopt};
        if (m.year_before != nullptr) value.year_before = dec(m.year_before);
        invoice.months.push_back(value);
        first = first.plus_months(1);
    }
}

// Steps from the last bill to this one, such as bill makes them.
struct ChangeSpec {
    bill::WhyKind kind;
    std::int64_t minor;
    std::string words = {}, quantity = "0", unit = {};
};
void set_why(Invoice& invoice, std::int64_t last_minor, std::vector<ChangeSpec> changes) {
    using enum bill::WhyKind;
    changes.insert(changes.begin(), {LastBill, last_minor});
    changes.push_back({Tax, 0});
    changes.push_back({ThisBill, 0});
    for (auto& [kind, minor, words, quantity, unit] : changes)
        invoice.why.push_back({kind, {minor, invoice.currency}, dec(quantity), unit, {}, words});
    invoice.why.front().period = month_of(kOctober.from.plus_days(-1));
    invoice.why.back().period = kOctober;
    balance_why(invoice);
}

void electricity_lines(Invoice& i, std::string_view language) {
    const auto say = [&](const char* en, const char* de, const char* it, const char* es,
                         const char* ar) { return pick(language, en, de, it, es, ar); };
    add_line(i, {.name = say("Energy, peak", "Energie, Hauptzeit", "Energia, ore di punta",
                             "Energía, horas punta", "الطاقة، ساعات الذروة"),
                 .words = say("Monday to Friday, 8 to 19", "Montag bis Freitag, 8 bis 19 Uhr",
                              "Da lunedì a venerdì, dalle 8 alle 19",
                              "De lunes a viernes, de 8 a 19 horas",
                              "من الإثنين إلى الجمعة، من 8 إلى 19"),
                 .quantity = "142.6",
                 .unit = "kWh",
                 .price = "0.28710",
                 .charge = "energy"});
    add_line(i, {.name = say("Energy, shoulder", "Energie, Nebenzeit", "Energia, ore intermedie",
                             "Energía, horas llanas", "الطاقة، الساعات العادية"),
                 .words = say("Mornings, evenings and Saturdays", "Morgens, abends und samstags",
                              "Mattina, sera e sabato", "Mañanas, noches y sábados",
                              "صباحًا ومساءً وأيام السبت"),
                 .quantity = "88.4",
                 .unit = "kWh",
                 .price = "0.24830",
                 .charge = "energy"});
    add_line(i, {.name = say("Energy, night", "Energie, Nacht", "Energia, notte", "Energía, noche",
                             "الطاقة، ليلًا"),
                 .words = say("All other hours", "Alle übrigen Stunden", "Tutte le altre ore",
                              "Todas las demás horas", "جميع الساعات الأخرى"),
                 .quantity = "121.9",
                 .unit = "kWh",
                 .price = "0.19330",
                 .charge = "energy"});
    add_line(i, {.name = say("Standing charge", "Grundpreis", "Quota fissa", "Término fijo",
                             "الرسم الثابت"),
                 .words = say("For grid and metering, by the day", "Für Netz und Messung, je Tag",
                              "Per rete e misura, al giorno", "Por red y medida, por día",
                              "للشبكة والقياس، لكل يوم"),
                 .quantity = "31",
                 .unit = "day",
                 .price = "0.3122",
                 .charge = "standing"});
    add_line(i,
             {.name = say("Electricity tax", "Stromsteuer", "Accisa sull’elettricità",
                          "Impuesto eléctrico", "ضريبة الكهرباء"),
              .words = say("Set by law, passed on as it is",
                           "Vom Gesetz bestimmt, unverändert weitergegeben",
                           "Fissata dalla legge, riportata tale e quale",
                           "Fijado por ley, se traslada tal cual", "يحددها القانون وتحول كما هي"),
              .quantity = "352.9",
              .unit = "kWh",
              .price = "0.0205",
              .charge = "excise"});
    add_line(i,
             {.name = say("Solar power fed in", "Eingespeister Solarstrom",
                          "Energia solare immessa", "Energía solar vertida", "طاقة شمسية موردة"),
              .words = say("What your roof gave to the grid", "Was Ihr Dach ins Netz gegeben hat",
                           "Quanto il suo tetto ha dato alla rete", "Lo que su tejado dio a la red",
                           "ما قدّمه سطحك إلى الشبكة"),
              .quantity = "-38.2",
              .unit = "kWh",
              .price = "0.0820",
              .charge = "solar"});
}

void mobile_lines(Invoice& i, std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    add_line(i, {.name = say("Duo L, monthly fee", "Duo L, Monatspreis"),
                 .words = say("20 GB and all national calls included",
                              "20 GB und alle Anrufe im Inland inklusive"),
                 .quantity = "1",
                 .unit = "month",
                 .price = "25.17",
                 .charge = "fee"});
    add_line(i, {.name = say("Data beyond 20 GB", "Daten über 20 GB"),
                 .words = say("3 started packs of 500 MB", "3 angefangene Pakete zu 500 MB"),
                 .quantity = "3",
                 .unit = "pack",
                 .price = "1.68",
                 .charge = "data"});
    add_line(i, {.name = say("Calls to Switzerland", "Anrufe in die Schweiz"),
                 .words = say("9 calls, billed by the second after the first minute",
                              "9 Anrufe, nach der ersten Minute sekundengenau"),
                 .quantity = "47.25",
                 .unit = "min",
                 .price = "0.2437",
                 .charge = "abroad"});
    add_line(i, {.name = say("Roaming data in Norway", "Roaming-Daten in Norwegen"),
                 .words = say("Used like at home, 1,240 MB", "Wie zu Hause genutzt, 1.240 MB"),
                 .quantity = "1240",
                 .unit = "MB",
                 .price = "0",
                 .charge = "roaming"});
    add_line(i, {.name = say("Duo Plus, monthly fee", "Duo Plus, Monatspreis"),
                 .words = say("New since 15 October", "Neu seit 15. Oktober"),
                 .quantity = "17",
                 .unit = "day",
                 .price = "12.56",
                 .charge = "fee",
                 .base = 31,
                 .supply = 1,
                 .days = {kOctober.from.plus_days(14), kOctober.to}});
    add_line(i, {.name = say("National calls", "Anrufe im Inland"),
                 .words = say("41 calls", "41 Anrufe"),
                 .quantity = "128.4",
                 .unit = "min",
                 .price = "0.0756",
                 .charge = "national",
                 .supply = 1});
    add_line(i, {.name = say("Picture messages", "Bildnachrichten"),
                 .words = {},
                 .quantity = "4",
                 .unit = "message",
                 .price = "0.3277",
                 .charge = "messages",
                 .supply = 1});
}

}  // namespace

// So that the steps add up: tax by what the last bill paid, the second change what is left.
void balance_why(Invoice& invoice) {
    auto& why = invoice.why;
    const Money tax_before =
        *round_to_money(*multiply(Decimal::scaled(why.front().amount.minor, 2), Decimal(19)),
                        Ratio{1, 119}, invoice.currency, Rounding::HalfUp);
    why[why.size() - 2].amount = {invoice.tax.minor - tax_before.minor, invoice.currency};
    why.back().amount = invoice.gross;
    why[2].amount = {0, invoice.currency};
    std::int64_t left = invoice.gross.minor;
    for (std::size_t i = 0; i + 1 < why.size(); ++i) left -= why[i].amount.minor;
    why[2].amount.minor = left;
}

std::string rf_reference(std::string_view digits) {
    // ISO 7064 mod 97-10 over digits + "RF00" ("RF" is 27 15)
    int rest = 0;
    for (const char c : std::string(digits) + "271500") rest = (rest * 10 + (c - '0')) % 97;
    return fmt::format("RF{:02}{}", 98 - rest, digits);
}

void total_up(Invoice& invoice) {
    const auto& c = invoice.currency;
    auto reasons = std::move(invoice.taxes);
    invoice.taxes.clear();
    invoice.net = invoice.tax = Money{0, c};
    for (const auto& line : invoice.lines) {
        auto tax = std::ranges::find_if(invoice.taxes, [&](const auto& t) {
            return t.code == line.tax_code && t.percent == line.tax_percent;
        });
        if (tax == invoice.taxes.end()) {
            invoice.taxes.push_back(
                {line.tax_code, line.tax_percent, line.tax, {}, {0, c}, {0, c}});
            tax = invoice.taxes.end() - 1;
        }
        tax->base = *add(tax->base, line.net);
        invoice.net = *add(invoice.net, line.net);
    }
    for (auto& tax : invoice.taxes) {
        Money net = tax.base;  // of what is priced without tax
        tax.tax = Money{0, c};
        for (const auto& line : invoice.lines) {
            if (line.tax_code != tax.code || line.tax_percent != tax.percent || !line.gross)
                continue;
            net = *add(net, -line.net);
            tax.tax = *add(tax.tax, *add(*line.gross, -line.net));
        }
        tax.tax = *add(tax.tax, *percent_of(net, tax.percent, Rounding::HalfUp));
        invoice.tax = *add(invoice.tax, tax.tax);
        for (const auto& old : reasons)
            if (old.code == tax.code) tax.reason = old.reason;
    }
    invoice.gross = *add(invoice.net, invoice.tax);
    invoice.payable = *add(invoice.gross, -invoice.prepaid);
}

Invoice electricity(std::string_view language) {
    const auto say = [&](const char* en, const char* de, const char* it, const char* es,
                         const char* ar) { return pick(language, en, de, it, es, ar); };
    Invoice i = frame(language, aurora(), "A-2026-004711");
    i.id = {4711};
    i.account_number = "70 0421 1187";
    i.payment_reference = rf_reference("700421118702610");
    i.buyer = {.name = "Jördis Müller-Öztürk",
               .number = "K-104 221",
               .vat_id = {},
               .email = "joerdis@post.example",
               .address = {"Uferweg 12", "28195", "Bremen", "DE"}};
    i.supplies.push_back({"DE00042128195000000000000012345", "electricity", i.buyer.address,
                          say("Home Flex", "Zuhause Flex", "Casa Flex", "Hogar Flex", "هوم فلكس"),
                          say("31 December 2027", "31. Dezember 2027", "31 dicembre 2027",
                              "31 de diciembre de 2027", "31 ديسمبر 2027")});
    electricity_lines(i, language);
    total_up(i);
    set_months(i, "kWh",
               {{"383.1", "401.2"},
                {"421.7", "436.0"},
                {"468.2", "470.8"},
                {"481.6", "466.3"},
                {"432.9", "441.0"},
                {"398.4", "405.5", true},
                {"341.0", "352.2"},
                {"302.5", "318.7"},
                {"271.8", "280.1"},
                {"262.3", "259.9"},
                {"268.7", "277.4"},
                {"310.2", "321.6"},
                {"352.9", "383.1"}});
    using enum bill::WhyKind;
    set_why(
        i, 10487,
        {{Usage, 1161, {}, "42.7", "kWh"},
         {.kind = Price, .minor = 0, .unit = "kWh"},
         {Fixed, 31,
          say("Standing charge", "Grundpreis", "Quota fissa", "Término fijo", "الرسم الثابت")}});
    i.notices = {
        say("Your meter was read remotely on 31 October. Two quarter hours were estimated.",
            "Ihr Zähler wurde am 31. Oktober aus der Ferne abgelesen. Zwei Viertelstunden sind "
            "geschätzt.",
            "Il suo contatore è stato letto a distanza il 31 ottobre. Due quarti d’ora sono "
            "stimati.",
            "Su contador se leyó a distancia el 31 de octubre. Dos cuartos de hora están "
            "estimados.",
            "قُرئ عدادك عن بُعد في 31 أكتوبر. وقُدِّر ربعا ساعة."),
        say("The price of energy at night falls to 0.1897 EUR per kWh on 1 January 2027.",
            "Der Nachtpreis sinkt am 1. Januar 2027 auf 0,1897 € je kWh.",
            "Il prezzo dell’energia di notte scende a 0,1897 € per kWh dal 1 gennaio 2027.",
            "El precio de la energía de noche baja a 0,1897 € por kWh el 1 de enero de 2027.",
            "ينخفض سعر الطاقة ليلًا إلى 0.1897 EUR لكل kWh في 1 يناير 2027.")};
    return i;
}

Invoice mobile(std::string_view language) {
    const auto say = [&](const char* en, const char* de) { return pick(language, en, de); };
    Invoice i = frame(language, nordlink(), "N-2026-118204");
    i.id = {118204};
    i.account_number = "40 7719 0032";
    i.payment_reference = rf_reference("407719003202610");
    i.buyer = {.name = "Tom Brandt",
               .number = "C-77 190",
               .vat_id = {},
               .email = {},
               .address = {"Lange Reihe 90", "20099", "Hamburg", "DE"}};
    const std::string until = say("14 March 2028", "14. März 2028");
    i.supplies.push_back({"+49 151 5550 1182", "mobile", {}, "Nordlink Duo L", until});
    i.supplies.push_back({"+49 151 5550 1183", "mobile", {}, "Nordlink Duo Plus", until});
    mobile_lines(i, language);
    total_up(i);
    set_months(i, "GB",
               {{"14.2", nullptr},
                {"15.1", nullptr},
                {"17.9", nullptr},
                {"16.4", nullptr},
                {"18.8", nullptr},
                {"19.2", nullptr},
                {"17.1", nullptr},
                {"22.6", nullptr},
                {"21.4", nullptr}});
    using enum bill::WhyKind;
    set_why(i, 3187,
            {{Usage, 1151, say("Calls to Switzerland", "Anrufe in die Schweiz")},
             {Usage, 0, say("Data beyond 20 GB", "Daten über 20 GB")},
             {Usage, 971, say("National calls", "Anrufe im Inland")},
             {Fixed, 689, say("Duo Plus, monthly fee", "Duo Plus, Monatspreis")}});
    i.notices = {say(
        "Your commitment ends on 14 March 2028. Duo XL would have saved you 2.10 EUR this month.",
        "Ihre Mindestlaufzeit endet am 14. März 2028. Mit Duo XL hätten Sie 2,10 € gespart.")};
    return i;
}

Invoice credit_note(std::string_view language) {
    Invoice i = electricity(language);
    i.kind = bill::InvoiceKind::CreditNote;
    i.number = "A-2026-G-0093";
    i.corrected_numbers = {"A-2026-004711"};
    for (auto& line : i.lines) {
        line.quantity = -line.quantity;
        line.net = -line.net;
        line.corrects = "A-2026-004711";
    }
    i.why.clear();
    i.months.clear();
    i.notices.clear();
    total_up(i);
    return i;
}

Invoice settled(std::string_view language) {
    Invoice i = electricity(language);
    i.prepaid = i.gross;
    total_up(i);
    return i;
}

Invoice first_bill(std::string_view language) {
    Invoice i = electricity(language);
    i.why.clear();
    i.months.clear();
    return i;
}

Invoice long_bill(std::string_view language, int count) {
    Invoice i = mobile(language);
    i.lines.clear();
    i.supplies.push_back({"+49 151 5550 1184", "mobile", {}, "Nordlink Duo Mini", ""});
    static constexpr const char* kPlaces[] = {"Schweiz",          "Österreich",     "Norge",
                                              "Österreich mobil", "United Kingdom", "Türkiye",
                                              "Polska",           "España"};
    for (int n = 0; n < count; ++n)
        add_line(i, {.name = fmt::format("{} {}", pick(language, "Calls to", "Anrufe nach"),
                                         kPlaces[static_cast<std::size_t>(n) % std::size(kPlaces)]),
                     .words = fmt::format("{} {}", n + 2,
                                          pick(language, "calls in October", "Anrufe im Oktober")),
                     .quantity = fmt::format("{}.{}", 3 + n * 7 % 41, n % 10),
                     .unit = "min",
                     .price = fmt::format("0.{:03}", 90 + n * 13 % 400),
                     .charge = fmt::format("to-{}", n % 8),
                     .supply = n * 3 / std::max(count, 1)});
    total_up(i);
    i.why.clear();
    using enum bill::WhyKind;
    set_why(i, 3187,
            {{Usage, 900, pick(language, "Calls to Österreich", "Anrufe nach Österreich")},
             {Usage, 0, pick(language, "Calls to Schweiz", "Anrufe nach Schweiz")}});
    return i;
}

Invoice long_names(std::string_view language) {
    Invoice i = electricity(language);
    i.buyer.name =
        "Wohnungseigentümergemeinschaft Prinzregent-Luitpold-Straße 114–118 und Rückgebäude, "
        "vertreten durch Hausverwaltung Schöngeist & Partner mbB";
    i.buyer.address.street =
        "Prinzregent-Luitpold-Straße 114–118, Rückgebäude, Aufgang C, 4. Obergeschoss links";
    i.buyer.address.city = "Neukirchen beim Heiligen Blut-Unterpfaffenhofen";
    i.seller.name = "Aurora Energie- und Wasserversorgung der Freien Hansestadt Bremen und Umland "
                    "GmbH & Co. KG";
    i.seller.bank_account_name = i.seller.name;
    i.supplies[0].address = i.buyer.address;
    i.supplies[0].plan =
        "Zuhause Flex Komfort Plus mit Wärmepumpe und Elektromobilität, Neukundenbonus";
    i.lines[0].name =
        "Energieverbrauch in der Hauptzeit einschließlich Netznutzung und Konzessionsabgabe, "
        "gemessen mit intelligentem Messsystem";
    i.lines[0].words =
        "Montag bis Freitag von 8 bis 19 Uhr außer an gesetzlichen Feiertagen des Landes, in dem "
        "die Lieferstelle liegt; Ablesung aus der Ferne, geprüft nach den anerkannten Regeln";
    i.lines[4].quantity = dec("1234567.891");
    i.lines[4].net = *round_to_money(*multiply(i.lines[4].quantity, i.lines[4].price), Ratio{},
                                     i.currency, Rounding::HalfUp);
    total_up(i);
    i.why[3].words = "Grundpreis einschließlich Messstellenbetrieb mit intelligentem Messsystem";
    balance_why(i);
    return i;
}

Invoice corrected(std::string_view language) {
    Invoice i = electricity(language);
    const Period august = month_of(LocalDate::of(2026, 8, 1));
    add_line(i,
             {.name = pick(language, "Energy, peak, correction", "Energie, Hauptzeit, Korrektur"),
              .words = pick(language, "The reading replaces our estimate",
                            "Die Ablesung ersetzt unsere Schätzung"),
              .quantity = "-12.25",
              .unit = "kWh",
              .price = "0.28710",
              .charge = "energy",
              .percent = "16",
              .days = august})
        .corrects = "A-2026-003902";
    add_line(i, {.name = pick(language, "Price of nine decimals", "Preis mit neun Stellen"),
                 .words = {},
                 .quantity = "1234.123456789",
                 .unit = "kWh",
                 .price = "0.000123457",
                 .charge = "tiny"});
    add_line(i, {.name = pick(language, "Deposit interest", "Zinsen auf Ihre Kaution"),
                 .words = {},
                 .quantity = "-1",
                 .unit = "",
                 .price = "1.37",
                 .charge = "interest",
                 .supply = -1,
                 .code = "E",
                 .percent = "0",
                 .tax = "exempt"});
    add_line(i, {.name = pick(language, "Charging abroad", "Laden im Ausland"),
                 .words = {},
                 .quantity = "22.5",
                 .unit = "kWh",
                 .price = "0.39",
                 .charge = "abroad",
                 .supply = -1,
                 .code = "Z",
                 .percent = "0",
                 .tax = "zero"});
    i.corrected_numbers = {"A-2026-003902"};
    i.prepaid = {2000, i.currency};
    i.taxes.push_back({"E", {}, {}, "§ 4 Nr. 8 UStG", {}, {}});
    total_up(i);
    i.why.clear();
    return i;
}

Invoice gross(std::string_view language, GrossLines lines) {
    Invoice i = electricity(language);
    i.number = lines == GrossLines::All ? "A-2026-004715" : "A-2026-004716";
    i.lines.back().tax_percent = dec("7");
    std::map<Decimal, std::int64_t> sums;
    const auto net_of = [](std::int64_t minor, Decimal percent) {
        const int128 hundred = int128{100} * Decimal::kScale;
        return static_cast<std::int64_t>(
            divide_rounded(minor * hundred, hundred + percent.nano(), Rounding::HalfUp));
    };
    for (auto& line : i.lines) {
        if (lines == GrossLines::AllButOne && &line == &i.lines.front()) continue;
        std::int64_t& sum = sums[line.tax_percent];
        const std::int64_t before = net_of(sum, line.tax_percent);
        line.gross = line.net;
        sum += line.net.minor;
        line.net.minor = net_of(sum, line.tax_percent) - before;
    }
    i.why.clear();
    total_up(i);
    return i;
}

}  // namespace bw::compose::samples
