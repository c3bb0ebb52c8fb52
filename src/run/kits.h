// What the law wants of a company's bills: the kits that hold for the country of each issuer and
// for what it bills.
#pragma once

#include "base/civil.h"
#include "flow/compose/kits/check.h"
#include "platform/store/store.h"

#include <string>
#include <vector>

namespace bw::run {

struct Missing {
    std::string issuer;  // its code
    const kits::Kit* kit = nullptr;
    const kits::Requirement* requirement = nullptr;
    std::string text;  // what is missing and what to do
    int line = 0;      // of the template; 0: the company's words are missing
};

// Of documents issued on the day or later: what the template does not show, and what the issuers
// were to give words for and gave none (`disclosures:`). A company without accounts has no kits.
Result<std::vector<Missing>> missing_by_law(store::Transaction& tx, TenantId tenant,
                                            const templates::Plan& plan, LocalDate day);

}  // namespace bw::run
