#include "player.h"

#include "flow/collect/account.h"
#include "flow/collect/balance.h"
#include "flow/collect/import.h"
#include "hand.h"
#include "platform/store/batch.h"
#include "run/bill_run.h"
#include "run/estimate.h"
#include "run/import.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace bw::sim {
namespace {

collect::Desk desk_of(run::Workspace& workspace) {
    return {*workspace.database, workspace.tenant, *workspace.clock};
}

Result<void> unless_known(const Result<run::ImportResult>& imported) {
    if (imported && imported->rejected == 0) return {};
    if (imported)
        return fail(Code::Invalid, fmt::format("line {}: {}", imported->rejects.front().line,
                                               imported->rejects.front().reason));
    if (imported.error().code == Code::Duplicate) return {};
    return std::unexpected(imported.error());
}

// The run is begun, a file may come in, the run goes on.
Result<void> carry_on(run::Workspace& workspace, RunId run, const std::filesystem::path& file,
                      int workers) {
    if (!file.empty()) TRY_VOID(unless_known(run::import_any(workspace, {file, {}, {}, {}}, {})));
    TRY_VOID(run::carry_on(workspace, run, workers, {}));
    return {};
}

Result<void> bill(run::Workspace& workspace, const Step& step, const std::filesystem::path& file,
                  int workers) {
    if (const auto begun = find_run_of(workspace, step))
        return run::is_over(begun->phase) ? Result<void>()
                                          : carry_on(workspace, begun->id, file, workers);
    run::RunRequest request;
    request.person = "ada";
    if (step.waits) request.approval = run::RunRequest::Approval::ByPerson;
    request.until = step.until;
    request.issued_on = step.day;
    request.released = step.released;
    request.workers = workers;
    return carry_on(workspace, TRY(run::start(workspace, request)), file, workers);
}

Result<void> estimate(run::Workspace& workspace, const Step& step) {
    run::EstimateRequest request;
    request.month = month_of(step.until.plus_days(-1));
    request.today = step.until;
    TRY_VOID(run::estimate(workspace, request, {}));
    return {};
}

// The file that the lines stand for; keys count through the story, as in a scenario.
std::string payments_csv(const Step& step) {
    std::string csv = "key,account,reference,amount,currency,booked_on,text\n";
    std::istringstream in(step.text);
    auto key = step.draw;
    for (std::string account, amount, day, reference;
         in >> account >> amount >> day && std::getline(in, reference);)
        csv += fmt::format("p{},{},{},{},EUR,{},\n", ++key, account == "-" ? "" : account,
                           reference.empty() ? "" : reference.substr(1), amount, day);
    return csv;
}

}  // namespace

std::filesystem::path Player::written(const Step& step) const {
    const auto file = files_ / step.name;
    std::ofstream(file, std::ios::binary)
        << (step.act == Act::Payments ? payments_csv(step) : step.text);
    return file;
}

std::string Player::payments_of(run::Workspace& workspace, const Step& wishes) {
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    std::string lines;
    const auto pay = [&](const std::string& account, std::int64_t minor,
                         const std::string& reference) {
        const Money amount{minor, *Currency::parse("EUR")};
        ++payments_;
        lines += fmt::format("{} {} {}{}{}\n", account, amount.to_string(), wishes.day.to_string(),
                             reference.empty() ? "" : " ", reference);
    };
    for (const auto& [account, how] : wishes.wishes) {
        const auto payer = collect::load_payer(*tx, workspace.tenant, account);
        if (!payer) continue;  // not there yet
        const auto items = collect::load_open_items(*tx, workspace.tenant, *payer, now);
        const auto oldest =
            std::ranges::find_if(items, [](const auto& item) { return item.open.minor > 0; });
        if (how == Paying::Early) pay(account, 2500, "");
        if (oldest == items.end() || how == Paying::Early) continue;
        const std::int64_t open = oldest->open.minor;
        switch (how) {
            case Paying::Right: pay(account, open, oldest->number); break;
            case Paying::Short: pay(account, open / 2 + 1, oldest->number); break;
            case Paying::Twice:
                pay(account, open, oldest->number);
                pay(account, open, oldest->number);
                break;
            case Paying::Nameless: pay("-", open, oldest->number); break;
            case Paying::WrongReference: pay("-", open, "S-1999-000001"); break;
            case Paying::Early: break;
        }
    }
    return lines;
}

Step Player::decide(run::Workspace& workspace, Step step) {
    if (step.act == Act::Wishes) {
        step.draw = static_cast<std::uint64_t>(payments_);
        step.text = payments_of(workspace, step);
        step.act = Act::Payments;
        step.name = fmt::format("payments-{}.csv", ++payment_files_);
    }
    if (step.act == Act::Reverse)
        step.word =
            fmt::format("p{}", 1 + step.draw % static_cast<std::uint64_t>(std::max(1, payments_)));
    if (is_by_hand(step)) return decide_by_hand(workspace, std::move(step));
    if (step.act == Act::Match) {
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto waiting = collect::load_waiting(*tx, workspace.tenant);
        step.word = waiting.empty() ? "p0" : waiting.front().key;
    }
    return step;
}

Result<void> Player::play(run::Workspace& workspace, const Step& step, int workers) const {
    const auto desk = desk_of(workspace);
    switch (step.act) {
        case Act::Import:
            return unless_known(run::import_any(workspace, {written(step), {}, {}, {}}, {}));
        case Act::Payments:
            if (step.text.empty()) return {};
            return unless_refused(collect::import_payments(desk, written(step), {}));
        case Act::Match:
            return unless_refused(collect::match_payment(desk, step.word, step.account, step.day));
        case Act::Reverse:
            return unless_refused(
                collect::reverse_payment(desk, step.word, step.day, "returned by the bank"));
        case Act::Deposit:
            return unless_refused(collect::move_deposit(
                desk, step.word == "take" ? collect::DepositAct::Take : collect::DepositAct::Return,
                {step.account, step.amount, step.day, ""}));
        case Act::Refund:
            return unless_refused(
                collect::refund_credit(desk, {step.account, "10.00", step.day, ""}));
        case Act::TopUp:
            return unless_refused(collect::top_up(desk, {step.account, step.amount, step.day, ""}));
        case Act::Estimate: return estimate(workspace, step);
        case Act::Bill:
            return bill(workspace, step,
                        step.name.empty() ? std::filesystem::path() : written(step), workers);
        case Act::Wishes: break;  // decided before
        case Act::Release:
        case Act::Exclude:
        case Act::Include:
        case Act::Order:
        case Act::Approve:
        case Act::Discard: return play_by_hand(workspace, step, workers);
    }
    return fail(Code::Invalid, "this step was not decided");
}

}  // namespace bw::sim
