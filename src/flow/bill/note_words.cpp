#include "flow/bill/note_words.h"

#include "books/catalog/when.h"
#include "flow/meter/reader.h"
#include "flow/rate/event_words.h"

#include <fmt/format.h>

namespace bw::bill {
namespace {

namespace note = rate::note;

class Speaker {
public:
    explicit Speaker(const NoteContext& context) : context_(context) {}

    std::string operator()(const note::Reads& n) const {
        return say("read {}, {}", "abgelesen {}, {}", "letto {}, {}", "leído {}, {}", read(n.from),
                   read(n.to));
    }
    std::string operator()(const note::Counters& n) const {
        std::string words;
        for (const auto& part : n.parts) {
            if (!words.empty()) words += "; ";
            if (!part.number.empty())
                words += say(
                    "meter {}: ", "Zähler {}: ", "contatore {}: ", "contador {}: ", part.number);
            words += say("read {}, {}", "abgelesen {}, {}", "letto {}, {}", "leído {}, {}",
                         read(part.from), read(part.to));
            if (part.multiplier != Decimal(1))
                words += say(", times {}", ", mal {}", ", moltiplicato per {}",
                             ", multiplicado por {}", number(part.multiplier));
        }
        return words;
    }
    std::string operator()(const note::Gas& n) const {
        std::string words;
        for (const auto& part : n.parts) {
            if (!words.empty()) words += "; ";
            if (n.parts.size() > 1)
                words += say("{} to {}: ", "{} bis {}: ", "dal {} al {}: ", "del {} al {}: ",
                             part.days.from.to_string(), part.days.to.plus_days(-1).to_string());
            words +=
                say("{} m3 x volume factor {} x {} kWh/m3", "{} m3 x Zustandszahl {} x {} kWh/m3",
                    "{} m3 x coefficiente C {} x {} kWh/m3",
                    "{} m3 x factor de corrección {} x {} kWh/m3", number(part.volume),
                    number(part.volume_factor), number(part.calorific_value));
            if (part.is_provisional)
                words += say(" (of an earlier month, until the month's own is known)",
                             " (eines früheren Monats, bis der eigene bekannt ist)",
                             " (di un mese precedente, finché non è noto quello del mese)",
                             " (de un mes anterior, hasta que se conozca el del mes)");
        }
        return words;
    }
    std::string operator()(const note::SharedByWeight& n) const {
        const bool is_profile = n.kind == catalog::FactorKind::Profile;
        const std::string by =
            is_profile ? say("profile {}", "Profil {}", "profilo {}", "perfil {}", n.name)
                       : say("degree days of {}", "Gradtagen von {}", "gradi giorno di {}",
                             "grados día de {}", n.name);
        return say("shared by {}: {} of {}", "nach {} geteilt: {} von {}",
                   "ripartito per {}: {} di {}", "repartido por {}: {} de {}", by, number(n.weight),
                   number(n.of));
    }
    std::string operator()(const note::Unknown& n) const {
        return unknown_words(n, context_.tongue);
    }
    std::string operator()(const note::Used& n) const {
        return say("used from {} to {}", "verbraucht von {} bis {}", "consumato dal {} al {}",
                   "consumido del {} al {}", n.days.from.to_string(), n.days.to.to_string());
    }
    std::string operator()(const note::SharedByDays& n) const {
        return say("shared by days: {} of {}", "nach Tagen geteilt: {} von {}",
                   "ripartito per giorni: {} di {}", "repartido por días: {} de {}", n.days, n.of);
    }
    std::string operator()(const note::TaxedAsOf& n) const {
        return say("taxed as of {}: the tax changed between the reads",
                   "besteuert nach dem Stand vom {}: die Steuer änderte sich zwischen den "
                   "Ablesungen",
                   "imposta come al {}: è cambiata tra le letture",
                   "impuesto según el {}: cambió entre las lecturas", n.day.to_string());
    }
    std::string operator()(const note::Free& n) const {
        return say("free: {}", "frei: {}", "gratuito: {}", "gratuito: {}", n.reason);
    }
    std::string operator()(const note::Gap& n) const { return gap_words(n, context_.tongue); }
    std::string operator()(const note::RoundedWith& n) const {
        std::string unit = context_.piece.unit;
        if (context_.unit_of && !unit.empty()) unit = context_.unit_of(n.before, unit);
        return say("rounded together with the {}{} before it",
                   "zusammen mit den {}{} davor gerundet", "arrotondato insieme ai {}{} precedenti",
                   "redondeado junto con los {}{} anteriores", number(n.before),
                   unit.empty() ? "" : " " + unit);
    }
    std::string operator()(const note::PercentOf& n) const {
        return say("{} % of {} for {}", "{} % von {} für {}", "{} % di {} per {}",
                   "{} % de {} por {}", number(n.percent), money(n.base), names(n.charges));
    }
    std::string operator()(const note::AmountOff& n) const {
        const std::string per = n.units ? n.per : time_unit(n.per);
        std::string words = say("{} per {} for {}", "{} je {} für {}", "{} per {} per {}",
                                "{} por {} por {}", money(n.amount), per, names(n.charges));
        if (n.units)
            words += say(", {} {}", ", {} {}", ", {} {}", ", {} {}", number(*n.units), n.per);
        return words;
    }
    std::string operator()(const note::Limited& n) const {
        return n.is_most ? say("at most {}, instead of {}", "höchstens {}, statt {}",
                               "al massimo {}, invece di {}", "como máximo {}, en lugar de {}",
                               money(n.limit), money(n.otherwise))
                         : say("at least {}, instead of {}", "mindestens {}, statt {}",
                               "almeno {}, invece di {}", "como mínimo {}, en lugar de {}",
                               money(n.limit), money(n.otherwise));
    }
    std::string operator()(const note::Instalment& n) const {
        return say("part {} of {}", "Rate {} von {}", "rata {} di {}", "plazo {} de {}", n.number,
                   n.of);
    }
    std::string operator()(const note::TimeCounted& n) const {
        using enum note::TimeCounted::How;
        switch (n.how) {
            case BySecond:
                return say("days as long as the clock makes them", "Tage so lang wie nach der Uhr",
                           "giorni della durata che segna l'orologio",
                           "días de la duración que marca el reloj");
            case Thirty360:
                return say("every month has 30 days", "jeder Monat hat 30 Tage",
                           "ogni mese ha 30 giorni", "cada mes tiene 30 días");
            case UpToCap: break;
        }
        const bool is_hours = n.unit == "hour";
        return say("of a month at most {} {} are paid", "vom Monat werden höchstens {} {} bezahlt",
                   "di un mese si pagano al massimo {} {}", "de un mes se pagan como máximo {} {}",
                   n.most,
                   is_hours ? say("hours", "Stunden", "ore", "horas")
                            : say("days", "Tage", "giorni", "días"));
    }
    std::string operator()(const note::TopUp& n) const {
        return say("at least {}, the charges came to {}", "mindestens {}, berechnet wurden {}",
                   "almeno {}, le voci ammontavano a {}",
                   "como mínimo {}, los conceptos sumaban {}", money(n.minimum), money(n.charges));
    }
    std::string operator()(const note::Peak& n) const {
        const std::string unit = power_unit();
        std::string words =
            !n.percentile.is_zero()
                ? say("{} % do not exceed {} {}", "{} % liegen nicht über {} {}",
                      "il {} % non supera {} {}", "el {} % no supera {} {}", number(n.percentile),
                      number(n.measured), unit)
            : !n.grid.empty()
                ? say("{} {} at the peak of {}", "{} {} zur Spitze von {}", "{} {} al picco di {}",
                      "{} {} en la punta de {}", number(n.measured), unit, n.grid)
            : n.minutes > 0 ? say("highest {} {}, over {} minutes", "Spitze {} {}, über {} Minuten",
                                  "massimo {} {}, su {} minuti", "máximo {} {}, durante {} minutos",
                                  number(n.measured), unit, n.minutes)
                            : say("highest {} {}", "Spitze {} {}", "massimo {} {}", "máximo {} {}",
                                  number(n.measured), unit);
        if (n.days > 1)
            words +=
                say(", of {} days", ", aus {} Tagen", ", di {} giorni", ", de {} días", n.days);
        words += say(", on {} at {}", ", am {} um {}", ", il {} alle {}", ", el {} a las {}",
                     n.day.to_string(), catalog::print_minute(n.minute));
        if (n.at_least)
            words += say("; at least {} {}", "; mindestens {} {}", "; almeno {} {}",
                         "; como mínimo {} {}", number(*n.at_least), unit);
        if (const auto& ratchet = n.ratchet)
            words += say("; {} % of {} {} in {} are {} {}", "; {} % von {} {} im {} sind {} {}",
                         "; il {} % di {} {} in {} è {} {}", "; el {} % de {} {} en {} es {} {}",
                         number(ratchet->percent), number(ratchet->of), unit,
                         ratchet->month.to_string().substr(0, std::string_view("2026-04").size()),
                         number(ratchet->floor), unit);
        return words;
    }
    std::string operator()(const note::Netted& n) const {
        std::string words =
            say("{} taken, {} fed in", "{} bezogen, {} eingespeist", "{} prelevati, {} immessi",
                "{} consumidos, {} vertidos", number(n.taken), number(n.fed_in));
        if (!n.came_over.is_zero())
            words += say(", {} left from before", ", {} von vorher übrig", ", {} rimasti da prima",
                         ", {} restantes de antes", number(n.came_over));
        if (!n.left.is_zero())
            words += say("; {} pass on", "; {} gehen weiter", "; {} passano oltre",
                         "; {} pasan al siguiente", number(n.left));
        return words;
    }
    std::string operator()(const note::PaidSurplus& n) const {
        return n.is_sum
                   ? say("fed in more than taken since the year was settled last",
                         "mehr eingespeist als bezogen, seit das Jahr zuletzt abgerechnet wurde",
                         "immesso più di quanto prelevato dall'ultimo conguaglio annuale",
                         "vertido más que consumido desde la última liquidación anual")
                   : say("left as the year is settled", "übrig, da das Jahr abgerechnet wird",
                         "rimasto al conguaglio annuale", "restante en la liquidación anual");
    }
    std::string operator()(const note::CreditLeft& n) const {
        return say("{} left for later bills", "{} bleiben für spätere Rechnungen",
                   "{} restano per le bollette successive", "{} quedan para facturas posteriores",
                   money(n.balance));
    }
    std::string operator()(const note::Chosen& n) const {
        std::string words;
        for (const auto& [name, value] : n.facts) {
            words += words.empty() ? say("as ", "weil ", "perché ", "porque ")
                                   : say(" and ", " und ", " e ", " y ");
            words +=
                value.empty()
                    ? say("{} is none of those that are named", "{} keiner der genannten Werte ist",
                          "{} non è tra i valori indicati",
                          "{} no es ninguno de los valores indicados", name)
                    : say("{} is {}", "{} {} ist", "{} è {}", "{} es {}", name, value);
        }
        return words;
    }
    std::string operator()(const note::Reckoned& n) const {
        std::string words;
        for (const auto& [name, value] : n.facts) {
            words += words.empty() ? say("reckoned with ", "berechnet mit ", "calcolato con ",
                                         "calculado con ")
                                   : say(" and ", " und ", " e ", " y ");
            words += say("{} {}", "{} {}", "{} {}", "{} {}", name, value);
        }
        return words;
    }
    std::string operator()(const note::PerInterval& n) const {
        return say("each interval at its price of {}, from {} to {}; the price is their mean",
                   "jeder Messwert zu seinem Preis von {}, von {} bis {}; der Preis ist ihr Mittel",
                   "ogni intervallo al suo prezzo di {}, da {} a {}; il prezzo è la loro media",
                   "cada intervalo a su precio de {}, de {} a {}; el precio es su media", n.series,
                   number(n.lowest), number(n.highest));
    }
    std::string operator()(const note::WholeUnits& n) const {
        const std::string unit = context_.unit_of ? context_.unit_of(n.used, context_.piece.unit)
                                                  : context_.piece.unit.text();
        return n.is_started ? say("{} {} were used: a started unit is paid whole",
                                  "{} {} verbraucht: eine angefangene Einheit zählt ganz",
                                  "{} {} consumati: un'unità iniziata si paga intera",
                                  "{} {} consumidos: una unidad empezada se paga entera",
                                  number(n.used), unit)
                            : say("{} {} were used: only full units are paid",
                                  "{} {} verbraucht: nur volle Einheiten zählen",
                                  "{} {} consumati: si pagano solo le unità intere",
                                  "{} {} consumidos: solo se pagan unidades completas",
                                  number(n.used), unit);
    }
    std::string operator()(const note::Times& n) const {
        return say("{} times the price", "{}-mal der Preis", "{} volte il prezzo",
                   "{} veces el precio", number(n.count));
    }
    std::string operator()(const note::Reached& n) const {
        return say("the level of {} {}", "die Stufe von {} {}", "lo scaglione di {} {}",
                   "el nivel de {} {}", number(n.quantity), n.unit);
    }
    std::string operator()(const note::CallsCapped& n) const {
        std::string words;
        // Lines of before it was noted do not tell it.
        const std::string most =
            n.most.is_zero() ? "" : say(" of {}", " von {}", " di {}", " de {}", money(n.most));
        if (n.capped > 0)
            words = say("{} reached the maximum cost{}", "{} zum Höchstpreis{}",
                        "{} al costo massimo{}", "{} al coste máximo{}", calls(n.capped), most);
        if (n.capped > 0 && n.uncut > 0) words += "; ";
        if (n.uncut > 0)
            words += say("{} over the maximum cost should have been cut",
                         "nicht getrennt trotz Höchstpreis: {}",
                         "non interrotte oltre il costo massimo: {}",
                         "sin cortar por encima del coste máximo: {}", calls(n.uncut));
        return words;
    }
    std::string operator()(const note::DataCapped& n) const {
        return say("{} blocks; at most {} in a billing period",
                   "{} Blöcke; höchstens {} im Abrechnungszeitraum",
                   "{} blocchi; al massimo {} in un periodo di fatturazione",
                   "{} bloques; como máximo {} en un periodo de facturación", n.blocks,
                   money(n.most));
    }
    std::string operator()(const note::Left& n) const {
        if (!n.units) return say("unlimited", "unbegrenzt", "illimitato", "ilimitado");
        const auto& b = context_.piece.breakdown;
        if (b.bytes > 0)
            return say("{} left", "noch {} frei", "restano {}", "quedan {}",
                       rate::volume_words(*n.units, context_.tongue));
        return say("{}{} left", "noch {}{} frei", "restano {}{}", "quedan {}{}", *n.units,
                   b.seconds > 0 ? " s" : "");
    }

private:
    template <typename... T>
    [[nodiscard]] std::string say(fmt::format_string<const T&...> english,
                                  fmt::format_string<const T&...> german,
                                  fmt::format_string<const T&...> italian,
                                  fmt::format_string<const T&...> spanish,
                                  const T&... values) const {
        return text::said(context_.tongue, english, german, italian, spanish, values...);
    }
    [[nodiscard]] std::string names(const std::vector<std::string>& keys) const {
        std::string charges;
        for (const auto& key : keys)
            charges += (charges.empty() ? "" : ", ") + context_.name_of(key);
        return charges.empty()
                   ? say("all charges", "alle Preise", "tutte le voci", "todos los conceptos")
                   : charges;
    }
    [[nodiscard]] std::string time_unit(const std::string& unit) const {
        if (unit == "day") return say("day", "Tag", "giorno", "día");
        if (unit == "month") return say("month", "Monat", "mese", "mes");
        return unit == "quarter" ? say("quarter", "Quartal", "trimestre", "trimestre")
                                 : say("year", "Jahr", "anno", "año");
    }
    [[nodiscard]] std::string number(Decimal value, int places = 0) const {
        return number_words(value, context_.tongue, places);
    }
    [[nodiscard]] std::string money(Decimal value) const {
        return fmt::format("{} {}", number(value, context_.currency.digits()),
                           context_.currency.code());
    }
    // Of a piece in kW days, too.
    [[nodiscard]] std::string power_unit() const {
        const auto* level = context_.piece.breakdown.find<note::Reached>();
        const std::string& unit = level != nullptr ? level->unit : context_.piece.unit.text();
        return unit.substr(0, unit.find(' '));
    }
    [[nodiscard]] std::string calls(std::int64_t count) const {
        return count == 1 ? say("1 call", "1 Anruf", "1 chiamata", "1 llamada")
                          : say("{} calls", "{} Anrufe", "{} chiamate", "{} llamadas", count);
    }
    [[nodiscard]] std::string read(const rate::CounterRead& r) const {
        const std::string shared =
            r.is_shared ? say(" (by days)", " (nach Tagen)", " (per giorni)", " (por días)") : "";
        return say("{}{} on {}", "{}{} am {}", "{}{} il {}", "{}{} el {}", number(r.value), shared,
                   r.day.to_string());
    }
    const NoteContext& context_;
};

}  // namespace

std::string money_words(const Money& money, text::Tongue tongue) {
    return fmt::format("{} {}", text::number_in(tongue, money.to_string()), money.currency.code());
}

std::string number_words(Decimal value, text::Tongue tongue, int places) {
    return text::number_in(tongue, value.to_string(places));
}

std::string unknown_words(const note::Unknown& unknown, text::Tongue tongue) {
    using enum catalog::FactorKind;
    const std::string day = unknown.day.to_string();
    switch (unknown.kind) {
        case CalorificValue:
            return text::said(tongue, "the calorific value of area {} for {} is not known yet",
                              "der Brennwert von {} für {} ist noch nicht bekannt",
                              "il potere calorifico di {} per {} non è ancora noto",
                              "el poder calorífico de {} para {} aún no se conoce", unknown.name,
                              day.substr(0, std::string_view("2026-04").size()));
        case DegreeDays:
            return text::said(tongue, "the degree days of area {} on {} are not known yet",
                              "die Gradtagzahl von {} am {} ist noch nicht bekannt",
                              "i gradi giorno di {} del {} non sono ancora noti",
                              "los grados día de {} del {} aún no se conocen", unknown.name, day);
        case Price:
            return text::said(tongue, "series {} has no price for a time on {}",
                              "die Reihe {} hat für eine Zeit am {} keinen Preis",
                              "la serie {} non ha un prezzo per un'ora del {}",
                              "la serie {} no tiene precio para una hora del {}", unknown.name,
                              day);
        case SystemPeak:
            return text::said(tongue, "the peak of {} in {} is not known yet",
                              "die Spitze von {} im {} ist noch nicht bekannt",
                              "il picco di {} in {} non è ancora noto",
                              "la punta de {} en {} aún no se conoce", unknown.name,
                              day.substr(0, std::string_view("2026-04").size()));
        case Profile: break;
    }
    return text::said(tongue, "profile {} has no weight for {}",
                      "Profil {} hat kein Gewicht für den {}",
                      "il profilo {} non ha un peso per il {}",
                      "el perfil {} no tiene peso para el {}", unknown.name, day);
}

std::string gap_words(const note::Gap& gap, text::Tongue tongue) {
    using enum note::Gap::Kind;
    const std::string day = gap.day.to_string();
    const int near = meter::kReadWindowDays;
    switch (gap.kind) {
        case NoReadings:
            return text::said(tongue, "no readings of '{}'", "keine Messwerte von '{}'",
                              "nessuna misura di '{}'", "ninguna medida de '{}'", gap.channel);
        case NoTwoReads:
            return text::said(tongue, "no two reads of '{}' around the period",
                              "keine zwei Ablesungen von '{}' um den Zeitraum",
                              "non ci sono due letture di '{}' intorno al periodo",
                              "no hay dos lecturas de '{}' en torno al periodo", gap.channel);
        case MoveIn:
            return text::said(tongue, "no read of '{}' within {} days of the move-in on {}",
                              "keine Ablesung von '{}' binnen {} Tagen um den Einzug am {}",
                              "nessuna lettura di '{}' entro {} giorni dall'ingresso del {}",
                              "ninguna lectura de '{}' a menos de {} días de la entrada del {}",
                              gap.channel, near, day);
        case Takeover:
            return text::said(
                tongue, "no read of '{}' within {} days of {}, up to when another system billed",
                "keine Ablesung von '{}' binnen {} Tagen um den {}, bis zu dem ein anderes System "
                "abrechnete",
                "nessuna lettura di '{}' entro {} giorni dal {}, fino a cui ha fatturato un altro "
                "sistema",
                "ninguna lectura de '{}' a menos de {} días del {}, hasta el que facturó otro "
                "sistema",
                gap.channel, near, day);
        case MoveOut:
            return text::said(tongue, "no read of '{}' within {} days of the move-out on {}",
                              "keine Ablesung von '{}' binnen {} Tagen um den Auszug am {}",
                              "nessuna lettura di '{}' entro {} giorni dall'uscita del {}",
                              "ninguna lectura de '{}' a menos de {} días de la salida del {}",
                              gap.channel, near, day);
        case Exchange: break;
    }
    return text::said(tongue,
                      "the meter of '{}' was exchanged on {}, and what the old or the new one "
                      "showed within {} days is not known: import it with a meters file",
                      "der Zähler von '{}' wurde am {} getauscht, und was der alte oder der neue "
                      "binnen {} Tagen zeigte, ist nicht bekannt: mit einer Zählerdatei "
                      "importieren",
                      "il contatore di '{}' è stato sostituito il {} e non è noto che cosa segnava "
                      "il vecchio o il nuovo entro {} giorni: importarlo con un file di contatori",
                      "el contador de '{}' se cambió el {} y no se sabe qué marcaba el viejo o el "
                      "nuevo en {} días: importarlo con un fichero de contadores",
                      gap.channel, day, near);
}

std::string note_words(const rate::Note& note, const NoteContext& context) {
    return std::visit(Speaker(context), note);
}

}  // namespace bw::bill
