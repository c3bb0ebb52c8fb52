#include "laws.h"

#include "base/decimal.h"
#include "flow/bill/store.h"
#include "run/explain.h"
#include "run/store.h"
#include "texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>
#include <vector>

namespace bw::sim {
namespace {

// A query that names what it finds wrong.
std::string first_found(store::Transaction& tx, std::string_view law, std::string_view sql) {
    const auto found = tx.find(sql, [](const store::Row& row) { return row.string(0); });
    return found ? fmt::format("{}: {}", law, *found) : std::string();
}

struct Line {
    std::string account, place, charge;
    LocalDate nominal;
    Period days;
    Decimal quantity;
    std::int64_t net = 0;
    rate::PieceKind kind = rate::PieceKind::Usage;
};

std::vector<Line> load_lines(store::Transaction& tx) {
    std::vector<Line> lines;
    tx.for_each(
        "SELECT a.number, p.code, l.charge, l.nominal_from, l.days_from, l.days_to, l.quantity, "
        "l.net, l.kind FROM billed_line l "
        "JOIN subscription s ON s.tenant_id = l.tenant_id AND s.bucket = l.bucket AND "
        "s.billing_account_id = l.billing_account_id AND s.subscription_id = l.subscription_id "
        "JOIN billing_account a ON a.tenant_id = l.tenant_id AND a.bucket = l.bucket AND "
        "a.billing_account_id = l.billing_account_id "
        "JOIN service_point p ON p.tenant_id = l.tenant_id AND "
        "p.service_point_id = s.service_point_id",
        [&](const store::Row& r) {
            lines.push_back({r.string(0),
                             r.string(1),
                             r.string(2),
                             r.date(3),
                             {r.date(4), r.date(5)},
                             Decimal::parse(r.text(6)).value(),
                             r.integer(7),
                             static_cast<rate::PieceKind>(r.integer(8))});
        });
    return lines;
}

bool is_share(const Line& line) { return line.charge == "share"; }
bool is_fixed(const Line& line) { return line.kind == rate::PieceKind::Fixed && !is_share(line); }

// How often each day of a place is billed to somebody by its fixed charge.
using Coverage = std::map<std::pair<std::string, LocalDate>, std::map<std::string, int>>;

Coverage coverage_of(const std::vector<Line>& lines) {
    Coverage coverage;
    for (const auto& l : lines)
        if (is_fixed(l))
            for (LocalDate day = l.days.from; day < l.days.to; day = day.plus_days(1))
                coverage[{l.place, day}][l.account] += l.quantity.is_negative() ? -1 : 1;
    return coverage;
}

std::string billed_twice(const std::vector<Line>& lines) {
    for (const auto& [where, accounts] : coverage_of(lines))
        for (const auto& [account, times] : accounts)
            if (times != 0 && times != 1)
                return fmt::format("{} of {} is billed {} times to {}", where.second.to_string(),
                                   where.first, times, account);
    return {};
}

std::set<std::string> held_by_last_run(run::Workspace& workspace, store::Transaction& tx,
                                       std::string* reasons) {
    std::set<std::string> held;
    const RunId last = last_run(workspace, tx);
    for (const auto& e : bill::list_exceptions(tx, workspace.tenant, last, 10'000)) {
        if (e.exception.standing != bill::Standing::Held) continue;
        held.insert(e.account_number);
        if (reasons != nullptr)
            *reasons += fmt::format("{}: {} ({}): {}\n", e.account_number,
                                    bill::cause_name(e.exception.cause), e.exception.subject,
                                    e.exception.text);
    }
    return held;
}

struct Billed {
    Decimal use;
    std::int64_t use_cents = 0, fixed_cents = 0, advance_cents = 0;
};
using BilledByMonth = std::map<std::tuple<std::string, std::string, LocalDate>, Billed>;

BilledByMonth sums_of(const std::vector<Line>& lines) {
    BilledByMonth sums;
    for (const auto& l : lines) {
        Billed& sum = sums[{l.place, l.account, l.nominal}];
        if (is_fixed(l)) {
            sum.fixed_cents += l.net;
        } else if (l.kind == rate::PieceKind::Advance) {
            sum.advance_cents += l.net;
        } else if (l.kind == rate::PieceKind::Usage) {
            sum.use_cents += l.net;
            sum.use = Decimal::from_nano(sum.use.nano() + l.quantity.nano());
        }
    }
    return sums;
}

// Windows, tiers and what hangs on them are reckoned by scenarios; each kWh is in one of them.
std::string compare(const Place& place, const Billed& billed, const Due& due,
                    bool is_priced_by_windows) {
    if (place.kind == Kind::Water || !due.is_known) return {};
    std::string wrong;
    const auto check = [&](std::string_view what, const std::string& is, const std::string& must) {
        if (is != must) wrong += fmt::format("{} {} billed, {} due; ", what, is, must);
    };
    if (place.kind == Kind::Electricity) {
        check("kWh", billed.use.to_string(), Decimal::scaled(due.wh, 3).to_string());
        check("cents of fixed charges", std::to_string(billed.fixed_cents),
              std::to_string(due.fixed_cents));
    }
    if (is_priced_by_windows) return wrong;
    check("cents of use", std::to_string(billed.use_cents), std::to_string(due.use_cents));
    return wrong;
}

bool has_windows(const Place& place, const Period& month) {
    for (LocalDate day = month.from; day < month.to; day = day.plus_days(1))
        if (place.on(day).plan == kFlex) return true;
    return false;
}

// What is asked for a month that is settled later stands billed, and of no other month. Before the
// first settlement it is what the customer agreed to, at one of the taxes there were; tax is taken
// out of the sum of a document, so that the net of each of several advances may be a cent apart.
// What a settlement says comes next is reckoned by scenarios.
std::string wrong_advance(const std::string& payment_plan, bool was_settled, std::int64_t cents) {
    const bool is_asked = !payment_plan.empty() && payment_plans().at(payment_plan).is_invoiced;
    const auto net = [](std::int64_t percent) {
        return static_cast<std::int64_t>(
            divide_rounded(int128{kAdvanceCents} * 100, int128{100} + percent, Rounding::HalfUp));
    };
    const bool is_right = !is_asked ? cents == 0
                          : was_settled
                              ? cents > 0
                              : std::abs(cents - net(19)) <= 1 || std::abs(cents - net(16)) <= 1;
    return is_right ? "" : fmt::format("{} cents of advances billed; ", cents);
}

// Of one account's months at a place, up to the one that was billed.
std::string wrong_month(const Truth& truth, const Place& place, const std::string& account,
                        const BilledByMonth& sums, LocalDate until) {
    bool was_settled = false;
    for (Period month = month_of(place.terms.begin()->first); month.from < until;
         month = month_of(month.to)) {
        const bool is_later = Truth::is_settled_later(place, account, month, until);
        const std::string plan = place.first_in(account, month).payment_plan;
        const auto sum = sums.find({place.code, account, month.from});
        const Billed billed = sum == sums.end() ? Billed{} : sum->second;
        std::string wrong = wrong_advance(is_later ? plan : "", was_settled, billed.advance_cents);
        wrong += compare(place, billed, is_later ? Due{} : truth.due(place, account, month),
                         has_windows(place, month) && !is_later);
        if (!wrong.empty())
            return fmt::format("{} of {}, {}{}: {}", account, place.code,
                               month.from.to_string().substr(0, 7),
                               is_later ? ", settled later" : "", wrong);
        was_settled |= !plan.empty() && !is_later;
    }
    return {};
}

std::string wrong_months(const Truth& truth, const std::vector<Line>& lines,
                         const std::set<std::string>& held, LocalDate until) {
    const auto sums = sums_of(lines);
    for (const auto& [code, place] : truth.places) {
        std::set<std::string> accounts;
        for (const auto& [from, term] : place.terms)
            if (!term.account.empty() && !held.contains(term.account))
                accounts.insert(term.account);
        for (const auto& account : accounts)
            if (auto wrong = wrong_month(truth, place, account, sums, until); !wrong.empty())
                return wrong;
    }
    return {};
}

// Every day somebody is supplied, and no other, is billed by its fixed charge, to him alone; unless
// it is settled later. What is paid in advance may go on a month.
std::string wrong_days(const Truth& truth, const std::vector<Line>& lines,
                       const std::set<std::string>& held, LocalDate until) {
    const Coverage coverage = coverage_of(lines);
    for (const auto& [code, place] : truth.places) {
        std::map<std::pair<std::string, LocalDate>, bool> later;  // by account and month
        const auto is_later = [&](const std::string& account, LocalDate day) {
            const Period month = month_of(day);
            const auto [known, is_new] = later.try_emplace({account, month.from}, false);
            if (is_new) known->second = Truth::is_settled_later(place, account, month, until);
            return known->second;
        };
        for (LocalDate day = place.terms.begin()->first; day < until; day = day.plus_days(1)) {
            const Term term = place.on(day);
            const auto found = coverage.find({code, day});
            std::map<std::string, int> accounts;
            if (found != coverage.end()) accounts = found->second;
            if (!term.plan.empty()) accounts.try_emplace(term.account, 0);
            for (const auto& [account, times] : accounts) {
                const bool is_theirs = !term.plan.empty() && account == term.account;
                const int due = is_theirs && !is_later(account, day) ? 1 : 0;
                if (times != due && !held.contains(account))
                    return fmt::format("{} of {} is billed {} times to {}, not {}", day.to_string(),
                                       code, times, account, due);
            }
        }
    }
    return {};
}

// What a place's holder, whose bill is shared, and its co-payer are billed of a month.
struct Shared {
    std::int64_t whole = 0, taken = 0, paid = 0;
};

// What is taken off the holder's bill stands on the co-payer's, and is its share of the whole; a
// cent for each of two taxes that a month may have.
std::string wrong_shares(const Truth& truth, const std::vector<Line>& lines,
                         const std::set<std::string>& held) {
    std::map<std::pair<std::string, LocalDate>, Shared> months;
    for (const auto& l : lines) {
        const Place& place = truth.places.at(l.place);
        Shared& month = months[{l.place, l.nominal}];
        if (l.account == place.co_payer) month.paid += l.net;
        else if (is_share(l)) month.taken += l.net;
        else if (l.account == place.shared_in(l.nominal)) month.whole += l.net;
    }
    for (const auto& [of, month] : months) {
        const Place& place = truth.places.at(of.first);
        const auto is_held = [&](const auto& term) { return held.contains(term.second.account); };
        if (held.contains(place.co_payer) || std::ranges::any_of(place.terms, is_held)) continue;
        const std::int64_t off = month.paid * 100 - month.whole * place.share_in(of.second);
        constexpr std::int64_t kSlack = 200;
        if (month.paid != -month.taken || off > kSlack || off < -kSlack)
            return fmt::format("{}, {}: {} cents, {} of them taken off, {} paid by {} for {} %",
                               of.first, of.second.to_string().substr(0, 7), month.whole,
                               month.taken, month.paid, place.co_payer, place.share_in(of.second));
    }
    return {};
}

}  // namespace

RunId last_run(run::Workspace& workspace, store::Transaction& tx) {
    RunId last;
    for (const auto& run : run::list_runs(tx, workspace.tenant)) last = std::max(last, run.id);
    return last;
}

std::set<std::string> left_out(run::Workspace& workspace, store::Transaction& tx,
                               const Truth& truth) {
    auto accounts = held_by_last_run(workspace, tx, nullptr);
    accounts.insert(truth.excluded.begin(), truth.excluded.end());
    return accounts;
}

std::string broken_law(run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Read);
    static constexpr std::pair<std::string_view, std::string_view> kLaws[] = {
        {"an entry does not balance",
         "SELECT CAST(journal_entry_id AS TEXT) FROM posting GROUP BY bucket, billing_account_id, "
         "journal_entry_id HAVING SUM(amount_minor) <> 0"},
        {"lines do not sum to their statement",
         "SELECT i.number FROM invoice i JOIN billed_line l ON l.tenant_id = i.tenant_id AND "
         "l.bucket = i.bucket AND l.billing_account_id = i.billing_account_id AND "
         "l.statement = i.statement GROUP BY i.number, i.kind, i.net "
         "HAVING SUM(l.net) * (CASE i.kind WHEN 1 THEN -1 ELSE 1 END) <> i.net"},
        {"net and tax do not give gross", "SELECT number FROM invoice WHERE net + tax <> gross"},
        {"a batch does not reconcile",
         "SELECT source FROM batch WHERE received <> accepted + rejected + pending"},
        {"a batch is missing",
         "SELECT CAST(max(batch) AS TEXT) FROM batch HAVING max(batch) <> count(*)"},
        {"a number is missing",
         "SELECT s.series FROM number_series s LEFT JOIN invoice_number n ON "
         "n.tenant_id = s.tenant_id AND n.number LIKE s.series || '-%' AND "
         "n.number NOT LIKE s.series || '-C-%' "
         "GROUP BY s.series, s.next HAVING s.next <> count(n.number) + 1"}};
    const bool is_running = run::open_run(*tx, workspace.tenant).has_value();
    for (const auto& [law, sql] : kLaws) {
        // Taken, and not yet issued.
        if (is_running && law == "a number is missing") continue;
        if (auto found = first_found(*tx, law, sql); !found.empty()) return found;
    }
    return billed_twice(load_lines(*tx));
}

std::string broken_truth(run::Workspace& workspace, const Truth& truth, LocalDate until) {
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto held = left_out(workspace, *tx, truth);
    const auto lines = load_lines(*tx);
    auto wrong = wrong_days(truth, lines, held, until);
    if (wrong.empty()) wrong = wrong_months(truth, lines, held, until);
    return wrong.empty() ? wrong_shares(truth, lines, held) : wrong;
}

std::string held_accounts(run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Read);
    std::string reasons;
    held_by_last_run(workspace, *tx, &reasons);
    return reasons;
}

std::string broken_counters(run::Workspace& workspace, const Truth& truth) {
    const auto tx = workspace.database->begin(store::Access::Read);
    std::map<std::string, int128> billed;
    for (const auto& l : load_lines(*tx))
        if (l.charge == "water") billed[l.place] += l.quantity.nano();
    for (const auto& [code, place] : truth.places) {
        if (place.kind != Kind::Water) continue;
        const Decimal due = Decimal::scaled(place.counted, 1);
        if (billed[code] != due.nano())
            return fmt::format("of {} {} m3 stand billed, {} ran through", code,
                               Decimal::from_nano(billed[code]).to_string(), due.to_string());
    }
    return {};
}

std::string unexplained(run::Workspace& workspace) {
    std::vector<std::string> numbers;
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        for (const auto& i : bill::list_invoices(*tx, workspace.tenant, {}, 100'000))
            numbers.push_back(i.number);
    }
    constexpr std::size_t kAsked = 30;  // of them all, evenly: each takes a tenth of a second
    const std::size_t stride = std::max<std::size_t>(1, numbers.size() / kAsked);
    for (std::size_t i = 0; i < numbers.size(); i += stride) {
        const auto& number = numbers[i];
        const auto explained = run::explain(workspace, {number});
        if (!explained) return number + ": " + explained.error().message();
        for (const auto& line : explained->lines)
            if (!line.agrees)
                return fmt::format("{} line {}: {}", number, line.line.number, line.mismatch);
    }
    return {};
}

}  // namespace bw::sim
