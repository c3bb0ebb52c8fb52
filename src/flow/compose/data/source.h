// What a template is filled with, whatever the document: the object of a schema.
#pragma once

#include "flow/compose/data/value.h"
#include "flow/compose/format.h"

#include <string>
#include <string_view>

namespace bw::data {

// What is known beside the document.
struct Surroundings {
    std::string brand_name;   // the word mark
    std::string brand_short;  // for short messages
    std::string page_link;    // of the customer's page with this document; may be empty
    compose::Languages spoken = compose::Languages().set();  // by the template
};

// In the reader's language, or in English where the template does not speak it.
inline compose::Format format_for(std::string_view tag, const Surroundings& around) {
    const auto wanted = compose::language_of(tag);
    return compose::Format(
        around.spoken[static_cast<std::size_t>(wanted)] ? wanted : compose::Language::English);
}

// Thread: one owner.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;
    [[nodiscard]] virtual Item item() const = 0;
    [[nodiscard]] virtual std::string_view schema() const = 0;  // "invoice/1"
    [[nodiscard]] virtual const compose::Format& format() const = 0;
};

}  // namespace bw::data
