#include "platform/text/difference.h"

#include <algorithm>

namespace bw::text {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// What both share most of, from each pair of places on: the table of longest common subsequences.
class Table {
public:
    Table(const Lines& before, const Lines& after)
        : width_(after.size() + 1), cells_((before.size() + 1) * width_) {
        for (std::size_t i = before.size(); i-- > 0;)
            for (std::size_t j = after.size(); j-- > 0;)
                at(i, j) = before[i] == after[j] ? at(i + 1, j + 1) + 1
                                                 : std::max(at(i + 1, j), at(i, j + 1));
    }
    std::uint32_t& at(std::size_t i, std::size_t j) { return cells_[i * width_ + j]; }

private:
    std::size_t width_;
    std::vector<std::uint32_t> cells_;
};

void add_all(const Lines& lines, LineKind kind, std::vector<DiffLine>& out) {
    for (const auto line : lines) out.push_back({kind, line});
}

void add_compared(const Lines& before, const Lines& after, std::vector<DiffLine>& out) {
    if (before.size() * after.size() > kMostCompared) {
        add_all(before, LineKind::Removed, out);
        add_all(after, LineKind::Added, out);
        return;
    }
    Table table(before, after);
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        const bool has_both = i < before.size() && j < after.size();
        if (has_both && before[i] == after[j]) {
            out.push_back({LineKind::Same, before[i]});
            ++i;
            ++j;
        } else if (j == after.size() || (has_both && table.at(i + 1, j) >= table.at(i, j + 1))) {
            out.push_back({LineKind::Removed, before[i++]});
        } else {
            out.push_back({LineKind::Added, after[j++]});
        }
    }
}

}  // namespace

std::vector<DiffLine> difference(std::string_view before, std::string_view after) {
    Lines old = lines_of(before);
    Lines now = lines_of(after);
    const auto begin = static_cast<std::size_t>(std::ranges::mismatch(old, now).in1 - old.begin());
    std::size_t end = 0;
    while (end + begin < std::min(old.size(), now.size()) &&
           old[old.size() - 1 - end] == now[now.size() - 1 - end])
        ++end;
    std::vector<DiffLine> out;
    const auto part = [](const Lines& all, std::size_t from, std::size_t to) {
        return Lines(all.begin() + static_cast<std::ptrdiff_t>(from),
                     all.begin() + static_cast<std::ptrdiff_t>(to));
    };
    add_all(part(old, 0, begin), LineKind::Same, out);
    add_compared(part(old, begin, old.size() - end), part(now, begin, now.size() - end), out);
    add_all(part(old, old.size() - end, old.size()), LineKind::Same, out);
    return out;
}

}  // namespace bw::text
