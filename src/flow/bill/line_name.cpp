// Names of lines. What a tariff names stands on the bill as written; what it gives only a key for
// (windows, seasons, tiers, calls) is put into words here, so that no key reaches a customer.
#include "flow/bill/story.h"
#include "platform/text/said.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::bill {
namespace {

constexpr std::string_view kNarrowSpace = "\u202F";  // between a number and its unit

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

// "free-hours" is no word; "free hours" is.
std::string words_of_key(std::string_view key, bool german) {
    const auto* known = std::ranges::find(kKeyWords, key, &KeyWords::key);
    if (known != kKeyWords.end()) return std::string(german ? known->german : known->english);
    std::string words(key);
    std::ranges::replace(words, '-', ' ');
    std::ranges::replace(words, '_', ' ');
    return words;
}

// As the first word of a line.
std::string capital(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

void join(std::string& name, const std::string& part) {
    if (!part.empty()) name.append(name.empty() ? "" : ", ").append(part);
}

// The window that a piece was priced in; null when the text is another one by now.
const catalog::Window* window_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    const auto* charge = charge_of(catalog, piece);
    if (charge == nullptr) return nullptr;
    for (const auto& season : charge->seasons)
        for (const auto& window : season.windows)
            if (season.name == piece.breakdown.season && window.name == piece.breakdown.window)
                return &window;
    return nullptr;
}

// "first 10 m³", "10 to 20 m³", "above 20 m³ per day".
std::string tier_words(const catalog::Window* window, const rate::Piece& piece, bool german) {
    const auto& b = piece.breakdown;
    const auto index = static_cast<std::size_t>(b.tier - 1);
    const bool known = window != nullptr && index < window->tiers.size();
    if (known && !window->tiers[index].name.empty())
        return words_of_key(window->tiers[index].name, german);
    const auto bound = [german](const std::string& text) {
        const auto value = Decimal::parse(text);
        std::string shown = value ? value->rounded(3, Rounding::HalfUp).to_string() : text;
        if (german) std::ranges::replace(shown, '.', ',');
        return shown;
    };
    const auto value_of = [](const std::string& text) {
        return Decimal::parse(text).value_or(Decimal{});
    };
    const std::string unit = std::string(kNarrowSpace) + (piece.unit == "m3" ? "m³" : piece.unit);
    std::string words;
    if (b.tier_to.empty())
        words = fmt::format("{} {}{}", german ? "über" : "above", bound(b.tier_from), unit);
    else if (value_of(b.tier_from).is_zero())
        words = fmt::format("{} {}{}", german ? "die ersten" : "first", bound(b.tier_to), unit);
    else
        words = fmt::format("{} {} {}{}", bound(b.tier_from), german ? "bis" : "to",
                            bound(b.tier_to), unit);
    // Bounds of a day are said as such, unless they were multiplied by days already.
    const bool is_daily = known && window->per == catalog::TierPeriod::Day && [&] {
        const auto& tier = window->tiers[index];
        const Decimal raw = tier.to ? *tier.to : window->tiers[index - 1].to.value_or(Decimal{});
        return raw == value_of(tier.to ? b.tier_to : b.tier_from);
    }();
    return words + (is_daily ? (german ? " je Tag" : " per day") : "");
}

// Season, window and tier of a usage charge.
std::string part_words(const catalog::Catalog& catalog, const rate::Piece& piece, bool german) {
    const auto& b = piece.breakdown;
    std::string words = b.season.empty() ? "" : words_of_key(b.season, german);
    if (!b.window.empty()) join(words, words_of_key(b.window, german));
    if (b.tier > 0) join(words, tier_words(window_of(catalog, piece), piece, german));
    return words;
}

enum class Service : std::uint8_t { None, Calls, Data, Messages };

// What a charge of the plan's usage or allowances counts; None where it has a key of its own,
// "sms".
Service service_of(const catalog::Plan& plan, const std::string& charge) {
    for (const auto& allowance : plan.allowances)
        if (allowance.key == charge) {
            switch (allowance.kind) {
                case catalog::AllowanceKind::Seconds: return Service::Calls;
                case catalog::AllowanceKind::Bytes: return Service::Data;
                case catalog::AllowanceKind::Messages: return Service::Messages;
            }
        }
    if (charge == (plan.usage ? plan.usage->voice_key : "voice")) return Service::Calls;
    if (charge == "data") return Service::Data;
    return charge == "messages" ? Service::Messages : Service::None;
}

std::string service_words(Service service, const std::string& charge, bool german) {
    switch (service) {
        case Service::Calls: return german ? "Anrufe" : "Calls";
        case Service::Data: return german ? "Datenvolumen" : "Data";
        case Service::Messages: return german ? "Nachrichten" : "Messages";
        case Service::None: break;
    }
    return capital(words_of_key(charge, german));
}

// "Calls: Austria, off-peak"; "Calls: National, included in your plan".
std::string telecom_name(const catalog::Plan& plan, const rate::Piece& piece, bool german) {
    std::string name = service_words(service_of(plan, piece.charge), piece.charge, german);
    if (piece.part == "included") {
        for (const auto& allowance : plan.allowances)
            if (allowance.key == piece.charge && allowance.to.size() == 1)
                name += ": " + words_of_key(allowance.to.front(), german);
        return name + (german ? ", in Ihrem Tarif enthalten" : ", included in your plan");
    }
    const auto slash = piece.breakdown.window.empty() ? std::string::npos : piece.part.rfind('/');
    const std::string where = piece.part.substr(0, slash);
    if (!where.empty() && where != "any") name += ": " + words_of_key(where, german);
    if (slash != std::string::npos) join(name, words_of_key(piece.breakdown.window, german));
    return name;
}

}  // namespace

const catalog::Charge* charge_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    for (const auto& schedule : catalog.all.schedules)
        if (schedule.head.name == piece.schedule && schedule.head.from == piece.version)
            if (const auto* charge = schedule.find(piece.charge)) return charge;
    return nullptr;
}

std::string line_name(const catalog::Catalog& catalog, const catalog::Plan& plan,
                      const rate::Piece& piece, const std::string& tag) {
    const bool german = text::tongue_of(tag) == text::Tongue::German;
    const auto named = [&](const std::string& name) {
        return name == piece.charge ? capital(words_of_key(name, german)) : name;
    };
    // A plan and one of its schedules may have the same name: then the charge tells them apart.
    const bool is_of_schedule =
        std::ranges::any_of(catalog.all.schedules, [&](const catalog::Schedule& s) {
            const bool discount = std::ranges::any_of(
                s.discounts, [&](const auto& d) { return d.key == piece.charge; });
            return s.head.name == piece.schedule && s.head.from == piece.version &&
                   (discount || s.find(piece.charge) != nullptr ||
                    piece.kind == rate::PieceKind::Minimum);
        });
    if (!is_of_schedule && piece.schedule == plan.head.name) {
        for (const auto& fee : plan.recurring)
            if (fee.key == piece.charge)
                return named(catalog::name_in(fee.names, tag, fee.key));
        return telecom_name(plan, piece, german);
    }
    if (piece.kind == rate::PieceKind::Minimum) return german ? "Mindestbetrag" : "Minimum charge";
    std::string name =
        named(catalog.charge_name(piece.schedule, piece.version, piece.charge, tag));
    if (piece.kind == rate::PieceKind::Usage) join(name, part_words(catalog, piece, german));
    return name;
}

}  // namespace bw::bill
