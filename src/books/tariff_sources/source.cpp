#include "books/tariff_sources/source.h"

#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"
#include "books/tariff_sources/au_cdr/plan.h"
#include "books/tariff_sources/elvia/grid_tariffs.h"
#include "books/tariff_sources/owrs/rates.h"
#include "books/tariff_sources/price_files/price_file.h"
#include "books/tariff_sources/rate_deck/deck.h"
#include "books/tariff_sources/urdb/rate.h"
#include "books/tariff_sources/waste/bins.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources {
namespace {

constexpr std::array kSources{
    Source{"au_cdr", "energy plans of the Australian Consumer Data Right (JSON)", au_cdr::is_plan,
           au_cdr::read_plan},
    Source{"urdb", "rates of the US Utility Rate Database (JSON)", urdb::is_rate, urdb::read_rate},
    Source{"elvia", "grid tariffs of a Norwegian grid company (JSON)", elvia::is_tariffs,
           elvia::read_tariffs},
    Source{"elvia_holidays", "public holidays as that company lists them (JSON)",
           elvia::is_holidays, elvia::read_holidays},
    Source{"price_files", "supplier prices of the collection open-energy-tariffs (JSON)",
           price_files::is_price_file, price_files::read_price_file},
    Source{"rate_deck", "price lists of calls by prefix (CSV)", rate_deck::is_deck,
           rate_deck::read_deck},
    Source{"waste", "waste collection by container and stream (JSON)", waste::is_bins,
           waste::read_bins},
    Source{"owrs", "water rates in the Open Water Rate Specification (YAML)", owrs::is_rates,
           owrs::read_rates},
};

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// What is printed is what a company imports, so that is what is looked at.
Result<void> check_printed(const Taken& taken, std::string_view file) {
    const std::string text = catalog::print(taken.document);
    const auto document = catalog::parse(text, "its native text");
    if (!document)
        return fail(document.error().code, document.error().message(), std::string(file));
    for (const auto& finding : catalog::check(*document))
        if (finding.severity == catalog::Severity::Error)
            return fail(Code::Invalid, finding.where + ": " + finding.text, std::string(file));
    return {};
}

}  // namespace

std::string_view severity_name(Severity severity) {
    constexpr std::array<std::string_view, 4> kNames{"refused", "left out", "read", "no money"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::span<const Source> sources() { return kSources; }

const Source* find_source(std::string_view text) {
    const auto* found =
        std::ranges::find_if(kSources, [&](const Source& source) { return source.is_it(text); });
    return found == kSources.end() ? nullptr : found;
}

Error no_source(std::string_view text, std::string_view file) {
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return {Code::Unsupported, "the text is UTF-16; save it as UTF-8", std::string(file)};
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool is_json =
        first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
    if (is_json)
        if (auto read = json::parse(text, file); !read) return std::move(read.error());
    return {Code::Unsupported,
            "no source of tariffs that is known wrote it; `tariff convert --help` names them",
            std::string(file)};
}

const Source* source_named(std::string_view name) {
    const auto* found = std::ranges::find(kSources, name, &Source::name);
    return found == kSources.end() ? nullptr : found;
}

Result<Taken> take(const Source& source, std::string_view text, std::string_view file,
                   const Options& options) {
    Taken taken = TRY(source.read(text, file, options));
    TRY_VOID(check_printed(taken, file));
    return taken;
}

}  // namespace bw::tariff_sources
