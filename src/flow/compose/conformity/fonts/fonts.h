// Fonts (ISO 19005-2, 6.2.11; ISO 14289-1, 7.21): each that shows text is embedded, has the glyphs
// that are shown in the widths that are stated, and tells their characters. Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <map>
#include <string>
#include <string_view>

namespace bw::conformity {

// How a text was shown.
struct Shown {
    bool is_rendered = false;     // in a mode other than 3
    bool has_actual_text = true;  // wherever it was shown, so that nobody needs its characters
};

class FontUses {
public:
    explicit FontUses(Findings& findings) : findings_(findings) {}
    void show(const Object& font, std::string_view text, bool is_rendered, bool has_actual_text);
    // Of all fonts that showed something.
    void check();

private:
    struct Use {
        Object font;
        std::map<std::string, Shown, std::less<>> texts;
    };
    Findings& findings_;
    std::map<std::string, Use> uses_;
};

}  // namespace bw::conformity
