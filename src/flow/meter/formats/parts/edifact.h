// Segments of UN/EDIFACT (ISO 9735): a UNA segment may name the characters that separate; a release
// character takes the next one as it is; line breaks between segments do not count. Chunks in,
// segments out. Constant memory: a segment is at most kEdifactBytesMax long.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

class EdifactSegment {
public:
    [[nodiscard]] std::string_view tag() const { return at(0, 0); }
    // Element 1 is the first after the tag, component 0 its first part; empty when it is not there.
    [[nodiscard]] std::string_view at(std::size_t element, std::size_t component = 0) const;
    [[nodiscard]] std::int64_t number() const {
        return number_;
    }  // in the file, from 1, UNA counted

private:
    friend class EdifactReader;
    struct Part {
        std::size_t element = 0, component = 0;
        std::size_t begin = 0, end = 0;  // in text_
    };
    std::string text_;  // without release characters
    std::vector<Part> parts_;
    std::int64_t number_ = 0;
};

class EdifactReader {
public:
    // Takes the next segment out of `chunk`; false: the chunk is used up. Errors (Refused; subject
    // "line n", n the number of the segment): over a limit, UNA is none.
    Result<bool> next(std::string_view& chunk, EdifactSegment& segment);
    // At the end: nothing may be left of a segment. Error (Refused): there is.
    Result<void> finish() const;
    [[nodiscard]] std::int64_t segments() const { return segments_; }
    [[nodiscard]] char decimal_mark() const { return decimal_mark_; }

private:
    Result<void> read_una();
    Result<void> split(EdifactSegment& segment);
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const;

    std::string raw_;           // of the segment that is being read
    bool is_released_ = false;  // the last character was a release character
    bool is_service_known_ = false;
    char component_mark_ = ':', element_mark_ = '+', decimal_mark_ = '.', release_mark_ = '?',
         end_mark_ = '\'';
    std::int64_t segments_ = 0;
};

}  // namespace bw::meter
