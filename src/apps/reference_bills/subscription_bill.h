// What we bill of a subscription story: its month, rated by the tariff that it is, as charges and
// in the words of its author.
#pragma once

#include "apps/reference_bills/subscription_story.h"
#include "apps/reference_bills/subscription_tariff.h"

#include <string>

namespace bw::reference_bills {

// Charges, what happens to instalments, and how a progressive price is reckoned. Charges of
// nothing, for no time, say nothing.
std::string expected_of(const Story& story);
// The same of ours, as far as the story tells it.
Result<std::string> billed_of(const Story& story, const StoryTariff& tariff);

}  // namespace bw::reference_bills
