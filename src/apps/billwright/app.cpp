#include "apps/billwright/app.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace bw::app {

Result<run::Workspace> open(Context& context) {
    return run::open_workspace(context.folder(), context.around(), store::Access::Read);
}

Result<run::Workspace> open_to_change(Context& context) {
    return run::open_workspace(context.folder(), context.around(), store::Access::Write);
}

void write_error(json::Writer& json, const Error& error) {
    json.key("error")
        .object()
        .field("code", code_name(error.code))
        .field("text", error.text)
        .field("subject", error.subject)
        .end();
}

void tell_error(Context& context, const Error& error) {
    context.exit_code = kFailed;
    if (!context.json) return fmt::print(stderr, "billwright: {}\n", error.message());
    json::Writer json;
    write_error(json.object(), error);
    print_json(json.end());
}

void tell_wrong_use(Context& context, const std::string& command, const std::string& text) {
    context.exit_code = kWrongUse;
    if (!context.json)
        return fmt::print(stderr, "{}: {}\nSee: {} --help\n", command, text, command);
    json::Writer json;
    json.object()
        .key("error")
        .object()
        .field("code", "wrong-use")
        .field("text", text)
        .field("subject", command)
        .end();
    print_json(json.end());
}

void print_json(json::Writer& json) {
    // What does not arrive is found when the output is closed: also an error of the output itself
    // must be tellable.
    const std::string text = json.take() + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int close_output(int exit_code) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
    fmt::print(stderr, "billwright: standard output could not be written; nothing else failed\n");
    return exit_code == kDone || exit_code == kDoneWithRejects ? kFailed : exit_code;
}

void print_version(const Context& context) {
    if (!context.json) return fmt::print("billwright {}\n", BILLWRIGHT_VERSION);
    json::Writer json;
    print_json(json.object().field("version", BILLWRIGHT_VERSION).end());
}

ProgressBar::ProgressBar(std::string label, bool quiet)
    : label_(std::move(label)), live_(!quiet && isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
    if (open_) std::fputc('\n', stderr);
}

void ProgressBar::at(std::int64_t done, std::int64_t all) {
    if (!live_) return;
    const int percent = all > 0 ? static_cast<int>(done * 100 / all) : 100;
    if (percent == shown_) return;
    shown_ = percent;
    constexpr int kWidth = 28;
    std::string bar;
    for (int i = 0; i < kWidth; ++i) bar += i < percent * kWidth / 100 ? "█" : "░";
    fmt::print(stderr, "\r{:<22} {} {:>3} %", label_, bar, percent);
    std::fflush(stderr);
    open_ = true;
}

void ProgressBar::finish(std::string_view note) {
    if (!live_) return;
    at(1, 1);
    fmt::print(stderr, "  {}\n", note);
    open_ = false;
}

}  // namespace bw::app
