// For tests: a text through the reader of a mapping.
#pragma once

#include "flow/meter/formats/detect.h"
#include "flow/meter/formats/parts/collect_test.h"

namespace bw::meter {

struct Run {
    CollectSink sink;
    Result<void> result;
};

inline Run run(const Mapping& mapping, std::string_view text, std::size_t chunk = 100) {
    Run out;
    const auto parser = make_parser(mapping.format, mapping, out.sink);
    out.result = parse_all(*parser, text, chunk);
    return out;
}

// The mapping as YAML, or the name of one that comes with the program; settings over it.
inline Run run(std::string_view yaml, std::string_view text,
               std::initializer_list<std::string_view> settings = {}) {
    auto mapping = parse_mapping(shipped_mapping(yaml).value_or(yaml), "mapping.yaml");
    EXPECT_TRUE(mapping) << mapping.error().message();
    for (const auto setting : settings) {
        const auto applied = apply_setting(setting, *mapping);
        EXPECT_TRUE(applied) << applied.error().message();
    }
    return run(*mapping, text);
}

}  // namespace bw::meter
