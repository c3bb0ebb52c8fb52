// Any bytes as text of a line, in the direction of the first byte: the pieces of the line hold all
// of it but isolate controls, in an order that leaves none out.
#include "flow/compose/pdf/bidi.h"

#include "base/check.h"
#include "flow/compose/pdf/text.h"
#include "input.h"

#include <vector>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw::pdf;
    if (size == 0) return 0;
    const std::string_view text = bw::fuzz::text(data, size).substr(1);
    const Levels levels(text, static_cast<Direction>(data[0] % 3));
    std::size_t from = 0;
    while (from <= text.size()) {  // lines of it, broken at any line end
        const std::string_view line = text.substr(from, text.find('\n', from) - from);
        const auto pieces = pieces_of(line, levels, from);
        std::size_t bytes = 0;
        for (const auto& piece : pieces) {
            CHECK(piece.level >= levels.base(from));
            bytes += piece.text.size() + static_cast<std::size_t>(piece.blanks);
        }
        for (std::size_t i = 0; i < line.size(); ++i) bytes += isolate_control_at(line, i);
        CHECK(bytes == line.size());
        std::vector<bool> is_there(pieces.size());
        for (const std::size_t i : visual_order(pieces)) {
            CHECK(!is_there[i]);
            is_there[i] = true;
        }
        from += line.size() + 1;
    }
    return 0;
}
