#include "books/catalog/formula.h"

#include "base/root.h"
#include "books/catalog/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace bw::catalog {
namespace {

constexpr std::string_view kBlanks = " \t\n";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_name(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '.'; }

// Nano of a quotient of nanos, or of a product of them.
Result<Decimal> scaled_quotient(int128 numerator, Decimal denominator) {
    if (denominator.is_zero()) return fail(Code::Invalid, "a formula divides by zero");
    const bool is_negative = denominator.is_negative();
    return Decimal::from_nano(divide_rounded(is_negative ? -numerator : numerator,
                                             is_negative ? -denominator.nano() : denominator.nano(),
                                             Rounding::HalfEven));
}

Result<Decimal> divide(Decimal a, Decimal b) {
    // Parsed numbers are below 1e12, products below 1e15: times 1e9 they fit 128 bits.
    return scaled_quotient(a.nano() * Decimal::kScale, b);
}

Result<Decimal> product(Decimal a, Decimal b) {
    return TRY(multiply(a, b)).rounded(Decimal::kPlaces, Rounding::HalfEven);
}

// To nine decimals, the nearest.
Result<Decimal> root_of(Decimal value) {
    if (value.is_negative())
        return fail(Code::Invalid,
                    fmt::format("a formula takes the square root of {}", value.to_string()));
    const int128 square = value.nano() * Decimal::kScale;
    const int128 root = square_root(square);
    return Decimal::from_nano(square - root * root > root ? root + 1 : root);
}

// Towards plus or minus infinity, to whole numbers.
Decimal floor_of(Decimal value) {
    const Decimal down = value.rounded(0, Rounding::Down);
    return down > value ? down - Decimal(1) : down;
}

Result<Decimal> rounded(const std::vector<Decimal>& arguments) {
    const Decimal places = arguments.size() == 2 ? arguments[1] : Decimal();
    if (places.places() > 0 || places.is_negative() || places > Decimal(Decimal::kPlaces))
        return fail(Code::Invalid, "round() takes 0 to 9 decimals");
    return arguments[0].rounded(static_cast<int>(places.nano() / Decimal::kScale),
                                Rounding::HalfUp);
}

}  // namespace

// Recursive descent; depth is bounded, for texts come from outside.
class FormulaParser {
public:
    explicit FormulaParser(std::string_view text) : text_(text) {}

    Result<Formula> parse() {
        if (text_.size() > kFormulaBytes)
            return fail(Code::Limit,
                        fmt::format("a formula has at most {} characters", kFormulaBytes));
        TRY_VOID(sum());
        skip_blanks();
        if (at_ < text_.size()) return wrong("an operator is missing");
        return std::move(formula_);
    }

private:
    using Op = Formula::Op;

    void skip_blanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }
    bool take(char wanted) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }
    std::unexpected<Error> wrong(std::string_view what) const {
        const auto before = text_.substr(0, at_);
        return fail(Code::Invalid,
                    before.empty()
                        ? fmt::format("{} at its beginning", what)
                        : fmt::format("{} behind '{}'", what,
                                      before.substr(before.size() -
                                                    std::min<std::size_t>(before.size(), 40))));
    }
    Result<void> push(Formula::Step step) {
        if (formula_.steps_.size() >= kFormulaSteps)
            return fail(Code::Limit, "the formula is too long: write it as several");
        formula_.steps_.push_back(std::move(step));
        return {};
    }

    Result<void> sum() {
        TRY_VOID(term());
        for (;;) {
            const Op op = take('+') ? Op::Add : take('-') ? Op::Subtract : Op::Number;
            if (op == Op::Number) return {};
            TRY_VOID(term());
            TRY_VOID(push({op}));
        }
    }
    Result<void> term() {
        TRY_VOID(factor());
        for (;;) {
            const Op op = take('*') ? Op::Multiply : take('/') ? Op::Divide : Op::Number;
            if (op == Op::Number) return {};
            TRY_VOID(factor());
            TRY_VOID(push({op}));
        }
    }
    Result<void> factor() {
        if (++depth_ > kFormulaDepth)
            return fail(Code::Limit, "the formula has too many brackets within brackets");
        if (take('-')) {
            TRY_VOID(factor());
            auto& last = formula_.steps_.back();
            if (last.op == Op::Number) last.number = -last.number;
            else TRY_VOID(push({Op::Negate}));
        } else if (take('(')) {
            TRY_VOID(sum());
            if (!take(')')) return wrong("')' is missing");
        } else {
            TRY_VOID(operand());
        }
        --depth_;
        return {};
    }
    Result<void> operand() {
        skip_blanks();
        const std::size_t begin = at_;
        if (at_ < text_.size() && is_digit(text_[at_])) {
            while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
            return push({Op::Number, TRY(Decimal::parse(text_.substr(begin, at_ - begin)))});
        }
        if (at_ == text_.size() || !is_letter(text_[at_]))
            return wrong("a number or a name is missing");
        while (at_ < text_.size() && is_of_name(text_[at_])) ++at_;
        const auto name = text_.substr(begin, at_ - begin);
        if (take('(')) return function(name);
        return push({Op::Name, {}, std::string(name)});
    }
    Result<void> function(std::string_view name) {
        Op op = Op::Number;
        for (const Op known : {Op::Min, Op::Max, Op::Floor, Op::Ceil, Op::Abs, Op::Sqrt, Op::Round})
            if (Formula::function_name(known) == name) op = known;
        if (op == Op::Number)
            return fail(
                Code::Invalid,
                fmt::format("'{}' is no function: min, max, floor, ceil, abs, sqrt or round",
                            name.substr(0, 40)));
        int arguments = 0;
        do {
            TRY_VOID(sum());
            ++arguments;
        } while (take(','));
        if (!take(')')) return wrong("')' is missing");
        const bool is_list = op == Op::Min || op == Op::Max;
        const bool fits =
            is_list ? arguments >= 2 : arguments == 1 || (op == Op::Round && arguments == 2);
        if (!fits)
            return fail(Code::Invalid, fmt::format("{}() takes {}", name,
                                                   is_list           ? "two or more numbers"
                                                   : op == Op::Round ? "a number, and decimals"
                                                                     : "one number"));
        return push({op, {}, {}, arguments});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    Formula formula_;
};

Formula::Formula(Decimal constant) { steps_.push_back({Op::Number, constant}); }

Result<Formula> Formula::parse(std::string_view text) { return FormulaParser(text).parse(); }

std::string_view Formula::function_name(Op op) {
    switch (op) {
        case Op::Min: return "min";
        case Op::Max: return "max";
        case Op::Floor: return "floor";
        case Op::Ceil: return "ceil";
        case Op::Abs: return "abs";
        case Op::Sqrt: return "sqrt";
        case Op::Round: return "round";
        default: return {};
    }
}

Result<Decimal> Formula::apply(const Step& step, const std::vector<Decimal>& arguments) {
    const Decimal first = arguments[0];
    switch (step.op) {
        case Op::Negate: return -first;
        case Op::Add: return first + arguments[1];
        case Op::Subtract: return first - arguments[1];
        case Op::Multiply: return product(first, arguments[1]);
        case Op::Divide: return divide(first, arguments[1]);
        case Op::Min: return *std::ranges::min_element(arguments);
        case Op::Max: return *std::ranges::max_element(arguments);
        case Op::Floor: return floor_of(first);
        case Op::Ceil: return -floor_of(-first);
        case Op::Abs: return first.is_negative() ? -first : first;
        case Op::Sqrt: return root_of(first);
        default: return rounded(arguments);
    }
}

Result<Decimal> Formula::value(const Lookup& lookup) const {
    const int128 largest = Decimal(1'000'000'000'000).nano();
    std::vector<Decimal> stack;
    for (const auto& step : steps_) {
        if (step.op == Op::Number) {
            stack.push_back(step.number);
            continue;
        }
        if (step.op == Op::Name) {
            const auto found = lookup(step.name);
            if (!found)
                return fail(Code::NotFound, fmt::format("'{}' is not known", step.name), step.name);
            stack.push_back(*found);
            continue;
        }
        const std::size_t count = step.op == Op::Negate ? 1
                                  : step.arguments > 0  ? static_cast<std::size_t>(step.arguments)
                                                        : 2;
        const auto first = stack.end() - static_cast<std::ptrdiff_t>(count);
        const std::vector<Decimal> arguments(first, stack.end());
        stack.erase(first, stack.end());
        const Decimal result = TRY(apply(step, arguments));
        if (result.nano() > largest || result.nano() < -largest)
            return fail(Code::Overflow, "a formula comes to more than 1,000,000,000,000");
        stack.push_back(result);
    }
    return stack.empty() ? Decimal() : stack.back();
}

std::optional<Decimal> Formula::constant() const {
    auto result = value([](std::string_view) { return std::optional<Decimal>(); });
    if (!result) return std::nullopt;
    return *result;
}

std::vector<std::string> Formula::names() const {
    std::vector<std::string> names;
    for (const auto& step : steps_)
        if (step.op == Op::Name) names.push_back(step.name);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

Formula Formula::with(std::string_view name, const Formula& instead) const {
    Formula result;
    for (const auto& step : steps_) {
        if (step.op != Op::Name || step.name != name) result.steps_.push_back(step);
        else if (instead.steps_.empty()) result.steps_.push_back({Op::Number});
        else
            result.steps_.insert(result.steps_.end(), instead.steps_.begin(), instead.steps_.end());
    }
    return result;
}

std::string Formula::print() const {
    struct Part {
        std::string text;
        int binds = 0;  // 1 a sum, 2 a product, 3 the rest
    };
    std::vector<Part> stack;
    const auto bracketed = [](const Part& part, int least) {
        return part.binds < least ? "(" + part.text + ")" : part.text;
    };
    for (const auto& step : steps_) {
        if (step.op == Op::Number || step.op == Op::Name) {
            stack.push_back({step.op == Op::Name ? step.name : step.number.to_string(), 3});
            continue;
        }
        if (step.arguments > 0) {
            const auto first = stack.end() - step.arguments;
            std::string text;
            for (auto it = first; it != stack.end(); ++it)
                text += (text.empty() ? "" : ", ") + it->text;
            stack.erase(first, stack.end());
            stack.push_back({fmt::format("{}({})", function_name(step.op), text), 3});
            continue;
        }
        const Part right = stack.back();
        stack.pop_back();
        if (step.op == Op::Negate) {
            stack.push_back({"-" + bracketed(right, 3), 2});
            continue;
        }
        const Part left = stack.back();
        stack.pop_back();
        const bool is_sum = step.op == Op::Add || step.op == Op::Subtract;
        const std::string_view sign = step.op == Op::Add        ? " + "
                                      : step.op == Op::Subtract ? " - "
                                      : step.op == Op::Multiply ? " * "
                                                                : " / ";
        const int binds = is_sum ? 1 : 2;
        // a - (b - c) and a * (b / c) keep their brackets: rounding has an order.
        stack.push_back(
            {bracketed(left, binds) + std::string(sign) + bracketed(right, binds + 1), binds});
    }
    return stack.empty() ? "0" : stack.back().text;
}

bool is_fact_name(std::string_view text) {
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, is_of_name);
}

}  // namespace bw::catalog
