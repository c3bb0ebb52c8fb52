// What a file has beside its pages' content: streams and their filters, files inside it, the
// catalog, layers, forms, annotations and what they do (ISO 19005-2, 6.1.7, 6.1.8, 6.1.12, 6.3
// to 6.5, 6.8 to 6.11; ISO 14289-1, 7.10, 7.11, 7.15 to 7.18). Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"
#include "flow/compose/conformity/structure.h"

namespace bw::conformity {

void check_streams(const Document& document, Findings& findings);
void check_catalog(const Document& document, Findings& findings);
void check_annotations(const Document& document, const Structure& structure, Findings& findings);
void check_actions(const Document& document, Findings& findings);
void check_embedded_files(const Document& document, Findings& findings);

// A file without those inside it (conformity.cpp): files within files within files end.
Result<Report> check_alone(std::string_view bytes, const std::optional<Standard>& as);

}  // namespace bw::conformity
