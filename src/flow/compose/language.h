// The languages documents speak, and the words of each: one table per language (strings_en.cpp,
// strings_de.cpp ..), the same fields in all, so that a missing translation does not compile.
// Patterns hold {1}, {2}: numbered, because word order differs between languages.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace bw::compose {

enum class Language { English, German, Italian, Spanish, Arabic };
inline constexpr std::array kLanguages = {Language::English, Language::German, Language::Italian,
                                          Language::Spanish, Language::Arabic};
// Some of them.
using Languages = std::bitset<kLanguages.size()>;

// Pages are mirrored for it: they begin at the right.
constexpr bool runs_right_to_left(Language language) { return language == Language::Arabic; }

// "de", "de-AT" -> German; a tag of none of them -> English, the language any reader can get help
// with.
Language language_of(std::string_view tag);
std::string_view language_tag(Language language);  // "en", "de": for the document's own metadata

// Replaces {1}, {2}.. by the values; a placeholder without value stays as it is.
std::string fill(std::string_view pattern, std::initializer_list<std::string_view> values);

// What is said of n things. Most languages have one and other; Arabic says some of two, of 3 to 10
// and of 11 to 99 (by the last two digits) in another way (Unicode CLDR, plural rules). A form that
// is empty is said as `other`.
template <typename Text>
struct Forms {
    Text one = {}, other = {}, two = {}, few = {}, many = {};

    [[nodiscard]] const Text& of(std::int64_t n) const {
        const auto last = n % 100;
        const Text& form = n == 1                   ? one
                           : n == 2                 ? two
                           : last >= 3 && last < 11 ? few
                           : last >= 11             ? many
                                                    : other;
        return form.empty() ? other : form;
    }
};
using Plural = Forms<std::string_view>;

struct UnitWords {
    std::string_view unit;  // ours: "day"
    Plural words;           // "day", "days"
};

// What stands before a day of the month: Italian joins it to a number that begins with a vowel,
// "dal 1", "dall’8".
struct BeforeDay {
    std::string_view plain, before_vowel;  // {1} day
    [[nodiscard]] std::string_view of(int day) const {
        return day == 8 || day == 11 ? before_vowel : plain;
    }
};

struct Strings {
    // numbers and dates
    char decimal_point, thousands;
    std::string_view money;                           // {1} number, {2} currency sign
    std::string_view percent;                         // {1} number
    std::string_view date, date_short, date_weekday;  // {1} day {2} month {3} year {4} weekday
    // periods: {1} first day, as from_day says it, {2} {3}, {4} last day, as to_day, {5} {6}
    std::string_view days_one_month, days_one_year, days_two_years;
    BeforeDay from_day, to_day;
    std::array<std::string_view, 12> months, months_short;
    std::array<std::string_view, 7> weekdays;  // Monday first
    std::array<UnitWords, 17> units;

    // first page: what to do
    std::string_view invoice_title, credit_title;
    std::string_view owe, owe_advance, due, due_advance, get_back, get_back_how, nothing,
        nothing_how;
    std::string_view paid_before;  // {1} prepaid {2} gross
    std::string_view for_period;   // {1} what {2} period
    // the facts beside the address
    std::string_view date_label, customer_number, account;
    // why and usage
    std::string_view why, why_more, why_less, why_same;
    std::string_view why_last, why_this, why_used_more, why_used_less, why_usage, why_price,
        why_average, why_fixed;
    std::string_view why_corrections, why_tax, why_other;
    std::string_view receipt, receipt_title, receipt_other, receipt_total;
    std::string_view usage, usage_less, usage_more, usage_same, usage_first;
    std::string_view usage_less_month, usage_more_month, usage_same_month;  // than the one before
    std::string_view usage_instead, usage_before, legend_estimated, legend_last_year;
    std::string_view received, received_calls, received_data,
        received_messages;   // what the customer got
    std::string_view a_day;  // {1} quantity
    // payment
    std::string_view pay_title, pay_scan, pay_code, payee, iban, bic, reference, amount, due_on;
    std::string_view pay_hint, credit_payment, zero_payment;
    // details
    std::string_view charges, continued, column_what, column_quantity, column_price;
    std::string_view column_amount, carried, brought, subtotal, other_charges;
    std::string_view part_sum;                         // {1} site
    std::string_view part_with_tax, part_without_tax;  // {1} site {2} amount {3} name of the tax
    std::string_view per_base;                         // {1} "31 days"
    // words of a line, from what was counted for it
    std::string_view gas_to_kwh;    // {1} m3, {2} volume factor, {3} calorific value
    std::string_view provisional;   // {1} what is said
    std::string_view meter_number;  // {1} of the counter
    std::string_view times;         // {1} the reads, {2} the factor of a transformer
    std::string_view reads;         // {1} and {3} what the counter showed, {2} and {4} when
    std::string_view read_estimated, estimated;
    Plural missing;
    std::string_view discount_of, surcharge_of, amount_off, minimum_of, maximum_of, instalment;
    std::string_view at_least, at_most;  // {1} what a discount comes to
    std::string_view calls_capped, data_used, data_capped;
    std::string_view per_minute, per_minute_average;  // {1} price
    std::string_view left, used_up, unlimited;
    std::string_view total_net, total_gross, total_prepaid, total_payable, total_credit;
    std::string_view tax_title, tax_short, tax_of, tax_base;
    // where prices hold the tax: {1} its name {2} percent {3} amount {4} price {5} unit
    std::string_view charges_with_tax, tax_inside, with_tax, price_with_tax;
    std::string_view supply_title, service_title, supplies_title;  // {1} kind
    std::string_view supply_code, supply_number, supply_line, supply_address, supply_plan,
        supply_until;
    std::string_view all_in, all_in_price, all_in_litre;  // {1} price {2} unit {3} tax
    std::string_view change_supplier, keep_number;
    std::string_view notices_title, disclosures_title;
    std::string_view composition, share_of_bill;     // "{1}: {2} of this bill"
    std::string_view next_advance_due;               // {1} day of the month
    std::string_view next_advance, next_advance_of;  // {1} amount {2} month {3} year {4} supply
    std::string_view corrects, corrects_documents;
    std::string_view correction_of;                                        // {1} number {2} days
    std::string_view advances_deducted, advances_settled, advance_billed;  // {1} number {2} days
    std::string_view contact_title, contact_ask, phone, email, web, dispute_title, dispute;
    std::string_view vat_id, tax_id;
    std::string_view page_of;                // {1} page {2} pages
    std::string_view running_head;           // {1} title {2} number {3} date
    std::string_view preview, preview_band;  // in place of a number; across every page
    std::string_view einvoice;               // what the file inside of the document is
    // reasons for tax at nothing, when the invoice gives none
    std::string_view reason_exempt, reason_reverse_charge, reason_outside;
    // names of supply kinds
    std::string_view electricity, gas, water, mobile, broadband, service;
};

const Strings& strings_en();
const Strings& strings_de();
const Strings& strings_it();
const Strings& strings_es();
const Strings& strings_ar();
const Strings& strings(Language language);

}  // namespace bw::compose
