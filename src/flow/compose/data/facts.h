// What a template sees of one statement: the invoice and all that is derived from it in words and
// sums, each made when it is first asked for (a short message asks for two fields and pays for
// two). Pure: same invoice, same facts. Fields and what they mean: invoice_schema.cpp.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"
#include "flow/compose/data/charges.h"
#include "flow/compose/data/closing.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/source.h"
#include "flow/compose/format.h"
#include "flow/compose/story.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bw::data {

// The invoice must outlive it.
class Facts final : public Source {
public:
    // Error: the payment code cannot be made (wrong IBAN, amount out of range, reference too long).
    static Result<std::unique_ptr<Facts>> make(const bill::Invoice& invoice,
                                               Surroundings surroundings = {});

    [[nodiscard]] Item item() const override { return {this}; }
    [[nodiscard]] std::string_view schema() const override { return "invoice/1"; }
    [[nodiscard]] const compose::Format& format() const override { return format_; }

    [[nodiscard]] const DocumentFacts& document() const;
    [[nodiscard]] const InvoiceFacts& invoice() const;
    [[nodiscard]] const Party& seller() const;
    [[nodiscard]] const Party& buyer() const;
    [[nodiscard]] const compose::Headline& headline() const;
    // Empty: no bill before this one to compare with.
    [[nodiscard]] const std::optional<Why>& why() const;
    // Empty: nothing was measured.
    [[nodiscard]] const std::optional<Usage>& usage() const;
    // Empty: nothing was counted, or it gives back.
    [[nodiscard]] const std::optional<Received>& received() const;
    [[nodiscard]] const Receipt& receipt() const;
    [[nodiscard]] const Payment& payment() const { return payment_; }
    [[nodiscard]] const Charges& charges() const;
    [[nodiscard]] const Totals& totals() const;
    [[nodiscard]] const Supplies& supplies() const;
    [[nodiscard]] const std::vector<Sentence>& notices() const;
    [[nodiscard]] const std::vector<Disclosure>& disclosures() const;
    // Empty: it has one part, or some that are below zero.
    [[nodiscard]] const std::optional<Composition>& composition() const;
    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

private:
    Facts(const bill::Invoice& invoice, Surroundings surroundings);

    const bill::Invoice& source_;
    Surroundings surroundings_;
    compose::Format format_;
    Payment payment_;
    mutable std::optional<DocumentFacts> document_;
    mutable std::optional<InvoiceFacts> invoice_;
    mutable std::optional<Party> seller_, buyer_;
    mutable std::optional<compose::Headline> headline_;
    mutable std::optional<std::optional<Why>> why_;
    mutable std::optional<std::optional<Usage>> usage_;
    mutable std::optional<std::optional<Received>> received_;
    mutable std::optional<Receipt> receipt_;
    mutable std::optional<Charges> charges_;
    mutable std::optional<Totals> totals_;
    mutable std::optional<Supplies> supplies_;
    mutable std::optional<std::vector<Sentence>> notices_;
    mutable std::optional<std::vector<Disclosure>> disclosures_;
    mutable std::optional<std::optional<Composition>> composition_;
};

}  // namespace bw::data
