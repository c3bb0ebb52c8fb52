// An invoice or a letter (matter.h) becomes documents by a template: PDF for paper and archive, a
// web page, an e-mail, a short message. Where it stands: frozen data go in, bytes come out; same
// data, same template, same bytes. Dates come from the data only.
#pragma once

#include "base/result.h"
#include "flow/bill/invoice.h"
#include "flow/compose/brands/set.h"
#include "flow/compose/documents/matter.h"
#include "flow/compose/message/sms.h"
#include "flow/compose/templates/plan.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bw::paper {
class Workshop;
}

namespace bw::documents {

// What all documents of a run share: the template as a plan, and the process's fonts and shaped
// words. Made once per run. Thread: any; each call borrows what a thread needs for itself.
class Composer {
public:
    // With the shipped template for bills. Error: a font of the family is not installed (the text
    // says which and where it was searched).
    static Result<Composer> create();
    // With another one. Documents are made of what its data are of: bills by "invoice/1", letters
    // by "reminder/1", "advances/1", "summary/1" or "itemised/1"; what is asked for of others is
    // Unsupported.
    static Result<Composer> create(templates::Plan plan);
    static Composer create(templates::Plan plan, paper::Workshop workshop);
    Composer(Composer&&) noexcept;
    Composer& operator=(Composer&&) noexcept;
    ~Composer();

    // With a shipped template: "bill", "reminder", "advances", "summary", "itemised".
    static Result<Composer> shipped(std::string_view name);

    // Whether the template is made for the channel; what is asked for others is Unsupported.
    [[nodiscard]] bool makes(content::Channel channel) const;
    [[nodiscard]] std::string_view data() const;  // that the template is made for: "invoice/1"
    // Other brands than the shipped ones, before the first document is made.
    void use_brands(brands::Set brands);

    struct Shared;
    [[nodiscard]] Shared& shared() const { return *shared_; }

private:
    explicit Composer(std::unique_ptr<Shared> shared);
    std::unique_ptr<Shared> shared_;
};

// Errors of all of them: the payment code cannot be made (wrong IBAN, amount out of range,
// reference too long), the document is too large, with the matter's name as subject.

// One page or more; PDF/A-3a and PDF/UA-1. Inside of a bill is the invoice for machines,
// "factur-x.xml" (cii.h), where the norm has room for it (has_ubl). Error, too: no installed font
// has a character.
Result<std::string> pdf(Matter matter, const Composer& composer);
// The same for a bill that was not issued: a band across every page says so, nothing is inside, and
// there is nothing to pay by: no account, reference or code.
Result<std::string> preview_pdf(bill::Invoice invoice, const Composer& composer);
// Lays the bill out and says what pdf() would refuse; makes no file. For bills without a number
// yet.
Result<void> proof(const bill::Invoice& invoice, const Composer& composer);

// One file of HTML. `page_link`: where the customer sees his bill on the web; may be empty.
Result<std::string> page(Matter matter, const Composer& composer, std::string_view page_link = {});

// The words of a channel's document, a block a line: what two versions are compared by. Error, too:
// the channel is short messages, which have no document.
Result<std::string> words(Matter matter, const Composer& composer, content::Channel channel,
                          std::string_view page_link = {});

struct MailText {
    std::string subject;
    std::string html, plain;  // the same for programs that show no HTML
};
// Error Limit, too: longer than mail programs show (html/mail.h).
Result<MailText> mail(Matter matter, const Composer& composer, std::string_view page_link = {});

// Nothing where the template sends none. Error Limit, too: more segments than a message has.
Result<std::optional<message::Sms>> short_message(Matter matter, const Composer& composer,
                                                  std::string_view page_link = {});

}  // namespace bw::documents
