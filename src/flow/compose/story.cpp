#include "flow/compose/story.h"

#include "flow/compose/sign.h"

#include <algorithm>

namespace bw::compose {
namespace {

using bill::WhyKind;

std::string why_words(const bill::WhyStep& step, const Format& format) {
    if (!step.words.empty()) return step.words;
    const auto& words = format.words();
    switch (step.kind) {
        case WhyKind::LastBill: return fill(words.why_last, {period_name(step.period, format)});
        case WhyKind::ThisBill: return fill(words.why_this, {period_name(step.period, format)});
        case WhyKind::Usage: {
            if (step.quantity.is_zero()) return std::string(words.why_usage);
            const bool more = !step.quantity.is_negative();
            const Decimal size =
                (more ? step.quantity : -step.quantity).rounded(1, Rounding::HalfUp);
            return fill(more ? words.why_used_more : words.why_used_less,
                        {format.quantity(size, step.unit)});
        }
        case WhyKind::Price: return std::string(words.why_price);
        case WhyKind::Fixed: return std::string(words.why_fixed);
        case WhyKind::Corrections: return std::string(words.why_corrections);
        case WhyKind::Tax: return std::string(words.why_tax);
    }
    return {};
}

std::int64_t size_of(const Money& money) { return money.minor < 0 ? -money.minor : money.minor; }

// Change against the value before, in whole percent; nothing to compare with gives no value.
std::optional<Decimal> percent_change(Decimal now, Decimal before) {
    if (before <= Decimal(0)) return std::nullopt;
    return Decimal::from_nano(
        divide_rounded((now - before).nano() * 100, before.nano(), Rounding::HalfUp) *
        Decimal::kScale);
}

// The lines of one charge on one row.
struct Group {
    const bill::InvoiceLine* first = nullptr;
    std::string name;
    int count = 0;
    bool same_unit = true;
    Decimal quantity;
    std::int64_t minor = 0;
};

// "Energy, peak" and "Energy, night" are both "Energy".
std::string_view stem(std::string_view name) { return name.substr(0, name.find(", ")); }

// One group per line as long as there is room for all; else by charge.
std::vector<Group> group_lines(const bill::Invoice& invoice, std::size_t most) {
    const bool has_room = invoice.lines.size() <= most;
    std::vector<Group> groups;
    for (const auto& line : invoice.lines) {
        const auto same = [&](const Group& g) {
            return !has_room && g.first->supply == line.supply && !line.piece.charge.empty() &&
                   g.first->piece.charge == line.piece.charge &&
                   stem(g.first->name) == stem(line.name);
        };
        auto group = std::ranges::find_if(groups, same);
        if (group == groups.end()) {
            groups.push_back({&line, line.name, 0, true, {}, 0});
            group = groups.end() - 1;
        } else {
            group->name = stem(line.name);
        }
        ++group->count;
        group->same_unit = group->same_unit && group->first->unit == line.unit;
        group->quantity += line.quantity;
        group->minor += line.net.minor;
    }
    return groups;
}

std::string group_detail(const Group& group, int sign, const Format& format) {
    if (!group.same_unit) return {};
    const auto& line = *group.first;
    const Decimal quantity = sign < 0 ? -group.quantity : group.quantity;
    std::string out = format.quantity(quantity, line.unit);
    if (group.count > 1) return out;
    // U+00D7; the price of a shared month is said on the line itself
    if (line.base == 1) out += " \u00D7 " + format.price(line.price, line.net.currency);
    return out;
}

}  // namespace

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
            head.amount = fill(words.owe, {format.money(due)});
            head.what_now = fill(words.due, {format.date_weekday(invoice.due_on)});
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
    head.about = invoice.period.is_empty()
                     ? what
                     : fill(words.for_period, {what, format.days(invoice.period)});
    if (invoice.prepaid.minor != 0) {
        const int sign = sign_of(invoice);
        head.prepaid =
            fill(words.paid_before, {format.money({invoice.prepaid.minor * sign, invoice.currency}),
                                     format.money({invoice.gross.minor * sign, invoice.currency})});
    }
    return head;
}

std::vector<WhyRow> why_rows(const bill::Invoice& invoice, const Format& format) {
    if (invoice.why.size() < 2) return {};
    std::vector<WhyRow> rows;
    for (std::size_t i = 0; i < invoice.why.size(); ++i) {
        const auto& step = invoice.why[i];
        const bool total = i == 0 || i + 1 == invoice.why.size();
        if (!total && step.amount.minor == 0) continue;
        rows.push_back({why_words(step, format), step.amount, total});
    }
    WhyRow other{std::string(format.words().why_other), {0, invoice.currency}, false};
    while (rows.size() + (other.amount.minor != 0 ? 1 : 0) > kWhyRows) {
        const auto least =
            std::ranges::min_element(rows.begin() + 1, rows.end() - 1, {},
                                     [](const WhyRow& r) { return size_of(r.amount); });
        other.amount.minor += least->amount.minor;
        rows.erase(least);
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
    const bool is_year_ago = first.month.from.plus_months(12) == now.month.from;
    return is_year_ago ? std::optional(first.quantity) : std::nullopt;
}

std::string usage_title(const bill::Invoice& invoice, const Format& format) {
    const auto& words = format.words();
    const auto& now = invoice.months.back();
    const auto before = year_before(invoice);
    const auto month = format.month_name(now.month.from);
    const auto change = before ? percent_change(now.quantity, *before) : std::nullopt;
    if (!change) {
        const Decimal shown = now.quantity.rounded(1, Rounding::HalfUp);
        return fill(words.usage_first, {format.quantity(shown, invoice.months_unit), month});
    }
    if (change->is_zero()) return fill(words.usage_same, {month});
    const bool more = !change->is_negative();
    return fill(more ? words.usage_more : words.usage_less,
                {format.percent(more ? *change : -*change), month});
}

std::vector<ReceiptRow> receipt(const bill::Invoice& invoice, const Format& format,
                                std::size_t most_groups) {
    using Kind = ReceiptRow::Kind;
    const auto& words = format.words();
    const int sign = sign_of(invoice);
    const auto money = [&](std::int64_t minor) { return Money{minor * sign, invoice.currency}; };
    const auto groups = group_lines(invoice, most_groups);
    const std::size_t shown = groups.size() <= most_groups ? groups.size() : most_groups - 1;
    std::vector<ReceiptRow> rows;
    for (std::size_t i = 0; i < shown; ++i)
        rows.push_back({Kind::Group, groups[i].name, group_detail(groups[i], sign, format),
                        money(groups[i].minor)});
    if (shown < groups.size()) {
        std::int64_t rest = 0;
        for (std::size_t i = shown; i < groups.size(); ++i) rest += groups[i].minor;
        rows.push_back({Kind::Group, std::string(words.receipt_other), {}, money(rest)});
    }
    if (invoice.taxes.size() == 1)
        rows.push_back({Kind::Tax,
                        fill(words.tax_of,
                             {tax_name(invoice, format), format.percent(invoice.taxes[0].percent)}),
                        fill(words.tax_base, {format.amount(money(invoice.taxes[0].base.minor))}),
                        money(invoice.tax.minor)});
    else
        rows.push_back(
            {Kind::Tax, std::string(tax_name(invoice, format)), {}, money(invoice.tax.minor)});
    rows.push_back({Kind::Total, std::string(words.receipt_total), {}, money(invoice.gross.minor)});
    if (invoice.prepaid.minor != 0) {
        const bool back = outcome_of(invoice) == Outcome::GetBack;
        rows.push_back(
            {Kind::Prepaid, std::string(words.total_prepaid), {}, money(-invoice.prepaid.minor)});
        const Money due = owed(invoice);
        rows.push_back({Kind::Payable,
                        std::string(back ? words.total_credit : words.total_payable),
                        {},
                        back ? -due : due});
    }
    return rows;
}

}  // namespace bw::compose
