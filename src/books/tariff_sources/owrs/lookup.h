// A value of a rate file that goes by attributes of the place or the month, and prices that are put
// together from several of them. Internal to the reader.
#pragma once

#include "books/tariff_sources/foreign.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace bw::tariff_sources::owrs {

inline constexpr std::string_view kMonth = "month";

// Is it a column of the publisher's customer data that we have a name of our own for?
bool is_known_column(std::string_view name);
// What the attribute is called here that stands for a column of customer data: "meter_size" is
// "meter.size", one that is not known "comm_budget" is "comm.budget". A fault: no attribute can
// have such a name.
Read<std::string> attribute_of(const Value& at, std::string_view name);

// Values of attributes, by the names of the file.
using Binding = std::map<std::string, std::string>;

class Lookup {
public:
    // {depends_on, values}, or a value that is the same for everybody.
    static Read<Lookup> of(const Value& value);
    [[nodiscard]] const std::vector<std::string>& attributes() const { return attributes_; }
    // Null: there is no row.
    [[nodiscard]] const Value* at(const Binding& binding) const;
    // In the order of the file.
    [[nodiscard]] std::vector<std::string> values_of(const std::string& attribute) const;

private:
    struct Row {
        std::vector<std::string> values;
        const Value* is;
    };
    const Value* same_ = nullptr;
    std::vector<std::string> attributes_;
    std::vector<Row> rows_;
};

// A number, or a list of one.
Read<Decimal> scalar(const Value& value);

// Prices by what the lookups go by: a table, or seasons of months.
struct Priced {
    std::string by;
    std::vector<catalog::PriceRow> rows;
    std::vector<catalog::Season> seasons;
    [[nodiscard]] bool is_empty() const { return rows.empty() && seasons.empty(); }
};
// Nothing: no row for this.
using PriceAt = std::function<Read<std::optional<catalog::Window>>(const Binding& binding)>;
// `at`: where faults of the whole are told.
Read<Priced> price(const Value& at, const std::vector<const Lookup*>& lookups,
                   const PriceAt& price_at);

}  // namespace bw::tariff_sources::owrs
