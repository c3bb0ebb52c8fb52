// reference_bills [DIR]: rates other people's reference cases and prints ours beside theirs.
// DIR holds a folder per kind of case ("telecom", "ssc" ..). Without it:
// $BILLWRIGHT_SHARED/data/reference_bills, else ../shared/data/reference_bills; exit 77 when that
// is not there.
#include "apps/reference_bills/eeco_cases.h"
#include "apps/reference_bills/reopt_cases.h"
#include "apps/reference_bills/report.h"
#include "apps/reference_bills/ssc_cases.h"
#include "apps/reference_bills/subscription_cases.h"
#include "apps/reference_bills/telecom_cases.h"
#include "apps/reference_bills/water_cases.h"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <utility>

namespace {

namespace fs = std::filesystem;
using bw::reference_bills::Report;

constexpr int kSkipped = 77;

int run(const fs::path& folder) {
    using Run = void (*)(const fs::path&, Report&);
    Report report;
    for (const auto& [kind, run_kind] :
         {std::pair<const char*, Run>("telecom", bw::reference_bills::run_telecom_cases),
          {"eeco", bw::reference_bills::run_eeco_cases},
          {"reopt", bw::reference_bills::run_reopt_cases},
          {"ssc", bw::reference_bills::run_ssc_cases},
          {"water", bw::reference_bills::run_water_cases},
          {"subscription", bw::reference_bills::run_subscription_cases}}) {
        if (fs::is_directory(folder / kind)) run_kind(folder / kind, report);
        else fmt::print("{} has no folder '{}'\n", folder.string(), kind);
    }
    return report.finish() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        if (count > 2) {
            fmt::print(stderr, "usage: reference_bills [DIR]\n");
            return 2;
        }
        if (count == 2) return run(arguments[1]);
        const char* shared = std::getenv("BILLWRIGHT_SHARED");
        const fs::path folder =
            fs::path(shared != nullptr ? shared : "../shared") / "data/reference_bills";
        if (fs::is_directory(folder)) return run(folder);
        fmt::print(
            "skipped: no reference cases at {}; set BILLWRIGHT_SHARED to the shared folder\n",
            folder.string());
        return kSkipped;
    } catch (const std::exception& error) {
        fmt::print(stderr, "reference_bills: {}\n", error.what());
        return 2;
    }
}
