// A text of other people as a tree of values that know their line, their path, and whether a reader
// has asked for them: what nobody asked for is reported at the end, so that nothing is lost.
//     Notes notes;
//     const Value* price = root.find("price");       // marks it as asked for
//     notes.refuse(*price, "a price below zero");
//     notes.unread(root);                             // all the rest
#pragma once

#include "base/decimal.h"
#include "books/tariff_sources/source.h"

#include <expected>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::json {
class Value;
}
namespace bw::text {
struct YamlNode;
}

namespace bw::tariff_sources {

class Value {
public:
    enum class Kind : std::uint8_t { Null, Bool, Number, Text, List, Map };
    using Member = std::pair<std::string, Value>;

    Kind kind = Kind::Null;
    std::string text;  // of a text, number or "true", "false": as it was written
    int line = 1;
    std::string path;  // "" of the root

    [[nodiscard]] bool is_map() const { return kind == Kind::Map; }
    [[nodiscard]] bool is_list() const { return kind == Kind::List; }
    [[nodiscard]] bool is_text() const { return kind == Kind::Text; }
    // What stands for nothing: null is absent. Marks what it finds.
    [[nodiscard]] const Value* find(std::string_view name) const;
    // The same for who only counts: it marks nothing.
    [[nodiscard]] const Value* peek(std::string_view name) const;
    [[nodiscard]] Value* peek(std::string_view name);
    [[nodiscard]] std::string peek_word(std::string_view name) const;
    [[nodiscard]] std::vector<const Value*> peek_each(std::string_view name) const;
    // Text of a member; empty: there is none, or it is no text or number.
    [[nodiscard]] std::string word(std::string_view name) const;
    [[nodiscard]] const std::vector<Value>& items() const;  // of a list; marks them
    [[nodiscard]] std::vector<Value>& items();
    // Items of a list, or the value itself where one stands for a list of one; of null none.
    [[nodiscard]] std::vector<const Value*> each() const;
    [[nodiscard]] const std::vector<Member>& members() const { return members_; }  // marks none
    void mark() const;  // it and all below it are dealt with
    void mark_only(std::string_view name) const { (void)find(name); }  // not what is in it
    void mark(std::initializer_list<std::string_view> names) const;    // these members
    // In one line, at most so long.
    [[nodiscard]] std::string brief(std::size_t most = 160) const;

    // A member of another edition of a source gets the name of this one; its path stays. Where
    // there is one of that name, nothing happens.
    void rename(std::string_view from, std::string_view to);

    static Value of(const json::Value& json);
    static Value of(const text::YamlNode& yaml);

private:
    friend class Notes;
    void copy(const json::Value& json);
    void copy(const text::YamlNode& yaml);
    std::vector<Value> items_;
    std::vector<Member> members_;
    mutable bool asked_ = false;
};

// Why a part of a source cannot be held, and which part. It costs that part, not the file.
struct Fault {
    const Value* at = nullptr;
    std::string why;
};
template <typename T>
using Read = std::expected<T, Fault>;
inline std::unexpected<Fault> fault(const Value& at, std::string why) {
    return std::unexpected(Fault{&at, std::move(why)});
}

// Numbers stand as numbers or as texts. Exact: more than nine decimals are a fault.
Read<Decimal> number(const Value& value);
// The member must be there.
Read<const Value*> need(const Value& map, std::string_view name);
Read<Decimal> need_number(const Value& map, std::string_view name);
// value / divisor; a remainder beyond nine decimals is a fault of `at`.
Read<Decimal> divided(const Value& at, Decimal value, int divisor);

class Notes {
public:
    void refuse(const Value& at, std::string why) { add(Severity::Refused, at, std::move(why)); }
    void refuse(const Fault& fault) { refuse(*fault.at, fault.why); }
    // What is lost because of a fault inside it: the line is that of the fault.
    void refuse(const Value& at, const Fault& fault, std::string_view lost);
    void leave_out(const Value& at, std::string why) { add(Severity::LeftOut, at, std::move(why)); }
    void explain(const Value& at, std::string why) { add(Severity::Reading, at, std::move(why)); }
    void inform(const Value& at, std::string why) {
        add(Severity::Information, at, std::move(why));
    }
    // Each of the members that is there.
    void inform(const Value& map, std::initializer_list<std::string_view> names,
                std::string_view why);
    // Refuses each member that was not asked for.
    void unread(const Value& root);
    std::vector<Finding> take();  // in the order of lines

private:
    void add(Severity severity, const Value& at, std::string why);
    std::vector<Finding> findings_;
};

// A number that may have more decimals than we hold: rounded to nine, with a note.
Read<Decimal> near_number(const Value& value, Notes& notes);

}  // namespace bw::tariff_sources
