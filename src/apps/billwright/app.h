// What every command shares: the workspace, the clock, how results and errors are told. Wiring
// only.
#pragma once

#include "platform/clock/system_clock.h"
#include "platform/crypto/secrets.h"
#include "platform/json/writer.h"
#include "run/workspace.h"

#include <memory>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace bw::app {

// Exit codes, the same for every command (docs/command-line.md).
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kDoneWithRejects = 3;

struct Context {
    std::string program = "billwright";  // as it was called, for commands to copy
    std::string workspace;               // as named on the command line; empty: not named
    std::string person;                  // who acts: --as, else $USER; may be empty
    bool json = false;
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    std::unique_ptr<faults::Faults> faults;
    std::string advice;  // said by commands that write, for when their work cannot go on: what is
                         // safe, what to do next
    int exit_code = kDone;

    [[nodiscard]] std::string folder() const { return workspace.empty() ? "." : workspace; }
    [[nodiscard]] run::Surroundings around() { return {&clock, &secrets, faults.get()}; }
};

// Opens the workspace; every command that needs one begins with it. A command that only looks opens
// it for reading, which changes nothing and works where nothing may be written.
Result<run::Workspace> open(Context& context);
Result<run::Workspace> open_to_change(Context& context);

// Prints the error for a person (stderr) or as JSON (stdout) and remembers the exit code.
void tell_error(Context& context, const Error& error);
// The command line is wrong: the same, with the command whose help shows the right use.
void tell_wrong_use(Context& context, const std::string& command, const std::string& text);
// An "error" of an object that is being written.
void write_error(json::Writer& json, const Error& error);
// The one JSON document of a command.
void print_json(json::Writer& json);
// The exit code, kFailed when standard output did not take everything.
int close_output(int exit_code);
void print_version(const Context& context);

// A bar that redraws itself on a terminal and stays silent elsewhere. Thread: one caller at a time.
class ProgressBar {
public:
    ProgressBar(std::string label, bool quiet);
    ~ProgressBar();
    void at(std::int64_t done, std::int64_t all);
    void finish(std::string_view note = {});

private:
    std::string label_;
    bool live_ = false;
    bool open_ = false;
    int shown_ = -1;
};

// Each adds its commands to the command line; the work is done when it has been read.
void add_workspace_commands(CLI::App& cli, Context& context);  // init, import, verify, ..
void add_tariff_commands(CLI::App& cli, Context& context);     // tariff check|show
void add_readings_commands(CLI::App& cli, Context& context);   // readings check|estimate
void add_bill_commands(CLI::App& cli, Context& context);       // bill, preview
void add_run_commands(CLI::App& cli, Context& context);  // run list|show|compare|resume|approve|..
void add_exception_commands(CLI::App& cli, Context& context);  // exceptions list|release|..
void add_reverse_command(CLI::App& cli, Context& context);
void add_invoice_commands(CLI::App& cli, Context& context);  // invoice list|show|explain|pdf|xml
void add_payment_commands(CLI::App& cli, Context& context);  // payment, deposit, refund
void add_account_commands(CLI::App& cli, Context& context);  // account show|statement
void add_parallel_command(CLI::App& cli, Context& context);  // parallel
void add_quote_command(CLI::App& cli, Context& context);     // quote
void add_simulate_command(CLI::App& cli, Context& context);  // simulate
void add_batch_commands(CLI::App& cli, Context& context);    // batch list|show
void add_store_commands(CLI::App& cli, Context& context);    // store copy
void add_demo_command(CLI::App& cli, Context& context);

}  // namespace bw::app
