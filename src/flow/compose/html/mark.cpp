#include "flow/compose/html/mark.h"

namespace bw::html {

std::string_view mark(const brands::Brand& brand) {
    switch (brand.emblem) {
        case brands::Emblem::None: return {};
        case brands::Emblem::SunAndWater:
            return R"svg(<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 20a10 10 0 0 1 20 0z" fill="#f0b248"/>)svg"
                   R"svg(<path d="M2 23q3.5-3.5 7 0t7 0 7 0 7 0M2 29q3.5-3.5 7 0t7 0 7 0 7 0" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round"/></svg>)svg";
        case brands::Emblem::Network:
            return R"svg(<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 26V6l20 20V6" fill="none" stroke="currentColor" stroke-width="3.4"/>)svg"
                   R"svg(<path d="M1 1h10v10H1zM1 21h10v10H1zM21 21h10v10H21z" fill="currentColor"/><path d="M21 1h10v10H21z" fill="#f26018"/></svg>)svg";
    }
    return {};
}

}  // namespace bw::html
