// What a template is shown by: a bill or a letter, made up or a customer's.
#pragma once

#include "flow/compose/documents/composer.h"

#include <string>
#include <utility>
#include <variant>

namespace bw::app {

class SampleDocument {
public:
    SampleDocument(std::string its, bill::Invoice invoice)
        : name(std::move(its)), data_(std::move(invoice)) {}
    SampleDocument(std::string its, compose::Reminder reminder)
        : name(std::move(its)), data_(std::move(reminder)) {}

    std::string name;  // "electricity-en"

    // make(document, ..) of what it is.
    template <typename Make>
    auto with(Make make) const {
        return std::visit(make, data_);
    }
    template <typename Make>
    void change(Make make) {
        std::visit(make, data_);
    }

private:
    std::variant<bill::Invoice, compose::Reminder> data_;
};

}  // namespace bw::app
