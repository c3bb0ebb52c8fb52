#include "flow/compose/paper/blocks.h"
#include "flow/compose/paper/head.h"

#include <algorithm>

namespace bw::paper {
namespace {

using pdf::Role;

constexpr double kBetween = 2;  // paragraphs
constexpr double kPanelInset = 5;
constexpr double kMostKept = 40;    // of what a heading stays with
constexpr double kFactLabels = 60;  // from a label to its value

// Where the next block of a section may stand.
class Flow {
public:
    Flow(Sheet& sheet, const Block& section) : sheet_(sheet), title_(section[Name::Title]) {
        y_ = add_details_page(sheet_);
        auto tag = sheet_.heading(2, title_);
        sheet_.text(kLeft, y_, title_, {.size = kLarge, .weight = kBold});
        y_ += kTitleRoom;
        sums_ = y_;
    }

    Result<void> draw(const Block& block) {
        switch (block.kind) {
            case Kind::Table:
                y_ = draw_table(sheet_, block, y_, title_);
                sums_ = y_;
                return {};
            case Kind::Totals: {
                const auto [top, bottom] = draw_totals(sheet_, block, y_ + 6);
                sums_ = top;
                y_ = bottom;
                return {};
            }
            case Kind::Notes: {
                const double below = y_ + kBlockGap + 2;
                draw_notes(sheet_, block, below, sums_ < y_ ? sums_ : below);
                return {};
            }
            case Kind::Part: return draw_part(block);
            case Kind::Columns:
                for (const Block& child : block.children()) TRY_VOID(draw(child));
                return {};
            case Kind::Why:
            case Kind::Chart:
            case Kind::Received:
            case Kind::Receipt:
                draw_picture(block);
                sums_ = y_;
                return {};
            case Kind::Shares: draw_ring(block); return {};
            case Kind::Code:
                need(kPlate + kBlockGap);
                TRY_VOID(draw_code(sheet_, block, kLeft, y_));
                sums_ = y_ += kPlate + kBlockGap;
                return {};
            default:
                need(height_of_plain(sheet_, block));
                sums_ = y_ = draw_plain(sheet_, block, y_);
                return {};
        }
    }

private:
    void need(double height) {
        if (y_ + height > kPageBottom) y_ = add_details_page(sheet_);
    }

    // Beside the sums where they were the last; else below.
    void draw_ring(const Block& block) {
        constexpr double kRing = 28, kTall = kHeading + kRing, kGapToSums = 4;
        const bool is_beside = sums_ < y_ && sums_ + kTall <= kPageBottom;
        if (!is_beside) {
            y_ += kLine;
            need(kTall);
        }
        const double end =
            draw_shares(sheet_, block, kLeft, is_beside ? sums_ : y_, kColumn - kGapToSums, kRing);
        sums_ = y_ = std::max(y_, end);
    }

    // Its heading stays with what comes first.
    Result<void> draw_part(const Block& part) {
        constexpr double kAbove = 2.5, kBelow = 1;
        if (part.first == nullptr) return {};
        need(kAbove + kLine + kBelow + std::min(height_of_plain(sheet_, *part.first), kMostKept));
        y_ += kAbove;
        {
            auto tag = sheet_.heading(3, part[Name::Title]);
            sheet_.text_in(kLeft, y_, kWidth, part[Name::Title], {.size = kTitle, .weight = kBold});
        }
        sums_ = y_ += kLine + kBelow;
        for (const Block& child : part.children()) TRY_VOID(draw(child));
        return {};
    }

    void draw_picture(const Block& block) {
        constexpr double kBars = 30, kReceipt = kHeading + 70;
        y_ += kLine;
        if (block.kind == Kind::Why) {
            constexpr double kSteps = kHeading + 8 * kLine;
            need(kSteps);
            y_ = draw_why(sheet_, block, y_) + kBlockGap;
        } else if (block.kind == Kind::Chart) {
            need(kChartFrame + kBars);
            y_ = draw_chart(sheet_, block, kLeft, y_, kWidth, kBars) + kBlockGap;
        } else if (block.kind == Kind::Received) {
            need(height_of_received(block));
            y_ = draw_received(sheet_, block, kLeft, y_, kWidth) + kBlockGap;
        } else {
            need(kReceipt);
            y_ = draw_receipt(sheet_, block, {kLeft, y_, kWidth, kReceipt}, ReceiptForm::Wide) +
                 kBlockGap;
        }
    }

    Sheet& sheet_;
    std::string_view title_;
    double y_ = 0;
    double sums_ = 0;  // where the sums begin, if they were the last; else as y_
};

constexpr Style kFact{.size = kBody};

double fact_height(Sheet& sheet, const Block& facts) {
    double height = 0;
    for (const Block& fact : facts.children())
        height += kLine * std::max(1, sheet.lines(kWidth - kFactLabels, fact.text, kFact));
    return height;
}

double draw_facts(Sheet& sheet, const Block& facts, double y) {
    for (const Block& fact : facts.children()) {
        auto tag = sheet.tag(Role::Paragraph);
        // Ends in a space, so that neither ear nor search runs it together with its value.
        if (const auto label = fact[Name::Label]; !label.empty())
            sheet.text_in(kLeft, y, kFactLabels - 2, std::string(label) + " ",
                          {.size = kBody, .ink = Ink::Muted});
        y = sheet.paragraph(kLeft + kFactLabels, y, kWidth - kFactLabels, fact.text, kFact, 0,
                            kLine);
    }
    return y;
}

}  // namespace

double add_details_page(Sheet& sheet) {
    sheet.add_page();
    draw_head(sheet, HeadPage::Further);
    return kDetailsTop;
}

Result<void> draw_section(Sheet& sheet, const Block& section) {
    Flow flow(sheet, section);
    for (const Block& block : section.children()) TRY_VOID(flow.draw(block));
    return {};
}

double height_of_plain(Sheet& sheet, const Block& block) {
    const Style body{.size = kBody, .is_prose = true};
    switch (block.kind) {
        case Kind::Banner:
            return 2 * kPanelInset + kLine +
                   kLine * sheet.lines(kWidth - 2 * kPanelInset, block.text, body) + kBetween;
        case Kind::Facts: return fact_height(sheet, block) + kBetween;
        case Kind::Image: return height_of_image(block, kWidth, kTallestImage) + kBetween;
        default: return kLine * std::max(1, sheet.lines(kWidth, block.text, body)) + kBetween;
    }
}

double draw_plain(Sheet& sheet, const Block& block, double y) {
    const Style body{.size = kBody, .is_prose = true};
    if (block.kind == Kind::Banner) {
        const double height = height_of_plain(sheet, block) - kBetween;
        sheet.panel({kLeft, y - kLine, kWidth, height}, sheet.brand.tint);
        {
            auto tag = sheet.heading(3, block[Name::Title]);
            sheet.text_in(kLeft + kPanelInset, y + kPanelInset - 1, kWidth - 2 * kPanelInset,
                          block[Name::Title], {.size = kBody, .ink = Ink::Brand, .weight = kBold});
        }
        auto tag = sheet.tag(Role::Paragraph);
        sheet.paragraph(kLeft + kPanelInset, y + kPanelInset + kLine - 1, kWidth - 2 * kPanelInset,
                        block.text, body, 0, kLine);
        return y + height + kBetween;
    }
    if (block.kind == Kind::Facts) return draw_facts(sheet, block, y) + kBetween;
    if (block.kind == Kind::Image)
        return draw_image(sheet, block, {kLeft, y - kAboveBaseline, kWidth, kTallestImage}) +
               kAboveBaseline + kBetween;
    // What leads somewhere is written out: paper cannot be pressed.
    std::string text(block.text);
    if (block.kind == Kind::Button) text.append(": ").append(block[Name::Link]);
    auto tag = sheet.tag(Role::Paragraph);
    return sheet.paragraph(kLeft, y, kWidth, text, body, 0, kLine) + kBetween;
}

}  // namespace bw::paper
