#include "flow/compose/images/svg.h"
#include "flow/compose/images/svg_path.h"
#include "flow/compose/images/svg_style.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

namespace bw::images {
namespace {

using pdf::Color;
using pdf::Point;
using ::testing::HasSubstr;

constexpr double kNear = 1e-9;

// "M 1 2 L 3 4 C .. Z" with two places.
std::string told(const Segments& segments) {
    std::string out;
    const auto add = [&](char kind, const Segment& of, std::size_t count) {
        if (!out.empty()) out += ' ';
        out += kind;
        for (std::size_t i = 0; i < count; ++i) {
            const auto [x, y] = of.points[i];
            out += fmt::format(" {:g} {:g}", std::round(x * 100) / 100 + 0.0,
                               std::round(y * 100) / 100 + 0.0);
        }
    };
    for (const auto& segment : segments) {
        switch (segment.kind) {
            case Segment::Kind::Move: add('M', segment, 1); break;
            case Segment::Kind::Line: add('L', segment, 1); break;
            case Segment::Kind::Curve: add('C', segment, 3); break;
            case Segment::Kind::Close: add('Z', segment, 0); break;
        }
    }
    return out;
}

std::string path(const std::string& data) {
    const auto segments = parse_path(data);
    EXPECT_TRUE(segments) << data << ": " << segments.error().message();
    return segments ? told(*segments) : "";
}

std::string svg(const std::string& body,
                const std::string& attributes = R"(viewBox="0 0 100 100" width="100pt")") {
    return R"(<svg xmlns="http://www.w3.org/2000/svg" )" + attributes + ">\n" + body + "\n</svg>";
}

Drawing drawing(const std::string& file) {
    auto read = read_svg(file);
    EXPECT_TRUE(read) << file << ": " << read.error().message();
    return read.value_or(Drawing{});
}

// Of a file with one shape.
Shape shape(const std::string& body) {
    const auto all = drawing(svg(body)).shapes;
    EXPECT_EQ(all.size(), 1U) << body;
    return all.empty() ? Shape{} : all.front();
}

void expect_refused(const std::string& file, Code code, const std::string& subject,
                    const std::string& text) {
    const auto read = read_svg(file);
    ASSERT_FALSE(read) << file;
    EXPECT_EQ(read.error().code, code) << read.error().message();
    EXPECT_EQ(read.error().subject, subject) << file;
    EXPECT_THAT(read.error().text, HasSubstr(text));
}

TEST(SvgPath, CommandsAreAbsoluteOrRelative) {
    EXPECT_EQ(path("M1 2L3 4H5V6Z"), "M 1 2 L 3 4 L 5 4 L 5 6 Z");
    EXPECT_EQ(path("m1 2l3 4h5v6z"), "M 1 2 L 4 6 L 9 6 L 9 12 Z");
    EXPECT_EQ(path("M1 1 C2 2 3 3 4 4"), "M 1 1 C 2 2 3 3 4 4");
    EXPECT_EQ(path("m1 1 c2 2 3 3 4 4"), "M 1 1 C 3 3 4 4 5 5");
    EXPECT_EQ(path(""), "");
}

TEST(SvgPath, NumbersThatGoOnRepeatTheCommand) {
    EXPECT_EQ(path("M0 0 1 1 2 0"), "M 0 0 L 1 1 L 2 0");
    EXPECT_EQ(path("m1 1 1 1 2 0z"), "M 1 1 L 2 2 L 4 2 Z");
    EXPECT_EQ(path("M0,0H1 2,3"), "M 0 0 L 1 0 L 2 0 L 3 0");
}

TEST(SvgPath, NumbersNeedNoSpaces) {
    EXPECT_EQ(path("M.5.5-1-2+3e0.25L1E1,1e-1"), "M 0.5 0.5 L -1 -2 L 3 0.25 L 10 0.1");
}

TEST(SvgPath, AfterZThePenIsWhereTheLineBegan) {
    EXPECT_EQ(path("M1 1h2v2z l1 0"), "M 1 1 L 3 1 L 3 3 Z M 1 1 L 2 1");
    EXPECT_EQ(path("M1 1h2v2z m5 5 h1"), "M 1 1 L 3 1 L 3 3 Z M 6 6 L 7 6");
    EXPECT_EQ(path("M1 1h2zZ"), "M 1 1 L 3 1 Z");
}

TEST(SvgPath, SmoothCurvesGoOnAsTheOneBeforeCameIn) {
    EXPECT_EQ(path("M0 0C1 1 2 1 3 0S5-1 6 0"), "M 0 0 C 1 1 2 1 3 0 C 4 -1 5 -1 6 0");
    EXPECT_EQ(path("m0 0c1 1 2 1 3 0s2-1 3 0"), "M 0 0 C 1 1 2 1 3 0 C 4 -1 5 -1 6 0");
    EXPECT_EQ(path("M3 3S5 5 6 3"), "M 3 3 C 3 3 5 5 6 3");  // nothing to mirror
    EXPECT_EQ(path("M0 0Q3 3 6 0T12 0"), "M 0 0 C 2 2 4 2 6 0 C 8 -2 10 -2 12 0");
    EXPECT_EQ(path("M0 0C1 1 2 1 3 0T6 0"), "M 0 0 C 1 1 2 1 3 0 C 3 0 4 0 6 0");
}

TEST(SvgPath, ArcsBecomeCurvesOnTheCircle) {
    // a quarter: control points at 0.5523 of the radius
    EXPECT_EQ(path("M10 0A10 10 0 0 1 0 10"), "M 10 0 C 10 5.52 5.52 10 0 10");
    // the flags may stand without spaces
    EXPECT_EQ(path("M10 0a10 10 0 01-10 10"), "M 10 0 C 10 5.52 5.52 10 0 10");
    // radii too small grow: half a circle over the chord
    EXPECT_EQ(path("M0 0A1 1 0 0 1 10 0"), path("M0 0A5 5 0 0 1 10 0"));
    EXPECT_EQ(path("M0 0A0 5 0 0 1 10 0"), "M 0 0 L 10 0");
    EXPECT_EQ(path("M1 1A5 5 0 0 1 1 1"), "M 1 1");
}

// Where the curve is at `part` of its way.
Point on_curve(Point from, const Segment& curve, double part) {
    const double rest = 1 - part;
    const double weights[] = {rest * rest * rest, 3 * rest * rest * part, 3 * rest * part * part,
                              part * part * part};
    const Point points[] = {from, curve.points[0], curve.points[1], curve.points[2]};
    Point at;
    for (int i = 0; i < 4; ++i) {
        at.x += weights[i] * points[i].x;
        at.y += weights[i] * points[i].y;
    }
    return at;
}

PROPERTY(SvgPath, ArcsStayOnTheirEllipse) {
    const double rx = *bw::testing::between(1, 50), ry = *bw::testing::between(1, 50);
    const double turn = *bw::testing::between(-180, 180);
    const double x = *bw::testing::between(-40, 40), y = *bw::testing::between(1, 40);
    const bool is_large = *bw::testing::any<bool>(), is_clockwise = *bw::testing::any<bool>();
    Pen pen;
    pen.move({0, 0});
    pen.arc({rx, ry, turn, is_large, is_clockwise}, {x, y});
    const Segments segments = pen.take();
    RC_ASSERT(segments.size() >= 2 && segments.size() <= 5);
    const Point end = segments.back().points[2];
    RC_ASSERT(end.x == x && end.y == y);
    // In the axes of the ellipse, scaled to a circle: all points lie equally far from one centre.
    const double cosine = std::cos(turn * std::numbers::pi / 180);
    const double sine = std::sin(turn * std::numbers::pi / 180);
    const auto level = [&](Point at) -> Point {
        return {(cosine * at.x + sine * at.y) / rx, (cosine * at.y - sine * at.x) / ry};
    };
    std::vector<Point> points;
    Point from{0, 0};
    double area = 0;  // swept, doubled; its sign tells the direction
    for (std::size_t i = 1; i < segments.size(); ++i) {
        for (const double part : {0.0, 0.25, 0.5, 0.75})
            points.push_back(level(on_curve(from, segments[i], part)));
        from = segments[i].points[2];
    }
    points.push_back(level(from));
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Point a = points[i - 1], b = points[i], c = points[i + 1];
        const double cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
        area += cross;
    }
    RC_ASSERT((area > 0) == is_clockwise);
    // the circle through the ends and the middle
    const Point a = points.front(), b = points[points.size() / 2], c = points.back();
    const double d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
    RC_PRE(std::abs(d) > 1e-6);
    const auto square = [](Point at) { return at.x * at.x + at.y * at.y; };
    const Point center = {
        (square(a) * (b.y - c.y) + square(b) * (c.y - a.y) + square(c) * (a.y - b.y)) / d,
        (square(a) * (c.x - b.x) + square(b) * (a.x - c.x) + square(c) * (b.x - a.x)) / d};
    const double radius = std::hypot(a.x - center.x, a.y - center.y);
    RC_ASSERT(radius > 1 - 1e-3);  // 1, or more where the chord asked for it
    for (const Point at : points)
        RC_ASSERT(std::abs(std::hypot(at.x - center.x, at.y - center.y) / radius - 1) < 1e-3);
}

TEST(SvgPath, WrongDataIsRefusedAtItsPlace) {
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"L1 1", "begins with M"},     {"M1", "a number is missing"},
        {"M1 1 L", "a number"},        {"M1 1 L2 2,", "a number is missing"},
        {"M1 1 L2,,2", "a number"},    {"M1 1 B2 2", "no command B"},
        {"M1 1 Z 5", "Z takes no"},    {"M1 1 A1 1 0 2 1 5 5", "flag"},
        {"M1 1 C1 1 2 2 3", "number"}, {"M1 1 2", "number"},
        {"M1e7 1", "beyond"},          {"M1 inf", "number"},
        {"M1 1 #", "command"},         {"M nan 1", "number"},
        {"M1 1e99999", "number"},      {"M- 1", "number"}};
    for (const auto& [data, text] : wrong) {
        const auto segments = parse_path(data);
        ASSERT_FALSE(segments) << data;
        EXPECT_EQ(segments.error().code, Code::Invalid);
        EXPECT_THAT(segments.error().text, HasSubstr(text)) << data;
    }
    EXPECT_THAT(parse_path("M1 1 B2 2").error().text, HasSubstr("after 6 characters"));
}

Point through(const std::string& transform, Point at) {
    const auto matrix = parse_transform(transform);
    EXPECT_TRUE(matrix) << transform << ": " << matrix.error().message();
    return matrix ? (*matrix)(at) : Point{};
}

void expect_at(Point at, double x, double y) {
    EXPECT_NEAR(at.x, x, kNear);
    EXPECT_NEAR(at.y, y, kNear);
}

TEST(SvgTransform, MovesPointsAsTheStandardSays) {
    expect_at(through("translate(3,4)", {1, 1}), 4, 5);
    expect_at(through("translate(3)", {1, 1}), 4, 1);
    expect_at(through("scale(2)", {1, 3}), 2, 6);
    expect_at(through("scale(2,-1)", {1, 3}), 2, -3);
    expect_at(through("rotate(90)", {1, 0}), 0, 1);  // y grows downwards: clockwise
    expect_at(through("rotate(180 5 5)", {1, 0}), 9, 10);
    expect_at(through("matrix(1 2 3 4 5 6)", {1, 1}), 9, 12);
    expect_at(through("translate(10 0) scale(2)", {1, 1}), 12, 2);  // the last one first
    expect_at(through(" scale( 2 ) , translate(10,0)", {1, 1}), 22, 2);
    expect_at(through("", {1, 1}), 1, 1);
}

TEST(SvgTransform, OthersAreRefused) {
    for (const char* text :
         {"skewX(10)", "translate()", "translate(1 2 3)", "rotate(1 2)", "matrix(1)", "scale"}) {
        EXPECT_FALSE(parse_transform(text)) << text;
    }
    for (const char* text :
         {"translate(1", "translate 1", "(1)", "scale(a)", "scale(1 2 3 4 5 6 7)"})
        EXPECT_EQ(parse_transform(text).error().code, Code::Invalid) << text;
    EXPECT_THAT(parse_transform("skewX(10)").error().text, HasSubstr("'skewX'"));
}

TEST(SvgFile, SizesAreInPoints) {
    const auto size = [](const std::string& attributes) {
        const auto of = drawing(svg("", attributes));
        return fmt::format("{:g} {:g}", of.width, of.height);
    };
    EXPECT_EQ(size(R"(width="96" height="48")"), "72 36");
    EXPECT_EQ(size(R"(width="96px" height="1in")"), "72 72");
    EXPECT_EQ(size(R"(width="25.4mm" height="2.54cm")"), "72 72");
    EXPECT_EQ(size(R"(width="10pt" height="20pt")"), "10 20");
    EXPECT_EQ(size(R"(viewBox="0 0 40 20")"), "30 15");
    EXPECT_EQ(size(R"(viewBox="0 0 40 20" width="100%" height="100%")"), "30 15");
    EXPECT_EQ(size(R"(viewBox="0 0 40 20" width="80pt")"), "80 40");
    EXPECT_EQ(size(R"(viewBox="0 0 40 20" height="80pt")"), "160 80");
}

TEST(SvgFile, TheViewBoxIsFittedIntoTheSize) {
    const auto points = [](const std::string& attributes) {
        return told(
            drawing(svg(R"(<line x1="10" y1="20" x2="30" y2="20" stroke="red"/>)", attributes))
                .shapes.at(0)
                .segments);
    };
    EXPECT_EQ(points(R"(width="80" height="80")"), "M 7.5 15 L 22.5 15");
    EXPECT_EQ(points(R"(width="40pt" height="40pt" viewBox="10 20 20 20")"), "M 0 0 L 40 0");
    // not of its proportions: in the middle
    EXPECT_EQ(points(R"(width="80pt" height="40pt" viewBox="10 20 20 20")"), "M 20 0 L 60 0");
    EXPECT_EQ(points(R"(width="40pt" height="80pt" viewBox="10 20 20 20")"), "M 0 20 L 40 20");
}

TEST(SvgFile, BasicShapesBecomePaths) {
    const auto of = [](const std::string& body) { return told(shape(body).segments); };
    EXPECT_EQ(of(R"(<rect x="1" y="2" width="3" height="4"/>)"), "M 1 2 L 4 2 L 4 6 L 1 6 Z");
    EXPECT_EQ(of(R"(<rect width="40" height="20" rx="10"/>)"),
              "M 10 0 L 30 0 C 35.52 0 40 4.48 40 10 L 40 10 C 40 15.52 35.52 20 30 20 L 10 20 "
              "C 4.48 20 0 15.52 0 10 L 0 10 C 0 4.48 4.48 0 10 0 Z");
    EXPECT_EQ(of(R"(<rect width="40" height="20" rx="99"/>)"),
              of(R"(<rect width="40" height="20" rx="20" ry="10"/>)"));
    EXPECT_EQ(of(R"(<circle cx="10" cy="10" r="10"/>)"),
              "M 20 10 C 20 15.52 15.52 20 10 20 C 4.48 20 0 15.52 0 10 C 0 4.48 4.48 0 10 0 "
              "C 15.52 0 20 4.48 20 10 Z");
    EXPECT_EQ(of(R"(<ellipse cx="10" cy="10" rx="10" ry="10"/>)"),
              of(R"(<circle cx="10" cy="10" r="10"/>)"));
    EXPECT_EQ(of(R"(<line x2="5" y2="6" stroke="red"/>)"), "M 0 0 L 5 6");
    EXPECT_EQ(of(R"(<polyline points="0,0 5,0 5 5"/>)"), "M 0 0 L 5 0 L 5 5");
    EXPECT_EQ(of(R"(<polygon points="0,0,5,0,5,5"/>)"), "M 0 0 L 5 0 L 5 5 Z");
    EXPECT_EQ(of(R"(<path d="M1 1h2"/>)"), "M 1 1 L 3 1");
}

TEST(SvgFile, WhatCannotBeSeenIsLeftOut) {
    for (const char* body :
         {R"(<rect width="0" height="5"/>)", R"(<circle r="0"/>)", R"(<path/>)",
          R"(<path d="M0 0h5v5z" fill="none"/>)", R"(<line x2="5"/>)", R"(<polygon points=""/>)",
          R"x(<g transform="scale(0)"><rect width="1" height="1"/></g>)x",
          R"(<path d="M0 0h5" fill="none" stroke="red" stroke-width="0"/>)"})
        EXPECT_TRUE(drawing(svg(body)).shapes.empty()) << body;
}

TEST(SvgFile, StylesAreHandedDown) {
    const auto all = drawing(svg(R"x(
        <g fill="#f80" stroke="navy" stroke-width="2" stroke-linecap="round">
          <g transform="scale(3)" stroke-linejoin="round">
            <path d="M0 0h1"/>
            <path d="M0 0h1" fill="none" stroke="#00FF7f" stroke-width="1"
                  stroke-miterlimit="7" fill-rule="evenodd"/>
          </g>
          <path d="M0 0h1" stroke="none"/>
        </g>
        <path d="M0 0h1"/>)x"))
                         .shapes;
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].fill, (Color{255, 136, 0}));
    ASSERT_TRUE(all[0].stroke.has_value());
    EXPECT_EQ(all[0].stroke->color, (Color{0, 0, 128}));
    EXPECT_DOUBLE_EQ(all[0].stroke->width, 6);  // scaled
    EXPECT_TRUE(all[0].stroke->has_round_ends);
    EXPECT_EQ(all[0].stroke->corners, pdf::Corners::Round);
    EXPECT_DOUBLE_EQ(all[0].stroke->miter_limit, 4);
    EXPECT_EQ(all[1].fill, std::nullopt);
    EXPECT_EQ(all[1].stroke->color, (Color{0, 255, 127}));
    EXPECT_DOUBLE_EQ(all[1].stroke->width, 3);
    EXPECT_DOUBLE_EQ(all[1].stroke->miter_limit, 7);
    EXPECT_EQ(all[1].rule, pdf::FillRule::EvenOdd);
    EXPECT_EQ(all[2].fill, (Color{255, 136, 0}));
    EXPECT_FALSE(all[2].stroke.has_value());
    EXPECT_EQ(all[3].fill, pdf::kBlack);
    EXPECT_FALSE(all[3].stroke.has_value());
    EXPECT_EQ(all[3].rule, pdf::FillRule::NonZero);
}

TEST(SvgFile, StyleAttributesGoBeforeOthers) {
    const auto of = shape(R"(<path d="M0 0h1" style="fill: red; stroke:blue;;stroke-width:2px ;
                             -inkscape-stroke:none" fill="lime"/>)");
    EXPECT_EQ(of.fill, (Color{255, 0, 0}));
    ASSERT_TRUE(of.stroke.has_value());
    EXPECT_DOUBLE_EQ(of.stroke->width, 2);
}

TEST(SvgFile, CurrentColorIsTheCallersOrTheFiles) {
    const std::string body = R"(<path d="M0 0h1" fill="currentColor"/>
                                <g color="teal"><path d="M0 0h1" fill="currentColor"/></g>
                                <path d="M0 0h1" fill="currentColor" color="red"/>)";
    const auto read = read_svg(svg(body), {1, 2, 3});
    ASSERT_TRUE(read) << read.error().message();
    ASSERT_EQ(read->shapes.size(), 3U);
    EXPECT_EQ(read->shapes[0].fill, (Color{1, 2, 3}));
    EXPECT_EQ(read->shapes[1].fill, (Color{0, 128, 128}));
    EXPECT_EQ(read->shapes[2].fill, (Color{255, 0, 0}));
}

TEST(SvgFile, WhatEditorsWriteForThemselvesIsPassedOver) {
    EXPECT_EQ(drawing(R"(<?xml version="1.0"?>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:e="http://editor.example/ns"
             viewBox="0 0 9 9" version="1.1" e:zoom="2" xml:space="preserve" id="mark">
          <title>A mark</title><desc><b>of</b> a brand</desc><metadata><e:x/></metadata>
          <defs><linearGradient id="a"><stop/></linearGradient></defs>
          <e:view><path/></e:view>
          <path e:label="x" id="p" class="c" data-name="Layer 1" aria-label="x" d="M0 0h1"
                opacity="1" clip-rule="evenodd"><title>part</title></path>
        </svg>)")
                  .shapes.size(),
              1U);
}

TEST(SvgFile, WhatIsNotReadIsNamedWithItsLine) {
    const auto refused = [](const std::string& body, const std::string& text) {
        expect_refused(svg("\n" + body), Code::Unsupported, "line 3", text);
    };
    refused(R"(<text x="1">A</text>)", "<text>");
    refused(R"(<image href="a.png"/>)", "<image>");
    refused(R"(<linearGradient/>)", "<linearGradient>");
    refused(R"(<use href="#a"/>)", "<use>");
    refused(R"(<svg/>)", "<svg>");
    refused(R"(<style>.a{fill:red}</style>)", "<style>");
    refused(R"(<defs><style>.a{fill:red}</style></defs>)", "<style>");
    refused(R"x(<g filter="url(#a)"/>)x", "filter");
    refused(R"(<g opacity="0.5"/>)", "opacity");
    refused(R"(<path style="fill-opacity:.5"/>)", "fill-opacity");
    refused(R"(<path stroke-dasharray="1 2"/>)", "stroke-dasharray");
    refused(R"(<path stroke-linecap="square"/>)", "square");
    refused(R"(<path stroke-linejoin="bevel"/>)", "bevel");
    refused(R"x(<path fill="url(#a)"/>)x", "url(#a)");
    refused(R"(<path fill="papayawhip"/>)", "papayawhip");
    refused(R"(<path fill="#12345"/>)", "#12345");
    refused(R"(<path fill="inherit"/>)", "inherit");
    refused(R"(<path pathLength="3"/>)", "pathLength");
    refused(R"(<rect cx="3"/>)", "'cx'");
    refused(R"x(<g transform="skewX(3)"/>)x", "skewX");
    refused(R"x(<path d="M0 0h1" stroke="red" transform="scale(1 2)"/>)x", "stretched");
    refused(R"(<path><animate/></path>)", "<animate>");
}

TEST(SvgFile, WhatIsWrongIsRefusedWithItsLine) {
    const auto refused = [](const std::string& body, const std::string& text) {
        expect_refused(svg("\n" + body), Code::Invalid, "line 3", text);
    };
    refused(R"(<path d="M0 0 L"/>)", "<path>: path data is wrong");
    refused(R"(<rect width="-1" height="1"/>)", "width is below zero");
    refused(R"(<rect width="1em" height="1"/>)", "'1em' is no length");
    refused(R"(<circle r="5%"/>)", "'5%' is no length");
    refused(R"(<polygon points="1 2 3"/>)", "points is wrong");
    refused(R"(<path stroke-width="-1"/>)", "stroke-width");
    refused(R"(<path stroke-miterlimit="0.5"/>)", "miterlimit");
    refused(R"(<path style="fill"/>)", "style");
    refused(R"(<g transform="scale(1"/>)", "transform");
    refused(R"x(<g transform="scale(1e6)"><g transform="scale(1e6)"><path d="M1 1"/></g></g>)x",
            "further away");
}

TEST(SvgFile, OtherFilesAreRefused) {
    const auto refused = [](const std::string& file, Code code, const std::string& text) {
        expect_refused(file, code, "line 1", text);
    };
    refused("", Code::Refused, "not well-formed");
    refused("<svg", Code::Refused, "not well-formed");
    refused("<html/>", Code::Invalid, "no SVG file");
    refused("<svg/>", Code::Invalid, "no SVG file");
    refused(R"(<!DOCTYPE svg [<!ENTITY a "b">]><svg/>)", Code::Refused, "DOCTYPE");
    refused(svg("", ""), Code::Invalid, "neither a width");
    refused(svg("", R"(width="0" height="5")"), Code::Invalid, "side");
    refused(svg("", R"(width="5")"), Code::Invalid, "neither");
    refused(svg("", R"(viewBox="0 0 5")"), Code::Invalid, "viewBox");
    refused(svg("", R"(viewBox="0 0 5 -5")"), Code::Invalid, "viewBox");
    refused(svg("", R"(viewBox="0 0 1e6 1")"), Code::Invalid, "by the viewBox");
    refused(svg("", R"(viewBox="0 0 5 5" preserveAspectRatio="none")"), Code::Unsupported,
            "preserveAspectRatio");
    const auto large = read_svg(std::string(kSvgBytesMost + 1, ' '));
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, Code::Limit);
}

}  // namespace
}  // namespace bw::images
