// Who lets a prepared bill run become bills, as text: an `approval:` document
// (docs/bill-runs.md). Kept with the other texts of the catalog; run/approval goes by it.
#pragma once

#include "base/decimal.h"
#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

#include <optional>
#include <string>
#include <string_view>

namespace bw::catalog {

// What must be so for the policy to approve by itself.
struct ApprovalBounds {
    Decimal total_percent;  // the month's gross lies so near to that of the month before
    Decimal held_percent;   // at most so many of its accounts are held
    friend bool operator==(const ApprovalBounds&, const ApprovalBounds&) = default;
};

struct Approval {
    enum class By : std::uint8_t { Nobody, SecondPerson };
    std::string name = "none";  // without a text
    By by = By::Nobody;
    std::optional<ApprovalBounds> bounds;  // met: no person is needed
    friend bool operator==(const Approval&, const Approval&) = default;
};

// The one name of such a text: one rule for all runs of the company.
inline constexpr std::string_view kApprovalOfRuns = "runs";

// Nothing: a document of another kind, or none. first_line: of the text in its file.
Result<std::optional<Approval>> parse_approval(std::string_view text, std::string_view file_name,
                                               int first_line = 1);
// As of a cut. Errors: a text that was damaged.
Result<Approval> load_approval(store::Transaction& transaction, TenantId tenant, AsOf as_of);

}  // namespace bw::catalog
