// A tariff that is simulated: the texts of the company with a candidate in force from the beginning
// on, and the plan that everybody in the base is put on. The present tariffs are a side without a
// plan.
#pragma once

#include "flow/bill/biller.h"
#include "flow/bill/tariffs.h"
#include "run/workspace.h"

#include <memory>
#include <string>
#include <vector>

namespace bw::run {

// "FLEX-2027" (a plan or schedule of the workspace), "flex-2027.yaml", "flex-2027.yaml:FLEX".
struct Candidate {
    std::string text;
};

struct Side {
    std::string name;  // as people see it
    std::string plan;  // empty: the one that each service is on
    std::string sector;
    Currency currency;
    std::vector<std::string> notes;
    std::unique_ptr<bill::Tariffs> tariffs;
    std::unique_ptr<bill::Biller> biller;
};

struct SideFactory {
    store::Transaction& tx;
    TenantId tenant;
    AsOf as_of;
    const meter::Reader& reader;
    bill::Terms terms;

    [[nodiscard]] Result<Side> present() const;
    // Errors: a file that cannot be read, a name that is none, texts that the checker refuses.
    [[nodiscard]] Result<Side> candidate(const Candidate& candidate) const;

private:
    [[nodiscard]] Result<Side> side_of(catalog::Catalog texts) const;
};

}  // namespace bw::run
