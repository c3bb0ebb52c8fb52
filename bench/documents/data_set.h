// The bills that documents are measured by: a checked-in model (bill-40-lines.json) and as many
// different bills of it as a run asks for. Number n of one file is always the same bill: its
// parties, dates, months, quantities and amounts are drawn from n.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/result.h"
#include "flow/bill/invoice.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace bw::bench {

// A line of the model. Where `sums` names a charge, the quantity is that of the charge's lines
// before it, of its week or, where it has none, of all weeks.
struct ModelLine {
    std::string name, unit, charge, sums;
    Decimal quantity, price;
    int week = 0;  // 1 to 4; 0: the whole month
};

struct ModelMonth {
    Decimal quantity, year_before;
    bool estimated = false;
};

struct Model {
    bill::Invoice frame;  // what all bills have in common
    int days_to_pay = 0;
    std::string tax_code, tax_name;
    Decimal tax_percent, last_bill;
    std::vector<std::string> given_names, family_names, streets;
    std::vector<std::pair<std::string, std::string>> places;  // postcode, town
    std::vector<ModelLine> lines;
    std::vector<ModelMonth> months;
};

class DataSet {
public:
    // Error: the file is missing, or something in it is; the text says what and where.
    static Result<DataSet> read(const std::filesystem::path& file);

    // n >= 0. Sums and taxes are right, and all bills of n below 10,000 differ. Error: an amount
    // out of range, which no data set that was looked at has.
    [[nodiscard]] Result<bill::Invoice> bill(int n) const;

private:
    explicit DataSet(Model model) : model_(std::move(model)) {}

    Model model_;
};

}  // namespace bw::bench
