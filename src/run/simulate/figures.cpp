#include "run/simulate/figures.h"

#include <algorithm>
#include <cstdlib>
#include <map>

namespace bw::run {
namespace {

constexpr std::size_t kBinsMax = 12;  // between the open ones
constexpr std::int64_t kPercent = 100;

// Adds an account to the figures of every tariff.
class Sums {
public:
    explicit Sums(const Simulation& of) : simulation_(of) {
        const Money nothing{0, of.currency};
        for (const auto& tariff : of.tariffs) {
            figures_.push_back({tariff, nothing, nothing, 0, 0, 0, 0, std::nullopt});
            if (of.has_cost) figures_.back().margin = nothing;
        }
    }

    Result<void> add(const SimulatedAccount& account) {
        for (std::size_t i = 0; i < figures_.size(); ++i) {
            auto& sum = figures_[i];
            const Money net = money(account.nets[i]);
            const Money change = TRY(bw::add(net, -money(account.nets.front())));
            sum.net = TRY(bw::add(sum.net, net));
            sum.change = TRY(bw::add(sum.change, change));
            ++(change.minor < 0 ? sum.pay_less : change.minor > 0 ? sum.pay_more : sum.unchanged);
            sum.best_for += account.best == i ? 1 : 0;
            if (!sum.margin) continue;
            const Money margin = TRY(bw::add(net, -money(account.cost)));
            sum.margin = TRY(bw::add(*sum.margin, margin));
        }
        ++accounts_;
        return {};
    }

    [[nodiscard]] std::int64_t accounts() const { return accounts_; }
    [[nodiscard]] std::vector<TariffFigures> take() { return std::move(figures_); }

private:
    [[nodiscard]] Money money(std::int64_t minor) const { return {minor, simulation_.currency}; }

    const Simulation& simulation_;
    std::vector<TariffFigures> figures_;
    std::int64_t accounts_ = 0;
};

std::int64_t floor_to(std::int64_t value, std::int64_t width) {
    const std::int64_t rest = value % width;
    return value - rest - (rest < 0 ? width : 0);
}

// 1, 2 or 5 times a power of ten, at least.
std::int64_t round_width(std::int64_t at_least) {
    std::int64_t width = 1;
    constexpr std::int64_t kDouble = 2, kHalfOfTen = 5;
    for (std::int64_t ten = 1; width < at_least; ten *= 10)
        for (const std::int64_t step : {std::int64_t{1}, kDouble, kHalfOfTen, std::int64_t{10}})
            if (width < at_least) width = step * ten;
    return width;
}

// A value such that a share of all lies below it.
std::int64_t at_percent(const std::vector<std::int64_t>& sorted, std::int64_t percent) {
    const auto last = static_cast<std::int64_t>(sorted.size()) - 1;
    return sorted[static_cast<std::size_t>((last * percent + kPercent / 2) / kPercent)];
}

// Bins over all but the outermost, with edges that people read; the outermost lie in open ones.
std::vector<ChangeBin> bins_of(const std::vector<std::int64_t>& sorted, Currency currency) {
    constexpr std::int64_t kOutermost = 2;
    const std::int64_t low = at_percent(sorted, kOutermost);
    const std::int64_t high = at_percent(sorted, kPercent - kOutermost);
    const std::int64_t width =
        round_width((high - low) / static_cast<std::int64_t>(kBinsMax - 2) + 1);
    const std::int64_t first = floor_to(low, width), last = floor_to(high, width) + width;
    std::vector<ChangeBin> bins;
    const auto count = [&](std::int64_t from, std::int64_t to) {
        return std::ranges::lower_bound(sorted, to) - std::ranges::lower_bound(sorted, from);
    };
    const auto edge = [&](std::int64_t minor) { return Money{minor, currency}; };
    if (const auto below = std::ranges::lower_bound(sorted, first) - sorted.begin(); below > 0)
        bins.push_back({std::nullopt, edge(first), below});
    for (std::int64_t from = first; from < last; from += width)
        bins.push_back({edge(from), edge(from + width), count(from, from + width)});
    if (const auto above = sorted.end() - std::ranges::lower_bound(sorted, last); above > 0)
        bins.push_back({edge(last), std::nullopt, above});
    return bins;
}

Distribution distribution_of(const Simulation& simulation, std::size_t tariff) {
    constexpr std::int64_t kTenth = 10, kHalf = 50;
    std::vector<std::int64_t> changes;
    changes.reserve(simulation.accounts.size());
    for (const auto& account : simulation.accounts)
        changes.push_back(account.nets[tariff] - account.nets.front());
    std::ranges::sort(changes);
    const auto money = [&](std::int64_t minor) { return Money{minor, simulation.currency}; };
    return {simulation.tariffs[tariff],
            money(changes.front()),
            money(at_percent(changes, kTenth)),
            money(at_percent(changes, kHalf)),
            money(at_percent(changes, kPercent - kTenth)),
            money(changes.back()),
            bins_of(changes, simulation.currency)};
}

Result<std::vector<SegmentFigures>> segments_of(const Simulation& simulation) {
    std::map<std::string, Sums> sums;
    for (const auto& account : simulation.accounts)
        TRY_VOID(sums.try_emplace(account.segment, simulation).first->second.add(account));
    std::vector<SegmentFigures> segments;
    segments.reserve(sums.size());
    for (auto& [segment, sum] : sums) segments.push_back({segment, sum.accounts(), sum.take()});
    std::ranges::stable_sort(segments, std::greater<>{}, &SegmentFigures::accounts);
    return segments;
}

std::vector<HeldFigures> held_of(const Simulation& simulation) {
    std::vector<HeldFigures> all;
    for (const auto& held : simulation.held) {
        auto same = std::ranges::find_if(all, [&](const HeldFigures& h) {
            return h.cause == held.cause && h.tariff == held.tariff;
        });
        if (same == all.end()) same = all.insert(same, {held.cause, held.tariff, held.text, 0, {}});
        ++same->accounts;
        if (same->first.size() < kHeldNamed) same->first.push_back(held.account);
    }
    std::ranges::stable_sort(all, std::greater<>{}, &HeldFigures::accounts);
    return all;
}

}  // namespace

Result<Figures> figures_of(const Simulation& simulation) {
    Figures figures;
    figures.best = figures.best_change = {0, simulation.currency};
    Sums sums(simulation);
    for (const auto& account : simulation.accounts) {
        TRY_VOID(sums.add(account));
        const Money best{account.nets[account.best], simulation.currency};
        const Money change{account.nets[account.best] - account.nets.front(), simulation.currency};
        figures.best = TRY(add(figures.best, best));
        figures.best_change = TRY(add(figures.best_change, change));
    }
    figures.tariffs = sums.take();
    if (!simulation.accounts.empty())
        for (std::size_t i = 1; i < simulation.tariffs.size(); ++i)
            figures.distributions.push_back(distribution_of(simulation, i));
    figures.segments = TRY(segments_of(simulation));
    figures.held = held_of(simulation);
    return figures;
}

std::string percent_of_text(const Money& amount, const Money& of) {
    if (of.minor == 0) return {};
    // In tenths of a percent, half away from zero.
    constexpr int kThousand = 1000;
    const int128 doubled = int128{std::abs(amount.minor)} * kThousand * 2 + std::abs(of.minor);
    const auto tenths = static_cast<std::int64_t>(doubled / (int128{std::abs(of.minor)} * 2));
    const bool is_below = (amount.minor < 0) != (of.minor < 0) && tenths != 0;
    return (is_below ? "-" : "") + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace bw::run
