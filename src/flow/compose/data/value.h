// A value of the data that a template is filled with. It points into the data (texts, lists,
// records) and owns nothing.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace bw::data {

struct Record;

struct Nothing {};  // of a field that may be empty
struct Percent {
    Decimal value;
};
struct Quantity {
    Decimal value;
    std::string_view unit;  // ours: "kWh", "day"
};
struct Price {  // of one unit, as exact as its tariff states it
    Decimal value;
    Currency currency;
};
struct Item {  // a record of the data
    const void* object = nullptr;
};
class List {  // of records that lie in a row in memory
public:
    List(const void* first, std::size_t count, std::size_t size)
        : first_(first), count_(count), size_(size) {}
    // Of records that `make` makes of `first` when one of them is asked for; how many is known.
    using Make = const void* (*)(const void*);
    List(const void* first, std::size_t count, std::size_t size, Make make)
        : first_(first), count_(count), size_(size), make_(make) {}
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] Item at(std::size_t index) const {
        const void* first = make_ == nullptr ? first_ : make_(first_);
        return {static_cast<const std::byte*>(first) + index * size_};
    }

private:
    const void* first_;
    std::size_t count_;
    std::size_t size_;  // of one, in bytes
    Make make_ = nullptr;
};

// In the order of Type.
using Value = std::variant<Nothing, std::string_view, bool, std::int64_t, Decimal, Percent,
                           Quantity, Price, Money, LocalDate, Period, Item, List>;
enum class Type : std::uint8_t {
    Nothing,
    Text,
    Flag,
    Count,
    Number,
    Percent,
    Quantity,
    Price,
    Money,
    Date,
    Period,
    Record,
    List
};
std::string_view type_name(Type type);  // "text", "flag", .. for authors

// What is counted, measured or paid, to compare and to reckon with; nothing: it is no number.
std::optional<Decimal> number_in(const Value& value);

// Whether there is something: a text with letters, a list with items, a flag that is set; every
// other value is there.
bool is_there(const Value& value);

}  // namespace bw::data
