// A month of a small company, ready to be billed, and what billing it leaves behind: whatever
// happens on the way, the same.
#pragma once

#include "platform/clock/system_clock.h"
#include "platform/crypto/secrets.h"
#include "run/bill_run.h"
#include "run/import.h"

#include <filesystem>
#include <string>

namespace bw::kill {

struct Surroundings {
    clock::SystemClock clock;
    crypto::SeededSecrets secrets{7};
    faults::Faults counter;
    const Clock* other_clock = nullptr;  // instead of the system's
    run::Surroundings around(bool counting = false) {
        return {other_clock != nullptr ? other_clock : &clock, &secrets,
                counting ? &counter : nullptr};
    }
};

// A workspace with its month imported; the archive's secret is in it, so that copies agree.
// `address`: of its store on a server; empty for a file.
Result<void> make_month(const std::filesystem::path& root, const std::string& address,
                        Surroundings& s);
// The same but for its accounts: all readings and calls wait. Returns the file of the accounts.
Result<std::filesystem::path> make_month_without_accounts(const std::filesystem::path& root,
                                                          const std::string& address,
                                                          Surroundings& s);
run::RunRequest month_request();

// What its run leaves that nothing disturbs, on SQLite. Ends the program where that fails.
std::string undisturbed_month();

// Everything that its bill run leaves, times of work left out; the same on both stores.
std::string fingerprint(const std::filesystem::path& root, Surroundings& s);

}  // namespace bw::kill
