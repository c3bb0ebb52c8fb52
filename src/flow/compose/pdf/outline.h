// Bookmarks (ISO 32000-1, 12.3.3): the headings of a document beside its pages, nested by level.
// Document::tag enters them by TagOptions::bookmark; the page and the height come from what is
// drawn next. Made for every document, since screen readers and long bills need them alike.
#pragma once

#include "flow/compose/pdf/tags.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

class ObjectFile;

class Outline {
public:
    // `element`: index of the tag, where a reader that knows tags goes to.
    void add(int element, Role role, std::string_view title);
    // Are there bookmarks that nothing was drawn for yet?
    [[nodiscard]] bool is_waiting() const { return placed_ < items_.size(); }
    // Their place: index of the page, and the height on it in points from its lower edge.
    void place(int page, double top);

    // Bookmarks with a place; the others lead nowhere and are left out.
    [[nodiscard]] int count() const { return static_cast<int>(placed_); }
    // Gives the object number of the outline; there must be a bookmark in it. `pages` are object
    // numbers, `first_element` is that of the tag with index 0.
    int write(ObjectFile& file, const std::vector<int>& pages, int first_element) const;

private:
    struct Item {
        std::string title;
        int element = 0;
        int level = 1;  // 1 outermost
        int page = 0;
        double top = 0;
    };
    std::vector<Item> items_;
    std::size_t placed_ = 0;
};

}  // namespace bw::pdf
