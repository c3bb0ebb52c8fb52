#include "run/explain_words.h"

#include "flow/bill/line_name.h"
#include "flow/bill/note_words.h"
#include "flow/compose/format.h"
#include "flow/rate/event_words.h"
#include "platform/text/said.h"

#include <fmt/format.h>

namespace bw::run {
namespace {

namespace note = rate::note;
using bill::Item;

using text::Tongue;

// Speaks of one line; every pattern in every language, with the same values.
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
             "gerundet {} auf {} Stellen, einmal, auf dieser Zeile",
             "arrotondato a {1} decimali {0}, una volta, su questa riga",
             "redondeado a {1} decimales {0}, una vez, en esta línea", method(),
             piece_.round.places);
        days();
        if (b.tier > 0) tier();
        if (!is_of_counter(piece_)) intervals();
        for (const auto& n : b.notes) {
            if (is_told(n)) continue;
            told_.push_back(bill::note_words(n, notes_));
            if (std::holds_alternative<note::Reads>(n) && b.intervals > 1) reads_between();
        }
        if (!b.clause.empty()) tell("by {}", "nach {}", "secondo {}", "según {}", clause());
        const std::string percent = number(item_.tax_percent);
        if (item_.is_gross)
            tell("tax {} {} %, inside the price", "Steuer {} {} %, im Preis enthalten",
                 "imposta {} {} %, compresa nel prezzo", "impuesto {} {} %, incluido en el precio",
                 item_.tax_code, percent);
        else
            tell("tax {} {} %", "Steuer {} {} %", "imposta {} {} %", "impuesto {} {} %",
                 item_.tax_code, percent);
        return std::move(told_);
    }

private:
    template <typename... T>
    [[nodiscard]] std::string say(fmt::format_string<const T&...> english,
                                  fmt::format_string<const T&...> german,
                                  fmt::format_string<const T&...> italian,
                                  fmt::format_string<const T&...> spanish,
                                  const T&... values) const {
        return text::said(tongue_, english, german, italian, spanish, values...);
    }
    template <typename... T>
    void tell(fmt::format_string<const T&...> english, fmt::format_string<const T&...> german,
              fmt::format_string<const T&...> italian, fmt::format_string<const T&...> spanish,
              const T&... values) {
        told_.push_back(say(english, german, italian, spanish, values...));
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
        if (const auto at = text.rfind(kLine); at != text.npos)
            text.replace(at, kLine.size(), say(", line ", ", Zeile ", ", riga ", ", línea "));
        return text;
    }
    [[nodiscard]] std::string method() const {
        switch (piece_.round.method) {
            case Rounding::HalfUp:
                return say("half-up", "kaufmännisch", "al più vicino", "al más cercano");
            case Rounding::HalfEven:
                return say("half-even", "zur geraden Ziffer", "alla cifra pari", "a la cifra par");
            case Rounding::Up: return say("up", "aufwärts", "per eccesso", "por exceso");
            case Rounding::Down: break;
        }
        return say("down", "abwärts", "per difetto", "por defecto");
    }

    // What makes the amount. A discount or top-up is no quantity at a price, though an e-invoice
    // must write it as one.
    void amount() {
        for (const auto& n : piece_.breakdown.notes) {
            if (!is_told(n)) continue;
            const std::string words = bill::note_words(n, notes_);
            if (piece_.kind == rate::PieceKind::Maximum)
                tell("{}: {} of this charge", "{}: {} bei diesem Preis", "{}: {} di questa voce",
                     "{}: {} de este concepto", words, sum());
            else if (!std::holds_alternative<note::TopUp>(n))
                tell("{} = {}", "{} = {}", "{} = {}", "{} = {}", words, sum());
            else
                tell("{}: topped up by {}", "{}: aufgefüllt um {}", "{}: integrato con {}",
                     "{}: completado con {}", words, sum());
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
                       "Anrufe, die in einem anderen Zeitfenster begannen",
                       "chiamate iniziate in un'altra fascia",
                       "llamadas que empezaron en otra franja");
        else text = events();
        if (b.seconds > 0) text += fmt::format(", {} s", b.seconds);
        if (b.bytes > 0) text += ", " + rate::volume_words(b.bytes, tongue_);
        if (piece_.part == "included")
            return text + say(", paid by the allowance", ", durch das Inklusivvolumen gedeckt",
                              ", coperto dal traffico incluso",
                              ", cubierto por el consumo incluido");
        if (!piece_.unit.empty()) return text;
        return text + say(": {}, billed as {}", ": {}, berechnet mit {}", ": {}, fatturato come {}",
                          ": {}, facturado como {}", price(), sum());
    }
    // Seconds are of calls, bytes of sessions; what has neither is a message.
    [[nodiscard]] std::string events() const {
        const auto& b = piece_.breakdown;
        if (b.seconds > 0)
            return b.events == 1
                       ? say("1 call", "1 Anruf", "1 chiamata", "1 llamada")
                       : say("{} calls", "{} Anrufe", "{} chiamate", "{} llamadas", b.events);
        if (b.bytes > 0)
            return b.events == 1
                       ? say("1 session", "1 Sitzung", "1 sessione", "1 sesión")
                       : say("{} sessions", "{} Sitzungen", "{} sessioni", "{} sesiones", b.events);
        return b.events == 1
                   ? say("1 message", "1 Nachricht", "1 messaggio", "1 mensaje")
                   : say("{} messages", "{} Nachrichten", "{} messaggi", "{} mensajes", b.events);
    }

    void days() {
        const Period& days = piece_.days;
        const auto& b = piece_.breakdown;
        std::string text = days.from.to_string();
        if (days_in(days) != 1)
            text = say("{} to {}", "{} bis {}", "dal {} al {}", "del {} al {}", text,
                       days.to.plus_days(-1).to_string());
        if (!b.season.empty())
            text += say(", season {}", ", Saison {}", ", stagione {}", ", temporada {}",
                        bill::season_words(to_.catalog, piece_, to_.language));
        if (!b.window.empty())
            text += say(", window {}", ", Zeitfenster {}", ", fascia {}", ", franja {}",
                        bill::window_words(to_.catalog, piece_, to_.language));
        tell("for {}", "für {}", "periodo: {}", "periodo: {}", text);
    }

    void intervals() {
        const auto& b = piece_.breakdown;
        if (b.intervals > 0)
            tell("{} measured intervals, {} estimated", "{} gemessene Werte, {} geschätzt",
                 "{} intervalli misurati, {} stimati", "{} intervalos medidos, {} estimados",
                 b.intervals, b.estimated);
        if (b.missing > 0)
            tell("{} intervals have no value and are not billed",
                 "{} Werte fehlen und sind nicht berechnet",
                 "{} intervalli senza valore, non fatturati",
                 "{} intervalos sin valor, no facturados", b.missing);
    }
    void reads_between() {
        const std::int64_t more = piece_.breakdown.intervals - 1;
        if (more == 1)
            tell("1 more read between them", "1 weitere Ablesung dazwischen",
                 "1 altra lettura in mezzo", "1 lectura más entre ellas");
        else
            tell("{} more reads between them", "{} weitere Ablesungen dazwischen",
                 "{} altre letture in mezzo", "{} lecturas más entre ellas", more);
    }

    // A peak and a level are of one quantity, not of all.
    void tell_shared_usage() {
        const auto& b = piece_.breakdown;
        if (b.find<rate::note::Peak>() != nullptr || b.find<rate::note::Reached>() != nullptr)
            return;
        if (is_of_counter(piece_))
            tell("the reads below show all of the usage that the tiers share",
                 "die Ablesungen unten zeigen den ganzen Verbrauch, den sich die Stufen teilen",
                 "le letture qui sotto mostrano tutto il consumo che gli scaglioni si dividono",
                 "las lecturas de abajo muestran todo el consumo que se reparten los tramos");
        else if (b.intervals > 0)
            tell("the days below show all of the usage that the tiers share",
                 "die Tage unten zeigen den ganzen Verbrauch, den sich die Stufen teilen",
                 "i giorni qui sotto mostrano tutto il consumo che gli scaglioni si dividono",
                 "los días de abajo muestran todo el consumo que se reparten los tramos");
    }

    void tier() {
        const auto& b = piece_.breakdown;
        const auto bound = [&](Decimal value) {
            return text::number_in(tongue_, value.to_string());
        };
        tell_shared_usage();
        if (!b.tier_to)
            tell("tier {}: above {}, without end", "Stufe {}: über {}, ohne Ende",
                 "scaglione {}: oltre {}, senza fine", "tramo {}: por encima de {}, sin fin",
                 b.tier, bound(b.tier_from));
        else
            tell("tier {}: above {} up to {}", "Stufe {}: über {} bis {}",
                 "scaglione {}: oltre {} fino a {}", "tramo {}: por encima de {} hasta {}", b.tier,
                 bound(b.tier_from), bound(*b.tier_to));
    }

    const Item& item_;
    const rate::Piece& piece_;
    const Listener& to_;
    Tongue tongue_;
    bill::NoteContext notes_;
    std::vector<std::string> told_;
};

std::string method_words(meter::Method method, Tongue tongue) {
    switch (method) {
        case meter::Method::Neighbours:
            return text::said(tongue, "a straight line between the values before and after",
                              "eine gerade Linie zwischen den Werten davor und danach",
                              "una retta tra i valori prima e dopo",
                              "una recta entre los valores anterior y posterior");
        case meter::Method::LikeDays:
            return text::said(tongue, "the mean of the same time on up to four like days",
                              "der Mittelwert derselben Uhrzeit an bis zu vier gleichartigen Tagen",
                              "la media della stessa ora in quattro giorni simili al massimo",
                              "la media de la misma hora en hasta cuatro días similares");
        case meter::Method::YearAgo:
            return text::said(tongue, "what was measured a year before",
                              "was ein Jahr zuvor gemessen wurde", "quanto misurato un anno prima",
                              "lo medido un año antes");
        case meter::Method::Profile:
            return text::said(tongue, "the own use, told apart by the days of the profile",
                              "der eigene Verbrauch, nach dem Profil auf die Tage verteilt",
                              "il consumo proprio, ripartito sui giorni secondo il profilo",
                              "el consumo propio, repartido por días según el perfil");
        case meter::Method::UsePerDay: break;
    }
    return text::said(tongue, "the own use of a day in up to twelve months before",
                      "der eigene Verbrauch eines Tages in bis zu zwölf Monaten davor",
                      "il consumo proprio di un giorno in dodici mesi precedenti al massimo",
                      "el consumo propio de un día en hasta doce meses anteriores");
}

compose::Language language_of(Tongue tongue) {
    switch (tongue) {
        case Tongue::German: return compose::Language::German;
        case Tongue::Italian: return compose::Language::Italian;
        case Tongue::Spanish: return compose::Language::Spanish;
        case Tongue::English: break;
    }
    return compose::Language::English;
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
    const compose::Format format(language_of(tongue));
    return std::string(format.unit(value, unit));
}

std::string quality_words(meter::Quality quality, Tongue tongue) {
    using enum meter::Quality;
    switch (quality) {
        case Customer:
            return text::said(tongue, "by the customer", "vom Kunden", "dal cliente",
                              "del cliente");
        case Substituted:
            return text::said(tongue, "substituted", "ersetzt", "sostituito", "sustituido");
        case Estimated: return text::said(tongue, "estimated", "geschätzt", "stimato", "estimado");
        case Missing: return text::said(tongue, "missing", "fehlt", "mancante", "sin valor");
        case Final: return text::said(tongue, "final", "endgültig", "definitivo", "definitivo");
        case Actual: break;
    }
    return text::said(tongue, "actual", "gemessen", "misurato", "medido");
}

std::vector<std::string> line_sentences(const Item& item, const Listener& to) {
    return Speaker(item, to).sentences();
}

std::string reversal_sentence(const std::string& corrects, const Listener& to) {
    return text::said(
        text::tongue_of(to.language),
        "takes back what invoice {0} billed; how that came about shows `invoice "
        "explain {0}`",
        "nimmt zurück, was Rechnung {0} berechnet hat; wie es dazu kam, zeigt "
        "`invoice explain {0}`",
        "storna quanto fatturato con la bolletta {0}; come si è formato lo mostra `invoice explain "
        "{0}`",
        "anula lo que facturó la factura {0}; cómo se formó lo muestra `invoice explain {0}`",
        corrects);
}

std::string advance_sentence(const std::string& payment_plan, const Listener& to) {
    return text::said(text::tongue_of(to.language),
                      "an advance of payment plan {}; the settlement of the year takes it back",
                      "ein Abschlag des Zahlungsplans {}; die Abrechnung des Jahres nimmt ihn "
                      "zurück",
                      "un acconto del piano di pagamento {}; il conguaglio annuale lo storna",
                      "un pago a cuenta del plan de pago {}; la liquidación anual lo descuenta",
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
                          "geschätzt: was für {} genannt ist, nach {} ({})",
                          "stimato: quanto indicato per {}, secondo {} ({})",
                          "estimado: lo indicado para {}, según {} ({})", clock(share.span.to),
                          meter::method_name(share.method), method_words(share.method, tongue));
    return text::said(tongue, "estimated: {} values from {} to {}, by {} ({})",
                      "geschätzt: {} Werte von {} bis {}, nach {} ({})",
                      "stimati: {} valori dal {} al {}, secondo {} ({})",
                      "estimados: {} valores del {} al {}, según {} ({})", share.readings,
                      clock(share.span.from), clock(share.span.to),
                      meter::method_name(share.method), method_words(share.method, tongue));
}

std::string credit_sentence(const Listener& to) {
    return text::said(text::tongue_of(to.language),
                      "a credit note: what the customer gets back is positive",
                      "eine Gutschrift: was der Kunde zurückbekommt, ist positiv",
                      "una nota di credito: quanto il cliente riceve indietro è positivo",
                      "una factura rectificativa: lo que se devuelve al cliente es positivo");
}

}  // namespace bw::run
