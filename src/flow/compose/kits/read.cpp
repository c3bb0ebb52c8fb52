#include "flow/compose/kits/read.h"

#include "base/country.h"
#include "base/services.h"
#include "flow/compose/content/grammar.h"
#include "flow/compose/data/schema.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace bw::kits {
namespace {

using text::YamlNode;

constexpr std::string_view kData = "invoice/1";
constexpr std::array<std::string_view, 7> kKitKeys = {"kit",      "title",    "law", "countries",
                                                      "services", "requires", "gaps"};
constexpr std::array<std::string_view, 6> kRequirementKeys = {"duty",  "clause", "about",
                                                              "shows", "in",     "disclosed"};
constexpr std::array<std::string_view, 2> kGapKeys = {"clause", "about"};

bool is_key(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                                std::string_view::npos;
}

class Reader {
public:
    explicit Reader(std::string_view file) : file_(file) {}

    Result<Kit> kit(const YamlNode& node) const {
        TRY_VOID(only(node, kKitKeys));
        Kit kit;
        kit.name = TRY(key_of(node, "kit"));
        kit.title = TRY(text_of(node, "title"));
        kit.law = TRY(text_of(node, "law"));
        kit.countries = TRY(countries(node));
        if (const auto* services = node.find("services"))
            for (const auto& one : TRY(texts(*services)))
                kit.services.push_back(TRY(one_of(*services, one, kServices, "service")));
        const auto* requirements = node.find("requires");
        if (requirements == nullptr || !requirements->is_list() || requirements->items.empty())
            return wrong(node, "a kit needs 'requires:', a list");
        for (const auto& one : requirements->items)
            kit.requirements.push_back(TRY(requirement(one)));
        if (const auto* gaps = node.find("gaps")) {
            if (!gaps->is_list()) return wrong(*gaps, "'gaps' is a list");
            for (const auto& one : gaps->items) {
                TRY_VOID(only(one, kGapKeys));
                kit.gaps.push_back({TRY(text_of(one, "clause")), TRY(text_of(one, "about"))});
            }
        }
        return kit;
    }

private:
    [[nodiscard]] std::unexpected<Error> wrong(const YamlNode& node, std::string why) const {
        return fail(Code::Invalid, std::move(why), fmt::format("{} line {}", file_, node.line));
    }

    template <typename Keys>
    Result<void> only(const YamlNode& node, const Keys& keys) const {
        if (!node.is_map())
            return wrong(node, fmt::format("keys are expected here: {}", fmt::join(keys, ", ")));
        for (const auto& entry : node.entries)
            if (std::ranges::find(keys, entry.key) == keys.end())
                return fail(Code::Invalid,
                            fmt::format("there is no key '{}'{}", entry.key,
                                        text::did_you_mean(entry.key, {keys.begin(), keys.end()})),
                            fmt::format("{} line {}", file_, entry.line));
        return {};
    }

    Result<std::string> text_of(const YamlNode& node, std::string_view key) const {
        const auto* value = node.find(key);
        if (value == nullptr) return wrong(node, fmt::format("'{}:' is missing", key));
        if (!value->is_text() || value->text.empty())
            return wrong(*value, fmt::format("'{}' must be a text", key));
        return value->text;
    }

    Result<std::string> key_of(const YamlNode& node, std::string_view key) const {
        auto text = TRY(text_of(node, key));
        if (!is_key(text))
            return wrong(node, fmt::format("'{}' has small letters, digits and hyphens", key));
        return text;
    }

    Result<std::vector<std::string>> texts(const YamlNode& node) const {
        if (!node.is_list() || node.items.empty()) return wrong(node, "a list is expected here");
        std::vector<std::string> all;
        for (const auto& item : node.items) {
            if (!item.is_text() || item.text.empty()) return wrong(item, "a word is expected here");
            all.push_back(item.text);
        }
        return all;
    }

    template <typename Words>
    Result<std::string> one_of(const YamlNode& node, const std::string& word, const Words& words,
                               std::string_view what) const {
        if (std::ranges::find(words, word) != words.end()) return word;
        return wrong(node, fmt::format("there is no {} '{}'{}", what, word,
                                       text::did_you_mean(word, {words.begin(), words.end()})));
    }

    Result<std::vector<std::string>> countries(const YamlNode& node) const {
        const auto* value = node.find("countries");
        if (value == nullptr) return wrong(node, "'countries:' is missing");
        std::vector<std::string> all;
        for (const auto& one : TRY(texts(*value))) {
            if (one != kUnion && !is_country(one))
                return wrong(*value, fmt::format("'{}' is no country: two letters (ISO 3166-1), "
                                                 "or {}",
                                                 one, kUnion));
            all.push_back(one);
        }
        return all;
    }

    Result<Requirement> requirement(const YamlNode& node) const {
        TRY_VOID(only(node, kRequirementKeys));
        Requirement made;
        made.duty = TRY(key_of(node, "duty"));
        made.clause = TRY(text_of(node, "clause"));
        made.about = TRY(text_of(node, "about"));
        if (const auto* in = node.find("in"))
            for (const auto& name : TRY(texts(*in))) made.in.push_back(TRY(block(*in, name)));
        const auto* shows = node.find("shows");
        const auto* disclosed = node.find("disclosed");
        if ((shows == nullptr) == (disclosed == nullptr))
            return wrong(node, "a requirement has either 'shows:' or 'disclosed: yes'");
        if (disclosed != nullptr) {
            if (disclosed->text != "yes") return wrong(*disclosed, "'disclosed' is yes");
            if (!made.in.empty()) return wrong(node, "'in:' belongs to 'shows:'");
            made.is_disclosed = true;
            return made;
        }
        for (const auto& one : TRY(texts(*shows))) made.shows.push_back(TRY(any_of(*shows, one)));
        return made;
    }

    Result<content::Kind> block(const YamlNode& node, const std::string& name) const {
        if (const auto* form = content::find_block(name)) return form->kind;
        std::vector<std::string> names;
        for (const auto& form : content::blocks()) names.emplace_back(form.name);
        return wrong(
            node, fmt::format("there is no block '{}'{}", name, text::did_you_mean(name, names)));
    }

    // "headline.what_now or invoice.due_on"
    Result<AnyOf> any_of(const YamlNode& node, std::string_view text) const {
        constexpr std::string_view kOr = " or ";
        AnyOf fields;
        while (true) {
            const auto at = text.find(kOr);
            fields.emplace_back(text.substr(0, at));
            TRY_VOID(check_field(node, fields.back()));
            if (at == std::string_view::npos) return fields;
            text.remove_prefix(at + kOr.size());
        }
    }

    Result<void> check_field(const YamlNode& node, std::string_view path) const {
        const auto* record = data::find_schema(kData);
        std::string_view rest = path;
        while (true) {
            const auto name = rest.substr(0, rest.find('.'));
            const auto* field = record == nullptr ? nullptr : data::find_field(*record, name);
            if (field == nullptr)
                return wrong(
                    node, fmt::format("{} has no field '{}'{}", kData, path,
                                      record == nullptr
                                          ? ""
                                          : text::did_you_mean(name, data::field_names(*record))));
            if (name.size() == rest.size()) return {};
            rest.remove_prefix(name.size() + 1);
            record = field->of;
        }
    }

    std::string_view file_;
};

}  // namespace

Result<Kit> read_kit(std::string_view text, std::string_view file_name) {
    if (text.size() > kMostKitBytes)
        return fail(Code::Limit, fmt::format("a kit has at most {} bytes", kMostKitBytes),
                    std::string(file_name));
    const auto documents = TRY(text::parse_yaml(text, file_name));
    if (documents.size() != 1)
        return fail(Code::Invalid, "one kit is expected", std::string(file_name));
    return Reader(file_name).kit(documents.front());
}

}  // namespace bw::kits
