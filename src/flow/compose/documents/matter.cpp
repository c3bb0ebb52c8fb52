#include "flow/compose/documents/matter.h"

#include "flow/compose/data/advance_facts.h"
#include "flow/compose/data/facts.h"
#include "flow/compose/data/itemised_facts.h"
#include "flow/compose/data/reminder_facts.h"
#include "flow/compose/data/summary_facts.h"

namespace bw::documents {
namespace {

struct Day {
    LocalDate operator()(const bill::Invoice* invoice) const { return invoice->issued_on; }
    LocalDate operator()(const compose::Letter* letter) const { return letter->written_on; }
};
struct Number {
    const std::string& operator()(const bill::Invoice* invoice) const { return invoice->number; }
    const std::string& operator()(const compose::Letter* letter) const {
        return letter->account_number;
    }
    const std::string& operator()(const compose::ItemisedBill* bill) const { return bill->invoice; }
};
struct Name {
    std::string operator()(const bill::Invoice* invoice) const {
        return "invoice " + invoice->number;
    }
    std::string operator()(const compose::Reminder* reminder) const {
        return "reminder of " + reminder->account_number;
    }
    std::string operator()(const compose::AdvancePlan* plan) const {
        return "advances of " + plan->account_number;
    }
    std::string operator()(const compose::ContractSummary* summary) const {
        return "summary of " + summary->plan;
    }
    std::string operator()(const compose::ItemisedBill* bill) const {
        return "itemised bill " + bill->invoice;
    }
};
struct Facts {
    data::Surroundings around;
    using Made = Result<std::unique_ptr<data::Source>>;
    Made operator()(const bill::Invoice* invoice) {
        return data::Facts::make(*invoice, std::move(around));
    }
    Made operator()(const compose::Reminder* reminder) {
        return data::ReminderFacts::make(*reminder, std::move(around));
    }
    Made operator()(const compose::AdvancePlan* plan) {
        return data::AdvanceFacts::make(*plan, std::move(around));
    }
    Made operator()(const compose::ContractSummary* summary) {
        return data::SummaryFacts::make(*summary, std::move(around));
    }
    Made operator()(const compose::ItemisedBill* bill) {
        return data::ItemisedFacts::make(*bill, std::move(around));
    }
};

}  // namespace

const bill::Seller& Matter::seller() const {
    return std::visit([](const auto* of) -> const bill::Seller& { return of->seller; }, of_);
}

const bill::Buyer& Matter::buyer() const {
    return std::visit([](const auto* of) -> const bill::Buyer& { return of->buyer; }, of_);
}

std::string_view Matter::language() const {
    return std::visit([](const auto* of) -> std::string_view { return of->language; }, of_);
}

LocalDate Matter::day() const { return std::visit(Day{}, of_); }

const std::string& Matter::number() const {
    return std::visit([](const auto* of) -> const std::string& { return Number{}(of); }, of_);
}

std::string Matter::name() const { return std::visit(Name{}, of_); }

const bill::Invoice* Matter::invoice() const {
    const auto* const* invoice = std::get_if<const bill::Invoice*>(&of_);
    return invoice == nullptr ? nullptr : *invoice;
}

Result<std::unique_ptr<data::Source>> Matter::facts(data::Surroundings around) const {
    return std::visit(Facts{std::move(around)}, of_);
}

}  // namespace bw::documents
