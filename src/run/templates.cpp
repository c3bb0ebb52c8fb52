#include "run/templates.h"

#include "flow/compose/documents/shipped.h"
#include "platform/text/suggest.h"
#include "run/brands.h"
#include "run/kits.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::run {

Result<releases::Files> shipped_template(std::string_view name) {
    releases::Files files;
    for (const auto& [path, text] : documents::shipped(name))
        files.push_back({std::string(path), std::string(text)});
    if (files.empty()) {
        const auto names = documents::shipped_names();
        return fail(Code::NotFound,
                    fmt::format("neither a folder nor a template of the program{}",
                                text::did_you_mean(name, {names.begin(), names.end()})),
                    std::string(name));
    }
    return files;
}

templates::Compiled compile_files(const releases::Files& files) {
    std::vector<compose::SourceFile> sources;
    sources.reserve(files.size());
    for (const auto& file : files) sources.push_back({file.name, file.text});
    return templates::compile(sources);
}

Result<templates::Plan> usable_plan(const releases::Files& files, const std::string& name) {
    auto compiled = compile_files(files);
    if (compiled.plan) return std::move(*compiled.plan);
    const auto& first = compiled.findings.front();
    return fail(Code::Invalid,
                fmt::format("the template cannot be used; `template check {}` tells all. First: {}",
                            name, first.text),
                fmt::format("{}/{}:{}", name, first.file, first.line));
}

std::string choose_template(store::Transaction& tx, TenantId tenant, LocalDate issued_on,
                            AsOf as_of) {
    if (const auto found = releases::in_force(tx, tenant, kBillTemplate, issued_on, as_of))
        return found->hash;
    return releases::keep(tx, tenant, shipped_template(kBillTemplate).value());
}

namespace {

Result<documents::Composer> dressed(Result<documents::Composer> composer, store::Transaction& tx,
                                    TenantId tenant, LocalDate issued_on, AsOf as_of) {
    if (composer) composer->use_brands(TRY(brands_on(tx, tenant, issued_on, as_of)));
    return composer;
}

Result<documents::Composer> composer_by(store::Transaction& tx, TenantId tenant,
                                        std::string_view hash) {
    if (hash.empty()) return documents::Composer::create();
    const auto files = TRY(releases::load(tx, tenant, hash));
    auto plan = usable_plan(files, std::string(hash));
    if (!plan)
        return fail(Code::Invalid,
                    "this version of the program cannot use the template that the run was started "
                    "with; carry on with the version that started it, or discard the run, release "
                    "a mended template and bill again. " +
                        plan.error().message(),
                    fmt::format("template {}", hash));
    return documents::Composer::create(std::move(*plan));
}

}  // namespace

Result<documents::Composer> composer_of(store::Transaction& tx, TenantId tenant,
                                        const MadeBy& made_by) {
    return dressed(composer_by(tx, tenant, made_by.hash), tx, tenant, made_by.issued_on,
                   made_by.as_of);
}

Result<documents::Composer> composer_on(store::Transaction& tx, TenantId tenant,
                                        std::string_view name, LocalDate day) {
    const AsOf now{store::current_cut(tx, tenant)};
    const auto found = releases::in_force(tx, tenant, name, day, now);
    return dressed(found ? composer_by(tx, tenant, found->hash)
                         : documents::Composer::shipped(name),
                   tx, tenant, day, now);
}

namespace {

struct Made {
    std::string_view documents, name, data;
};
constexpr std::array<Made, 5> kMade = {{{"bills", kBillTemplate, kBillData},
                                        {"reminders", kReminderTemplate, kReminderData},
                                        {"advance plans", kAdvancesTemplate, kAdvancesData},
                                        {"contract summaries", kSummaryTemplate, kSummaryData},
                                        {"itemised bills", kItemisedTemplate, kItemisedData}}};

bool makes_documents(const templates::Plan& plan) {
    return std::ranges::any_of(
        kMade, [&](const Made& made) { return made.name == plan.name && made.data == plan.data; });
}

std::string all_made() {
    std::string out;
    for (const auto& [documents, name, data] : kMade)
        out += fmt::format("{}{} are made by name=\"{}\" data=\"{}\"", out.empty() ? "" : ", ",
                           documents, name, data);
    return out;
}

}  // namespace

Result<void> check_release(store::Transaction& tx, TenantId tenant, const Releasing& what) {
    const std::string& name = what.called;
    if (is_brand(what.files)) {
        TRY_VOID(usable_brand(what.files, name));
        return {};
    }
    const auto plan = TRY(usable_plan(what.files, name));
    if (!makes_documents(plan))
        return fail(Code::Invalid,
                    fmt::format("nothing is made by a template \"{}\" of {}; {}", plan.name,
                                plan.data, all_made()),
                    name);
    if (!plan.has(content::Channel::Paper))
        return fail(Code::Invalid,
                    "each document is kept as it is on paper; name paper among its channels", name);
    if (plan.name != kBillTemplate) return {};
    const auto missing = TRY(missing_by_law(tx, tenant, plan, what.valid_from));
    if (missing.empty()) return {};
    const auto& first = missing.front();
    return fail(Code::Invalid,
                fmt::format("the law wants more of these bills ({} in all; `template check {} "
                            "--for-company` tells them). First, {} ({} {}): {}",
                            missing.size(), name, first.kit->name, first.kit->law,
                            first.requirement->clause, first.text),
                first.line > 0 ? fmt::format("{} line {}", name, first.line) : name);
}

Result<releases::Release> release_template(Workspace& workspace, Releasing what) {
    const auto tx = workspace.database->begin(store::Access::Write);
    TRY_VOID(check_release(*tx, workspace.tenant, what));
    const auto name = is_brand(what.files) ? std::string(kBrandRelease) +
                                                 TRY(usable_brand(what.files, what.called)).key
                                           : TRY(usable_plan(what.files, what.called)).name;
    const Instant now = workspace.clock->now();
    auto made = TRY(releases::release(*tx, workspace.tenant,
                                      {.name = name,
                                       .valid_from = what.valid_from,
                                       .files = std::move(what.files),
                                       .person = what.person,
                                       .reason = what.reason,
                                       .at = now}));
    write_touch(*tx, workspace.tenant,
                {now, what.person, "release-template",
                 fmt::format("template {} from {}", made.name, made.valid_from.to_string()),
                 what.valid_from.first_of_month(), RunId{}, 0, what.reason});
    tx->commit();
    return made;
}

}  // namespace bw::run
