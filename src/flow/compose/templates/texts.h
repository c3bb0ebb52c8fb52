// The texts that a template brings itself: texts/LANGUAGE.yaml, the same keys in each. English must
// be there, for who reads a language that has none.
//
//     mail_subject: "Your bill of {1}"
//     calls: {one: "{1} call", other: "{1} calls"}
#pragma once

#include "flow/compose/source_file.h"
#include "flow/compose/templates/expression.h"
#include "flow/compose/templates/finding.h"
#include "flow/compose/templates/plan.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace bw::templates {

using compose::SourceFile;

class TemplateTexts final : public OwnTexts {
public:
    // Of the files that are texts. Findings: a file that is no YAML or of no language, a key that a
    // language lacks, patterns that take different values.
    TemplateTexts(std::span<const SourceFile> files, Findings& findings);

    [[nodiscard]] std::optional<std::size_t> find(std::string_view key) const override;
    [[nodiscard]] std::size_t places(std::size_t index) const override;
    [[nodiscard]] std::vector<std::string> keys() const override;

    // Those that have a file; all where none has.
    [[nodiscard]] compose::Languages spoken() const { return spoken_; }
    // By language and index.
    std::vector<std::vector<Pattern>> take() &&;

private:
    struct Entry {
        std::string key;
        std::size_t places = 0;
        std::string first_file;  // where it was met first
        int first_line = 0;
        std::vector<std::optional<Pattern>> patterns;  // by language
    };
    void read(const SourceFile& file, std::size_t language, Findings& findings);
    void check_complete(Findings& findings) const;
    Entry& entry(const std::string& key, const SourceFile& file, int line);

    std::vector<Entry> entries_;
    compose::Languages spoken_;
};

}  // namespace bw::templates
