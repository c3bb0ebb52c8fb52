#include "flow/compose/pdf/start.h"

#include "flow/compose/pdf/colour_profile.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/objects.h"

namespace bw::pdf {

std::string shared_fonts() {
    std::string out;
    for (int id = 0; id < FontBook::kBaseFonts; ++id) {
        out += "/F";
        append_integer(out, id);
        out += ' ';
        append_reference(out, FontBook::base_object(id));
    }
    return out;
}

CommonObjects write_common_objects(ObjectFile& file) {
    const int profile = file.reserve();
    const CommonObjects numbers{.intents = file.reserve(), .resources = file.reserve()};
    file.put_stream(profile, "/N 3", srgb_profile(), Filter::Deflate);
    std::string& intents = file.open(numbers.intents);
    intents += "[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
               "/Info(sRGB IEC61966-2.1)/DestOutputProfile ";
    append_reference(intents, profile);
    intents += ">>]";
    std::string& resources = file.open(numbers.resources);
    resources += "<</Font<<" + shared_fonts() + ">>>>";
    return numbers;
}

}  // namespace bw::pdf
