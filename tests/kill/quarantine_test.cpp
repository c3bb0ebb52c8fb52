// An account whose data kills every process that computes it: `billwright` is started again and
// again, as an operator or a supervisor would, until the run ends. That account is quarantined, and
// all others are billed, those of its unit among them.
//   quarantine_test PROGRAM [--store sqlite|postgresql] [--accounts 120]
#include "base/check.h"
#include "child.h"
#include "flow/bill/store.h"
#include "month.h"
#include "places.h"
#include "run/verify.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

constexpr int kAccounts = 120;  // about eight share a unit
constexpr int kStartsMax = 8;

constexpr std::string_view kCatalog =
    "taxes: DE\nname: {en: VAT}\ncountry: DE\ncategories:\n"
    "  standard: {name: {en: VAT}, rates: [{from: 2020-01-01, code: S, percent: 19}]}\n"
    "---\nplan: FEE\nname: {en: Fee}\nsector: telecom\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\ntax: standard\nrecurring:\n"
    "  fee: {price: 10.00 per month, billed: in arrears}\n";
constexpr std::string_view kIssuer =
    "issuer: TEST\nname: Test GmbH\nvat_id: DE123456789\nstreet: Weg 1\npostcode: \"10115\"\n"
    "city: Berlin\ncountry: DE\niban: DE89370400440532013000\nseries: T\ntaxes: DE\n"
    "from: 2020-01-01\n";

std::string accounts(int count) {
    std::string rows = "account,issuer,currency,name,street,postcode,city,country,language,"
                       "service_point,kind,zone,plan,from\n";
    for (int i = 1; i <= count; ++i)
        rows += fmt::format("A-{0},TEST,EUR,Ada Example,Weg {0},10115,Berlin,DE,en,SP{0},service,"
                            "Europe/Berlin,FEE,2026-08-01\n",
                            i);
    return rows;
}

void make_company(const fs::path& root, const std::string& address, Surroundings& s, int count) {
    auto workspace = run::create_workspace(root, s.around(), address).value();
    for (const auto& [name, text] : {std::pair<std::string, std::string>("catalog.yaml", kCatalog),
                                     {"issuer.yaml", std::string(kIssuer)},
                                     {"accounts.csv", accounts(count)}}) {
        const fs::path file = root.parent_path() / name;
        std::ofstream(file, std::ios::binary) << text;
        const auto imported = run::import_any(workspace, {file, {}, {}}, {});
        CHECK(imported.has_value());
    }
}

// An account that shares its unit with others.
std::string one_of_many(const run::Workspace& workspace) {
    std::string found;
    const auto tx = workspace.database->begin(store::Access::Read);
    tx->for_each(
        "SELECT MIN(number) FROM billing_account GROUP BY bucket HAVING COUNT(*) > 1 ORDER BY "
        "bucket DESC",
        [&](const store::Row& row) { found = row.string(0); });
    return found;
}

std::string check_run(const fs::path& root, const std::string& broken, Surroundings& s, int count) {
    auto workspace = run::open_workspace(root, s.around()).value();
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto runs = run::list_runs(*tx, workspace.tenant);
        if (runs.size() != 1 || runs[0].phase != run::Phase::Done) return "the run did not end";
        const auto held = bill::list_exceptions(*tx, workspace.tenant, runs[0].id, 10);
        if (held.size() != 1 || held[0].account_number != broken ||
            held[0].exception.cause != bill::Cause::Quarantined) {
            std::string all;
            for (const auto& e : held)
                all +=
                    fmt::format(" {} ({})", e.account_number, bill::cause_name(e.exception.cause));
            return fmt::format("{} is not the one in quarantine, held are{}", broken, all);
        }
        const auto billed = bill::count_invoices(*tx, workspace.tenant, runs[0].id).accounts;
        if (billed != count - 1) return fmt::format("{} accounts were billed", billed);
    }
    const auto verified = run::verify(workspace, {});
    if (!verified) return verified.error().message();
    return verified->findings.empty() ? "" : verified->findings.front();
}

std::string play(const std::string& program, const Places& places, int count) {
    Surroundings s;
    const fs::path root = places.first();
    make_company(root, places.first_address(), s, count);
    const std::string broken = one_of_many(run::open_workspace(root, s.around()).value());
    if (broken.empty()) return "no account shares its unit";
    const std::string point = fmt::format("run.account.{}:1", broken);
    const std::string w = root.string();
    auto ended = execute(
        program, {"-w", w, "bill", "--period", "2026-08", "--issued-on", "2026-09-02"}, point);
    int starts = 1;
    for (; ended.is_killed() && starts < kStartsMax; ++starts)
        ended = execute(program, {"-w", w, "run", "resume"}, point);
    fmt::print("{} of {} accounts killed it {} times\n", broken, count, starts - 1);
    if (!is_done(ended)) return fmt::format("ended with status {}", ended.status);
    return check_run(root, broken, s, count);
}

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    bool on_server = false;
    int count = bw::kill::kAccounts;
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        if (word == "--store") on_server = std::string_view(argv[i + 1]) == "postgresql";
        if (word == "--accounts") count = std::atoi(argv[i + 1]);
    }
    const std::string why = bw::kill::play(argv[1], bw::kill::Places(on_server), count);
    if (!why.empty()) fmt::print("FAILED: {}\n", why);
    return why.empty() ? 0 : 1;
}
