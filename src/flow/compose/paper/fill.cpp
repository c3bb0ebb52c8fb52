#include "flow/compose/paper/blocks.h"

#include <algorithm>
#include <iterator>

namespace bw::paper {
namespace {

constexpr double kBars = 20, kMostBars = 30, kLeastBars = 10;
constexpr double kBesideGap = 10, kFirstColumn = 97;
constexpr double kWideReceipt = kHeading + 48;

std::size_t count_of(const Block& block, Kind kind) {
    return static_cast<std::size_t>(std::ranges::count_if(
        block.children(), [&](const Block& child) { return child.kind == kind; }));
}

class Filling {
public:
    Filling(Sheet& sheet, const Block& fill, double y) : sheet_(sheet), y_(y) {
        for (const Block& block : fill.children()) {
            // Columns of which one is left are no columns.
            if (block.kind == Kind::Columns && block.first != nullptr &&
                block.first->next == nullptr)
                blocks_.push_back(block.first);
            else if (block.kind != Kind::Columns || block.first != nullptr)
                blocks_.push_back(&block);
        }
    }

    void draw() {
        if (blocks_.size() == 1 && draw_alone(*blocks_.front())) return;
        double natural = 0, gaps = 0;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            natural += natural_height(*blocks_[i]);
            if (!goes_on(i)) gaps += 1;
        }
        const double gap = std::clamp((kBlocksEnd - y_ - natural) / gaps, kLeastGap, kGap);
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            y_ = draw_block(*blocks_[i], y_ + (goes_on(i) ? 0 : gap));
    }

private:
    // A paragraph after another.
    [[nodiscard]] bool goes_on(std::size_t i) const {
        return i > 0 && blocks_[i]->kind == Kind::Paragraph &&
               blocks_[i - 1]->kind == Kind::Paragraph;
    }

    double natural_height(const Block& block) {
        switch (block.kind) {
            case Kind::Why:
                return kHeading + kLine * (static_cast<double>(count_of(block, Kind::Step)) - 1);
            case Kind::Receipt: return receipt_height(block);
            case Kind::Received: return height_of_received(block);
            case Kind::Chart:
            case Kind::Shares:
            case Kind::Columns: return kChartFrame + kBars;
            default: return height_of_plain(sheet_, block);
        }
    }

    // With as many rows as leave air around it; where there is more room, it says more.
    static double receipt_height(const Block& receipt) {
        constexpr double kSums = 4;
        constexpr std::size_t kAiry = 6;
        std::size_t rows = 0;
        for (const Block& child : receipt.children()) {
            if (child.kind != Kind::Level) continue;
            rows = count_of(child, Kind::Item);
            if (rows <= kAiry) break;
        }
        rows += count_of(receipt, Kind::Item);
        return std::min(kWideReceipt, kHeading + kLine * static_cast<double>(rows) + kSums - kLine);
    }

    [[nodiscard]] double bars_from(double y, double most) const {
        return std::clamp(kBlocksEnd - y - kChartFrame, kLeastBars, most);
    }

    // What has the room for itself. False: it is no such block.
    bool draw_alone(const Block& block) {
        if (block.kind == Kind::Receipt) {
            const double y = y_ + kGap + 3;
            draw_receipt(sheet_, block, {kLeft, y, kWidth, kBlocksEnd - y}, ReceiptForm::Large);
            return true;
        }
        const auto* chart = block.child(Kind::Chart);
        for (const auto kind : {Kind::Received, Kind::Shares})
            if (chart == nullptr) chart = block.child(kind);
        const auto* receipt = block.child(Kind::Receipt);
        if (block.kind != Kind::Columns || chart == nullptr || receipt == nullptr) return false;
        if (kBlocksEnd - y_ < kWideReceipt + kChartFrame + kBars + 2 * kGap) {
            draw_columns(block, y_ + kGap, kMostBars);
            return true;
        }
        // There is room for one below the other.
        double y = y_ + kGap - 2;
        const double tall = kBlocksEnd - y - kChartFrame - kBars - kGap;
        y = draw_receipt(sheet_, *receipt, {kLeft, y, kWidth, tall}, ReceiptForm::Wide) + kGap - 2;
        draw_picture(*chart, {kLeft, y, kWidth, 0}, kMostBars);
        return true;
    }

    double draw_columns(const Block& columns, double y, double most_bars) {
        double x = kLeft, width = kFirstColumn, end = y;
        for (const Block& block : columns.children()) {
            end = std::max(end, draw_column(block, {x, y, width, kBlocksEnd - y}, most_bars));
            x += width + kBesideGap;
            width = kRight - x;
        }
        return end;
    }

    double draw_column(const Block& block, const Box& box, double most_bars) {
        if (is_picture(block)) return draw_picture(block, box, most_bars);
        if (block.kind == Kind::Receipt)
            return draw_receipt(sheet_, block, box, ReceiptForm::Narrow);
        if (block.kind == Kind::Image) return draw_image(sheet_, block, box);
        auto tag = sheet_.tag(pdf::Role::Paragraph);
        return sheet_.paragraph(box.x, box.y, box.width, block.text);
    }

    static bool is_picture(const Block& block) {
        return block.kind == Kind::Chart || block.kind == Kind::Shares ||
               block.kind == Kind::Received;
    }

    // Bars, or a ring, as tall as there is room; what was received.
    double draw_picture(const Block& block, const Box& box, double most_bars) {
        if (block.kind == Kind::Received)
            return draw_received(sheet_, block, box.x, box.y, box.width);
        constexpr double kLabels = 12;  // of bars: months and years below them
        const double tall = bars_from(box.y, most_bars);
        return block.kind == Kind::Chart
                   ? draw_chart(sheet_, block, box.x, box.y, box.width, tall)
                   : draw_shares(sheet_, block, box.x, box.y, box.width, tall + kLabels);
    }

    double draw_block(const Block& block, double y) {
        switch (block.kind) {
            case Kind::Why: return draw_why(sheet_, block, y);
            case Kind::Receipt:
                return draw_receipt(sheet_, block, {kLeft, y, kWidth, kBlocksEnd - 3 - y},
                                    ReceiptForm::Wide);
            case Kind::Chart:
            case Kind::Received:
            case Kind::Shares: return draw_picture(block, {kLeft, y, kWidth, 0}, kMostBars);
            case Kind::Columns: return draw_columns(block, y, kBars + 4);
            case Kind::Image: {
                const double top = y - kAboveBaseline;
                return draw_image(sheet_, block, {kLeft, top, kWidth, kBlocksEnd - top});
            }
            default: return draw_plain(sheet_, block, y);
        }
    }

    Sheet& sheet_;
    double y_;
    std::vector<const Block*> blocks_;
};

}  // namespace

void draw_fill(Sheet& sheet, const Block& fill, double y) { Filling(sheet, fill, y).draw(); }

}  // namespace bw::paper
