#include "apps/billwright/options.h"

#include "flow/compose/language.h"
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

Result<std::optional<bill::Cause>> cause(const std::string& text) {
    if (const auto known = bill::parse_cause(text)) return known;
    std::vector<std::string> names;
    for (const auto one : bill::all_causes()) names.emplace_back(bill::cause_name(one));
    return fail(Code::Invalid,
                fmt::format("there is no cause '{}'{}; there are {}", text.substr(0, 40),
                            text::did_you_mean(text, names), fmt::join(names, ", ")));
}

Result<std::optional<Decimal>> amount(const std::string& text) {
    const auto value = Decimal::parse(text);
    if (!value || value->is_negative())
        return fail(Code::Invalid,
                    fmt::format("'{}' is no amount: write 500.00", text.substr(0, 40)));
    return *value;
}

Result<std::vector<std::string>> words(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        if (end > at) all.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    if (all.empty()) return fail(Code::Invalid, "write one or several, joined by commas");
    return all;
}

Result<std::optional<LocalDate>> month(const std::string& text) {
    return TRY(month_end(text)).plus_months(-1);
}

Result<std::string> spoken_language(const std::string& text) {
    for (const std::string_view spoken : {"en", "de", "it", "es"})
        if (spoken == text) return text;
    return fail(Code::Invalid, fmt::format("nothing is explained in '{}': choose en, de, it or es",
                                           text.substr(0, 40)));
}

Result<std::string> document_language(const std::string& text) {
    for (const auto language : compose::kLanguages)
        if (compose::language_tag(language) == text) return text;
    return fail(Code::Invalid, fmt::format("no document is written in '{}': choose en, de, it, es "
                                           "or ar",
                                           text.substr(0, 40)));
}

Read<int> whole_number(int low, int high) {
    return [low, high](const std::string& text) { return number<int>(text, low, high); };
}

Result<std::int64_t> number_from_one(const std::string& text) {
    return number<std::int64_t>(text, 1, std::numeric_limits<std::int64_t>::max());
}

void add_workers(CLI::App& command, int& workers) {
    add_value<int>(command, workers, whole_number(1, 64),
                   {.name = "--workers",
                    .type = "N",
                    .help = "Threads, 1 to 64",
                    .preset = std::to_string(workers)});
}

void does(CLI::App& command, Context& context, std::function<Result<void>()> work) {
    command.callback([&context, work = std::move(work)] {
        if (const auto done = work(); !done) tell_error(context, done.error());
    });
}

}  // namespace bw::app
