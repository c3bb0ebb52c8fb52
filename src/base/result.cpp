#include "base/result.h"

namespace bw {

std::string_view code_name(Code code) {
    switch (code) {
        case Code::Invalid: return "invalid";
        case Code::NotFound: return "not-found";
        case Code::Duplicate: return "duplicate";
        case Code::Conflict: return "conflict";
        case Code::Unsupported: return "unsupported";
        case Code::Limit: return "limit";
        case Code::Overflow: return "overflow";
        case Code::Corrupt: return "corrupt";
        case Code::Refused: return "refused";
    }
    return "unknown";
}

}  // namespace bw
