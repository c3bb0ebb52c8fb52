#include "flow/compose/templates/texts.h"

#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::templates {
namespace {

constexpr std::string_view kFolder = "texts/", kEnding = ".yaml";
constexpr auto kFallback = compose::Language::English;

struct Form {
    std::string_view name;
    std::string Pattern::* text;
};
constexpr std::array kForms = {Form{"one", &Pattern::one}, Form{"other", &Pattern::other},
                               Form{"two", &Pattern::two}, Form{"few", &Pattern::few},
                               Form{"many", &Pattern::many}};

std::string tag_of(std::string_view name) {
    return std::string(name.substr(kFolder.size(), name.size() - kFolder.size() - kEnding.size()));
}

std::string known_tags() {
    std::string out;
    for (const auto language : compose::kLanguages)
        out.append(out.empty() ? "" : ", ").append(compose::language_tag(language));
    return out;
}

std::optional<Pattern> pattern_of(const text::YamlNode& node) {
    if (node.is_text() && !node.text.empty()) return Pattern{.other = node.text};
    if (!node.is_map()) return std::nullopt;
    Pattern pattern;
    for (const auto& [key, line, column, form] : node.entries) {
        const auto its = std::ranges::find(kForms, key, &Form::name);
        if (its == kForms.end() || !form.is_text()) return std::nullopt;
        pattern.*(its->text) = form.text;
    }
    if (pattern.one.empty() || pattern.other.empty()) return std::nullopt;
    return pattern;
}

// Of its forms the one that says most values.
std::size_t places_in(const Pattern& pattern) {
    std::size_t most = 0;
    for (const auto& [name, text] : kForms) most = std::max(most, places_of(pattern.*text));
    return most;
}

}  // namespace

TemplateTexts::TemplateTexts(std::span<const SourceFile> files, Findings& findings) {
    for (const auto& file : files) {
        if (!file.name.starts_with(kFolder) || !file.name.ends_with(kEnding)) continue;
        const auto tag = tag_of(file.name);
        const auto language = std::ranges::find(compose::kLanguages, tag, compose::language_tag);
        if (language == compose::kLanguages.end()) {
            findings.push_back(
                {std::string(file.name), 1, Severity::Error,
                 fmt::format("'{}' is no language of documents: they are {}", tag, known_tags())});
            continue;
        }
        const auto index = static_cast<std::size_t>(language - compose::kLanguages.begin());
        spoken_.set(index);
        read(file, index, findings);
    }
    check_complete(findings);
    if (spoken_.none()) spoken_.set();
}

void TemplateTexts::read(const SourceFile& file, std::size_t language, Findings& findings) {
    const auto error = [&](int line, std::string text) {
        findings.push_back({std::string(file.name), line, Severity::Error, std::move(text)});
    };
    const auto documents = text::parse_yaml(file.text, file.name);
    if (!documents) return error(text::line_of(documents.error().subject), documents.error().text);
    if (documents->size() != 1 || !documents->front().is_map())
        return error(1, "texts are one map of keys and sentences");
    for (const auto& [key, line, column, node] : documents->front().entries) {
        const auto pattern = pattern_of(node);
        if (!pattern) {
            error(line,
                  fmt::format("'{}' is neither a sentence nor {{one: .., other: ..}}; a language "
                              "may say it of two:, few: (3 to 10) and many: (11 to 99), too",
                              key));
            continue;
        }
        Entry& its = entry(key, file, line);
        its.places = std::max(its.places, places_in(*pattern));
        its.patterns[language] = *pattern;
    }
}

TemplateTexts::Entry& TemplateTexts::entry(const std::string& key, const SourceFile& file,
                                           int line) {
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    if (found != entries_.end()) return *found;
    entries_.push_back({key, 0, std::string(file.name), line, {}});
    entries_.back().patterns.resize(compose::kLanguages.size());
    return entries_.back();
}

void TemplateTexts::check_complete(Findings& findings) const {
    for (const auto& entry : entries_) {
        for (std::size_t i = 0; i < entry.patterns.size(); ++i) {
            // Who reads a language that it does not speak gets English, so that there must be.
            if (!spoken_[i] && compose::kLanguages[i] != kFallback) continue;
            const std::string file = fmt::format(
                "{}{}{}", kFolder, compose::language_tag(compose::kLanguages[i]), kEnding);
            const auto& pattern = entry.patterns[i];
            if (!pattern) {
                findings.push_back({file, 1, Severity::Error,
                                    fmt::format("there is no text '{}' ({}:{} has it)", entry.key,
                                                entry.first_file, entry.first_line)});
            } else if (places_of(pattern->other) != entry.places) {
                findings.push_back(
                    {file, 1, Severity::Error,
                     fmt::format(
                         "the text '{}' says {} of {} values: each stands in every language",
                         entry.key, places_of(pattern->other), entry.places)});
            }
        }
    }
}

std::optional<std::size_t> TemplateTexts::find(std::string_view key) const {
    const auto found = std::ranges::find(entries_, key, &Entry::key);
    if (found == entries_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - entries_.begin());
}

std::size_t TemplateTexts::places(std::size_t index) const { return entries_[index].places; }

std::vector<std::string> TemplateTexts::keys() const {
    std::vector<std::string> keys;
    keys.reserve(entries_.size());
    for (const auto& entry : entries_) keys.push_back(entry.key);
    return keys;
}

std::vector<std::vector<Pattern>> TemplateTexts::take() && {
    std::vector<std::vector<Pattern>> by_language(compose::kLanguages.size());
    for (auto& entry : entries_)
        for (std::size_t i = 0; i < entry.patterns.size(); ++i)
            by_language[i].push_back(std::move(entry.patterns[i]).value_or(Pattern{}));
    return by_language;
}

}  // namespace bw::templates
