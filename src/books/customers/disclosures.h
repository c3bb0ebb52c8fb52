// Sentences that an issuer puts on all its bills of some services, because the law wants them
// there: who settles disputes, where tariffs are compared, of which sources the energy is. Written
// in the issuer's text under `disclosures:`.
#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::text {
struct YamlNode;
}

namespace bw::customers {

inline constexpr std::size_t kDisclosuresMost = 40, kDisclosureBytesMost = 1000, kSharesMost = 8;

// The same sentence by language, at least one.
using Translated = std::vector<std::pair<std::string, std::string>>;
// In the language; else in English, else in the first: better in another one than missing.
[[nodiscard]] const std::string& said_in(const Translated& words, std::string_view language);

struct Disclosure {
    std::string duty;                   // "dispute-settlement", as kits call it (docs/kits.md)
    std::vector<std::string> services;  // kinds of supply; empty: every bill
    Translated words;
    struct Share {
        Translated name;
        Decimal percent;
    };
    // Of 100, shown as a ring under a title: the sources of energy; may be empty, both.
    std::vector<Share> shares;
    Translated title;
};

// Invalid: where and why, with `file` and line.
Result<std::vector<Disclosure>> read_disclosures(const text::YamlNode& list, std::string_view file);

}  // namespace bw::customers
