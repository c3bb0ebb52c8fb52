// What a template sees of a contract summary: "summary/1".
#pragma once

#include "base/result.h"
#include "flow/compose/contract_summary.h"
#include "flow/compose/data/closing.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/source.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct OfferFacts {
    std::string_view plan;
    LocalDate written_on;  // prices are those of this day
    std::string_view services, equipment, speeds, ending, disabilities, other;
    int commitment_months = 0;
    Money monthly;  // all fees of a month
    bool has_monthly = false;
};

struct OfferPrice {
    std::string_view name;
    std::string amount;  // "39.98 EUR"
    std::string per;     // "per month"; empty: once
};

struct OfferIncluded {
    std::string_view name;  // "Data"
    std::string amount;     // "20 GB per month", "unlimited"
    std::string fair_use;   // of an unlimited one; may be empty
};

// The summary must outlive it.
class SummaryFacts final : public Source {
public:
    // Error: the fees of a month are too large.
    static Result<std::unique_ptr<SummaryFacts>> make(const compose::ContractSummary& summary,
                                                      Surroundings surroundings = {});

    [[nodiscard]] Item item() const override { return {this}; }
    [[nodiscard]] std::string_view schema() const override { return "summary/1"; }
    [[nodiscard]] const compose::Format& format() const override { return format_; }

    [[nodiscard]] const OfferFacts& offer() const { return offer_; }
    [[nodiscard]] const Party& seller() const { return seller_; }
    [[nodiscard]] const std::vector<OfferPrice>& prices() const { return prices_; }
    [[nodiscard]] const std::vector<Sentence>& price_lists() const { return price_lists_; }
    [[nodiscard]] const std::vector<Sentence>& reductions() const { return reductions_; }
    [[nodiscard]] const std::vector<OfferIncluded>& included() const { return included_; }
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

private:
    SummaryFacts(const compose::ContractSummary& summary, Surroundings surroundings);
    Result<void> add_prices(const compose::ContractSummary& summary);

    Surroundings surroundings_;
    compose::Format format_;
    OfferFacts offer_;
    Party seller_;
    std::vector<OfferPrice> prices_;
    std::vector<Sentence> price_lists_, reductions_;
    std::vector<OfferIncluded> included_;
};

}  // namespace bw::data
