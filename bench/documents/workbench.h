// What the programs of this folder share: the bills of the data set, their template, and a filled
// document of one of them.
#pragma once

#include "base/result.h"
#include "documents/data_set.h"
#include "flow/compose/content/block.h"
#include "flow/compose/data/facts.h"
#include "flow/compose/templates/fill.h"
#include "flow/compose/templates/plan.h"

#include <filesystem>
#include <memory>

namespace bw::bench {

// The template of this folder (template/bill.xml): two pages of 40 lines. Error: it is missing, or
// has a mistake, which the text names.
Result<templates::Plan> read_template(const std::filesystem::path& file);

// A bill's facts and its document on paper, one after the other with one memory, as a run does.
class Desk {
public:
    explicit Desk(const templates::Plan& plan) : filler_(plan) {}

    Result<void> take(const bill::Invoice& invoice);  // which must outlive what is made of it
    Result<const content::Block*> fill();

    [[nodiscard]] const data::Facts& facts() const { return *facts_; }

private:
    templates::Filler filler_;
    std::unique_ptr<data::Facts> facts_;
};

}  // namespace bw::bench
