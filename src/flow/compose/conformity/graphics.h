// What graphics states, images and forms may hold (ISO 19005-2, 6.2.5 to 6.2.10). Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bw::conformity {

// What of an extended graphics state makes a difference: transparency and overprint.
class GraphicsState {
public:
    void take(const Object& extended_state);
    // A form begins without the transparency of its user, who is asked at its invocation.
    [[nodiscard]] GraphicsState of_form() const;
    [[nodiscard]] bool is_transparent(bool fills, bool strokes) const {
        return is_masked_ || is_blended_ || (fills && is_fill_thin_) ||
               (strokes && is_stroke_thin_);
    }
    // By mode 1, under which a colour of zero leaves what lies below.
    [[nodiscard]] bool overprints(bool strokes) const {
        return mode_ != 0 && (strokes ? stroke_ : fill_.value_or(stroke_));
    }

private:
    bool is_masked_ = false, is_blended_ = false, is_fill_thin_ = false, is_stroke_thin_ = false;
    bool stroke_ = false;
    std::optional<bool> fill_;
    int mode_ = 0;
};

void check_extended_state(const Object& state, const std::string& where, Findings& findings);
void check_intent(const std::string& name, const std::string& where, Findings& findings);
void check_image(const Object& image, const std::string& where, Findings& findings);
void check_inline_image(const std::map<std::string, std::vector<Token>>& entries,
                        const std::string& where, Findings& findings);
void check_form(const Object& form, const std::string& where, Findings& findings);
// Of a page: no side is shorter than 3 or longer than 14,400.
void check_box(const Object& box, const std::string& where, Findings& findings);

}  // namespace bw::conformity
