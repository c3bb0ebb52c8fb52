// Readings of a service point against the bounds of its kind (checks/implausible.h), as of a cut.
#pragma once

#include "flow/meter/checks/implausible.h"
#include "flow/meter/reader.h"

#include <span>
#include <vector>

namespace bw::meter {

struct CheckTerms {
    const catalog::Validation* rules;  // null: nothing is bounded, only overlaps are found
    std::span<const Span> wanted;      // ascending, of one month or so; none: nothing is found
    Instant known_until;               // nothing can have been measured from here on
    const Zone& zone;                  // of the service point
    std::span<const customers::Device> devices = {};  // of it, too
};
// Reads the days around the wanted ones, too. Errors: of Reader::read.
Result<std::vector<Implausible>> check(const Reader& reader, ServicePointId point,
                                       const CheckTerms& terms);
// What was measured behind the time at the point, of whatever month. Errors: of Reader::read.
Result<std::vector<Implausible>> check_future(const Reader& reader, ServicePointId point,
                                              Instant known_until);

}  // namespace bw::meter
