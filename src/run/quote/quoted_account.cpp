#include "run/quote/quoted_account.h"

#include "run/company/accounts.h"
#include "run/input_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace bw::run {
namespace {

using customers::AccountRow;

// What is supplied, as accounts files call it.
std::string kind_of_sector(const std::string& sector) {
    return sector == "telecom" ? "mobile" : sector;
}

Result<int> whole_number(const std::string& name, const std::string& text, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > most)
        return fail(Code::Invalid, fmt::format("it is a whole number from 0 to {}", most),
                    "fact " + name);
    return value;
}

}  // namespace

AccountRow make_up(const MadeUp& of, LocalDate from) {
    AccountRow row;
    row.account = row.customer = "QUOTE";
    row.issuer = of.issuer;
    row.currency = of.plan->head.currency.code();
    row.holder.from = row.from = from;
    row.holder.name = "Customer";
    row.holder.address = {"-", "-", "-", of.country};  // a bill wants one, and nobody sees it
    row.holder.language = of.language;
    row.service_point = of.service_point;
    row.kind = kind_of_sector(of.plan->head.sector);
    row.zone = of.zone;
    row.supply = row.holder.address;
    row.plan = of.plan->head.name;
    return row;
}

Result<std::vector<AccountRow>> read_account(const std::string& file) {
    const auto source = TRY(open_input(file));
    const std::string name = std::filesystem::path(file).filename().string();
    std::vector<AccountRow> rows;
    company::Tally tally;
    const company::Sink<AccountRow> sink{[&](const AccountRow& row) -> Result<void> {
                                             rows.push_back(row);
                                             return {};
                                         },
                                         [](const company::Reject&) {}};
    TRY_VOID(company::read_accounts(
        *source, name, company::default_mapping(company::FileKind::Accounts), tally, sink));
    if (!tally.rejects.empty())
        return fail(Code::Refused, tally.rejects.front().reason,
                    fmt::format("{}:{}", name, tally.rejects.front().line));
    const auto& account = rows.front().account;
    const auto other =
        std::ranges::find_if(rows, [&](const AccountRow& row) { return row.account != account; });
    if (other != rows.end())
        return fail(Code::Conflict,
                    fmt::format("a quote is for one account, and there are {} and {}: leave one",
                                account, other->account),
                    name);
    return rows;
}

std::vector<AccountRow> cut_to(std::vector<AccountRow> rows, const Period& days) {
    std::erase_if(rows, [&](const AccountRow& row) { return !(row.from < days.to); });
    std::ranges::stable_sort(rows, {}, &AccountRow::from);
    std::map<std::string, AccountRow> last;  // of each service point
    for (auto& row : rows) {
        if (row.from < days.from && !row.plan.empty() && !row.billed_until)
            row.billed_until = row.fees_until = days.from;
        last.insert_or_assign(row.service_point, row);
    }
    for (auto& [point, row] : last) {
        if (row.plan.empty()) continue;
        row.plan.clear();
        row.payment_plan.clear();
        row.advance = 0;
        row.billed_until.reset();
        row.fees_until.reset();
        row.from = row.holder.from = days.to;
        rows.push_back(row);
    }
    return rows;
}

Result<std::optional<LocalDate>> begin_of(std::map<std::string, std::string>& facts,
                                          const Period& days) {
    constexpr int kYearsMax = 100, kMonthsPerYear = 12;
    std::set<LocalDate> begins;
    const LocalDate end = month_of(days.from).to;
    for (const auto& [name, months] :
         {std::pair("customer.years", kMonthsPerYear), std::pair("contract.years", kMonthsPerYear),
          std::pair("contract.months", 1)}) {
        const auto fact = facts.find(name);
        if (fact == facts.end()) continue;
        const int count =
            TRY(whole_number(name, fact->second, kYearsMax * kMonthsPerYear / months));
        facts.erase(fact);
        // A customer of the month is one from the first quoted day on.
        begins.insert(count == 0 ? days.from
                                 : std::min(days.from, end.plus_months(-count * months)));
    }
    if (begins.size() > 1)
        return fail(Code::Conflict,
                    "customer.years, contract.years and contract.months begin on one day: name one "
                    "of them");
    if (begins.empty()) return std::nullopt;
    return *begins.begin();
}

}  // namespace bw::run
