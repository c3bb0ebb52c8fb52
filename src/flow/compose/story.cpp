#include "flow/compose/story.h"

#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::compose {
namespace {

using bill::WhyKind;

bool has_missing_readings(const bill::Invoice& invoice) {
    return std::ranges::any_of(invoice.lines, [](const auto& line) {
        return line.corrects.empty() && line.piece.breakdown.missing > 0;
    });
}

std::string why_words(const bill::WhyStep& step, bool tells_quantity, const Format& format) {
    if (!step.words.empty()) return step.words;
    const auto& words = format.words();
    switch (step.kind) {
        case WhyKind::LastBill: return fill(words.why_last, {period_name(step.period, format)});
        case WhyKind::ThisBill: return fill(words.why_this, {period_name(step.period, format)});
        case WhyKind::Usage: {
            if (step.quantity.is_zero() || !tells_quantity) return std::string(words.why_usage);
            const bool more = !step.quantity.is_negative();
            const Decimal size =
                (more ? step.quantity : -step.quantity).rounded(1, Rounding::HalfUp);
            return fill(more ? words.why_used_more : words.why_used_less,
                        {format.quantity(size, step.unit)});
        }
        case WhyKind::Price:
            if (step.unit.empty()) return std::string(words.why_price);
            return fill(words.why_average, {format.unit(Decimal(1), step.unit)});
        case WhyKind::Fixed: return std::string(words.why_fixed);
        case WhyKind::Corrections: return std::string(words.why_corrections);
        case WhyKind::Tax: return std::string(words.why_tax);
    }
    return {};
}

// Less of a part of a month is not less used.
bool is_whole(const Period& month) { return month == month_of(month.from); }

std::int64_t size_of(const Money& money) { return money.minor < 0 ? -money.minor : money.minor; }

// Change against the value before, which is above zero, in whole percent.
Decimal percent_change(Decimal now, Decimal before) {
    return Decimal::from_nano(
        divide_rounded((now - before).nano() * 100, before.nano(), Rounding::HalfUp) *
        Decimal::kScale);
}

}  // namespace

bool is_advance(const bill::Invoice& invoice) {
    return !invoice.lines.empty() && std::ranges::all_of(invoice.lines, [](const auto& line) {
        return line.stream == bill::Stream::Request && line.corrects.empty();
    });
}

std::vector<std::string> notices(const bill::Invoice& invoice, const Format& format) {
    std::vector<std::string> sentences = invoice.notices;
    for (const auto& next : invoice.next_advances) {
        std::string sentence =
            fill(next.supply.empty() ? format.words().next_advance : format.words().next_advance_of,
                 {format.money(next.gross), format.month_name(next.from),
                  std::to_string(next.from.year()), next.supply});
        if (next.due_day > 0)
            sentence += fill(format.words().next_advance_due, {std::to_string(next.due_day)});
        sentences.push_back(std::move(sentence));
    }
    return sentences;
}

Outcome outcome_of(const bill::Invoice& invoice) {
    const auto minor = owed(invoice).minor;
    return minor > 0 ? Outcome::Pay : minor < 0 ? Outcome::GetBack : Outcome::Nothing;
}

std::string_view kind_name(std::string_view kind, const Format& format) {
    const auto& words = format.words();
    if (kind == "electricity") return words.electricity;
    if (kind == "gas") return words.gas;
    if (kind == "water") return words.water;
    if (kind == "mobile") return words.mobile;
    if (kind == "broadband") return words.broadband;
    return words.service;
}

std::string_view tax_name(const bill::Invoice& invoice, const Format& format, TaxName form) {
    constexpr std::string_view kGoodsAndServices = "AU NZ SG IN CA MY";
    const auto& country = invoice.seller.address.country;
    if (country.size() == 2 && kGoodsAndServices.find(country) != std::string_view::npos)
        return "GST";
    return form == TaxName::Short ? format.words().tax_short : format.words().tax_title;
}

std::string_view tax_reason(const bill::TaxSubtotal& tax, const Strings& words) {
    if (tax.code != "E" && tax.code != "AE" && tax.code != "O") return {};
    if (!tax.reason.empty()) return tax.reason;
    if (tax.code == "E") return words.reason_exempt;
    return tax.code == "AE" ? words.reason_reverse_charge : words.reason_outside;
}

std::string place_name(const bill::Address& address) {
    if (address.street.empty()) return {};
    const std::string_view space = address.postcode.empty() ? "" : "\u00A0";
    return fmt::format("{}, {}{}{}", address.street, address.postcode, space, address.city);
}

std::string period_name(const Period& period, const Format& format) {
    if (period == month_of(period.from)) return std::string(format.month_name(period.from));
    return format.days(period);
}

Headline headline(const bill::Invoice& invoice, const Format& format) {
    const auto& words = format.words();
    const Money due = owed(invoice);
    Headline head;
    switch (outcome_of(invoice)) {
        case Outcome::Pay:
            head.amount =
                fill(is_advance(invoice) ? words.owe_advance : words.owe, {format.money(due)});
            head.what_now = fill(is_advance(invoice) ? words.due_advance : words.due,
                                 {format.date_weekday(invoice.due_on)});
            break;
        case Outcome::GetBack:
            head.amount = fill(words.get_back, {format.money(-due)});
            head.what_now = words.get_back_how;
            break;
        case Outcome::Nothing: head.amount = words.nothing; head.what_now = words.nothing_how;
    }
    std::string what;
    for (const auto& supply : invoice.supplies) {
        const auto kind = kind_name(supply.kind, format);
        if (what.find(kind) != std::string::npos) continue;
        what.append(what.empty() ? "" : ", ").append(kind);
    }
    if (invoice.supplies.size() == 1 && !invoice.supplies[0].plan.empty())
        what += ", " + invoice.supplies[0].plan;
    if (what.empty()) what = invoice.seller.name;
    const Period period = main_period(invoice);
    head.about = period.is_empty() ? what : fill(words.for_period, {what, format.days(period)});
    if (invoice.prepaid.minor != 0) {
        const int sign = sign_of(invoice);
        head.prepaid =
            fill(words.paid_before, {format.money({invoice.prepaid.minor * sign, invoice.currency}),
                                     format.money({invoice.gross.minor * sign, invoice.currency})});
    }
    return head;
}

namespace {

// The largest change by usage or its price; null when there is none.
const bill::WhyStep* main_step(const std::vector<const bill::WhyStep*>& steps) {
    const bill::WhyStep* main = nullptr;
    for (const auto* step : steps) {
        if (step->kind != WhyKind::Usage && step->kind != WhyKind::Price) continue;
        if (main == nullptr || size_of(step->amount) > size_of(main->amount)) main = step;
    }
    return main;
}

// What is merged last: tax follows the other changes and small usage says little, but a discount
// that ended surprises.
enum class Weight : std::uint8_t { Tax, Usage, Named, End };
Weight weight_of(const bill::WhyStep& step, bool is_main) {
    if (step.is_end) return Weight::End;
    if (step.kind == WhyKind::Tax) return Weight::Tax;
    const bool is_usage = step.kind == WhyKind::Usage || step.kind == WhyKind::Price;
    return is_usage && !is_main ? Weight::Usage : Weight::Named;
}

}  // namespace

std::vector<WhyRow> why_rows(const bill::Invoice& invoice, const Format& format) {
    if (invoice.why.size() < 2) return {};
    std::vector<const bill::WhyStep*> steps;
    for (const auto& step : invoice.why) {
        const bool is_total = &step == &invoice.why.front() || &step == &invoice.why.back();
        if (is_total || step.amount.minor != 0) steps.push_back(&step);
    }
    WhyRow other{std::string(format.words().why_other), {0, invoice.currency}, false};
    const std::size_t most = invoice.months.empty() ? kWhyRowsAlone : kWhyRows;
    const auto* main = main_step(steps);
    bool merged = false;
    while (steps.size() + (merged ? 1 : 0) > most) {
        const auto least = std::ranges::min_element(
            steps.begin() + 1, steps.end() - 1, {}, [&](const bill::WhyStep* step) {
                return std::pair(weight_of(*step, step == main), size_of(step->amount));
            });
        other.amount.minor += (*least)->amount.minor;
        steps.erase(least);
        merged = true;
    }
    std::vector<WhyRow> rows;
    const bool tells_quantity = !has_missing_readings(invoice);
    for (const auto* step : steps) {
        const bool is_total = step == steps.front() || step == steps.back();
        rows.push_back({why_words(*step, tells_quantity, format), step->amount, is_total});
    }
    if (other.amount.minor != 0) rows.insert(rows.end() - 1, std::move(other));
    return rows;
}

std::string why_title(const bill::Invoice& invoice, const Format& format) {
    const auto& words = format.words();
    const Money last = invoice.why.front().amount;
    const Money change{invoice.why.back().amount.minor - last.minor, last.currency};
    if (change.minor == 0) return std::string(words.why_same);
    return fill(change.minor > 0 ? words.why_more : words.why_less,
                {format.money({size_of(change), change.currency})});
}

std::optional<Decimal> year_before(const bill::Invoice& invoice) {
    if (invoice.months.empty()) return std::nullopt;
    const auto& now = invoice.months.back();
    if (now.year_before) return now.year_before;
    const auto& first = invoice.months.front();
    const bool is_year_ago = first.month.from.plus_months(12) == now.month.from &&
                             is_whole(first.month) && is_whole(now.month);
    return is_year_ago ? std::optional(first.quantity) : std::nullopt;
}

std::string usage_value(const bill::Invoice& invoice, Decimal value, const Format& format) {
    const bool large = std::ranges::any_of(
        invoice.months, [](const auto& m) { return m.quantity >= Decimal(100); });
    const Decimal shown = value.rounded(large ? 0 : 1, Rounding::HalfUp);
    return format.quantity(shown, invoice.months_unit);
}

namespace {

// What a month is compared with.
struct Yardstick {
    Decimal before;
    LocalDate month;
    bool is_year;  // the same month of the year before; else the month before
};

// The year before tells most; the month before is better than nothing.
std::optional<Yardstick> yardstick(const bill::Invoice& invoice) {
    const auto& now = invoice.months.back();
    if (has_missing_readings(invoice)) return std::nullopt;  // less measured is not less used
    const Decimal a_year_ago = year_before(invoice).value_or(Decimal{});
    if (a_year_ago > Decimal{}) return Yardstick{a_year_ago, now.month.from, true};
    if (invoice.months.size() < 2) return std::nullopt;
    const auto& last = invoice.months[invoice.months.size() - 2];
    if (last.month.to != now.month.from || last.quantity <= Decimal{}) return std::nullopt;
    if (!is_whole(last.month) || !is_whole(now.month)) return std::nullopt;
    return Yardstick{last.quantity, last.month.from, false};
}

}  // namespace

UsageStory usage_story(const bill::Invoice& invoice, const Format& format) {
    const auto& words = format.words();
    const auto& now = invoice.months.back();
    const std::string value = usage_value(invoice, now.quantity, format);
    const auto than = yardstick(invoice);
    if (!than) return {fill(words.usage_first, {value, format.month_name(now.month.from)}), {}};
    const Decimal change = percent_change(now.quantity, than->before);
    const auto month = format.month_name(than->month);
    UsageStory story{
        {}, fill(words.usage_instead, {value, usage_value(invoice, than->before, format)})};
    if (change.is_zero()) {
        story.title = fill(than->is_year ? words.usage_same : words.usage_same_month, {month});
        return story;
    }
    const bool more = !change.is_negative();
    const auto pattern = than->is_year ? (more ? words.usage_more : words.usage_less)
                                       : (more ? words.usage_more_month : words.usage_less_month);
    story.title = fill(pattern, {format.percent(more ? change : -change), month});
    return story;
}

}  // namespace bw::compose
