#include "flow/compose/documents/composer.h"

#include "base/check.h"
#include "flow/compose/cii.h"
#include "flow/compose/documents/shipped.h"
#include "flow/compose/html/mail.h"
#include "flow/compose/html/page.h"
#include "flow/compose/message/plain.h"
#include "flow/compose/paper/print.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/fill.h"
#include "flow/compose/ubl.h"

#include <fmt/format.h>

#include <mutex>
#include <vector>

namespace bw::documents {

using content::Channel;
using templates::Filler;

// Fillers wait here between documents; a thread takes one and brings it back.
struct Composer::Shared {
    Shared(templates::Plan its, paper::Workshop shop)
        : plan(std::move(its)), workshop(std::move(shop)) {}

    std::unique_ptr<Filler> take() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) return std::make_unique<Filler>(plan);
        auto filler = std::move(idle.back());
        idle.pop_back();
        return filler;
    }
    void bring_back(std::unique_ptr<Filler> filler) {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(filler));
    }

    templates::Plan plan;
    paper::Workshop workshop;
    brands::Set brands;
    std::mutex mutex;
    std::vector<std::unique_ptr<Filler>> idle;
};

Composer::Composer(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}
Composer::Composer(Composer&&) noexcept = default;
Composer& Composer::operator=(Composer&&) noexcept = default;
Composer::~Composer() = default;

void Composer::use_brands(brands::Set brands) { shared_->brands = std::move(brands); }

Result<Composer> Composer::create(templates::Plan plan) {
    return create(std::move(plan), TRY(paper::Workshop::of_process()));
}

Composer Composer::create(templates::Plan plan, paper::Workshop workshop) {
    return Composer(std::make_unique<Shared>(std::move(plan), std::move(workshop)));
}

Result<Composer> Composer::create() { return shipped("bill"); }

Result<Composer> Composer::shipped(std::string_view name) {
    auto compiled = templates::compile(documents::shipped(name));
    CHECK(compiled.plan.has_value());  // a test compiles what is shipped
    return create(std::move(*compiled.plan));
}

std::string_view Composer::data() const { return shared_->plan.data; }

bool Composer::makes(Channel channel) const { return shared_->plan.has(channel); }

namespace {

Result<void> require(const Composer& composer, Channel channel) {
    if (composer.makes(channel)) return {};
    return fail(Code::Unsupported, fmt::format("the template is not made for the channel '{}'",
                                               content::channel_name(channel)));
}

// One document with a filler of the composer's.
class Job {
public:
    static Result<Job> start(Matter matter, const Composer& composer, std::string_view page_link) {
        const auto& seller = matter.seller();
        const auto& brand = composer.shared().brands.find(seller.brand);
        const std::string& name = brand.name.empty() ? seller.name : brand.name;
        auto facts = TRY(matter.facts({.brand_name = name,
                                       .brand_short = name,
                                       .page_link = std::string(page_link),
                                       .spoken = composer.shared().plan.spoken}));
        if (facts->schema() != composer.shared().plan.data)
            return fail(Code::Unsupported,
                        fmt::format("the template is made for {}, this is {}",
                                    composer.shared().plan.data, facts->schema()));
        return Job(brand, std::move(facts), composer);
    }
    Job(Job&&) = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;
    Job& operator=(Job&&) = delete;
    ~Job() {
        if (filler_) shared_->bring_back(std::move(filler_));
    }

    [[nodiscard]] const brands::Brand& brand() const { return *brand_; }
    [[nodiscard]] const compose::Format& format() const { return facts_->format(); }

    Result<const content::Block*> document(Channel channel) {
        return filler_->document(data(), format(), channel);
    }
    Result<const content::Block*> email() { return filler_->email(data(), format()); }
    Result<std::string> message() { return filler_->message(data(), format()); }

private:
    Job(const brands::Brand& brand, std::unique_ptr<data::Source> facts, const Composer& composer)
        : brand_(&brand), facts_(std::move(facts)), shared_(&composer.shared()),
          filler_(shared_->take()) {}
    [[nodiscard]] data::Item data() const { return facts_->item(); }

    const brands::Brand* brand_;
    std::unique_ptr<data::Source> facts_;
    Composer::Shared* shared_;
    std::unique_ptr<Filler> filler_;
};

template <typename T>
Result<T> about(Matter matter, Result<T> result) {
    if (!result && result.error().subject.empty()) result.error().subject = matter.name();
    return result;
}

// By Factur-X 1.0 and ZUGFeRD 2, which give the name and, in Germany, the relation. Nothing where
// the norm has no room for the invoice.
std::vector<pdf::Attachment> einvoice_of(const bill::Invoice& invoice,
                                         const compose::Format& format) {
    if (!compose::has_ubl(invoice)) return {};
    return {{.name = "factur-x.xml",
             .description = std::string(format.words().einvoice),
             .media_type = "text/xml",
             .bytes = compose::cii(invoice),
             .relation = pdf::Relation::Alternative,
             .modified = Zone().start_of_day(invoice.issued_on),
             .factur_x_profile = "EN 16931"}};
}

template <typename T>
Result<T> on_paper(Matter matter, const Composer& composer, paper::Purpose purpose,
                   const std::vector<pdf::Attachment>& inside,
                   Result<T> (*make)(paper::Order, const paper::Workshop&)) {
    const auto made = [&]() -> Result<T> {
        TRY_VOID(require(composer, Channel::Paper));
        auto job = TRY(Job::start(matter, composer, {}));
        const auto* filled = TRY(job.document(Channel::Paper));
        return make({.document = *filled,
                     .brand = job.brand(),
                     .format = job.format(),
                     .author = matter.seller().name,
                     .day = matter.day(),
                     .purpose = purpose,
                     .attachments = inside},
                    composer.shared().workshop);
    };
    return about(matter, made());
}

}  // namespace

Result<std::string> pdf(Matter matter, const Composer& composer) {
    std::vector<pdf::Attachment> inside;
    if (const auto* invoice = matter.invoice())
        inside = einvoice_of(*invoice, compose::Format(compose::language_of(invoice->language)));
    return on_paper<std::string>(matter, composer, paper::Purpose::Issue, inside, paper::print);
}

Result<std::string> preview_pdf(bill::Invoice invoice, const Composer& composer) {
    invoice.number = compose::strings(compose::language_of(invoice.language)).preview;
    invoice.payment_reference.clear();
    invoice.seller.iban.clear();
    invoice.seller.bic.clear();
    return on_paper<std::string>(invoice, composer, paper::Purpose::Preview, {}, paper::print);
}

Result<void> proof(const bill::Invoice& invoice, const Composer& composer) {
    return on_paper<void>(invoice, composer, paper::Purpose::Issue, {}, paper::proof);
}

Result<std::string> page(Matter matter, const Composer& composer, std::string_view page_link) {
    const auto made = [&]() -> Result<std::string> {
        TRY_VOID(require(composer, Channel::Web));
        auto job = TRY(Job::start(matter, composer, page_link));
        const auto* filled = TRY(job.document(Channel::Web));
        return html::page(*filled, job.brand(), job.format());
    };
    return about(matter, made());
}

Result<std::string> words(Matter matter, const Composer& composer, Channel channel,
                          std::string_view page_link) {
    const auto made = [&]() -> Result<std::string> {
        TRY_VOID(require(composer, channel));
        if (channel == Channel::Sms)
            return fail(Code::Unsupported, "a short message is no document");
        auto job = TRY(Job::start(matter, composer, page_link));
        const auto* filled = TRY(job.document(channel));
        return html::plain_text(*filled);
    };
    return about(matter, made());
}

Result<MailText> mail(Matter matter, const Composer& composer, std::string_view page_link) {
    const auto made = [&]() -> Result<MailText> {
        TRY_VOID(require(composer, Channel::Email));
        auto job = TRY(Job::start(matter, composer, page_link));
        const auto* head = TRY(job.email());
        MailText mail{
            .subject = std::string((*head)[content::Name::Subject]), .html = {}, .plain = {}};
        const std::string preheader((*head)[content::Name::Preheader]);
        const auto* filled = TRY(job.document(Channel::Email));
        mail.html = TRY(html::mail(*filled, preheader, job.brand(), job.format()));
        mail.plain = message::wrapped(html::plain_text(*filled), message::kTextColumns);
        return mail;
    };
    return about(matter, made());
}

Result<std::optional<message::Sms>> short_message(Matter matter, const Composer& composer,
                                                  std::string_view page_link) {
    const auto made = [&]() -> Result<std::optional<message::Sms>> {
        TRY_VOID(require(composer, Channel::Sms));
        auto job = TRY(Job::start(matter, composer, page_link));
        const auto words = TRY(job.message());
        if (words.empty()) return std::nullopt;
        return message::compose_sms(words, {});
    };
    return about(matter, made());
}

}  // namespace bw::documents
