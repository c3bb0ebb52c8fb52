#include "flow/compose/kits/check.h"

#include "flow/compose/templates/enrichment.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace bw::kits {

using content::Channel;
using templates::Condition;
using templates::Path;
using templates::Piece;
using templates::PlanBlock;
using templates::Words;

namespace {

constexpr std::string_view kDisclosures = "disclosures.words";

template <typename T, typename U>
bool has(const T& all, const U& one) {
    return std::ranges::find(all, one) != std::ranges::end(all);
}

// From worst to best.
enum class Shown : std::uint8_t { Nowhere, Elsewhere, Sometimes, Always };
struct Sight {
    Shown shown = Shown::Nowhere;
    int line = 0;  // of the block that shows it, or of the one that does not always stand
};

void keep_better(Sight& best, const Sight& other) {
    if (other.shown > best.shown) best = other;
}

// Looks for one field in a template as a channel shows it.
class Search {
public:
    Search(const AnyOf& fields, const Requirement& requirement, Channel channel, bool is_enriched)
        : fields_(fields), requirement_(requirement), channel_(static_cast<std::size_t>(channel)),
          is_inside_(requirement.in.empty()) {
        if (is_enriched) items_.emplace_back(templates::kExtra);
    }

    Sight in(const PlanBlock& block) {
        if (!block.shows[channel_]) return {};
        if (const auto& instead = block.instead[channel_]) {
            Sight best;
            for (const auto& other : *instead) keep_better(best, in(other));
            return under(block.condition, block, best);
        }
        const bool was_inside = is_inside_;
        is_inside_ = is_inside_ || has(requirement_.in, block.kind);
        if (block.list) items_.push_back(full(*block.list));
        Sight best = of_words(block);
        keep_better(best, in_children(block));
        best = under(block.condition, block, best);
        if (block.list) items_.pop_back();
        is_inside_ = was_inside;
        return best;
    }

private:
    // A path from the root of the data on.
    [[nodiscard]] std::string full(const Path& path) const {
        std::string out = path.level == 0 ? std::string() : items_[path.level - 1];
        for (const auto* step : path.steps) out.append(out.empty() ? "" : ".").append(step->name);
        return out;
    }

    [[nodiscard]] bool is_wanted(const Path& path) const { return has(fields_, full(path)); }

    [[nodiscard]] bool is_said(const Words& words) const {
        return std::ranges::any_of(words, [&](const Piece& piece) {
            return (piece.kind == Piece::Kind::Field && is_wanted(piece.path)) ||
                   is_said(piece.arguments);
        });
    }

    [[nodiscard]] Sight of_words(const PlanBlock& block) const {
        const bool is_here =
            is_said(block.words) ||
            std::ranges::any_of(block.attributes, [&](const templates::PlanAttribute& one) {
                return is_said(one.words) || (one.path && is_wanted(*one.path));
            });
        if (!is_here) return {};
        return {is_inside_ ? Shown::Always : Shown::Elsewhere, block.line};
    }

    Sight in_children(const PlanBlock& block) {
        Sight best;
        std::optional<Sight> levels;  // the worst of them
        for (const auto& child : block.children) {
            if (child.kind != content::Kind::Level) {
                keep_better(best, in(child));
                continue;
            }
            auto one = in_children(child);  // which of them stands is no question of its `if`
            if (one.line == 0) one.line = child.line;
            if (!levels || one.shown < levels->shown) levels = one;
        }
        if (levels) keep_better(best, *levels);
        return best;
    }

    // What is shown under a condition is not shown always, unless all that it asks for is whether
    // there is something to show.
    [[nodiscard]] Sight under(const std::optional<Condition>& condition, const PlanBlock& block,
                              Sight sight) const {
        if (!condition || sight.shown != Shown::Always) return sight;
        const bool is_harmless = std::ranges::any_of(condition->any_of, [&](const auto& all) {
            return std::ranges::all_of(all, [&](const templates::Test& test) {
                return test.relation == templates::Relation::IsThere && !test.is_negated &&
                       holds_field(full(test.path));
            });
        });
        return is_harmless ? sight : Sight{Shown::Sometimes, block.line};
    }

    // "usage" and "usage.months" hold "usage.months.value".
    [[nodiscard]] bool holds_field(std::string_view path) const {
        return std::ranges::any_of(fields_, [&](std::string_view field) {
            return field == path ||
                   (field.starts_with(path) && field.substr(path.size()).starts_with('.'));
        });
    }

    const AnyOf& fields_;
    const Requirement& requirement_;
    std::size_t channel_;
    bool is_inside_;
    std::vector<std::string> items_;  // what the template adds, then the lists around the block
};

std::string names_of(const std::vector<content::Kind>& blocks) {
    std::string out;
    for (const auto kind : blocks)
        out.append(out.empty() ? "<" : " or <").append(content::form_of(kind).name).append(">");
    return out;
}

std::string told(const Sight& sight, const AnyOf& fields, const Requirement& requirement,
                 Channel channel) {
    const auto what = fmt::format("{{{}}}", fmt::join(fields, "} or {"));
    const auto where = content::channel_name(channel);
    switch (sight.shown) {
        case Shown::Sometimes:
            return fmt::format(
                "{}: {} stands on {} only under a condition; ask for nothing but what is shown",
                requirement.about, what, where);
        case Shown::Elsewhere:
            return fmt::format("{}: {} must stand in {} on {}", requirement.about, what,
                               names_of(requirement.in), where);
        default:
            return fmt::format("{}: {} does not show {}{}", requirement.about, where, what,
                               requirement.in.empty() ? "" : " in " + names_of(requirement.in));
    }
}

}  // namespace

std::vector<Shortfall> shortfalls(const templates::Plan& plan, const Kit& kit) {
    static const std::vector<AnyOf> kWords = {{std::string(kDisclosures)}};
    std::vector<Shortfall> all;
    for (const auto& requirement : kit.requirements) {
        for (const auto& fields : requirement.is_disclosed ? kWords : requirement.shows) {
            for (const auto channel : {Channel::Paper, Channel::Web}) {
                if (!plan.has(channel)) continue;
                const auto sight = Search(fields, requirement, channel, plan.enrichment != nullptr)
                                       .in(plan.document);
                if (sight.shown == Shown::Always) continue;
                all.push_back(
                    {&requirement, told(sight, fields, requirement, channel), sight.line});
                break;  // told once
            }
        }
    }
    return all;
}

std::vector<const Requirement*> undisclosed(const Kit& kit, std::span<const std::string> duties) {
    std::vector<const Requirement*> missing;
    for (const auto& requirement : kit.requirements)
        if (requirement.is_disclosed && !has(duties, requirement.duty))
            missing.push_back(&requirement);
    return missing;
}

}  // namespace bw::kits
