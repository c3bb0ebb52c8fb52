#include "flow/compose/data/charges.h"

#include "flow/bill/parts.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace bw::data {

using compose::fill;
using compose::Format;
using compose::kDot;

namespace {

// Lines of one supply point.
struct SupplyLines {
    int supply;
    std::vector<std::size_t> lines;  // indexes
};

// Of some lines, points in the order in which they first appear.
std::vector<SupplyLines> by_supply(const bill::Invoice& invoice,
                                   std::span<const std::size_t> lines) {
    std::vector<SupplyLines> groups;
    for (const auto i : lines) {
        const auto& line = invoice.lines[i];
        const int supply = bill::supply_of(invoice, line) == nullptr ? -1 : line.supply;
        auto group = std::ranges::find(groups, supply, &SupplyLines::supply);
        if (group == groups.end()) group = groups.insert(groups.end(), {supply, {}});
        group->lines.push_back(i);
    }
    return groups;
}

// A bill that is in no parts is one without a name.
std::vector<bill::Part> all_parts(const bill::Invoice& invoice) {
    auto parts = bill::parts_of(invoice);
    if (!parts.empty() || invoice.lines.empty()) return parts;
    bill::Part whole;
    whole.lines.resize(invoice.lines.size());
    std::iota(whole.lines.begin(), whole.lines.end(), std::size_t{0});
    parts.push_back(std::move(whole));
    return parts;
}

class Telling {
public:
    Telling(const bill::Invoice& invoice, const std::vector<compose::LineText>& texts,
            const Format& format)
        : invoice_(invoice), texts_(texts), format_(format), sign_(compose::sign_of(invoice)),
          is_tax_inside_(compose::shows_tax_inside(invoice)) {}

    std::vector<ChargePart> tell() {
        const auto parts = all_parts(invoice_);
        std::vector<ChargePart> told;
        told.reserve(parts.size());
        for (const auto& part : parts) told.push_back(part_of(part, parts.size() > 1));
        return told;
    }

private:
    [[nodiscard]] Money shown(Money money) const { return {money.minor * sign_, money.currency}; }

    ChargePart part_of(const bill::Part& part, bool is_one_of_several) {
        ChargePart told;
        told.site = part.site;
        if (part.address) told.place = compose::place_name(*part.address);
        told.sum_label = fill(format_.words().part_sum, {part.site});
        told.sum = shown(compose::shown_amount(part, is_tax_inside_));
        const auto groups = by_supply(invoice_, part.lines);
        const bool has_heads = groups.size() > 1 || groups.front().supply >= 0 || is_one_of_several;
        // The sum of a named part with one group is the group's.
        const bool has_sums = groups.size() > 1 || (is_one_of_several && part.site.empty());
        for (const auto& group : groups) {
            told.groups.push_back(has_heads ? headed(group, part) : Group{});
            told.groups.back().has_sum = has_sums;
            add_lines(group, told.groups.back());
        }
        return told;
    }

    Group headed(const SupplyLines& group, const bill::Part& part) {
        Group told;
        told.title = format_.words().other_charges;
        if (group.supply >= 0) {
            const auto& supply = invoice_.supplies[static_cast<std::size_t>(group.supply)];
            told.title = compose::kind_name(supply.kind, format_);
            if (!supply.plan.empty()) told.title.append(kDot).append(supply.plan);
            told.about = supply.code;
            // The head of a part has said where all of it is.
            if (const auto place = compose::place_name(supply.address);
                !place.empty() && !part.address)
                told.about.append(told.about.empty() ? "" : kDot).append(place);
        }
        told.full_title = part.site;
        told.full_title.append(part.site.empty() ? "" : kDot).append(told.title);
        return told;
    }

    void add_lines(const SupplyLines& group, Group& told) {
        std::int64_t sum = 0;
        std::string section;
        for (const auto i : group.lines) {
            const auto& line = invoice_.lines[i];
            auto its = section_of(line);
            if (told.sections.empty() || its != section) {
                // Back from corrections to the charges of the bill itself.
                std::string title = its.empty() && !told.sections.empty()
                                        ? format_.days(compose::main_period(invoice_))
                                        : its;
                told.sections.push_back({std::move(title), {}});
                section = std::move(its);
            }
            told.sections.back().lines.push_back(line_of(line, texts_[i]));
            sum += told.sections.back().lines.back().amount.minor;
        }
        told.sum = {sum, invoice_.currency};
    }

    // What a line is a correction of; empty for the charges of the bill itself. A credit note for
    // one bill says so on its first page; here it would stand above every line.
    [[nodiscard]] std::string section_of(const bill::InvoiceLine& line) const {
        const bool is_said = invoice_.kind == bill::InvoiceKind::CreditNote &&
                             invoice_.corrected_numbers.size() == 1 &&
                             invoice_.corrected_numbers.front() == line.corrects;
        if (line.corrects.empty() || is_said) return {};
        if (compose::takes_back_advance(line))
            return std::string(format_.words().advances_deducted);
        const Period& days = line.nominal.is_empty() ? line.days : line.nominal;
        return fill(format_.words().correction_of, {line.corrects, format_.days(days)});
    }

    [[nodiscard]] ChargeLine line_of(const bill::InvoiceLine& line,
                                     const compose::LineText& text) const {
        ChargeLine told;
        told.name = line.name;
        told.words = text.words;
        told.is_short = line.words.empty();
        told.number = text.number;
        told.unit = text.unit;
        if (text.has_price) {
            told.price = Price{line.price, line.net.currency};
            if (line.base != 1)
                told.per_base = fill(format_.words().per_base,
                                     {format_.quantity(Decimal(line.base), line.unit)});
        }
        told.tax = {line.tax_percent};
        told.amount = shown(compose::shown_amount(line, is_tax_inside_));
        return told;
    }

    const bill::Invoice& invoice_;
    const std::vector<compose::LineText>& texts_;
    const Format& format_;
    const int sign_;
    const bool is_tax_inside_;
};

}  // namespace

Charges charge_facts(const bill::Invoice& invoice, const Format& format) {
    const auto tax_name = compose::tax_name(invoice, format, compose::TaxName::Short);
    return {.title = compose::shows_tax_inside(invoice)
                         ? fill(format.words().charges_with_tax, {tax_name})
                         : std::string(format.words().charges),
            .tax_name = tax_name,
            .parts = LazyList<ChargePart>(all_parts(invoice).size(), [&invoice, &format] {
                const auto texts = compose::line_texts(invoice, format);
                return Telling(invoice, texts, format).tell();
            })};
}

}  // namespace bw::data
