// Invented people, companies and addresses. Towns and streets do not exist; e-mail addresses are of
// the domains that RFC 2606 keeps for examples, so that nothing sent by mistake reaches anybody.
#pragma once

#include "base/random.h"

#include <string>

namespace bw::demo {

struct Place {
    std::string street, postcode, city, country;
    friend bool operator==(const Place&, const Place&) = default;
};

struct Holder {
    std::string name, email, vat_id;  // without an e-mail address the bill goes by post
    std::string language;             // "de" or "en"
    Place place;
    friend bool operator==(const Holder&, const Holder&) = default;
};

Place make_place(Random& random);
Holder make_person(Random& random);
Holder make_company(Random& random);
Holder make_long_name(Random& random);
Place make_place_abroad();

}  // namespace bw::demo
