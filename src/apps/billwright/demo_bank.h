// The money of the demo: what customers pay for the bills of a month, as files of their banks, and
// what is done by hand beside it. Everybody pays what is asked, but for the few of whom the plan
// says otherwise and some who do not pay at all.
#pragma once

#include "apps/demo/demo.h"
#include "run/bill_run.h"

#include <map>
#include <vector>

namespace bw::app {

class DemoBank {
public:
    // All of them must outlive it; `folder` is that of the demo's files.
    DemoBank(run::Workspace& workspace, const std::filesystem::path& folder,
             const demo::Options& options, const demo::Plan& plan)
        : workspace_(workspace), folder_(folder), options_(options), plan_(plan) {}

    // Deposits, top-ups and reversals of the days before `until`.
    Result<void> act_before(LocalDate until);
    // Writes and imports what is paid for the bills of the runs of month `month` (from 0).
    Result<void> pay(int month, const std::vector<RunId>& runs);

    [[nodiscard]] std::int64_t payments() const { return payments_; }
    [[nodiscard]] std::int64_t waiting() const { return waiting_; }
    [[nodiscard]] std::int64_t refunds() const { return refunds_; }

private:
    struct Unusual {
        std::vector<std::string> come_back, unknown;  // keys of payments
        std::vector<std::string> accounts;            // whose the unknown ones are
    };
    Result<void> act(const demo::Act& act);
    Result<std::map<std::string, std::string>> rows_of(int month, const std::vector<RunId>& runs,
                                                       Unusual& unusual);
    void row_for(const bill::InvoiceRow& invoice, int month, std::string& rows, Unusual& unusual);
    void transfers_before(LocalDate until, std::string& rows);
    Result<void> take_files(int month, const std::map<std::string, std::string>& rows_by_issuer);
    Result<void> refund(LocalDate on);

    run::Workspace& workspace_;
    const std::filesystem::path& folder_;
    const demo::Options& options_;
    const demo::Plan& plan_;
    std::size_t next_act_ = 0, next_transfer_ = 0;
    std::map<std::string, Money> owed_;  // by those who pay a month later
    std::int64_t payments_ = 0, waiting_ = 0, refunds_ = 0;
};

}  // namespace bw::app
