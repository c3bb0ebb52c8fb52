// Colour (ISO 19005-2, 6.2.3 and 6.2.4): what the output intent is for, and that each colour that
// is used is of a device that it knows, or says by a profile what it is. Internal.
#pragma once

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace bw::conformity {

// A named resource of the content in which a colour is used; null: there is none.
using ResourceOf = std::function<Object(const char* category, const std::string& name)>;

class Colours {
public:
    // Looks at the output intents.
    Colours(const Document& document, Findings& findings);

    // A colour space, as a name or an array; Pattern alone is none.
    void use(const Object& space, const ResourceOf& resource, const std::string& where);
    void use_device(const std::string& name, const ResourceOf& resource, const std::string& where);
    // Does an output intent name the space that transparent things are mixed in?
    [[nodiscard]] bool has_output_space() const { return !output_space_.empty(); }
    // Four channels by a profile?
    [[nodiscard]] static bool is_icc_cmyk(const Object& space);
    // Separations of one name are alike, in the whole file.
    void check_separations();

private:
    void check_intents();
    void use_array(const std::vector<Object>& parts, const ResourceOf& resource,
                   const std::string& where);
    void use_icc(const Object& space, const std::string& where);
    void use_device_n(const std::vector<Object>& parts, const ResourceOf& resource,
                      const std::string& where);

    const Document& document_;
    Findings& findings_;
    std::string output_space_;       // "RGB ", "CMYK", "GRAY"
    std::set<QPDFObjGen> profiles_;  // that were looked at
    int depth_ = 0;                  // of spaces within spaces
    bool is_replacing_ = false;      // inside of what stands for a device
};

}  // namespace bw::conformity
