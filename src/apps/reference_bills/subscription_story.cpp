#include "apps/reference_bills/subscription_story.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <set>
#include <string_view>

namespace bw::reference_bills {
namespace {

const LocalDate kOpen = LocalDate::of(2999, 12, 31);
constexpr std::array<std::string_view, 5> kKeywords{"Given ", "When ", "Then ", "And ", "But "};

bool is_expectation(std::string_view step) {
    return step.contains(" charge is") || step.contains("calculation steps are");
}

std::string filled(std::string text, const Row& row) {
    for (const auto& [column, cell] : row) {
        const std::string mark = "<" + column + ">";
        for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), cell);
    }
    return text;
}

// "items" and "Item" are "item".
std::string plain_unit(std::string_view text) {
    std::string name(text);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name.size() > 1 && name.ends_with('s') && !name.ends_with("bps")) name.pop_back();
    return name;
}

// What a unit is of which: "Gbps" is 1,000,000,000 of bps.
struct Unit {
    std::string of;
    std::int64_t size = 1;
};
Unit unit_named(std::string_view text) {
    const std::string name = plain_unit(text);
    constexpr std::string_view kScales = "kmgt";
    for (const std::string_view base : {"bps", "b"}) {
        if (name == base) return {std::string(base), 1};
        const auto scale = name.size() == base.size() + 1 && name.ends_with(base)
                               ? kScales.find(name.front())
                               : std::string_view::npos;
        if (scale == std::string_view::npos) continue;
        std::int64_t size = 1;
        for (std::size_t i = 0; i <= scale; ++i) size *= 1000;
        return {std::string(base), size};
    }
    return {name == "byte" ? "b" : name, 1};
}

// Bytes of a month may be more than other numbers are.
Result<Decimal> read_quantity(const std::string& text) {
    std::int64_t whole = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, whole);
    if (error == std::errc{} && end == last) return Decimal(whole);
    return rounded_decimal(text);
}

// "2020-12-03", with or without a time of day behind it.
Result<Instant> moment(std::string text) {
    constexpr std::string_view kDay = "2020-12-03";
    if (text.size() == kDay.size()) text += " 00:00:00";
    if (text.size() > kDay.size() && text[kDay.size()] == ' ') text[kDay.size()] = 'T';
    return Instant::parse(text + "Z");
}
Result<LocalDate> day_of(const std::string& text) {
    const Instant at = TRY(moment(text));
    return Zone().to_local(at).date;
}

Result<StoryFormula> read_formula(const std::string& text, const std::string& place) {
    StoryFormula formula;
    const auto bad = [&] { return fail(Code::Unsupported, "the formula " + text, place); };
    const auto dot = text.find('.');
    if (dot == std::string::npos) return bad();
    formula.kind = text.substr(0, dot);
    std::string_view rest = std::string_view(text).substr(dot + 1);
    for (;;) {
        const auto open = rest.find('('), close = rest.find(')');
        if (open == std::string_view::npos || close == std::string_view::npos || close < open)
            return bad();
        std::string_view argument = rest.substr(open + 1, close - open - 1);
        if (!argument.empty()) {
            if (argument.size() < 2 || !argument.starts_with('\'') || !argument.ends_with('\''))
                return bad();
            argument = argument.substr(1, argument.size() - 2);
        }
        formula.calls.emplace_back(rest.substr(0, open), argument);
        rest.remove_prefix(close + 1);
        if (rest.empty()) return formula;
        if (!rest.starts_with('.')) return bad();
        rest.remove_prefix(1);
    }
}

Result<StoryCharge> read_charge(const std::string& text, const std::string& place) {
    std::string_view facts = text;
    StoryCharge charge;
    if (const auto reason = after(text, " reason ")) {
        charge.reason = *reason;
        facts.remove_suffix(reason->size() + std::string_view(" reason ").size());
    }
    const auto words = split_words(facts);
    const auto bad = [&] {
        return fail(Code::Unsupported, fmt::format("the charge '{}'", text), place);
    };
    if (words.size() < 3) return bad();
    charge.type = words[0];
    charge.amount = TRY(rounded_decimal(words[1]));
    for (std::size_t i = 3; i < words.size(); i += 2) {
        if (i + 1 == words.size()) return bad();
        if (words[i] == "quantity") {
            charge.quantity = TRY(rounded_decimal(words[i + 1]));
        } else if (words[i] == "for" && i + 2 < words.size()) {
            charge.count = TRY(rounded_decimal(words[i + 1]));
            charge.unit = plain_unit(words[i + 2]);
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
        if (text == "build progressive price" || text == "create progressive price" ||
            text == "calculating charges")
            return {};
        if (TRY(expectation(text)) || TRY(price(text)) || TRY(event(text))) return {};
        return fail(Code::Unsupported, fmt::format("the step '{}'", text), place_);
    }
    // Prices and what happens stand in any order.
    Result<Story> take() {
        std::ranges::sort(story_.progressive);
        TRY_VOID(reckon_quantity());
        return std::move(story_);
    }

private:
    Result<bool> expectation(std::string_view text) {
        if (const auto terms = after(text, "progressive price calculation steps are ")) {
            story_.tells_reckoning = true;
            for (const auto term : split_words(*terms, '+')) TRY_VOID(reckoned(term));
            return true;
        }
        if (const auto error = after(text, "error is ")) {
            story_.error = *error;
            return true;
        }
        auto charge = match(text, "{} charge is {} with {}");
        if (charge) story_.events = (*charge)[2];
        else charge = match(text, "{} charge is {}");
        const bool is_told = charge && !(*charge)[1].empty() && (*charge)[1] != "with";
        if (is_told) story_.expected.push_back(TRY(read_charge((*charge)[1], place_)));
        if (!charge && !text.ends_with(" charge is")) return false;
        ++story_.asked;
        return true;
    }

    // "200*0.0065"; nothing of a price is no part of the reckoning.
    Result<void> reckoned(std::string_view term) {
        const auto words = split_words(term);
        const auto parts = words.size() == 1 ? split_words(words[0], '*') : words;
        if (parts.size() != 2) return fail(Code::Unsupported, std::string(term), place_);
        const Decimal quantity = TRY(rounded_decimal(parts[0]));
        const Decimal price = TRY(rounded_decimal(parts[1]));
        if (!quantity.is_zero()) story_.reckoned.emplace_back(quantity, price);
        return {};
    }

    Result<bool> price(std::string_view text) {
        if (auto of = match(text, "{} {} price is {} {} per {}")) {
            std::string& unit = of->back();
            story_.included = {};
            if (const auto included = match(unit, "{} includes {}")) {
                unit = (*included)[0];
                story_.included = TRY(rounded_decimal((*included)[1]));
            }
            story_.price = TRY(money((*of)[2], (*of)[3]));
            story_.counted = (*of)[1];
            story_.unit = plain_unit(unit);
            return true;
        }
        if (const auto of = match(text, "{} progressive price for {} is {} {} per {} over {} {}")) {
            const Decimal price = TRY(money((*of)[2], (*of)[3]));
            story_.counted = (*of)[1];
            story_.unit = plain_unit((*of)[4]);
            const Decimal over = TRY(rounded_decimal((*of)[5]));
            story_.progressive.emplace_back(TRY(in_unit(over, (*of)[6], story_.unit)), price);
            return true;
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
        if (says("action date is {}")) return set_day(of.front(), story_.date);
        if (says("sale time is {}")) return set_moment(of.front(), story_.sale);
        if (says("sale close time is {}") || says("client rejected service at {}"))
            return set_moment(of.front(), story_.closed);
        if (says("action is {} {} {} {} in {}") || says("action is {} {} {} {}")) {
            quantity_ = TRY(read_quantity(of[2]));
            quantity_unit_ = of[3];
            begins_ = std::nullopt;
            if (of.size() > 4) {
                TRY_VOID(set_moment(of[4], begins_));
                TRY_VOID(set_day(of[4], story_.date));
            }
        } else if (says("subscription is tariff {}")) {
            tariff_ = of.front();
        } else if (says("subscription is created on {}")) {
            begin(TRY(day_of(of.front())));
        } else if (says("subscription is closed on {}")) {
            close(TRY(day_of(of.front())));
        } else {
            return text == "sale close time is" || text == "client rejected service at";
        }
        return true;
    }

    // An empty cell tells nothing.
    static Result<bool> set_moment(const std::string& text, std::optional<Instant>& at) {
        if (!text.empty()) at = TRY(moment(text));
        return true;
    }
    static Result<bool> set_day(const std::string& text, LocalDate& day) {
        if (!text.empty()) day = TRY(day_of(text));
        return true;
    }

    // What is sold by the month and ends in it is told as whole items: their share of the month is
    // the quantity.
    Result<void> reckon_quantity() {
        if (quantity_unit_.empty()) return {};
        story_.quantity = TRY(in_unit(quantity_, quantity_unit_, story_.unit));
        if (story_.counted != kMonthly || !begins_ || !story_.closed) return {};
        const Span month = Zone().span_of(month_of(story_.date));
        const Span sold = Span{*begins_, *story_.closed}.intersect(month);
        const Ratio share{sold.to.us - sold.from.us, month.to.us - month.from.us};
        story_.quantity = TRY(story_.quantity.times(share, Rounding::HalfUp));
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
        return rounded_decimal(amount);
    }

    const std::string& place_;
    std::string tariff_;
    Decimal quantity_;  // as it is told
    std::string quantity_unit_;
    std::optional<Instant> begins_;
    Story story_;
};

}  // namespace

const std::string* StoryFormula::find(std::string_view name) const {
    for (const auto& [called, argument] : calls)
        if (called == name) return &argument;
    return nullptr;
}

Result<Decimal> in_unit(Decimal quantity, const std::string& unit, const std::string& wanted) {
    const Unit told = unit_named(unit), priced = unit_named(wanted);
    if (told.of != priced.of)
        return fail(Code::Unsupported, fmt::format("'{}' where '{}' is priced", unit, wanted));
    return quantity.times(Ratio{told.size, priced.size}, Rounding::HalfUp);
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
    example.story = TRY(reader.take());
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
