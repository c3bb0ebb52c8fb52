// Numbers that a tariff reckons from facts about a customer or his place: "0.8 * area.irrigated *
// evapotranspiration + 55 * household.size * days". Used where a bound, a count or a price is not
// the same for everybody. Pure and exact to nine decimals: each product and quotient is rounded to
// them half-even, sums are not rounded; round(), floor() and ceil() round where the tariff says so.
//
//   formula = term { ("+" | "-") term }         term = factor { ("*" | "/") factor }
//   factor  = ["-"] ( number | name | function "(" formula {"," formula} ")" | "(" formula ")" )
//   function = min, max (two or more), floor, ceil, abs, sqrt (to nine decimals, the nearest),
//   round
//              (x, or x and decimals from 0 to 9)
//
// A name is letters, digits, '_' and '.', and begins with a letter.
#pragma once

#include "base/decimal.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

class Formula {
public:
    Formula() = default;  // 0
    explicit Formula(Decimal constant);
    // Error: what is wrong, and behind which text. Limits: kFormulaBytes, kFormulaSteps.
    static Result<Formula> parse(std::string_view text);

    // The number for a name; nothing: not known.
    using Lookup = std::function<std::optional<Decimal>(std::string_view name)>;
    // NotFound: a name is not known, and which. Invalid: a division by zero; Overflow: a number
    // that no quantity or price has.
    [[nodiscard]] Result<Decimal> value(const Lookup& lookup) const;

    // What it is for everybody; nothing: it has names.
    [[nodiscard]] std::optional<Decimal> constant() const;
    [[nodiscard]] std::vector<std::string> names() const;  // sorted, each once
    // With another formula in place of a name.
    [[nodiscard]] Formula with(std::string_view name, const Formula& instead) const;
    [[nodiscard]] std::size_t steps() const { return steps_.size(); }
    // parse(print()) is the same.
    [[nodiscard]] std::string print() const;
    friend bool operator==(const Formula&, const Formula&) = default;

private:
    friend class FormulaParser;
    enum class Op : std::uint8_t {
        Number,
        Name,
        Negate,
        Add,
        Subtract,
        Multiply,
        Divide,
        Min,
        Max,
        Floor,
        Ceil,
        Abs,
        Sqrt,
        Round
    };
    // In the order in which they are reckoned, each on what those before it left on a stack.
    struct Step {
        Op op = Op::Number;
        Decimal number = {};
        std::string name = {};
        int arguments = 0;  // of a function
        friend bool operator==(const Step&, const Step&) = default;
    };
    static std::string_view function_name(Op op);
    static Result<Decimal> apply(const Step& step, const std::vector<Decimal>& arguments);

    std::vector<Step> steps_;
};

// Could a text stand in a formula for a number?
[[nodiscard]] bool is_fact_name(std::string_view text);

}  // namespace bw::catalog
