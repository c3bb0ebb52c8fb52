// An element of a template becomes a block of its plan: every name in it is looked up, every type
// checked, and what is wrong is told with its line.
#pragma once

#include "flow/compose/templates/finding.h"
#include "flow/compose/templates/markup.h"
#include "flow/compose/templates/pictures.h"
#include "flow/compose/templates/plan.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::templates {

inline constexpr int kDeepestUse = 8;  // of partials within partials

// Partials by name, each with its file.
struct Partial {
    std::string file;
    Element root;
};
using Partials = std::map<std::string, Partial, std::less<>>;

class BlockReader {
public:
    struct Beside {  // what the template's folder holds
        const OwnTexts& texts;
        const Partials& partials;
        const Pictures& pictures;
    };
    // `scope`: the data, and what the template adds to it.
    BlockReader(Scope scope, const Beside& beside, Findings& findings)
        : texts_(beside.texts), partials_(beside.partials), pictures_(beside.pictures),
          findings_(findings), scope_(std::move(scope)) {}

    // The element as a block of its name. Null where it is no block.
    std::optional<PlanBlock> read(const Element& element, const std::string& file);

private:
    std::optional<PlanBlock> read_block(const Element& element, const content::BlockForm& form);
    void read_children(const Element& element, const content::BlockForm& form,
                       std::vector<PlanBlock>& into);
    void read_use(const Element& use, const content::BlockForm& form, std::vector<PlanBlock>& into);
    void read_override(const Element& on, const content::BlockForm* outer, PlanBlock& block);
    void read_only(const MarkupAttribute& attribute, PlanBlock& block);
    void read_attributes(const Element& element, const content::BlockForm& form, PlanBlock& block);
    void read_attribute(const MarkupAttribute& attribute, const content::AttributeForm& form,
                        PlanBlock& block);
    bool read_value(const MarkupAttribute& attribute, const content::AttributeForm& form,
                    PlanAttribute& into);
    bool read_literal(const MarkupAttribute& attribute, const content::AttributeForm& form,
                      PlanAttribute& into);
    bool read_picture(const MarkupAttribute& attribute, const content::AttributeForm& form,
                      PlanAttribute& into);
    bool open_list(const Element& element, PlanBlock& block);
    void read_own_words(const Element& element, const content::BlockForm& form, PlanBlock& block);
    void check_there(const Words& words, content::Need need, int line);
    void check_path(const Path& path, int line);
    [[nodiscard]] bool is_guarded(std::string_view path) const;

    void error(int line, std::string text);

    const OwnTexts& texts_;
    const Partials& partials_;
    const Pictures& pictures_;
    Findings& findings_;
    Scope scope_;
    std::vector<std::string> guards_;  // fields that are there, as they were written
    std::string file_;
    std::vector<const content::BlockForm*> outer_;  // the blocks around
    int depth_ = 0;                                 // of partials
};

}  // namespace bw::templates
