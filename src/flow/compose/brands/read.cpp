#include "flow/compose/brands/read.h"

#include "flow/compose/brands/dark.h"
#include "flow/compose/brands/keys.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

namespace bw::brands {
namespace {

using text::YamlEntry;
using text::YamlNode;

constexpr std::array<std::string_view, 9> kKeys = {
    "brand", "name", "mark", "mark says name", "picture", "corners", "colours", "dark", "forms"};

std::optional<pdf::Color> colour_of(std::string_view text) {
    constexpr std::size_t kSize = 7;
    if (text.size() != kSize || text.front() != '#') return std::nullopt;
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + kSize, value, 16);
    if (error != std::errc() || end != text.data() + kSize) return std::nullopt;
    return pdf::Color{static_cast<std::uint8_t>(value >> 16),
                      static_cast<std::uint8_t>(value >> 8 & 0xFFU),
                      static_cast<std::uint8_t>(value & 0xFFU)};
}

template <typename Rows, typename Key>
std::vector<std::string> names_of(const Rows& rows, Key key) {
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const auto& row : rows) names.emplace_back(std::invoke(key, row));
    return names;
}

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

// Millimetres from "4mm" or "2.5mm".
std::optional<double> corner_of(std::string_view text) {
    if (!text.ends_with("mm")) return std::nullopt;
    text.remove_suffix(2);
    double value = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    if (!(value >= 0 && value <= kMostCorner)) return std::nullopt;
    return value;
}

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= kMostKeyBytes &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
               std::string_view::npos;
}

// Where colours stand in the file; 0: they are derived.
using Lines = std::array<int, 12>;

class Reader {
public:
    explicit Reader(std::span<const SourceFile> files) : files_(files) {}

    ReadBrand read() {
        const auto* file = find(kBrandFile);
        if (file == nullptr) {
            add(1, fmt::format("there is no {}: a brand is a folder that holds one", kBrandFile));
        } else if (const auto documents = text::parse_yaml(file->text, file->name); !documents) {
            add(text::line_of(documents.error().subject), documents.error().text);
        } else if (documents->size() != 1 || !documents->front().is_map()) {
            add(1, "a brand is one map of keys: brand, name, colours, forms ..");
        } else {
            read_all(documents->front());
        }
        ReadBrand result;
        result.findings = std::move(findings_);
        if (!result.findings.empty()) return result;
        for (const auto& one : files_)
            brand_.digest = pdf::digest_of(one.text, pdf::digest_of(one.name, brand_.digest));
        result.brand = std::move(brand_);
        return result;
    }

private:
    void add(int line, std::string text, std::string_view file = kBrandFile) {
        findings_.push_back({std::string(file), line, std::move(text)});
    }

    [[nodiscard]] const SourceFile* find(std::string_view name) const {
        const auto found = std::ranges::find(files_, name, &SourceFile::name);
        return found == files_.end() ? nullptr : &*found;
    }

    void unknown(const YamlEntry& entry, std::string_view where,
                 const std::vector<std::string>& known) {
        add(entry.line, fmt::format("'{}' is no key of {}{}; they are {}", entry.key, where,
                                    text::did_you_mean(entry.key, known), listed(known)));
    }

    void read_all(const YamlNode& root) {
        bool has_key = false;
        const YamlEntry* colours = nullptr;
        const YamlEntry* dark = nullptr;
        for (const auto& entry : root.entries) {
            if (entry.key == "colours") colours = &entry;
            else if (entry.key == "dark") dark = &entry;
            else if (entry.key == "forms") read_forms(entry);
            else if (std::ranges::find(kKeys, entry.key) == kKeys.end())
                unknown(entry, "a brand", names_of(kKeys, std::identity()));
            else if (!entry.value.is_text() || entry.value.text.empty())
                add(entry.line, fmt::format("'{}' has no value", entry.key));
            else read_value(entry, has_key);
        }
        if (!has_key && root.find("brand") == nullptr)
            add(1, "the brand has no key; begin with 'brand: my-brand', as issuers will name it");
        if (brand_.mark_says_name && (brand_.name.empty() || root.find("mark") == nullptr))
            add(1, "'mark says name' needs both: a 'mark', and the 'name' for those who hear it");
        if (colours == nullptr) return add(1, "there are no 'colours'");
        read_colours(*colours, dark);
    }

    void read_value(const YamlEntry& entry, bool& has_key) {
        const std::string& value = entry.value.text;
        if (entry.key == "brand") {
            has_key = true;
            brand_.key = value;
            if (!is_key(value))
                add(entry.line, fmt::format("'{}' is no key: it has small letters, digits and "
                                            "hyphens, {} at most",
                                            value, kMostKeyBytes));
        } else if (entry.key == "name") {
            brand_.name = value;
            if (value.size() > kMostNameBytes)
                add(entry.line, fmt::format("the name is longer than {} bytes", kMostNameBytes));
        } else if (entry.key == "mark says name") {
            brand_.mark_says_name = value == "yes";
            if (value != "yes" && value != "no")
                add(entry.line, fmt::format("'{}' is neither yes nor no", value));
        } else if (entry.key == "corners") {
            const auto corner = corner_of(value);
            brand_.radius_mm = corner.value_or(0);
            if (!corner)
                add(entry.line, fmt::format("'{}' is no corner: write millimetres from 0mm to {}mm",
                                            value, kMostCorner));
        } else {
            (entry.key == "mark" ? brand_.mark : brand_.picture) = drawing(entry);
        }
    }

    std::optional<Picture> drawing(const YamlEntry& entry) {
        const std::string& name = entry.value.text;
        const auto* file = find(name);
        if (file == nullptr || !name.ends_with(".svg")) {
            std::vector<std::string> drawings;
            for (const auto& one : files_)
                if (one.name.ends_with(".svg")) drawings.emplace_back(one.name);
            add(entry.line, fmt::format("'{}' is no drawing of the folder; {}", name,
                                        drawings.empty() ? "it holds no .svg file"
                                                         : "they are " + listed(drawings)));
            return std::nullopt;
        }
        auto picture = Picture::read(file->text);
        if (picture) return std::move(*picture);
        add(text::line_of(picture.error().subject), picture.error().text, name);
        return std::nullopt;
    }

    void read_forms(const YamlEntry& forms) {
        if (!forms.value.is_map()) return add(forms.line, "'forms' is a map: block and form");
        for (const auto& entry : forms.value.entries) {
            const auto parts = part_keys();
            const auto part = std::ranges::find(parts, entry.key, &PartKey::key);
            if (part == parts.end()) {
                unknown(entry, "forms", names_of(parts, &PartKey::key));
                continue;
            }
            const auto words = words_of(part->part);
            const auto word = std::ranges::find(words, entry.value.text, &FormWord::word);
            if (word != words.end()) {
                brand_.forms[static_cast<std::size_t>(part->part)] = word->form;
                continue;
            }
            const auto known = names_of(words, &FormWord::word);
            add(entry.line,
                fmt::format("'{}' is no form of '{}'{}; they are {}", entry.value.text, entry.key,
                            text::did_you_mean(entry.value.text, known), listed(known)));
        }
    }

    // The colours of a map into `colours`, their lines into `lines`. False: something is wrong.
    bool read_map(const YamlEntry& map, Colours& colours, Lines& lines) {
        if (!map.value.is_map()) {
            add(map.line, fmt::format("'{}' is a map: what it is for, and the colour", map.key));
            return false;
        }
        const auto before = findings_.size();
        for (const auto& entry : map.value.entries) {
            const auto keys = colour_keys();
            const auto found = std::ranges::find(keys, entry.key, &ColourKey::key);
            if (found == keys.end()) {
                unknown(entry, map.key, names_of(keys, &ColourKey::key));
                continue;
            }
            const auto colour = colour_of(entry.value.text);
            if (colour) colours.*(found->colour) = *colour;
            lines[static_cast<std::size_t>(found - keys.begin())] = entry.line;
            if (!colour && entry.value.is_empty())
                add(entry.line, fmt::format("'{}' has no colour: what begins with # stands in "
                                            "quotes, as \"#0e5440\"",
                                            entry.key));
            else if (!colour)
                add(entry.line, fmt::format("'{}' of '{}' is no colour; write it as \"#0e5440\"",
                                            entry.value.text, entry.key));
        }
        return findings_.size() == before;
    }

    void read_colours(const YamlEntry& light, const YamlEntry* dark) {
        Lines lines = {};
        bool is_good = read_map(light, brand_, lines);
        const auto keys = colour_keys();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (lines[i] != 0) continue;
            if (keys[i].otherwise.empty()) {
                add(light.line, fmt::format("'colours' lack '{}': {}", keys[i].key, keys[i].about));
                is_good = false;
            }
        }
        const auto is_given = [&](const Lines& of, pdf::Color Colours::* colour) {
            const auto at = std::ranges::find(keys, colour, &ColourKey::colour) - keys.begin();
            return of[static_cast<std::size_t>(at)] != 0;
        };
        const auto complete = [&](Colours& colours, const Lines& of) {
            if (!is_given(of, &Colours::on_brand)) colours.on_brand = colours.paper;
            if (!is_given(of, &Colours::now)) colours.now = colours.brand;
            if (!is_given(of, &Colours::accent)) colours.accent = colours.brand;
        };
        complete(brand_, lines);
        Lines dark_lines = {};
        Colours given;
        if (dark != nullptr) is_good = read_map(*dark, given, dark_lines) && is_good;
        if (!is_good) return;
        const bool has_paper = is_given(dark_lines, &Colours::paper);
        brand_.dark = dark_of(brand_, has_paper ? given.paper : kNight);
        for (std::size_t i = 0; i < keys.size(); ++i)
            if (dark_lines[i] != 0) brand_.dark.*(keys[i].colour) = given.*(keys[i].colour);
        if (is_given(dark_lines, &Colours::brand)) complete(brand_.dark, dark_lines);
        constexpr double kLightest = 1.25;
        if (const double ratio = contrast(brand_.paper, pdf::kWhite); ratio > kLightest)
            add(light.line, fmt::format("'paper' {} is too dark for light screens; it is nearly "
                                        "white, and 'dark' has one of its own",
                                        hex(brand_.paper)));
        check(brand_, lines, light);
        check(brand_.dark, dark_lines, dark == nullptr ? light : *dark);
    }

    // The pair is told where one of its colours stands.
    void check(const Colours& colours, const Lines& lines, const YamlEntry& map) {
        const auto keys = colour_keys();
        const auto test = [&](const Pair& pair) {
            const auto over = std::ranges::find(keys, pair.over, &ColourKey::colour);
            const auto ground = std::ranges::find(keys, pair.ground, &ColourKey::colour);
            const auto a = colours.*(pair.over), b = colours.*(pair.ground);
            const double ratio = contrast(a, b);
            if (ratio >= pair.least) return;
            const int line = std::max(lines[static_cast<std::size_t>(over - keys.begin())],
                                      lines[static_cast<std::size_t>(ground - keys.begin())]);
            const bool is_on_dark = &colours == &brand_.dark;
            // rounded down: 4.49 is not 4.5
            add(line != 0 ? line : map.line,
                fmt::format("'{}' {} on '{}' {} has a contrast of {}.{}{}; {} {}", over->key,
                            hex(a), ground->key, hex(b), static_cast<int>(ratio),
                            static_cast<int>(ratio * 10) % 10, is_on_dark ? " on dark screens" : "",
                            pair.why, pair.least));
        };
        for (const auto& pair : pairs()) test(pair);
        if (brand_.takes(Form::FilledChart))
            test({&Colours::now, &Colours::bar, kLeastBeside, "this month beside others needs"});
    }

    std::span<const SourceFile> files_;
    Brand brand_;
    std::vector<Finding> findings_;
};

}  // namespace

ReadBrand read_brand(std::span<const SourceFile> files) { return Reader(files).read(); }

}  // namespace bw::brands
