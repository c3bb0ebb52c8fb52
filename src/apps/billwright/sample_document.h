// What a template is shown by: a bill or a letter, made up or a customer's.
#pragma once

#include "flow/compose/documents/composer.h"

#include <string>
#include <utility>
#include <variant>

namespace bw::app {

class SampleDocument {
public:
    template <typename Of>
    SampleDocument(std::string its, Of of) : name(std::move(its)), of_(std::move(of)) {}

    std::string name;  // "electricity-en"

    [[nodiscard]] documents::Matter matter() const {
        return std::visit([](const auto& of) { return documents::Matter(of); }, of_);
    }
    void use_brand(const std::string& key) {
        std::visit([&](auto& of) { of.seller.brand = key; }, of_);
    }

private:
    std::variant<bill::Invoice, compose::Reminder, compose::AdvancePlan, compose::ContractSummary,
                 compose::ItemisedBill>
        of_;
};

}  // namespace bw::app
