// A drawing in colours of its own, and in the colour of the place where it stands (currentColor),
// so that one file does on white, on a dark block and on dark screens.
#pragma once

#include "base/result.h"
#include "flow/compose/images/svg.h"

#include <string_view>
#include <vector>

namespace bw::images {

// Every page on the web holds its marks; more is no drawing but a painting.
inline constexpr std::size_t kMostSegments = 4'000;

class Picture {
public:
    // Errors: those of read_svg; Limit: more than kMostSegments lines and curves.
    static Result<Picture> read(std::string_view svg);

    struct Inherited {  // from the place where it stands
        bool fill, stroke;
    };
    [[nodiscard]] const Drawing& drawing() const { return drawing_; }
    [[nodiscard]] Inherited inherited(std::size_t shape) const { return inherited_[shape]; }
    // With the colour of the place put in.
    [[nodiscard]] Drawing in(pdf::Color current) const;
    [[nodiscard]] double ratio() const { return drawing_.width / drawing_.height; }

private:
    Drawing drawing_;
    std::vector<Inherited> inherited_;  // by shape
};

}  // namespace bw::images
