#include "flow/meter/formats/parts/record.h"

#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

#include <array>

namespace bw::meter {

namespace {

constexpr std::array<std::string_view, kFormatCount> kFormatNames = {
    "nem12",          "nem13",        "espi",         "dsmr",     "mscons",
    "wmbus-json",     "interval-csv", "register-csv", "call-csv", "asterisk-csv",
    "freeswitch-csv", "radius",       "ipdr-csv",     "ipdr-xml"};
constexpr std::array<std::string_view, 10> kRejectNames = {
    "encoding", "structure", "channel", "code",    "unit",
    "interval", "time",      "value",   "quality", "duplicate"};

}  // namespace

std::string_view format_name(Format format) {
    return kFormatNames[static_cast<std::size_t>(format)];
}

std::string format_names() { return fmt::format("{}", fmt::join(kFormatNames, ", ")); }

Result<Format> parse_format(std::string_view name) {
    for (std::size_t i = 0; i < kFormatNames.size(); ++i) {
        if (kFormatNames[i] == name) return static_cast<Format>(i);
    }
    return fail(Code::NotFound, fmt::format("format '{}' is unknown; one of {}", make_excerpt(name),
                                            format_names()));
}

std::string_view reject_name(RejectCode code) {
    return kRejectNames[static_cast<std::size_t>(code)];
}

std::string make_excerpt(std::string_view field) {
    std::string out;
    for (const char c : field.substr(0, kExcerptBytesMax)) {
        out.push_back(c >= 0x20 && c < 0x7f ? c : '?');
    }
    if (field.size() > kExcerptBytesMax) out.replace(out.size() - 2, 2, "..");
    return out;
}

}  // namespace bw::meter
