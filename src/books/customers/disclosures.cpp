#include "books/customers/disclosures.h"

#include "base/services.h"
#include "books/customers/fields.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

namespace bw::customers {

using text::YamlNode;

const std::string& said_in(const Translated& words, std::string_view language) {
    const auto tag = language.substr(0, language.find('-'));
    for (const auto wanted : {language, tag, std::string_view("en")})
        for (const auto& [spoken, sentence] : words)
            if (spoken == wanted) return sentence;
    return words.front().second;
}

namespace {

std::unexpected<Error> wrong(std::string_view file, int line, std::string why) {
    return fail(Code::Invalid, std::move(why), fmt::format("{} line {}", file, line));
}

Result<void> read_services(const YamlNode& list, std::string_view file, Disclosure& made) {
    if (!list.is_list()) return wrong(file, list.line, "'services' is a list, as [gas, water]");
    for (const auto& one : list.items) {
        if (!is_service(one.text))
            return wrong(
                file, one.line,
                fmt::format("there is no service '{}'{}", one.text,
                            text::did_you_mean(one.text, {kServices.begin(), kServices.end()})));
        made.services.push_back(one.text);
    }
    return {};
}

Result<Translated> read_words(const YamlNode& node, std::string_view key, std::string_view file) {
    Translated words;
    const auto* map = node.find(key);
    if (map == nullptr || !map->is_map() || map->entries.empty())
        return wrong(file, map == nullptr ? node.line : map->line,
                     fmt::format("'{}:' with words for each language is needed, as `en: ..`", key));
    for (const auto& [language, line, column, value] : map->entries) {
        if (!is_language(language))
            return wrong(file, line, "the language is a tag such as en or de-AT");
        if (!value.is_text() || value.text.empty() || value.text.size() > kDisclosureBytesMost)
            return wrong(
                file, line,
                fmt::format("a sentence of 1 to {} bytes is expected", kDisclosureBytesMost));
        words.emplace_back(language, value.text);
    }
    return words;
}

Result<void> only(const YamlNode& node, std::span<const std::string_view> keys,
                  std::string_view what, std::string_view file) {
    if (!node.is_map())
        return wrong(file, node.line, fmt::format("{} has {}", what, fmt::join(keys, ", ")));
    for (const auto& entry : node.entries)
        if (std::ranges::find(keys, entry.key) == keys.end())
            return wrong(file, entry.line,
                         fmt::format("{} has no '{}:'{}", what, entry.key,
                                     text::did_you_mean(entry.key, {keys.begin(), keys.end()})));
    return {};
}

// Percent of a whole: all of it, so that a ring is closed.
Result<void> read_shares(const YamlNode& list, std::string_view file, Disclosure& made) {
    constexpr std::array<std::string_view, 2> kKeys = {"name", "percent"};
    const Decimal whole(100);
    if (!list.is_list() || list.items.size() < 2 || list.items.size() > kSharesMost)
        return wrong(file, list.line, fmt::format("'shares' is a list of 2 to {}", kSharesMost));
    Decimal sum;
    for (const auto& node : list.items) {
        TRY_VOID(only(node, kKeys, "a share", file));
        Disclosure::Share share{TRY(read_words(node, "name", file)), {}};
        const auto* percent = node.find("percent");
        const auto value =
            percent == nullptr ? Result<Decimal>(Decimal(-1)) : Decimal::parse(percent->text);
        if (!value || *value < Decimal() || *value > whole)
            return wrong(file, node.line, "a share needs 'percent:', from 0 to 100");
        share.percent = *value;
        sum += share.percent;
        made.shares.push_back(std::move(share));
    }
    if (sum != whole)
        return wrong(file, list.line,
                     fmt::format("the shares come to {} %, not to 100", sum.to_string()));
    return {};
}

Result<Disclosure> read_disclosure(const YamlNode& node, std::string_view file) {
    constexpr std::array<std::string_view, 5> kKeys = {"duty", "services", "words", "title",
                                                       "shares"};
    TRY_VOID(only(node, kKeys, "a disclosure", file));
    Disclosure made;
    const auto* duty = node.find("duty");
    if (duty == nullptr || !duty->is_text() || duty->text.empty())
        return wrong(file, node.line, "a disclosure needs 'duty:', as `billwright template kits`");
    made.duty = duty->text;
    if (const auto* services = node.find("services"))
        TRY_VOID(read_services(*services, file, made));
    made.words = TRY(read_words(node, "words", file));
    const auto* shares = node.find("shares");
    if ((shares == nullptr) != (node.find("title") == nullptr))
        return wrong(file, node.line, "'shares:' and the 'title:' above them go together");
    if (shares == nullptr) return made;
    made.title = TRY(read_words(node, "title", file));
    TRY_VOID(read_shares(*shares, file, made));
    return made;
}

}  // namespace

Result<std::vector<Disclosure>> read_disclosures(const YamlNode& list, std::string_view file) {
    if (!list.is_list() || list.items.size() > kDisclosuresMost)
        return wrong(file, list.line,
                     fmt::format("'disclosures' is a list of at most {}", kDisclosuresMost));
    std::vector<Disclosure> all;
    all.reserve(list.items.size());
    for (const auto& node : list.items) all.push_back(TRY(read_disclosure(node, file)));
    return all;
}

}  // namespace bw::customers
