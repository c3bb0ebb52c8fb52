// A document filled with the data of one account, before any channel has shaped it: a tree of
// blocks with their words and values. A block says what something means (a key figure, a step of
// 'why this amount', a row of a table); paper, page and mail each show it their way.
//
// Made by templates::Filler, read by the channels. All memory is the filler's; a document is good
// until the filler fills another.
#pragma once

#include "base/decimal.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

namespace bw::images {
class Illustration;
}

namespace bw::content {

// What blocks there are, and what may stand in which: grammar.h.
enum class Kind : std::uint8_t {
    Document,
    FirstPage,
    Section,
    // the letter
    LetterHead,
    AddressWindow,
    Facts,
    Fact,
    Remark,
    SmallPrint,
    // the first page
    KeyFigures,
    Headline,
    Lead,
    Line,
    Fill,
    Columns,
    Why,
    Step,
    Chart,
    Bar,
    Window,
    Shares,
    Share,
    Received,
    Gain,
    Receipt,
    Level,
    Item,
    Payment,
    Detail,
    Code,
    Image,
    Banner,
    // details
    Part,
    Paragraph,
    Table,
    Column,
    Group,
    Title,
    Row,
    Cell,
    Sum,
    Totals,
    Total,
    Notes,
    Note,
    Button,
    // beside the document
    Email,
    Sms
};

// What an attribute says of its block; grammar.h tells which block has which.
enum class Name : std::uint8_t {
    Title,
    Label,      // small, before or above what it names
    About,      // of second rank, below or behind
    Hint,       // what to mind
    Alternate,  // what somebody hears who does not see the picture
    Caption,    // below a picture
    Key,        // what the signs of a chart mean
    Foot,       // at the foot of each page
    Again,      // of a title: how it is said where its rows go on on another page
    Other,      // what a row is called that sums up others
    Head,       // of a column
    Unit,       // of a number: what is counted; of a column: the room for it
    Figure,     // of a gain: how much, shown large
    Value,      // what a bar is tall by
    Behind,     // what stands behind a bar
    Month,      // the day on which a bar's month begins
    Amount,
    Carried,  // what a row adds to the sum that is carried to the next page
    Width,
    Decimals,  // room behind the decimal mark
    Align,
    Side,
    Style,
    Total,  // flags
    Strong,
    Short,
    RowHead,
    Hatched,
    Final,
    Cross,  // of a code: it has the Swiss cross in it
    Link,
    Text,      // of a code: what it holds
    File,      // of an image
    Inserter,  // of a document: which sheets bear marks for a machine
    Subject,
    Preheader,
    Sender,  // of an address window: who writes, from where
    SenderStreet,
    SenderPlace,
    To,  // and to whom
    Street,
    Place,
    Country
};

struct Attribute {
    Name name = Name::Label;
    std::string_view text;  // as it is shown; "yes" of a flag
    Decimal number;         // of a number, an amount or a day (since 1970): its value
    int digits = 0;         // of an amount: the decimals of its currency
    const images::Illustration* illustration = nullptr;  // of a file; the template's
};

class Block;

// The children of a block: for (const Block& child : block.children()).
class Children {
public:
    class Iterator {
    public:
        // NOLINTBEGIN(readability-identifier-naming): the standard asks for these names
        using iterator_category = std::forward_iterator_tag;
        using value_type = const Block;
        using difference_type = std::ptrdiff_t;
        using pointer = const Block*;
        using reference = const Block&;
        // NOLINTEND(readability-identifier-naming)
        Iterator() = default;
        explicit Iterator(const Block* at) : at_(at) {}
        reference operator*() const { return *at_; }
        pointer operator->() const { return at_; }
        inline Iterator& operator++();
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(Iterator, Iterator) = default;

    private:
        const Block* at_ = nullptr;
    };
    explicit Children(const Block* first) : first_(first) {}
    [[nodiscard]] Iterator begin() const { return Iterator(first_); }
    [[nodiscard]] static Iterator end() { return Iterator(); }
    [[nodiscard]] bool empty() const { return first_ == nullptr; }

private:
    const Block* first_;
};

class Block {
public:
    Kind kind = Kind::Document;
    std::string_view text;  // its own words
    std::span<const Attribute> attributes;
    const Block* first = nullptr;  // child
    Block* next = nullptr;         // sibling

    [[nodiscard]] const Attribute* find(Name name) const {
        for (const auto& attribute : attributes)
            if (attribute.name == name) return &attribute;
        return nullptr;
    }
    // Empty where the attribute is not there.
    [[nodiscard]] std::string_view operator[](Name name) const {
        const auto* attribute = find(name);
        return attribute == nullptr ? std::string_view() : attribute->text;
    }
    [[nodiscard]] bool has(Name name) const { return find(name) != nullptr; }
    [[nodiscard]] bool is(Name flag) const { return (*this)[flag] == "yes"; }
    // Zero where it is not there.
    [[nodiscard]] Decimal number(Name name) const {
        const auto* attribute = find(name);
        return attribute == nullptr ? Decimal() : attribute->number;
    }
    [[nodiscard]] Children children() const { return Children(first); }
    [[nodiscard]] const Block* child(Kind kind) const;  // the first of the kind; null: none
};

// No channel shows more rows of a receipt (and its sums below): a level that has more is shown
// where it is the last one, and then in part.
inline constexpr std::size_t kMostReceiptRows = 8;

inline Children::Iterator& Children::Iterator::operator++() {
    at_ = at_->next;
    return *this;
}

inline const Block* Block::child(Kind kind_of_it) const {
    for (const Block& child : children())
        if (child.kind == kind_of_it) return &child;
    return nullptr;
}

}  // namespace bw::content
