#include "flow/bill/billed.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bw::bill {
namespace {

struct Named {
    Cause cause;
    std::string_view name;
    bool is_releasable = false;
};

constexpr std::array kCauses = {
    Named{Cause::MissingReadings, "missing-readings", true},
    Named{Cause::NoReadings, "no-readings", true},
    Named{Cause::ImplausibleReadings, "implausible-readings", true},
    Named{Cause::MissingFactors, "missing-factors", true},
    Named{Cause::EstimatedReadings, "estimated-readings", true},
    Named{Cause::NoTariff, "no-tariff"},
    Named{Cause::TariffEnded, "tariff-ended", true},
    Named{Cause::UnratedUsage, "unrated-usage", true},
    Named{Cause::UnclaimedUsage, "unclaimed-usage"},
    Named{Cause::DuplicateService, "duplicate-service"},
    Named{Cause::BackBillingLimit, "back-billing-limit"},
    Named{Cause::DamagedData, "damaged-data"},
    Named{Cause::Calculation, "calculation"},
    Named{Cause::ZeroBill, "zero-bill", true},
    Named{Cause::NegativeBill, "negative-bill", true},
    Named{Cause::FarAboveHistory, "far-above-history", true},
    Named{Cause::Address, "address", true},
    Named{Cause::EInvoice, "e-invoice"},
    Named{Cause::Document, "document"},
    Named{Cause::Quarantined, "quarantined"},
};

constexpr std::array kStandings = {std::pair{Standing::Held, std::string_view("held")},
                                   std::pair{Standing::Released, std::string_view("released")},
                                   std::pair{Standing::Told, std::string_view("told")}};

}  // namespace

std::string_view standing_name(Standing standing) {
    return std::ranges::find(kStandings, standing, &std::pair<Standing, std::string_view>::first)
        ->second;
}

std::optional<Standing> parse_standing(std::string_view name) {
    const auto found =
        std::ranges::find(kStandings, name, &std::pair<Standing, std::string_view>::second);
    return found == kStandings.end() ? std::nullopt : std::optional(found->first);
}

std::vector<Cause> all_causes() {
    std::vector<Cause> causes;
    causes.reserve(kCauses.size());
    for (const auto& named : kCauses) causes.push_back(named.cause);
    return causes;
}

std::string_view cause_name(Cause cause) {
    return std::ranges::find(kCauses, cause, &Named::cause)->name;
}

std::optional<Cause> parse_cause(std::string_view name) {
    const auto found = std::ranges::find(kCauses, name, &Named::name);
    return found == kCauses.end() ? std::nullopt : std::optional(found->cause);
}

bool is_releasable(Cause cause) {
    return std::ranges::find(kCauses, cause, &Named::cause)->is_releasable;
}

}  // namespace bw::bill
