// A word that comes again and again: the name of a charge, a window, a unit, the place of a clause.
// The program holds one copy of each, so a word is as large as a pointer, and copied and compared
// as one. It is never freed: words are those of tariffs and of accounts that share a bill, of which
// there are few, never those of readings. Thread: any.
#pragma once

#include <compare>
#include <concepts>
#include <ostream>
#include <string>
#include <string_view>

namespace bw {

class Word {
public:
    Word() = default;
    // Cost: a look-up.
    template <std::convertible_to<std::string_view> T>
        requires(!std::same_as<T, Word>)
    Word(const T& text) : text_(kept(text)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] const std::string& text() const { return text_ == nullptr ? kNothing : *text_; }
    [[nodiscard]] bool empty() const { return text_ == nullptr; }
    operator const std::string&() const { return text(); }  // NOLINT(google-explicit-constructor)
    operator std::string_view() const { return text(); }    // NOLINT(google-explicit-constructor)

    friend bool operator==(Word a, Word b) { return a.text_ == b.text_; }
    friend std::strong_ordering operator<=>(Word a, Word b) { return a.text() <=> b.text(); }
    template <std::convertible_to<std::string_view> T>
        requires(!std::same_as<T, Word>)
    friend bool operator==(Word a, const T& b) {
        return a.text() == std::string_view(b);
    }
    friend std::string operator+(Word a, Word b) { return a.text() + b.text(); }
    template <std::convertible_to<std::string_view> T>
        requires(!std::same_as<T, Word>)
    friend std::string operator+(Word word, const T& after) {
        return std::string(word.text()).append(after);
    }
    template <std::convertible_to<std::string_view> T>
        requires(!std::same_as<T, Word>)
    friend std::string operator+(const T& before, Word word) {
        return std::string(before).append(word.text());
    }
    friend std::ostream& operator<<(std::ostream& out, Word word) { return out << word.text(); }

private:
    static const std::string kNothing;
    static const std::string* kept(std::string_view text);

    const std::string* text_ = nullptr;  // of nothing
};

}  // namespace bw
