// Intervals that come as a counter behind transformers counted them, times the factor of the device
// that measured them. Segments keep what came; who bills or checks multiplies. Pure.
#pragma once

#include "books/customers/devices.h"
#include "flow/meter/series.h"

#include <span>

namespace bw::meter {

// Changes the columns of channels whose devices say so, from each device's moment on. Error
// (Overflow): a value that is too large.
Result<void> multiply_intervals(Usage& usage, std::span<const customers::Device> devices);

}  // namespace bw::meter
