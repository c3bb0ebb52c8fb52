// What each kind of file does with its rows. Internal to take().
#pragma once

#include "run/takeover/take.h"

namespace bw::takeover {

Result<void> take_accounts(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_meters(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_factors(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_balances(const Handed& handed, Batch batch, company::Tally& tally);
Result<void> take_history(const Handed& handed, Batch batch, company::Tally& tally);

}  // namespace bw::takeover
