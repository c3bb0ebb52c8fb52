#include "documents/xsl_fo.h"

#include "documents/fo_pen.h"

#include <algorithm>
#include <cstdint>

namespace bw::bench {
namespace {

using content::Block;
using content::Kind;
using content::Name;

// Places of the page, as on paper (paper/sheet.h, paper/blocks.h).
constexpr double kLeft = 25, kRight = 190, kWidth = kRight - kLeft, kLine = 5;
constexpr double kSecondColumn = 105, kPaymentTop = 227.5;
constexpr double kWhyTop = 130, kColumnsTop = 179, kReceiptLeft = 132;

double real(Decimal value) { return static_cast<double>(value.nano()) / Decimal::kScale; }

class Writer {
public:
    Writer(const Block& document, const brands::Brand& brand, const compose::Format& format)
        : document_(document), brand_(brand), format_(format) {}

    Result<std::string> write() {
        open();
        pen_.add(R"(<fo:page-sequence master-reference="bill" id="bill">)");
        add_static_parts();
        pen_.add(R"(<fo:flow flow-name="xsl-region-body">)");
        for (const Block& part : document_.children()) {
            if (part.kind == Kind::FirstPage) TRY_VOID(add_first_page(part));
            else add_section(part);
        }
        pen_.add("</fo:flow></fo:page-sequence></fo:root>\n");
        return pen_.take();
    }

private:
    [[nodiscard]] Style muted(std::string_view align = "start") const {
        return {.color = brand_.muted, .align = align};
    }
    [[nodiscard]] Style plain(std::string_view align = "start") const {
        return {.color = brand_.ink, .align = align};
    }
    [[nodiscard]] Style strong(double size, std::string_view role) const {
        return {.size = size, .color = brand_.brand, .is_bold = true, .role = role};
    }

    void open() {
        pen_.add(R"(<?xml version="1.0" encoding="UTF-8"?>)"
                 R"(<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format")"
                 R"( xmlns:fox="http://xmlgraphics.apache.org/fop/extensions")");
        pen_.put(R"( xml:lang="{}" font-family="Inter" font-size="8.5pt" color="{}">)",
                 compose::language_tag(format_.language()), hex(brand_.ink));
        pen_.add(
            R"(<fo:layout-master-set>)"
            R"(<fo:simple-page-master master-name="first" page-width="210mm" page-height="297mm">)"
            R"(<fo:region-body/><fo:region-before extent="38mm" region-name="head"/>)"
            R"(<fo:region-after extent="16mm" region-name="foot"/></fo:simple-page-master>)"
            R"(<fo:simple-page-master master-name="rest" page-width="210mm" page-height="297mm">)"
            R"(<fo:region-body margin="27mm 20mm 17mm 25mm"/>)"
            R"(<fo:region-before extent="26mm" region-name="mark"/>)"
            R"(<fo:region-after extent="16mm" region-name="foot"/></fo:simple-page-master>)"
            R"(<fo:page-sequence-master master-name="bill">)"
            R"(<fo:repeatable-page-master-alternatives><fo:conditional-page-master-reference)"
            R"( master-reference="first" page-position="first"/>)"
            R"(<fo:conditional-page-master-reference master-reference="rest"/>)"
            R"(</fo:repeatable-page-master-alternatives></fo:page-sequence-master>)"
            R"(</fo:layout-master-set><fo:declarations><x:xmpmeta xmlns:x="adobe:ns:meta/">)"
            R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description)"
            R"( rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>)");
        pen_.put("{}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations>",
                 escaped(document_[Name::Title]));
    }

    void add_static_parts() {
        pen_.add(R"(<fo:static-content flow-name="head">)");
        pen_.open_picture({0, 0, 210, 38}, brand_.name);
        pen_.bar({0, 0, 210, 38}, brand_.tint);
        pen_.disc(166, 24.5, 12, brand_.accent);
        pen_.bar({120, 27.5, 90, 10.5}, brand_.tint);
        pen_.stroke(wave(126, 27.5, 210, 7, 1.3), 0.49, brand_.brand);
        pen_.stroke(wave(138, 30.3, 210, 7, 1.3), 0.39, brand_.down);
        pen_.stroke(wave(132, 32.9, 210, 7, 1.3), 0.32, brand_.down);
        pen_.stroke(wave(150, 35.3, 210, 7, 1.3), 0.25, brand_.bar);
        add_mark(25, 24, 9);
        pen_.close_picture();
        pen_.text(37, 23.5, 100, brand_.name, strong(19, "P"));
        for (const double y : {105.0, 210.0}) pen_.rule(5, y, 4, brand_.rule);
        pen_.rule(5, 148.5, 5.5, brand_.rule);
        pen_.add(R"(</fo:static-content><fo:static-content flow-name="mark">)");
        pen_.open_picture({25, 12.6, 6, 6}, brand_.name);
        add_mark(0, 5.4, 5.4);
        pen_.close_picture();
        pen_.text(32.3, 17.7, 100, brand_.name, strong(11, "P"));
        pen_.add(R"(</fo:static-content><fo:static-content flow-name="foot">)");
        pen_.text(kLeft, 6, kWidth - 30, document_[Name::Foot], muted());
        pen_.open_box(kRight - 30, 6, 30, kSmall);
        pen_.put("<fo:block{}>{}</fo:block>", attributes(muted("end")),
                 compose::fill(
                     format_.words().page_of,
                     {"<fo:page-number/>", R"(<fo:page-number-citation-last ref-id="bill"/>)"}));
        pen_.close_box();
        pen_.add("</fo:static-content>");
    }

    // The sun over two waves; the lower left corner is at (x, y).
    void add_mark(double x, double y, double size) {
        pen_.put(R"(<path d="M{:.2f} {:.2f}a{:.2f} {:.2f} 0 0 1 {:.2f} 0z" fill="{}"/>)",
                 x + size * 0.14, y - size * 0.38, size * 0.36, size * 0.36, size * 0.72,
                 hex(brand_.accent));
        for (const double drop : {0.26, 0.02})
            pen_.stroke(wave(x, y - size * drop, x + size - 0.01, size / 4, size * 0.13),
                        size * 0.1, brand_.brand);
    }

    Result<void> add_first_page(const Block& page) {
        for (const Block& block : page.children()) {
            switch (block.kind) {
                case Kind::AddressWindow: add_address(block); break;
                case Kind::Facts: add_facts(block); break;
                case Kind::KeyFigures: add_key_figures(block); break;
                case Kind::Fill: add_fill(block); break;
                case Kind::Payment: TRY_VOID(add_payment(block)); break;
                case Kind::SmallPrint: add_small_print(block); break;
                default: break;  // the head is static
            }
        }
        return {};
    }

    void add_address(const Block& window) {
        const std::string sender =
            fmt::format("{} · {} · {}", window[Name::Sender], window[Name::SenderStreet],
                        window[Name::SenderPlace]);
        pen_.text(kLeft, 60.5, 90, sender, muted());
        pen_.rule(kLeft, 61.9, 80, brand_.rule);
        Style style = plain();
        style.size = kBody;
        pen_.open_box(kLeft, 67, 80, kBody);
        for (const auto name : {Name::To, Name::Street, Name::Place})
            pen_.block(window[name], style);
        pen_.close_box();
    }

    void add_facts(const Block& facts) {
        double y = 60.5;
        for (const Block& fact : facts.children()) {
            pen_.text(122, y, 27, fact[Name::Label], muted());
            pen_.text(149, y, 41, fact.text, plain());
            y += kLine;
        }
    }

    void add_key_figures(const Block& figures) {
        double y = 103;
        for (const Block& figure : figures.children()) {
            if (figure.kind == Kind::Headline) {
                pen_.text(kLeft, y, kWidth, figure.text, strong(kHero, "H1"));
                y += 9;
            } else if (figure.kind == Kind::Lead) {
                pen_.text(kLeft, y, kWidth, figure.text, {.size = kLarge, .color = brand_.ink});
                y += 7;
            } else {
                pen_.text(kLeft, y, kWidth, figure.text, {.size = kBody, .color = brand_.muted});
            }
        }
    }

    void add_heading(double x, double y, double width, const Block& block) {
        pen_.text(x, y, width, block[Name::Label], muted());
        pen_.text(x, y + 5.5, width, block[Name::Title],
                  {.size = kTitle, .color = brand_.ink, .is_bold = true, .role = "H2"});
    }

    void add_fill(const Block& fill) {
        for (const Block& block : fill.children()) {
            if (block.kind == Kind::Why) add_why(block);
            if (block.kind != Kind::Columns) continue;
            if (const auto* chart = block.child(Kind::Chart)) add_chart(*chart);
            if (const auto* receipt = block.child(Kind::Receipt)) add_receipt(*receipt);
        }
    }

    // A step of the way from the last bill to this one.
    struct Step {
        const Block* block;
        double from, to, level;  // from <= to; level: where it ends
        bool is_total, is_more;
    };
    static std::vector<Step> steps_of(const Block& why) {
        std::vector<Step> steps;
        double level = 0;
        for (const Block& block : why.children()) {
            const double amount = real(block.number(Name::Amount));
            const bool is_total = block.is(Name::Total);
            const double from = is_total ? 0 : level;
            level = is_total ? amount : level + amount;
            steps.push_back({&block, std::min(from, level), std::max(from, level), level, is_total,
                             amount > 0});
        }
        return steps;
    }

    void add_why(const Block& why) {
        constexpr double kBars = 102, kBarsWidth = 62, kTop = kWhyTop + 13;
        add_heading(kLeft, kWhyTop, kWidth, why);
        const auto steps = steps_of(why);
        add_steps(steps,
                  {kBars, kTop - 3.5, kBarsWidth + 1, kLine * static_cast<double>(steps.size())},
                  why[Name::Title]);
        pen_.open_table(kLeft, kTop, {kBars - kLeft, kBarsWidth, kRight - kBars - kBarsWidth});
        for (const auto& step : steps) {
            Style style = &step == &steps.back() ? strong(kSmall, "P") : plain();
            pen_.open_row(kLine);
            pen_.cell(step.block->text, style);
            pen_.add("<fo:table-cell><fo:block/></fo:table-cell>");
            style.align = "end";
            const std::string_view sign = !step.is_total && step.is_more ? "+" : "";
            pen_.cell(std::string(sign).append((*step.block)[Name::Amount]), style);
            pen_.close_row();
        }
        pen_.close_table();
    }

    void add_steps(const std::vector<Step>& steps, const Box& box, std::string_view alternate) {
        constexpr double kTall = 2.8, kThinnest = 0.5;
        const double high = std::ranges::max(steps, {}, &Step::to).to;
        const double scale = (box.width - 1) / std::max(high, 0.01);
        pen_.open_picture(box, alternate);
        double y = 1;
        std::string threads;
        for (const auto& step : steps) {
            const bool is_last = &step == &steps.back();
            const pdf::Color change = step.is_more ? brand_.up : brand_.down;
            const pdf::Color total = is_last ? brand_.brand : brand_.bar;
            pen_.bar(
                {step.from * scale, y, std::max((step.to - step.from) * scale, kThinnest), kTall},
                step.is_total ? total : change);
            if (!is_last)
                threads += fmt::format("M{:.2f} {:.2f}v{:.2f}", step.level * scale, y + kTall,
                                       kLine - kTall);
            y += kLine;
        }
        pen_.stroke(threads + fmt::format("M0 0V{:.2f}", box.height), 0.16, brand_.muted);
        pen_.close_picture();
    }

    void add_chart(const Block& chart) {
        constexpr double kWide = 97, kTall = 22, kOver = 5, kSlotMost = 12.7, kUnder = 0.2;
        add_heading(kLeft, kColumnsTop, kWide, chart);
        pen_.text(kLeft, kColumnsTop + 10, kWide, chart[Name::Key], muted());
        double most = 1e-9, count = 0;
        for (const Block& month : chart.children()) {
            most =
                std::max({most, real(month.number(Name::Value)), real(month.number(Name::Behind))});
            ++count;
        }
        const double slot = std::min(kSlotMost, kWide / count), wide = slot / 2;
        const double top = kColumnsTop + 15 - kOver, foot = kOver + kTall;
        pen_.open_picture({kLeft, top, kWide, foot + kUnder}, chart[Name::Alternate]);
        double middle = slot / 2;
        for (const Block& month : chart.children()) {
            const double behind = real(month.number(Name::Behind)) / most * kTall;
            const double value = real(month.number(Name::Value)) / most * kTall;
            pen_.outline({middle - wide * 0.7, foot - behind, wide * 1.4, behind}, 0.21,
                         brand_.down);
            const Box box{middle - wide / 2, foot - value, wide, value};
            if (month.is(Name::Hatched)) add_hatched(box);
            else pen_.bar(box, month.next == nullptr ? brand_.brand : brand_.bar);
            middle += slot;
        }
        pen_.stroke(fmt::format("M0 {0:.2f}H{1:.2f}", foot, slot * count), 0.18, brand_.muted);
        pen_.close_picture();
        add_months(chart, slot, top + foot, kTall / most);
    }

    void add_hatched(const Box& box) {
        pen_.bar(box, brand_.tint);
        constexpr double kStep = 1.1;
        std::string lines;
        const int count = static_cast<int>((box.width + box.height) / kStep);
        for (int line = 1; line <= count; ++line) {
            const double at = line * kStep;
            const double low = std::min(at, box.height), left = std::max(at - box.height, 0.0);
            const double right = std::min(at, box.width), high = std::max(at - box.width, 0.0);
            lines += fmt::format("M{:.2f} {:.2f}L{:.2f} {:.2f}", box.x + left, box.y + low,
                                 box.x + right, box.y + high);
        }
        pen_.stroke(lines, 0.18, brand_.down);
    }

    void add_months(const Block& chart, double slot, double bottom, double scale) {
        double left = kLeft;
        int year = 0;
        for (const Block& month : chart.children()) {
            const bool is_now = month.next == nullptr;
            Style style = is_now ? strong(kSmall, "P") : muted();
            style.align = "center";
            pen_.text(left, bottom + 4, slot, month.text, style);
            const auto days = month.number(Name::Month).nano() / Decimal::kScale;
            const LocalDate first(static_cast<std::int32_t>(days));
            if (first.year() != year) {
                year = first.year();
                pen_.text(left, bottom + 8, slot, std::to_string(year), muted("center"));
            }
            if (is_now) {
                constexpr double kRoom = 27;
                style.align = "end";
                const double value =
                    std::max(real(month.number(Name::Value)), real(month.number(Name::Behind)));
                pen_.text(left + slot - kRoom, bottom - value * scale - 1.5, kRoom - 1,
                          month[Name::Label], style);
            }
            left += slot;
        }
    }

    // A row of the receipt, with what rows are summed up in it.
    struct Row {
        std::string_view words;
        std::string amount;
        bool is_total;
    };
    // As many charges as there is room for on paper, and what is left in one.
    [[nodiscard]] std::vector<Row> rows_of(const Block& receipt) const {
        constexpr std::size_t kCharges = 4;
        std::vector<Row> rows, sums;
        Decimal rest;
        for (const Block& child : receipt.children()) {
            if (child.kind == Kind::Item)
                sums.push_back(
                    {child.text, std::string(child[Name::Amount]), child.is(Name::Total)});
            if (child.kind != Kind::Level) continue;
            for (const Block& item : child.children()) {
                if (rows.size() < kCharges)
                    rows.push_back({item.text, std::string(item[Name::Amount]), false});
                else rest += item.number(Name::Amount);
            }
        }
        rows.push_back({receipt[Name::Other], format_.number(rest, 2), false});
        rows.insert(rows.end(), sums.begin(), sums.end());
        return rows;
    }

    void add_receipt(const Block& receipt) {
        constexpr double kRow = 4.6, kNames = 42, kWide = kRight - kReceiptLeft;
        add_heading(kReceiptLeft, kColumnsTop, kWide, receipt);
        pen_.open_table(kReceiptLeft, kColumnsTop + 13, {kNames, kWide - kNames});
        for (const auto& row : rows_of(receipt)) {
            Style style = row.is_total ? strong(kSmall, "P") : plain();
            pen_.open_row(kRow);
            pen_.cell(row.words, style);
            style.align = "end";
            pen_.cell(row.amount, style);
            pen_.close_row();
        }
        pen_.close_table();
    }

    Result<void> add_payment(const Block& payment) {
        constexpr double kTall = 46, kInset = 7, kPlate = 34, kQuiet = 3, kSide = kPlate - 6;
        pen_.panel({kLeft, kPaymentTop, kWidth, kTall}, brand_.tint);
        pen_.text(kLeft + kInset, kPaymentTop + 9.5, 110, payment[Name::Title],
                  strong(kTitle, "H2"));
        double y = kPaymentTop + 17;
        for (const Block& detail : payment.children()) {
            if (detail.kind != Kind::Detail) continue;
            pen_.text(kLeft + kInset, y, 26, detail[Name::Label], muted());
            pen_.text(kLeft + kInset + 26, y, 84, detail.text,
                      {.size = kBody, .color = brand_.ink, .is_bold = detail.is(Name::Strong)});
            y += kLine;
        }
        pen_.text(kLeft + kInset, kPaymentTop + kTall - 4.4, 110, payment[Name::Hint], muted());
        const auto* code = payment.child(Kind::Code);
        if (code == nullptr) return {};
        const double x = kRight - kInset - kPlate, top = kPaymentTop + 3.5;
        pen_.panel({x, top, kPlate, kPlate}, pdf::kWhite);
        const auto qr = TRY(pdf::encode_qr((*code)[Name::Text], pdf::QrLevel::Medium));
        pen_.open_picture({x + kQuiet, top + kQuiet, kSide, kSide}, qr.side, qr.side,
                          (*code)[Name::Alternate]);
        pen_.modules(qr);
        pen_.close_picture();
        pen_.text(x - kInset, top + kPlate + 4.6, kPlate + 2 * kInset, (*code)[Name::Caption],
                  muted("center"));
        return {};
    }

    void add_small_print(const Block& print) {
        std::string words;
        for (const Block& line : print.children())
            words.append(words.empty() ? "" : " · ").append(line.text);
        pen_.text(kLeft, 278, kWidth, words, muted());
    }

    void add_section(const Block& section) {
        const Style head{.size = kLarge, .color = brand_.ink, .is_bold = true, .role = "H2"};
        pen_.put(R"(<fo:block break-before="page"{} space-after="4mm">{}</fo:block>)",
                 attributes(head), escaped(section[Name::Title]));
        for (const Block& block : section.children()) {
            if (block.kind == Kind::Table) add_table(block);
            if (block.kind == Kind::Totals) add_totals(block);
        }
    }

    void add_table(const Block& table) {
        std::vector<double> widths;
        double fixed = 0;
        for (const Block& child : table.children()) {
            if (child.kind != Kind::Column) continue;
            widths.push_back(real(child.number(Name::Width)));
            fixed += widths.back();
        }
        std::ranges::replace(widths, 0.0, kWidth - fixed);
        pen_.open_columns(widths);
        pen_.add(R"(<fo:table-header><fo:table-row height="8mm">)");
        for (const Block& column : table.children()) {
            if (column.kind != Kind::Column) continue;
            pen_.put(R"(<fo:table-cell border-bottom="0.5pt solid {}">)", hex(brand_.muted));
            pen_.put(R"(<fo:block color="{}"{}>{}</fo:block></fo:table-cell>)", hex(brand_.muted),
                     column[Name::Align].empty() ? "" : R"( text-align="end")",
                     escaped(column[Name::Head]));
        }
        pen_.add("</fo:table-row></fo:table-header><fo:table-body>");
        add_rows(table);
        pen_.add("</fo:table-body></fo:table>");
    }

    void add_rows(const Block& group) {
        for (const Block& child : group.children()) {
            if (child.kind == Kind::Group) add_rows(child);
            if (child.kind != Kind::Row) continue;
            pen_.open_row(kLine);
            bool is_first = true;
            for (const Block& value : child.children()) {
                add_value(value, is_first);
                is_first = false;
            }
            pen_.close_row();
        }
    }

    // What is of second rank stands behind, muted.
    void add_value(const Block& value, bool is_first) {
        const auto behind = is_first ? value[Name::About] : value[Name::Unit];
        pen_.put("<fo:table-cell><fo:block{}>{}", is_first ? "" : R"( text-align="end")",
                 escaped(value.text));
        if (!behind.empty())
            pen_.put(R"(<fo:inline color="{}"> {}</fo:inline>)", hex(brand_.muted),
                     escaped(behind));
        pen_.add("</fo:block></fo:table-cell>");
    }

    void add_totals(const Block& totals) {
        constexpr double kLabels = 35, kBases = 24;
        pen_.put(R"(<fo:block-container start-indent="{:.2f}mm" space-before="4mm">)"
                 R"(<fo:block-container start-indent="0mm">)",
                 kSecondColumn - kLeft);
        pen_.open_columns({kLabels, kBases, kRight - kSecondColumn - kLabels - kBases});
        pen_.add("<fo:table-body>");
        for (const Block& total : totals.children()) {
            Style style = plain();
            style.is_bold = total.is(Name::Strong);
            if (total.is(Name::Final)) style = strong(kTitle, "P");
            pen_.open_row(kLine);
            pen_.cell(total[Name::Label], style);
            pen_.cell(total[Name::About], muted("end"));
            style.align = "end";
            pen_.cell(total.text, style);
            pen_.close_row();
        }
        pen_.add("</fo:table-body></fo:table></fo:block-container></fo:block-container>");
    }

    Pen pen_;
    const Block& document_;
    const brands::Brand& brand_;
    const compose::Format& format_;
};

}  // namespace

Result<std::string> xsl_fo(const Block& document, const brands::Brand& brand,
                           const compose::Format& format) {
    return Writer(document, brand, format).write();
}

}  // namespace bw::bench
