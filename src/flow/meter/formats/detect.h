// What is this file? By its first bytes, never by its name.
#pragma once

#include "base/result.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/tables/mapping.h"

#include <memory>
#include <string_view>

namespace bw::meter {

// first_bytes: up to kDetectBytes from the beginning, already unpacked. Error (Refused) says what
// it looks like instead, or that no header we know was found.
Result<Format> detect(std::string_view first_bytes);
// Only the kinds no reader can take: empty, PDF, archives, UTF-16, binary.
Result<void> check_is_text(std::string_view first_bytes);

// Text or gzip, by the first two bytes.
bool is_gzip(std::string_view first_bytes);

// The reader for a format; `mapping` matters for CSV only.
std::unique_ptr<Parser> make_parser(Format format, const Mapping& mapping, RecordSink& sink);

}  // namespace bw::meter
