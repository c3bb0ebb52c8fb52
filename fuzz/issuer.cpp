// Issuer texts: a document that is taken has what a bill must show.
#include "base/check.h"
#include "books/customers/customers.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto issuer = bw::customers::parse_issuer(bw::fuzz::text(data, size), "input");
    if (issuer) {
        CHECK(!issuer->code.empty() && !issuer->name.empty() && !issuer->vat_id.empty());
        CHECK(!issuer->series.empty() && !issuer->address.country.empty());
    }
    return 0;
}
