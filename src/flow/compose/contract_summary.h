// What a customer reads before he signs: the main elements of an offer on one page, by the template
// of Implementing Regulation (EU) 2019/2243.
#pragma once

#include "flow/compose/letter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bw::compose {

// A letter to nobody yet: account and buyer are empty.
struct ContractSummary : Letter {
    std::string plan;  // in the summary's language, as all words here
    Currency currency;
    // The company's words; all but the first may be empty.
    std::string services, equipment, speeds, ending, disabilities, other;
    int commitment_months = 0;

    struct Price {
        std::string name;
        Decimal amount;    // with tax
        std::string unit;  // "month", "minute", "message", "500 MB"; empty: once
    };
    std::vector<Price> prices;
    std::vector<std::string> price_lists;  // what else is paid by a list: "calls abroad"
    std::vector<std::string> reductions;   // "half price for six months"

    enum class Counted : std::uint8_t { Seconds, Messages, Bytes };
    struct Included {
        Counted counted = Counted::Bytes;
        std::optional<std::int64_t> amount;    // nothing: unlimited
        std::optional<std::int64_t> fair_use;  // of an unlimited one
        std::string period;                    // "month"; empty: the billing period
    };
    std::vector<Included> included;
};

}  // namespace bw::compose
