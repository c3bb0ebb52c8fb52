#include "hand.h"

#include "run/approval/approval.h"
#include "run/approval/comparison.h"
#include "run/rehearsal/test_run.h"
#include "run/reverse/reverse.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::scenarios {
namespace {

using Words = std::vector<std::string>;

// The word behind `name`; empty: it is not said.
std::string word_after(const Words& words, const std::string& name) {
    const auto at = std::ranges::find(words, name);
    return at == words.end() || at + 1 == words.end() ? "" : *(at + 1);
}

run::Hand hand_of(const Words& words) {
    std::string why;
    const auto at = std::ranges::find(words, "because");
    for (auto word = at; word != words.end(); ++word)
        if (word != at) why += (why.empty() ? "" : " ") + *word;
    return {word_after(words, "by"), why};
}

bool is_tried(const Words& words) { return std::ranges::find(words, "dry") != words.end(); }

Result<LocalDate> month_at(const std::string& text) { return LocalDate::parse(text + "-01"); }

std::string sums_text(const run::ChargeSums& sums) {
    std::string out;
    for (const auto& [of, sum] : sums)
        out += fmt::format(
            "  {}{}: {}\n", of.tariff.empty() ? "all" : of.service + " " + of.tariff + " ",
            of.charge,
            of.tariff.empty() ? fmt::format("{} statements, net {}, gross {}", sum.items,
                                            Money{sum.net, of.currency}.to_string(),
                                            Money{sum.gross, of.currency}.to_string())
                              : Money{sum.net, of.currency}.to_string());
    return out;
}

// What is worth a word of a decision.
std::string told(const run::Decided& decided) {
    std::string out;
    if (decided.known > 0)
        out += fmt::format("{} new, {} decided already\n", decided.accounts, decided.known);
    if (decided.both > 0) out += fmt::format("{} released and excluded\n", decided.both);
    return out;
}

std::string text_of(const run::TestReport& r) {
    std::string out = fmt::format("test of {} of {} accounts: {} billed, {} held\n", r.accounts,
                                  r.of_accounts, r.billed, r.held);
    out += sums_text(r.sums);
    for (const auto& [why, count] : r.not_billed)
        out += fmt::format("  not billed, {}: {}\n", bill::not_billed_name(why),
                           fmt::join(count.first, ", "));
    for (const auto& cause : r.causes)
        out += fmt::format("  {}: {} open, {} {} at stake\n", cause.cause, cause.held,
                           cause.at_stake.to_string(), cause.at_stake.currency.code());
    return out;
}

}  // namespace

std::string estimate_text(const run::EstimateReport& report) {
    std::string out;
    for (const auto& s : report.sums)
        out += fmt::format("estimated {}: {} values of {} at {} points, {} {}\n",
                           meter::method_name(s.method), s.intervals, s.channel, s.series,
                           s.quantity.to_string(), s.unit);
    for (const auto& o : report.open)
        out += fmt::format("not estimated: {} {}, {} intervals from {}: {}\n", o.service_point,
                           o.gap.channel, o.gap.intervals, o.gap.span.from.to_string(),
                           meter::reason_words(o.gap.reason));
    return out.empty() ? "nothing to estimate\n" : out;
}

bool HandPlayer::knows(const std::string& word) {
    static const std::set<std::string> kWords = {"release", "exclude", "include", "rebill",
                                                 "test",    "compare", "hold",    "estimate"};
    return kWords.contains(word);
}

Result<std::string> HandPlayer::play(const Words& head) {
    auto done = act(head);
    if (!done) return "refused: " + done.error().message() + "\n";
    return done;
}

Result<std::string> HandPlayer::act(const Words& head) {
    if (head.front() == "release" || head.front() == "hold") return release(head);
    if (head.front() == "estimate") return estimate(head);
    if (head.front() == "rebill") return rebill(head);
    if (head.front() == "test") return test(head);
    if (head.front() == "compare") return compare();
    return exclude(head);
}

RunId HandPlayer::newest() const {
    const auto tx = workspace_.database->begin(store::Access::Read);
    const auto runs = run::list_runs(*tx, workspace_.tenant);
    return runs.empty() ? RunId{} : runs.back().id;
}

Result<run::Selected> HandPlayer::selected(const Words& head) const {
    run::Selection selection;
    if (head.size() > 1) selection.cause = bill::parse_cause(head[1]);
    if (const auto below = word_after(head, "below"); !below.empty())
        selection.below = TRY(Decimal::parse(below));
    if (const auto account = word_after(head, "account"); !account.empty())
        selection.accounts = {account};
    const auto tx = workspace_.database->begin(store::Access::Read);
    return run::select(*tx, workspace_.tenant, selection);
}

Result<std::string> HandPlayer::release(const Words& head) {
    const auto chosen = TRY(selected(head));
    const bool is_release = head.front() == "release";
    const auto decided = TRY(run::release(
        workspace_, chosen, is_release ? bill::Act::Release : bill::Act::Hold, hand_of(head)));
    std::string out = fmt::format("{} {}\n", is_release ? "released" : "held again",
                                  fmt::join(chosen.accounts, ", "));
    for (const auto& stake : chosen.at_stake)
        out += fmt::format("at stake {} {}\n", stake.to_string(), stake.currency.code());
    return out + told(decided);
}

// On the day after the month.
Result<std::string> HandPlayer::estimate(const Words& head) {
    const auto chosen = TRY(selected(head));
    const auto keep = is_tried(head) ? run::Keep::Nothing : run::Keep::Estimates;
    const auto report = TRY(run::estimate_selected(workspace_, chosen, hand_of(head),
                                                   chosen.run.terms.until, keep, {}));
    return fmt::format("{} for {}\n", is_tried(head) ? "would estimate" : "estimates",
                       fmt::join(chosen.accounts, ", ")) +
           estimate_text(report);
}

Result<BilledAgain> HandPlayer::bill_again(const Words& head) {
    const auto chosen = TRY(selected(head));
    const auto issued_on = TRY(LocalDate::parse(word_after(head, "issued")));
    if (!is_tried(head))
        return BilledAgain{fmt::format("bills again {}\n", fmt::join(chosen.accounts, ", ")),
                           TRY(run::bill_again(workspace_, chosen, hand_of(head), issued_on))};
    run::TestRequest request;
    request.terms.until = chosen.run.terms.until;
    request.terms.issued_on = issued_on;
    request.terms.accounts = chosen.accounts;
    return BilledAgain{text_of(TRY(run::test_run(workspace_, request, {}))), {}};
}

Result<std::string> HandPlayer::exclude(const Words& head) {
    const auto act = head.front() == "exclude" ? bill::Act::Exclude : bill::Act::Include;
    if (head.size() < 3)
        return fail(Code::Invalid, "write: exclude ACCOUNT MONTH by NAME because ..");
    const auto month = TRY(month_at(head[2]));
    return told(TRY(run::exclude(workspace_, {head[1]}, month, act, hand_of(head))));
}

Result<std::string> HandPlayer::rebill(const Words& head) {
    run::ReverseRequest request;
    if (const auto run = word_after(head, "run"); !run.empty()) request.run = RunId{std::stoi(run)};
    if (const auto month = word_after(head, "month"); !month.empty())
        request.month = TRY(month_at(month));
    if (const auto cause = word_after(head, "cause"); !cause.empty())
        request.cause = bill::parse_cause(cause);
    if (const auto account = word_after(head, "account"); !account.empty())
        request.accounts = {account};
    request.schedule = word_after(head, "schedule");
    request.hand = hand_of(head);
    const auto done = TRY(run::reverse(workspace_, request));
    std::string out;
    for (const auto& a : done.accounts)
        out += fmt::format("to be billed anew: {}, {} net, {}\n", a.account, a.net.to_string(),
                           fmt::join(a.invoices, ", "));
    if (done.ordered > 0) out += fmt::format("{} ordered before\n", done.ordered);
    if (done.anew > 0) out += fmt::format("{} billed anew since\n", done.anew);
    if (done.too_old > 0) out += fmt::format("{} behind the limit\n", done.too_old);
    return out;
}

Result<std::string> HandPlayer::test(const Words& head) {
    run::TestRequest request;
    if (head.size() < 2) return fail(Code::Invalid, "write: test MONTH issued DAY");
    request.terms.until = month_of(TRY(month_at(head[1]))).to;
    request.terms.issued_on = TRY(LocalDate::parse(word_after(head, "issued")));
    if (const auto account = word_after(head, "account"); !account.empty())
        request.terms.accounts = {account};
    return text_of(TRY(run::test_run(workspace_, request, {})));
}

Result<std::string> HandPlayer::compare() {
    const auto tx = workspace_.database->begin(store::Access::Read);
    const auto run = TRY(run::find_run(*tx, workspace_.tenant, newest()));
    const auto c = TRY(run::compare(*tx, workspace_.tenant, run, run::Changes::ByAccount));
    std::string out =
        fmt::format("{} of {} accounts held, before {}\n", c.held, c.looked_at, c.held_before);
    for (const auto& s : c.totals)
        out += fmt::format("statements {}, before {}; gross {}, before {}\n", s.now.items,
                           s.before.items, Money{s.now.gross, s.of.currency}.to_string(),
                           Money{s.before.gross, s.of.currency}.to_string());
    for (const auto& s : c.charges)
        out += fmt::format("  {} {} {}: net {}, before {}\n", s.of.service, s.of.tariff,
                           s.of.charge, Money{s.now.net, s.of.currency}.to_string(),
                           Money{s.before.net, s.of.currency}.to_string());
    for (const auto& a : c.accounts)
        out += fmt::format("  {}: gross {}, before {}\n", a.account, a.now.to_string(),
                           a.before.to_string());
    return out;
}

std::string HandPlayer::not_billed() const {
    const auto tx = workspace_.database->begin(store::Access::Read);
    const auto runs = run::list_runs(*tx, workspace_.tenant);
    if (runs.empty()) return "";
    std::string out;
    for (const auto& count : bill::count_not_billed(*tx, workspace_.tenant, runs.back().id, 1'000))
        out +=
            fmt::format("{}: {}\n", bill::not_billed_name(count.why), fmt::join(count.first, ", "));
    if (runs.back().quiet > 0) out += fmt::format("no-news: {} more\n", runs.back().quiet);
    return out;
}

std::string HandPlayer::verdict(RunId run) const {
    const auto tx = workspace_.database->begin(store::Access::Read);
    const auto verdict = run::find_verdict(*tx, workspace_.tenant, run);
    if (!verdict) return "";
    return fmt::format("{} by {}{}{}\n", verdict->act,
                       verdict->person.empty() ? "policy" : verdict->person,
                       verdict->reason.empty() ? "" : ": ", verdict->reason);
}

}  // namespace bw::scenarios
