// A part of pages that is the same in every document: the decoration of a letter head, a mark, the
// lines of a form. Drawn and packed once per run; a document that places it holds it once (a form
// XObject, ISO 32000-1, 8.10), on however many pages. So it costs each of them a few bytes.
//
//   const Stamp head = TRY(Stamp::record(press, {595, 110}, [&](Canvas& canvas) { .. }));
//   page.place(head, {0, 0});
#pragma once

#include "base/result.h"
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/objects.h"

#include <functional>
#include <string>

namespace bw::pdf {

class Press;

// Thread: any, once recorded. Good for all documents of the same FontBook.
class Stamp {
public:
    // `draw` gets an empty canvas of this size; what is drawn beyond it is cut off. It draws lines,
    // shapes and text, no images, stamps or links. Text is not read aloud: as part of the pages it
    // is an artifact, or belongs to the Figure that is open where the stamp is placed.
    // Error Unsupported: a character that is not among those which all documents share
    // (FontOptions::template_text).
    static Result<Stamp> record(Press& press, PageSize size,
                                const std::function<void(Canvas&)>& draw);
    [[nodiscard]] PageSize size() const { return size_; }

private:
    friend class Document;
    Stamp(PageSize size, const FontBook& fonts, std::string_view content);

    PageSize size_;
    const FontBook* fonts_;
    std::string deflated_;
    Digest digest_;
};

}  // namespace bw::pdf
