// The pieces of HTML that a mail is put together from, with the brand's colours in them: made once
// for each brand (assets/mail.pieces, and mail.forms for the forms that it takes), because a mail
// repeats every style in every element.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/format.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>

namespace bw::html {

enum class Piece : std::uint8_t {
    Head,
    Body,
    Preheader,
    Frame,
    FrameEnd,
    Row,
    RowHigh,
    RowHighEnd,
    RowLow,
    RowHead,
    RowFoot,
    RowEnd,
    RowEndHead,
    Mark,
    Headline,
    Lead,
    Second,
    Small,
    Label,
    Tiny,
    BodyText,
    StrongText,
    Value,
    Section,
    Title,
    PanelTitle,
    NoteTitle,
    Rows,
    RowsEnd,
    Name,
    NameSum,
    About,
    Amount,
    AmountSum,
    Bars,
    Bar,
    BarNow,
    BarEnd,
    Month,
    Panel,
    PanelEnd,
    DetailLabel,
    Detail,
    DetailStrong,
    Hint,
    Button,
    ButtonLink,
    Link
};
inline constexpr std::size_t kPieces = static_cast<std::size_t>(Piece::Link) + 1;

struct MailLook {
    std::string style;  // for programs that know dark ground and narrow screens
    std::array<std::string, kPieces> pieces;
    [[nodiscard]] const std::string& operator[](Piece piece) const {
        return pieces[static_cast<std::size_t>(piece)];
    }
};
// Thread: any.
std::shared_ptr<const MailLook> mail_look(const brands::Brand& brand,
                                          const compose::Format& format);

}  // namespace bw::html
