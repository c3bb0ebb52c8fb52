#include "flow/compose/pdf/tags.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/objects.h"
#include "flow/compose/pdf/text.h"

namespace bw::pdf {

Structure::Structure() {
    elements_.reserve(512);
    kids_.reserve(1024);
    elements_.emplace_back();
    open_.push_back(0);
}

std::string_view Structure::name_of(Role role) {
    switch (role) {
        case Role::Document: return "Document";
        case Role::Part: return "Part";
        case Role::Section: return "Sect";
        case Role::Heading1: return "H1";
        case Role::Heading2: return "H2";
        case Role::Heading3: return "H3";
        case Role::Paragraph: return "P";
        case Role::Span: return "Span";
        case Role::Link: return "Link";
        case Role::Note: return "Note";
        case Role::Figure: return "Figure";
        case Role::Caption: return "Caption";
        case Role::List: return "L";
        case Role::ListItem: return "LI";
        case Role::Label: return "Lbl";
        case Role::ListBody: return "LBody";
        case Role::Table: return "Table";
        case Role::TableHead: return "THead";
        case Role::TableBody: return "TBody";
        case Role::TableRow: return "TR";
        case Role::HeadCell: return "TH";
        case Role::DataCell: return "TD";
    }
    return "NonStruct";
}

int Structure::open(Role role, const TagOptions& options) {
    const int index = static_cast<int>(elements_.size());
    const int parent = current();
    elements_.push_back({.role = role, .parent = parent});
    if (role == Role::HeadCell || options.columns != 1 || !options.alternate.empty() ||
        !options.actual.empty() || !options.language.empty()) {
        elements_.back().options = static_cast<int>(extras_.size());
        extras_.push_back({std::string(options.alternate), std::string(options.actual),
                           std::string(options.language), options.scope, options.columns});
    }
    add_kid(parent, {.kind = KidKind::Element, .value = index});
    open_.push_back(index);
    if (!options.language.empty()) languages_.push_back(index);
    return index;
}

void Structure::close() {
    CHECK(open_.size() > 1);
    if (language_tag() == open_.back()) languages_.pop_back();
    open_.pop_back();
}

std::string_view Structure::language_of(int element) const {
    return extras_[at(elements_[at(element)].options)].language;
}

void Structure::add_kid(int element, Kid kid) {
    const int index = static_cast<int>(kids_.size());
    kids_.push_back(kid);
    Element& parent = elements_[at(element)];
    if (parent.last_kid >= 0) {
        kids_[at(parent.last_kid)].next = index;
    } else {
        parent.first_kid = index;
    }
    parent.last_kid = index;
}

int Structure::add_content(int page) {
    if (content_.size() <= at(page)) content_.resize(at(page) + 1);
    const int element = current();
    const int mcid = static_cast<int>(content_[at(page)].size());
    content_[at(page)].push_back(element);
    if (elements_[at(element)].page < 0) elements_[at(element)].page = page;
    add_kid(element, {.kind = KidKind::Content, .value = mcid, .page = page});
    return mcid;
}

int Structure::add_annotation(int page, int object) {
    add_kid(current(), {.kind = KidKind::Annotation, .value = object, .page = page});
    annotations_.push_back(current());
    return static_cast<int>(annotations_.size()) - 1;
}

void Structure::append_kid(std::string& out, const Kid& kid, const Element& of, int first,
                           const std::vector<int>& pages) const {
    switch (kid.kind) {
        case KidKind::Element: append_reference(out, first + kid.value); return;
        case KidKind::Content:
            if (kid.page == of.page) {
                append_integer(out, kid.value);
                return;
            }
            out += "<</Type/MCR/Pg ";
            append_reference(out, pages[at(kid.page)]);
            out += "/MCID ";
            append_integer(out, kid.value);
            out += ">>";
            return;
        case KidKind::Annotation:
            out += "<</Type/OBJR/Pg ";
            append_reference(out, pages[at(kid.page)]);
            out += "/Obj ";
            append_reference(out, kid.value);
            out += ">>";
            return;
    }
}

void Structure::append_extras(std::string& out, const Element& element) const {
    const Extras& extras = extras_[at(element.options)];
    const auto text = [&](std::string_view key, const std::string& value) {
        if (value.empty()) return;
        out += key;
        append_text_string(out, value);
    };
    text("/Alt", extras.alternate);
    text("/ActualText", extras.actual);
    text("/Lang", extras.language);
    const bool is_head = element.role == Role::HeadCell;
    if (!is_head && extras.columns == 1) return;
    out += "/A<</O/Table";
    if (is_head) out += extras.scope == Scope::Row ? "/Scope/Row" : "/Scope/Column";
    if (extras.columns != 1) {
        out += "/ColSpan ";
        append_integer(out, extras.columns);
    }
    out += ">>";
}

void Structure::append_element(std::string& out, const Element& element, int first, int root,
                               const std::vector<int>& pages) const {
    out += "<</S/";
    out += name_of(element.role);
    out += "/P ";
    append_reference(out, &element == &elements_.front() ? root : first + element.parent);
    if (element.page >= 0) {
        out += "/Pg ";
        append_reference(out, pages[at(element.page)]);
    }
    if (element.options >= 0) append_extras(out, element);
    if (element.first_kid >= 0) {
        const bool is_list = element.first_kid != element.last_kid;
        out += is_list ? "/K[" : "/K ";
        for (int kid = element.first_kid; kid >= 0; kid = kids_[at(kid)].next) {
            if (kid != element.first_kid) out += ' ';
            append_kid(out, kids_[at(kid)], element, first, pages);
        }
        if (is_list) out += ']';
    }
    out += ">>";
}

Structure::Numbers Structure::write(ObjectFile& file, const std::vector<int>& pages) const {
    CHECK(is_at_root());  // every tag is closed
    const int root = file.reserve();
    const int tree = file.reserve();
    const int first = file.reserve();
    for (std::size_t i = 1; i < elements_.size(); ++i) file.reserve();
    for (std::size_t i = 0; i < elements_.size(); ++i) {
        append_element(file.open(first + static_cast<int>(i)), elements_[i], first, root, pages);
    }
    std::string& parents = file.open(tree);
    parents += "<</Nums[";
    for (std::size_t page = 0; page < content_.size(); ++page) {
        append_integer(parents, static_cast<std::int64_t>(page));
        parents += '[';
        for (const int element : content_[page]) {
            append_reference(parents, first + element);
            parents += ' ';
        }
        parents += ']';
    }
    const auto page_count = static_cast<std::int64_t>(pages.size());
    for (std::size_t i = 0; i < annotations_.size(); ++i) {
        append_integer(parents, page_count + static_cast<std::int64_t>(i));
        parents += ' ';
        append_reference(parents, first + annotations_[i]);
        parents += ' ';
    }
    parents += "]>>";
    std::string& object = file.open(root);
    object += "<</Type/StructTreeRoot/K ";
    append_reference(object, first);
    object += "/ParentTree ";
    append_reference(object, tree);
    object += "/ParentTreeNextKey ";
    append_integer(object, page_count + static_cast<std::int64_t>(annotations_.size()));
    object += ">>";
    return {.root = root, .first = first};
}

}  // namespace bw::pdf
