#include "flow/bill/taxed.h"

namespace bw::bill {
namespace {

constexpr int128 kHundred = int128{100} * Decimal::kScale;

Result<Taxed> both(const Taxed& a, const Taxed& b) {
    return Taxed{TRY(add(a.net, b.net)), TRY(add(a.tax, b.tax))};
}

}  // namespace

Money net_of(const Money& gross, Decimal percent) {
    const int128 net =
        divide_rounded(gross.minor * kHundred, kHundred + percent.nano(), Rounding::HalfUp);
    return {static_cast<std::int64_t>(net), gross.currency};
}

Result<void> RateSum::add_net(const Money& amount) {
    net_ = TRY(bw::add(net_, amount));
    return {};
}

Result<void> RateSum::add_gross(const Money& amount) {
    gross_ = TRY(bw::add(gross_, amount));
    return {};
}

Result<void> RateSum::take_back(const Money& gross, const Money& net) {
    const Taxed known{net, TRY(bw::add(gross, -net))};
    back_ = TRY(both(back_, known));
    return {};
}

Result<void> RateSum::add(const Item& item) {
    if (item.net) return take_back(item.amount, *item.net);
    return item.is_gross ? add_gross(item.amount) : add_net(item.amount);
}

Result<void> RateSum::add(const InvoiceLine& line) {
    if (!line.gross) return add_net(line.net);
    return line.reversal ? take_back(*line.gross, line.net) : add_gross(*line.gross);
}

Result<Taxed> RateSum::taxed(Decimal percent) const {
    const Taxed on_top{net_, TRY(percent_of(net_, percent, Rounding::HalfUp))};
    const Money inside = net_of(gross_, percent);
    const Taxed taken_out{inside, TRY(bw::add(gross_, -inside))};
    const Taxed billed = TRY(both(on_top, taken_out));
    return both(billed, back_);
}

Result<void> TaxSums::add(const Item& item) {
    return rates_.try_emplace({item.tax_code, item.tax_percent}, currency_).first->second.add(item);
}

Result<Taxed> TaxSums::total() const {
    Taxed all{{0, currency_}, {0, currency_}};
    for (const auto& [rate, sum] : rates_) {
        const Taxed taxed = TRY(sum.taxed(rate.second));
        all = TRY(both(all, taxed));
    }
    return all;
}

}  // namespace bw::bill
