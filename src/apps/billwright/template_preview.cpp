#include "apps/billwright/template_preview.h"

#include "apps/billwright/mail_parts.h"
#include "apps/billwright/output_file.h"
#include "flow/compose/html/html.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>

namespace bw::app {
namespace {

using content::Channel;

// The mail with its document, as a mail program opens it.
message::Mail whole_mail(const std::string& name, documents::Matter matter,
                         const documents::MailText& text, std::string pdf) {
    return mail_of({.from = {matter.seller().name, "bills@example.org"},
                    .to = {matter.buyer().name, "customer@example.org"},
                    .day = matter.day(),
                    .message_id = name + "@example.org",
                    .language = std::string(matter.language()),
                    .pdf_name = matter.number() + ".pdf"},
                   text, std::move(pdf));
}

class Folder {
public:
    Folder(std::string path, const documents::Composer& composer)
        : path_(std::move(path)), composer_(composer) {}

    // What of the case could not be made is told in it; an Error is of the folder.
    Result<PreviewedCase> write(const SampleDocument& one) {
        const std::string& name = one.name;
        const auto matter = one.matter();
        PreviewedCase done;
        done.name = name;
        const Trouble trouble = [&](const Error& error) {
            done.trouble.append(done.trouble.empty() ? "" : "; ").append(error.text);
        };
        const auto pdf = documents::pdf(matter, composer_);
        if (pdf) {
            done.pdf_bytes = pdf->size();
            TRY_VOID(put(name + ".pdf", *pdf));
        } else {
            trouble(pdf.error());
        }
        if (composer_.makes(Channel::Web)) TRY_VOID(write_page(name, matter, trouble));
        if (composer_.makes(Channel::Email)) {
            const auto mail = documents::mail(matter, composer_, kSampleLink);
            if (!mail) {
                trouble(mail.error());
            } else {
                done.mail_bytes = mail->html.size();
                TRY_VOID(put(name + ".mail.html", mail->html));
                TRY_VOID(
                    write_mail(whole_mail(name, matter, *mail, pdf.value_or("")), name, trouble));
            }
        }
        if (composer_.makes(Channel::Sms)) TRY_VOID(write_message(matter, done, trouble));
        return done;
    }

private:
    using Trouble = std::function<void(const Error&)>;

    Result<void> write_page(const std::string& name, documents::Matter matter,
                            const Trouble& trouble) {
        if (const auto page = documents::page(matter, composer_, kSampleLink))
            return put(name + ".html", *page);
        else trouble(page.error());
        return {};
    }

    Result<void> write_mail(const message::Mail& mail, const std::string& name,
                            const Trouble& trouble) {
        const auto whole = message::write_mail(mail);
        if (whole) return put(name + ".eml", *whole);
        trouble(whole.error());
        return {};
    }

    Result<void> write_message(documents::Matter matter, PreviewedCase& done,
                               const Trouble& trouble) {
        const auto sms = documents::short_message(matter, composer_, kSampleLink);
        if (!sms) {
            trouble(sms.error());
            return {};
        }
        const auto& message = *sms;
        if (!message) return {};
        done.message = message->text;
        done.segments = message->segments;
        return put(done.name + ".sms.txt", done.message + "\n");
    }

public:
    Result<void> put(const std::string& name, std::string_view bytes) {
        return write_file((std::filesystem::path(path_) / name).string(), bytes);
    }

private:
    std::string path_;
    const documents::Composer& composer_;
};

constexpr std::string_view kStyle =
    "body{font:1rem/1.5 Inter,system-ui,sans-serif;margin:2rem;color:#1e2228;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2.5rem 0 .5rem}"
    ".row{display:flex;gap:1.5rem;overflow-x:auto;align-items:flex-start}"
    "figure{margin:0}figcaption{color:#565c64;font-size:.875rem}"
    "iframe,object{border:1px solid #d6d9dd;height:640px;background:#fff}"
    ".sms{inline-size:18rem;background:#eef1f5;border-radius:14px;padding:.8rem 1rem;margin:0}"
    ".trouble{color:#b00020;font-weight:600}";

std::string index_of(const std::vector<PreviewedCase>& cases, const documents::Composer& composer) {
    std::string out;
    html::Writer w(out);
    w.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    w.element("title", "Preview").raw("<style>").raw(kStyle).raw("</style>\n</head>\n<body>\n");
    w.element("h1", fmt::format("{} documents on every channel", cases.size()));
    for (const auto& one : cases) {
        w.element("h2", one.name, {{"id", one.name}});
        w.optional("p", one.trouble, {{"class", "trouble"}});
        w.raw("<div class=\"row\">\n");
        const auto frame = [&](std::string_view what, const std::string& file, int width) {
            w.raw("<figure><figcaption>")
                .open("a", {{"href", file}})
                .text(what)
                .raw("</a></figcaption>");
            w.open("iframe", {{"src", file},
                              {"width", std::to_string(width)},
                              {"loading", "lazy"},
                              {"title", fmt::format("{}: {}", one.name, what)}});
            w.raw("</iframe></figure>\n");
        };
        if (one.pdf_bytes > 0) frame("Paper", one.name + ".pdf", 480);
        if (composer.makes(Channel::Web)) {
            frame("Page on a phone", one.name + ".html", 360);
            frame("Page", one.name + ".html", 760);
        }
        if (one.mail_bytes > 0) frame("E-mail", one.name + ".mail.html", 620);
        if (one.message.empty()) {
            w.raw("</div>\n");
            continue;
        }
        w.raw("<figure><figcaption>Short message");
        if (one.segments > 1) w.text(fmt::format(", {} segments", one.segments));
        w.raw("</figcaption>");
        w.optional("p", one.message, {{"class", "sms"}}).raw("</figure>\n</div>\n");
    }
    w.raw("</body>\n</html>\n");
    return out;
}

}  // namespace

Result<std::vector<PreviewedCase>> write_previews(const std::string& folder,
                                                  const std::vector<SampleDocument>& cases,
                                                  const documents::Composer& composer,
                                                  ProgressBar& bar) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(Code::Refused, "the folder cannot be made: " + error.message(), folder);
    Folder out(folder, composer);
    std::vector<PreviewedCase> done;
    const auto all = static_cast<std::int64_t>(cases.size());
    for (const auto& one : cases) {
        done.push_back(TRY(out.write(one)));
        bar.at(static_cast<std::int64_t>(done.size()), all);
    }
    bar.finish();
    TRY_VOID(out.put("index.html", index_of(done, composer)));
    return done;
}

}  // namespace bw::app
