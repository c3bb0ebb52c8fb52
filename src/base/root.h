// Square roots of whole numbers, exact. Pure.
#pragma once

#include "base/decimal.h"

namespace bw {

// The largest whole number whose square is not above a value; `value`: not negative, at most 2^126.
int128 square_root(int128 value);

}  // namespace bw
