// What is reckoned on lines, and how prices count time, in plain words.
#include "books/catalog/describe_parts.h"
#include "platform/text/wrap.h"

#include <fmt/format.h>

namespace bw::catalog {
namespace {

std::string entry(const std::string& words) {
    return "\n" + text::wrap(words, {.first = 0, .rest = 4}) + "\n";
}

std::string discount_words(const Discount& discount, const std::string& language, int digits) {
    const std::string size = discount.amount ? print_amount(*discount.amount, digits)
                                             : discount.percent.to_string() + " %";
    std::string out =
        fmt::format("{}: {} {} {}", name_in(discount.names, language, discount.key), size,
                    discount.is_surcharge ? "on top of" : "off", on_words(discount.on));
    if (discount.grows) out += ", growing by " + print_growth(*discount.grows);
    if (discount.at_least) out += ", at least " + print_amount_per(*discount.at_least, digits);
    if (discount.at_most) out += ", at most " + print_amount_per(*discount.at_most, digits);
    for (const auto& condition : discount.conditions)
        out += (&condition == discount.conditions.data() ? " if " : " and ") +
               print_condition(condition);
    if (discount.from) out += " from " + discount.from->to_string();
    if (discount.until) out += " until " + discount.until->to_string() + " (included)";
    return entry(out);
}

}  // namespace

std::string on_words(const std::vector<std::string>& on) {
    if (on.empty()) return "all charges";
    std::string out;
    for (const auto& key : on) out += (out.empty() ? "" : ", ") + key;
    return out;
}

std::string discounts_words(const std::vector<Discount>& all, const std::string& language,
                            int digits) {
    std::string out;
    for (const auto& discount : all) out += discount_words(discount, language, digits);
    return out;
}

std::string limits_words(const std::optional<Maximum>& maximum,
                         const std::optional<Minimum>& minimum, int digits) {
    std::string out;
    if (maximum)
        out += entry(fmt::format("at most {} for {}, before the minimum and discounts",
                                 print_amount_per(maximum->price, digits), on_words(maximum->on)));
    if (minimum)
        out += entry(fmt::format("at least {} for {}, before discounts",
                                 print_amount_per({minimum->price, minimum->per}, digits),
                                 on_words(minimum->on)));
    return out;
}

std::string paid_time_words(Prorate prorate, const MonthCap& cap) {
    if (cap.most > 0) return fmt::format("the price of {}, those beyond are free", print_cap(cap));
    switch (prorate) {
        case Prorate::ByDay: return "a part of it by days";
        case Prorate::None: return "a part of it like a whole one";
        case Prorate::BySecond: return "a part of it by seconds";
        case Prorate::Thirty360: break;
    }
    return "a part of it by days, of months of 30 days";
}

}  // namespace bw::catalog
