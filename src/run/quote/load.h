// A load that somebody states instead of measuring it: "350 kWh per month, 40 kWh export per
// month". It is the same at every minute. Pure.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "books/catalog/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::run {

struct LoadPart {
    Decimal amount;
    std::string unit;
    std::string channel;  // empty: that of the first charge of the tariff that counts the unit
    catalog::TimeUnit per = catalog::TimeUnit::Month;  // Day, Month or Year
};
using Load = std::vector<LoadPart>;

Result<Load> parse_load(std::string_view text);

// What is needed to write it down as readings.
struct LoadPlace {
    std::string service_point;
    Zone zone;
    Period days;
};
// A part as a file that imports read: intervals as long as the windows and peaks of the tariff
// allow, or reads of a counter, where only those are converted. NotFound: the tariff counts
// nothing of the kind.
Result<std::string> load_file(const LoadPart& part, const catalog::Document& tariff,
                              const LoadPlace& place);

}  // namespace bw::run
