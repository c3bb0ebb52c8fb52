// Documents and other bytes that a command writes where it is told.
#pragma once

#include "apps/billwright/app.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace bw::app {

// "-" writes to standard output. A file is there whole or not at all. An Error names the path.
Result<void> write_file(const std::string& path, std::string_view bytes);

// A document of an invoice into `path`, empty: NUMBER.FORMAT, and what is said of it then; `origin`
// is said to people: "as archived".
Result<void> write_document(const Context& context, const std::string& number,
                            std::string_view format, const std::string& path,
                            std::string_view bytes, std::string_view origin);

// "-" and --json both want standard output: wrong use.
void refuse_two_outputs(const Context& context, const std::string& path, const char* option);

}  // namespace bw::app
