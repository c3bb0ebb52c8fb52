// Tariffs, plans, taxes and calendars: what is read and printed reads back the same, and prints the
// same again.
#include "base/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = bw::catalog::parse(bw::fuzz::text(data, size), "input");
    if (!document) return 0;
    const std::string printed = bw::catalog::print(*document);
    const auto again = bw::catalog::parse(printed, "printed");
    CHECK(again);
    CHECK(bw::catalog::print(*again) == printed);
    return 0;
}
