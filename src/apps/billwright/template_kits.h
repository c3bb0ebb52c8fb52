// What the law wants of a template: the kits of `template check` and `template kits`.
#pragma once

#include "apps/billwright/app.h"
#include "base/civil.h"
#include "run/kits.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::app {

// By which kits a template is checked.
struct KitFlags {
    std::vector<std::string> names;  // of the program, or files
    bool for_company = false;        // those of the company's issuers
    std::optional<LocalDate> from;   // with for_company: of documents issued then or later
};

// Reads the kits once, then asks any number of templates for what they miss.
class KitCheck {
public:
    // NotFound: no such kit or file; Invalid: the file is no kit.
    static Result<KitCheck> make(const KitFlags& flags);
    [[nodiscard]] bool is_asked() const { return for_company_ || !kits_.empty(); }
    Result<std::vector<run::Missing>> missing(Context& context, const templates::Plan& plan) const;

private:
    std::vector<kits::Kit> kits_;
    bool for_company_ = false;
    std::optional<LocalDate> from_;
};

void print_missing(const std::string& name, const std::vector<run::Missing>& missing);
void write_missing(json::Writer& json, const std::vector<run::Missing>& missing);  // "by_law": [..]

void add_kit_options(CLI::App& command, KitFlags& flags);
void add_kits_command(CLI::App& group, Context& context);

}  // namespace bw::app
