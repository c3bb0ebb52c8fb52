#include "money.h"

#include "books/ledger/ledger.h"
#include "flow/collect/account.h"
#include "flow/collect/balance.h"
#include "flow/collect/import.h"
#include "platform/store/batch.h"
#include "run/advance_plan.h"
#include "run/advance_requests.h"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

namespace bw::scenarios {
namespace {

using Words = std::vector<std::string>;

collect::Desk desk_of(run::Workspace& workspace) {
    return {*workspace.database, workspace.tenant, *workspace.clock};
}

// The words behind `place`, with blanks between them.
std::string rest_of(const Words& words, std::size_t place) {
    std::string rest;
    for (std::size_t i = place; i < words.size(); ++i) rest += (rest.empty() ? "" : " ") + words[i];
    return rest;
}

Result<LocalDate> day_at(const Words& words, std::size_t place) {
    if (place >= words.size()) return fail(Code::Invalid, "a day is missing", rest_of(words, 0));
    return LocalDate::parse(words[place]);
}

// "T-2026-000001 100.00, credit 20.00"
std::string told(const collect::Receipt& receipt) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    for (const auto& share : receipt.shares)
        add((share.document.empty() ? "without a document" : share.document) + " " +
            share.amount.to_string());
    if (receipt.credit.minor != 0) add("credit " + receipt.credit.to_string());
    return text;
}

std::string standing_text(const collect::Standing& s) {
    std::string out;
    for (const auto& item : s.items)
        out += fmt::format("{}: {} of {} open, due {}\n",
                           item.number.empty() ? "without a document" : item.number,
                           item.open.to_string(), item.billed.to_string(), item.due_on.to_string());
    if (s.credit.minor != 0) out += fmt::format("credit {}\n", s.credit.to_string());
    if (s.deposits.minor != 0) out += fmt::format("deposits {}\n", s.deposits.to_string());
    return out + fmt::format("owed {} {}\n", s.owed.to_string(), s.owed.currency.code());
}

std::string statement_text(const collect::Statement& s) {
    std::string out = fmt::format("opening {}\n", s.opening.to_string());
    for (const auto& line : s.lines) {
        out += fmt::format("{} {}: ", line.on.to_string(), line.text);
        if (line.deposit.minor != 0)
            out += fmt::format("deposit {}, {} held\n", line.deposit.to_string(),
                               line.deposits.to_string());
        else out += fmt::format("{} = {}\n", line.amount.to_string(), line.balance.to_string());
    }
    return out + fmt::format("closing {}\n", s.closing.to_string());
}

}  // namespace

bool MoneyPlayer::knows(const std::string& word) {
    static const std::set<std::string> kWords = {"payments", "match",  "reverse", "deposit",
                                                 "refund",   "top-up", "low"};
    return kWords.contains(word);
}

Result<std::string> MoneyPlayer::play(const Words& head, const std::string& body) {
    if (head.front() == "payments") return payments(head, body);
    if (head.front() == "low") return low(head);
    auto done = act(head);
    // What the rules refuse is part of the story; a block that cannot be read is not.
    if (!done && done.error().code != Code::Invalid)
        return "refused: " + done.error().message() + "\n";
    return done;
}

// "payments", "payments in GBP", or "payments writing off 0.50"
Result<std::string> MoneyPlayer::payments(const Words& head, const std::string& body) {
    std::string csv = "key,account,reference,amount,currency,booked_on,text\n";
    const std::string currency = head.size() == 3 && head[1] == "in" ? head[2] : "EUR";
    std::istringstream in(body);
    for (std::string line; std::getline(in, line);) {
        std::istringstream split(line);
        Words w;
        for (std::string word; split >> word;) w.push_back(word);
        if (w.empty() || w.front().starts_with('#')) continue;
        if (w.size() < 3) return fail(Code::Invalid, "a payment is ACCOUNT AMOUNT DAY", line);
        csv += fmt::format("p{},{},{},{},{},{},\n", ++payments_, w[0] == "-" ? "" : w[0],
                           rest_of(w, 3), w[1], currency, w[2]);
    }
    const auto file = folder_ / fmt::format("payments-{}.csv", ++files_);
    std::ofstream(file, std::ios::binary) << csv;
    const bool writes_off = head.size() == 4 && head[1] == "writing" && head[2] == "off";
    const auto report = TRY(collect::import_payments(desk_of(workspace_), file,
                                                     {"", writes_off ? head[3] : std::string()}));
    std::string out;
    for (const auto& note : report.rejects)
        out += fmt::format("rejected line {}: {}\n", note.line, note.why);
    for (const auto& note : report.waiting)
        out += fmt::format("{} waits: {}\n", note.key, note.why);
    return out;
}

Result<std::string> MoneyPlayer::act(const Words& head) {
    const auto desk = desk_of(workspace_);
    const bool is_deposit = head.front() == "deposit", is_top_up = head.front() == "top-up";
    const std::size_t day_stands_at = is_deposit ? 4 : is_top_up || head.front() == "match" ? 3 : 2;
    const LocalDate on = TRY(day_at(head, day_stands_at));
    if (head.front() == "match") {
        const auto receipt = TRY(collect::match_payment(desk, head[1], head[2], on));
        return fmt::format("{} for {}: {}\n", head[1], head[2], told(receipt));
    }
    if (head.front() == "reverse") {
        TRY_VOID(collect::reverse_payment(desk, head[1], on, rest_of(head, 3)));
        return std::string();
    }
    if (is_deposit) {
        const auto act =
            head[1] == "take" ? collect::DepositAct::Take : collect::DepositAct::Return;
        TRY_VOID(collect::move_deposit(desk, act, {head[2], head[3], on, ""}));
        return std::string();
    }
    if (is_top_up) {
        TRY_VOID(collect::top_up(desk, {head[1], head[2], on, ""}));
        return std::string();
    }
    if (head[1] == "all") {
        std::string out;
        TRY_VOID(run::refund_all(workspace_, {head.size() == 5 ? head[4] : "", on},
                                 [&](const std::string& account, const Money& amount) {
                                     out += fmt::format("refunded {} to {}\n", amount.to_string(),
                                                        account);
                                 }));
        return out;
    }
    const std::string above = head.size() == 5 && head[3] == "above" ? head[4] : "";
    const auto refund = TRY(collect::refund_credit(desk, {head[1], above, on, ""}));
    return fmt::format("refunded {}\n", refund.amount.to_string());
}

// Advances that are asked for, as of a day.
Result<std::string> MoneyPlayer::advances(store::Transaction& tx, const Words& head) const {
    const LocalDate on = TRY(day_at(head, 4));
    std::string out;
    for (const auto& a : TRY(run::advance_requests(tx, workspace_.tenant, head[2], on)).requests)
        out += fmt::format("{}: {} of {} open, due {}\n", a.month.to_string().substr(0, 7),
                           a.open.to_string(), a.asked.to_string(), a.due_on.to_string());
    return out;
}

Result<std::string> MoneyPlayer::advance_plan(store::Transaction& tx, const Words& head) const {
    const LocalDate on = TRY(day_at(head, 4));
    const auto plan =
        TRY(run::advance_plan_of(tx, workspace_.tenant, {.account = head[2], .on = on}));
    std::string out;
    for (const auto& one : plan.advances)
        out += fmt::format("{} {}..{}: {}, {}, settled after {}\n",
                           plan.supplies[one.supply].point.code, one.days.from.to_string(),
                           one.days.to.plus_days(-1).to_string(), one.amount.to_string(),
                           one.due_on ? "due " + one.due_on->to_string() : "with its bill",
                           plan.supplies[one.supply].last_month.to_string().substr(0, 7));
    return out;
}

namespace {

// What the books hold of taxes.
std::string taxes_text(store::Transaction& tx, TenantId tenant, AsOf now) {
    std::string out;
    for (const auto& row : ledger::trial_balance(tx, tenant, now)) {
        const bool is_tax = row.name.kind == ledger::AccountKind::TaxPayable ||
                            row.name.kind == ledger::AccountKind::AdvanceTax;
        if (is_tax)
            out += fmt::format(
                "{} {}: {}\n", ledger::kind_name(row.name.kind), row.name.detail,
                Money{row.debit.minor - row.credit.minor, row.debit.currency}.to_string());
    }
    return out;
}

}  // namespace

// "low 10.00"
Result<std::string> MoneyPlayer::low(const Words& head) {
    if (head.size() != 2) return fail(Code::Invalid, "low AMOUNT", rest_of(head, 0));
    const auto tx = workspace_.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace_.tenant)};
    std::string out;
    const auto found = TRY(collect::find_low_balances(*tx, workspace_.tenant, head[1], now));
    for (const auto& [account, balance] : found.low)
        out += fmt::format("low: {} has {}\n", account, balance.to_string());
    return out;
}

Result<std::string> MoneyPlayer::answer(const Words& head) {
    const auto tx = workspace_.database->begin(store::Access::Read);
    const AsOf now{store::current_cut(*tx, workspace_.tenant)};
    if (head.size() == 2 && head[1] == "taxes") return taxes_text(*tx, workspace_.tenant, now);
    if (head.size() == 5 && head[1] == "advances") return advances(*tx, head);
    if (head.size() == 5 && head[1] == "plan") return advance_plan(*tx, head);
    if (head.size() != 3)
        return fail(Code::Invalid,
                    "expect account A-1, statement A-1, advances A-1 on DAY, plan A-1 on DAY, "
                    "taxes");
    const auto payer = TRY(collect::load_payer(*tx, workspace_.tenant, head[2]));
    const Period always{LocalDate::of(1990, 1, 1), LocalDate::of(2190, 1, 1)};
    if (head[1] == "statement")
        return statement_text(
            TRY(collect::load_statement(*tx, workspace_.tenant, payer, always, now)));
    return standing_text(
        TRY(collect::load_standing(*tx, workspace_.tenant, payer, always.from, now)));
}

}  // namespace bw::scenarios
