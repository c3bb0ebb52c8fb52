// What free text says, where a source says it in no other way: words, percentages, sums a month,
// tax. English; capital and small letters are the same. Nothing here decides; a reader compares it
// with the number that stands beside it.
#pragma once

#include "base/decimal.h"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

namespace bw::tariff_sources {

bool has_word(std::string_view text, std::initializer_list<std::string_view> phrases);
// "5% discount", "11 %": the numbers before the sign.
std::vector<Decimal> percents_in(std::string_view text);
// "$22 per month", "$32.49/month"
std::optional<Decimal> dollars_per_month(std::string_view text);

// "4.4c / kWh", "1.40 cents/kWh", "0.7 cents per kWh"
std::optional<Decimal> cents_per_kwh(std::string_view text);

enum class TaxWords { Unsaid, Included, Excluded, Free };
// "GST inclusive", "inc. GST"; "exc GST if any"; "not subject to GST"
TaxWords gst_words(std::string_view text);

}  // namespace bw::tariff_sources
