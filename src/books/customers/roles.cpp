#include "books/customers/roles.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
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

// Who pays for what is used at the service point, on his days: a holder, or for him while it is
// vacant.
struct Party {
    Payer payer;
    const std::vector<Term>* terms;
};

// The row of whoever holds the service point on a day; null when nobody does.
const Term* holder_on(const std::vector<Party>& holders, LocalDate day) {
    for (const Party& holder : holders)
        if (const auto* term = term_on(*holder.terms, day); term != nullptr && !term->plan.empty())
            return term;
    return nullptr;
}

// The first day on which the terms have a plan, from a day on; nothing when there is none.
std::optional<LocalDate> first_day(const std::vector<Term>& terms, LocalDate from) {
    const auto* term = term_on(terms, from);
    if (term != nullptr && !term->plan.empty()) return from;
    for (const auto& t : terms)
        if (from < t.from && !t.plan.empty()) return t.from;
    return std::nullopt;
}

// Whose bill a co-payer's row shares; null when there is nobody yet. Of those who pay in the month
// in which it begins a holder, the last one; else who comes next.
const Party* shared_by(const Term& row, const std::vector<Party>& parties) {
    const Period month = month_of(row.from);
    const Party* best = nullptr;
    std::tuple<bool, int, int> best_claim;
    for (const Party& party : parties) {
        const auto first = first_day(*party.terms, month.from);
        if (!first) continue;
        const int rank = party.payer.role == Role::Holder ? 1 : 0;
        const auto claim = *first < month.to ? std::tuple(true, rank, first->days())
                                             : std::tuple(false, -first->days(), rank);
        if (best == nullptr || best_claim < claim)
            std::tie(best, best_claim) = std::pair(&party, claim);
    }
    return best;
}

// What holds on a day; an empty plan: nothing.
Term in_force(Role role, const std::vector<Term>& rows, const std::vector<Party>& parties,
              LocalDate day) {
    Term none{day, ""};
    const auto* own = term_on(rows, day);
    if (own == nullptr) return none;
    if (role == Role::Vacancy) return holder_on(parties, day) == nullptr ? *own : none;
    const Party* party = own->share.is_zero() ? nullptr : shared_by(*own, parties);
    const auto* held = party == nullptr ? nullptr : term_on(*party->terms, day);
    if (held == nullptr || held->plan.empty()) return none;
    Term shared = *own;
    shared.plan = held->plan;
    shared.shared_with = party->payer;
    return shared;
}

// Does the row before go on?
bool is_same(Term term, const Term& before) {
    term.from = before.from;
    term.row_from = before.row_from;
    return term == before;
}

std::vector<Term> cut(Role role, const std::vector<Term>& rows, const std::vector<Party>& parties) {
    if (role == Role::Holder) return rows;
    std::set<LocalDate> days;
    for (const auto& term : rows) days.insert(term.from);
    for (const Party& party : parties)
        for (const auto& term : *party.terms) days.insert(term.from);
    std::vector<Term> terms;
    for (const LocalDate day : days) {
        Term term = in_force(role, rows, parties, day);
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
    auto& own = subscription.terms;
    const Role role = subscription.role;
    std::vector<Party> parties;
    const auto add = [&](Role of) {
        if (role == of) parties.push_back({{account, of}, &own});
        for (const auto& other : subscription.others)
            if (other.role == of) parties.push_back({{other.account, of}, &other.terms});
    };
    add(Role::Holder);
    for (auto& other : subscription.others)
        if (other.role == Role::Vacancy) other.terms = cut(other.role, other.terms, parties);
    if (role == Role::Vacancy) own = cut(role, own, parties);
    add(Role::Vacancy);
    std::ranges::stable_sort(parties, {}, &Party::payer);  // whoever looks
    // What is shared with somebody else is none of this one's business.
    for (auto& other : subscription.others)
        if (other.role == Role::CoPayer)
            for (auto& term : other.terms) {
                const Party* party = shared_by(term, parties);
                if (party == nullptr || party->terms != &own) term.share = {};
            }
    if (role != Role::CoPayer) return;
    // Nobody shares with himself.
    std::erase_if(parties, [&](const Party& party) { return party.payer.account == account; });
    own = cut(role, own, parties);
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

std::set<Payer> shared_in(std::span<const Term> terms, const Period& month) {
    std::set<Payer> payers;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const bool is_over = i + 1 < terms.size() && terms[i + 1].from <= month.from;
        const auto& payer = terms[i].shared_with;
        if (!is_over && terms[i].from < month.to && payer) payers.insert(*payer);
    }
    return payers;
}

}  // namespace bw::customers
