#include "flow/compose/data/facts.h"
#include "flow/compose/data/members.h"

#include <array>

namespace bw::data {

using compose::Gain;
using compose::Headline;
using compose::ReceiptRow;
using compose::WhyRow;

constexpr std::array<std::string_view, 3> kKinds = {"bill", "credit-note", "advance"};
constexpr std::array<std::string_view, 3> kOutcomes = {"pay", "get-back", "nothing"};
constexpr std::array<std::string_view, 3> kWays = {"transfer", "nothing", "unknown"};

template <>
const Record& record<Sentence>() {
    static const std::array kFields = {field<&Sentence::words>("words", "the sentence")};
    static const Record kRecord{"sentence", "A sentence", kFields};
    return kRecord;
}

template <>
const Record& record<DocumentFacts>() {
    static const std::array kFields = {
        field<&DocumentFacts::title>("title", "what it is called: Bill, Credit note"),
        choice<&DocumentFacts::kind>("kind", "what it is", kKinds),
        field<&DocumentFacts::running_head>("running_head", "title, number and date")};
    static const Record kRecord{"document", "What the document is", kFields};
    return kRecord;
}

template <>
const Record& record<InvoiceFacts>() {
    static const std::array kFields = {
        field<&InvoiceFacts::number>("number", "the invoice's number"),
        maybe<&InvoiceFacts::account_number>("account_number", "of the billing account"),
        field<&InvoiceFacts::currency>("currency", "its code: EUR"),
        field<&InvoiceFacts::issued_on>("issued_on", "the date of the invoice"),
        field<&InvoiceFacts::due_on>("due_on", "when it is to be paid"),
        field<&InvoiceFacts::days>("days", "what it is for"),
        choice<&InvoiceFacts::outcome>("outcome", "what the customer does", kOutcomes),
        field<&InvoiceFacts::owed>("owed", "what is to be paid, or comes back; never below zero"),
        field<&InvoiceFacts::net>("net", "all lines without tax"),
        field<&InvoiceFacts::tax>("tax", "all taxes"),
        field<&InvoiceFacts::gross>("gross", "with tax"),
        field<&InvoiceFacts::prepaid>("prepaid", "what was paid before"),
        maybe<&InvoiceFacts::related>("related", "which documents it corrects or settles")};
    static const Record kRecord{"invoice", "The invoice", kFields};
    return kRecord;
}

template <>
const Record& record<Party>() {
    static const std::array kFields = {
        field<&Party::name>("name", "the name"),
        maybe<&Party::street>("street", "street and number"),
        maybe<&Party::place>("place", "postcode and town"),
        maybe<&Party::country>("country", "the buyer's, where it is not the seller's"),
        maybe<&Party::number>("number", "the customer's"),
        maybe<&Party::email>("email", "address of the e-mail"),
        maybe<&Party::phone>("phone", "number of the telephone"),
        maybe<&Party::registration>("registration", "entry in a register"),
        maybe<&Party::tax_id>("tax_id", "VAT id or tax number, with its name"),
        maybe<&Party::web_name>("web_name", "web address as people write it"),
        maybe<&Party::web_link>("web_link", "the same as a link")};
    static const Record kRecord{"party", "Seller or buyer", kFields};
    return kRecord;
}

template <>
const Record& record<Headline>() {
    static const std::array kFields = {
        field<&Headline::amount>("amount", "'Your bill is 84.20 EUR.'"),
        field<&Headline::what_now>("what_now", "'It is due on Tuesday, 1 December.'"),
        field<&Headline::about>("about", "what it is for"),
        maybe<&Headline::prepaid>("prepaid", "what of it is already paid")};
    static const Record kRecord{"headline", "What is read first, as sentences", kFields};
    return kRecord;
}

template <>
const Record& record<WhyRow>() {
    static const std::array kFields = {
        field<&WhyRow::words>("words", "what changed"),
        field<&WhyRow::amount>("amount", "a total, or by how much"),
        field<&WhyRow::is_total>("is_total", "the last bill, or this one")};
    static const Record kRecord{"step", "A step from the last bill to this one", kFields};
    return kRecord;
}

template <>
const Record& record<Why>() {
    static const std::array kFields = {
        field<&Why::title>("title", "'8.10 EUR more than your last bill'"),
        field<&Why::rows>("rows", "the steps")};
    static const Record kRecord{"why", "Why this amount", kFields};
    return kRecord;
}

template <>
const Record& record<MonthWindow>() {
    static const std::array kFields = {
        field<&MonthWindow::name>("name", "what the tariff calls it: Night"),
        field<&MonthWindow::quantity>("quantity", "what was used in it")};
    static const Record kRecord{"window", "A part of a month's use, by the tariff's times",
                                kFields};
    return kRecord;
}

template <>
const Record& record<Month>() {
    static const std::array kFields = {
        field<&Month::first_day>("first_day", "the first day of the month, or of its part"),
        field<&Month::quantity>("quantity", "what was used"),
        field<&Month::year_before>("year_before", "in the same month of the year before"),
        field<&Month::is_estimated>("is_estimated", "some of it was estimated"),
        field<&Month::value>("value", "what was used, in words: 353 kWh"),
        field<&Month::windows>("windows",
                               "what it consists of, where the tariff tells times apart")};
    static const Record kRecord{"month", "What was used in a month", kFields};
    return kRecord;
}

template <>
const Record& record<Usage>() {
    static const std::array kFields = {
        field<&Usage::title>("title", "'8 % less than last October'"),
        field<&Usage::label>("label", "what the chart is of"),
        field<&Usage::in_words>("in_words", "every month with its value"),
        maybe<&Usage::key>("key", "what hatched and outlined bars mean"),
        field<&Usage::months>("months", "up to 13, the oldest first")};
    static const Record kRecord{"usage", "What was used", kFields};
    return kRecord;
}

template <>
const Record& record<Gain>() {
    static const std::array kFields = {
        field<&Gain::name>("name", "'Electricity', 'Calls'"),
        field<&Gain::figure>("figure", "'353 kWh'"),
        maybe<&Gain::about>("about", "how much a day, how many calls")};
    static const Record kRecord{"gain", "One thing that was received", kFields};
    return kRecord;
}

template <>
const Record& record<Received>() {
    static const std::array kFields = {
        field<&Received::title>("title", "all of it: '214:05 min, 8.2 GB'"),
        field<&Received::gains>("gains", "each of it")};
    static const Record kRecord{"received", "What the customer got, what a plan includes, too",
                                kFields};
    return kRecord;
}

template <>
const Record& record<ReceiptRow>() {
    static const std::array kFields = {
        field<&ReceiptRow::name>("name", "what it is for"),
        maybe<&ReceiptRow::detail>("detail", "how much of what: 31 days x 0.3122"),
        field<&ReceiptRow::amount>("amount", "what it costs"),
        field<&ReceiptRow::is_total>("is_total", "it sums up what stands above")};
    static const Record kRecord{"item", "A row of the receipt", kFields};
    return kRecord;
}

template <>
const Record& record<Receipt>() {
    static const std::array kFields = {
        field<&Receipt::lines>("lines", "one for each line, or part of the bill"),
        field<&Receipt::charges>("charges", "one for each charge"),
        field<&Receipt::services>("services", "one for each service"),
        field<&Receipt::sums>("sums", "taxes, total, what is paid")};
    static const Record kRecord{"receipt", "How it adds up", kFields};
    return kRecord;
}

template <>
const Record& record<Payment>() {
    static const std::array kFields = {
        choice<&Payment::way>("way", "how it is paid", kWays),
        field<&Payment::title>("title", "'Please pay 84.20 EUR by 1 December 2026'"),
        maybe<&Payment::payee>("payee", "the account's holder"),
        maybe<&Payment::iban>("iban", "the account"),
        maybe<&Payment::bic>("bic", "its bank"),
        maybe<&Payment::reference>("reference", "by which the payment is known"),
        maybe<&Payment::web>("web", "where to pay, when there is no account"),
        maybe<&Payment::code>("code", "what banking apps scan (EPC069-12, Swiss QR-bill)"),
        field<&Payment::is_swiss>("is_swiss", "the code is that of Swiss bills"),
        maybe<&Payment::code_says>("code_says", "the same, to be read out")};
    static const Record kRecord{"payment", "How to pay", kFields};
    return kRecord;
}

template <>
const Record& record<ChargeLine>() {
    static const std::array kFields = {
        field<&ChargeLine::name>("name", "what is charged"),
        maybe<&ChargeLine::words>("words", "what was counted"),
        field<&ChargeLine::is_short>("is_short", "the words are few"),
        maybe<&ChargeLine::number>("number", "how many"),
        maybe<&ChargeLine::unit>("unit", "of what"),
        field<&ChargeLine::price>("price", "of one"),
        maybe<&ChargeLine::per_base>("per_base", "of how many the price is, where not of one"),
        field<&ChargeLine::tax>("tax", "the rate of its tax"),
        field<&ChargeLine::amount>("amount", "what it comes to")};
    static const Record kRecord{"line", "A charge", kFields};
    return kRecord;
}

template <>
const Record& record<Section>() {
    static const std::array kFields = {
        maybe<&Section::title>("title", "which bill its lines correct"),
        field<&Section::lines>("lines", "its charges")};
    static const Record kRecord{"section", "Charges of this bill, or corrections of one", kFields};
    return kRecord;
}

template <>
const Record& record<Group>() {
    static const std::array kFields = {
        maybe<&Group::title>("title", "kind and plan"),
        maybe<&Group::about>("about", "its number and place"),
        maybe<&Group::full_title>("full_title", "with the name of its part"),
        field<&Group::sections>("sections", "this bill's charges and corrections"),
        field<&Group::sum>("sum", "what they come to"),
        field<&Group::has_sum>("has_sum", "it is one of several")};
    static const Record kRecord{"group", "The charges of a service", kFields};
    return kRecord;
}

template <>
const Record& record<ChargePart>() {
    static const std::array kFields = {
        maybe<&ChargePart::site>("site", "a branch, a cost centre"),
        maybe<&ChargePart::place>("place", "where all of it is"),
        field<&ChargePart::sum_label>("sum_label", "'North, in all'"),
        field<&ChargePart::groups>("groups", "its services"),
        field<&ChargePart::sum>("sum", "what they come to")};
    static const Record kRecord{"part", "A part of the bill", kFields};
    return kRecord;
}

template <>
const Record& record<Charges>() {
    static const std::array kFields = {
        field<&Charges::title>("title", "'All charges'"),
        field<&Charges::tax_name>("tax_name", "in short: VAT"),
        field<&Charges::parts>("parts", "one, or one for each branch")};
    static const Record kRecord{"charges", "Every line", kFields};
    return kRecord;
}

template <>
const Record& record<TotalRow>() {
    static const std::array kFields = {field<&TotalRow::label>("label", "'VAT 19 %'"),
                                       maybe<&TotalRow::base>("base", "'on 70.76'"),
                                       field<&TotalRow::amount>("amount", "what it comes to"),
                                       field<&TotalRow::is_sum>("is_sum", "it is a sum"),
                                       maybe<&TotalRow::reason>("reason", "why no tax is charged")};
    static const Record kRecord{"total", "A sum or a tax", kFields};
    return kRecord;
}

template <>
const Record& record<Totals>() {
    static const std::array kFields = {
        field<&Totals::rows>("rows", "sums and taxes"),
        field<&Totals::final_label>("final_label", "'To pay'"),
        field<&Totals::final_amount>("final_amount", "what all comes to")};
    static const Record kRecord{"totals", "Sums and taxes", kFields};
    return kRecord;
}

template <>
const Record& record<SupplyFact>() {
    static const std::array kFields = {field<&SupplyFact::label>("label", "what it is"),
                                       field<&SupplyFact::value>("value", "and its value")};
    static const Record kRecord{"fact", "A label and its value", kFields};
    return kRecord;
}

template <>
const Record& record<Supply>() {
    static const std::array kFields = {
        field<&Supply::title>("title", "'Your supply: Electricity'"),
        field<&Supply::sentences>("sentences", "of several supplies: one for each"),
        field<&Supply::facts>("facts", "plan, number, place, end of the contract"),
        field<&Supply::after>("after", "what a change of supplier needs")};
    static const Record kRecord{"supply", "What is supplied", kFields};
    return kRecord;
}

template <>
const Record& record<Supplies>() {
    static const std::array kFields = {
        field<&Supplies::full>("full", "one or two with their facts; more as a list"),
        field<&Supplies::brief>("brief", "as a list, where room is short")};
    static const Record kRecord{"supplies", "What is supplied where", kFields};
    return kRecord;
}

template <>
const Record& record<Share>() {
    static const std::array kFields = {field<&Share::name>("name", "what it is"),
                                       field<&Share::percent>("percent", "how much of the whole")};
    static const Record kRecord{"share", "A part of a whole", kFields};
    return kRecord;
}

template <>
const Record& record<Disclosure>() {
    static const std::array kFields = {
        field<&Disclosure::duty>("duty", "what of, as kits call it: dispute-settlement"),
        field<&Disclosure::words>("words", "the sentence"),
        maybe<&Disclosure::title>("title", "above its shares; empty: it has none"),
        field<&Disclosure::in_words>("in_words", "its shares, to be read out"),
        field<&Disclosure::shares>("shares", "parts of a whole: the sources of energy")};
    static const Record kRecord{"disclosure", "What the law wants said, in the company's words",
                                kFields};
    return kRecord;
}

template <>
const Record& record<Composition>() {
    static const std::array kFields = {
        field<&Composition::title>("title", "'Energy: 58 % of this bill'"),
        field<&Composition::in_words>("in_words", "every part, to be read out"),
        field<&Composition::shares>("shares", "charges and taxes, the largest charge first")};
    static const Record kRecord{"composition", "What the bill consists of", kFields};
    return kRecord;
}

template <>
const Record& record<Surroundings>() {
    static const std::array kFields = {
        field<&Surroundings::brand_name>("brand_name", "the word mark"),
        field<&Surroundings::brand_short>("brand_short", "for short messages"),
        maybe<&Surroundings::page_link>("page_link", "of the customer's page with this bill")};
    static const Record kRecord{"sender", "What is known beside the invoice", kFields};
    return kRecord;
}

const Record& invoice_schema() {
    static const std::array kFields = {
        field<&Facts::document>("document", "what the document is"),
        field<&Facts::invoice>("invoice", "numbers, dates, sums"),
        field<&Facts::seller>("seller", "who bills"),
        field<&Facts::buyer>("buyer", "who pays"),
        field<&Facts::headline>("headline", "what is read first"),
        field<&Facts::why>("why", "why this amount"),
        field<&Facts::usage>("usage", "what was used"),
        field<&Facts::received>("received", "what the customer got"),
        field<&Facts::receipt>("receipt", "how it adds up"),
        field<&Facts::payment>("payment", "how to pay"),
        field<&Facts::charges>("charges", "every line"),
        field<&Facts::totals>("totals", "sums and taxes"),
        field<&Facts::supplies>("supplies", "what is supplied where"),
        field<&Facts::notices>("notices", "what is good to know"),
        field<&Facts::composition>("composition", "what the bill consists of"),
        field<&Facts::disclosures>("disclosures", "what the law wants said of these services"),
        field<&Facts::surroundings>("sender", "brand and links")};
    static const Record kRecord{"invoice/1", "A bill, credit note, advance or settlement", kFields};
    return kRecord;
}

}  // namespace bw::data
