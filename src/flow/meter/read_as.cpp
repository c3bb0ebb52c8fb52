#include "flow/meter/read_as.h"

#include "flow/meter/formats/detect.h"
#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

namespace bw::meter {

Result<ReadAs> read_as(std::string_view head, const ImportOptions& options) {
    TRY_VOID(check_is_text(head));
    const auto looks = detect(head.substr(0, kDetectBytes));
    ReadAs as;
    as.format = options.mapping  ? options.mapping->format
                : options.format ? *options.format
                                 : TRY(looks);
    if (options.mapping && options.format && *options.format != options.mapping->format)
        return fail(Code::Invalid, fmt::format("the mapping is for {}, the format asked for is {}",
                                               format_name(options.mapping->format),
                                               format_name(*options.format)));
    as.is_as_it_looks = !options.mapping && looks && *looks == as.format;
    as.mapping = options.mapping ? *options.mapping : default_mapping(as.format);
    for (const auto& setting : options.settings) TRY_VOID(apply_setting(setting, as.mapping));
    return as;
}

}  // namespace bw::meter
