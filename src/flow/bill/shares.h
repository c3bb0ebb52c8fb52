// A bill that two pay. The holder's month is rated as ever; a co-payer's part of it is taken off as
// a line (per tax), and stands on the co-payer's own bill with the other sign, so that both come to
// the whole. What a co-payer sees is a sum, never the holder's calls. Pure but for rating.
#pragma once

#include "flow/bill/month.h"

#include <vector>

namespace bw::bill {

// The months of holders, in part or whole, that a co-payer's month rests on. Unsupported where what
// they are charged passes on from month to month, which only the holder's own bill can know.
Result<std::vector<MonthRequest>> shared_months(const catalog::Catalog& catalog,
                                                const MonthRequest& request);

// What co-payers take off a holder's month. Invalid when their shares come to more than all of it
// or of a charge; Unsupported where their own months are, so that neither is billed without the
// other.
Result<void> take_off_shares(const MonthRequest& request, const catalog::Catalog& catalog,
                             RatedMonth& rated);

// What a co-payer pays of a holder's month: `rated` is the whole of it.
Result<std::vector<Item>> share_items(const MonthRequest& request, const MonthRequest& holder,
                                      const RatedMonth& rated, const catalog::Catalog& catalog);

}  // namespace bw::bill
