#include "apps/billwright/letter_file.h"

#include "apps/billwright/mail_parts.h"
#include "apps/billwright/output_file.h"
#include "run/templates.h"

#include <fmt/format.h>

#include <filesystem>

namespace bw::app {
namespace {

Result<std::string> as_mail(const compose::Letter& letter, documents::Matter matter,
                            std::string_view kind, const documents::Composer& composer,
                            const std::string& link) {
    TRY_VOID(require_addresses(letter.seller, letter.buyer, "account " + letter.account_number));
    auto text = TRY(documents::mail(matter, composer, link));
    auto pdf = TRY(documents::pdf(matter, composer));
    const auto id = fmt::format("{}-{}-{}", kind, matter.number(), letter.written_on.to_string());
    const auto mail = mail_of({.from = {letter.seller.name, letter.seller.email},
                               .to = {letter.buyer.name, letter.buyer.email},
                               .day = letter.written_on,
                               .message_id = message_id_of(id, letter.seller),
                               .language = letter.language,
                               .pdf_name = matter.number() + ".pdf"},
                              std::move(text), std::move(pdf));
    return message::write_mail(mail);
}

Result<std::string> as_text(documents::Matter matter, const documents::Composer& composer,
                            const std::string& link) {
    const auto sms = TRY(documents::short_message(matter, composer, link));
    if (!sms)
        return fail(Code::NotFound, "the template sends no short message",
                    "account " + matter.number());
    return sms->text + "\n";
}

}  // namespace

Result<void> write_letter(store::Transaction& tx, TenantId tenant, std::string_view kind,
                          const compose::Letter& letter, documents::Matter matter,
                          const LetterFile& file) {
    const auto composer = TRY(run::composer_on(tx, tenant, kind, letter.written_on));
    const auto ending = std::filesystem::path(file.path).extension().string();
    const auto bytes = [&]() -> Result<std::string> {
        if (ending == ".pdf") return documents::pdf(matter, composer);
        if (ending == ".html") return documents::page(matter, composer, file.link);
        if (ending == ".eml") return as_mail(letter, matter, kind, composer, file.link);
        if (ending == ".txt") return as_text(matter, composer, file.link);
        return fail(Code::Invalid, "end the name in .pdf, .html, .eml or .txt (short message)",
                    file.path);
    };
    return write_file(file.path, TRY(bytes()));
}

}  // namespace bw::app
