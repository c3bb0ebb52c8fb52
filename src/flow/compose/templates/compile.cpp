#include "flow/compose/templates/compile.h"

#include "flow/compose/templates/block_reader.h"
#include "flow/compose/templates/enrichment.h"
#include "flow/compose/templates/markup.h"
#include "flow/compose/templates/texts.h"
#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::templates {

using content::Channel;
using content::Kind;

namespace {

class Compiler {
public:
    explicit Compiler(std::span<const SourceFile> files) : files_(files) {}

    Compiled run() {
        read_files();
        if (has_root_) compile_root();
        std::ranges::stable_sort(findings_, [](const Finding& a, const Finding& b) {
            return std::tie(a.file, a.line) < std::tie(b.file, b.line);
        });
        // A partial that is used twice is wrong once.
        const auto [first, last] = std::ranges::unique(findings_);
        findings_.erase(first, last);
        Compiled compiled{std::nullopt, std::move(findings_)};
        if (std::ranges::none_of(compiled.findings, [](const Finding& finding) {
                return finding.severity == Severity::Error;
            }))
            compiled.plan = std::move(plan_);
        return compiled;
    }

private:
    void error(std::string_view file, int line, std::string text) {
        findings_.push_back({std::string(file), line, Severity::Error, std::move(text)});
    }

    void read_files() {
        if (files_.size() > kMostFiles)
            return error(files_.front().name, 1, fmt::format("more than {} files", kMostFiles));
        for (const auto& file : files_) {
            if (!file.name.ends_with(".xml")) continue;
            auto markup = read_markup(file.text, file.name);
            if (!markup) {
                const auto& subject = markup.error().subject;
                const auto colon = subject.rfind(':');
                error(file.name,
                      colon == std::string::npos ? 1 : std::atoi(subject.c_str() + colon + 1),
                      markup.error().text);
                continue;
            }
            take(file, std::move(*markup));
        }
        if (!has_root_ && findings_.empty())
            error(files_.empty() ? std::string_view() : files_.front().name, 1,
                  "no file holds a <template>");
    }

    void take(const SourceFile& file, Element markup) {
        constexpr std::size_t kEnding = 4;
        if (markup.name == "partial") {
            if (!markup.words.empty() || !markup.attributes.empty())
                error(file.name, markup.line, "<partial> holds blocks and nothing else");
            const std::string name(file.name.substr(0, file.name.size() - kEnding));
            partials_.insert_or_assign(name, Partial{std::string(file.name), std::move(markup)});
        } else if (markup.name != "template") {
            error(file.name, markup.line,
                  fmt::format("a file holds a <template> or a <partial>, "
                              "not a <{}>",
                              markup.name));
        } else if (has_root_) {
            error(file.name, markup.line,
                  fmt::format("{} holds a <template> already: one to a folder", file_));
        } else {
            file_ = file.name;
            root_ = std::move(markup);
            has_root_ = true;
        }
    }

    void compile_root() {
        TemplateTexts texts(files_, findings_);
        const auto* schema = read_head();
        if (schema == nullptr) return;
        plan_.enrichment = read_enrichment(files_, {*schema, texts}, findings_);
        Scope scope{{{{}, schema}}};
        if (plan_.enrichment)
            scope.levels.push_back({std::string(kExtra), &plan_.enrichment->record});
        const auto pictures = read_pictures(files_, findings_);
        BlockReader reader(std::move(scope), {texts, partials_, pictures}, findings_);
        for (const auto& child : root_.children) read_child(child, reader);
        check_channels();
        plan_.spoken = texts.spoken();
        plan_.own_texts = std::move(texts).take();
    }

    // The attributes of <template>. Null: without its data nothing can be checked.
    const data::Record* read_head() {
        const data::Record* schema = nullptr;
        for (const auto& [name, value, line] : root_.attributes) {
            if (name == "name") {
                plan_.name = value;
            } else if (name == "data") {
                plan_.data = value;
                schema = data::find_schema(value);
                if (schema == nullptr) {
                    const auto known = data::schema_names();
                    error(file_, line,
                          fmt::format("there is no data '{}'{}", value,
                                      text::did_you_mean(value, {known.begin(), known.end()})));
                }
            } else if (name == "channels") {
                read_channels(value, line);
            } else {
                error(file_, line,
                      fmt::format("<template> has no attribute '{}'{}", name,
                                  text::did_you_mean(name, {"name", "data", "channels"})));
            }
        }
        if (plan_.name.empty()) error(file_, root_.line, "<template> needs name=\"..\"");
        if (plan_.data.empty()) error(file_, root_.line, "<template> needs data=\"..\"");
        if (plan_.channels.empty())
            error(file_, root_.line, "<template> needs channels=\"..\": of paper, web, email, sms");
        return schema;
    }

    void read_channels(std::string_view names, int line) {
        while (!names.empty()) {
            const auto end = names.find(' ');
            const auto name = names.substr(0, end);
            names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
            if (name.empty()) continue;
            if (const auto channel = content::find_channel(name))
                plan_.channels.push_back(*channel);
            else
                error(file_, line,
                      fmt::format("there is no channel '{}'{}", name,
                                  text::did_you_mean(name, {"paper", "web", "email", "sms"})));
        }
    }

    void read_child(const Element& child, BlockReader& reader) {
        const bool is_known =
            child.name == "document" || child.name == "email" || child.name == "sms";
        if (!is_known)
            return error(file_, child.line,
                         fmt::format("<template> holds <document>, <email> and <sms>, not <{}>{}",
                                     child.name,
                                     text::did_you_mean(child.name, {"document", "email", "sms"})));
        auto block = reader.read(child, file_);
        if (!block) return;
        if (block->kind == Kind::Sms) {
            plan_.messages.push_back(std::move(*block));
        } else if (block->kind == Kind::Email) {
            if (plan_.email) error(file_, child.line, "a template has one <email>");
            plan_.email = std::move(*block);
        } else {
            if (has_document_) error(file_, child.line, "a template has one <document>");
            has_document_ = true;
            plan_.document = std::move(*block);
        }
    }

    void check_channels() {
        const auto missing = [&](std::string_view channel, std::string_view element) {
            error(file_, root_.line,
                  fmt::format("channel {} is announced, but there is no <{}>", channel, element));
        };
        const bool is_shown =
            plan_.has(Channel::Paper) || plan_.has(Channel::Web) || plan_.has(Channel::Email);
        if (is_shown && !has_document_) missing("paper, web or email", "document");
        if (plan_.has(Channel::Email) && !plan_.email) missing("email", "email");
        if (plan_.has(Channel::Sms) && plan_.messages.empty()) missing("sms", "sms");
        if (!plan_.messages.empty() && plan_.messages.back().condition)
            findings_.push_back({file_, plan_.messages.back().line, Severity::Warning,
                                 "the last <sms> has a condition: where it does not hold, no "
                                 "message is sent"});
        for (const auto channel : {Channel::Web, Channel::Email})
            if (plan_.has(channel)) check_shown(plan_.document, channel);
    }

    // A block that the channel cannot show well says what stands instead.
    void check_shown(const PlanBlock& block, Channel channel) {
        const auto at = static_cast<std::size_t>(channel);
        if (!block.shows[at]) return;
        if (const auto& instead = block.instead[at]) {
            for (const auto& child : *instead) check_shown(child, channel);
            return;
        }
        const auto& form = content::form_of(block.kind);
        if (content::showing(form, channel) == content::Showing::Override) {
            const auto name = content::channel_name(channel);
            return error(file_, block.line,
                         fmt::format("channel {0} does not show <{1}>: say in it what stands "
                                     "instead, <on channel=\"{0}\">..</on>, or only=\"..\" without "
                                     "{0}",
                                     name, form.name));
        }
        for (const auto& child : block.children) check_shown(child, channel);
    }

    std::span<const SourceFile> files_;
    Findings findings_;
    std::string file_;  // of the <template>
    Element root_;
    bool has_root_ = false;
    Partials partials_;
    Plan plan_;
    bool has_document_ = false;
};

}  // namespace

Compiled compile(std::span<const SourceFile> files) { return Compiler(files).run(); }

}  // namespace bw::templates
