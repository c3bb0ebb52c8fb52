// What each kind of file does with its rows. Internal to take().
#pragma once

#include "books/customers/customers.h"
#include "run/takeover/take.h"

#include <functional>
#include <utility>

namespace bw::takeover {

// Rows go to `add`; those that are not taken are kept in the batch.
template <typename R>
company::Sink<R> sink_of(const Handed& handed, Batch batch,
                         std::function<Result<void>(const R&)> add) {
    return {std::move(add),
            [&handed, batch](const company::Reject& reject) {
                customers::write_reject(handed.tx, handed.tenant, batch, reject.line,
                                        reject.reason);
            },
            handed.shown};
}

Result<void> take_accounts(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_meters(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_attributes(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_factors(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_balances(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_history(const Handed& handed, Batch batch, company::Tally& tally);

}  // namespace bw::takeover
