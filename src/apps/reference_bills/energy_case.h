// A year of measured energy under a tariff, rated month by month as bills are: what a month must
// tell the next (peaks that ratchets ask for) is carried. Amounts are the exact ones of the pieces:
// sources do not round lines.
#pragma once

#include "apps/reference_bills/report.h"
#include "books/catalog/factors.h"
#include "books/catalog/model.h"
#include "flow/rate/energy/energy.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::reference_bills {

// Where a source names no year: without a leap day, and 1 January is a Monday.
inline constexpr int kPlainYear = 2018;

struct EnergyCase {
    catalog::Schedule schedule;
    std::vector<meter::IntervalColumn> columns;
    std::vector<meter::RegisterColumn> registers = {};
    catalog::Factors factors = {};  // the peaks of the grid
};

using Pieces = std::vector<rate::Piece>;

Result<rate::RatedUsage> rate_month(const EnergyCase& of, const Period& month,
                                    const std::vector<rate::State>& states = {});
// January to December. `repeated`: the year before was like it, so that its peaks count in this
// one.
enum class YearBefore : std::uint8_t { None, Repeated };
Result<std::vector<Pieces>> rate_year(const EnergyCase& of, int year,
                                      YearBefore before = YearBefore::None);

// Measured from 1 January on; the quantities of each interval, to nine decimals.
meter::IntervalColumn column_from(LocalDate first, std::string channel, std::string unit,
                                  std::int32_t step_seconds, std::span<const Decimal> quantities);
// What was used in some days, where nothing tells when.
meter::RegisterColumn use_in(const Period& days, std::string channel, std::string unit,
                             Decimal quantity);
// Energy of a mean power over some minutes.
Result<Decimal> energy_of(Decimal power, int minutes);
int days_of(int year);

Decimal amount_of(const Pieces& pieces);
// Of charges of one kind.
Decimal amount_of(const Pieces& pieces, const catalog::Schedule& schedule,
                  catalog::ChargeKind kind);
Decimal amount_of_charge(const Pieces& pieces, std::string_view key);
// Of a year.
Decimal sum_of(std::span<const Pieces> months, const catalog::Schedule& schedule,
               catalog::ChargeKind kind);

}  // namespace bw::reference_bills
