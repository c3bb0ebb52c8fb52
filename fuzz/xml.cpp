// XML from outside: in whatever pieces it arrives, the same events, or the same kind of end.
#include "base/check.h"
#include "input.h"
#include "platform/xml/reader.h"

#include <string>

namespace {

using namespace bw;

// Text runs together: where it is cut depends on the pieces.
class Transcript final : public xml::Events {
public:
    Result<void> start(const xml::Name& name,
                       std::span<const xml::ReadAttribute> attributes) override {
        out += "<";
        out += name.space;
        out += "|";
        out += name.local;
        for (const auto& [attribute, value] : attributes) {
            out += " ";
            out += attribute.space;
            out += "|";
            out += attribute.local;
            out += "=";
            out += value;
        }
        out += ">";
        ++depth;
        return {};
    }
    Result<void> text(std::string_view piece) override {
        CHECK(!piece.empty());
        out += piece;
        return {};
    }
    Result<void> end(const xml::Name&) override {
        CHECK(depth > 0);
        --depth;
        out += "</>";
        return {};
    }
    std::string out;
    int depth = 0;
};

std::string read(std::string_view text, std::size_t piece) {
    Transcript transcript;
    xml::Reader reader(transcript);
    Result<void> result;
    for (std::size_t at = 0; at < text.size() && result; at += piece) {
        result = reader.feed(text.substr(at, piece));
    }
    if (result) result = reader.finish();
    if (!result) return "refused";
    CHECK(transcript.depth == 0);
    return transcript.out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = fuzz::text(data + 1, size - 1);
    CHECK(read(text, text.size() + 1) == read(text, 1 + data[0]));
    return 0;
}
