#include "run/explain_words.h"

#include "flow/bill/line_name.h"
#include "flow/bill/note_words.h"
#include "flow/compose/format.h"
#include "flow/rate/event_words.h"
#include "platform/text/said.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

namespace note = rate::note;
using bill::Item;

using text::Tongue;

// Speaks of one line; every pattern in both languages, with the same values.
class Speaker {
public:
    Speaker(const Item& item, const Listener& to)
        : item_(item), piece_(item.piece), to_(to), tongue_(text::tongue_of(to.language)),
          notes_{item.piece, item.amount.currency, tongue_,
                 [&item, &to](const std::string& charge) {
                     return bill::charge_words(to.catalog, item.piece, charge, to.language);
                 },
                 [tongue = tongue_](Decimal count, const std::string& unit) {
                     return unit_words(count, unit, tongue);
                 }} {}

    std::vector<std::string> sentences() {
        const auto& b = piece_.breakdown;
        amount();
        tell("rounded {} to {} decimals, once, on this line",
             "gerundet {} auf {} Stellen, einmal, auf dieser Zeile", method(), piece_.round.places);
        days();
        if (b.tier > 0) tier();
        if (!is_of_counter(piece_)) intervals();
        for (const auto& n : b.notes) {
            if (is_told(n)) continue;
            told_.push_back(bill::note_words(n, notes_));
            if (std::holds_alternative<note::Reads>(n) && b.intervals > 1) reads_between();
        }
        if (!b.clause.empty()) tell("by {}", "nach {}", clause());
        const std::string percent = number(item_.tax_percent);
        if (item_.is_gross)
            tell("tax {} {} %, inside the price", "Steuer {} {} %, im Preis enthalten",
                 item_.tax_code, percent);
        else tell("tax {} {} %", "Steuer {} {} %", item_.tax_code, percent);
        return std::move(told_);
    }

private:
    template <typename... T>
    [[nodiscard]] std::string say(fmt::format_string<const T&...> english,
                                  fmt::format_string<const T&...> german,
                                  const T&... values) const {
        return text::said(tongue_, english, german, values...);
    }
    template <typename... T>
    void tell(fmt::format_string<const T&...> english, fmt::format_string<const T&...> german,
              const T&... values) {
        told_.push_back(say(english, german, values...));
    }
    [[nodiscard]] std::string number(Decimal value, int places = 0) const {
        return bill::number_words(value, tongue_, places);
    }
    [[nodiscard]] std::string sum() const { return bill::money_words(item_.amount, tongue_); }
    // With at least the currency's decimals.
    [[nodiscard]] std::string price() const {
        return number(piece_.price, item_.amount.currency.digits());
    }
    // Stored in English: "HOME@2026-01-01 charges.energy, line 14".
    [[nodiscard]] std::string clause() const {
        constexpr std::string_view kLine = ", line ";
        std::string text = piece_.breakdown.clause;
        if (const auto at = text.rfind(kLine); tongue_ == Tongue::German && at != text.npos)
            text.replace(at, kLine.size(), ", Zeile ");
        return text;
    }
    [[nodiscard]] std::string method() const {
        if (tongue_ == Tongue::English) return std::string(rounding_name(piece_.round.method));
        switch (piece_.round.method) {
            case Rounding::HalfUp: return "kaufmännisch";
            case Rounding::HalfEven: return "zur geraden Ziffer";
            case Rounding::Up: return "aufwärts";
            case Rounding::Down: break;
        }
        return "abwärts";
    }

    // What makes the amount. A discount or top-up is no quantity at a price, though an e-invoice
    // must write it as one.
    void amount() {
        for (const auto& n : piece_.breakdown.notes) {
            if (!is_told(n)) continue;
            const std::string words = bill::note_words(n, notes_);
            if (piece_.kind == rate::PieceKind::Maximum)
                tell("{}: {} of this charge", "{}: {} bei diesem Preis", words, sum());
            else if (!std::holds_alternative<note::TopUp>(n))
                tell("{} = {}", "{} = {}", words, sum());
            else tell("{}: topped up by {}", "{}: aufgefüllt um {}", words, sum());
            return;
        }
        if (is_of_calls(piece_)) told_.push_back(calls());
        if (is_of_calls(piece_) && piece_.unit.empty()) return;
        std::string unit;
        if (!piece_.unit.empty()) unit = " " + unit_words(piece_.quantity, piece_.unit, tongue_);
        told_.push_back(fmt::format("{}{} x {}{} = {}", number(piece_.quantity), unit, price(),
                                    piece_.base == 1 ? "" : fmt::format(" / {}", piece_.base),
                                    sum()));
    }
    // Told with the amount already.
    [[nodiscard]] bool is_told(const rate::Note& n) const {
        if (std::holds_alternative<note::Limited>(n))
            return piece_.kind == rate::PieceKind::Maximum;
        return std::holds_alternative<note::PercentOf>(n) ||
               std::holds_alternative<note::AmountOff>(n) || std::holds_alternative<note::TopUp>(n);
    }

    // Calls have prices of their own: what is billed is their sum. A call over a window's edge
    // counts where it began.
    [[nodiscard]] std::string calls() const {
        const auto& b = piece_.breakdown;
        std::string text;
        if (b.events == 0)
            text = say("calls that began in another window",
                       "Anrufe, die in einem anderen Zeitfenster begannen");
        else text = events();
        if (b.seconds > 0) text += fmt::format(", {} s", b.seconds);
        if (b.bytes > 0) text += ", " + rate::volume_words(b.bytes, tongue_);
        if (piece_.part == "included")
            return text + say(", paid by the allowance", ", durch das Inklusivvolumen gedeckt");
        if (!piece_.unit.empty()) return text;
        return text + say(": {}, billed as {}", ": {}, berechnet mit {}", price(), sum());
    }
    // Seconds are of calls, bytes of sessions; what has neither is a message.
    [[nodiscard]] std::string events() const {
        const auto& b = piece_.breakdown;
        if (b.seconds > 0)
            return b.events == 1 ? say("1 call", "1 Anruf")
                                 : say("{} calls", "{} Anrufe", b.events);
        if (b.bytes > 0)
            return b.events == 1 ? say("1 session", "1 Sitzung")
                                 : say("{} sessions", "{} Sitzungen", b.events);
        return b.events == 1 ? say("1 message", "1 Nachricht")
                             : say("{} messages", "{} Nachrichten", b.events);
    }

    void days() {
        const Period& days = piece_.days;
        const auto& b = piece_.breakdown;
        std::string text = days.from.to_string();
        if (days_in(days) != 1)
            text = say("{} to {}", "{} bis {}", text, days.to.plus_days(-1).to_string());
        if (!b.season.empty())
            text += say(", season {}", ", Saison {}",
                        bill::season_words(to_.catalog, piece_, to_.language));
        if (!b.window.empty())
            text += say(", window {}", ", Zeitfenster {}",
                        bill::window_words(to_.catalog, piece_, to_.language));
        tell("for {}", "für {}", text);
    }

    void intervals() {
        const auto& b = piece_.breakdown;
        if (b.intervals > 0)
            tell("{} measured intervals, {} estimated", "{} gemessene Werte, {} geschätzt",
                 b.intervals, b.estimated);
        if (b.missing > 0)
            tell("{} intervals have no value and are not billed",
                 "{} Werte fehlen und sind nicht berechnet", b.missing);
    }
    void reads_between() {
        const std::int64_t more = piece_.breakdown.intervals - 1;
        if (more == 1) tell("1 more read between them", "1 weitere Ablesung dazwischen");
        else tell("{} more reads between them", "{} weitere Ablesungen dazwischen", more);
    }

    // A peak and a level are of one quantity, not of all.
    void tell_shared_usage() {
        const auto& b = piece_.breakdown;
        if (b.find<rate::note::Peak>() != nullptr || b.find<rate::note::Reached>() != nullptr)
            return;
        if (is_of_counter(piece_))
            tell("the reads below show all of the usage that the tiers share",
                 "die Ablesungen unten zeigen den ganzen Verbrauch, den sich die Stufen teilen");
        else if (b.intervals > 0)
            tell("the days below show all of the usage that the tiers share",
                 "die Tage unten zeigen den ganzen Verbrauch, den sich die Stufen teilen");
    }

    void tier() {
        const auto& b = piece_.breakdown;
        const auto bound = [&](Decimal value) {
            std::string text = value.to_string();
            if (tongue_ == Tongue::German) std::ranges::replace(text, '.', ',');
            return text;
        };
        tell_shared_usage();
        if (!b.tier_to)
            tell("tier {}: above {}, without end", "Stufe {}: über {}, ohne Ende", b.tier,
                 bound(b.tier_from));
        else
            tell("tier {}: above {} up to {}", "Stufe {}: über {} bis {}", b.tier,
                 bound(b.tier_from), bound(*b.tier_to));
    }

    const Item& item_;
    const rate::Piece& piece_;
    const Listener& to_;
    Tongue tongue_;
    bill::NoteContext notes_;
    std::vector<std::string> told_;
};

std::string_view method_words(meter::Method method, Tongue tongue) {
    const bool german = tongue == Tongue::German;
    switch (method) {
        case meter::Method::Neighbours:
            return german ? "eine gerade Linie zwischen den Werten davor und danach"
                          : "a straight line between the values before and after";
        case meter::Method::LikeDays:
            return german ? "der Mittelwert derselben Uhrzeit an bis zu vier gleichartigen Tagen"
                          : "the mean of the same time on up to four like days";
        case meter::Method::YearAgo:
            return german ? "was ein Jahr zuvor gemessen wurde" : "what was measured a year before";
        case meter::Method::Profile:
            return german ? "der eigene Verbrauch, nach dem Profil auf die Tage verteilt"
                          : "the own use, told apart by the days of the profile";
        case meter::Method::UsePerDay: break;
    }
    return german ? "der eigene Verbrauch eines Tages in bis zu zwölf Monaten davor"
                  : "the own use of a day in up to twelve months before";
}

}  // namespace

bool is_of_calls(const rate::Piece& piece) {
    const auto& b = piece.breakdown;
    return b.events > 0 || b.seconds > 0 || b.bytes > 0;
}

bool is_of_counter(const rate::Piece& piece) {
    const auto& b = piece.breakdown;
    return b.find<note::Reads>() != nullptr || b.find<note::Counters>() != nullptr ||
           b.find<note::Used>() != nullptr;
}

std::string unit_words(Decimal value, const std::string& unit, Tongue tongue) {
    const compose::Format format(tongue == Tongue::German ? compose::Language::German
                                                          : compose::Language::English);
    return std::string(format.unit(value, unit));
}

std::string quality_words(meter::Quality quality, Tongue tongue) {
    using enum meter::Quality;
    switch (quality) {
        case Customer: return text::said(tongue, "by the customer", "vom Kunden");
        case Substituted: return text::said(tongue, "substituted", "ersetzt");
        case Estimated: return text::said(tongue, "estimated", "geschätzt");
        case Missing: return text::said(tongue, "missing", "fehlt");
        case Final: return text::said(tongue, "final", "endgültig");
        case Actual: break;
    }
    return text::said(tongue, "actual", "gemessen");
}

std::vector<std::string> line_sentences(const Item& item, const Listener& to) {
    return Speaker(item, to).sentences();
}

std::string reversal_sentence(const std::string& corrects, const Listener& to) {
    return text::said(text::tongue_of(to.language),
                      "takes back what invoice {0} billed; how that came about shows `invoice "
                      "explain {0}`",
                      "nimmt zurück, was Rechnung {0} berechnet hat; wie es dazu kam, zeigt "
                      "`invoice explain {0}`",
                      corrects);
}

std::string advance_sentence(const std::string& payment_plan, const Listener& to) {
    return text::said(text::tongue_of(to.language),
                      "an advance of payment plan {}; the settlement of the year takes it back",
                      "ein Abschlag des Zahlungsplans {}; die Abrechnung des Jahres nimmt ihn "
                      "zurück",
                      payment_plan);
}

std::string estimate_sentence(const EstimateShare& share, const Zone& zone, const Listener& to) {
    constexpr std::size_t kMinutes = std::string_view("2026-04-10 06:00").size();
    const auto clock = [&](Instant at) {
        return zone.to_local(at).to_string().substr(0, kMinutes);
    };
    const auto tongue = text::tongue_of(to.language);
    if (share.is_read)
        return text::said(tongue, "estimated: what is told for {}, by {} ({})",
                          "geschätzt: was für {} genannt ist, nach {} ({})", clock(share.span.to),
                          meter::method_name(share.method), method_words(share.method, tongue));
    return text::said(tongue, "estimated: {} values from {} to {}, by {} ({})",
                      "geschätzt: {} Werte von {} bis {}, nach {} ({})", share.readings,
                      clock(share.span.from), clock(share.span.to),
                      meter::method_name(share.method), method_words(share.method, tongue));
}

std::string credit_sentence(const Listener& to) {
    return text::said(text::tongue_of(to.language),
                      "a credit note: what the customer gets back is positive",
                      "eine Gutschrift: was der Kunde zurückbekommt, ist positiv");
}

}  // namespace bw::run
