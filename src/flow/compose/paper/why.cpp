#include "flow/compose/paper/blocks.h"

#include <algorithm>
#include <cmath>

namespace bw::paper {
namespace {

constexpr double kBars = 102, kBarsWidth = 62, kBarHeight = 2.8;
constexpr double kThinnest = 0.5;  // a change of a cent is still seen

// A step with its bar, in the currency: totals stand from zero, changes from where the one before
// ended.
struct Step {
    const Block* block;
    double amount, from, to;  // from <= to
    bool is_total;
};

std::vector<Step> steps_of(const Block& why) {
    std::vector<Step> steps;
    double level = 0;
    for (const Block& block : why.children()) {
        const double amount = real(block.number(Name::Amount));
        const bool is_total = block.is(Name::Total);
        const double from = is_total ? 0 : level;
        level = is_total ? amount : level + amount;
        steps.push_back({&block, amount, std::min(from, level), std::max(from, level), is_total});
    }
    return steps;
}

pdf::Color color_of(const Sheet& sheet, const Step& step, bool is_last) {
    if (step.is_total) return is_last ? sheet.brand.now : sheet.brand.bar;
    return step.amount > 0 ? sheet.brand.up : sheet.brand.down;
}

// The two cells of a step's row; its bar stands between them.
void draw_words(Sheet& sheet, const Step& step, double y, const Style& style) {
    auto cell = sheet.tag(pdf::Role::HeadCell, {.scope = pdf::Scope::Row});
    sheet.text_in(kLeft, y, kBars - kLeft - 4, step.block->text, style);
}

std::string amount_of(const Step& step, const compose::Format& format) {
    const auto amount = (*step.block)[Name::Amount];
    return !step.is_total && step.amount > 0 ? format.more(amount) : std::string(amount);
}

double widest_amount(Sheet& sheet, const std::vector<Step>& steps) {
    double widest = 0;
    if (!sheet.is_mirrored()) return widest;  // nobody asks
    for (const auto& step : steps)
        widest = std::max(widest, sheet.width(amount_of(step, sheet.format),
                                              {.weight = kBold, .align = pdf::Align::Right}));
    return widest;
}

void draw_amount(Sheet& sheet, const Step& step, double x, double y, Style style) {
    style.align = pdf::Align::Right;
    style.keeps_side = true;
    auto cell = sheet.tag(pdf::Role::DataCell);
    sheet.text(x, y, amount_of(step, sheet.format), style);
}

class Waterfall {
public:
    Waterfall(Sheet& sheet, std::vector<Step> steps) : sheet_(sheet), steps_(std::move(steps)) {
        double high = 0.01;
        for (const auto& step : steps_) {
            low_ = std::min(low_, step.from);
            high = std::max(high, step.to);
        }
        scale_ = kBarsWidth / (high - low_);
        amounts_ = sheet_.figures_at(kRight, widest_amount(sheet_, steps_));
    }

    double draw(double y) {
        const double top = y;
        draw_threads(y);
        {
            auto table = sheet_.tag(pdf::Role::Table);
            for (std::size_t i = 0; i < steps_.size(); ++i, y += kLine)
                draw_step(steps_[i], y, i + 1 == steps_.size());
        }
        const double zero = place(0);
        sheet_.upright(zero, top - 3.5, y - 3.6, 0.5);
        return y - kLine;
    }

private:
    [[nodiscard]] double place(double amount) const { return kBars + (amount - low_) * scale_; }

    // A thread from where a bar ends to where the next one begins.
    void draw_threads(double y) {
        double level = 0;
        for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
            level = steps_[i].is_total ? steps_[i].amount : level + steps_[i].amount;
            const double from = y + kLine * static_cast<double>(i) + 0.35;
            sheet_.upright(place(level), from, from + kLine - kBarHeight, 0.4);
        }
    }

    void draw_step(const Step& step, double y, bool is_last) {
        const Style style{.ink = is_last ? Ink::Brand : Ink::Text,
                          .weight = is_last ? kBold : pdf::Weight::Regular};
        auto row = sheet_.tag(pdf::Role::TableRow);
        draw_words(sheet_, step, y, style);
        const double width = std::max(place(step.to) - place(step.from), kThinnest);
        const double top = y - kBarHeight + 0.35;
        sheet_.bar({place(step.from), top, width, kBarHeight}, color_of(sheet_, step, is_last),
                   sheet_.brand.radius_mm / 5);
        draw_amount(sheet_, step, amounts_, y, style);
    }

    Sheet& sheet_;
    std::vector<Step> steps_;
    double low_ = 0, scale_ = 1, amounts_ = kRight;
};

// Changes to both sides of an axis; sums stand between rules, without bars.
class Changes {
public:
    Changes(Sheet& sheet, std::vector<Step> steps) : sheet_(sheet), steps_(std::move(steps)) {
        double less = 0, more = 0;
        for (const auto& step : steps_) {
            if (step.is_total) continue;
            less = std::max(less, -step.amount);
            more = std::max(more, step.amount);
        }
        scale_ = kBarsWidth / std::max(less + more, 0.01);
        axis_ = kBars + less * scale_;
        amounts_ = sheet_.figures_at(kRight, widest_amount(sheet_, steps_));
    }

    double draw(double y) {
        double top = 0, bottom = 0;  // of the changes
        {
            auto table = sheet_.tag(pdf::Role::Table);
            for (const auto& step : steps_) {
                draw_step(step, y, &step == &steps_.back());
                if (!step.is_total) bottom = y;
                if (!step.is_total && top == 0) top = y;
                y += kLine;
            }
        }
        if (top > 0) sheet_.upright(axis_, top - 3.4, bottom + 1.2, 0.7);
        return y - kLine;
    }

private:
    void draw_step(const Step& step, double y, bool is_last) {
        const Style style{.ink = is_last ? Ink::Brand : Ink::Text,
                          .weight = step.is_total ? kBold : pdf::Weight::Regular};
        auto row = sheet_.tag(pdf::Role::TableRow);
        draw_words(sheet_, step, y, style);
        if (!step.is_total) {
            const double width = std::max(std::abs(step.amount) * scale_, kThinnest);
            sheet_.bar(
                {step.amount > 0 ? axis_ : axis_ - width, y - kBarHeight + 0.35, width, kBarHeight},
                color_of(sheet_, step, is_last));
        } else if (is_last) {
            sheet_.rule(kLeft, y - 3.6, kWidth, sheet_.brand.brand, 1.2);
        } else {
            sheet_.rule(kLeft, y + 1.4, kWidth, sheet_.brand.brand, 0.5);
        }
        draw_amount(sheet_, step, amounts_, y, style);
    }

    Sheet& sheet_;
    std::vector<Step> steps_;
    double axis_ = 0, scale_ = 1, amounts_ = kRight;
};

}  // namespace

double draw_why(Sheet& sheet, const Block& why, double y) {
    y = draw_heading(sheet, kLeft, y, kWidth, why[Name::Label], why[Name::Title]);
    if (sheet.brand.takes(brands::Form::ChangesWhy)) return Changes(sheet, steps_of(why)).draw(y);
    return Waterfall(sheet, steps_of(why)).draw(y);
}

}  // namespace bw::paper
