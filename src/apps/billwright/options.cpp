#include "apps/billwright/options.h"

#include "platform/text/suggest.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace bw::app {
namespace {

std::vector<std::string> releasable() {
    std::vector<std::string> names;
    for (const auto cause : bill::all_causes())
        if (bill::is_releasable(cause)) names.emplace_back(bill::cause_name(cause));
    return names;
}

template <typename T>
Result<T> number(const std::string& text, T low, T high) {
    T value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high)
        return fail(
            Code::Invalid,
            high == std::numeric_limits<T>::max()
                ? fmt::format("'{}' is no number from {} on", text.substr(0, 40), low)
                : fmt::format("'{}' is no number from {} to {}", text.substr(0, 40), low, high));
    return value;
}

}  // namespace

void add_option(CLI::App& command, const OptionText& text,
                std::function<Result<void>(const std::string&)> take) {
    auto* option = command.add_option_function<std::string>(
        text.name,
        [take = std::move(take), name = text.name](const std::string& given) {
            if (const auto taken = take(given); !taken)
                throw CLI::ValidationError(name, taken.error().text);
        },
        text.help);
    option->type_name(text.type)->required(text.is_required);
    if (!text.preset.empty()) option->default_str(text.preset);
}

Result<LocalDate> month_end(const std::string& text) {
    if (const auto first = LocalDate::parse(text + "-01")) return month_of(*first).to;
    const auto last = LocalDate::parse(text);
    if (last && last->plus_days(1).first_of_month() == last->plus_days(1))
        return last->plus_days(1);
    if (last)
        return fail(Code::Invalid,
                    fmt::format("bills are for whole months: write {}", text.substr(0, 7)));
    return fail(Code::Invalid, fmt::format("'{}' is no month: write 2026-10", text.substr(0, 40)));
}

Result<std::optional<LocalDate>> day(const std::string& text) {
    return TRY(LocalDate::parse(text));
}

std::string releasable_names() { return fmt::format("{}", fmt::join(releasable(), ", ")); }

Result<std::set<bill::Cause>> releasable_causes(const std::string& text) {
    std::set<bill::Cause> causes;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string name = text.substr(at, end - at);
        at = end + 1;
        const auto cause = bill::parse_cause(name);
        if (!cause)
            return fail(Code::Invalid,
                        fmt::format("there is no cause '{}'{}; there are {}", name.substr(0, 40),
                                    text::did_you_mean(name, releasable()), releasable_names()));
        if (!bill::is_releasable(*cause))
            return fail(Code::Invalid,
                        fmt::format("'{}' cannot be released, its fault must be put right; these "
                                    "can: {}",
                                    name, releasable_names()));
        causes.insert(*cause);
    }
    return causes;
}

Read<int> whole_number(int low, int high) {
    return [low, high](const std::string& text) { return number<int>(text, low, high); };
}

Result<std::int64_t> number_from_one(const std::string& text) {
    return number<std::int64_t>(text, 1, std::numeric_limits<std::int64_t>::max());
}

void does(CLI::App& command, Context& context, std::function<Result<void>()> work) {
    command.callback([&context, work = std::move(work)] {
        if (const auto done = work(); !done) tell_error(context, done.error());
    });
}

}  // namespace bw::app
