#include "flow/meter/formats/parts/edifact.h"

#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

constexpr std::size_t kUnaBytes = 9;  // "UNA" and six service characters

bool is_break(char c) { return c == '\r' || c == '\n'; }

}  // namespace

std::string_view EdifactSegment::at(std::size_t element, std::size_t component) const {
    for (const Part& part : parts_) {
        if (part.element == element && part.component == component) {
            return std::string_view(text_).substr(part.begin, part.end - part.begin);
        }
    }
    return {};
}

std::unexpected<Error> EdifactReader::refuse(std::string text) const {
    return fail(Code::Refused, std::move(text), fmt::format("line {}", segments_ + 1));
}

Result<bool> EdifactReader::next(std::string_view& chunk, EdifactSegment& segment) {
    while (!chunk.empty()) {
        const char c = chunk.front();
        chunk.remove_prefix(1);
        if (raw_.empty() && (is_break(c) || c == ' ')) continue;
        if (raw_.size() == kEdifactBytesMax) {
            return refuse(fmt::format("a segment is longer than {} bytes: this is no EDIFACT file, "
                                      "or its segment ends are lost",
                                      kEdifactBytesMax));
        }
        raw_.push_back(c);
        if (!is_service_known_) {
            if (raw_.size() < 3) continue;
            if (!raw_.starts_with("UNA")) {
                is_service_known_ = true;  // the standard's own characters
            } else {
                if (raw_.size() < kUnaBytes) continue;
                TRY_VOID(read_una());
                continue;
            }
        }
        const bool was_released = is_released_;
        is_released_ = !was_released && c == release_mark_;
        if (c != end_mark_ || was_released) continue;
        raw_.pop_back();
        ++segments_;
        TRY_VOID(split(segment));
        raw_.clear();
        return true;
    }
    return false;
}

Result<void> EdifactReader::read_una() {
    component_mark_ = raw_[3];
    element_mark_ = raw_[4];
    decimal_mark_ = raw_[5];
    release_mark_ = raw_[6];
    end_mark_ = raw_[8];
    const std::string marks{component_mark_, element_mark_, release_mark_, end_mark_};
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const char c = marks[i];
        const bool is_letter =
            (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_letter || is_break(c) || marks.find(c, i + 1) != std::string::npos) {
            return refuse("the UNA segment does not name four different characters");
        }
    }
    if (decimal_mark_ != '.' && decimal_mark_ != ',') {
        return refuse("the UNA segment's decimal mark is neither point nor comma");
    }
    is_service_known_ = true;
    ++segments_;
    raw_.clear();
    return {};
}

Result<void> EdifactReader::split(EdifactSegment& segment) {
    segment.text_.clear();
    segment.parts_.clear();
    segment.number_ = segments_;
    EdifactSegment::Part part;
    const auto close = [&] {
        part.end = segment.text_.size();
        segment.parts_.push_back(part);
        part.begin = part.end;
    };
    bool is_released = false;
    for (const char c : raw_) {
        if (is_released || (c != release_mark_ && c != component_mark_ && c != element_mark_)) {
            segment.text_.push_back(c);
            is_released = false;
        } else if (c == release_mark_) {
            is_released = true;
        } else {
            close();
            if (segment.parts_.size() == kEdifactPartsMax) {
                return fail(Code::Refused,
                            fmt::format("a segment has more than {} parts", kEdifactPartsMax),
                            fmt::format("line {}", segments_));
            }
            part.element += c == element_mark_ ? 1 : 0;
            part.component = c == element_mark_ ? 0 : part.component + 1;
        }
    }
    close();
    return {};
}

Result<void> EdifactReader::finish() const {
    if (raw_.empty()) return {};
    return refuse("the file ends inside a segment: it was cut off");
}

}  // namespace bw::meter
