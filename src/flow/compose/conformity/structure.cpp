#include "flow/compose/conformity/structure.h"

#include "flow/compose/conformity/file.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace bw::conformity {
namespace {

constexpr int kDepthMost = 512;
constexpr std::size_t kElementsMost = 1'000'000;

// ISO 32000-1, 14.8.4
constexpr std::array<std::string_view, 49> kStandard{
    "Document", "Part",    "Art",   "Sect",      "Div",     "BlockQuote", "Caption",
    "TOC",      "TOCI",    "Index", "NonStruct", "Private", "P",          "H",
    "H1",       "H2",      "H3",    "H4",        "H5",      "H6",         "L",
    "LI",       "Lbl",     "LBody", "Table",     "TR",      "TH",         "TD",
    "THead",    "TBody",   "TFoot", "Span",      "Quote",   "Note",       "Reference",
    "BibEntry", "Code",    "Link",  "Annot",     "Ruby",    "RB",         "RT",
    "RP",       "Warichu", "WT",    "WP",        "Figure",  "Formula",    "Form"};

std::string bare(const std::string& name) { return name.starts_with('/') ? name.substr(1) : name; }

// Does it stand for what is in it?
bool is_transparent(std::string_view type) {
    return type == "NonStruct" || type == "Div" || type == "Part";
}

}  // namespace

bool is_standard_type(std::string_view type) {
    return std::ranges::find(kStandard, type) != kStandard.end();
}

bool is_language(std::string_view tag) {
    constexpr std::size_t kPartMost = 8;
    bool is_first = true;
    while (!tag.empty()) {
        const auto end = std::min(tag.find('-'), tag.size());
        const auto part = tag.substr(0, end);
        const bool is_word = std::ranges::all_of(part, [&](char c) {
            const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return is_letter || (!is_first && c >= '0' && c <= '9');
        });
        if (part.empty() || part.size() > kPartMost || !is_word || end + 1 == tag.size())
            return false;
        tag.remove_prefix(std::min(end + 1, tag.size()));
        is_first = false;
    }
    return true;
}

std::string text_string(const Object& object) {
    Object of = object;
    return of.isString() ? of.getUTF8Value() : "";
}

Structure::Structure(const Document& document) {
    Object root = get(document.root(), "/StructTreeRoot");
    is_there_ = root.isDictionary();
    if (!is_there_) return;
    Object roles = get(root, "/RoleMap");
    if (roles.isDictionary())
        for (auto& [key, value] : roles.getDictAsMap())
            if (value.isName()) roles_.emplace(bare(key), bare(value.getName()));
    add_kids(root, kNoElement, 0);
    each_numbered(get(root, "/ParentTree"), [&](long long key, const Object& value) {
        parents_.insert_or_assign(key, value);
    });
}

void Structure::add(const Object& object, int parent, int depth) {
    if (depth > kDepthMost || elements_.size() >= kElementsMost)
        throw std::length_error("more structure than is judged");
    const auto index = static_cast<int>(elements_.size());
    if (object.isIndirect() && !index_.emplace(object.getObjGen(), index).second) return;
    Element element;
    element.object = object;
    element.type = bare(name_in(object, "/S"));
    element.parent = parent;
    set_standard(element);
    elements_.push_back(std::move(element));
    if (parent != kNoElement) elements_[static_cast<std::size_t>(parent)].kids.push_back(index);
    add_kids(object, index, depth + 1);
}

void Structure::add_kids(const Object& object, int element, int depth) {
    for (const auto& kid : each(get(object, "/K"))) {
        Object of = kid;
        const std::string type = name_in(kid, "/Type");
        if (of.isDictionary() && type != "/MCR" && type != "/OBJR") {
            add(kid, element, depth);
            continue;
        }
        if (element == kNoElement) continue;
        auto& holder = elements_[static_cast<std::size_t>(element)];
        ++holder.contents;
        if (type == "/OBJR") holder.objects.push_back(get(kid, "/Obj"));
    }
}

void Structure::set_standard(Element& element) const {
    std::string type = element.type;
    const bool is_mapped = roles_.contains(type);
    if (is_mapped) {
        const std::string& role = roles_.find(type)->second;
        element.is_circular = role == type;
        element.is_remapped = is_standard_type(type) && role != type;
        element.is_lost = element.is_remapped && !is_standard_type(role);
    }
    std::vector<std::string> met;
    while (true) {
        if (is_standard_type(type) && !(met.empty() && is_mapped)) {
            element.standard = type;
            break;
        }
        if (std::ranges::find(met, type) != met.end()) {
            element.is_circular = true;
            break;
        }
        met.push_back(type);
        const auto next = roles_.find(type);
        if (next == roles_.end()) break;
        type = next->second;
    }
    // What stands for itself keeps its meaning, whatever else the map says.
    if (element.standard.empty() && is_standard_type(element.type) && !element.is_circular)
        element.standard = element.type;
}

int Structure::find(const Object& object) const {
    if (!object.isIndirect()) return kNoElement;
    const auto found = index_.find(object.getObjGen());
    return found == index_.end() ? kNoElement : found->second;
}

int Structure::of_content(long long key, long long mcid) const {
    const auto found = parents_.find(key);
    if (found == parents_.end()) return kNoElement;
    Object list = found->second;
    if (!list.isArray() || mcid < 0 || mcid >= list.getArrayNItems()) return kNoElement;
    return find(list.getArrayItem(static_cast<int>(mcid)));
}

int Structure::of_object(long long key) const {
    const auto found = parents_.find(key);
    return found == parents_.end() ? kNoElement : find(found->second);
}

std::optional<std::string> Structure::inherited(int element, const char* key) const {
    for (int at = element, steps = 0; at != kNoElement && steps < kDepthMost;
         at = elements_[static_cast<std::size_t>(at)].parent, ++steps) {
        Object value = get(elements_[static_cast<std::size_t>(at)].object, key);
        if (value.isString()) return text_string(value);
    }
    return std::nullopt;
}

std::vector<int> Structure::meant_kids(int element) const {
    std::vector<int> all;
    std::vector<int> open{elements_[static_cast<std::size_t>(element)].kids.rbegin(),
                          elements_[static_cast<std::size_t>(element)].kids.rend()};
    while (!open.empty()) {
        const int kid = open.back();
        open.pop_back();
        const auto& of = elements_[static_cast<std::size_t>(kid)];
        if (is_transparent(of.standard)) open.insert(open.end(), of.kids.rbegin(), of.kids.rend());
        else if (!of.standard.empty()) all.push_back(kid);
    }
    return all;
}

std::string Structure::meant_parent(int element) const {
    int at = elements_[static_cast<std::size_t>(element)].parent;
    while (at != kNoElement && is_transparent(elements_[static_cast<std::size_t>(at)].standard))
        at = elements_[static_cast<std::size_t>(at)].parent;
    return at == kNoElement ? "" : elements_[static_cast<std::size_t>(at)].standard;
}

}  // namespace bw::conformity
