#include "flow/compose/language.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace bw::compose {
namespace {

// Every text and pattern of a language.
constexpr auto kTexts = std::to_array<std::string_view Strings::*>({&Strings::money,
                                                                    &Strings::percent,
                                                                    &Strings::date,
                                                                    &Strings::date_short,
                                                                    &Strings::date_weekday,
                                                                    &Strings::days_one_month,
                                                                    &Strings::days_one_year,
                                                                    &Strings::days_two_years,
                                                                    &Strings::invoice_title,
                                                                    &Strings::credit_title,
                                                                    &Strings::owe,
                                                                    &Strings::owe_advance,
                                                                    &Strings::due,
                                                                    &Strings::due_advance,
                                                                    &Strings::get_back,
                                                                    &Strings::get_back_how,
                                                                    &Strings::nothing,
                                                                    &Strings::nothing_how,
                                                                    &Strings::paid_before,
                                                                    &Strings::for_period,
                                                                    &Strings::date_label,
                                                                    &Strings::customer_number,
                                                                    &Strings::account,
                                                                    &Strings::why,
                                                                    &Strings::why_more,
                                                                    &Strings::why_less,
                                                                    &Strings::why_same,
                                                                    &Strings::why_last,
                                                                    &Strings::why_this,
                                                                    &Strings::why_used_more,
                                                                    &Strings::why_used_less,
                                                                    &Strings::why_usage,
                                                                    &Strings::why_price,
                                                                    &Strings::why_average,
                                                                    &Strings::why_fixed,
                                                                    &Strings::why_corrections,
                                                                    &Strings::why_tax,
                                                                    &Strings::why_other,
                                                                    &Strings::receipt,
                                                                    &Strings::receipt_title,
                                                                    &Strings::receipt_other,
                                                                    &Strings::receipt_total,
                                                                    &Strings::usage,
                                                                    &Strings::usage_less,
                                                                    &Strings::usage_more,
                                                                    &Strings::usage_same,
                                                                    &Strings::usage_first,
                                                                    &Strings::usage_less_month,
                                                                    &Strings::usage_more_month,
                                                                    &Strings::usage_same_month,
                                                                    &Strings::usage_instead,
                                                                    &Strings::usage_before,
                                                                    &Strings::legend_estimated,
                                                                    &Strings::legend_last_year,
                                                                    &Strings::pay_title,
                                                                    &Strings::pay_scan,
                                                                    &Strings::pay_code,
                                                                    &Strings::payee,
                                                                    &Strings::iban,
                                                                    &Strings::bic,
                                                                    &Strings::reference,
                                                                    &Strings::amount,
                                                                    &Strings::due_on,
                                                                    &Strings::pay_hint,
                                                                    &Strings::credit_payment,
                                                                    &Strings::zero_payment,
                                                                    &Strings::charges,
                                                                    &Strings::charges_continued,
                                                                    &Strings::continued,
                                                                    &Strings::column_what,
                                                                    &Strings::column_quantity,
                                                                    &Strings::column_price,
                                                                    &Strings::column_amount,
                                                                    &Strings::carried,
                                                                    &Strings::brought,
                                                                    &Strings::subtotal,
                                                                    &Strings::other_charges,
                                                                    &Strings::part_sum,
                                                                    &Strings::part_with_tax,
                                                                    &Strings::part_without_tax,
                                                                    &Strings::per_base,
                                                                    &Strings::gas_to_kwh,
                                                                    &Strings::provisional,
                                                                    &Strings::meter_number,
                                                                    &Strings::times,
                                                                    &Strings::reads,
                                                                    &Strings::read_estimated,
                                                                    &Strings::estimated,
                                                                    &Strings::discount_of,
                                                                    &Strings::surcharge_of,
                                                                    &Strings::amount_off,
                                                                    &Strings::minimum_of,
                                                                    &Strings::maximum_of,
                                                                    &Strings::instalment,
                                                                    &Strings::at_least,
                                                                    &Strings::at_most,
                                                                    &Strings::calls_capped,
                                                                    &Strings::data_used,
                                                                    &Strings::data_capped,
                                                                    &Strings::per_minute,
                                                                    &Strings::per_minute_average,
                                                                    &Strings::left,
                                                                    &Strings::used_up,
                                                                    &Strings::unlimited,
                                                                    &Strings::total_net,
                                                                    &Strings::total_gross,
                                                                    &Strings::total_prepaid,
                                                                    &Strings::total_payable,
                                                                    &Strings::total_credit,
                                                                    &Strings::tax_title,
                                                                    &Strings::tax_short,
                                                                    &Strings::tax_of,
                                                                    &Strings::tax_base,
                                                                    &Strings::charges_with_tax,
                                                                    &Strings::tax_inside,
                                                                    &Strings::with_tax,
                                                                    &Strings::price_with_tax,
                                                                    &Strings::supply_title,
                                                                    &Strings::service_title,
                                                                    &Strings::supplies_title,
                                                                    &Strings::supply_code,
                                                                    &Strings::supply_number,
                                                                    &Strings::supply_line,
                                                                    &Strings::supply_address,
                                                                    &Strings::supply_plan,
                                                                    &Strings::supply_until,
                                                                    &Strings::all_in,
                                                                    &Strings::all_in_price,
                                                                    &Strings::all_in_litre,
                                                                    &Strings::change_supplier,
                                                                    &Strings::keep_number,
                                                                    &Strings::notices_title,
                                                                    &Strings::next_advance_due,
                                                                    &Strings::next_advance,
                                                                    &Strings::next_advance_of,
                                                                    &Strings::corrects,
                                                                    &Strings::corrects_documents,
                                                                    &Strings::correction_of,
                                                                    &Strings::advances_deducted,
                                                                    &Strings::advances_settled,
                                                                    &Strings::advance_billed,
                                                                    &Strings::contact_title,
                                                                    &Strings::contact_ask,
                                                                    &Strings::phone,
                                                                    &Strings::email,
                                                                    &Strings::web,
                                                                    &Strings::dispute_title,
                                                                    &Strings::dispute,
                                                                    &Strings::vat_id,
                                                                    &Strings::tax_id,
                                                                    &Strings::page_of,
                                                                    &Strings::running_head,
                                                                    &Strings::preview,
                                                                    &Strings::preview_band,
                                                                    &Strings::reason_exempt,
                                                                    &Strings::reason_reverse_charge,
                                                                    &Strings::reason_outside,
                                                                    &Strings::electricity,
                                                                    &Strings::gas,
                                                                    &Strings::water,
                                                                    &Strings::mobile,
                                                                    &Strings::broadband,
                                                                    &Strings::service});

constexpr std::array kLanguages{Language::English, Language::German, Language::Italian,
                                Language::Spanish};

// "{1}{3}" of "from {1} to {3}".
std::string values_in(std::string_view pattern) {
    std::set<std::string> values;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1))
        values.emplace(pattern.substr(at, 3));
    std::string all;
    for (const auto& value : values) all += value;
    return all;
}

TEST(Languages, EveryTextIsThereWithTheValuesOfTheEnglishOne) {
    const Strings& english = strings(Language::English);
    for (const auto language : kLanguages) {
        const Strings& words = strings(language);
        for (std::size_t i = 0; i < kTexts.size(); ++i) {
            const auto text = words.*kTexts[i], model = english.*kTexts[i];
            EXPECT_FALSE(text.empty()) << language_tag(language) << ' ' << i << ' ' << model;
            EXPECT_EQ(values_in(text), values_in(model)) << language_tag(language) << ' ' << text;
        }
        EXPECT_EQ(values_in(words.missing.one), "{1}");
        EXPECT_EQ(values_in(words.missing.other), "{1}");
        for (const int day : {1, 8, 11, 31}) {
            EXPECT_EQ(values_in(words.from_day.of(day)), "{1}");
            EXPECT_EQ(values_in(words.to_day.of(day)), "{1}");
        }
    }
}

TEST(Languages, TheSameUnitsMonthsAndDaysAreNamed) {
    for (const auto language : kLanguages) {
        const Strings& words = strings(language);
        for (std::size_t i = 0; i < words.units.size(); ++i) {
            EXPECT_EQ(words.units[i].unit, strings(Language::English).units[i].unit);
            EXPECT_FALSE(words.units[i].words.one.empty() || words.units[i].words.other.empty());
        }
        EXPECT_EQ(std::set(words.months.begin(), words.months.end()).size(), 12U);
        EXPECT_EQ(std::set(words.months_short.begin(), words.months_short.end()).size(), 12U);
        EXPECT_EQ(std::set(words.weekdays.begin(), words.weekdays.end()).size(), 7U);
        EXPECT_EQ(language_of(language_tag(language)), language);
    }
}

// Where a bill has several rates of tax, the percent is empty and the space before it is cut off
// (receipt.cpp).
TEST(Languages, ThePercentEndsTheNameOfATax) {
    for (const auto language : kLanguages)
        for (const auto pattern : {strings(language).tax_of, strings(language).tax_inside})
            EXPECT_TRUE(pattern.ends_with(" {2}")) << pattern;
}

}  // namespace
}  // namespace bw::compose
