#include "flow/compose/conformity/fonts/known_cmaps.h"

#include <algorithm>
#include <vector>

namespace bw::conformity {
namespace {

// CMaps that every reader knows, each with -H and -V, by the collection of their CIDs.
struct Known {
    std::string_view ordering;
    std::vector<std::string_view> names;
};
const std::vector<Known>& known_cmaps() {
    static const std::vector<Known> kAll{
        {"Identity", {"Identity"}},
        {"GB1",
         {"GB-EUC", "GBpc-EUC", "GBK-EUC", "GBKp-EUC", "GBK2K", "UniGB-UCS2", "UniGB-UTF16"}},
        {"CNS1",
         {"B5pc", "HKscs-B5", "ETen-B5", "ETenms-B5", "CNS-EUC", "UniCNS-UCS2", "UniCNS-UTF16"}},
        {"Japan1",
         {"83pv-RKSJ", "90ms-RKSJ", "90msp-RKSJ", "90pv-RKSJ", "Add-RKSJ", "EUC", "Ext-RKSJ",
          "UniJIS-UCS2", "UniJIS-UCS2-HW", "UniJIS-UTF16"}},
        {"Korea1",
         {"KSC-EUC", "KSCms-UHC", "KSCms-UHC-HW", "KSCpc-EUC", "UniKS-UCS2", "UniKS-UTF16"}}};
    return kAll;
}

}  // namespace

std::optional<std::string_view> collection_of(std::string_view name) {
    if (name.starts_with('/')) name.remove_prefix(1);
    if (name == "H" || name == "V") return "Japan1";
    const bool is_upright = name.ends_with("-V");
    if (!name.ends_with("-H") && !is_upright) return std::nullopt;
    name.remove_suffix(2);
    if (is_upright && (name == "83pv-RKSJ" || name == "90pv-RKSJ" || name == "KSCpc-EUC"))
        return std::nullopt;  // these are for lines only
    for (const auto& known : known_cmaps())
        if (std::ranges::find(known.names, name) != known.names.end()) return known.ordering;
    return std::nullopt;
}

}  // namespace bw::conformity
