// The value received: what the customer got, large, with its name.
#include "flow/compose/paper/blocks.h"

#include <algorithm>

namespace bw::paper {
namespace {

constexpr double kRow = 12, kToName = 4.6;  // from a figure to its name

}  // namespace

double height_of_received(const Block& received) {
    const auto gains = std::ranges::distance(received.children());
    return kHeading + kRow * static_cast<double>(gains);
}

double draw_received(Sheet& sheet, const Block& received, double x, double y, double width) {
    y = draw_heading(sheet, x, y, width, received[Name::Label], received[Name::Title]) + 1;
    for (const Block& gain : received.children()) {
        auto tag = sheet.tag(pdf::Role::Paragraph);
        const Style large{.size = kLarge, .ink = Ink::Brand, .weight = kBold};
        sheet.text_in(x, y, width, std::string(gain[Name::Figure]) + " ", large);
        std::string name(gain.text);
        if (const auto about = gain[Name::About]; !about.empty()) name.append(kDot).append(about);
        sheet.text_in(x, y + kToName, width, name, {.size = kBody, .ink = Ink::Muted});
        y += kRow;
    }
    return y - kRow + kToName;
}

}  // namespace bw::paper
