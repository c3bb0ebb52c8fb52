#include "flow/rate/energy/stencils.h"

#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>

namespace bw::rate {
namespace {

const catalog::Charge& prices_of(const CompiledSchedule& schedule, const CompiledCharge& charge,
                                 const Section& section) {
    return *schedule.charge(charge, section.version);
}

const catalog::Header& head_of(const CompiledSchedule& schedule, const Section& section) {
    return schedule.versions[static_cast<std::size_t>(section.version)].head;
}

// Of a tier of a window; its bounds depend on days and place.
Piece stencil_of(const CompiledSchedule& schedule, const CompiledCharge& charge,
                 const Section& section, const catalog::Window& window, std::size_t tier) {
    const auto& prices = prices_of(schedule, charge, section);
    const bool is_fixed = prices.kind == catalog::ChargeKind::Fixed;
    const auto& of = window.tiers[tier];
    const bool is_tiered = window.tiers.size() > 1;
    Piece piece =
        blank_piece(schedule, charge, section, is_fixed ? PieceKind::Fixed : PieceKind::Usage);
    piece.unit = prices.of.unit;
    piece.breakdown.clause =
        clause_of(schedule, charge, section, window, is_tiered || is_fixed ? of.line : window.line);
    if (is_fixed) return piece;
    name_part(piece, window.name);
    piece.breakdown.window = window.name;
    if (!is_tiered) return piece;
    name_part(piece, of.name.empty() ? fmt::format("tier-{}", tier + 1) : of.name);
    piece.breakdown.tier = static_cast<int>(tier) + 1;
    return piece;
}

}  // namespace

Piece blank_piece(const CompiledSchedule& schedule, const CompiledCharge& charge,
                  const Section& section, PieceKind kind) {
    const auto& head = head_of(schedule, section);
    const auto& prices = prices_of(schedule, charge, section);
    Piece piece;
    piece.kind = kind;
    piece.charge = charge.key;
    piece.schedule = head.name;
    piece.version = head.from;
    piece.tax = prices.tax;
    piece.round = rounding_of(head);
    piece.part = prices.seasons[static_cast<std::size_t>(section.season)].name;
    piece.breakdown.season = piece.part;
    return piece;
}

std::string clause_of(const CompiledSchedule& schedule, const CompiledCharge& charge,
                      const Section& section, const catalog::Window& window,
                      catalog::SourceLine line) {
    const auto& season =
        prices_of(schedule, charge, section).seasons[static_cast<std::size_t>(section.season)];
    std::string path = "charges." + charge.key;
    if (!season.name.empty()) path += ".seasons." + season.name;
    if (!window.name.empty()) path += ".windows." + window.name;
    return clause(head_of(schedule, section), path, line);
}

void name_part(Piece& piece, const std::string& name) {
    if (name.empty()) return;
    piece.part = piece.part.empty() ? name : piece.part + "/" + name;
}

void cut_stencils(const CompiledSchedule& schedule, CompiledCharge& charge) {
    charge.stencils.resize(schedule.versions.size());
    for (std::size_t v = 0; v < schedule.versions.size(); ++v) {
        Section section;
        section.version = static_cast<int>(v);
        const auto* prices = schedule.charge(charge, section.version);
        if (prices == nullptr) continue;
        for (const auto& season : prices->seasons) {
            auto& windows = charge.stencils[v].emplace_back();
            for (const auto& window : season.windows) {
                auto& tiers = windows.emplace_back();
                tiers.reserve(window.tiers.size());
                for (std::size_t t = 0; t < window.tiers.size(); ++t)
                    tiers.push_back(stencil_of(schedule, charge, section, window, t));
            }
            ++section.season;
        }
    }
}

}  // namespace bw::rate
