#include "flow/compose/pdf/outline.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/objects.h"
#include "flow/compose/pdf/text.h"

#include <cstddef>

namespace bw::pdf {
namespace {

constexpr int kNone = -1;

int level_of(Role role) {
    switch (role) {
        case Role::Heading1: return 1;
        case Role::Heading2: return 2;
        case Role::Heading3: return 3;
        default: return 4;
    }
}

// How an item hangs together with the others; all by index.
struct Links {
    int parent = kNone, previous = kNone, next = kNone, first = kNone, last = kNone;
    int below = 0;  // items below it, on all levels
};

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

void Outline::add(int element, Role role, std::string_view title) {
    items_.push_back({.title = std::string(title), .element = element, .level = level_of(role)});
}

void Outline::place(int page, double top) {
    for (; placed_ < items_.size(); ++placed_) {
        items_[placed_].page = page;
        items_[placed_].top = top;
    }
}

int Outline::write(ObjectFile& file, const std::vector<int>& pages, int first_element) const {
    CHECK(placed_ > 0);
    std::vector<Links> links(placed_);
    Links top;
    std::vector<int> open;  // the item before and those that it lies in, each with a deeper level
    for (int i = 0; i < count(); ++i) {
        while (!open.empty() && items_[at(open.back())].level >= items_[at(i)].level)
            open.pop_back();
        Links& item = links[at(i)];
        item.parent = open.empty() ? kNone : open.back();
        Links& parent = open.empty() ? top : links[at(open.back())];
        item.previous = parent.last;
        if (parent.last != kNone) links[at(parent.last)].next = i;
        else parent.first = i;
        parent.last = i;
        for (const int around : open) ++links[at(around)].below;
        open.push_back(i);
    }

    const int root = file.reserve();
    const int first = file.reserve();
    for (int i = 1; i < count(); ++i) file.reserve();
    const auto refer = [&](std::string& out, std::string_view key, int index) {
        if (index == kNone) return;
        out += key;
        append_reference(out, first + index);
    };
    for (int i = 0; i < count(); ++i) {
        const Item& item = items_[at(i)];
        const Links& of = links[at(i)];
        std::string& out = file.open(first + i);
        out += "<</Title";
        append_text_string(out, item.title);
        out += "/Parent ";
        append_reference(out, of.parent == kNone ? root : first + of.parent);
        refer(out, "/Prev ", of.previous);
        refer(out, "/Next ", of.next);
        refer(out, "/First ", of.first);
        refer(out, "/Last ", of.last);
        if (of.below > 0) {
            out += "/Count ";  // above zero: it is shown open
            append_integer(out, of.below);
        }
        out += "/SE ";
        append_reference(out, first_element + item.element);
        out += "/Dest[";
        append_reference(out, pages[at(item.page)]);
        out += "/XYZ null ";
        append_number(out, item.top);
        out += " null]>>";
    }
    std::string& out = file.open(root);
    out += "<</Type/Outlines";
    refer(out, "/First ", top.first);
    refer(out, "/Last ", top.last);
    out += "/Count ";
    append_integer(out, count());
    out += ">>";
    return root;
}

}  // namespace bw::pdf
