#include "books/customers/roles.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace bw::customers {
namespace {

constexpr std::array kRoles = {std::pair{Role::Holder, std::string_view("holder")},
                               std::pair{Role::Vacancy, std::string_view("vacancy")},
                               std::pair{Role::CoPayer, std::string_view("co-payer")}};

// The row of a day; null before the first.
const Term* term_on(std::span<const Term> terms, LocalDate day) {
    const auto after = std::ranges::upper_bound(terms, day, {}, &Term::from);
    return after == terms.begin() ? nullptr : &*std::prev(after);
}

using Party = const std::vector<Term>*;

// The row of whoever holds the service point on a day; null when nobody does.
const Term* holder_on(const std::vector<Party>& holders, LocalDate day) {
    for (const Party holder : holders)
        if (const auto* term = term_on(*holder, day); term != nullptr && !term->plan.empty())
            return term;
    return nullptr;
}

// What holds on a day; an empty plan: nothing.
Term in_force(Role role, const std::vector<Term>& rows, const std::vector<Party>& holders,
              LocalDate day) {
    Term none{day, ""};
    const auto* own = term_on(rows, day);
    if (own == nullptr) return none;
    const auto* holder = holder_on(holders, day);
    if (role == Role::Vacancy) return holder == nullptr ? *own : none;
    if (own->share.is_zero() || holder == nullptr) return none;
    Term shared = *own;
    shared.plan = holder->plan;
    return shared;
}

// Does the row before go on?
bool is_same(Term term, const Term& before) {
    term.from = before.from;
    term.row_from = before.row_from;
    return term == before;
}

std::vector<Term> cut(Role role, const std::vector<Term>& rows, const std::vector<Party>& holders) {
    if (role == Role::Holder) return rows;
    std::set<LocalDate> days;
    for (const auto& term : rows) days.insert(term.from);
    for (const Party holder : holders)
        for (const auto& term : *holder) days.insert(term.from);
    std::vector<Term> terms;
    for (const LocalDate day : days) {
        Term term = in_force(role, rows, holders, day);
        const LocalDate said = term.said_from();
        term.row_from.reset();
        if (!term.plan.empty() && said != day) term.row_from = said;
        if (terms.empty() ? !term.plan.empty() : !is_same(term, terms.back())) {
            term.from = day;
            terms.push_back(std::move(term));
        }
    }
    return terms;
}

}  // namespace

std::string_view role_name(Role role) {
    return std::ranges::find(kRoles, role, &std::pair<Role, std::string_view>::first)->second;
}

std::optional<Role> parse_role(std::string_view name) {
    const auto found = std::ranges::find(kRoles, name, &std::pair<Role, std::string_view>::second);
    return found == kRoles.end() ? std::nullopt : std::optional(found->first);
}

void come_into_force(const std::string& account, Subscription& subscription) {
    std::vector<Party> holders;
    if (subscription.role == Role::Holder) holders.push_back(&subscription.terms);
    for (const auto& other : subscription.others)
        if (other.role == Role::Holder) holders.push_back(&other.terms);
    for (auto& other : subscription.others)
        if (other.role == Role::Vacancy) other.terms = cut(other.role, other.terms, holders);
    if (subscription.role == Role::Vacancy)
        subscription.terms = cut(Role::Vacancy, subscription.terms, holders);
    // A share may be one of the bill while the place is vacant, too; nobody shares with himself.
    for (const auto& other : subscription.others)
        if (other.role == Role::Vacancy && other.account != account)
            holders.push_back(&other.terms);
    if (subscription.role == Role::CoPayer)
        subscription.terms = cut(Role::CoPayer, subscription.terms, holders);
}

std::vector<Share> shares_in(const Subscription& subscription, LocalDate month) {
    std::vector<Share> shares;
    if (subscription.role == Role::CoPayer) return shares;
    for (const auto& other : subscription.others) {
        if (other.role != Role::CoPayer) continue;
        const auto* term = term_on(other.terms, month);
        if (term != nullptr && !term->share.is_zero())
            shares.push_back({other.account, term->share, term->share_of});
    }
    return shares;
}

}  // namespace bw::customers
