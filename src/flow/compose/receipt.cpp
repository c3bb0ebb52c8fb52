// Lines added up: the receipt of the first page and the price all in.
#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <optional>

namespace bw::compose {
namespace {

// Lines on one row.
struct Group {
    const bill::InvoiceLine* first = nullptr;
    std::string_view name;     // of the first, or what several are called
    std::string_view stem;     // by which others belong to it
    bool is_of_parts = false;  // a sum of unlike lines, without a detail
    int count = 0;
    bool same_unit = true;
    Decimal quantity = {};
    std::int64_t seconds = 0, bytes = 0;  // charged ones
    std::int64_t minor = 0;
};

// "Energy, peak" and "Energy, night" are both "Energy"; "Calls: Austria" are "Calls".
std::string_view stem(std::string_view name) {
    return name.substr(0, std::min(name.find(", "), name.find(": ")));
}

void add_line(Group& group, const bill::InvoiceLine& line, const Money& amount) {
    const auto& b = line.piece.breakdown;
    ++group.count;
    group.same_unit = group.same_unit && group.first->unit == line.unit;
    group.quantity += line.quantity;
    group.minor += amount.minor;
    if (amount.minor == 0) return;
    group.seconds += b.seconds;
    group.bytes += b.bytes;
}

// One group for each line, or for the lines of each charge.
std::vector<Group> groups_of(const bill::Invoice& invoice, bool by_charge) {
    const bool is_tax_inside = shows_tax_inside(invoice);
    std::vector<Group> groups;
    if (!by_charge) groups.reserve(invoice.lines.size());
    for (const auto& line : invoice.lines) {
        const auto its = stem(line.name);
        const auto same = [&](const Group& g) {
            return by_charge && g.first->supply == line.supply && g.stem == its;
        };
        auto group = std::ranges::find_if(groups, same);
        if (group == groups.end()) group = groups.insert(groups.end(), {&line, line.name, its});
        else group->name = its;
        add_line(*group, line, shown_amount(line, is_tax_inside));
    }
    return groups;
}

// "Electricity"; services of one kind are told apart by their plan or number.
std::string service_name(const bill::Invoice& invoice, std::size_t supply, const Format& format) {
    const auto& [code, kind, address, plan, until, site] = invoice.supplies[supply];
    const auto is_shared = [&](auto member, const std::string& value) {
        return std::ranges::count(invoice.supplies, value, member) > 1;
    };
    if (!is_shared(&bill::SupplyPoint::kind, kind)) return std::string(kind_name(kind, format));
    if (!plan.empty() && !is_shared(&bill::SupplyPoint::plan, plan)) return plan;
    return code.empty() ? std::string(kind_name(kind, format)) : code;
}

// A row for each part of a bill in parts.
std::vector<Group> groups_of_parts(const bill::Invoice& invoice,
                                   const std::vector<bill::Part>& parts, const Format& format) {
    const bool is_tax_inside = shows_tax_inside(invoice);
    std::vector<Group> groups;
    for (const auto& part : parts) {
        Group group{&invoice.lines[part.lines.front()], part.site, {}, true};
        if (part.site.empty()) group.name = format.words().other_charges;
        group.minor = shown_amount(part, is_tax_inside).minor;
        groups.push_back(group);
    }
    return groups;
}

// A row for each service, named behind this.
std::vector<Group> groups_by_supply(const bill::Invoice& invoice) {
    const bool is_tax_inside = shows_tax_inside(invoice);
    std::vector<Group> groups;
    for (const auto& line : invoice.lines) {
        const auto* supply = bill::supply_of(invoice, line);
        auto group = std::ranges::find_if(
            groups, [&](const Group& g) { return bill::supply_of(invoice, *g.first) == supply; });
        if (group == groups.end()) group = groups.insert(groups.end(), {&line, {}, {}, true});
        group->minor += shown_amount(line, is_tax_inside).minor;
    }
    return groups;
}

// What costs nothing adds nothing.
void drop_free(std::vector<Group>& groups) {
    if (std::ranges::any_of(groups, [](const Group& g) { return g.minor != 0; }))
        std::erase_if(groups, [](const Group& g) { return g.minor == 0; });
}

std::string group_detail(const Group& group, int sign, bool is_tax_inside, const Format& format) {
    if (group.is_of_parts) return {};
    const auto& line = *group.first;
    if (group.count == 1) {
        const LineText text = line_count(line, sign, format);
        if (text.number.empty()) return {};
        std::string out = text.number;
        if (!text.unit.empty()) out.append(kNarrowSpace).append(text.unit);
        // U+00D7; the price of a shared month is said on the line itself, as is one with tax where
        // amounts are without it
        if (text.has_price && line.base == 1 && (!line.gross || is_tax_inside))
            out += " \u00D7 " + format.price(line.price, line.net.currency);
        return out;
    }
    if (group.seconds > 0)
        return minutes(group.seconds, format) + std::string(kNarrowSpace) + "min";
    if (group.bytes > 0) {
        const auto [number, unit] = data_volume(group.bytes, format);
        return number + std::string(kNarrowSpace) + unit;
    }
    if (!group.same_unit || line.unit.empty()) return {};
    return format.quantity(sign < 0 ? -group.quantity : group.quantity, line.unit);
}

// "Monthly fee" of the telephone and of the internet are told apart.
std::vector<ReceiptRow> rows_of(const bill::Invoice& invoice, const std::vector<Group>& groups,
                                const Format& format) {
    const int sign = sign_of(invoice);
    const bool is_tax_inside = shows_tax_inside(invoice);
    std::vector<ReceiptRow> rows;
    rows.reserve(groups.size());
    for (const auto& group : groups) {
        rows.push_back({ReceiptRow::Kind::Group,
                        std::string(group.name),
                        group_detail(group, sign, is_tax_inside, format),
                        {group.minor * sign, invoice.currency}});
        const auto supply = static_cast<std::size_t>(group.first->supply);
        if (group.is_of_parts || group.first->supply < 0 || supply >= invoice.supplies.size() ||
            std::ranges::count(groups, group.name, &Group::name) < 2)
            continue;
        rows.back().name.append(", ").append(service_name(invoice, supply, format));
    }
    return rows;
}

// Taxes in one row; what they are of where there is one.
ReceiptRow tax_row(const bill::Invoice& invoice, bool is_tax_inside, const Format& format) {
    const auto& words = format.words();
    const int sign = sign_of(invoice);
    const auto money = [&](std::int64_t minor) { return Money{minor * sign, invoice.currency}; };
    const bool is_one = invoice.taxes.size() == 1;
    std::string name = fill(is_tax_inside ? words.tax_inside : words.tax_of,
                            {tax_name(invoice, format),
                             is_one ? format.percent(invoice.taxes[0].percent) : std::string()});
    if (!is_one) name.pop_back();  // the space before the percent
    return {ReceiptRow::Kind::Tax, std::move(name),
            is_one ? fill(words.tax_base, {format.amount(money(invoice.taxes[0].base.minor))})
                   : std::string(),
            money(invoice.tax.minor)};
}

}  // namespace

std::size_t receipt_line_count(const bill::Invoice& invoice) {
    if (const auto parts = bill::parts_of(invoice); !parts.empty()) return parts.size();
    const bool is_tax_inside = shows_tax_inside(invoice);
    const auto costs = [&](const auto& line) {
        return shown_amount(line, is_tax_inside).minor != 0;
    };
    const auto count = std::ranges::count_if(invoice.lines, costs);
    return count == 0 ? invoice.lines.size() : static_cast<std::size_t>(count);
}

std::vector<ReceiptRow> receipt_lines(const bill::Invoice& invoice, const Format& format) {
    if (const auto parts = bill::parts_of(invoice); !parts.empty())
        return rows_of(invoice, groups_of_parts(invoice, parts, format), format);
    auto groups = groups_of(invoice, false);
    drop_free(groups);
    return rows_of(invoice, groups, format);
}

std::vector<ReceiptRow> receipt_charges(const bill::Invoice& invoice, const Format& format) {
    if (!bill::parts_of(invoice).empty()) return {};
    auto groups = groups_of(invoice, true);
    drop_free(groups);
    return rows_of(invoice, groups, format);
}

std::vector<ReceiptRow> receipt_services(const bill::Invoice& invoice, const Format& format) {
    if (invoice.supplies.size() < 2 || !bill::parts_of(invoice).empty()) return {};
    const auto groups = groups_by_supply(invoice);
    auto rows = rows_of(invoice, groups, format);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool is_of_none = bill::supply_of(invoice, *groups[i].first) == nullptr;
        rows[i].name =
            is_of_none
                ? std::string(format.words().other_charges)
                : service_name(invoice, static_cast<std::size_t>(groups[i].first->supply), format);
    }
    return rows;
}

std::vector<ReceiptRow> receipt_sums(const bill::Invoice& invoice, const Format& format) {
    using Kind = ReceiptRow::Kind;
    const auto& words = format.words();
    const int sign = sign_of(invoice);
    const auto money = [&](std::int64_t minor) { return Money{minor * sign, invoice.currency}; };
    const bool is_tax_inside = shows_tax_inside(invoice);
    std::vector<ReceiptRow> rows;
    if (!is_tax_inside) rows.push_back(tax_row(invoice, is_tax_inside, format));
    rows.push_back(
        {Kind::Total, std::string(words.receipt_total), {}, money(invoice.gross.minor), true});
    if (is_tax_inside) rows.push_back(tax_row(invoice, is_tax_inside, format));
    if (invoice.prepaid.minor == 0) return rows;
    rows.push_back(
        {Kind::Prepaid, std::string(words.total_prepaid), {}, money(-invoice.prepaid.minor)});
    const bool back = outcome_of(invoice) == Outcome::GetBack;
    const Money due = owed(invoice);
    rows.push_back({Kind::Payable,
                    std::string(back ? words.total_credit : words.total_payable),
                    {},
                    back ? -due : due,
                    true});
    return rows;
}

namespace {

// What a charge counted, over schedules that follow one another.
struct Counted {
    std::string charge, schedule;
    Period days;
    Decimal quantity;
};

// A charge of the same name in another schedule for the same days counts the same again.
void add_counted(std::vector<Counted>& all, const bill::InvoiceLine& line) {
    const auto& piece = line.piece;
    auto found = std::ranges::find_if(all, [&](const Counted& counted) {
        return piece.charge == counted.charge && (piece.schedule == counted.schedule ||
                                                  counted.days.intersect(piece.days).is_empty());
    });
    if (found == all.end())
        found = all.insert(all.end(), {piece.charge, piece.schedule, piece.days, {}});
    found->schedule = piece.schedule;
    found->days = {std::min(found->days.from, piece.days.from),
                   std::max(found->days.to, piece.days.to)};
    found->quantity += line.quantity;
}

}  // namespace

std::string price_all_in(const bill::Invoice& invoice, int supply, const Format& format) {
    if (invoice.kind != bill::InvoiceKind::Invoice) return {};
    const Period main = main_period(invoice);
    int128 gross_nano = 0;  // bounded: lines are below 1e13 minor units
    std::string unit;
    std::vector<Counted> counted;
    for (const auto& line : invoice.lines) {
        if (line.supply != supply) continue;
        if (!line.corrects.empty() || line.stream != bill::Stream::Arrears ||
            line.piece.breakdown.missing > 0 || line.nominal != invoice.lines[0].nominal)
            return {};
        const int128 nano = line.amount().decimal().nano();
        gross_nano += nano;
        if (!line.gross)
            gross_nano += divide_rounded(nano * line.tax_percent.nano(),
                                         int128{100} * Decimal::kScale, Rounding::HalfUp);
        if (line.unit != "kWh" && line.unit != "m3") continue;
        if (line.quantity.is_negative() || (!unit.empty() && unit != line.unit)) return {};
        unit = line.unit;
        add_counted(counted, line);
    }
    if (counted.empty() || gross_nano <= 0 || main.is_empty()) return {};
    const Decimal quantity = counted.front().quantity;
    // Less than one unit is no yardstick, and keeps the product below within its bounds.
    if (quantity < Decimal(1) ||
        std::ranges::any_of(counted, [&](const auto& c) { return c.quantity != quantity; }))
        return {};
    int128 product = 0;
    if (__builtin_mul_overflow(gross_nano, int128{Decimal::kScale}, &product)) return {};
    const Decimal price =
        Decimal::from_nano(divide_rounded(product, quantity.nano(), Rounding::HalfUp));
    const auto shown = [&](Decimal value, int places) {
        return format.money(value.rounded(places, Rounding::HalfUp), invoice.currency);
    };
    const auto& words = format.words();
    const auto tax = tax_name(invoice, format);
    if (unit == "m3") {
        const Decimal litre =
            Decimal::from_nano(divide_rounded(price.nano(), 1000, Rounding::HalfUp));
        return fill(words.all_in_litre, {shown(price, 2), shown(litre, 4), tax});
    }
    return fill(words.all_in_price, {shown(price, 4), format.unit(Decimal(1), unit), tax});
}

}  // namespace bw::compose
