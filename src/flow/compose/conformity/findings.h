// Where the parts of the check put what they find, each under the clause of the standard that is
// judged by. Internal.
#pragma once

#include "flow/compose/conformity/conformity.h"

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace bw::conformity {

class Findings {
public:
    explicit Findings(const Standard& by) : by_(by) {}

    // Of PDF/A of every level; from level u on; of level a; of one part.
    void a(std::string_view clause, std::string where, std::string text) {
        if (by_.part != 0) add(clause, std::move(where), std::move(text));
    }
    void unicode(std::string_view clause, std::string where, std::string text) {
        if (by_.part != 0 && by_.level != 'b') add(clause, std::move(where), std::move(text));
    }
    void tagged(std::string_view clause, std::string where, std::string text) {
        if (by_.part != 0 && by_.level == 'a') add(clause, std::move(where), std::move(text));
    }
    void of_part(int part, std::string_view clause, std::string where, std::string text) {
        if (by_.part == part) add(clause, std::move(where), std::move(text));
    }
    // Of PDF/UA.
    void ua(std::string_view clause, std::string where, std::string text) {
        if (by_.is_ua) add(clause, std::move(where), std::move(text));
    }
    // Of both, as fonts are.
    void both(std::string_view a_clause, std::string_view ua_clause, const std::string& where,
              const std::string& text) {
        a(a_clause, where, text);
        ua(ua_clause, where, text);
    }
    [[nodiscard]] const Standard& by() const { return by_; }

    std::vector<Finding> take() {
        std::vector<Finding> all;
        all.reserve(seen_.size());
        for (const auto& [clause, where, text] : seen_) all.push_back({clause, where, text});
        seen_.clear();
        return all;
    }

private:
    void add(std::string_view clause, std::string where, std::string text) {
        if (seen_.size() >= kFindingsMost) return;
        seen_.emplace(std::string(clause), std::move(where), std::move(text));
    }

    Standard by_;
    std::set<std::tuple<std::string, std::string, std::string>> seen_;
};

}  // namespace bw::conformity
