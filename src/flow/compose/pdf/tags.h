// The structure tree (ISO 32000-1, 14.7 and 14.8): what a screen reader reads, in the order in
// which tags are opened. Only what carries meaning is tagged; rules and fills are artifacts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

class ObjectFile;

enum class Role : std::uint8_t {
    Document,
    Part,
    Section,
    Heading1,
    Heading2,
    Heading3,
    Paragraph,
    Span,
    Link,
    Note,
    Figure,
    Caption,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    TableHead,
    TableBody,
    TableRow,
    HeadCell,
    DataCell
};

enum class Scope : std::uint8_t { Column, Row };  // what a HeadCell is the head of

struct TagOptions {
    std::string_view alternate = {};  // what a figure shows, as a sentence; needed for every Figure
    std::string_view actual = {};     // the text, where what is drawn says it in another way
    std::string_view language = {};   // "fr-CH", where it is not the document's
    Scope scope = Scope::Column;
    int columns = 1;  // columns a cell spans
    // Its title among the bookmarks; empty: it is none. Headings nest by their level, what is no
    // heading lies below them.
    std::string_view bookmark = {};
};

// The elements of one document. Indexes are handed out in the order of opening; 0 is the root.
class Structure {
public:
    Structure();
    int open(Role role, const TagOptions& options);
    void close();
    [[nodiscard]] int current() const { return open_.back(); }
    [[nodiscard]] Role current_role() const { return elements_[at(current())].role; }
    [[nodiscard]] bool is_at_root() const { return open_.size() == 1; }
    // The innermost open element with a language of its own; 0 where none has one.
    [[nodiscard]] int language_tag() const { return languages_.empty() ? 0 : languages_.back(); }
    [[nodiscard]] std::string_view language_of(int element) const;

    // Enters content of the page under the open element; gives its number on that page (MCID).
    int add_content(int page);
    // Enters an annotation under the open element; gives its key in the parent tree.
    int add_annotation(int page, int object);

    struct Numbers {
        int root = 0;   // of the tree
        int first = 0;  // of the element with index 0; the others follow in order
    };
    // Writes all elements; gives their object numbers. `pages` are object numbers.
    Numbers write(ObjectFile& file, const std::vector<int>& pages) const;
    // Keys of pages in the parent tree are their indexes; annotations follow.
    static std::string_view name_of(Role role);

private:
    enum class KidKind : std::uint8_t { Element, Content, Annotation };
    struct Kid {
        KidKind kind = KidKind::Element;
        int value = 0;  // element, MCID or object number
        int page = 0;
        int next = -1;
    };
    struct Element {
        Role role = Role::Document;
        int parent = 0;
        int page = -1;  // of its first content
        int first_kid = -1;
        int last_kid = -1;
        int options = -1;
    };
    struct Extras {
        std::string alternate;
        std::string actual;
        std::string language;
        Scope scope = Scope::Column;
        int columns = 1;
    };
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }
    void add_kid(int element, Kid kid);
    void append_element(std::string& out, const Element& element, int first, int root,
                        const std::vector<int>& pages) const;
    void append_kid(std::string& out, const Kid& kid, const Element& of, int first,
                    const std::vector<int>& pages) const;
    void append_extras(std::string& out, const Element& element) const;

    std::vector<Element> elements_;
    std::vector<Kid> kids_;
    std::vector<Extras> extras_;
    std::vector<int> open_;
    std::vector<int> languages_;             // those of them that have a language
    std::vector<std::vector<int>> content_;  // by page and MCID: the element
    std::vector<int> annotations_;           // in order of keys: the element
};

}  // namespace bw::pdf
