// What payment plans ask an account for without an invoice: each sum with its due date, and how
// much of it is paid. Reckoned from the rows, the catalog and the books; nothing of it is stored.
#pragma once

#include "flow/collect/desk.h"
#include "run/workspace.h"

#include <functional>
#include <string>
#include <vector>

namespace bw::run {

struct AdvanceRequest {
    std::string service_point;
    LocalDate month, due_on;
    Money asked;
    Money open;  // of it; what came in pays the oldest first
};
struct AdvanceRequests {
    std::vector<AdvanceRequest> requests;  // of months that are not settled, by due date
    Money taken;                           // of the credit, by those due by the day
};
// From the months that wait for their settlement up to those due in the three months after `on`.
Result<AdvanceRequests> advance_requests(store::Transaction& tx, TenantId tenant,
                                         const std::string& account, LocalDate on);

// Orders what accounts have in credit to be paid out where it is above a limit; one act for each
// account. Whoever is asked for advances keeps what pays those due by the day. `each` is told
// of every refund.
struct RefundAllOrder {
    std::string above;  // "5.00"; empty: any credit
    LocalDate on;
    collect::Refunding refunding = collect::Refunding::Recorded;
};
struct RefundAll {
    // Whom it could not be reckoned for, and why; the others are refunded.
    std::vector<std::pair<std::string, Error>> failed;
    std::int64_t accounts = 0;
    std::vector<Money> amounts;  // one a currency
};
Result<RefundAll> refund_all(Workspace& workspace, const RefundAllOrder& order,
                             const std::function<void(const std::string&, const Money&)>& each);

}  // namespace bw::run
