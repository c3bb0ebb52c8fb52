// The structure of a tagged file (ISO 32000-1, 14.7 and 14.8): its elements with what their types
// mean, and which of them a page's content or an annotation belongs to. Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

inline constexpr int kNoElement = -1;

struct Element {
    Object object;
    std::string type;      // as it is written: "P", "Kopfzeile"
    std::string standard;  // what the role map makes of it; empty: nothing that is known
    bool is_circular = false;
    bool is_remapped = false;  // though it is standard
    bool is_lost = false;      // and to a type that is not
    int parent = kNoElement;
    std::vector<int> kids;        // elements, in their order
    std::size_t contents = 0;     // marked content and objects that it holds itself
    std::vector<Object> objects;  // references to objects (OBJR)
    [[nodiscard]] std::string place() const { return place_of(object, "structure"); }
};

class Structure {
public:
    explicit Structure(const Document& document);

    [[nodiscard]] bool is_there() const { return is_there_; }
    [[nodiscard]] const std::vector<Element>& elements() const { return elements_; }
    // That of marked content `mcid` of the page or form whose StructParents is `key`; kNoElement:
    // none that hangs from the root.
    [[nodiscard]] int of_content(long long key, long long mcid) const;
    // That of an annotation or form whose StructParent is `key`.
    [[nodiscard]] int of_object(long long key) const;
    // The element's own text of a key, such as Lang, or that of the nearest one above it that has
    // any; nothing: none has.
    [[nodiscard]] std::optional<std::string> inherited(int element, const char* key) const;
    // Kids and parent as who reads tables and lists sees them: containers without meaning
    // (NonStruct, Div, Part) stand for what is in them.
    [[nodiscard]] std::vector<int> meant_kids(int element) const;
    [[nodiscard]] std::string meant_parent(int element) const;

private:
    void add(const Object& object, int parent, int depth);
    void add_kids(const Object& object, int element, int depth);
    void set_standard(Element& element) const;
    [[nodiscard]] int find(const Object& object) const;

    bool is_there_ = false;
    std::vector<Element> elements_;
    std::map<QPDFObjGen, int> index_;
    std::map<std::string, std::string> roles_;
    std::map<long long, Object> parents_;
};

bool is_standard_type(std::string_view type);
// Empty, or as RFC 3066 and BCP 47 write it.
bool is_language(std::string_view tag);
// A text string as UTF-8.
std::string text_string(const Object& object);

// A Lang, wherever it stands.
void check_language_tag(const std::string& tag, const std::string& where, Findings& findings);
// ISO 19005-2, 6.7; ISO 14289-1, 7.1 to 7.9: what elements may hold.
void check_structure(const Document& document, const Structure& structure, Findings& findings);

}  // namespace bw::conformity
