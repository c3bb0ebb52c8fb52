// Parts of the checker that stand in files of their own, and what they have in common. Internal to
// the catalog.
#pragma once

#include "books/catalog/check.h"
#include "books/catalog/model.h"

#include <set>
#include <string>
#include <vector>

namespace bw::catalog {

// Of one text, which must outlive them: each with file and line.
class Findings {
public:
    explicit Findings(const Header& head) : head_(head) {}
    void add(Severity severity, SourceLine line, std::string text);
    void error(SourceLine line, std::string text) { add(Severity::Error, line, std::move(text)); }
    void warning(SourceLine line, std::string text) {
        add(Severity::Warning, line, std::move(text));
    }
    std::vector<Finding> take() { return std::move(all_); }

private:
    const Header& head_;
    std::vector<Finding> all_;
};
void append(std::vector<Finding>& to, std::vector<Finding> from);

// Discounts, surcharges and the maximum: names that lead nowhere, and what can never count.
void check_discounts(const Schedule& schedule, Findings& findings);
void check_discounts(const Plan& plan, Findings& findings);
// Of `together:`, but for the charges of schedules, which stand in other texts.
void check_together(const Plan& plan, Findings& findings);

std::set<std::string> decks_of(const Telecom& usage);
// An allowance counts what is priced to a destination that it names: a group in a row of the plan's
// text, or a row of its decks.
void check_destinations(const Plan& plan, const Telecom& usage,
                        const std::vector<const Deck*>& decks, Findings& findings);

// Names that lead from one text to another, and what one says otherwise than the version before:
// out of `texts`, into any of `all`. `missing`: what a name is that leads nowhere.
std::vector<Finding> check_names(const Catalog& texts, std::vector<const Catalog*> all,
                                 Severity missing);

}  // namespace bw::catalog
