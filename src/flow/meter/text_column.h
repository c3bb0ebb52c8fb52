// Many short texts back to back: one allocation for all of them, not one for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

class TextColumn {
public:
    TextColumn() = default;
    TextColumn(std::initializer_list<std::string_view> texts) {
        for (const std::string_view text : texts) push_back(text);
    }
    void push_back(std::string_view text) {
        bytes_ += text;
        ends_.push_back(bytes_.size());
    }
    void reserve(std::size_t texts, std::size_t bytes) {
        ends_.reserve(texts);
        bytes_.reserve(bytes);
    }
    // Holds until the column changes.
    [[nodiscard]] std::string_view operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return {bytes_.data() + begin, ends_[i] - begin};
    }
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] bool empty() const { return ends_.empty(); }

    class const_iterator {  // NOLINT(readability-identifier-naming): the standard library's names
    public:
        using iterator_category = std::input_iterator_tag;  // NOLINT(readability-identifier-naming)
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::string_view*;  // NOLINT(readability-identifier-naming)
        using reference = std::string_view;       // NOLINT(readability-identifier-naming)
        const_iterator() = default;
        const_iterator(const TextColumn& column, std::size_t at) : column_(&column), at_(at) {}
        std::string_view operator*() const { return (*column_)[at_]; }
        const_iterator& operator++() {
            ++at_;
            return *this;
        }
        const_iterator operator++(int) {
            const const_iterator before = *this;
            ++at_;
            return before;
        }
        friend bool operator==(const const_iterator&, const const_iterator&) = default;

    private:
        const TextColumn* column_ = nullptr;
        std::size_t at_ = 0;
    };
    using value_type = std::string_view;
    [[nodiscard]] const_iterator begin() const { return {*this, 0}; }
    [[nodiscard]] const_iterator end() const { return {*this, size()}; }
    friend bool operator==(const TextColumn&, const TextColumn&) = default;

private:
    std::string bytes_;
    std::vector<std::size_t> ends_;
};

}  // namespace bw::meter
