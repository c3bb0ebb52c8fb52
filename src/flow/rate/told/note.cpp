#include "flow/rate/told/note.h"

namespace bw::rate {

Note::Note(const Note& other) = default;
Note::Note(Note&& other) noexcept = default;
Note& Note::operator=(const Note& other) = default;
Note& Note::operator=(Note&& other) noexcept = default;
Note::~Note() = default;

bool operator==(const Note& a, const Note& b) {
    const OneOfNotes& base = a;
    return base == static_cast<const OneOfNotes&>(b);
}

}  // namespace bw::rate
