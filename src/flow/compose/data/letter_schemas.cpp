#include "flow/compose/data/advance_facts.h"
#include "flow/compose/data/itemised_facts.h"
#include "flow/compose/data/members.h"
#include "flow/compose/data/reminder_facts.h"
#include "flow/compose/data/summary_facts.h"

#include <array>

namespace bw::data {

template <>
const Record& record<LetterFacts>() {
    static const std::array kFields = {
        field<&LetterFacts::account_number>("account_number", "of the billing account"),
        field<&LetterFacts::written_on>("written_on", "the date of the letter"),
        field<&LetterFacts::pay_by>("pay_by", "the last day to pay"),
        field<&LetterFacts::count>("count", "how many invoices"),
        field<&LetterFacts::owed>("owed", "what is to be paid"),
        field<&LetterFacts::open>("open", "what is open on the invoices"),
        field<&LetterFacts::credit>("credit", "credit that is taken off, below zero"),
        field<&LetterFacts::has_credit>("has_credit", "there is some")};
    static const Record kRecord{"letter", "The letter", kFields};
    return kRecord;
}

template <>
const Record& record<OverdueItem>() {
    static const std::array kFields = {
        field<&OverdueItem::number>("number", "the invoice's number"),
        field<&OverdueItem::issued_on>("issued_on", "its date"),
        field<&OverdueItem::due_on>("due_on", "when it was to be paid"),
        field<&OverdueItem::days_late>("days_late", "days since then"),
        field<&OverdueItem::open>("open", "what is open of it")};
    static const Record kRecord{"overdue", "An invoice that was due", kFields};
    return kRecord;
}

const Record& reminder_schema() {
    static const std::array kFields = {
        field<&ReminderFacts::letter>("letter", "dates and sums"),
        field<&ReminderFacts::seller>("seller", "who asks"),
        field<&ReminderFacts::buyer>("buyer", "who pays"),
        field<&ReminderFacts::items>("items", "the invoices, the oldest first"),
        field<&ReminderFacts::payment>("payment", "how to pay"),
        field<&ReminderFacts::surroundings>("sender", "brand and links")};
    static const Record kRecord{"reminder/1", "Invoices that were due are asked for again",
                                kFields};
    return kRecord;
}

template <>
const Record& record<PlanFacts>() {
    static const std::array kFields = {
        field<&PlanFacts::account_number>("account_number", "of the billing account"),
        field<&PlanFacts::written_on>("written_on", "the date of the letter"),
        field<&PlanFacts::count>("count", "how many advances"),
        field<&PlanFacts::sum>("sum", "all of them"),
        field<&PlanFacts::each>("each", "one of them, where all are the same"),
        field<&PlanFacts::days>("days", "from the first month to the last one"),
        field<&PlanFacts::is_invoiced>("is_invoiced", "some come as invoices"),
        field<&PlanFacts::is_requested>("is_requested", "some are due without an invoice"),
        field<&PlanFacts::first_due>("first_due", "when the first of these is due"),
        field<&PlanFacts::first_sum>("first_sum", "what is due then")};
    static const Record kRecord{"plan", "The letter and its sums", kFields};
    return kRecord;
}

template <>
const Record& record<AdvanceService>() {
    static const std::array kFields = {
        field<&AdvanceService::name>("name", "'Electricity'"),
        maybe<&AdvanceService::place>("place", "where it is used"),
        field<&AdvanceService::code>("code", "of the service point"),
        maybe<&AdvanceService::plan>("plan", "what the payment plan is called"),
        field<&AdvanceService::amount>("amount", "its first advance"),
        field<&AdvanceService::count>("count", "how many there are"),
        field<&AdvanceService::sum>("sum", "all of them"),
        field<&AdvanceService::last_month>("last_month", "after it the year is settled")};
    static const Record kRecord{"service", "What advances are for", kFields};
    return kRecord;
}

template <>
const Record& record<AdvanceItem>() {
    static const std::array kFields = {
        field<&AdvanceItem::due_on>("due_on", "when it is due; nothing: its invoice says when"),
        field<&AdvanceItem::days>("days", "the months that it is for"),
        field<&AdvanceItem::month>("month", "the last of them"),
        field<&AdvanceItem::service>("service", "'Electricity'"),
        field<&AdvanceItem::amount>("amount", "with tax")};
    static const Record kRecord{"advance", "One advance", kFields};
    return kRecord;
}

const Record& advances_schema() {
    static const std::array kFields = {
        field<&AdvanceFacts::plan>("plan", "dates and sums"),
        field<&AdvanceFacts::seller>("seller", "who asks"),
        field<&AdvanceFacts::buyer>("buyer", "who pays"),
        field<&AdvanceFacts::services>("services", "what they are for"),
        field<&AdvanceFacts::items>("items", "the advances, by month"),
        field<&AdvanceFacts::payment>("payment", "how to pay the first that is due"),
        field<&AdvanceFacts::surroundings>("sender", "brand and links")};
    static const Record kRecord{"advances/1", "What is asked for before a year is settled",
                                kFields};
    return kRecord;
}

template <>
const Record& record<ItemisedHead>() {
    static const std::array kFields = {
        field<&ItemisedHead::account_number>("account_number", "of the billing account"),
        field<&ItemisedHead::invoice>("invoice", "number of the bill that it belongs to"),
        field<&ItemisedHead::currency>("currency", "'EUR'"),
        field<&ItemisedHead::written_on>("written_on", "the date of the bill"),
        field<&ItemisedHead::count>("count", "how many calls, messages and sessions"),
        field<&ItemisedHead::sum>("sum", "the lines of the bill that are opened, summed up")};
    static const Record kRecord{"bill", "What is opened", kFields};
    return kRecord;
}

template <>
const Record& record<ItemisedCall>() {
    static const std::array kFields = {
        field<&ItemisedCall::when>("when", "'3 Oct 2026, 14:05', by the clock of the place"),
        maybe<&ItemisedCall::number>("number", "called, or sent to, as it may be shown"),
        field<&ItemisedCall::line>("line", "of the bill that it is in"),
        maybe<&ItemisedCall::lasted>("lasted", "'3:05' minutes, or '12 MB'; empty: a message"),
        field<&ItemisedCall::amount>("amount", "its part of the line, unrounded: '0.1545'")};
    static const Record kRecord{"call", "A call, message or session", kFields};
    return kRecord;
}

template <>
const Record& record<ItemisedService>() {
    static const std::array kFields = {
        field<&ItemisedService::name>("name", "'Mobile'"),
        field<&ItemisedService::code>("code", "of the service point"),
        maybe<&ItemisedService::plan>("plan", "what the plan is called"),
        field<&ItemisedService::days>("days", "of the lines that are opened"),
        field<&ItemisedService::sum>("sum", "those lines, as the bill has them"),
        field<&ItemisedService::is_gross>("is_gross", "amounts are with tax"),
        field<&ItemisedService::calls>("calls", "in order of time")};
    static const Record kRecord{"service", "A service and what it was used for", kFields};
    return kRecord;
}

const Record& itemised_schema() {
    static const std::array kFields = {
        field<&ItemisedFacts::bill>("bill", "what is opened"),
        field<&ItemisedFacts::seller>("seller", "who bills"),
        field<&ItemisedFacts::buyer>("buyer", "who pays"),
        field<&ItemisedFacts::services>("services", "each with its calls"),
        field<&ItemisedFacts::surroundings>("sender", "brand and links")};
    static const Record kRecord{"itemised/1", "The calls, messages and sessions behind a bill",
                                kFields};
    return kRecord;
}

template <>
const Record& record<OfferFacts>() {
    static const std::array kFields = {
        field<&OfferFacts::plan>("plan", "what the plan is called"),
        field<&OfferFacts::written_on>("written_on", "prices are those of this day"),
        field<&OfferFacts::services>("services", "what is supplied"),
        maybe<&OfferFacts::equipment>("equipment", "what is lent or sold with it"),
        maybe<&OfferFacts::speeds>("speeds", "of internet access; what helps where it is slower"),
        maybe<&OfferFacts::ending>("ending", "how it goes on and ends"),
        maybe<&OfferFacts::disabilities>("disabilities", "for users with disabilities"),
        maybe<&OfferFacts::other>("other", "what else is to be known"),
        field<&OfferFacts::commitment_months>("commitment_months", "how long he is bound; 0: not"),
        field<&OfferFacts::monthly>("monthly", "all fees of a month, with tax"),
        field<&OfferFacts::has_monthly>("has_monthly", "there are some")};
    static const Record kRecord{"offer", "The offer", kFields};
    return kRecord;
}

template <>
const Record& record<OfferPrice>() {
    static const std::array kFields = {
        field<&OfferPrice::name>("name", "what is paid"),
        field<&OfferPrice::amount>("amount", "with tax: '39.98 EUR'"),
        maybe<&OfferPrice::per>("per", "'per month'; empty: once")};
    static const Record kRecord{"price", "A price", kFields};
    return kRecord;
}

template <>
const Record& record<OfferIncluded>() {
    static const std::array kFields = {
        field<&OfferIncluded::name>("name", "'Data', 'Calls'"),
        field<&OfferIncluded::amount>("amount", "'20 GB per month', 'unlimited'"),
        maybe<&OfferIncluded::fair_use>("fair_use", "of what is unlimited: 'up to 3,000 min'")};
    static const Record kRecord{"inclusion", "What the fees include", kFields};
    return kRecord;
}

const Record& summary_schema() {
    static const std::array kFields = {
        field<&SummaryFacts::offer>("offer", "what is offered"),
        field<&SummaryFacts::seller>("seller", "who offers it"),
        field<&SummaryFacts::prices>("prices", "each price"),
        field<&SummaryFacts::price_lists>("price_lists", "what else is paid by a list"),
        field<&SummaryFacts::reductions>("reductions", "what is taken off"),
        field<&SummaryFacts::included>("included", "what the fees include"),
        field<&SummaryFacts::surroundings>("sender", "brand and links")};
    static const Record kRecord{"summary/1", "A contract summary, before anybody signs", kFields};
    return kRecord;
}

}  // namespace bw::data
