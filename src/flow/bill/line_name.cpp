#include "flow/bill/line_name.h"

#include "books/catalog/choice.h"
#include "flow/bill/key_words.h"
#include "flow/bill/note_words.h"
#include "platform/text/said.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::bill {
namespace {

constexpr std::string_view kNarrowSpace = "\u202F";  // between a number and its unit

using text::said, text::Tongue, text::tongue_of;

// What the tariff names; else words for the key.
std::string words_of(const catalog::Names& names, const std::string& key, const std::string& tag) {
    return names.empty() ? words_of_key(key, tongue_of(tag)) : catalog::name_in(names, tag, key);
}

void join(std::string& name, const std::string& part) {
    if (!part.empty()) name.append(name.empty() ? "" : ", ").append(part);
}

// Those of the row that priced it, where its charge has a table.
const std::vector<catalog::Season>* seasons_for(const catalog::Charge& charge,
                                                const rate::Piece& piece) {
    std::vector<catalog::Picked> picked;
    if (const auto* chosen = piece.breakdown.find<rate::note::Chosen>())
        for (const auto& [fact, value] : chosen->facts) picked.push_back({fact, value});
    return catalog::seasons_of(charge, picked);
}

// The season that a piece was priced in, and its window; null when the text is another one by now.
const catalog::Season* season_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    const auto* charge = charge_of(catalog, piece);
    if (charge == nullptr) return nullptr;
    const auto* seasons = seasons_for(*charge, piece);
    if (seasons == nullptr) return nullptr;
    const auto found =
        std::ranges::find(*seasons, piece.breakdown.season.text(), &catalog::Season::name);
    return found == seasons->end() ? nullptr : &*found;
}
const catalog::Window* window_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    const auto* season = season_of(catalog, piece);
    if (season == nullptr) return nullptr;
    const auto found =
        std::ranges::find(season->windows, piece.breakdown.window.text(), &catalog::Window::name);
    return found == season->windows.end() ? nullptr : &*found;
}

// The `usage:` that priced a piece, in its plan or schedule; null for what is measured and for
// fees.
const catalog::Telecom* usage_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    const auto find = [&](const auto& texts) -> const catalog::Telecom* {
        for (const auto& text : texts)
            if (text.head.name == piece.schedule && text.head.from == piece.version && text.usage)
                return &*text.usage;
        return nullptr;
    };
    const auto* usage = find(catalog.all.plans);
    return usage != nullptr ? usage : find(catalog.all.schedules);
}

// A destination: a group of the text, or one of its decks'.
std::string destination_words(const catalog::Catalog& catalog, const catalog::Telecom& usage,
                              const std::string& key, const std::string& tag) {
    const auto group = std::ranges::find(usage.destinations, key, &catalog::DestinationGroup::name);
    if (group != usage.destinations.end()) return words_of(group->names, key, tag);
    for (const auto& plan : usage.rating_plans)
        for (const auto& row : plan.rows) {
            const auto* deck = row.deck.empty() ? nullptr : catalog.find_deck(row.deck);
            if (deck == nullptr) continue;
            const auto named = deck->names.find(key);
            if (named == deck->names.end()) continue;
            if (const auto* name = catalog::find_name(named->second, tag)) return *name;
        }
    return words_of({}, key, tag);
}

// "first 10 m³", "10 to 20 m³", "above 20 m³ per day".
std::string tier_words(const catalog::Window* window, const rate::Piece& piece, Tongue tongue) {
    const auto& b = piece.breakdown;
    const auto index = static_cast<std::size_t>(b.tier - 1);
    const bool known = window != nullptr && index < window->tiers.size();
    if (known && !window->tiers[index].name.empty())
        return words_of_key(window->tiers[index].name, tongue);
    const auto bound = [tongue](Decimal value) {
        return text::number_in(tongue, value.rounded(3, Rounding::HalfUp).to_string());
    };
    // A level is paid by the month, and counts something else.
    const auto* level = b.find<rate::note::Reached>();
    const std::string& counted = level != nullptr ? level->unit : piece.unit.text();
    const std::string unit = std::string(kNarrowSpace) + (counted == "m3" ? "m³" : counted);
    std::string words;
    if (!b.tier_to)
        words = said(tongue, "above {}{}", "über {}{}", "oltre {}{}", "más de {}{}",
                     bound(b.tier_from), unit);
    else if (b.tier_from.is_zero())
        words = said(tongue, "first {}{}", "die ersten {}{}", "primi {}{}", "primeros {}{}",
                     bound(*b.tier_to), unit);
    else
        words = said(tongue, "{} to {}{}", "{} bis {}{}", "da {} a {}{}", "de {} a {}{}",
                     bound(b.tier_from), bound(*b.tier_to), unit);
    // Bounds of a day are said as such, unless they were multiplied by days already.
    const bool is_daily = known && window->per == catalog::TierPeriod::Day && [&] {
        const auto& tier = window->tiers[index];
        const auto& text = tier.to || index == 0 ? tier.to : window->tiers[index - 1].to;
        return text && text->constant() == (tier.to ? b.tier_to : b.tier_from);
    }();
    if (is_daily) words += said(tongue, " per day", " je Tag", " al giorno", " al día");
    return words;
}

// Season, window and tier of a usage charge.
std::string part_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                       const std::string& tag) {
    std::string words = season_words(catalog, piece, tag);
    join(words, window_words(catalog, piece, tag));
    if (piece.breakdown.tier > 0)
        join(words, tier_words(window_of(catalog, piece), piece, tongue_of(tag)));
    return words;
}

enum class Service : std::uint8_t { None, Calls, Data, Messages };

// What a charge of usage or of the plan's allowances counts; None where it has a key of its own,
// "sms".
Service service_of(const catalog::Plan& plan, const catalog::Telecom& usage,
                   const std::string& charge) {
    for (const auto& allowance : plan.allowances)
        if (allowance.key == charge) {
            switch (allowance.kind) {
                case catalog::AllowanceKind::Seconds: return Service::Calls;
                case catalog::AllowanceKind::Bytes: return Service::Data;
                case catalog::AllowanceKind::Messages: return Service::Messages;
            }
        }
    if (charge == usage.voice_key) return Service::Calls;
    if (charge == "data") return Service::Data;
    return charge == "messages" ? Service::Messages : Service::None;
}

std::string service_words(Service service, const std::string& charge, Tongue tongue) {
    switch (service) {
        case Service::Calls: return said(tongue, "Calls", "Anrufe", "Chiamate", "Llamadas");
        case Service::Data: return said(tongue, "Data", "Datenvolumen", "Dati", "Datos");
        case Service::Messages:
            return said(tongue, "Messages", "Nachrichten", "Messaggi", "Mensajes");
        case Service::None: break;
    }
    return capital(words_of_key(charge, tongue));
}

// What of a charge stands on a line that is not all of it.
std::string rest_words(const rate::Piece& piece, const std::string& tag) {
    if (piece.kind == rate::PieceKind::Maximum)
        return said(tongue_of(tag), "above the maximum", "über dem Höchstbetrag",
                    "oltre l’importo massimo", "por encima del importe máximo");
    if (piece.kind == rate::PieceKind::Fixed && piece.part.text().ends_with(rate::kBeyondCap))
        return said(tongue_of(tag), "beyond the cap of the month",
                    "über die Grenze des Monats hinaus", "oltre il limite del mese",
                    "por encima del límite del mes");
    return {};
}

// "Calls: Austria, off-peak"; "Calls: National, included in your plan".
std::string telecom_name(const catalog::Catalog& catalog, const catalog::Plan& plan,
                         const catalog::Telecom& usage, const rate::Piece& piece,
                         const std::string& tag) {
    const Tongue tongue = tongue_of(tag);
    std::string name = service_words(service_of(plan, usage, piece.charge), piece.charge, tongue);
    if (piece.kind == rate::PieceKind::Maximum) {
        join(name, rest_words(piece, tag));
        return name;
    }
    if (piece.part == "included") {
        for (const auto& allowance : plan.allowances)
            if (allowance.key == piece.charge && allowance.to.size() == 1)
                name += ": " + destination_words(catalog, usage, allowance.to.front(), tag);
        return name + said(tongue, ", included in your plan", ", in Ihrem Tarif enthalten",
                           ", traffico incluso nella sua offerta", ", dentro de su tarifa");
    }
    const auto slash =
        piece.breakdown.window.empty() ? std::string::npos : piece.part.text().rfind('/');
    const std::string where = piece.part.text().substr(0, slash);
    if (!where.empty() && where != "any")
        name += ": " + destination_words(catalog, usage, where, tag);
    if (slash != std::string::npos) join(name, window_words(catalog, piece, tag));
    return name;
}

}  // namespace

const catalog::Charge* charge_of(const catalog::Catalog& catalog, const rate::Piece& piece) {
    for (const auto& schedule : catalog.all.schedules)
        if (schedule.head.name == piece.schedule && schedule.head.from == piece.version)
            if (const auto* charge = schedule.find(piece.charge)) return charge;
    return nullptr;
}

std::string charge_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& charge, const std::string& tag) {
    std::string name = catalog.charge_name(piece.schedule, piece.version, charge, tag);
    return name == charge ? capital(words_of_key(name, tongue_of(tag))) : name;
}

std::string season_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& tag) {
    const std::string& key = piece.breakdown.season;
    if (key.empty()) return {};
    const auto* season = season_of(catalog, piece);
    return words_of(season == nullptr ? catalog::Names{} : season->names, key, tag);
}

std::string window_words(const catalog::Catalog& catalog, const rate::Piece& piece,
                         const std::string& tag) {
    const std::string& key = piece.breakdown.window;
    if (key.empty()) return {};
    if (const auto* window = window_of(catalog, piece)) return words_of(window->names, key, tag);
    if (const auto* usage = usage_of(catalog, piece))
        for (const auto& plan : usage->rating_plans)
            for (const auto& row : plan.rows)
                if (row.window == key && !row.window_names.empty())
                    return words_of(row.window_names, key, tag);
    return words_of({}, key, tag);
}

namespace {

// "3 x": the quantity is that of all of them together.
std::string times_words(Decimal count, const std::string& tag) {
    return number_words(count, tongue_of(tag), 0) + " ×";
}

// What a credit line does with the money.
std::string credit_words(const std::string& part, const std::string& tag) {
    const Tongue tongue = tongue_of(tag);
    if (part == "kept")
        return said(tongue, "kept for later bills", "für spätere Rechnungen aufgehoben",
                    "conservato per le prossime bollette", "guardado para próximas facturas");
    if (part == "used") return said(tongue, "used", "verrechnet", "utilizzato", "aplicado");
    return said(tongue, "paid out", "ausgezahlt", "pagato", "pagado");
}

}  // namespace

std::string line_name(const catalog::Catalog& catalog, const catalog::Plan& plan,
                      const rate::Piece& piece, const std::string& tag) {
    // A plan and one of its schedules may have the same name: then the charge tells them apart.
    const bool is_of_schedule =
        std::ranges::any_of(catalog.all.schedules, [&](const catalog::Schedule& s) {
            const bool discount = std::ranges::any_of(
                s.discounts, [&](const auto& d) { return d.key == piece.charge; });
            return s.head.name == piece.schedule && s.head.from == piece.version &&
                   (discount || piece.kind == rate::PieceKind::FeedInCredit ||
                    s.find(piece.charge) != nullptr || piece.kind == rate::PieceKind::Minimum);
        });
    const auto& reckoned = plan.together.discounts;
    const bool is_of_plan =
        std::ranges::count(plan.recurring, piece.charge.text(), &catalog::Recurring::key) > 0 ||
        std::ranges::count(plan.discounts, piece.charge.text(), &catalog::Discount::key) > 0 ||
        std::ranges::count(reckoned, piece.charge.text(), &catalog::Discount::key) > 0;
    if (!is_of_schedule && is_of_plan && piece.schedule == plan.head.name) {
        std::string fee = charge_words(catalog, piece, piece.charge, tag);
        join(fee, rest_words(piece, tag));
        return fee;
    }
    if (piece.kind == rate::PieceKind::Minimum)
        return said(tongue_of(tag), "Minimum charge", "Mindestbetrag", "Importo minimo",
                    "Importe mínimo");
    if (!is_of_schedule)
        if (const auto* usage = usage_of(catalog, piece))
            return telecom_name(catalog, plan, *usage, piece, tag);
    std::string name = charge_words(catalog, piece, piece.charge, tag);
    if (piece.kind == rate::PieceKind::Usage) join(name, part_words(catalog, piece, tag));
    join(name, rest_words(piece, tag));
    if (piece.kind == rate::PieceKind::FeedInCredit) join(name, credit_words(piece.part, tag));
    if (const auto* times = piece.breakdown.find<rate::note::Times>())
        join(name, times_words(times->count, tag));
    if (piece.breakdown.find<rate::note::PaidSurplus>() != nullptr)
        join(name, said(tongue_of(tag), "surplus", "Überschuss", "eccedenza", "excedente"));
    return name;
}

}  // namespace bw::bill
