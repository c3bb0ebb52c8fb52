// Whom a run does not bill, and why, asked before anything is rated: nobody was supplied, the plan
// is settled later, all of it stands billed, a person said so. Biller::why_not_billed() finds it.
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
    Ended,          // and all of it stands billed
    SettledLater,   // pays by a payment plan; no advance is due
    AlreadyBilled,  // and nothing changed since
    NoNews          // the run did not look: nothing came in about it since the run before
};
std::string_view not_billed_name(NotBilled why);   // "already-billed": also what is stored
std::string_view not_billed_words(NotBilled why);  // "is billed already, and nothing changed"
std::optional<NotBilled> parse_not_billed(std::string_view name);

}  // namespace bw::bill
