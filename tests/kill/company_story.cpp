#include "company_story.h"

#include "apps/demo/demo.h"
#include "base/check.h"
#include "flow/bill/store.h"
#include "run/import.h"
#include "run/verify.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

// Every invoice of the issuer's first month is paid, each third one with 25.00 more, each fifth
// one short; two payments are nobody's.
std::string payments_of(run::Workspace& workspace) {
    std::string csv = "key,account,reference,amount,currency,booked_on,text\n";
    const auto tx = workspace.database->begin(store::Access::Read);
    int n = 0;
    for (const auto& i : bill::list_invoices(*tx, workspace.tenant, {}, 1000)) {
        if (!i.number.starts_with("AU-")) continue;
        Money amount = i.payable;
        ++n;
        if (n % 3 == 0) amount.minor += 2500;
        if (n % 5 == 0) amount.minor = amount.minor / 2 + 1;
        csv += fmt::format("p{},{},{},{},EUR,2026-09-10,\n", n, n % 2 == 0 ? i.account : "",
                           n % 2 == 0 ? "" : i.number, amount.to_string());
    }
    CHECK(n >= 6);
    return csv + "x1,NOBODY,,10.00,EUR,2026-09-10,\nx2,,AU-2026-000999,5.00,EUR,2026-09-11,\n";
}

// A day of two meters turns out not to have been measured.
std::string gaps() {
    std::string csv = "service_point,channel,unit,start,minutes,value,quality\n";
    constexpr std::int64_t kHalfHour = 30;  // minutes
    const Span day = Zone::find("Europe/Berlin")
                         ->span_of({LocalDate::of(2026, 9, 10), LocalDate::of(2026, 9, 11)});
    for (const char* meter : {"AE00000008", "AE00000009"})
        for (Instant at = day.from; at < day.to; at.us += kHalfHour * 60 * Instant::kSecond)
            csv += fmt::format("{},import,kWh,{},{},,missing\n", meter, at.to_string(), kHalfHour);
    return csv;
}

// The tariff with another price of energy from its first day on.
std::string corrected_prices(const fs::path& tariff) {
    std::ifstream in(tariff);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    constexpr std::string_view kPrice = "price: 0.25630";
    const auto at = text.find(kPrice);
    CHECK(at != std::string::npos);
    return text.replace(at, kPrice.size(), "price: 0.26630");
}

void write(const fs::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
}

const std::vector<Where> kItsCommit = {{"store.commit.before"}, {"store.commit.after"}};

std::vector<Where> commits(int first, int last) {
    return {{"store.commit.before", first, last}, {"store.commit.after", first, last}};
}

const Words kResume = {"run", "resume", "--workers", "1"};

StoryStep decision(Words command) {
    command.insert(command.end(), {"--reason", "it was asked", "--as", "ada"});
    return {std::move(command), kItsCommit, {}, true};
}

// Killed before the run was recorded it is simply begun.
StoryStep bill(const char* issued_on, int first, int last, const Words& more = {}) {
    Words command = {"bill", "--period",  "2026-09", "--issued-on", issued_on, "--as",
                     "ada",  "--workers", "1"};
    command.insert(command.end(), more.begin(), more.end());
    return {command, commits(first, last), {kResume, command}};
}

std::vector<StoryStep> money(const Places& places) {
    const auto step = [](Words command) { return StoryStep{std::move(command), kItsCommit}; };
    // The last commit of the run, its 56th, says that it is done: killed after it, there would be
    // nothing to resume, and a second run would be begun. The late ones settle credit; the others
    // are the work of kill_test.
    return {step({"payment", "import", places.path("payments.csv").string(), "--issuer", "AURORA"}),
            bill("2026-10-02", 48, 55),
            step({"payment", "reverse", "p3", "--on", "2026-10-05", "--reason", "returned"}),
            step({"payment", "match", "x1", "A-100006", "--on", "2026-10-06"}),
            step({"deposit", "take", "A-100006", "50.00", "--on", "2026-10-06"}),
            step({"payment", "record", "A-100006", "500.00", "--on", "2026-10-06"}),
            step({"refund", "A-100006", "--on", "2026-10-07"})};
}

std::vector<StoryStep> hand_work(const Places& places) {
    const Words approve = {"run", "approve", "3", "--as", "grace", "--workers", "1"};
    std::vector<Where> of_readings = kItsCommit, of_estimates = kItsCommit;
    for (const char* point :
         {"meter.segment.durable", "meter.import.before_commit", "meter.import.after_commit"})
        of_readings.push_back({point});
    for (const char* point : {"meter.segment.durable", "meter.estimate.before_commit"})
        of_estimates.push_back({point});
    return {
        {{"import", places.path("prices.yaml").string()}, kItsCommit},
        {{"import", places.path("gaps.csv").string()}, of_readings},
        decision({"exceptions", "exclude", "--account", "A-100011", "--period", "2026-09"}),
        decision(
            {"reverse", "--period", "2026-09", "--accounts", places.path("accounts.txt").string()}),
        {{"readings", "estimate", "--period", "2026-09", "--account", "A-100009"}, of_estimates},
        bill("2026-10-10", 1, 25, {"--hold-for-approval"}),
        {approve, commits(1, 28), {approve, kResume}},
        decision({"exceptions", "release", "--cause", "missing-readings"}),
        bill("2026-10-12", 1, 8)};
}

void add_rows(store::Transaction& tx, std::string& all) {
    static constexpr std::string_view kQueries[] = {
        "SELECT payment_key || ' ' || billing_account_id || ' ' || amount_minor || ' ' || batch "
        "FROM payment ORDER BY payment_key",
        "SELECT owner_account_id || ' ' || matched_on || ' ' || batch FROM payment_match ORDER BY "
        "payment_id",
        "SELECT payment_id || ' ' || reversed_on || ' ' || batch FROM payment_reversal ORDER BY "
        "payment_id",
        "SELECT entry_key || ' ' || booked_on || ' ' || batch || ' ' || words FROM journal_entry "
        "ORDER BY billing_account_id, journal_entry_id",
        "SELECT billing_account_id || ' ' || bucket FROM credit_holder ORDER BY "
        "billing_account_id",
        "SELECT batch || ' ' || kind || ' ' || received || ' ' || accepted || ' ' || rejected || "
        "' ' || pending FROM batch ORDER BY batch",
        "SELECT billing_account_id || ' ' || month || ' ' || cause || ' ' || act || ' ' || person "
        "|| ' ' || batch FROM bill_decision ORDER BY billing_account_id, month, cause, batch",
        "SELECT billing_account_id || ' ' || subscription_id || ' ' || nominal_from || ' ' || "
        "batch FROM rebill_order ORDER BY billing_account_id, subscription_id, nominal_from, batch",
        "SELECT run_id || ' ' || act || ' ' || person FROM run_verdict ORDER BY run_id",
        "SELECT run_id || ' ' || phase || ' ' || cut || ' ' || batch FROM bill_run ORDER BY run_id",
        "SELECT touch || ' ' || act || ' ' || person || ' ' || accounts FROM touch ORDER BY touch",
        "SELECT batch || ' ' || format || ' ' || measured FROM usage_file ORDER BY batch"};
    for (const auto query : kQueries)
        tx.for_each(query, [&](const store::Row& row) { all += row.string(0) + "\n"; });
}

}  // namespace

Result<void> make_company(const Places& places, Surroundings& s) {
    const fs::path root = places.first();
    auto workspace = TRY(run::create_workspace(root, s.around(), places.first_address()));
    demo::Options options;
    options.accounts = 24;
    options.months = 2;
    options.stories = false;
    const auto folder = root.parent_path() / "files";
    for (const auto& file : TRY(demo::generate(folder, options)))
        TRY_VOID(run::import_any(workspace, {folder / file.path, {}, {}}, {}));
    run::RunRequest request = month_request();
    request.workers = 1;
    const RunId id = TRY(run::start(workspace, request));
    TRY_VOID(run::carry_on(workspace, id, 1, {}));
    write(places.path("payments.csv"), payments_of(workspace));
    write(places.path("gaps.csv"), gaps());
    write(places.path("prices.yaml"), corrected_prices(folder / "catalog" / "aurora-home.yaml"));
    write(places.path("accounts.txt"), "A-100013\n");
    return {};
}

std::vector<StoryStep> company_story(const Places& places) {
    auto steps = money(places);
    std::ranges::move(hand_work(places), std::back_inserter(steps));
    return steps;
}

std::int64_t count_batches(const fs::path& root, Surroundings& s) {
    auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    return workspace->database->begin(store::Access::Read)
        ->integer("SELECT COUNT(*) FROM batch")
        .value_or(0);
}

std::string what_is_left(const fs::path& root, Surroundings& s) {
    std::string all = fingerprint(root, s);
    auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    add_rows(*workspace->database->begin(store::Access::Read), all);
    const auto verified = run::verify(*workspace, {});
    CHECK(verified.has_value());
    for (const auto& finding : verified->findings) all += "ALARM " + finding + "\n";
    return all;
}

}  // namespace bw::kill
