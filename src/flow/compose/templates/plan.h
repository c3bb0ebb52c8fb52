// A template that was read and found right: what compile() gives and fill() follows. No name is
// looked up in it any more.
#pragma once

#include "flow/compose/content/grammar.h"
#include "flow/compose/language.h"
#include "flow/compose/templates/expression.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bw::templates {

// "{1} call", "{1} calls": the first value decides. Where all are said alike, there is `other`
// only.
using Pattern = compose::Forms<std::string>;

struct PlanAttribute {
    content::Name name = content::Name::Title;
    content::AttributeType type = content::AttributeType::Text;
    Words words;               // of a Text or Link
    std::optional<Path> path;  // of a Flag, Number, Amount or Day; none: a Flag that always holds
    Form form = Form::Plain;   // how it is said
    std::string literal;       // of a Word, and the name of a File
    Decimal millimetres;       // of a Length
    std::shared_ptr<const images::Illustration> illustration;  // of a File
};

struct PlanBlock {
    content::Kind kind = content::Kind::Document;
    std::optional<Condition> condition;
    std::optional<Path> list;  // the block stands once for each item
    Words words;
    std::vector<PlanAttribute> attributes;
    std::vector<PlanBlock> children;
    // Whether a channel shows the block, and what instead: of <on channel="..">.
    std::array<bool, content::kChannels> shows = {true, true, true, true};
    std::array<std::optional<std::vector<PlanBlock>>, content::kChannels> instead;
    int line = 0;
};

struct Enrichment;  // enrichment.h

struct Plan {
    std::string name;  // "bill"
    std::string data;  // "invoice/1"
    std::vector<content::Channel> channels;
    PlanBlock document;
    std::optional<PlanBlock> email;                // its head
    std::vector<PlanBlock> messages;               // <sms>: the first whose condition holds
    std::shared_ptr<const Enrichment> enrichment;  // null: it adds nothing to its data
    // By language (compose::Language) and index: the template's own texts.
    std::vector<std::vector<Pattern>> own_texts;
    // In which it has texts; all where it needs none.
    compose::Languages spoken = compose::Languages().set();

    [[nodiscard]] bool has(content::Channel channel) const {
        return std::ranges::find(channels, channel) != channels.end();
    }
};

}  // namespace bw::templates
