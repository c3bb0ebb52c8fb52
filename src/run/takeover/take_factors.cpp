#include "books/catalog/factors.h"
#include "run/company/factors.h"
#include "run/takeover/takers.h"

namespace bw::takeover {
namespace {

catalog::FactorKind factor_kind(company::FileKind kind) {
    if (kind == company::FileKind::CalorificValues) return catalog::FactorKind::CalorificValue;
    if (kind == company::FileKind::Prices) return catalog::FactorKind::Price;
    if (kind == company::FileKind::SystemPeaks) return catalog::FactorKind::SystemPeak;
    return kind == company::FileKind::DegreeDays ? catalog::FactorKind::DegreeDays
                                                 : catalog::FactorKind::Profile;
}

}  // namespace

Result<void> take_factors(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    const auto kind = factor_kind(mapping.kind);
    const auto add = [&](const company::FactorRow& row) -> Result<void> {
        const std::string day = TRY(catalog::parse_factor_day(kind, row.day));
        return catalog::save_factor(tx, tenant, batch, kind, row.name, day, row.value);
    };
    return company::read_factors(source, name, mapping, tally,
                                 sink_of<company::FactorRow>(handed, batch, add));
}

}  // namespace bw::takeover
