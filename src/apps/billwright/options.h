// Options whose text becomes a value while the command line is read: what cannot be read is wrong
// use, before anything is done.
#pragma once

#include "apps/billwright/app.h"
#include "base/civil.h"
#include "base/result.h"
#include "flow/bill/billed.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bw::app {

struct OptionText {
    std::string name;  // "--on"; of an argument "RUN"
    std::string type;  // what stands for the value in help: "DAY"
    std::string help;
    std::string preset = {};  // the default, when help shall show it
    bool is_required = false;
};
void add_option(CLI::App& command, const OptionText& text,
                std::function<Result<void>(const std::string&)> take);

template <typename T>
using Read = std::function<Result<T>(const std::string& text)>;
template <typename T>
void add_value(CLI::App& command, T& target, Read<T> read, const OptionText& text) {
    add_option(command, text,
               [&target, read = std::move(read)](const std::string& given) -> Result<void> {
                   target = TRY(read(given));
                   return {};
               });
}

// "2026-10", or the month's last day: as the day after it.
Result<LocalDate> month_end(const std::string& text);
Result<std::optional<LocalDate>> day(const std::string& text);
// Names of causes joined by commas; only what may be released.
Result<std::set<bill::Cause>> releasable_causes(const std::string& text);
std::string releasable_names();
// One cause, whether it may be released or not.
Result<std::optional<bill::Cause>> cause(const std::string& text);
Result<std::optional<Decimal>> amount(const std::string& text);
// Words joined by commas: numbers of accounts.
Result<std::vector<std::string>> words(const std::string& text);
// "2026-10": its first day.
Result<std::optional<LocalDate>> month(const std::string& text);
// "en", "de", "it" or "es": what explanations are written in; documents also in Arabic.
Result<std::string> document_language(const std::string& text);
Result<std::string> spoken_language(const std::string& text);
Read<int> whole_number(int low, int high);
Result<std::int64_t> number_from_one(const std::string& text);

// "--workers", of every command that carries a run on.
void add_workers(CLI::App& command, int& workers);

// The command's work: an Error of it is told and the exit code is 1.
void does(CLI::App& command, Context& context, std::function<Result<void>()> work);

}  // namespace bw::app
