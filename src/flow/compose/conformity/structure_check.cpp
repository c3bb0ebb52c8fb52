// What elements may hold, and what they must say.
#include "base/utf8.h"
#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/structure.h"
#include "flow/compose/conformity/table_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace bw::conformity {
namespace {

using Names = std::span<const std::string_view>;

// "H3" is 3; 0: no numbered heading.
int heading_level(std::string_view type) {
    return type.size() == 2 && type[0] == 'H' && type[1] >= '1' && type[1] <= '6' ? type[1] - '0'
                                                                                  : 0;
}

class StructureCheck {
public:
    StructureCheck(const Document& document, const Structure& structure, Findings& findings)
        : structure_(structure), findings_(findings),
          language_(text_string(get(document.root(), "/Lang"))) {}

    void check() {
        const auto count = static_cast<int>(structure_.elements().size());
        for (int i = 0; i < count; ++i) check_element(i);
        if (has_plain_heading_ && has_numbered_heading_)
            for (const auto& [clause, where] : mixed_headings_)
                findings_.ua(clause, where, "headings with and without a level are mixed");
    }

private:
    [[nodiscard]] const Element& at(int element) const {
        return structure_.elements()[static_cast<std::size_t>(element)];
    }
    [[nodiscard]] std::size_t count_kids(int element, std::string_view type) const {
        std::size_t count = 0;
        for (const int kid : structure_.meant_kids(element)) count += at(kid).standard == type;
        return count;
    }

    void check_element(int i) {
        const auto& element = at(i);
        const std::string where = element.place();
        check_type(element, where);
        if (get(element.object, "/P").isNull())
            findings_.ua("7.1-12", where, "the element names no parent");
        check_language(element, where);
        check_texts(i, where);
        check_alternative(element, where);
        check_nesting(i, where);
        check_heading(i, where);
        check_note(element, where);
        if (element.standard == "Form") check_form(element, where);
        if (element.standard == "Table") check_table(structure_, i, findings_);
    }

    void check_type(const Element& element, const std::string& where) {
        if (!is_utf8_text(element.type)) findings_.a("6.1.8-1", where, "a type that is no UTF-8");
        if (element.is_circular) {
            findings_.tagged("6.7.3.4-2", where, "the role map leads in a circle");
            findings_.ua("7.1-6", where, "the role map leads in a circle");
        } else if (element.is_remapped) {
            if (element.is_lost)
                findings_.tagged("6.7.3.4-3", where,
                                 fmt::format("the standard type {} is mapped to one that is none",
                                             element.type));
            findings_.ua("7.1-7", where,
                         fmt::format("the standard type {} is mapped to another", element.type));
        } else if (element.standard.empty()) {
            const std::string text =
                fmt::format("the type {} is not standard, and mapped to none", element.type);
            findings_.tagged("6.7.3.4-1", where, text);
            findings_.ua("7.1-5", where, text);
        }
    }

    void check_language(const Element& element, const std::string& where) {
        Object tag = get(element.object, "/Lang");
        if (tag.isNull()) return;
        check_language_tag(text_string(tag), where, findings_);
    }

    // A text that is read out is in a language.
    void check_texts(int i, const std::string& where) {
        constexpr std::array kTexts{std::pair{"/ActualText", "7.2-21"}, std::pair{"/Alt", "7.2-22"},
                                    std::pair{"/E", "7.2-23"}};
        for (const auto& [key, clause] : kTexts) {
            if (get(at(i).object, key).isNull() || !language_.empty()) continue;
            if (!structure_.inherited(i, "/Lang"))
                findings_.ua(clause, where, fmt::format("{} is in no language that is known", key));
        }
    }

    void check_alternative(const Element& element, const std::string& where) {
        const bool is_figure = element.standard == "Figure";
        if (!is_figure && element.standard != "Formula") return;
        if (text_string(get(element.object, "/Alt")).empty() &&
            get(element.object, "/ActualText").isNull())
            findings_.ua(is_figure ? "7.3-1" : "7.7-1", where,
                         fmt::format("the {} has no alternative text", element.standard));
    }

    struct Rule {
        std::string_view type, clause;
        std::vector<std::string_view> names;
    };

    void check_nesting(int i, const std::string& where) {
        static const std::vector<Rule> kKids{
            {"Table", "7.2-3", {"TR", "THead", "TBody", "TFoot", "Caption"}},
            {"TR", "7.2-10", {"TH", "TD"}},
            {"L", "7.2-19", {"L", "LI", "Caption"}},
            {"LI", "7.2-20", {"Lbl", "LBody"}},
            {"TOC", "7.2-27", {"TOC", "TOCI", "Caption"}},
            {"THead", "7.2-36", {"TR"}},
            {"TBody", "7.2-37", {"TR"}},
            {"TFoot", "7.2-38", {"TR"}}};
        static const std::vector<Rule> kParents{
            {"TR", "7.2-4", {"Table", "THead", "TBody", "TFoot"}},
            {"THead", "7.2-5", {"Table"}},
            {"TBody", "7.2-6", {"Table"}},
            {"TFoot", "7.2-7", {"Table"}},
            {"TH", "7.2-8", {"TR"}},
            {"TD", "7.2-9", {"TR"}},
            {"LI", "7.2-17", {"L"}},
            {"LBody", "7.2-18", {"LI"}},
            {"TOCI", "7.2-26", {"TOC"}}};
        const std::string& type = at(i).standard;
        const auto is_in = [](const Rule& rule, std::string_view name) {
            return std::ranges::find(rule.names, name) != rule.names.end();
        };
        for (const auto& rule : kKids) {
            if (rule.type != type) continue;
            for (const int kid : structure_.meant_kids(i))
                if (!is_in(rule, at(kid).standard))
                    findings_.ua(rule.clause, where,
                                 fmt::format("{} holds {}", type, at(kid).standard));
        }
        for (const auto& rule : kParents)
            if (rule.type == type && !is_in(rule, structure_.meant_parent(i)))
                findings_.ua(rule.clause, where,
                             fmt::format("{} lies in {}", type, structure_.meant_parent(i)));
        check_parts_of_table(i, where);
        check_captions(i, where);
    }

    void check_parts_of_table(int i, const std::string& where) {
        if (at(i).standard != "Table") return;
        const auto most_one = [&](std::string_view type, std::string_view clause) {
            if (count_kids(i, type) > 1)
                findings_.ua(clause, where, fmt::format("the table has several {}", type));
        };
        most_one("THead", "7.2-11");
        most_one("TFoot", "7.2-12");
        most_one("Caption", "7.2-39");
        if (count_kids(i, "TBody") > 0) return;
        if (count_kids(i, "TFoot") > 0) findings_.ua("7.2-13", where, "a TFoot without a TBody");
        if (count_kids(i, "THead") > 0) findings_.ua("7.2-14", where, "a THead without a TBody");
    }

    // Of a table first or last, else first.
    void check_captions(int i, const std::string& where) {
        const std::string& type = at(i).standard;
        const bool is_table = type == "Table";
        if (!is_table && type != "L" && type != "TOC") return;
        const auto kids = structure_.meant_kids(i);
        for (std::size_t k = 1; k < kids.size(); ++k) {
            if (at(kids[k]).standard != "Caption" || (is_table && k + 1 == kids.size())) continue;
            findings_.ua(is_table      ? "7.2-16"
                         : type == "L" ? "7.2-40"
                                       : "7.2-28",
                         where, "the caption does not stand at the edge");
        }
    }

    void check_heading(int i, const std::string& where) {
        const std::string& type = at(i).standard;
        if (count_kids(i, "H") > 1)
            findings_.ua("7.4.4-1", where, "several headings H in one element");
        if (type == "H") {
            has_plain_heading_ = true;
            mixed_headings_.emplace_back("7.4.4-2", where);
        }
        const int level = heading_level(type);
        if (level == 0) return;
        has_numbered_heading_ = true;
        mixed_headings_.emplace_back("7.4.4-3", where);
        if (level > heading_ + 1)
            findings_.ua("7.4.2-1", where,
                         fmt::format("a heading of level {} follows one of {}", level, heading_));
        heading_ = level;
    }

    void check_note(const Element& element, const std::string& where) {
        if (element.standard != "Note") return;
        const std::string id = text_of(get(element.object, "/ID"));
        if (id.empty()) findings_.ua("7.9-1", where, "the note has no ID");
        else if (!notes_.insert(id).second) findings_.ua("7.9-2", where, "its ID is another's");
    }

    // A form of paper says what it is; else it holds one field.
    void check_form(const Element& element, const std::string& where) {
        bool has_role = false;
        for (const auto& attributes : each(get(element.object, "/A")))
            has_role = has_role || !get(attributes, "/Role").isNull();
        const bool is_field = element.kids.empty() && element.contents == 1 &&
                              element.objects.size() == 1 &&
                              name_in(element.objects[0], "/Subtype") == "/Widget";
        if (!has_role && !is_field)
            findings_.ua("7.18.4-2", where, "the form holds something but one field");
    }

    const Structure& structure_;
    Findings& findings_;
    std::string language_;  // of the document
    int heading_ = 0;       // level of the last one
    bool has_plain_heading_ = false, has_numbered_heading_ = false;
    std::vector<std::pair<std::string_view, std::string>> mixed_headings_;
    std::set<std::string> notes_;
};

}  // namespace

void check_language_tag(const std::string& tag, const std::string& where, Findings& findings) {
    const std::string text = fmt::format("'{}' is no language tag", tag);
    if (!is_language(tag)) findings.tagged("6.7.4-1", where, text);
    if (tag.empty() || !is_language(tag)) findings.ua("7.2-29", where, text);
}

void check_structure(const Document& document, const Structure& structure, Findings& findings) {
    Object mark = get(document.root(), "/MarkInfo");
    if (!is_true(get(mark, "/Marked"))) {
        findings.tagged("6.7.2.2-1", "", "MarkInfo does not say that the file is marked");
        findings.ua("6.2-1", "", "MarkInfo does not say that the file is marked");
    }
    if (is_true(get(mark, "/Suspects"))) findings.ua("7.1-4", "", "its tags are suspects");
    if (!structure.is_there()) {
        findings.tagged("6.7.3.3-1", "", "the file has no structure tree");
        findings.ua("7.1-11", "", "the file has no structure tree");
    }
    Object language = get(document.root(), "/Lang");
    if (!language.isNull()) check_language_tag(text_string(language), "", findings);
    StructureCheck(document, structure, findings).check();
}

}  // namespace bw::conformity
