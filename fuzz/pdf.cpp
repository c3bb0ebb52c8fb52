// Any bytes as a PDF file under judgement: a report or an Error, in bounded time and memory.
#include "flow/compose/conformity/conformity.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw::conformity;
    const auto report = check({reinterpret_cast<const char*>(data), size}, Standard{3, 'a', true});
    if (report && report->findings.size() > kFindingsMost) __builtin_trap();
    return 0;
}
