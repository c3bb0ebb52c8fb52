// The help of every command in one form of 80 columns, and what is said when the command line is
// wrong.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace bw::app {

// Must be called before commands are added: they take over the form of help.
void shape_help(CLI::App& cli);

struct Example {
    std::string command;  // as it is typed
    std::string what;     // what it does
};
// Shown at the end of the command's help, followed by `note`.
void add_examples(CLI::App& command, const std::vector<Example>& examples,
                  const std::string& note = {});

// "billwright run list"
std::string full_name(const CLI::App& command);
// The innermost command that was named; the program itself when there is none.
const CLI::App& named_command(const CLI::App& cli);
// What is wrong, in one sentence: names the unknown word with the one that was meant.
std::string wrong_use(const CLI::App& cli, const CLI::ParseError& error);
// "'bogus' is no command of billwright; did you mean ..": also for help of something unknown.
std::string no_such_command(const CLI::App& group, const std::string& word);

}  // namespace bw::app
