#include "flow/compose/html/parts.h"

#include "base/civil.h"

#include <algorithm>

namespace bw::html {

std::string_view direction_of(const compose::Format& format) {
    return compose::runs_right_to_left(format.language()) ? "rtl" : "ltr";
}
namespace {

constexpr int kWhole = 1000, kThinnest = 4;

int share(Decimal part, Decimal whole) {
    if (whole.nano() <= 0) return 0;
    const auto value = divide_rounded(part.nano() * kWhole, whole.nano(), Rounding::HalfUp);
    return static_cast<int>(std::clamp<int128>(value, 0, kWhole));
}

}  // namespace

std::vector<StepBar> step_bars(const Block& why) {
    struct Span {
        Decimal from, to;
    };
    std::vector<Span> spans;
    Decimal level, low, high;
    for (const Block& step : why.children()) {
        const Decimal from = step.is(Name::Total) ? Decimal() : level;
        level = from + step.number(Name::Amount);
        spans.push_back({std::min(from, level), std::max(from, level)});
        low = std::min(low, spans.back().from);
        high = std::max(high, spans.back().to);
    }
    std::vector<StepBar> bars;
    std::size_t i = 0;
    for (const Block& step : why.children()) {
        const auto& [from, to] = spans[i++];
        const int at = std::min(share(from - low, high - low), kWhole - kThinnest);
        const int width = std::max(share(to - low, high - low) - at, kThinnest);
        bars.push_back(
            {&step, at, width, step.is(Name::Total), step.number(Name::Amount) > Decimal()});
    }
    return bars;
}

ChangeBars change_bars(const Block& why) {
    Decimal less, more;
    for (const Block& step : why.children()) {
        if (step.is(Name::Total)) continue;
        less = std::min(less, step.number(Name::Amount));
        more = std::max(more, step.number(Name::Amount));
    }
    ChangeBars bars;
    bars.axis = share(Decimal() - less, more - less);
    for (const Block& step : why.children()) {
        const Decimal amount = step.number(Name::Amount);
        const bool is_total = step.is(Name::Total), is_more = amount > Decimal();
        int width = 0;
        if (!is_total)
            width = std::max(share(is_more ? amount : Decimal() - amount, more - less), kThinnest);
        bars.steps.push_back(
            {&step, std::clamp(is_more ? bars.axis : bars.axis - width, 0, kWhole - kThinnest),
             width, is_total, is_more});
    }
    return bars;
}

std::string step_amount(const StepBar& step, const compose::Format& format) {
    const auto amount = (*step.block)[Name::Amount];
    return !step.is_total && step.is_more ? format.more(amount) : std::string(amount);
}

std::vector<SharePart> share_parts(const Block& of) {
    Decimal whole;
    for (const Block& part : of.children()) whole += std::max(part.number(Name::Value), Decimal());
    std::vector<SharePart> parts;
    Decimal from;
    for (const Block& part : of.children()) {
        const Decimal to = from + std::max(part.number(Name::Value), Decimal());
        const int at = share(from, whole);
        parts.push_back({&part, at, share(to, whole) - at});
        from = to;
    }
    return parts;
}

std::vector<MonthBar> month_bars(const Block& chart) {
    Decimal most;
    for (const Block& bar : chart.children())
        most = std::max({most, bar.number(Name::Value), bar.number(Name::Behind)});
    std::vector<MonthBar> bars;
    int first = 0, year = 0;
    for (const Block& bar : chart.children()) {
        const LocalDate month(
            static_cast<std::int32_t>(bar.number(Name::Month).nano() / Decimal::kScale));
        const int count = month.year() * 12 + month.month();
        if (bars.empty()) first = count;
        bars.push_back({&bar, share(bar.number(Name::Value), most),
                        bar.has(Name::Behind) ? share(bar.number(Name::Behind), most) : -1,
                        count - first, share_parts(bar), month.year() == year ? 0 : month.year()});
        year = month.year();
    }
    return bars;
}

std::vector<const Block*> receipt_items(const Block& receipt) {
    std::vector<const Block*> items;
    for (const Block& child : receipt.children()) {
        if (child.kind != Kind::Level) continue;
        items.clear();
        for (const Block& item : child.children())
            if (item.kind == Kind::Item) items.push_back(&item);
        if (items.size() <= content::kMostReceiptRows) break;
    }
    for (const Block& child : receipt.children())
        if (child.kind == Kind::Item) items.push_back(&child);
    return items;
}

std::vector<const Block*> notes_of(const Block& notes) {
    std::vector<const Block*> all;
    bool has_level = false;
    for (const Block& child : notes.children()) {
        if (child.kind == Kind::Note) all.push_back(&child);
        if (child.kind != Kind::Level || has_level || child.first == nullptr) continue;
        has_level = true;
        for (const Block& note : child.children()) all.push_back(&note);
    }
    return all;
}

}  // namespace bw::html
