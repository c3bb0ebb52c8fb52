// Reading a YAML tree with the place of every value at hand: a Spot is a value with its path, a
// Fields is a map whose keys are asked for by name; what nobody asked for is an unknown key, and
// the nearest known one is suggested. Internal to the catalog's parsers.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/result.h"
#include "books/catalog/model.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::catalog {

using text::did_you_mean;

struct Spot {
    const text::YamlNode* node = nullptr;
    std::string path;
    std::string_view file;
    int line_shift = 0;  // the document's first line in its file, less one

    [[nodiscard]] SourceLine line() const { return {node->line + line_shift}; }
    // "FILE line N: path: text".
    [[nodiscard]] std::unexpected<Error> error(std::string text, Code code = Code::Invalid) const;
    // Passes on the error of a value's own parser with this place.
    [[nodiscard]] std::unexpected<Error> error(const Error& inner) const {
        return error(inner.text, inner.code);
    }
    [[nodiscard]] Spot child(std::string_view name, const text::YamlNode& value) const;

    [[nodiscard]] Result<std::string> text() const;  // not empty
    [[nodiscard]] Result<std::string> word() const;  // a key: letters, digits, - _ . and no space
    [[nodiscard]] Result<Decimal> number() const;
    [[nodiscard]] Result<int> whole(int low, int high) const;
    [[nodiscard]] Result<Formula> formula() const;
    [[nodiscard]] Result<LocalDate> date() const;
    [[nodiscard]] Result<Names> names() const;
    [[nodiscard]] Result<std::vector<Spot>> list() const;  // a list; a single text is a list of one
    [[nodiscard]] Result<std::vector<std::string>> words() const;
    [[nodiscard]] Result<std::vector<std::pair<std::string, Spot>>> entries() const;  // keys
                                                                                      // checked as
                                                                                      // words
    // One of the words, by index.
    [[nodiscard]] Result<std::size_t> one_of(const std::vector<std::string>& words) const;
};

class Fields {
public:
    static Result<Fields> of(const Spot& spot);
    [[nodiscard]] const Spot& spot() const { return spot_; }
    std::optional<Spot> find(std::string_view key);
    // The first key that begins so and was not asked for yet, without its beginning.
    std::optional<std::pair<std::string, Spot>> find_with(std::string_view beginning);
    Result<Spot> need(std::string_view key);
    Result<std::string> need_word(std::string_view key);
    Result<LocalDate> need_date(std::string_view key);
    // Every key must have been asked for by now.
    [[nodiscard]] Result<void> done() const;

private:
    explicit Fields(Spot spot) : spot_(std::move(spot)) {}
    Spot spot_;
    std::vector<std::string> asked_;
};

// "0.3122 per day", "12.00": the number and the words after it.
struct PriceText {
    Decimal value;
    std::string unit;  // "day", "kWh", "60 s"; empty when the text has none
};
Result<PriceText> price_text(const Spot& spot);
// "500 MB", "60 s", "20 min": seconds, bytes or messages.
struct Amount {
    std::int64_t value = 0;
    AllowanceKind kind = AllowanceKind::Seconds;
};
Result<Amount> amount_of(const Spot& spot, std::string_view text);

}  // namespace bw::catalog
