#include "books/archive/archive.h"
#include "flow/meter/import.h"
#include "run/company_test.h"
#include "run/verify.h"
#include "run/workspace_file.h"
#include "testing/postgres_server.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <set>

namespace bw::run {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

// A workspace, and the database of its store where that is on a server.
struct Place {
    fs::path root;
    std::string database;
};

// The company of company_test.h, billed once for all tests of a store: each damages a copy of its
// own.
class Verify : public ::testing::TestWithParam<testing::StoreKind> {
protected:
    static void TearDownTestSuite() { good_companies_.clear(); }

    void SetUp() override { begin_with(good()); }
    void TearDown() override { workspace_.reset(); }

    static bool is_on_server() { return GetParam() == testing::StoreKind::Postgres; }
    static testing::PostgresServer& server() { return testing::shared_postgres(); }
    static std::string address(const std::string& database) {
        return is_on_server() ? server().location("billwright", database) : "";
    }
    static void make_database(const std::string& name, const std::string& from) {
        if (!is_on_server()) return;
        server().execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        server().execute("CREATE DATABASE " + name + " TEMPLATE " + from);
    }
    // Nobody may have either of them open.
    static void copy(const Place& from, const Place& to) {
        fs::remove_all(to.root);
        fs::copy(from.root, to.root, fs::copy_options::recursive);
        make_database(to.database, from.database);
        const auto file = read_workspace_file(to.root).value();
        if (file) write_workspace_file(to.root, {address(to.database), file->identity}, nullptr);
    }

    static Company& good_company() {
        auto& company = good_companies_[GetParam()];
        if (company) return *company;
        make_database(kGood, "template1");
        company = std::make_unique<Company>(address(kGood));
        company->settle();
        const std::string second =
            "A-2,TEST,EUR,Bo Example,Weg 3,10115,Berlin,DE,en,SP2,electricity,Europe/Berlin,HOME,";
        const auto rejected =
            company->import("more.csv", std::string(kAccountsHeader) + second + "2026-06-01\n" +
                                            second + "nonsense\n");
        EXPECT_EQ(rejected.value().rejected, 1);
        company->bill_two_months();
        company->workspace.reset();  // all of it in its store
        return *company;
    }
    static Place good() { return {good_company().root, kGood}; }

    void begin_with(const Place& place) {
        workspace_.reset();
        copy(place, here_);
        open();
    }
    void open() { open(good_company().around); }
    void open(const Surroundings& around) {
        workspace_.reset();
        auto opened = open_workspace(root_, around);
        ASSERT_TRUE(opened) << opened.error().message();
        workspace_ = std::move(*opened);
    }
    std::vector<std::string> findings() { return run::verify(*workspace_, {})->findings; }

    // What is found after somebody changed the store behind its back.
    std::vector<std::string> after(const std::string& sql) {
        begin_with(good());
        const auto tx = workspace_->database->begin(store::Access::Write);
        EXPECT_GT(tx->execute(sql), 0) << sql;
        tx->commit();
        return findings();
    }
    // Every one says what to do.
    static auto Found(const std::string& text) {
        return AllOf(Contains(HasSubstr(text)), Each(HasSubstr("estore")));
    }

    static constexpr const char* kGood = "verify_good";
    static inline std::map<testing::StoreKind, std::unique_ptr<Company>> good_companies_;
    testing::TempDir dir_;
    fs::path root_ = dir_.path() / "w";
    Place here_{root_, "verify_here"};
    std::optional<Workspace> workspace_;
};
ON_BOTH_STORES(Verify);

// What only a store in a file can show.
class VerifyFile : public Verify {};
INSTANTIATE_TEST_SUITE_P(On, VerifyFile, ::testing::Values(testing::StoreKind::Sqlite),
                         testing::store_name);

void flip(const fs::path& file, std::streamoff at) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(at);
    const int old = bytes.get();
    bytes.seekp(at);
    bytes.put(static_cast<char>(old ^ 0x40));
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::set<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files.insert(entry.path());
    return {files.begin(), files.end()};
}

}  // namespace

TEST_P(Verify, AHealthyCompanyHasNoFinding) {
    std::int64_t seen = 0, all = 0, steps = 0;
    const auto result = run::verify(*workspace_, [&](std::int64_t done, std::int64_t of) {
        EXPECT_GE(done, seen);
        seen = done;
        all = of;
        ++steps;
    });
    ASSERT_TRUE(result);
    EXPECT_THAT(result->findings, IsEmpty());
    EXPECT_EQ(result->statements, 3);
    EXPECT_EQ(result->documents, 9);
    EXPECT_EQ(result->segments, 2);
    EXPECT_EQ(result->usage_files, 5);  // three arrivals, two closed months
    EXPECT_GT(result->usage_bytes, 0U);
    EXPECT_EQ(seen, all);
    EXPECT_GT(steps, 10);
}

TEST_P(Verify, EveryFileOfReadingsAndOfTheArchiveIsLookedAt) {
    for (const char* folder : {"usage", "archive"}) {
        const auto files = files_in(root_ / folder);
        ASSERT_GE(files.size(), 2U);
        for (const auto& file : files) {
            const auto size = static_cast<std::streamoff>(fs::file_size(file));
            for (const std::streamoff at : {std::streamoff{3}, size / 2, size - 3}) {
                flip(file, at);
                EXPECT_THAT(findings(), Found(file.filename().string())) << at;
                flip(file, at);
            }
            const auto aside = dir_.path() / "aside";
            fs::rename(file, aside);
            EXPECT_THAT(findings(), Found(file.filename().string())) << "missing";
            fs::rename(aside, file);
        }
        std::ofstream(root_ / folder / (folder == std::string("archive") ? "tenant-1/x" : "x.seg"))
            << "foreign";
        EXPECT_THAT(findings(), Found("the store may be older"));
        open();
    }
}

// Whichever write to the disk fails, what is left is the work of a run that goes on.
TEST_P(Verify, AnUnfinishedRunIsNoAlarmWhereverItStopped) {
    const auto june = LocalDate::of(2026, 6, 1);
    std::ofstream(dir_.path() / "june.csv") << readings_of(june, june.plus_months(1), "1");
    ASSERT_TRUE(import_any(*workspace_, {dir_.path() / "june.csv", {}, {}}, {}));
    RunRequest request;
    request.until = june.plus_months(1);
    request.issued_on = request.until.plus_days(1);
    const auto id = start(*workspace_, request);
    ASSERT_TRUE(id) << id.error().message();
    EXPECT_THAT(findings(), IsEmpty()) << "begun";
    workspace_.reset();
    const Place begun{dir_.path() / "begun", "verify_begun"};
    copy(here_, begun);
    int stopped = 0;
    for (int nth = 1, is_done = 0; is_done == 0; ++nth) {
        begin_with(begun);
        faults::Faults faults;
        Surroundings around = good_company().around;
        around.faults = &faults;
        open(around);
        faults.fail(faults::Operation::Sync, nth, EIO);
        try {
            is_done = carry_on(*workspace_, *id, 1, {}) ? 1 : 0;
        } catch (const std::exception&) {
            ++stopped;
        }
        open();
        EXPECT_THAT(findings(), IsEmpty()) << "sync " << nth;
    }
    EXPECT_GT(stopped, is_on_server() ? 1 : 5);  // a server syncs for itself
}

TEST_P(VerifyFile, ADamagedStoreIsFoundBeforeItIsAsked) {
    // A table that opening the workspace does not read.
    const auto page = workspace_->database->begin(store::Access::Read)
                          ->integer("SELECT rootpage FROM sqlite_master WHERE name = ?1",
                                    std::string_view("billed_line"));
    ASSERT_TRUE(page);
    workspace_.reset();
    std::fstream bytes(root_ / "store.db", std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp((*page - 1) * 4096);
    bytes << std::string(4096, '\xff');
    bytes.close();
    open();
    const auto found = findings();
    EXPECT_THAT(found, Found("the file is damaged"));
    EXPECT_THAT(found, Each(HasSubstr("store.db")));
}

TEST_P(Verify, BatchesAreGaplessAndKnownToTheirFacts) {
    EXPECT_THAT(after("DELETE FROM batch WHERE batch = 3"), Found("batch 3 is not in the store"));
    EXPECT_THAT(after("DELETE FROM batch WHERE batch = 1"),
                Found("table catalog_text holds facts"));
    EXPECT_THAT(after("DELETE FROM batch WHERE batch = (SELECT MAX(batch) FROM batch)"),
                Found("the last number given was"));
    EXPECT_THAT(after("UPDATE subscription SET batch = 77"), Found("table subscription holds"));
}

TEST_P(Verify, TextsAreThoseThatWereImported) {
    EXPECT_THAT(after("UPDATE catalog_text SET body = replace(body, '0.3017', '0.3018')"),
                Found("catalog schedule HOME: the stored text does not match its checksum"));
    EXPECT_THAT(after("UPDATE catalog_text SET name = 'OTHER' WHERE kind = 'plan'"),
                Found("its text is plan 'HOME'"));
    EXPECT_THAT(after("DELETE FROM catalog_text WHERE kind IN ('schedule', 'plan')"),
                Found("a line of a tariff that is not there"));
    EXPECT_THAT(after("DELETE FROM issuer"),
                AllOf(Found("batch 2: its issuer issuer.yaml is not there"),
                      Found("of an issuer that is not there")));
    EXPECT_THAT(after("UPDATE issuer SET body = replace(body, 'Weg 1', 'Weg 2')"),
                Found("issuer TEST (batch 2): its text is not the one that was imported"));
    EXPECT_THAT(after("UPDATE issuer SET code = 'OTHER'"), Found("its text is of another issuer"));
}

TEST_P(Verify, AccountsHangTogether) {
    EXPECT_THAT(after("DELETE FROM billing_account WHERE number = 'A-2'"),
                AllOf(Found("known by its code and lost: billing account A-2"),
                      Found("a holder of an account that is not there: billing account 2"),
                      Found("a subscription of an account that is not there")));
    EXPECT_THAT(after("DELETE FROM billing_account_version"), Found("without a holder"));
    EXPECT_THAT(after("UPDATE identifier SET id = 9 WHERE code = 'A-1' AND kind = 'customer'"),
                Found("does not lead to customer A-1"));
    EXPECT_THAT(after("DELETE FROM customer"), Found("of a customer who is not there"));
    EXPECT_THAT(after("DELETE FROM subscription_version"), Found("a subscription without a plan"));
    EXPECT_THAT(after("DELETE FROM subscription"), Found("a plan of a subscription"));
    EXPECT_THAT(after("DELETE FROM service_point"), Found("lost: service point SP1"));
    EXPECT_THAT(after("UPDATE service_point SET code = 'SP9' WHERE code = 'SP1'"),
                Found("does not lead to service point SP9"));
    EXPECT_THAT(after("DELETE FROM occupancy"), Found("does not know a subscription"));
    EXPECT_THAT(after("DELETE FROM account_reject"),
                Found("batch 4: the rejected rows that are kept are not the 1"));
}

TEST_P(Verify, ReadingsAreAsManyAsTheirBatchCounted) {
    EXPECT_THAT(after("DELETE FROM usage_file WHERE batch = (SELECT MIN(batch) FROM usage_file)"),
                AllOf(Found("does not say any more where its readings lie"),
                      Found("no batch names this file")));
    EXPECT_THAT(after("UPDATE usage_file SET month_max = month_max + 1"),
                Found("does not hold what the store says of it"));
}

TEST_P(Verify, InvoicesAddUp) {
    EXPECT_THAT(after("UPDATE invoice SET gross = gross + 1 WHERE number = 'T-2026-000001'"),
                Found("invoice T-2026-000001: net and tax are"));
    EXPECT_THAT(after("UPDATE invoice SET tax = tax + 1, gross = gross + 1 WHERE number = "
                      "'T-C-2026-000001'"),
                Found("invoice T-C-2026-000001: the tax of its lines is"));
    EXPECT_THAT(after("UPDATE invoice SET payable = gross + 1"), Found("is to be paid of"));
    EXPECT_THAT(after("UPDATE billed_line SET net = net + 1 WHERE line = 1"),
                Found("its lines sum to"));
    EXPECT_THAT(after("DELETE FROM billed_line WHERE line = 1"), Found("a line is lost"));
    EXPECT_THAT(after("DELETE FROM billed_line WHERE line = 2"), Found("its lines sum to"));
    EXPECT_THAT(after("UPDATE billed_line SET tax_percent = '7'"), Found("the tax of its lines"));
    EXPECT_THAT(after("UPDATE billed_line SET gross = net"), Found("net, their amounts give"));
    EXPECT_THAT(after("UPDATE billed_line SET nominal_from = nominal_from - 400"),
                Found("a line of a month that no run rated"));
    EXPECT_THAT(after("UPDATE billed_line SET corrects = 'T-2026-000009' WHERE corrects <> ''"),
                Found("a line corrects an invoice that is not there"));
    EXPECT_THAT(after("DELETE FROM rated_month"), Found("measured in a month that no run rated"));
}

TEST_P(Verify, ArchivedDataAndRowsSayTheSame) {
    for (const char* change :
         {"invoice SET due_on = due_on + 1", "invoice SET reference = 'RF00'",
          "invoice SET payable = payable - 1", "invoice SET period_from = period_from - 1",
          "billed_line SET name = 'Else' WHERE line = 1", "billed_line SET price = '0.3018'",
          "billed_line SET quantity = '1.5'", "billed_line SET days_to = days_to + 1",
          "billed_line SET charge = 'else'", "billed_line SET version = version + 1",
          "billed_line SET breakdown = '{}'", "billed_line SET unit = 'MWh'"})
        EXPECT_THAT(after(std::string("UPDATE ") + change), Found("in the store it is")) << change;
}

TEST_P(Verify, InvoicesAndTheirDocumentsBelongTogether) {
    EXPECT_THAT(after("DELETE FROM document WHERE format = 1"),
                Found("no archived document (pdf)"));
    EXPECT_THAT(after("DELETE FROM document WHERE format = 2"), Found("of its"));
    EXPECT_THAT(after("DELETE FROM document WHERE format = 5"),
                Found("no archived document (json)"));
    EXPECT_THAT(after("DELETE FROM segment WHERE run_id = 1"),
                AllOf(Found("its segment is not in the index"), Found("its segments hold 0 in 0"),
                      Found("older than its archive")));
    EXPECT_THAT(after("UPDATE document SET invoice_id = invoice_id + 1 WHERE format = 2"),
                AllOf(Found("no invoice of its run is the one it belongs to"),
                      Found("file and index describe it differently")));
    EXPECT_THAT(after("UPDATE invoice SET run_id = 2 WHERE run_id = 1"),
                AllOf(Found("is of no run that sealed it"), Found("was issued and never prepared"),
                      Found("no invoice of its run")));
    EXPECT_THAT(after("UPDATE invoice SET invoice_id = 5 WHERE number = 'T-2026-000002'"),
                Found("has another id than its statement"));
    EXPECT_THAT(after("UPDATE segment SET batch = 1"), Found("no run sealed it in this batch"));
    EXPECT_THAT(after("DELETE FROM outbox"), Found("nobody was told"));
}

TEST_P(Verify, ASealStandsForItsVolume) {
    {
        const auto tx = workspace_->database->begin(store::Access::Write);
        ASSERT_TRUE(archive::seal(*tx, {workspace_->tenant, archive::RetentionClass::Books, 2026},
                                  workspace_->clock->now()));
        tx->commit();
    }
    EXPECT_THAT(findings(), IsEmpty());
    const auto tx = workspace_->database->begin(store::Access::Write);
    tx->execute("UPDATE volume_seal SET segments = 3");
    tx->commit();
    EXPECT_THAT(findings(), Found("its 2 segments are not the 3 that were sealed"));
}

TEST_P(Verify, NumbersAreGaplessAndUnique) {
    EXPECT_THAT(after("UPDATE number_series SET next = next + 1 WHERE series = 'T-2026'"),
                Found("series T-2026: T-2026-000003 to T-2026-000003 were given to no run"));
    EXPECT_THAT(after("UPDATE number_series SET next = 2 WHERE series = 'T-2026'"),
                Found("series T-2026: T-2026-000002 was given twice"));
    EXPECT_THAT(after("DELETE FROM number_series WHERE series = 'T-C-2026'"),
                Found("series T-C-2026 gave numbers, and its next one is lost"));
    EXPECT_THAT(after("DELETE FROM run_numbers WHERE run_id = 1"),
                AllOf(Found("T-2026-000001 to T-2026-000001 were given to no run"),
                      Found("it was given 0 numbers")));
    EXPECT_THAT(after("DELETE FROM invoice_number WHERE number = 'T-2026-000001'"),
                AllOf(Found("invoice T-2026-000001: its number does not lead to it"),
                      Found("T-2026-000001 was given to run 1")));
    EXPECT_THAT(after("UPDATE invoice SET number = 'T-2026-000001' WHERE number = 'T-2026-000002'"),
                AllOf(Found("does not lead to it"),
                      Found("T-2026-000002 is known by its number "
                            "and lost"),
                      Found("its 1 statements carry T-2026-000001")));
    EXPECT_THAT(after("UPDATE invoice SET number = 'X' WHERE number = 'T-2026-000002'"),
                Found("'X' is no number of an invoice"));
}

TEST_P(Verify, ALostStatementIsFound) {
    EXPECT_THAT(after("DELETE FROM invoice WHERE number = 'T-2026-000001'"),
                AllOf(Found("run 1: 1 statements prepared, 0 issued"),
                      Found("T-2026-000001 is known by its number and lost"),
                      Found("the one before it is lost"),
                      Found("lines of a statement that is not there"),
                      Found("is not what was prepared for it")));
    EXPECT_THAT(after("UPDATE prepared SET gross = gross + 1 WHERE run_id = 1"),
                Found("run 1: what billing account 1 was issued is not what was prepared"));
    EXPECT_THAT(after("UPDATE run_unit SET state = 1 WHERE run_id = 1"),
                AllOf(Found("run 1 is done, but"), Found("is of no run that sealed it")));
    EXPECT_THAT(after("UPDATE run_unit SET document_bytes = document_bytes + 1 WHERE run_id = 1"),
                Found("run 1: its units sealed"));
}

TEST_P(Verify, NobodysRunBecomesBills) {
    const auto told = Found("run 1 has numbers, and neither a second person nor a policy");
    EXPECT_THAT(after("DELETE FROM run_verdict WHERE run_id = 1"), told);
    EXPECT_THAT(after("UPDATE run_verdict SET act = 'discarded' WHERE run_id = 1"), told);
    EXPECT_THAT(after("UPDATE bill_run SET hold = 1 WHERE run_id = 1"), told);
    EXPECT_THAT(after("UPDATE run_verdict SET person = ' ADA' WHERE run_id = 1"), told);
    EXPECT_THAT(after("UPDATE run_verdict SET person = 'grace' WHERE run_id = 1"), IsEmpty());
}

TEST_P(Verify, NobodyIsLeftOutWithoutAReason) {
    EXPECT_THAT(
        after("DELETE FROM not_billed WHERE run_id = 2"),
        Found("run 2 is of 2 accounts, but 1 are billed, 0 held, 0 not billed for a reason"));
    EXPECT_THAT(after("UPDATE run_unit SET held = held + 1 WHERE run_id = 1 AND billed = 1"),
                Found("run 1: its units held 1 accounts, there are exceptions of 0"));
    EXPECT_THAT(after("UPDATE run_unit SET billed = 0 WHERE run_id = 1"),
                Found("as many accounts as it billed were not prepared"));
}

TEST_P(Verify, BooksAreChecked) {
    EXPECT_THAT(after("UPDATE posting SET amount_minor = amount_minor + 1 WHERE line = 1"),
                Found("is out of balance by"));
}

TEST_P(Verify, WhatCameMeanwhileIsNamed) {
    // A batch of its own makes every other finding doubtful.
    std::ofstream(root_ / "usage/x.seg") << "foreign";
    bool changed = false;
    const auto result = run::verify(*workspace_, [&](std::int64_t, std::int64_t) {
        if (changed) return;
        changed = true;
        const std::string row = "A-3,TEST,EUR,Cy,Weg 4,10115,Berlin,DE,en,SP3,electricity,"
                                "Europe/Berlin,HOME,2026-06-01\n";
        std::ofstream(dir_.path() / "a.csv") << kAccountsHeader << row;
        EXPECT_TRUE(import_any(*workspace_, {dir_.path() / "a.csv", {}, {}}, {}));
    });
    EXPECT_THAT(result->findings.back(), HasSubstr("at work meanwhile"));
    fs::remove(root_ / "usage/x.seg");
    EXPECT_THAT(findings(), IsEmpty());
}

}  // namespace bw::run
