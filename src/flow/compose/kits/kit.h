// What the law wants on the bills of a sector in a country, as data: a kit. A template that does
// not show what the kits of its company want is not released. A kit is a YAML file; those in
// shipped/ come with the program. docs/kits.md tells how one is written.
#pragma once

#include "flow/compose/content/block.h"
#include "flow/compose/source_file.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::kits {

// Fields of which one is enough, by their full paths: "headline.what_now", "invoice.due_on".
using AnyOf = std::vector<std::string>;

inline constexpr std::string_view kUnion = "EU";

struct Requirement {
    std::string duty;               // "due-date": the same thing has the same key in every kit
    std::string clause;             // "Annex I, 1.1(b)"
    std::string about;              // "the date on which payment is due"
    std::vector<AnyOf> shows;       // all of these
    std::vector<content::Kind> in;  // only what stands within one of them counts; empty: anywhere
    bool is_disclosed = false;      // by words that the company gives: bill::Disclosure
};

// What the law wants and the data cannot show yet.
struct Gap {
    std::string clause, about;
};

struct Kit {
    std::string name;                    // "electricity-eu"
    std::string title, law;              // "Directive (EU) 2019/944"
    std::vector<std::string> countries;  // ISO 3166-1 alpha-2, or "EU": every member
    std::vector<std::string> services;   // kinds of supply; empty: every bill
    std::vector<Requirement> requirements;
    std::vector<Gap> gaps;
};

// Those that come with the program, by name.
const std::vector<Kit>& shipped();
const Kit* find_shipped(std::string_view name);
std::span<const compose::SourceFile> shipped_files();

// The kits that hold for who is established in the country and bills these kinds of supply.
std::vector<const Kit*> kits_for(std::string_view country, std::span<const std::string> services);

}  // namespace bw::kits
