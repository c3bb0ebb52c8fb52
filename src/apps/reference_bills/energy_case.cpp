#include "apps/reference_bills/energy_case.h"

#include <algorithm>
#include <utility>

namespace bw::reference_bills {
namespace {

template <typename Wanted>
Decimal amount_where(const Pieces& pieces, const Wanted& is_wanted) {
    Decimal sum;
    for (const rate::Piece& piece : pieces)
        if (is_wanted(piece)) sum += piece.amount;
    return sum;
}

}  // namespace

Result<rate::RatedUsage> rate_month(const EnergyCase& of, const Period& month,
                                    const std::vector<rate::State>& states) {
    rate::CompileRequest request;
    request.versions = {&of.schedule};
    request.period = month;
    request.factors = &of.factors;
    request.steps.clear();
    for (const auto& column : of.columns) request.steps.push_back(column.step_seconds);
    const auto compiled = TRY(rate::compile(request));
    meter::Usage usage;
    usage.intervals = of.columns;
    usage.registers = of.registers;
    return rate::rate(compiled, usage, states);
}

namespace {

// What a peak is called where it passes on: "peak.2018-03".
void move_a_year_back(std::vector<rate::State>& states) {
    constexpr std::string_view kMonth = "2018-03";
    for (auto& state : states) {
        if (state.name.size() < kMonth.size()) continue;
        const auto at = state.name.size() - kMonth.size();
        const auto month = LocalDate::parse(state.name.substr(at) + "-01");
        if (month)
            state.name.replace(at, kMonth.size(),
                               month->plus_months(-12).to_string().substr(0, kMonth.size()));
    }
}

}  // namespace

Result<std::vector<Pieces>> rate_year(const EnergyCase& of, int year, YearBefore before) {
    std::vector<Pieces> months;
    std::vector<rate::State> states;
    if (before == YearBefore::Repeated) {
        for (int month = 1; month <= 12; ++month)
            states = TRY(rate_month(of, month_of(LocalDate::of(year, month, 1)), states)).state_out;
        move_a_year_back(states);
    }
    for (int month = 1; month <= 12; ++month) {
        auto rated = TRY(rate_month(of, month_of(LocalDate::of(year, month, 1)), states));
        states = std::move(rated.state_out);
        months.push_back(std::move(rated.pieces));
    }
    return months;
}

meter::IntervalColumn column_from(LocalDate first, std::string channel, std::string unit,
                                  std::int32_t step_seconds, std::span<const Decimal> quantities) {
    meter::IntervalColumn column;
    column.channel = std::move(channel);
    column.unit = std::move(unit);
    column.scale = Decimal::kPlaces;
    column.start = Zone().start_of_day(first);
    column.step_seconds = step_seconds;
    for (const Decimal quantity : quantities)
        column.values.push_back(static_cast<std::int64_t>(quantity.nano()));
    column.qualities.assign(quantities.size(), meter::Quality::Actual);
    return column;
}

meter::RegisterColumn use_in(const Period& days, std::string channel, std::string unit,
                             Decimal quantity) {
    meter::RegisterColumn column;
    column.channel = std::move(channel);
    column.unit = std::move(unit);
    column.scale = Decimal::kPlaces;
    column.is_use = true;
    const Span span = Zone().span_of(days);
    column.times = {span.from, span.to};
    column.reads = {0, static_cast<std::int64_t>(quantity.nano())};
    column.qualities.assign(column.times.size(), meter::Quality::Actual);
    return column;
}

Result<Decimal> energy_of(Decimal power, int minutes) {
    return power.times(Ratio{minutes, 60}, Rounding::HalfEven);
}

int days_of(int year) { return days_in(year_of(LocalDate::of(year, 1, 1))); }

Decimal amount_of(const Pieces& pieces) {
    return amount_where(pieces, [](const rate::Piece&) { return true; });
}

Decimal amount_of(const Pieces& pieces, const catalog::Schedule& schedule,
                  catalog::ChargeKind kind) {
    return amount_where(pieces, [&](const rate::Piece& piece) {
        const auto* charge = schedule.find(piece.charge);
        return charge != nullptr && charge->kind == kind;
    });
}

Decimal amount_of_charge(const Pieces& pieces, std::string_view key) {
    return amount_where(pieces, [&](const rate::Piece& piece) { return piece.charge == key; });
}

Decimal sum_of(std::span<const Pieces> months, const catalog::Schedule& schedule,
               catalog::ChargeKind kind) {
    Decimal sum;
    for (const Pieces& pieces : months) sum += amount_of(pieces, schedule, kind);
    return sum;
}

}  // namespace bw::reference_bills
