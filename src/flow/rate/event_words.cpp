#include "flow/rate/event_words.h"

#include <fmt/format.h>

#include <array>

namespace bw::rate {
namespace {

using text::Tongue;

struct Volume {
    std::int64_t bytes;
    int places;  // that people read
    const char* unit;
};
constexpr std::array kVolumes{Volume{1'000'000'000, 2, "GB"}, Volume{1'000'000, 0, "MB"},
                              Volume{1'000, 0, "kB"}};

std::string number(Decimal value, Tongue tongue, int places = 0) {
    return text::number_in(tongue, value.to_string(places));
}

// What a price is for, exactly: "MB", "500 MB", "1048576 B".
std::string block_words(std::int64_t bytes) {
    for (const auto& volume : kVolumes)
        if (bytes % volume.bytes == 0)
            return bytes == volume.bytes ? volume.unit
                                         : fmt::format("{} {}", bytes / volume.bytes, volume.unit);
    return bytes == 1 ? "B" : fmt::format("{} B", bytes);
}

class Speaker {
public:
    explicit Speaker(Tongue tongue) : tongue_(tongue) {}

    [[nodiscard]] std::string step(const EventStep& s) const {
        using enum EventStep::Kind;
        switch (s.kind) {
            case NotAnswered:
                return say("not answered", "nicht angenommen", "senza risposta", "sin respuesta");
            case NoData: return say("no data", "keine Daten", "nessun dato", "sin datos");
            case Included:
                return say("{} included ({})", "{} inklusive ({})", "{} inclusi ({})",
                           "{} incluidos ({})", amount(s.count, s.unit), s.name);
            case Connection:
                return say("connection {}", "Verbindung {}", "scatto alla risposta {}",
                           "establecimiento {}", price(s.price)) +
                       in_window(s);
            case Units: break;
            case Blocks:
                return say("{} x {} per {}", "{} x {} je {}", "{} x {} per {}", "{} x {} por {}",
                           s.count, price(s.price), block_words(s.per));
            case Message:
                return say("message {}", "Nachricht {}", "messaggio {}", "mensaje {}",
                           price(s.price));
            case AtMost:
                return say("at most {}", "höchstens {}", "al massimo {}", "como máximo {}",
                           price(s.price));
            case OverMaximum:
                return say("over the maximum of {}", "über dem Höchstpreis von {}",
                           "oltre il massimo di {}", "por encima del máximo de {}", price(s.price));
        }
        return fmt::format("{} x {}{}", amount(s.count, s.unit), unit_price(s), in_window(s));
    }

    template <typename... T>
    [[nodiscard]] std::string say(fmt::format_string<const T&...> english,
                                  fmt::format_string<const T&...> german,
                                  fmt::format_string<const T&...> italian,
                                  fmt::format_string<const T&...> spanish,
                                  const T&... values) const {
        return text::said(tongue_, english, german, italian, spanish, values...);
    }

private:
    [[nodiscard]] std::string price(Decimal value) const { return number(value, tongue_, 2); }
    [[nodiscard]] std::string amount(std::int64_t count, const std::string& unit) const {
        if (unit == "B") return volume_words(count, tongue_);
        if (unit != "message") return fmt::format("{} {}", count, unit);
        return count == 1
                   ? say("1 message", "1 Nachricht", "1 messaggio", "1 mensaje")
                   : say("{} messages", "{} Nachrichten", "{} messaggi", "{} mensajes", count);
    }
    [[nodiscard]] std::string unit_price(const EventStep& s) const {
        std::string words = price(s.price);
        if (s.unit == "B") words += "/" + block_words(s.per);
        else if (s.unit == "s" && s.per == 60) words += "/min";
        else if (s.unit == "s" && s.per == 3600) words += "/h";
        else {
            const std::string unit =
                s.unit == "message" ? say("message", "Nachricht", "messaggio", "mensaje") : s.unit;
            words += s.per == 1 ? "/" + unit : fmt::format("/{} {}", s.per, unit);
        }
        return s.factor == Decimal(1) ? words : words + " x " + number(s.factor, tongue_);
    }
    static std::string in_window(const EventStep& s) {
        return s.name.empty() ? std::string() : fmt::format(" ({})", s.name);
    }

    Tongue tongue_;
};

}  // namespace

std::string event_words(const RatedEvent& event, Tongue tongue) {
    const Speaker speaker(tongue);
    std::string words;
    const EventStep* before = nullptr;
    for (const auto& step : event.steps) {
        using enum EventStep::Kind;
        const bool is_added = before != nullptr && before->kind != Included &&
                              step.kind != AtMost && step.kind != OverMaximum;
        if (before != nullptr) words += is_added ? " + " : ", ";
        words += speaker.step(step);
        before = &step;
    }
    if (!event.deck.empty())
        words += speaker.say(", deck {}, prefix {}", ", Preisliste {}, Vorwahl {}",
                             ", listino {}, prefisso {}", ", lista de precios {}, prefijo {}",
                             event.deck, event.prefix);
    return words;
}

std::string volume_words(std::int64_t bytes, Tongue tongue) {
    for (const auto& volume : kVolumes) {
        if (bytes < volume.bytes) continue;
        const Decimal value = Decimal::from_nano(divide_rounded(
            static_cast<int128>(bytes) * Decimal::kScale, volume.bytes, Rounding::HalfUp));
        return fmt::format("{} {}", number(value.rounded(volume.places, Rounding::HalfUp), tongue),
                           volume.unit);
    }
    return fmt::format("{} B", bytes);
}

}  // namespace bw::rate
