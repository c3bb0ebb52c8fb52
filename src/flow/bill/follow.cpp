#include "flow/bill/follow.h"

#include <vector>

namespace bw::bill {
namespace {

using customers::Term;

constexpr int kMonthsAhead = 3;

// The terms that follow one by themselves before `next` begins.
void add_following(const catalog::Catalog& catalog, Term term, LocalDate next,
                   std::vector<Term>& terms) {
    const LocalDate said = term.said_from();
    LocalDate since = term.from;  // on this plan; what is renewed keeps its day of the month
    for (int times = 1; !term.plan.empty(); ++times) {
        const auto plan = catalog.plan_on(term.plan, term.from);
        if (!plan || !(*plan)->lasts()) return;
        const auto& p = **plan;
        term.from = p.lasts_days > 0 ? since.plus_days(times * p.lasts_days)
                                     : since.plus_months(times * p.lasts_months);
        if (term.from >= next) return;
        if (term.plan != p.then) {
            since = term.from;
            times = 0;
        }
        term.plan = p.then;
        term.row_from = said;
        if (term.plan.empty()) term = {term.from, ""};
        terms.push_back(term);
    }
}

}  // namespace

customers::Follow follow_plans(const catalog::Catalog& catalog, LocalDate until) {
    return [&catalog, end = until.plus_months(kMonthsAhead)](std::vector<Term>& rows) {
        std::vector<Term> terms;
        terms.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            terms.push_back(rows[i]);
            add_following(catalog, rows[i], i + 1 < rows.size() ? rows[i + 1].from : end, terms);
        }
        rows = std::move(terms);
    };
}

}  // namespace bw::bill
