// Whom a run does not bill, and why: nobody was supplied, the plan is settled later, all of it
// stands billed, a person said so. Biller::why_not_billed() finds it before anything is rated; of
// whom something was due and nothing came, the run says it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bw::bill {

enum class NotBilled : std::uint8_t {
    Excluded,        // by a person, for the month
    NoSubscription,  // never had a plan
    BeginsLater,
    Ended,            // and all of it stands billed
    SettledLater,     // pays by a payment plan; no advance is due
    AlreadyBilled,    // and nothing changed since, or nothing that changes an amount
    NoNews,           // the run did not look: nothing came in about it since the run before
    AdvanceAskedFor,  // pays by a payment plan; its advance of the month is no invoice
    ComesToNothing    // billed for the first time, and not one line came of it
};
std::string_view not_billed_name(NotBilled why);   // "already-billed": also what is stored
std::string_view not_billed_words(NotBilled why);  // "is billed already, and nothing changed"
std::optional<NotBilled> parse_not_billed(std::string_view name);

}  // namespace bw::bill
