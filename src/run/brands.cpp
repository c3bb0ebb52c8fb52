#include "run/brands.h"

#include "flow/compose/brands/read.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {

bool is_brand(const releases::Files& files) {
    return std::ranges::find(files, brands::kBrandFile, &releases::File::name) != files.end();
}

Result<brands::Brand> usable_brand(const releases::Files& files, const std::string& called) {
    std::vector<compose::SourceFile> sources;
    sources.reserve(files.size());
    for (const auto& file : files) sources.push_back({file.name, file.text});
    auto read = brands::read_brand(sources);
    if (read.brand) return std::move(*read.brand);
    const auto& first = read.findings.front();
    return fail(Code::Invalid, first.text, fmt::format("{}/{}:{}", called, first.file, first.line));
}

Result<brands::Set> brands_on(store::Transaction& tx, TenantId tenant, LocalDate issued_on,
                              AsOf as_of) {
    std::vector<std::string> names;
    for (auto& one : releases::list(tx, tenant))
        if (one.name.starts_with(kBrandRelease)) names.push_back(std::move(one.name));
    const auto twice = std::ranges::unique(names);  // the list is in their order
    names.erase(twice.begin(), twice.end());
    brands::Set set;
    for (const auto& name : names) {
        const auto found = releases::in_force(tx, tenant, name, issued_on, as_of);
        if (!found) continue;
        auto brand = usable_brand(TRY(releases::load(tx, tenant, found->hash)), found->hash);
        if (!brand)
            return fail(Code::Invalid,
                        "this version of the program cannot use the brand; release a mended one. " +
                            brand.error().message(),
                        name);
        set.add(std::move(*brand));
    }
    return set;
}

}  // namespace bw::run
