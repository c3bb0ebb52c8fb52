// What readings may look like, as text: a `validation:` document for each kind of service point,
// with the bounds of its channels (docs/readings.md). Kept with the other texts of the catalog, but
// apart from what prices read: flow/meter/checks applies it.
#pragma once

#include "base/decimal.h"
#include "base/ids.h"
#include "base/result.h"
#include "books/catalog/source_line.h"
#include "platform/store/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// Bounds of one channel; what is not set is not asked.
struct Bounds {
    std::string channel, unit;             // "import", "kWh"
    std::optional<Decimal> most_per_hour;  // no interval may hold more, nor less than nothing
    struct Spike {
        Decimal times;           // of the median of like days
        Decimal above_per_hour;  // below this nothing is a spike
        friend bool operator==(const Spike&, const Spike&) = default;
    };
    std::optional<Spike> spike;
    int same = 0;                            // so many equal values in a row, not zero: stuck
    int zero_days = 0;                       // nothing at all for so many days: stuck
    std::optional<Decimal> counter_percent;  // how far intervals may be from what the counter says
    // How far a customer's read may be from what the reads before it lead to expect.
    struct CustomerReads {
        Decimal percent;
        Decimal above;  // a smaller difference is none
        friend bool operator==(const CustomerReads&, const CustomerReads&) = default;
    };
    std::optional<CustomerReads> customer_reads;
    SourceLine line;
    friend bool operator==(const Bounds&, const Bounds&) = default;
};

struct Validation {
    std::string kind;  // of service points: "electricity"
    std::vector<Bounds> channels;
    [[nodiscard]] const Bounds* find(std::string_view channel, std::string_view unit) const;
    friend bool operator==(const Validation&, const Validation&) = default;
};

// Nothing: a document of another kind, or none. first_line: of the text in its file.
Result<std::optional<Validation>> parse_validation(std::string_view text,
                                                   std::string_view file_name, int first_line = 1);

// As of a cut, by kind. Errors: a text that was damaged.
class Validations {
public:
    explicit Validations(std::vector<Validation> all = {}) : all_(std::move(all)) {}
    // Null: nothing is asked of this kind of service point.
    [[nodiscard]] const Validation* find(std::string_view kind) const;
    [[nodiscard]] bool is_empty() const { return all_.empty(); }

private:
    std::vector<Validation> all_;
};
Result<Validations> load_validations(store::Transaction& transaction, TenantId tenant, AsOf as_of);

}  // namespace bw::catalog
