// Tax on net amounts, and tax inside gross ones (`prices: gross` of a tariff). A gross amount is
// what the customer was told and is paid to the cent: those of a tax rate are added up, and net and
// tax are taken out of their sum. Net amounts get the tax on top of theirs. Where a statement has
// both at one rate, each kind is reckoned by itself. A gross amount that is taken back takes its
// net and tax back as they were billed, so that nothing is left of either. Pure.
#pragma once

#include "flow/bill/billed.h"

#include <map>
#include <string>
#include <utility>

namespace bw::bill {

// What a gross amount is without its tax: gross / (1 + percent), rounded half up (away from zero).
// The tax in it is the rest.
Money net_of(const Money& gross, Decimal percent);

// A taxable amount with its tax; together they are what is to be paid.
struct Taxed {
    Money net, tax;
};

// The amounts of one tax rate added up.
class RateSum {
public:
    explicit RateSum(Currency currency)
        : net_{0, currency}, gross_{0, currency}, back_{{0, currency}, {0, currency}} {}
    Result<void> add_net(const Money& amount);
    Result<void> add_gross(const Money& amount);
    // A gross amount of which the net is known.
    Result<void> take_back(const Money& gross, const Money& net);
    Result<void> add(const Item& item);
    Result<void> add(const InvoiceLine& line);
    // EN 16931 BR-CO-17 for what is net. In what is gross the tax may be a cent off `net x
    // percent`, as not every gross amount is a net one with its tax: VAT is then what the price
    // paid contains (Directive 2006/112/EC, article 73), and the norm's validation allows it
    // (compose/einvoice.h).
    [[nodiscard]] Result<Taxed> taxed(Decimal percent) const;

private:
    Money net_, gross_;
    Taxed back_;
};

// Items by code and percent of their tax.
class TaxSums {
public:
    explicit TaxSums(Currency currency) : currency_(currency) {}
    Result<void> add(const Item& item);
    // Of all rates; gross is the sum of both.
    [[nodiscard]] Result<Taxed> total() const;

private:
    Currency currency_;
    std::map<std::pair<std::string, Decimal>, RateSum> rates_;
};

}  // namespace bw::bill
