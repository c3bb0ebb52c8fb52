// One batch of decisions of a person, with its touch: what bulk acts and reversals write.
#pragma once

#include "flow/bill/decisions.h"
#include "run/exceptions/bulk.h"

#include <span>
#include <string>

namespace bw::run {

class DecisionBatch {
public:
    struct About {
        std::string act, subject;  // "release", "far-above-history"
        LocalDate month;           // of the bills
        RunId run;                 // whose exceptions or bills; 0: none
        Hand hand;
    };
    DecisionBatch(Workspace& workspace, About about)
        : workspace_(workspace), about_(std::move(about)) {}

    // Both write nothing where there is nothing. Invalid: the hand has no name or no reason.
    // Decisions for the batch's month; those that stand already are not said again.
    Result<Decided> decide(std::span<const bill::Decision> decisions);
    Result<Decided> order(std::span<const bill::OrderedRebill> orders, std::int64_t accounts);

private:
    [[nodiscard]] Result<void> check_hand() const;
    template <typename Write>
    Result<Batch> record(store::Transaction& tx, std::int64_t accounts, Write&& write);

    Workspace& workspace_;
    About about_;
};

}  // namespace bw::run
