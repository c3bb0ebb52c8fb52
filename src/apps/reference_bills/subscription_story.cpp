#include "apps/reference_bills/subscription_story.h"

#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace bw::reference_bills {
namespace {

const LocalDate kOpen = LocalDate::of(2999, 12, 31);
constexpr std::array<std::string_view, 4> kKeywords{"Given ", "When ", "Then ", "And "};

bool is_expectation(std::string_view step) {
    return step.contains(" charge is ") || step.contains("calculation steps are ");
}

std::string filled(std::string text, const Row& row) {
    for (const auto& [column, cell] : row) {
        const std::string mark = "<" + column + ">";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), cell);
    }
    return text;
}

// "1 Gbps" in Mbps.
Result<Decimal> in_unit(Decimal quantity, std::string_view unit, const std::string& wanted) {
    constexpr std::int64_t kMegaPerGiga = 1000;
    if (unit == wanted || (unit == wanted + "s")) return quantity;
    if (unit == "Gbps" && wanted == "Mbps")
        return quantity.times(Ratio{kMegaPerGiga, 1}, Rounding::HalfEven);
    return fail(Code::Unsupported, fmt::format("'{}' where '{}' is priced", unit, wanted));
}

Result<StoryFormula> read_formula(const std::string& text, const std::string& place) {
    StoryFormula formula;
    const auto bad = [&] { return fail(Code::Unsupported, "the formula " + text, place); };
    const auto dot = text.find('.');
    if (dot == std::string::npos) return bad();
    formula.kind = text.substr(0, dot);
    std::string_view rest = std::string_view(text).substr(dot + 1);
    for (;;) {
        const auto open = rest.find("('"), close = rest.find("')");
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return bad();
        formula.calls.emplace_back(rest.substr(0, open), rest.substr(open + 2, close - open - 2));
        rest.remove_prefix(close + 2);
        if (rest.empty()) return formula;
        if (!rest.starts_with('.')) return bad();
        rest.remove_prefix(1);
    }
}

Result<StoryCharge> read_charge(const std::string& text, const std::string& place) {
    const auto words = split_words(text);
    const auto bad = [&] {
        return fail(Code::Unsupported, fmt::format("the charge '{}'", text), place);
    };
    if (words.size() < 3) return bad();
    StoryCharge charge;
    charge.type = words[0];
    charge.amount = TRY(Decimal::parse(words[1]));
    for (std::size_t i = 3; i < words.size(); i += 2) {
        if (i + 1 == words.size()) return bad();
        if (words[i] == "reason") {
            charge.reason = words[i + 1];
        } else if (words[i] == "quantity") {
            charge.quantity = TRY(Decimal::parse(words[i + 1]));
        } else if (words[i] == "for" && i + 2 < words.size() && words[i + 2] == "hour") {
            charge.hours = TRY(Decimal::parse(words[i + 1]));
            ++i;
        } else {
            return bad();
        }
    }
    return charge;
}

class StoryReader {
public:
    explicit StoryReader(const std::string& place) : place_(place) {}

    Result<void> step(std::string_view text) {
        for (const auto keyword : kKeywords)
            if (text.starts_with(keyword)) text.remove_prefix(keyword.size());
        if (text == "build progressive price") return {};
        if (TRY(expectation(text)) || TRY(price(text)) || TRY(event(text))) return {};
        return fail(Code::Unsupported, fmt::format("the step '{}'", text), place_);
    }
    Story take() {
        std::ranges::sort(story_.progressive);
        return std::move(story_);
    }

private:
    Result<bool> expectation(std::string_view text) {
        if (const auto terms = after(text, "progressive price calculation steps are ")) {
            story_.tells_reckoning = true;
            for (const auto term : split_words(*terms, '+')) TRY_VOID(reckoned(term));
            return true;
        }
        auto charge = match(text, "{} charge is {} with {}");
        if (charge) story_.events = (*charge)[2];
        else charge = match(text, "{} charge is {}");
        if (charge && !(*charge)[1].empty())
            story_.expected.push_back(TRY(read_charge((*charge)[1], place_)));
        return charge.has_value();
    }

    // "200*0.0065"; nothing of a price is no part of the reckoning.
    Result<void> reckoned(std::string_view term) {
        const auto words = split_words(term);
        const auto parts = words.size() == 1 ? split_words(words[0], '*') : words;
        if (parts.size() != 2) return fail(Code::Unsupported, std::string(term), place_);
        const Decimal quantity = TRY(Decimal::parse(parts[0]));
        const Decimal price = TRY(Decimal::parse(parts[1]));
        if (!quantity.is_zero()) story_.reckoned.emplace_back(quantity, price);
        return {};
    }

    Result<bool> price(std::string_view text) {
        if (const auto of = match(text, "{} monthly price is {} {} per {}")) {
            story_.price = TRY(money((*of)[1], (*of)[2]));
            story_.unit = (*of)[3];
            return true;
        }
        if (const auto of =
                match(text, "target progressive price for {} is {} {} per {} over {} {}")) {
            const Decimal price = TRY(money((*of)[1], (*of)[2]));
            story_.counted = (*of)[0];
            story_.unit = (*of)[3];
            story_.progressive.emplace_back(TRY(Decimal::parse((*of)[4])), price);
            return (*of)[5] == (*of)[3];
        }
        if (const auto of = match(text, "tariff {} period is month")) return true;
        if (const auto of = match(text, "{} license fee is {} {}")) {
            story_.fees[(*of)[0]] = TRY(money((*of)[1], (*of)[2]));
            return true;
        }
        if (const auto of = after(text, "formula is ")) {
            story_.formulas = {TRY(read_formula(std::string(*of), place_))};
            return true;
        }
        if (const auto of = after(text, "formula continues ")) {
            story_.formulas.push_back(TRY(read_formula(std::string(*of), place_)));
            return true;
        }
        return false;
    }

    Result<bool> event(std::string_view text) {
        std::vector<std::string> of;
        const auto says = [&](std::string_view pattern) {
            auto found = match(text, pattern);
            if (found) of = std::move(*found);
            return found.has_value();
        };
        if (says("action date is {}")) story_.date = TRY(LocalDate::parse(of.front()));
        else if (says("sale time is {}")) story_.sale = TRY(LocalDate::parse(of.front()));
        else if (says("action is target {} {} {}")) TRY_VOID(count(of[1], of[2]));
        else if (says("action is {} monthly {} {}")) TRY_VOID(count(of[1], of[2]));
        else if (says("subscription is tariff {}")) tariff_ = of.front();
        else if (says("subscription is created on {}")) begin(TRY(LocalDate::parse(of.front())));
        else if (says("subscription is closed on {}")) close(TRY(LocalDate::parse(of.front())));
        else return false;
        return true;
    }

    Result<void> count(const std::string& number, const std::string& unit) {
        const Decimal quantity = TRY(Decimal::parse(number));
        story_.quantity = TRY(in_unit(quantity, unit, story_.unit));
        return {};
    }

    // Another tariff takes the place of the one before.
    void begin(LocalDate day) {
        close(day);
        story_.terms.push_back({tariff_, {day, kOpen}});
    }
    void close(LocalDate day) {
        if (!story_.terms.empty() && story_.terms.back().days.to == kOpen)
            story_.terms.back().days.to = day;
    }

    Result<Decimal> money(const std::string& amount, const std::string& currency) {
        story_.currency = TRY(Currency::parse(currency));
        return Decimal::parse(amount);
    }

    const std::string& place_;
    std::string tariff_;
    Story story_;
};

}  // namespace

const std::string* StoryFormula::find(std::string_view name) const {
    for (const auto& [called, argument] : calls)
        if (called == name) return &argument;
    return nullptr;
}

Result<Example> read_example(const std::vector<std::string>& background,
                             const std::vector<std::string>& steps, const Row& row,
                             const std::string& place) {
    StoryReader reader(place);
    for (const auto& step : background) TRY_VOID(reader.step(step));
    Example example;
    std::set<std::string> given;
    for (const auto& step : steps) {
        TRY_VOID(reader.step(filled(step, row)));
        for (const auto& [column, cell] : row)
            if (!is_expectation(step) && step.contains("<" + column + ">") &&
                given.insert(column).second)
                example.name += (example.name.empty() ? "" : ", ") + cell;
    }
    example.story = reader.take();
    return example;
}

Result<LocalDate> month_of_story(const std::string& text, const std::string& place) {
    constexpr std::size_t kMonthDigits = 2;
    if (text.size() != std::string_view("08.2018").size() || text[kMonthDigits] != '.')
        return fail(Code::Unsupported, fmt::format("the month '{}'", text), place);
    return LocalDate::parse(text.substr(kMonthDigits + 1) + "-" + text.substr(0, kMonthDigits) +
                            "-01");
}

}  // namespace bw::reference_bills
