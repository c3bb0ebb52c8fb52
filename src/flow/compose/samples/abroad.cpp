// The same bill of companies abroad: another currency, another tax, another way to pay.
#include "flow/compose/samples/sample_bills.h"

#include <string_view>

namespace bw::compose::samples {

using bill::Invoice;

namespace {

// In another currency, with one rate of tax.
void take_abroad(Invoice& i, const char* code, const char* percent) {
    i.currency = *Currency::parse(code);
    i.seller.bank_account_name = i.seller.name;
    i.seller.registration = i.seller.bic = "";
    i.supplies[0].address = i.buyer.address;
    i.prepaid = {0, i.currency};
    for (auto& line : i.lines) {
        line.net.currency = i.currency;
        line.tax_percent = *Decimal::parse(percent);
    }
    i.taxes.clear();
    total_up(i);
    for (auto& step : i.why) step.amount.currency = i.currency;
    balance_why(i);
}

}  // namespace

Invoice australian() {
    Invoice i = electricity("en");
    i.seller.name = "Aurora Energy Pty Ltd";
    i.seller.vat_id = "51 824 753 556";
    i.seller.iban = "";
    i.seller.address = {"201 Sussex Street", "2000", "Sydney NSW", "AU"};
    i.buyer.address = {"12 Harbour Walk", "2009", "Pyrmont NSW", "AU"};
    take_abroad(i, "AUD", "10");
    return i;
}

Invoice swiss(std::string_view language) {
    Invoice i = electricity(language);
    i.seller.name = "Aurora Energie AG";
    i.seller.vat_id = "CHE-123.456.788 MWST";
    i.seller.iban = "CH58 0079 1123 0008 8901 2";
    i.seller.address = {"Seevorstadt 12", "2501", "Biel", "CH"};
    i.buyer.address = {"Rue du Lac 126", "2502", "Biel", "CH"};
    take_abroad(i, "CHF", "8.1");
    return i;
}

}  // namespace bw::compose::samples
