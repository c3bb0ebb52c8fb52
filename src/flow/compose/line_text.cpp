#include "flow/compose/line_text.h"

#include "flow/compose/sign.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::compose {
namespace {

using bill::InvoiceLine;

constexpr std::string_view kBetween = "\u00A0\u00B7 ";  // a line breaks after it

void join(std::string& words, std::string_view more) {
    if (more.empty()) return;
    words.append(words.empty() ? "" : kBetween).append(more);
}

// The notes that rate leaves on a piece (rate/event_pieces.cpp, rate/energy) are for operators;
// these are the forms that tell a customer something. Any other note says nothing here.
class Note {
public:
    explicit Note(std::string_view text) : rest_(text) {}

    // Takes the text if the note goes on with it.
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    // Up to the text, which must come; the text is taken too.
    std::optional<std::string_view> until(std::string_view text) {
        const auto at = rest_.find(text);
        if (at == std::string_view::npos) return std::nullopt;
        const auto part = rest_.substr(0, at);
        rest_.remove_prefix(at + text.size());
        return part;
    }
    std::optional<Decimal> decimal_until(std::string_view text) {
        const auto part = until(text);
        if (!part) return std::nullopt;
        const auto value = Decimal::parse(*part);
        return value ? std::optional(*value) : std::nullopt;
    }
    // The date that the note goes on with.
    std::optional<LocalDate> date() {
        const auto value = LocalDate::parse(rest_.substr(0, 10));
        if (!value) return std::nullopt;
        rest_.remove_prefix(10);
        return *value;
    }
    [[nodiscard]] std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

// "read 1000 on 2026-04-01, 1012.5 on 2026-05-01": what the law wants on a bill by counter.
std::string reads_in(std::string_view text, const Format& format) {
    Note note(text);
    if (!note.take("read ")) return {};
    const auto first = note.decimal_until(" on ");
    const auto from = note.date();
    if (!first || !from || !note.take(", ")) return {};
    const auto last = note.decimal_until(" on ");
    const auto to = note.date();
    if (!last || !to) return {};
    return fill(format.words().reads, {format.number(*first), format.date(*from),
                                       format.number(*last), format.date(*to)});
}

// "4 % of 55.86": of a discount.
std::string discount_in(std::string_view text, Currency currency, const Format& format) {
    Note note(text);
    const auto percent = note.decimal_until(" % of ");
    const auto base = Decimal::parse(note.rest());
    if (!percent || !base) return {};
    return fill(format.words().discount_of,
                {format.percent(*percent), format.money(*base, currency)});
}

// "minimum 9.00, charges 7.20".
std::string minimum_in(std::string_view text, Currency currency, const Format& format) {
    Note note(text);
    if (!note.take("minimum ")) return {};
    const auto least = note.decimal_until(", charges ");
    const auto charges = Decimal::parse(note.rest());
    if (!least || !charges) return {};
    return fill(format.words().minimum_of,
                {format.money(*least, currency), format.money(*charges, currency)});
}

// "3 calls reached the maximum cost", "12 blocks; at most 15.00 in a period".
std::string cap_in(std::string_view text, Currency currency, const Format& format) {
    const auto& words = format.words();
    Note calls(text);
    for (const std::string_view unit : {" calls reached the", " call reached the"}) {
        const auto count = calls.decimal_until(unit);
        if (count) return fill(words.calls_capped, {format.quantity(*count, "call")});
    }
    Note data(text);
    if (!data.until(" blocks; at most ")) return {};
    const auto most = data.decimal_until(" in a period");
    return most ? fill(words.data_capped, {format.money(*most, currency)}) : std::string();
}

// "1200 left", in seconds, bytes or messages like the line; "unlimited".
std::string left_in(std::string_view text, const InvoiceLine& line, const Format& format) {
    const auto& words = format.words();
    if (text == "unlimited") return std::string(words.unlimited);
    std::int64_t left = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), left);
    if (end.ec != std::errc() || std::string_view(end.ptr, text.data() + text.size()) != " left")
        return {};
    if (left == 0) return std::string(words.used_up);
    std::string amount;
    if (line.piece.breakdown.seconds > 0) {
        amount = minutes(left, format) + std::string(kNarrowSpace) + "min";
    } else if (line.piece.breakdown.bytes > 0) {
        const auto [number, unit] = data_volume(left, format);
        amount = number + std::string(kNarrowSpace) + unit;
    } else {
        amount = format.quantity(Decimal(left), "message");
    }
    return fill(words.left, {amount});
}

bool is_included(const InvoiceLine& line) { return line.piece.part == "included"; }

void count(const InvoiceLine& line, int sign, const Format& format, LineText& text) {
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
}

std::string words_of(const InvoiceLine& line, bool says_days, const Format& format) {
    const auto& words = format.words();
    const auto& b = line.piece.breakdown;
    const Currency currency = line.net.currency;
    // What follows, "; rounded together with ..", is for operators.
    const auto note = std::string_view(b.note).substr(0, b.note.find("; "));
    std::string out = line.words;
    const std::string cap = cap_in(b.note, currency, format);
    if (b.seconds > 0 && b.events > 0) {
        const std::string calls = format.quantity(Decimal(b.events), "call");
        if (!cap.starts_with(calls)) join(out, calls);
    }
    if (b.bytes > 0 && !line.unit.empty()) {
        const auto [number, unit] = data_volume(b.bytes, format);
        join(out, fill(words.data_used, {number + std::string(kNarrowSpace) + unit}));
    }
    switch (line.piece.kind) {
        case rate::PieceKind::Discount: join(out, discount_in(note, currency, format)); break;
        case rate::PieceKind::Minimum: join(out, minimum_in(note, currency, format)); break;
        case rate::PieceKind::Usage:
            join(out, is_included(line) ? left_in(note, line, format) : cap);
            break;
        case rate::PieceKind::Fixed: break;
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
    if (b.missing > 0) join(out, fill(words.missing.of(b.missing), {number(b.missing)}));
    return out;
}

}  // namespace

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
    for (const auto& line : invoice.lines) {
        LineText& text = texts.emplace_back();
        count(line, sign, format, text);
        const auto& b = line.piece.breakdown;
        const std::string reads = reads_in(b.note, format);
        // Corrections stand under the name of their month.
        const Period& usual =
            line.corrects.empty() || line.nominal.is_empty() ? main : line.nominal;
        const bool says_days = !line.days.is_empty() && line.days != usual && reads.empty();
        text.words = words_of(line, says_days, format);
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
            if (!line.corrects.empty() || line.in_advance != advance || line.days.is_empty())
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
