#include "month.h"

#include "apps/demo/demo.h"
#include "base/check.h"
#include "platform/blob/blob.h"
#include "platform/crypto/sha256.h"
#include "testing/temp_dir.h"

#include <map>

namespace bw::kill {

namespace fs = std::filesystem;

namespace {

struct Files {
    fs::path folder;
    std::vector<demo::File> all;
};

Result<Files> make_files(const fs::path& root) {
    demo::Options options;
    options.accounts = 24;
    options.months = 1;
    options.stories = false;
    const auto folder = root.parent_path() / "files";
    return Files{folder, TRY(demo::generate(folder, options))};
}

}  // namespace

Result<fs::path> make_month_without_accounts(const fs::path& root, const std::string& address,
                                             Surroundings& s) {
    auto workspace = TRY(run::create_workspace(root, s.around(), address));
    const auto files = TRY(make_files(root));
    fs::path accounts;
    for (const auto& file : files.all)
        if (file.kind == demo::FileKind::Accounts) accounts = files.folder / file.path;
        else TRY_VOID(run::import_any(workspace, {files.folder / file.path, {}, {}}, {}));
    return accounts;
}

Result<void> make_month(const fs::path& root, const std::string& address, Surroundings& s) {
    auto workspace = TRY(run::create_workspace(root, s.around(), address));
    const auto files = TRY(make_files(root));
    for (const auto& file : files.all)
        TRY_VOID(run::import_any(workspace, {files.folder / file.path, {}, {}}, {}));
    const auto tx = workspace.database->begin(store::Access::Write);
    archive::load_secret(*tx, workspace.tenant, s.secrets);
    tx->commit();
    return {};
}

run::RunRequest month_request() {
    run::RunRequest request;
    request.until = LocalDate::of(2026, 9, 1);
    request.issued_on = LocalDate::of(2026, 9, 2);
    request.unit_accounts = 1;  // much happens between units, and few accounts are enough
    return request;
}

std::string fingerprint(const fs::path& root, Surroundings& s) {
    const auto workspace = run::open_workspace(root, s.around());
    CHECK(workspace.has_value());
    const auto tx = workspace->database->begin(store::Access::Read);
    static constexpr std::string_view kQueries[] = {
        "SELECT number || ' ' || statement || ' ' || net || ' ' || tax || ' ' || gross || ' ' || "
        "reference FROM invoice ORDER BY number",
        "SELECT statement || ' ' || line || ' ' || charge || part || quantity || ' ' || net || "
        "breakdown FROM billed_line "
        "ORDER BY billing_account_id, statement, line",
        "SELECT subscription_id || ' ' || nominal_from || ' ' || cut || ' ' || facts FROM "
        "rated_month "
        "ORDER BY billing_account_id, subscription_id, stream, nominal_from, cut",
        "SELECT series || ' ' || next FROM number_series ORDER BY series",
        "SELECT unit || ' ' || state || ' ' || statements || ' ' || documents FROM run_unit ORDER "
        "BY run_id, unit",
        "SELECT topic || ' ' || message_key FROM outbox ORDER BY topic, message_key"};
    std::string all;
    for (const auto query : kQueries)
        tx->for_each(query, [&](const store::Row& row) { all += row.string(0) + "\n"; });
    tx->for_each("SELECT leaf FROM document ORDER BY billing_account_id, document_id",
                 [&](const store::Row& row) { all += crypto::hex(row.bytes(0)) + "\n"; });
    tx->for_each(
        "SELECT ledger_account_id || ' ' || amount_minor || ' ' || invoice_id FROM posting "
        "ORDER BY billing_account_id, journal_entry_id, line",
        [&](const store::Row& row) { all += row.string(0) + "\n"; });
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root / "archive"))
        if (entry.is_regular_file()) {
            const blob::MappedFile file(entry.path());
            files[entry.path().lexically_relative(root).string()] =
                crypto::hex(crypto::sha256(file.bytes()));
        }
    for (const auto& [name, hash] : files) all += name + " " + hash + "\n";
    return all;
}

std::string undisturbed_month() {
    const testing::TempDir folder;
    Surroundings s;
    const auto root = folder.path() / "w";
    CHECK(make_month(root, "", s).has_value());
    auto workspace = run::open_workspace(root, s.around()).value();
    const RunId id = run::start(workspace, month_request()).value();
    CHECK(run::carry_on(workspace, id, 1, {}).has_value());
    return fingerprint(root, s);
}

}  // namespace bw::kill
