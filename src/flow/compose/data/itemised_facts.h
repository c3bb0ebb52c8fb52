// What a template sees of an itemised bill: "itemised/1".
#pragma once

#include "base/result.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/source.h"
#include "flow/compose/itemised_bill.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct ItemisedHead {
    std::string_view account_number, invoice, currency;
    LocalDate written_on;
    int count = 0;  // of entries
    Money sum;      // of all services
};

struct ItemisedCall {
    std::string when;         // "3 Oct 2026, 14:05"
    std::string_view number;  // as it may be shown
    std::string_view line;    // of the bill: "National calls"
    std::string lasted;       // "3:05" minutes, "12 MB"; empty: a message
    std::string amount;       // "0.1545", without the currency
};

struct ItemisedService {
    std::string_view name;  // "Mobile"
    std::string_view code, plan;
    Period days;
    Money sum;
    bool is_gross = false;  // amounts are with tax
    std::vector<ItemisedCall> calls;
};

// The itemised bill must outlive it.
class ItemisedFacts final : public Source {
public:
    // Error: a sum is too large.
    static Result<std::unique_ptr<ItemisedFacts>> make(const compose::ItemisedBill& bill,
                                                       Surroundings surroundings = {});

    [[nodiscard]] Item item() const override { return {this}; }
    [[nodiscard]] std::string_view schema() const override { return "itemised/1"; }
    [[nodiscard]] const compose::Format& format() const override { return format_; }

    [[nodiscard]] const ItemisedHead& bill() const { return head_; }
    [[nodiscard]] const Party& seller() const { return seller_; }
    [[nodiscard]] const Party& buyer() const { return buyer_; }
    [[nodiscard]] const std::vector<ItemisedService>& services() const { return services_; }
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

private:
    ItemisedFacts(const compose::ItemisedBill& bill, Surroundings surroundings);
    Result<void> add_services(const compose::ItemisedBill& bill);

    Surroundings surroundings_;
    compose::Format format_;
    ItemisedHead head_;
    Party seller_, buyer_;
    std::vector<ItemisedService> services_;
};

}  // namespace bw::data
