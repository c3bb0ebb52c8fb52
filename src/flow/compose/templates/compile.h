// Reads a template with its texts and partials, checks all of it against the table of blocks
// (content/grammar.h) and the schema of its data (data/schema.h), and makes the plan that fill()
// follows. A template with an error makes no plan, so that nothing unresolved reaches a bill.
//
// A template is a folder: NAME.xml with <template> in it, partials PART.xml with <partial>,
// texts/LANGUAGE.yaml with the texts that it brings itself, and pictures in images/.
// docs/template-format.md tells the language.
#pragma once

#include "flow/compose/source_file.h"
#include "flow/compose/templates/finding.h"
#include "flow/compose/templates/plan.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bw::templates {

using compose::SourceFile;

inline constexpr std::size_t kMostFiles = 64;

struct Compiled {
    std::optional<Plan> plan;  // where no finding is an error
    Findings findings;         // all of them, by file and line
};

// The files may be in any order; exactly one of them holds a <template>.
Compiled compile(std::span<const SourceFile> files);

}  // namespace bw::templates
