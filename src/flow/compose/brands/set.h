// The brands that documents may ask for: those that come with the program, and those that a company
// brings. Made once per run, then only read. Thread: any, once it is made.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/source_file.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace bw::brands {

using compose::SourceFile;

class Set {
public:
    // The shipped ones; copies share them.
    Set();
    // In place of one of the same key, which may be a shipped one.
    void add(Brand brand);
    // Another key, or none, gets the plain one.
    [[nodiscard]] const Brand& find(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::vector<std::string_view> keys() const;

private:
    std::vector<std::shared_ptr<const Brand>> brands_;
};

// The files of the shipped brands: "aurora/brand.yaml".
std::span<const SourceFile> shipped_files();
// Those of one, named from its folder on; empty: there is no such brand.
std::vector<SourceFile> shipped(std::string_view key);

}  // namespace bw::brands
