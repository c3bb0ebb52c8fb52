#include "books/catalog/fields.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 80 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.' || c == '@' || c == '+';
    });
}

}  // namespace

std::unexpected<Error> Spot::error(std::string text, Code code) const {
    return fail(code, path.empty() ? std::move(text) : path + ": " + text,
                fmt::format("{} line {}", file, line().number));
}

Spot Spot::child(std::string_view name, const text::YamlNode& value) const {
    return {&value, path.empty() ? std::string(name) : fmt::format("{}.{}", path, name), file,
            line_shift};
}

Result<std::string> Spot::text() const {
    if (!node->is_text()) return error("a text is expected here, not a list or a map");
    if (node->text.empty()) return error("a value is missing");
    return node->text;
}

Result<std::string> Spot::word() const {
    std::string result = TRY(text());
    if (!is_word(result))
        return error(
            fmt::format("'{}' is no key: use letters, digits and - _ . @ +", result.substr(0, 40)));
    return result;
}

Result<Decimal> Spot::number() const {
    const auto value = Decimal::parse(TRY(text()));
    return value ? Result<Decimal>(*value) : error(value.error());
}

Result<int> Spot::whole(int low, int high) const {
    const Decimal value = TRY(number());
    if (value.places() > 0 || value < Decimal(low) || value > Decimal(high))
        return error(
            fmt::format("{} must be a whole number from {} to {}", value.to_string(), low, high));
    return static_cast<int>(value.nano() / Decimal::kScale);
}

Result<LocalDate> Spot::date() const {
    const auto value = LocalDate::parse(TRY(text()));
    return value ? Result<LocalDate>(*value) : error(value.error());
}

Result<Names> Spot::names() const {
    if (!node->is_map()) return error("write the name per language: {en: Home, de: Zuhause}");
    Names names;
    for (const auto& entry : node->entries) {
        const auto& key = entry.key;
        const Spot spot = child(key, entry.value);
        if (!is_language_tag(key))
            return spot.error(fmt::format("'{}' is no language: write en, de, de-AT ..", key));
        names[key] = TRY(spot.text());
    }
    if (names.empty()) return error("a name is missing");
    return names;
}

Result<std::vector<Spot>> Spot::list() const {
    if (node->is_map()) return error("a list is expected here, not a map");
    if (node->is_text()) {
        TRY_VOID(text());
        return std::vector<Spot>{*this};
    }
    std::vector<Spot> result;
    result.reserve(node->items.size());
    for (std::size_t i = 0; i < node->items.size(); ++i)
        result.push_back({&node->items[i], fmt::format("{}[{}]", path, i + 1), file, line_shift});
    return result;
}

Result<std::vector<std::string>> Spot::words() const {
    std::vector<std::string> result;
    for (const auto& item : TRY(list())) result.push_back(TRY(item.word()));
    return result;
}

Result<std::vector<std::pair<std::string, Spot>>> Spot::entries() const {
    if (!node->is_map()) return error("names with values are expected here");
    std::vector<std::pair<std::string, Spot>> result;
    for (const auto& entry : node->entries) {
        if (!is_word(entry.key))
            return fail(Code::Invalid,
                        fmt::format("{}: '{}' is no key: use letters, digits and - _ . @ +", path,
                                    entry.key.substr(0, 40)),
                        fmt::format("{} line {}", file, entry.line + line_shift));
        result.emplace_back(entry.key, child(entry.key, entry.value));
    }
    return result;
}

Result<std::size_t> Spot::one_of(const std::vector<std::string>& words) const {
    const std::string value = TRY(text());
    const auto found = std::find(words.begin(), words.end(), value);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string all;
    for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
    return error(fmt::format("'{}' is not known; write one of: {}", value.substr(0, 40), all));
}

Result<Formula> Spot::formula() const {
    const std::string value = TRY(text());
    auto formula = Formula::parse(value);
    if (!formula) return error(formula.error());
    return std::move(*formula);
}

Result<Fields> Fields::of(const Spot& spot) {
    if (!spot.node->is_map()) return spot.error("keys with values are expected here");
    return Fields(spot);
}

std::optional<Spot> Fields::find(std::string_view key) {
    asked_.emplace_back(key);
    const auto* value = spot_.node->find(key);
    return value == nullptr ? std::nullopt : std::optional(spot_.child(key, *value));
}

std::optional<std::pair<std::string, Spot>> Fields::find_with(std::string_view beginning) {
    for (const auto& entry : spot_.node->entries) {
        if (!entry.key.starts_with(beginning) || std::ranges::count(asked_, entry.key) > 0)
            continue;
        asked_.push_back(entry.key);
        return std::pair(entry.key.substr(beginning.size()), spot_.child(entry.key, entry.value));
    }
    return std::nullopt;
}

Result<Spot> Fields::need(std::string_view key) {
    auto found = find(key);
    if (found) return *found;
    // A misspelt required key is better named than a missing one.
    for (const auto& entry : spot_.node->entries)
        if (text::edit_distance(entry.key.substr(0, 80), key) <= 2 &&
            std::find(asked_.begin(), asked_.end(), entry.key) == asked_.end())
            return spot_.child(entry.key, entry.value)
                .error(fmt::format("this key is not known; did you mean '{}'?", key));
    return spot_.error(fmt::format("'{}:' is missing", key));
}

Result<std::string> Fields::need_word(std::string_view key) {
    const Spot spot = TRY(need(key));
    return spot.word();
}

Result<LocalDate> Fields::need_date(std::string_view key) {
    const Spot spot = TRY(need(key));
    return spot.date();
}

Result<void> Fields::done() const {
    for (const auto& entry : spot_.node->entries) {
        if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
        return fail(Code::Invalid,
                    fmt::format("{}{}'{}' is not known here{}", spot_.path,
                                spot_.path.empty() ? "" : ": ", entry.key.substr(0, 40),
                                did_you_mean(entry.key, asked_)),
                    fmt::format("{} line {}", spot_.file, entry.line + spot_.line_shift));
    }
    return {};
}

Result<PriceText> price_text(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const std::size_t space = text.find(' ');
    const auto value = Decimal::parse(text.substr(0, space));
    if (!value) return spot.error(value.error());
    PriceText result{*value, ""};
    if (space == std::string::npos) return result;
    std::string rest = text.substr(space + 1);
    if (rest == "once") {
        result.unit = rest;
        return result;
    }
    if (!rest.starts_with("per ") || rest.size() == 4)
        return spot.error(
            fmt::format("'{}' does not follow a price; write 0.3122 per day", rest.substr(0, 40)));
    result.unit = rest.substr(4);
    return result;
}

Result<Amount> amount_of(const Spot& spot, std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t size;
        AllowanceKind kind;
    };
    constexpr auto kS = AllowanceKind::Seconds;
    constexpr auto kB = AllowanceKind::Bytes;
    static constexpr Unit kUnits[] = {{"s", 1, kS},
                                      {"seconds", 1, kS},
                                      {"second", 1, kS},
                                      {"min", 60, kS},
                                      {"minute", 60, kS},
                                      {"minutes", 60, kS},
                                      {"h", 3600, kS},
                                      {"hour", 3600, kS},
                                      {"hours", 3600, kS},
                                      {"B", 1, kB},
                                      {"byte", 1, kB},
                                      {"kB", 1'000, kB},
                                      {"MB", 1'000'000, kB},
                                      {"GB", 1'000'000'000, kB},
                                      {"KiB", 1 << 10, kB},
                                      {"MiB", 1 << 20, kB},
                                      {"GiB", 1 << 30, kB},
                                      {"messages", 1, AllowanceKind::Messages},
                                      {"message", 1, AllowanceKind::Messages}};
    const std::size_t space = text.find(' ');
    const bool number_first = !text.empty() && text[0] >= '0' && text[0] <= '9';
    const auto number =
        number_first ? Decimal::parse(text.substr(0, space)) : Result<Decimal>(Decimal(1));
    if (!number) return spot.error(number.error());
    std::string_view unit = text;
    if (number_first) unit = space == std::string_view::npos ? "s" : text.substr(space + 1);
    for (const auto& known : kUnits) {
        if (known.name != unit) continue;
        const int128 value = number->nano() * known.size;
        if (value % Decimal::kScale != 0 || value > int128{9'000'000'000'000'000} * Decimal::kScale)
            return spot.error(
                fmt::format("'{}' is no whole number of seconds, bytes or messages", text));
        return Amount{static_cast<std::int64_t>(value / Decimal::kScale), known.kind};
    }
    return spot.error(fmt::format(
        "'{}' has no unit that is known; write 60 s, 20 min, 500 MB, 2 GiB or 100 messages", text));
}

}  // namespace bw::catalog
