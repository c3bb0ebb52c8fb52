#include "flow/compose/pdf/stamp.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/writer.h"

#include <fmt/format.h>

#include <string_view>

namespace bw::pdf {
namespace {

// A form begins with what its page has set last; the canvas counts on what pages begin with.
constexpr std::string_view kDefaults = "0 0 0 rg 0 0 0 RG 1 w[]0 d 0 J 0 j 10 M\n";

}  // namespace

Stamp::Stamp(PageSize size, const FontBook& fonts, std::string_view content)
    : size_(size), fonts_(&fonts) {
    constexpr int kSmallest = 12;  // once per run
    Deflater deflater(kSmallest);
    deflated_ = deflater.deflate(content);
    std::string box;
    append_number(box, size.width);
    box += ' ';
    append_number(box, size.height);
    digest_ = digest_of(box, digest_of(content));
}

Result<Stamp> Stamp::record(Press& press, PageSize size, const std::function<void(Canvas&)>& draw) {
    Document document(press, {});
    Canvas& canvas = document.add_page(size);
    canvas.is_unmarked_ = true;
    canvas.content_ = kDefaults;
    draw(canvas);
    CHECK(canvas.saved_.empty());  // every save() has its restore()
    CHECK(canvas.annotations_.empty() && document.externals_.empty());
    char32_t strange = document.missing_.empty() ? 0 : document.missing_.front();
    for (const auto& [font_id, glyphs] : document.extras_) {
        for (const auto& [glyph, text] : glyphs) {
            if (strange == 0 && !text.empty()) strange = text.front();
        }
    }
    if (strange != 0 || !document.extras_.empty()) {
        return fail(Code::Unsupported,
                    fmt::format("the character U+{:04X} is not among those that all documents "
                                "share; a part that is drawn once for all of them cannot have it: "
                                "write the text without it, or draw it in each document",
                                static_cast<unsigned>(strange)));
    }
    return Stamp(size, press.fonts(), canvas.content_);
}

int Document::external_of(const Stamp& stamp) {
    CHECK(stamp.fonts_ == &press_.fonts());
    if (const auto known = find_external(stamp.digest_)) return *known;
    const int number = file_.reserve();
    std::string entries = "/Type/XObject/Subtype/Form/BBox[0 0 ";
    append_number(entries, stamp.size_.width);
    entries += ' ';
    append_number(entries, stamp.size_.height);
    entries += "]/Resources ";
    append_reference(entries, press_.fonts().common().resources);
    file_.put_deflated(number, entries, stamp.deflated_);
    return add_external(stamp.digest_, number);
}

void Canvas::place(const Stamp& stamp, Point at) {
    const int external = document_.external_of(stamp);
    mark_drawing();
    content_ += "q 1 0 0 1 ";
    append_point({at.x, at.y + stamp.size().height});
    append_external(external);
}

}  // namespace bw::pdf
