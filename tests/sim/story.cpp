#include "story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::sim {
namespace {

constexpr int kLinesShown = 12;

std::string first_lines(const std::string& text) {
    std::size_t end = 0;
    for (int i = 0; i < kLinesShown; ++i) {
        const auto at = text.find('\n', end);
        if (at == std::string::npos) return text;
        end = at + 1;
    }
    const auto more = std::count(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(), '\n');
    return text.substr(0, end) + (more > 0 ? fmt::format("# and {} lines more\n", more) : "");
}

std::string month_before(LocalDate day) { return day.plus_days(-1).to_string().substr(0, 7); }

std::string bill_head(const Step& s) {
    std::string head = fmt::format("bill {} issued {}", month_before(s.until), s.day.to_string());
    for (const auto cause : s.released) head += fmt::format(" release {}", bill::cause_name(cause));
    return s.waits ? head + " by ada hold" : head;
}

std::string head_of(const Step& s) {
    switch (s.act) {
        case Act::Import: return "import " + s.name;
        case Act::Wishes: return "wishes";
        case Act::Payments: return "payments";
        case Act::Match: return fmt::format("match {} {} {}", s.word, s.account, s.day.to_string());
        case Act::Reverse:
            return fmt::format("reverse {} {} returned by the bank", s.word, s.day.to_string());
        case Act::Deposit:
            return fmt::format("deposit {} {} {} {}", s.word, s.account, s.amount,
                               s.day.to_string());
        case Act::TopUp:
            return fmt::format("top-up {} {} {}", s.account, s.amount, s.day.to_string());
        case Act::Refund: return fmt::format("refund {} {}", s.account, s.day.to_string());
        case Act::Estimate: return "estimate " + month_before(s.until);
        case Act::Bill: return bill_head(s);
        case Act::Release:
            return fmt::format("release {} account {} by grace because it may be", s.word,
                               s.account);
        case Act::Exclude:
        case Act::Include:
            return fmt::format("{} {} {} by grace because it was asked", act_name(s.act), s.account,
                               month_before(s.until));
        case Act::Order:
            return fmt::format("rebill month {} account {} by grace because it was wrong",
                               month_before(s.until), s.account);
        case Act::Approve: return "approve by grace";
        case Act::Discard: return "discard by grace because wrong";
    }
    return {};
}

}  // namespace

std::string_view act_name(Act act) {
    static constexpr std::array<std::string_view, 16> kNames = {
        "import",   "wishes", "payments", "match",   "reverse", "deposit", "refund",  "top-up",
        "estimate", "bill",   "release",  "exclude", "include", "rebill",  "approve", "discard"};
    return kNames.at(static_cast<std::size_t>(act));
}

std::string to_text(const Step& step, Length length) {
    const std::string text = length == Length::Whole ? step.text : first_lines(step.text);
    if (step.act != Act::Bill || text.empty()) return "== " + head_of(step) + "\n" + text + "\n";
    return "== " + head_of(step) + "\n\n== import " + step.name +
           "\n# between the beginning of the run and its end\n" + text + "\n";
}

}  // namespace bw::sim
