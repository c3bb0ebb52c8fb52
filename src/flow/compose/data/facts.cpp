#include "flow/compose/data/facts.h"

#include "flow/compose/language.h"
#include "flow/compose/sign.h"

namespace bw::data {

Facts::Facts(const bill::Invoice& invoice, Surroundings surroundings)
    : source_(invoice), surroundings_(std::move(surroundings)),
      format_(format_for(invoice.language, surroundings_)) {}

Result<std::unique_ptr<Facts>> Facts::make(const bill::Invoice& invoice,
                                           Surroundings surroundings) {
    std::unique_ptr<Facts> facts(new Facts(invoice, std::move(surroundings)));
    facts->payment_ = TRY(Payment::make({.seller = invoice.seller,
                                         .reference = invoice.payment_reference,
                                         .due = compose::owed(invoice),
                                         .due_on = invoice.due_on},
                                        facts->format_));
    return facts;
}

const DocumentFacts& Facts::document() const {
    return once(document_, [&] { return document_facts(source_, format_); });
}
const InvoiceFacts& Facts::invoice() const {
    return once(invoice_, [&] { return invoice_facts(source_, format_); });
}
const Party& Facts::seller() const {
    return once(seller_, [&] { return seller_facts(source_.seller, format_); });
}
const Party& Facts::buyer() const {
    return once(buyer_, [&] {
        return buyer_facts(source_.buyer, source_.seller.address.country, format_);
    });
}
const compose::Headline& Facts::headline() const {
    return once(headline_, [&] { return compose::headline(source_, format_); });
}
const std::optional<Why>& Facts::why() const {
    return once(why_, [&] { return why_facts(source_, format_); });
}
const std::optional<Usage>& Facts::usage() const {
    return once(usage_, [&] { return usage_facts(source_, format_); });
}
const std::optional<Received>& Facts::received() const {
    return once(received_, [&] { return received_facts(source_, format_); });
}
const Receipt& Facts::receipt() const {
    return once(receipt_, [&] { return Receipt(source_, format_); });
}
const Charges& Facts::charges() const {
    return once(charges_, [&] { return charge_facts(source_, format_); });
}
const Totals& Facts::totals() const {
    return once(totals_, [&] { return total_facts(source_, format_); });
}
const Supplies& Facts::supplies() const {
    return once(supplies_, [&] { return supply_facts(source_, format_); });
}
const std::vector<Disclosure>& Facts::disclosures() const {
    return once(disclosures_, [&] { return disclosure_facts(source_, format_); });
}
const std::optional<Composition>& Facts::composition() const {
    return once(composition_, [&] { return composition_facts(source_, format_); });
}
const std::vector<Sentence>& Facts::notices() const {
    return once(notices_, [&] { return notice_facts(source_, format_); });
}

}  // namespace bw::data
