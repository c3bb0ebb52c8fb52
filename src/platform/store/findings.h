// What a room's verify asks of its tables and what it says: a question is a query for what must not
// be, and each row of the answer a finding. Thread: one owner.
//     findings.ask("SELECT number FROM invoice WHERE tenant_id = ?1 AND gross < 0 LIMIT ?2",
//                  [](const Row& row) { return fmt::format("invoice {}: ..", row.text(0)); });
#pragma once

#include "platform/store/store.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::store {

inline constexpr int kFindingsMax = 100;  // per question: more of the same kind help nobody

class Findings {
public:
    // Both must outlive it.
    Findings(Transaction& transaction, TenantId tenant)
        : transaction_(transaction), tenant_(tenant) {}

    // The SQL has the tenant as ?1, the limit as ?2 and `values` from ?3 on.
    template <typename F, typename... T>
    void ask(std::string_view sql, F&& sentence, const T&... values) {
        transaction_.for_each(
            sql, [&](const Row& row) { add(sentence(row)); }, tenant_, kFindingsMax, values...);
    }
    void add(std::string sentence) { list_.push_back(std::move(sentence)); }
    // Hands them over and begins anew.
    std::vector<std::string> take() { return std::exchange(list_, {}); }

private:
    Transaction& transaction_;
    TenantId tenant_;
    std::vector<std::string> list_;
};

}  // namespace bw::store
