// The blocks that a template may hold, as data: their names, what each may contain, the attributes
// and what each channel makes of them. The reader of templates, the checker and the printed
// reference (`billwright template blocks`, docs/template-format.md) all follow this one table.
#pragma once

#include "flow/compose/content/block.h"

#include <optional>
#include <span>
#include <string_view>

namespace bw::content {

enum class Channel : std::uint8_t { Paper, Web, Email, Sms };
inline constexpr std::size_t kChannels = 4;
std::string_view channel_name(Channel channel);  // "paper", "web", "email", "sms"
std::optional<Channel> find_channel(std::string_view name);

enum class AttributeType : std::uint8_t {
    Text,    // words with fields
    Link,    // the same, that make an address: https://, mailto: or tel:
    Flag,    // yes, no, or one field that is yes or no
    Number,  // one field that is a number
    Amount,  // one field that is money
    Day,     // one field that is a date
    Length,  // millimetres: "97mm"
    File,    // a picture beside the template: "images/winter.svg"
    Word     // one of `words`
};
std::string_view about_type(AttributeType type);  // for the reference and for messages

enum class Need : std::uint8_t { Optional, Required };

struct AttributeForm {
    std::string_view name;
    Name id = Name::Title;
    AttributeType type = AttributeType::Text;
    Need need = Need::Optional;
    std::string_view about;
    std::span<const std::string_view> words = {};  // of a Word
};

// The words between the tags of a block.
enum class Words : std::uint8_t { None, MayBeEmpty, Required };

// What a channel makes of a block.
enum class Showing : std::uint8_t {
    Shown,
    Letter,   // belongs to a letter on paper; nobody misses it elsewhere
    Override  // the channel cannot show it well: the template says what stands instead
};

struct BlockForm {
    std::string_view name;
    Kind kind = Kind::Document;
    std::string_view about;
    Words words = Words::None;
    std::span<const AttributeForm> attributes = {};
    std::span<const Kind> inside = {};  // what it may contain
    Showing web = Showing::Shown;
    Showing email = Showing::Shown;
};

// In the order of their kinds.
std::span<const BlockForm> blocks();
const BlockForm& form_of(Kind kind);
const BlockForm* find_block(std::string_view name);
const AttributeForm* find_attribute(const BlockForm& form, std::string_view name);
bool may_contain(const BlockForm& outer, Kind inner);
// What the channel makes of the block; messages show no blocks.
Showing showing(const BlockForm& form, Channel channel);

}  // namespace bw::content
