#include "apps/demo/people.h"

#include "apps/demo/check_digits.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <string_view>

namespace bw::demo {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 40> kFirstNames = {
    "Anna",   "Jörg",    "Ayşe",   "Björn",     "Clara",  "Dörte",  "Emil",     "Françoise",
    "Günter", "Hannah",  "Igor",   "Jürgen",    "Karla",  "Lukas",  "Mareike",  "Nikolaj",
    "Özlem",  "Paul",    "Rosa",   "Sören",     "Tilda",  "Ulrike", "Vivien",   "Wiebke",
    "Xaver",  "Yannick", "Zoë",    "Agnieszka", "Bärbel", "Cem",    "Dominik",  "Elif",
    "Frieda", "Gül",     "Henrik", "Ilse",      "Jakob",  "Käthe",  "Leonhard", "Małgorzata"};
constexpr std::array<std::string_view, 40> kLastNames = {
    "Ackermann", "Böttcher",  "Çelik",     "Dückers",  "Ehlers",    "Fröhlich", "Großmann",
    "Hübner",    "Iwanow",    "Jäger",     "Kowalski", "Löwe",      "Müller",   "Nowak",
    "Öztürk",    "Petersen",  "Quast",     "Rößler",   "Schäfer",   "Thießen",  "Ungerer",
    "Voß",       "Weiß",      "Yıldız",    "Zöllner",  "Bergström", "Clausen",  "Dąbrowski",
    "Eßer",      "Fünfstück", "Götz",      "Haußmann", "Jørgensen", "Kühn",     "Lüders",
    "Möller",    "Nguyen",    "Oppermann", "Schütz",   "Wünsche"};
constexpr std::array<std::string_view, 16> kEnglishFirst = {
    "Alice", "Brendan", "Chloe", "Desmond", "Eleanor", "Fergus", "Grace", "Harriet",
    "Imran", "Joyce",   "Keith", "Lorna",   "Niamh",   "Oscar",  "Priya", "Rowan"};
constexpr std::array<std::string_view, 16> kEnglishLast = {
    "Ashworth", "Beckett", "Carmichael", "Doyle",  "Ellison", "Fairfax", "Grant",    "Hollis",
    "Iyer",     "Kendall", "Lockwood",   "Mercer", "O'Brien", "Pryce",   "Sinclair", "Whitaker"};
constexpr std::array<std::string_view, 20> kStreets = {
    "Ahornweg",        "Am Alten Hafen", "Bäckergasse",       "Birkenallee",   "Brückenstraße",
    "Dünenweg",        "Fährstraße",     "Gänsemarkt",        "Große Bleiche", "Kastanienallee",
    "Königsplatz",     "Lerchenfeld",    "Lindenstraße",      "Möwenstieg",    "Mühlendamm",
    "Obere Torstraße", "Schäferweg",     "Straße der Gärten", "Sonnenhang",    "Zum Stellwerk"};
struct Town {
    std::string_view postcode, name;
};
constexpr std::array<Town, 10> kTowns = {{{"09991", "Sonnthal"},
                                          {"09992", "Möwenhafen"},
                                          {"19991", "Grünwerder"},
                                          {"29992", "Kupferstadt"},
                                          {"39993", "Neukirchen am Brühl"},
                                          {"49994", "Hohenbrück"},
                                          {"59995", "Altmühlwinkel"},
                                          {"69996", "Bad Weißbach"},
                                          {"79997", "Lindenau (See)"},
                                          {"89998", "Überfeld"}}};
constexpr std::array<std::string_view, 8> kTrades = {"Bäckerei",     "Tischlerei",   "Gärtnerei",
                                                     "Buchhandlung", "Fahrradladen", "Reinigung",
                                                     "Weinhandel",   "Töpferei"};
constexpr std::array<std::string_view, 3> kLegalForms = {"GmbH", "e. K.", "GmbH & Co. KG"};

std::string_view pick(Random& random, Words words) { return words[random.below(words.size())]; }

// The part of an e-mail address: lower case ASCII, umlauts written out, anything else left out.
std::string plain(std::string_view name) {
    static constexpr std::array<std::array<std::string_view, 2>, 20> kWrittenOut = {
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"},
         {"ç", "c"},  {"Ç", "c"},  {"ş", "s"},  {"ı", "i"},  {"ø", "o"},  {"ë", "e"},  {"ą", "a"},
         {"ł", "l"},  {"á", "a"},  {"é", "e"},  {"è", "e"},  {"ş", "s"},  {"İ", "i"}}};
    std::string out;
    for (std::size_t i = 0; i < name.size();) {
        const char c = name[i];
        if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
        if (c >= 'a' && c <= 'z') out += c;
        std::size_t used = 1;
        for (const auto& [letter, ascii] : kWrittenOut) {
            if (!name.substr(i).starts_with(letter)) continue;
            out += ascii;
            used = letter.size();
            break;
        }
        i += used;
    }
    return out;
}

std::string make_email(Random& random, std::string_view first, std::string_view last) {
    static constexpr std::array<std::string_view, 3> kDomains = {"example.com", "example.org",
                                                                 "example.net"};
    return fmt::format("{}.{}{}@{}", plain(first), plain(last), random.between(1, 99),
                       pick(random, kDomains));
}

}  // namespace

Place make_place(Random& random) {
    const std::string_view street = pick(random, kStreets);
    const Town& town = kTowns[random.below(kTowns.size())];
    const std::string letter = random.chance(1, 8) ? std::string(1, "abc"[random.below(3)]) : "";
    return {fmt::format("{} {}{}", street, random.between(1, 148), letter),
            std::string(town.postcode), std::string(town.name), "DE"};
}

Holder make_person(Random& random) {
    Holder holder;
    holder.language = random.chance(2, 3) ? "de" : "en";
    const bool english = holder.language == "en" && random.chance(2, 3);
    const auto first = english ? pick(random, kEnglishFirst) : pick(random, kFirstNames);
    const auto last = english ? pick(random, kEnglishLast) : pick(random, kLastNames);
    holder.name = fmt::format("{} {}", first, last);
    holder.email = make_email(random, first, last);
    if (random.chance(1, 10)) holder.email.clear();
    holder.place = make_place(random);
    return holder;
}

Holder make_company(Random& random) {
    Holder holder;
    holder.language = "de";
    const auto trade = pick(random, kTrades);
    const auto owner = pick(random, kLastNames);
    holder.name = fmt::format("{} {} {}", trade, owner, pick(random, kLegalForms));
    holder.email = fmt::format("rechnung@{}-{}.example", plain(trade), plain(owner));
    holder.vat_id =
        german_vat_id(static_cast<std::uint32_t>(random.between(10'000'000, 99'999'999)));
    holder.place = make_place(random);
    return holder;
}

Holder make_long_name(Random& random) {
    Holder holder = make_person(random);
    holder.name = "Wohnungseigentümergemeinschaft Straße der Gärten 14–38 und Große Bleiche 2–12, "
                  "vertreten durch "
                  "die Verwaltung Fünfstück, Großmann & Wünsche Partnerschaftsgesellschaft mbB";
    holder.language = "de";
    holder.email = "verwaltung.strasse-der-gaerten@example.org";
    return holder;
}

Place make_place_abroad() { return {"14 Larkspur Terrace", "ZZ1 4AB", "Little Hallowby", "GB"}; }

}  // namespace bw::demo
