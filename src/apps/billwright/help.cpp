#include "apps/billwright/help.h"

#include "platform/text/suggest.h"
#include "platform/text/wrap.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

constexpr std::size_t kMostLeft = 30;  // of the left side of a list; longer ones take a line

struct Entry {
    std::string left, right;
};

// Names with what they mean, aligned.
std::string list(const std::string& title, const std::vector<Entry>& entries) {
    if (entries.empty()) return {};
    std::size_t left = 0;
    for (const auto& e : entries)
        if (text::columns_of(e.left) <= kMostLeft) left = std::max(left, text::columns_of(e.left));
    std::string out = "\n" + title + ":\n";
    for (const auto& e : entries) {
        out += "  " + e.left;
        const std::size_t width = text::columns_of(e.left);
        out +=
            width <= left ? std::string(left - width + 2, ' ') : "\n" + std::string(left + 4, ' ');
        const std::size_t indent = left + 4;
        out += text::wrap(e.right, {.first = indent, .rest = indent}).substr(indent);
        out += "\n";
    }
    return out;
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
    return app.get_subcommands(
        [](const CLI::App* sub) { return !sub->get_name().empty() && !sub->get_group().empty(); });
}

// "-o, --output FILE", "FILE..", "RUN"
std::string head_of(const CLI::Option& option) {
    if (option.get_positional())
        return option.get_name(true) + (option.get_items_expected_max() > 1 ? ".." : "");
    std::string out;
    for (const auto& name : option.get_snames()) out += (out.empty() ? "-" : ", -") + name;
    for (const auto& name : option.get_lnames()) out += (out.empty() ? "--" : ", --") + name;
    if (option.get_items_expected_max() > 0) out += " " + option.get_type_name();
    return out;
}

Entry entry_of(const CLI::Option& option) {
    std::string right = option.get_description();
    if (!option.get_default_str().empty())
        right += fmt::format(" (default: {})", option.get_default_str());
    return {head_of(option), right};
}

// How the command is written, with what it needs.
std::string usage_of(const CLI::App& app) {
    if (app.get_parent() == nullptr) return "billwright [-w DIR] [--json] COMMAND";
    std::string out = full_name(app);
    if (!commands_of(app).empty()) return out + " COMMAND";
    bool has_options = false;
    for (const CLI::Option* option : app.get_options()) {
        const std::string head = head_of(*option);
        if (option->get_positional())
            out += option->get_required() ? " " + head : " [" + head + "]";
        else if (option->get_required()) out += " " + head;
        else has_options |= option->get_name() != "--help";
    }
    return has_options ? out + " [OPTION..]" : out;
}

class Help final : public CLI::FormatterBase {
public:
    std::string make_help(const CLI::App* app, std::string /*name*/,
                          CLI::AppFormatMode /*mode*/) const override {
        std::string out =
            fmt::format("Usage: {}\n\n{}\n", usage_of(*app), text::wrap(app->get_description()));
        std::vector<Entry> commands, own, general;
        for (const CLI::App* sub : commands_of(*app))
            commands.push_back({sub->get_name(), sub->get_description()});
        const CLI::App* root = app;
        while (root->get_parent() != nullptr) root = root->get_parent();
        if (app != root)
            for (const CLI::Option* option : app->get_options())
                if (option->get_name() != "--help") own.push_back(entry_of(*option));
        for (const CLI::Option* option : root->get_options()) general.push_back(entry_of(*option));
        return out + list("Commands", commands) + list("Arguments", own) +
               list("For every command", general) + app->get_footer();
    }
};

std::vector<std::string> options_of(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* at = &app; at != nullptr; at = at->get_parent())
        for (const CLI::Option* option : at->get_options())
            for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

}  // namespace

void shape_help(CLI::App& cli) { cli.formatter(std::make_shared<Help>()); }

void add_examples(CLI::App& command, const std::vector<Example>& examples,
                  const std::string& note) {
    std::vector<Entry> entries;
    entries.reserve(examples.size());
    for (const auto& e : examples) entries.push_back({e.command, e.what});
    command.footer(list("Examples", entries) +
                   (note.empty() ? "" : "\n" + text::wrap(note) + "\n"));
}

std::string full_name(const CLI::App& command) {
    return command.get_parent() == nullptr
               ? "billwright"
               : full_name(*command.get_parent()) + " " + command.get_name();
}

const CLI::App& named_command(const CLI::App& cli) {
    const CLI::App* at = &cli;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    return *at;
}

std::string no_such_command(const CLI::App& group, const std::string& word) {
    std::vector<std::string> names;
    for (const CLI::App* sub : commands_of(group)) names.push_back(sub->get_name());
    return fmt::format("'{}' is no command of {}{}\nCommands: {}", word, full_name(group),
                       text::did_you_mean(word, names), fmt::join(names, ", "));
}

std::string wrong_use(const CLI::App& cli, const CLI::ParseError& error) {
    const CLI::App& command = named_command(cli);
    const bool is_about_words = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
                                dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    const auto words = cli.remaining(true);
    if (!is_about_words || words.empty()) {
        const auto commands = commands_of(command);
        if (!is_about_words || commands.empty()) return error.what();
        std::vector<std::string> names;
        names.reserve(commands.size());
        for (const CLI::App* sub : commands) names.push_back(sub->get_name());
        return fmt::format("say what: {}", fmt::join(names, ", "));
    }
    const std::string word = words.front().substr(0, words.front().find('='));
    if (word.starts_with('-'))
        return fmt::format("there is no option '{}'{}", word,
                           text::did_you_mean(word, options_of(command)));
    if (!commands_of(command).empty()) return no_such_command(command, word);
    return fmt::format("'{}' is one word too many", word);
}

}  // namespace bw::app
