#include "flow/compose/line_text.h"

#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::compose {
namespace {

using bill::InvoiceLine;

void join(std::string& words, std::string_view more) {
    if (more.empty()) return;
    words.append(words.empty() ? "" : kDot).append(more);
}

namespace note = rate::note;

// What the law wants on a bill by counter.
std::string reads_in(const rate::Breakdown& b, const Format& format) {
    const auto told = [&](const rate::CounterRead& from, const rate::CounterRead& to) {
        return fill(format.words().reads, {format.number(from.value), format.date(from.day),
                                           format.number(to.value), format.date(to.day)});
    };
    if (const auto* reads = b.find<note::Reads>()) return told(reads->from, reads->to);
    const auto* counters = b.find<note::Counters>();
    if (counters == nullptr) return {};
    std::string out;
    for (const auto& part : counters->parts) {
        std::string words = told(part.from, part.to);
        if (!part.number.empty())
            words = fill(format.words().meter_number, {part.number}) + ": " + words;
        if (part.multiplier != Decimal(1))
            words = fill(format.words().times, {words, format.number(part.multiplier)});
        join(out, words);
    }
    return out;
}

// How cubic metres became kWh.
std::string gas_in(const rate::Breakdown& b, const Format& format) {
    const auto* gas = b.find<note::Gas>();
    if (gas == nullptr) return {};
    std::string out;
    for (const auto& part : gas->parts) {
        std::string words = fill(format.words().gas_to_kwh, {format.quantity(part.volume, "m3"),
                                                             format.number(part.volume_factor),
                                                             format.number(part.calorific_value)});
        if (part.is_provisional) words = fill(format.words().provisional, {words});
        join(out, words);
    }
    return out;
}

std::string size_in(const rate::Breakdown& b, bool is_surcharge, Currency currency,
                    const Format& format) {
    const auto& words = format.words();
    if (const auto* off = b.find<note::AmountOff>())
        return fill(words.amount_off,
                    {format.money(off->amount, currency), format.unit(Decimal(1), off->per)});
    const auto* of = b.find<note::PercentOf>();
    if (of == nullptr) return {};
    return fill(is_surcharge ? words.surcharge_of : words.discount_of,
                {format.percent(of->percent), format.money(of->base, currency)});
}

// Of a discount or surcharge.
std::string discount_in(const InvoiceLine& line, const Format& format) {
    const auto& b = line.piece.breakdown;
    const Currency currency = line.net.currency;
    std::string out = size_in(b, line.piece.kind == rate::PieceKind::Surcharge, currency, format);
    if (const auto* limited = b.find<note::Limited>())
        join(out, fill(limited->is_most ? format.words().at_most : format.words().at_least,
                       {format.money(limited->limit, currency)}));
    return out;
}

std::string minimum_in(const rate::Breakdown& b, Currency currency, const Format& format) {
    const auto* top_up = b.find<note::TopUp>();
    if (top_up == nullptr) return {};
    return fill(format.words().minimum_of,
                {format.money(top_up->minimum, currency), format.money(top_up->charges, currency)});
}

std::string maximum_in(const rate::Breakdown& b, Currency currency, const Format& format) {
    const auto* limited = b.find<note::Limited>();
    if (limited == nullptr) return {};
    return fill(format.words().maximum_of, {format.money(limited->limit, currency),
                                            format.money(limited->otherwise, currency)});
}

std::string instalment_in(const rate::Breakdown& b, const Format& format) {
    const auto* part = b.find<note::Instalment>();
    if (part == nullptr) return {};
    return fill(format.words().instalment,
                {format.number(Decimal(part->number)), format.number(Decimal(part->of))});
}

std::string cap_in(const rate::Breakdown& b, Currency currency, const Format& format) {
    const auto& words = format.words();
    if (const auto* calls = b.find<note::CallsCapped>();
        calls != nullptr && calls->capped > 0 && !calls->most.is_zero())
        return fill(words.calls_capped, {format.quantity(Decimal(calls->capped), "call"),
                                         format.money(calls->most, currency)});
    const auto* data = b.find<note::DataCapped>();
    return data == nullptr ? std::string()
                           : fill(words.data_capped, {format.money(data->most, currency)});
}

// Of an allowance, in minutes, bytes or messages like the line.
std::string left_in(const rate::Breakdown& b, const Format& format) {
    const auto& words = format.words();
    const auto* left = b.find<note::Left>();
    if (left == nullptr) return {};
    if (!left->units) return std::string(words.unlimited);
    if (*left->units == 0) return std::string(words.used_up);
    std::string amount;
    if (b.seconds > 0) {
        amount = minutes(*left->units, format) + std::string(kNarrowSpace) + "min";
    } else if (b.bytes > 0) {
        const auto [number, unit] = data_volume(*left->units, format);
        amount = number + std::string(kNarrowSpace) + unit;
    } else {
        amount = format.quantity(Decimal(*left->units), "message");
    }
    return fill(words.left, {amount});
}

// Calls are billed as a sum; what a minute of them costs, exactly or on average.
std::string minute_price(const InvoiceLine& line, const Format& format) {
    const auto& b = line.piece.breakdown;
    if (!line.unit.empty() || b.seconds == 0 || line.price.is_zero()) return {};
    const auto price = line.price.times(Ratio{60, b.seconds}, Rounding::HalfUp);
    if (!price) return {};
    constexpr int kPlaces = 4;
    const Decimal shown = price->rounded(kPlaces, Rounding::HalfUp);
    const auto& words = format.words();
    return fill(shown == *price ? words.per_minute : words.per_minute_average,
                {format.money(shown, line.net.currency)});
}

bool is_included(const InvoiceLine& line) { return line.piece.part == "included"; }

std::string words_of(const InvoiceLine& line, bool says_days, const Format& format) {
    const auto& words = format.words();
    const auto& b = line.piece.breakdown;
    const Currency currency = line.net.currency;
    std::string out = line.words;
    const std::string cap = cap_in(b, currency, format);
    if (b.seconds > 0 && b.events > 0) {
        const std::string calls = format.quantity(Decimal(b.events), "call");
        if (!cap.starts_with(calls)) join(out, calls);
        if (cap.empty()) join(out, minute_price(line, format));
    }
    if (b.bytes > 0 && !line.unit.empty()) {
        const auto [number, unit] = data_volume(b.bytes, format);
        join(out, fill(words.data_used, {number + std::string(kNarrowSpace) + unit}));
    }
    switch (line.piece.kind) {
        case rate::PieceKind::Discount:
        case rate::PieceKind::Surcharge: join(out, discount_in(line, format)); break;
        case rate::PieceKind::Minimum: join(out, minimum_in(b, currency, format)); break;
        case rate::PieceKind::Maximum: join(out, maximum_in(b, currency, format)); break;
        case rate::PieceKind::Usage:
            join(out, is_included(line) ? left_in(b, format) : cap);
            join(out, gas_in(b, format));
            break;
        case rate::PieceKind::Fixed: join(out, instalment_in(b, format)); break;
        case rate::PieceKind::FeedInCredit:
        case rate::PieceKind::Advance: break;
    }
    if (says_days) join(out, format.days(line.days));
    return out;
}

// What was read or not read; said once for each supply, with the first charge that counts it.
std::string readings_of(const InvoiceLine& line, const std::string& reads, const Format& format) {
    const auto& words = format.words();
    const auto& b = line.piece.breakdown;
    const auto number = [&](std::int64_t n) { return format.number(Decimal(n)); };
    std::string out = reads;
    if (!reads.empty()) {
        if (b.estimated > 0) join(out, words.read_estimated);
    } else if (b.estimated > 0) {
        join(out, fill(words.estimated, {number(b.estimated), number(b.intervals)}));
    }
    const bool is_of_counter = b.find<note::Gap>() != nullptr;  // which counts no intervals
    if (b.missing > 0 && !is_of_counter)
        join(out, fill(words.missing.of(b.missing), {number(b.missing)}));
    return out;
}

}  // namespace

bool takes_back_advance(const bill::InvoiceLine& line) {
    return line.stream == bill::Stream::Request && !line.corrects.empty();
}

bool shows_tax_inside(const bill::Invoice& invoice) {
    return !invoice.lines.empty() && std::ranges::all_of(invoice.lines, [](const InvoiceLine& l) {
        return l.gross.has_value();
    });
}

Money shown_amount(const InvoiceLine& line, bool is_tax_inside) {
    return is_tax_inside ? line.amount() : line.net;
}

Money shown_amount(const bill::Part& part, bool is_tax_inside) {
    return is_tax_inside ? part.gross.value_or(part.net) : part.net;
}

std::string told_gross(const bill::Invoice& invoice, const InvoiceLine& line, const LineText& text,
                       const Format& format) {
    const auto& words = format.words();
    const Money amount{line.amount().minor * sign_of(invoice), line.amount().currency};
    const bool has_price = text.has_price && !line.unit.empty();
    const std::string unit = line.base == 1 ? std::string(format.unit(Decimal(1), line.unit))
                                            : format.quantity(Decimal(line.base), line.unit);
    return fill(has_price ? words.price_with_tax : words.with_tax,
                {tax_name(invoice, format, TaxName::Short), format.percent(line.tax_percent),
                 format.money(amount), format.price(line.price, amount.currency), unit});
}

LineText line_count(const InvoiceLine& line, int sign, const Format& format) {
    LineText text;
    const auto& b = line.piece.breakdown;
    const Decimal quantity = sign < 0 ? -line.quantity : line.quantity;
    const bool is_one = quantity == Decimal(1) || quantity == Decimal(-1);
    if (!line.unit.empty() || !is_one) {
        text.number = format.number(quantity);
        text.unit = format.unit(quantity, line.unit);
        text.has_price = true;
    } else if (b.seconds > 0) {
        text.number = minutes(b.seconds, format);
        text.unit = "min";
    } else if (b.bytes > 0) {
        std::tie(text.number, text.unit) = data_volume(b.bytes, format);
    } else if (b.events > 0) {
        text.number = format.number(Decimal(b.events));
        text.unit = format.unit(Decimal(b.events), "message");
    }
    return text;
}

std::vector<LineText> line_texts(const bill::Invoice& invoice, const Format& format) {
    const int sign = sign_of(invoice);
    const Period main = main_period(invoice);
    std::vector<LineText> texts;
    texts.reserve(invoice.lines.size());
    // Of each supply and its days the charge whose readings are told, and the reads told last.
    struct Told {
        std::int64_t subscription;
        Period days;
        std::string charge, reads;
    };
    std::vector<Told> told;
    const bool is_tax_inside = shows_tax_inside(invoice);
    for (const auto& line : invoice.lines) {
        LineText& text = texts.emplace_back(line_count(line, sign, format));
        const auto& b = line.piece.breakdown;
        const std::string reads = reads_in(b, format);
        // Corrections stand under the name of their month.
        const Period& usual =
            line.corrects.empty() || line.nominal.is_empty() ? main : line.nominal;
        const bool says_days = !line.days.is_empty() && line.days != usual && reads.empty();
        text.words = takes_back_advance(line) ? fill(format.words().advance_billed,
                                                     {line.corrects, format.days(line.days)})
                                              : words_of(line, says_days, format);
        if (line.gross && !is_tax_inside) {
            join(text.words, told_gross(invoice, line, text, format));
            text.has_price = false;  // the column is of prices without tax
        }
        if (b.intervals == 0 && b.missing == 0 && reads.empty()) continue;
        auto known = std::ranges::find_if(told, [&](const Told& t) {
            return t.subscription == line.subscription && t.days == line.days;
        });
        if (known == told.end())
            known = told.insert(told.end(), {line.subscription, line.days, line.piece.charge, {}});
        if (known->charge != line.piece.charge) continue;
        join(text.words, readings_of(line, known->reads == reads ? std::string() : reads, format));
        known->reads = reads;
    }
    return texts;
}

std::string minutes(std::int64_t seconds, const Format& format) {
    return fmt::format("{}:{:02}", format.number(Decimal(seconds / 60)), seconds % 60);
}

std::pair<std::string, std::string> data_volume(std::int64_t bytes, const Format& format) {
    struct Step {
        std::int64_t bytes;
        int places;
        const char* unit;
    };
    constexpr Step kSteps[] = {{1'000'000'000, 2, "GB"}, {1'000'000, 0, "MB"}, {1'000, 0, "kB"}};
    for (const auto& step : kSteps) {
        if (bytes < step.bytes) continue;
        const Decimal value = Decimal::from_nano(divide_rounded(
            static_cast<int128>(bytes) * Decimal::kScale, step.bytes, Rounding::HalfUp));
        return {format.about(value, step.places), step.unit};
    }
    return {format.number(Decimal(bytes)), "B"};
}

Period main_period(const bill::Invoice& invoice) {
    for (const bool advance : {false, true}) {
        Period period;
        std::optional<Period> month;  // of all lines, where some line is for all of it
        bool is_one_month = true, is_whole = false;
        for (const auto& line : invoice.lines) {
            if (!line.corrects.empty() || (line.stream != bill::Stream::Arrears) != advance ||
                line.days.is_empty())
                continue;
            period = period.is_empty() ? line.days
                                       : Period{std::min(period.from, line.days.from),
                                                std::max(period.to, line.days.to)};
            is_one_month = is_one_month && line.nominal == month.value_or(line.nominal);
            month = line.nominal;
            is_whole = is_whole || line.days == line.nominal;
        }
        // The reads of a counter may lie some days before or after the month.
        if (is_one_month && is_whole) return month.value_or(period);
        if (!period.is_empty()) return period;
    }
    return invoice.period;
}

}  // namespace bw::compose
