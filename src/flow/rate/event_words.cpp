#include "flow/rate/event_words.h"

#include <fmt/format.h>

#include <algorithm>
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
    std::string words = value.to_string(places);
    if (tongue == Tongue::German) std::ranges::replace(words, '.', ',');
    return words;
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
            case NotAnswered: return say("not answered", "nicht angenommen");
            case NoData: return say("no data", "keine Daten");
            case Included:
                return say("{} included ({})", "{} inklusive ({})", amount(s.count, s.unit),
                           s.name);
            case Connection:
                return say("connection {}", "Verbindung {}", price(s.price)) + in_window(s);
            case Units: break;
            case Blocks:
                return say("{} x {} per {}", "{} x {} je {}", s.count, price(s.price),
                           block_words(s.per));
            case Message: return say("message {}", "Nachricht {}", price(s.price));
            case AtMost: return say("at most {}", "höchstens {}", price(s.price));
            case OverMaximum:
                return say("over the maximum of {}", "über dem Höchstpreis von {}", price(s.price));
        }
        return fmt::format("{} x {}{}", amount(s.count, s.unit), unit_price(s), in_window(s));
    }

    template <typename... T>
    [[nodiscard]] std::string say(fmt::format_string<const T&...> english,
                                  fmt::format_string<const T&...> german,
                                  const T&... values) const {
        return text::said(tongue_, english, german, values...);
    }

private:
    [[nodiscard]] std::string price(Decimal value) const { return number(value, tongue_, 2); }
    [[nodiscard]] std::string amount(std::int64_t count, const std::string& unit) const {
        if (unit == "B") return volume_words(count, tongue_);
        if (unit != "message") return fmt::format("{} {}", count, unit);
        return count == 1 ? say("1 message", "1 Nachricht")
                          : say("{} messages", "{} Nachrichten", count);
    }
    [[nodiscard]] std::string unit_price(const EventStep& s) const {
        std::string words = price(s.price);
        if (s.unit == "B") words += "/" + block_words(s.per);
        else if (s.unit == "s" && s.per == 60) words += "/min";
        else if (s.unit == "s" && s.per == 3600) words += "/h";
        else {
            const std::string unit = s.unit == "message" ? say("message", "Nachricht") : s.unit;
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
        words += speaker.say(", deck {}, prefix {}", ", Preisliste {}, Vorwahl {}", event.deck,
                             event.prefix);
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
