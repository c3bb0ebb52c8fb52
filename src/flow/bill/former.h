// Bills of the system that billed before us, kept as facts: for the months of a chart and for a
// parallel run. We never bill by them.
#pragma once

#include "flow/bill/billed.h"
#include "flow/bill/store.h"

#include <map>
#include <string>
#include <vector>

namespace bw::bill {

// Numbers are stored: never renumber.
enum class FormerKind : std::uint8_t { Total = 0, Usage = 1, Charge = 2 };

struct FormerLine {
    FormerKind kind = FormerKind::Total;
    SubscriptionId subscription;  // 0: of the account as a whole
    Period days;
    std::string charge;         // its name there
    std::string channel, unit;  // of what was measured or charged
    Decimal quantity;
    Money net, tax, gross;  // of a charge only net
};

struct FormerBill {
    std::string number;
    std::vector<FormerLine> lines;
};

// Whether the bill is of these days: its total begins in them, the first one where it has several.
// Its other rows may be of other days, such as a fee in advance. Without a total it is of none.
bool is_of(const FormerBill& bill, const Period& days);

// A row of the number's bill, as of a batch.
void write_former(store::Transaction& tx, const Payer& payer, Batch batch, std::int64_t line,
                  std::string_view number, const FormerLine& row);

using FormerBills = std::map<BillingAccountId, std::vector<FormerBill>>;
// The bills of a bucket that are of these days (is_of), by number; of each all rows of its latest
// batch up to the cut.
Result<FormerBills> load_former(store::Transaction& tx, TenantId tenant, int bucket,
                                const Period& days, AsOf as_of);

// Adds to what we measured the whole months from one on that another system measured and we did
// not; ascending.
Result<void> add_former_measured(store::Transaction& tx, const Payer& payer,
                                 SubscriptionId subscription, LocalDate from, Batch cut,
                                 std::vector<Measured>& months);

}  // namespace bw::bill
