// The bill on paper: A4, first page a whole story, details from page two on, tagged for screen
// readers. Where it stands: the frozen invoice goes in, PDF bytes for archive, print and mail come
// out.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"

#include <memory>
#include <string>

namespace bw::compose {

// What all bills of a run share: fonts with their subset, shaped words, compressors. Made once per
// run. Thread: any; each call of pdf() borrows one of its presses, which are made as threads need
// them.
class Engine {
public:
    // Error: a font of the family is not installed (the text says which and where it was searched).
    static Result<Engine> create();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;
    ~Engine();

    struct Shared;
    [[nodiscard]] Shared& shared() const { return *shared_; }

private:
    explicit Engine(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> shared_;
};

// Two pages or more. Same invoice, same bytes; dates come from the invoice only. Euro bills with an
// account carry a payment code. Inside is the invoice for machines, "factur-x.xml" (cii.h), where
// the norm has room for it (has_ubl). Error: the code cannot be made (wrong IBAN, amount out of
// range, reference too long), with the invoice's number as its subject.
Result<std::string> pdf(const bill::Invoice& invoice, const Engine& engine);
// The same for a bill that was not issued: a band across every page says so, nothing is inside, and
// there is nothing to pay by: no account, reference or code.
Result<std::string> preview_pdf(bill::Invoice invoice, const Engine& engine);
// Lays the bill out and says what pdf() would refuse; makes no file. For bills without a number
// yet.
Result<void> proof(const bill::Invoice& invoice, const Engine& engine);

}  // namespace bw::compose
