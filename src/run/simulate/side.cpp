#include "run/simulate/side.h"

#include "books/catalog/check.h"
#include "books/catalog/store.h"
#include "run/tariff_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace bw::run {
namespace {

using catalog::Catalog;
using catalog::Document;

// What was named, taken apart.
struct Named {
    std::string file;  // empty: of the workspace
    std::string tariff;
};
Named take_apart(const std::string& text) {
    std::error_code none;
    if (std::filesystem::exists(text, none)) return {text, {}};
    const auto colon = text.rfind(':');
    if (colon != std::string::npos && std::filesystem::exists(text.substr(0, colon), none))
        return {text.substr(0, colon), text.substr(colon + 1)};
    return {{}, text};
}

bool looks_like_a_file(const std::string& text) {
    return text.find('/') != std::string::npos || text.ends_with(".yaml") || text.ends_with(".yml");
}

template <typename T, typename NameOf>
void replace(std::vector<T>& all, std::vector<T> with, NameOf name_of) {
    std::set<std::string> names;
    for (const auto& text : with) names.insert(name_of(text));
    std::erase_if(all, [&](const T& text) { return names.contains(name_of(text)); });
    std::ranges::move(with, std::back_inserter(all));
}

// Texts of a candidate stand in for all versions of the same name.
void lay_over(Catalog& texts, Catalog over) {
    const auto by_head = [](const auto& text) { return text.head.name; };
    const auto by_name = [](const auto& text) { return text.name; };
    replace(texts.all.calendars, std::move(over.all.calendars), by_name);
    replace(texts.all.taxes, std::move(over.all.taxes), by_name);
    replace(texts.all.schedules, std::move(over.all.schedules), by_head);
    replace(texts.all.plans, std::move(over.all.plans), by_head);
    replace(texts.decks, std::move(over.decks), by_name);
}

bool has_plan(const Document& texts, const std::string& name) {
    return std::ranges::any_of(texts.plans,
                               [&](const auto& plan) { return plan.head.name == name; });
}

// What the tariff names must be there.
Result<void> check_names(const Catalog& texts, const std::string& tariff) {
    Document own = only(texts.all, tariff);
    own.calendars = texts.all.calendars;
    own.taxes = texts.all.taxes;
    const auto checked = TRY(Catalog::make(std::move(own), texts.decks));
    for (const auto& finding : catalog::check(checked))
        if (finding.severity == catalog::Severity::Error)
            return fail(Code::Invalid, finding.text, finding.where);
    return {};
}

}  // namespace

Result<Side> SideFactory::side_of(Catalog texts) const {
    Side side;
    side.tariffs = std::make_unique<bill::Tariffs>(
        std::move(texts), TRY(customers::load_issuers(tx, tenant, as_of)),
        TRY(catalog::load_validations(tx, tenant, as_of)), catalog::AllBillingChecks{},
        catalog::load_factors(tx, tenant, as_of));
    side.biller = std::make_unique<bill::Biller>(*side.tariffs, reader, terms);
    return side;
}

Result<Side> SideFactory::present() const {
    auto texts = TRY(catalog::load(tx, tenant, as_of));
    Side side = TRY(side_of(std::move(texts)));
    side.name = "present";
    return side;
}

Result<Side> SideFactory::candidate(const Candidate& candidate) const {
    const auto [file, tariff] = take_apart(candidate.text);
    Catalog texts = TRY(catalog::load(tx, tenant, as_of));
    std::string name;
    if (file.empty()) {
        auto found = choose_tariff(texts.all, {tariff, "--tariff", ""});
        if (!found && looks_like_a_file(tariff))
            return fail(Code::NotFound, "there is no such file", tariff);
        name = TRY(std::move(found));
    } else {
        Catalog over = TRY(read_tariffs(std::span(&file, 1)));
        if (tariff.empty())
            name = TRY(choose_tariff(over.all, {{}, file, fmt::format("--tariff {}:NAME", file)}));
        lay_over(texts, std::move(over));
        if (!tariff.empty()) name = TRY(choose_tariff(texts.all, {tariff, file, ""}));
    }
    const bool is_schedule = !has_plan(texts.all, name);
    // Whenever it is to begin: it is tried on months that are known.
    append(texts.all, added_for(texts.all, name, LocalDate::of(1900, 1, 1)));
    texts = TRY(Catalog::make(std::move(texts.all), std::move(texts.decks)));
    TRY_VOID(check_names(texts, name));
    Side side = TRY(side_of(std::move(texts)));
    const auto own = only(side.tariffs->catalog().all, name);
    const auto& plan = own.plans.front();
    side.name = side.plan = name;
    side.sector = plan.head.sector;
    side.currency = plan.head.currency;
    if (is_schedule)
        side.notes.push_back(
            fmt::format("{} is a schedule: the fees of a plan are not in it", name));
    return side;
}

}  // namespace bw::run
