// What we bill of a subscription story: its month, rated by the tariff that it is, as charges and
// in the words of its author.
#pragma once

#include "apps/reference_bills/subscription_story.h"
#include "apps/reference_bills/subscription_tariff.h"

#include <optional>
#include <string>

namespace bw::reference_bills {

// Why no bill of it can be right: a part of a month that is told as a quantity and by its day of
// sale, and not the same part. Nothing: it can.
std::optional<std::string> contradiction_in(const Story& story);

// Charges, what happens to instalments, and how a progressive price is reckoned. Charges of
// nothing, for no time, say nothing.
std::string expected_of(const Story& story);
// The same of ours, as far as the story tells it.
Result<std::string> billed_of(const Story& story, const StoryTariff& tariff);

}  // namespace bw::reference_bills
