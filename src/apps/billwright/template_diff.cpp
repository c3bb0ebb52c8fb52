#include "apps/billwright/template_diff.h"

#include "apps/billwright/output_file.h"
#include "apps/billwright/template_preview.h"
#include "flow/compose/html/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace bw::app {
namespace {

namespace fs = std::filesystem;
using content::Channel;

struct Made {
    std::string bytes, words;
};

Result<Made> made_of(documents::Matter matter, const documents::Composer& composer,
                     Channel channel) {
    if (channel == Channel::Sms) {
        const auto sms = TRY(documents::short_message(matter, composer, kSampleLink));
        const std::string text = sms ? sms->text : "";
        return Made{text, text};
    }
    Made made;
    if (channel == Channel::Paper) made.bytes = TRY(documents::pdf(matter, composer));
    if (channel == Channel::Web) made.bytes = TRY(documents::page(matter, composer, kSampleLink));
    if (channel == Channel::Email) {
        auto mail = TRY(documents::mail(matter, composer, kSampleLink));
        made.bytes = mail.html;
        made.words = mail.subject + "\n";
    }
    made.words += TRY(documents::words(matter, composer, channel, kSampleLink));
    return made;
}

class Comparison {
public:
    Comparison(fs::path folder, const documents::Composer& before, const documents::Composer& after)
        : folder_(std::move(folder)), before_(before), after_(after) {}

    Result<CaseDiff> compare(const SampleDocument& one) {
        CaseDiff diff;
        diff.name = one.name;
        for (const auto channel : {Channel::Paper, Channel::Web, Channel::Email, Channel::Sms}) {
            const auto old = made(one, before_, channel, "before", diff);
            const auto now = made(one, after_, channel, "after", diff);
            if (old.bytes == now.bytes) continue;
            add_channel(channel, old, now, diff);
            if (channel == Channel::Paper) TRY_VOID(draw(one, old.bytes, now.bytes, diff));
        }
        return diff;
    }
    [[nodiscard]] const std::string& no_pictures() const { return no_pictures_; }

private:
    static Made made(const SampleDocument& one, const documents::Composer& composer,
                     Channel channel, std::string_view which, CaseDiff& diff) {
        if (!composer.makes(channel)) return {};
        auto made = made_of(one.matter(), composer, channel);
        if (made) return std::move(*made);
        diff.trouble.append(diff.trouble.empty() ? "" : "; ")
            .append(fmt::format("{}, {}: {}", which, content::channel_name(channel),
                                made.error().text));
        return {};
    }

    static void add_channel(Channel channel, const Made& old, const Made& now, CaseDiff& diff) {
        ChannelDiff found{channel, 0, 0, old.words, now.words};
        for (const auto& line : text::difference(old.words, now.words)) {
            found.removed += line.kind == text::LineKind::Removed ? 1 : 0;
            found.added += line.kind == text::LineKind::Added ? 1 : 0;
        }
        diff.channels.push_back(std::move(found));
    }

    // An Error is of the folder; what keeps pages from being drawn is told once.
    Result<void> draw(const SampleDocument& one, const std::string& old, const std::string& now,
                      CaseDiff& diff) {
        const auto before = folder_ / (one.name + ".before.pdf");
        const auto after = folder_ / (one.name + ".after.pdf");
        TRY_VOID(write_file(before.string(), old));
        TRY_VOID(write_file(after.string(), now));
        if (!no_pictures_.empty() || old.empty() || now.empty()) return {};
        const auto drawn = [&]() -> Result<void> {
            diff.pages = TRY(compare_pages(before, after, folder_));
            diff.old_pictures = TRY(draw_pages(before, folder_ / (one.name + ".before")));
            diff.new_pictures = TRY(draw_pages(after, folder_ / (one.name + ".after")));
            return {};
        };
        if (const auto done = drawn(); !done) no_pictures_ = done.error().message();
        return {};
    }

    fs::path folder_;
    const documents::Composer& before_;
    const documents::Composer& after_;
    std::string no_pictures_;
};

constexpr std::string_view kStyle =
    "body{font:1rem/1.5 Inter,system-ui,sans-serif;margin:2rem;color:#1e2228;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:1rem 0 "
    ".3rem}"
    ".row{display:flex;gap:1.5rem;overflow-x:auto;align-items:flex-start}"
    "figure{margin:0}figcaption{color:#565c64;font-size:.875rem}"
    "img{border:1px solid #d6d9dd;display:block}"
    ".over{position:relative;isolation:isolate;filter:invert(1)}"
    ".over img+img{position:absolute;inset:0;mix-blend-mode:difference}"
    "pre{font:.85rem/1.5 ui-monospace,monospace;white-space:pre-wrap;max-width:60rem;margin:0}"
    "pre span{display:block}"
    "del{background:#fbe3e4;text-decoration:none;display:block}"
    "ins{background:#e0f3e4;text-decoration:none;display:block}"
    ".trouble{color:#b00020;font-weight:600}";

// Changed lines with two of what stands around them.
void write_lines(html::Writer& w, const ChannelDiff& channel) {
    constexpr std::ptrdiff_t kAround = 2;
    const auto lines = text::difference(channel.before, channel.after);
    const auto count = std::ssize(lines);
    std::vector<bool> is_shown(lines.size());
    for (std::ptrdiff_t i = 0; i < count; ++i)
        if (lines[static_cast<std::size_t>(i)].kind != text::LineKind::Same)
            for (auto j = std::max<std::ptrdiff_t>(0, i - kAround);
                 j <= std::min(count - 1, i + kAround); ++j)
                is_shown[static_cast<std::size_t>(j)] = true;
    w.raw("<pre>");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!is_shown[i]) {
            if (i > 0 && is_shown[i - 1]) w.element("span", "…");
            continue;
        }
        const auto words = std::string(lines[i].words);
        if (lines[i].kind == text::LineKind::Removed) w.element("del", "− " + words);
        else if (lines[i].kind == text::LineKind::Added) w.element("ins", "+ " + words);
        else w.element("span", "  " + words);
    }
    w.raw("</pre>\n");
}

void write_picture(html::Writer& w, const std::string& file, const std::string& alt) {
    w.open("img", {{"src", file}, {"alt", alt}, {"loading", "lazy"}});
}

void write_pages(html::Writer& w, const CaseDiff& diff) {
    const auto count = std::min(diff.old_pictures.size(), diff.new_pictures.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto& [old, now] = std::tie(diff.old_pictures[i], diff.new_pictures[i]);
        const auto page = fmt::format("page {}", i + 1);
        w.raw("<div class=\"row\">\n<figure><figcaption>").text("Before, " + page);
        w.raw("</figcaption>");
        write_picture(w, old, "Before, " + page);
        w.raw("</figure>\n<figure><figcaption>").text("After, " + page).raw("</figcaption>");
        write_picture(w, now, "After, " + page);
        w.raw("</figure>\n<figure><figcaption>");
        const auto pixels = i < diff.pages.size() ? diff.pages[i] : PagePixels{};
        w.text(fmt::format("{} of {} pixels differ", pixels.different, pixels.all));
        w.raw("</figcaption><div class=\"over\">");
        write_picture(w, old, "");
        write_picture(w, now, "What differs, " + page);
        w.raw("</div></figure>\n</div>\n");
    }
}

std::string index_of(const TemplateDiff& diff) {
    const auto same = std::ranges::count_if(diff.cases, &CaseDiff::is_same);
    std::string out;
    html::Writer w(out);
    w.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    w.element("title", "Differences").raw("<style>").raw(kStyle).raw("</style>\n</head>\n<body>\n");
    w.element("h1", fmt::format("{} of {} documents differ", std::ssize(diff.cases) - same,
                                diff.cases.size()));
    if (!diff.no_pictures.empty())
        w.element("p", "Pages were not drawn: " + diff.no_pictures, {{"class", "trouble"}});
    for (const auto& one : diff.cases) {
        if (one.is_same()) continue;
        w.element("h2", one.name, {{"id", one.name}});
        w.optional("p", one.trouble, {{"class", "trouble"}});
        for (const auto& channel : one.channels) {
            const bool has_lines = channel.removed + channel.added > 0;
            w.element("h3", fmt::format("{}{}", content::channel_name(channel.channel),
                                        has_lines ? "" : ": the same words, another look"));
            if (has_lines) write_lines(w, channel);
            if (channel.channel == Channel::Paper) write_pages(w, one);
        }
    }
    w.raw("</body>\n</html>\n");
    return out;
}

}  // namespace

Result<TemplateDiff> write_diff(const std::string& folder, const std::vector<SampleDocument>& cases,
                                const documents::Composer& before, const documents::Composer& after,
                                ProgressBar& bar) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return fail(Code::Refused, "the folder cannot be made: " + error.message(), folder);
    Comparison comparison(folder, before, after);
    TemplateDiff diff;
    const auto all = static_cast<std::int64_t>(cases.size());
    for (const auto& one : cases) {
        diff.cases.push_back(TRY(comparison.compare(one)));
        bar.at(static_cast<std::int64_t>(diff.cases.size()), all);
    }
    bar.finish();
    diff.no_pictures = comparison.no_pictures();
    TRY_VOID(write_file((fs::path(folder) / "index.html").string(), index_of(diff)));
    return diff;
}

}  // namespace bw::app
