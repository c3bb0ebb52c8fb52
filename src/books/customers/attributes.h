// What is known of a service point from a day on and no meter measures: how many persons live
// there, the size of its meter, whether green power was chosen. A name has one value at a time,
// which is text; a number is written like 4 or 0.75. Rows are facts of the service point (table
// `attribute`). What a value means, and which names there are, says who asks: nobody here.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "platform/store/store.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::customers {

inline constexpr std::size_t kAttributeNameMax = 64;    // bytes, which are characters
inline constexpr std::size_t kAttributeValueMax = 100;  // characters

struct Attribute {
    std::string name;  // "household.size"
    LocalDate from;
    std::string value;  // empty: from that day on there is none
    Batch batch = {};   // that brought it
    friend bool operator==(const Attribute&, const Attribute&) = default;
};

// Letters (ASCII), digits, '_' and '.', a letter first; at most kAttributeNameMax.
[[nodiscard]] bool is_attribute_name(std::string_view text);
// Invalid: the name is none; the value is longer than kAttributeValueMax, no UTF-8, has control
// characters, or a space at an end, by which it would differ from what a tariff compares it with.
[[nodiscard]] Result<void> check_attribute(const Attribute& attribute);

// The one in force on a day; null before the first one of the name, and where there is none any
// more. `attributes`: of one service point, by name and day.
[[nodiscard]] const Attribute* attribute_on(std::span<const Attribute> attributes,
                                            std::string_view name, LocalDate day);

// Of one service point, by name (its bytes) and day, as of a cut.
std::vector<Attribute> load_attributes(store::Transaction& tx, TenantId tenant,
                                       ServicePointId point, AsOf as_of);

// A row of an attributes file.
struct AttributeRow {
    std::string service_point;
    Attribute attribute;  // without `batch`
};
// NotFound: the service point is not known; Invalid: as of check_attribute(); Conflict: an earlier
// row of the batch says something else of the same name and day.
Result<void> save_attribute(store::Transaction& tx, TenantId tenant, Batch batch,
                            const AttributeRow& row);

}  // namespace bw::customers
