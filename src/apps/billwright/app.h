// What every command shares: the workspace, the clock, how results and errors are told. Wiring
// only.
#pragma once

#include "platform/clock/system_clock.h"
#include "platform/crypto/secrets.h"
#include "platform/json/writer.h"
#include "run/workspace.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
    std::string workspace = ".";
    bool json = false;
    clock::SystemClock clock;
    crypto::SystemSecrets secrets;
    std::unique_ptr<faults::Faults> faults;
    int exit_code = kDone;

    [[nodiscard]] run::Surroundings around() { return {&clock, &secrets, faults.get()}; }
};

// Opens the workspace; every command that needs one begins with it. A command that only looks opens
// it for reading, which changes nothing and works where nothing may be written.
Result<run::Workspace> open(Context& context);
Result<run::Workspace> open_to_change(Context& context);

// Prints the error for a person (stderr) or as JSON (stdout) and remembers the exit code.
void tell_error(Context& context, const Error& error);

// Rows under a head; columns as wide as needed; numbers to the right where the head says so ('>' as
// first letter).
class Table {
public:
    explicit Table(std::vector<std::string> head) : head_(std::move(head)) {}
    void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    void print() const;

private:
    std::vector<std::string> head_;
    std::vector<std::vector<std::string>> rows_;
};

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

std::string thousands(std::int64_t value);  // "12,345"
std::string size_text(std::int64_t bytes);  // "3.4 MB"
std::string seconds_text(std::int64_t us);  // "1.24 s"

// Each command adds itself to the command line; the work is done by `action` after parsing.
using Actions = std::vector<std::function<int()>>;
void add_workspace_commands(CLI::App& cli, Context& context);  // init, import, verify, ..
void add_tariff_commands(CLI::App& cli, Context& context);     // tariff check|show
void add_bill_commands(CLI::App& cli, Context& context);     // bill, run list|show|resume, preview
void add_invoice_commands(CLI::App& cli, Context& context);  // invoice list|show|explain|pdf|xml
void add_payment_commands(CLI::App& cli, Context& context);  // payment, deposit, refund
void add_account_commands(CLI::App& cli, Context& context);  // account show|statement
void add_demo_command(CLI::App& cli, Context& context);

}  // namespace bw::app
