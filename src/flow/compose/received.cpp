#include "flow/compose/received.h"

#include "flow/compose/line_text.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace bw::compose {
namespace {

// What is supplied by the unit; what it is rated by besides (kW, days) is no supply.
constexpr std::array<std::string_view, 3> kSupplied = {"kWh", "m3", "MJ"};

// Of one kind of service.
struct Measured {
    // By unit and charge: the same kWh stand in the lines of energy, grid and levies.
    std::map<std::string, std::map<std::string, Decimal, std::less<>>, std::less<>> by_charge;

    // By the unit that comes first in kSupplied.
    [[nodiscard]] std::pair<std::string_view, Decimal> most() const {
        for (const auto unit : kSupplied) {
            const auto found = by_charge.find(unit);
            if (found == by_charge.end()) continue;
            Decimal most;
            for (const auto& [charge, quantity] : found->second) most = std::max(most, quantity);
            return {unit, most};
        }
        return {};
    }
};

struct Used {
    std::map<std::string, Measured, std::less<>> services;  // by kind
    std::int64_t calls = 0, seconds = 0, messages = 0, bytes = 0;
};

Used used_in(const bill::Invoice& invoice) {
    Used used;
    for (const auto& line : invoice.lines) {
        if (line.piece.kind != rate::PieceKind::Usage || !line.corrects.empty()) continue;
        const auto& b = line.piece.breakdown;
        if (b.seconds > 0) {
            used.seconds += b.seconds;
            used.calls += b.events;
        } else if (b.bytes > 0) {
            used.bytes += b.bytes;
        } else if (b.events > 0) {
            used.messages += b.events;
        } else if (line.supply >= 0 && line.quantity > Decimal()) {
            const auto& supply = invoice.supplies[static_cast<std::size_t>(line.supply)];
            used.services[supply.kind].by_charge[line.unit][line.piece.charge] += line.quantity;
        }
    }
    return used;
}

// Rounded as people say it: 353 kWh, 8.4 m3.
std::string said(Decimal value, std::string_view unit, const Format& format) {
    const int places = value < Decimal(100) ? 1 : 0;
    return format.quantity(value.rounded(places, Rounding::HalfUp), unit);
}

}  // namespace

std::vector<Gain> gains(const bill::Invoice& invoice, const Format& format) {
    std::vector<Gain> all;
    if (invoice.kind == bill::InvoiceKind::CreditNote) return all;
    const auto& words = format.words();
    const Used used = used_in(invoice);
    const Period days = main_period(invoice);
    for (const auto& [kind, measured] : used.services) {
        const auto [unit, quantity] = measured.most();
        if (quantity <= Decimal()) continue;
        Gain gain{std::string(kind_name(kind, format)), said(quantity, unit, format), {}};
        const auto count = days.is_empty() ? 0 : days_in(days);
        const auto a_day = quantity.times(Ratio{1, std::max(count, 1)}, Rounding::HalfUp);
        if (count > 1 && a_day) gain.about = fill(words.a_day, {said(*a_day, unit, format)});
        all.push_back(std::move(gain));
    }
    if (used.seconds > 0)
        all.push_back({std::string(words.received_calls),
                       minutes(used.seconds, format) + std::string(kNarrowSpace) + "min",
                       format.quantity(Decimal(used.calls), "call")});
    if (used.bytes > 0) {
        const auto [number, unit] = data_volume(used.bytes, format);
        all.push_back(
            {std::string(words.received_data), number + std::string(kNarrowSpace) + unit, {}});
    }
    if (used.messages > 0)
        all.push_back({.name = std::string(words.received_messages),
                       .figure = format.number(Decimal(used.messages)),
                       .about = {},
                       .in_a_row = format.quantity(Decimal(used.messages), "message")});
    return all;
}

}  // namespace bw::compose
