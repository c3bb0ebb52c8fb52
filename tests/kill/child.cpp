#include "child.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace bw::kill {
namespace {

template <typename Number>
bool take_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

// False: there is no such word, or not with this value.
bool take(std::string_view word, std::string_view value, Options& options) {
    if (word == "--kills") return take_number(value, options.kills);
    if (word == "--seed") return take_number(value, options.seed);
    options.on_server = value == "postgresql";
    return word == "--store" && (options.on_server || value == "sqlite");
}

}  // namespace

Options options_of(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (!word.starts_with("--")) {
            options.program = word;
            continue;
        }
        const std::string_view value = i + 1 < argc ? argv[++i] : "";
        if (take(word, value, options)) continue;
        fmt::print(stderr,
                   "{} {}: the words are PROGRAM [--kills N] [--seed N] [--store "
                   "sqlite|postgresql]\n",
                   word, value);
        std::exit(2);
    }
    return options;
}

testing::Child begin(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& kill_at) {
    testing::Program with{program, arguments};
    if (!kill_at.empty()) with.environment.emplace_back("BILLWRIGHT_KILL_AT", kill_at);
    return testing::start(with);
}

testing::Ended execute(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& kill_at) {
    return begin(program, arguments, kill_at).wait();
}

bool is_done(testing::Ended ended) { return ended.has_code(0) || ended.has_code(3); }

}  // namespace bw::kill
