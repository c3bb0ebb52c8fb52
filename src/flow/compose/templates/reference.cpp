#include "flow/compose/templates/reference.h"

#include "flow/compose/content/grammar.h"
#include "flow/compose/data/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace bw::templates {
namespace {

std::string joined(std::span<const std::string_view> words) {
    std::string out;
    for (const auto word : words) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

std::string_view words_of(const content::BlockForm& form) {
    switch (form.words) {
        case content::Words::None: return {};
        case content::Words::MayBeEmpty: return "words, or nothing";
        case content::Words::Required: return "words";
    }
    return {};
}

std::string inside_of(const content::BlockForm& form) {
    std::string out(words_of(form));
    for (const auto kind : form.inside)
        out += fmt::format("{}`{}`", out.empty() ? "" : ", ", content::form_of(kind).name);
    return out;
}

void append_showing(std::string& out, std::string_view channel, content::Showing showing) {
    if (showing == content::Showing::Letter)
        out += fmt::format("Channel {}: not shown, it belongs to a letter.\n\n", channel);
    if (showing == content::Showing::Override)
        out += fmt::format("Channel {}: say what stands instead, by `<on channel=\"{}\">`.\n\n",
                           channel, channel);
}

void append_record(std::string& out, const data::Record& record) {
    out +=
        fmt::format("## {}\n{}.\n\n| field | type | |\n|---|---|---|\n", record.name, record.about);
    for (const auto& field : record.fields) {
        std::string type(data::type_name(field.type));
        if (field.of != nullptr) {
            const bool is_list = field.type == data::Type::List;
            type = is_list ? fmt::format("list of [{0}](#{0})", field.of->name)
                           : fmt::format("[{0}](#{0})", field.of->name);
        }
        std::string about(field.about);
        if (!field.words.empty()) about += ": " + joined(field.words);
        out += fmt::format("| `{}`{} | {} | {} |\n", field.name, field.may_be_empty ? " ?" : "",
                           type, about);
    }
    out += '\n';
}

// A record after those that lead to it, each once.
void gather(const data::Record& record, std::vector<const data::Record*>& found) {
    if (std::ranges::find(found, &record) != found.end()) return;
    found.push_back(&record);
    for (const auto& field : record.fields)
        if (field.of != nullptr) gather(*field.of, found);
}

}  // namespace

std::string blocks_reference() {
    std::string out =
        "# Blocks of a template\n\n"
        "Printed by `billwright template blocks`; how a template is written is told in "
        "[template-format.md](template-format.md).\nEvery block may have `if`, `of` with `as`, and "
        "`only`.\n\n";
    for (const auto& form : content::blocks()) {
        out += fmt::format("## {}\n{}.\n\n", form.name, form.about);
        if (const auto inside = inside_of(form); !inside.empty())
            out += fmt::format("Holds: {}.\n\n", inside);
        append_showing(out, "web", form.web);
        append_showing(out, "email", form.email);
        if (form.attributes.empty()) continue;
        out += "| attribute | value | |\n|---|---|---|\n";
        for (const auto& attribute : form.attributes) {
            const auto value = attribute.words.empty()
                                   ? std::string(content::about_type(attribute.type))
                                   : joined(attribute.words);
            out += fmt::format("| `{}`{} | {} | {} |\n", attribute.name,
                               attribute.need == content::Need::Required ? "" : " ?", value,
                               attribute.about);
        }
        out += '\n';
    }
    return out;
}

std::string fields_reference() {
    std::string out = "# Data of templates\n\n"
                      "Printed by `billwright template fields`. A template says by `data=\"..\"` "
                      "which of these it "
                      "is made for: ";
    std::vector<const data::Record*> records;
    for (const auto name : data::schema_names()) {
        out += fmt::format("{}`{}`", records.empty() ? "" : ", ", name);
        gather(*data::find_schema(name), records);
    }
    out +=
        ". A field marked `?` may be empty: a template asks for it (`if=\"..\"`) before it shows "
        "it.\n\n";
    for (const auto* record : records) append_record(out, *record);
    return out;
}

}  // namespace bw::templates
