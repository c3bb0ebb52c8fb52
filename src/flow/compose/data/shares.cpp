// Parts of a whole: the sources of energy that an issuer discloses, what a bill consists of.
#include "flow/compose/data/closing.h"
#include "flow/compose/line_text.h"
#include "flow/compose/story.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace bw::data {

using compose::fill;
using compose::Format;
using compose::ReceiptRow;

namespace {

constexpr std::int64_t kWhole = 100;

struct Part {
    std::string name;
    std::int64_t minor;
    std::int64_t percent = 0;
};

// The least detailed way to say it that still tells charges apart, or services.
std::vector<ReceiptRow> rows_of(const bill::Invoice& invoice, const Format& format) {
    auto rows = compose::receipt_charges(invoice, format);
    if (rows.empty()) rows = compose::receipt_lines(invoice, format);
    if (rows.size() < kMostParts) return rows;
    auto services = compose::receipt_services(invoice, format);
    return services.empty() ? rows : services;
}

// The largest ones, the others in one.
void keep_largest(std::vector<Part>& parts, std::size_t most, std::string_view other) {
    std::ranges::stable_sort(parts, std::ranges::greater(), &Part::minor);
    if (parts.size() <= most) return;
    const auto rest = parts.begin() + static_cast<std::ptrdiff_t>(most) - 1;
    const std::int64_t sum =
        std::accumulate(rest, parts.end(), std::int64_t{0},
                        [](std::int64_t so_far, const Part& part) { return so_far + part.minor; });
    parts.erase(rest, parts.end());
    parts.push_back({std::string(other), sum});
}

// Whole percents that come to 100: what is missing goes to the largest remainders.
void share_out(std::vector<Part>& parts, std::int64_t whole) {
    std::vector<std::pair<int128, Part*>> remainders;
    std::int64_t left = kWhole;
    for (auto& part : parts) {
        const int128 exact = int128{part.minor} * kWhole;
        part.percent = static_cast<std::int64_t>(exact / whole);
        left -= part.percent;
        remainders.emplace_back(exact % whole, &part);
    }
    std::ranges::stable_sort(remainders, std::ranges::greater(), &std::pair<int128, Part*>::first);
    for (std::int64_t i = 0; i < left; ++i)
        ++remainders[static_cast<std::size_t>(i)].second->percent;
}

}  // namespace

std::string in_words(const std::vector<Share>& shares, const Format& format) {
    std::string out;
    for (const auto& [name, percent] : shares)
        out.append(out.empty() ? "" : ", ")
            .append(name)
            .append(" ")
            .append(format.percent(percent.value));
    return out.append(".");
}

std::vector<Disclosure> disclosure_facts(const bill::Invoice& invoice, const Format& format) {
    std::vector<Disclosure> all;
    for (const auto& one : invoice.disclosures) {
        Disclosure told{one.duty, one.words, one.title, {}, {}};
        for (const auto& [name, percent] : one.shares) told.shares.push_back({name, {percent}});
        if (!told.shares.empty()) told.in_words = in_words(told.shares, format);
        all.push_back(std::move(told));
    }
    return all;
}

std::optional<Composition> composition_facts(const bill::Invoice& invoice, const Format& format) {
    if (invoice.kind != bill::InvoiceKind::Invoice) return std::nullopt;
    std::vector<Part> parts;
    for (const auto& row : rows_of(invoice, format))
        if (row.amount.minor != 0) parts.push_back({row.name, row.amount.minor});
    keep_largest(parts, kMostParts - 1, format.words().other_charges);
    if (!compose::shows_tax_inside(invoice))
        for (const auto& row : compose::receipt_sums(invoice, format))
            if (row.kind == ReceiptRow::Kind::Tax && row.amount.minor != 0)
                parts.push_back({row.name, row.amount.minor});
    std::int64_t whole = 0;
    for (const auto& part : parts) {
        if (part.minor < 0) return std::nullopt;
        whole += part.minor;
    }
    if (parts.size() < 2) return std::nullopt;
    share_out(parts, whole);
    Composition made;
    for (const auto& part : parts) made.shares.push_back({part.name, {Decimal(part.percent)}});
    made.title =
        fill(format.words().share_of_bill,
             {made.shares.front().name, format.percent(made.shares.front().percent.value)});
    made.in_words = in_words(made.shares, format);
    return made;
}

}  // namespace bw::data
