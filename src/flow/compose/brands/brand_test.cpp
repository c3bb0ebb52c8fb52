#include "base/random.h"
#include "flow/compose/brands/brand.h"
#include "flow/compose/brands/dark.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/per_brand.h"
#include "flow/compose/brands/read.h"
#include "flow/compose/brands/set.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace bw::brands {
namespace {

constexpr std::string_view kBrand = R"(brand: mine
name: My Water
mark: mark.svg
corners: 2.5mm
colours:
  panels: "#eef4f8"
  text: "#101820"
  labels: "#4a5866"
  emphasis: "#0b3a5c"
  other months: "#b9cfdf"
  more: "#d98a2b"
  less: "#7fa6bf"
  rules: "#d0dae2"
forms:
  head: rule
  payment: slip
)";
constexpr std::string_view kMark =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">)"
    R"(<path d="M0 0h10v10z" fill="currentColor"/>)"
    R"(<path d="M10 0h10v10z" fill="#ff0000" stroke="currentColor"/></svg>)";

ReadBrand read(std::string_view yaml, std::string_view mark = kMark) {
    const std::array<SourceFile, 2> files = {{{"brand.yaml", yaml}, {"mark.svg", mark}}};
    return read_brand(files);
}

std::string changed(std::string_view from, std::string_view to) {
    std::string text(kBrand);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::string told(const ReadBrand& read) {
    std::string out;
    for (const auto& [file, line, text] : read.findings)
        out += file + ":" + std::to_string(line) + ": " + text + "\n";
    return out;
}

// What is told of the brand with one thing changed.
std::string told_of(std::string_view from, std::string_view to) {
    const auto made = read(changed(from, to));
    EXPECT_FALSE(made.brand.has_value());
    return told(made);
}

TEST(Brand, ContrastIsThatOfWcag) {
    EXPECT_NEAR(contrast(pdf::kBlack, pdf::kWhite), 21, 0.01);
    EXPECT_NEAR(contrast({118, 118, 118}, pdf::kWhite), 4.54, 0.01);
    EXPECT_EQ(contrast(pdf::kWhite, pdf::kBlack), contrast(pdf::kBlack, pdf::kWhite));
}

TEST(Brand, EveryShippedOneCanBeReadAndIsNamedByItsFolder) {
    const Set set;
    EXPECT_EQ(set.keys(), (std::vector<std::string_view>{"aurora", "nordlink", "plain"}));
    for (const auto key : set.keys()) {
        const auto read = read_brand(shipped(key));
        EXPECT_EQ(told(read), "") << key;
        ASSERT_TRUE(read.brand.has_value()) << key;
        EXPECT_EQ(read.brand->key, key);
        EXPECT_EQ(read.brand->digest, find_brand(key).digest);
    }
}

TEST(Brand, TheShippedOnesShareNoForm) {
    const auto& aurora = find_brand("aurora");
    const auto& nordlink = find_brand("nordlink");
    for (std::size_t i = 0; i < kParts; ++i)
        EXPECT_NE(aurora.forms[i], nordlink.forms[i]) << part_keys()[i].key;
}

TEST(Brand, AnUnknownBrandStillHasALook) { EXPECT_EQ(find_brand("nobody").key, "plain"); }

TEST(ReadBrand, TakesWhatStandsThere) {
    const auto read_one = read(kBrand);
    ASSERT_TRUE(read_one.brand.has_value()) << told(read_one);
    const Brand& brand = *read_one.brand;
    EXPECT_EQ(brand.key, "mine");
    EXPECT_EQ(brand.name, "My Water");
    EXPECT_EQ(brand.radius_mm, 2.5);
    EXPECT_EQ(hex(brand.tint), "#eef4f8");
    EXPECT_EQ(brand.now, brand.brand);
    EXPECT_EQ(brand.on_brand, pdf::kWhite);
    EXPECT_TRUE(brand.takes(Form::RuleHead));
    EXPECT_TRUE(brand.takes(Form::SlipPayment));
    EXPECT_TRUE(brand.takes(Form::OpenFigures));
    ASSERT_TRUE(brand.mark.has_value());
    EXPECT_EQ(brand.mark->ratio(), 2);
    EXPECT_FALSE(brand.picture.has_value());
}

TEST(ReadBrand, AMarkTakesTheColourOfItsPlaceWhereItSaysSo) {
    const auto mark = Picture::read(kMark);
    ASSERT_TRUE(mark.has_value());
    const auto drawing = mark->in({1, 2, 3});
    ASSERT_EQ(drawing.shapes.size(), 2U);
    EXPECT_EQ(drawing.shapes[0].fill, (pdf::Color{1, 2, 3}));
    EXPECT_EQ(drawing.shapes[1].fill, (pdf::Color{255, 0, 0}));
    ASSERT_TRUE(drawing.shapes[1].stroke.has_value());
    EXPECT_EQ(drawing.shapes[1].stroke->color, (pdf::Color{1, 2, 3}));
    EXPECT_TRUE(mark->inherited(0).fill);
    EXPECT_FALSE(mark->inherited(1).fill);
}

TEST(ReadBrand, UnknownKeysAreToldWithTheirLine) {
    EXPECT_EQ(told_of("corners:", "corner:").substr(0, 67),
              "brand.yaml:4: 'corner' is no key of a brand; did you mean 'corners'");
    EXPECT_EQ(told_of("  labels:", "  label:").substr(0, 66),
              "brand.yaml:8: 'label' is no key of colours; did you mean 'labels'?");
    EXPECT_EQ(told_of("  payment:", "  payments:").substr(0, 68),
              "brand.yaml:16: 'payments' is no key of forms; did you mean 'payment'");
    EXPECT_EQ(told_of("payment: slip", "payment: slips"),
              "brand.yaml:16: 'slips' is no form of 'payment'; did you mean 'slip'?; they are "
              "panel, slip\n");
}

TEST(ReadBrand, WrongColoursAreTold) {
    EXPECT_EQ(told_of("\"#101820\"", "#101820"),
              "brand.yaml:7: 'text' has no colour: what begins with # stands in quotes, as "
              "\"#0e5440\"\n");
    for (const std::string_view bad : {"blue", "\"#12345\"", "\"#12345g\"", "\"#1234567\""})
        EXPECT_NE(told_of("\"#101820\"", bad).find("is no colour; write it as"), std::string::npos)
            << bad;
    EXPECT_EQ(told_of("  rules: \"#d0dae2\"\n", ""),
              "brand.yaml:5: 'colours' lack 'rules': thin lines\n");
}

TEST(ReadBrand, ContrastsThatAreTooLowNameBothColoursAndTheRatio) {
    EXPECT_EQ(told_of("\"#4a5866\"", "\"#8a98a6\""),
              "brand.yaml:8: 'labels' #8a98a6 on 'paper' #ffffff has a contrast of 2.9; text needs "
              "4.5\nbrand.yaml:8: 'labels' #8a98a6 on 'panels' #eef4f8 has a contrast of 2.6; text "
              "needs 4.5\n");
    EXPECT_EQ(told_of("\"#101820\"", "\"#50606c\"").substr(0, 79),
              "brand.yaml:7: 'text' #50606c on 'paper' #ffffff has a contrast of 6.4; amounts ");
    EXPECT_NE(told_of("\"#b9cfdf\"", "\"#5080a0\"").find("this month beside others needs 3"),
              std::string::npos);
    EXPECT_NE(told_of("colours:\n", "colours:\n  paper: \"#a0a0a0\"\n").find("too dark for light"),
              std::string::npos);
    const auto dark = told_of("forms:\n", "dark:\n  text: \"#606060\"\nforms:\n");
    EXPECT_NE(dark.find("brand.yaml:15: 'text' #606060 on 'paper' #12161c"), std::string::npos)
        << dark;
    EXPECT_NE(dark.find(" on dark screens; amounts need 7"), std::string::npos) << dark;
}

TEST(ReadBrand, DrawingsThatAreMissingOrCannotBeDrawnAreTold) {
    EXPECT_EQ(told_of("mark: mark.svg", "mark: logo.svg"),
              "brand.yaml:3: 'logo.svg' is no drawing of the folder; they are mark.svg\n");
    EXPECT_NE(told(read(kBrand, "<svg")).find("mark.svg:1: "), std::string::npos);
    const auto text = told(read(kBrand, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                        "viewBox=\"0 0 9 9\">\n<text>x</text></svg>"));
    EXPECT_EQ(text.substr(0, 27), "mark.svg:2: <text> is not r");
    std::string many = "M0 0";
    for (std::size_t i = 0; i < images::kMostSegments; ++i) many += "L1 2";
    EXPECT_NE(told(read(kBrand, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">"
                                "<path d=\"" +
                                    many + "\"/></svg>"))
                  .find("simplify its paths"),
              std::string::npos);
}

TEST(ReadBrand, OtherValuesAreChecked) {
    EXPECT_EQ(told_of("2.5mm", "9mm"),
              "brand.yaml:4: '9mm' is no corner: write millimetres from 0mm to 8mm\n");
    EXPECT_NE(told_of("2.5mm", "wide").find("is no corner"), std::string::npos);
    EXPECT_NE(told_of("2.5mm", "-1mm").find("is no corner"), std::string::npos);
    EXPECT_NE(told_of("brand: mine", "brand: My Brand").find("is no key: it has small letters"),
              std::string::npos);
    EXPECT_NE(told_of("brand: mine\n", "").find("begin with 'brand: my-brand'"), std::string::npos);
    EXPECT_NE(told_of("name: My Water\n", "mark says name: yes\n").find("needs both"),
              std::string::npos);
    EXPECT_NE(told_of("corners", "mark says name: perhaps\ncorners").find("neither yes nor no"),
              std::string::npos);
    EXPECT_NE(told_of("name: My Water", "name:").find("'name' has no value"), std::string::npos);
    EXPECT_EQ(told(read("brand: [")).substr(0, 14), "brand.yaml:2: ");
    EXPECT_EQ(told(read("- a")), "brand.yaml:1: a brand is one map of keys: brand, name, colours, "
                                 "forms ..\n");
    EXPECT_EQ(told(read_brand({})),
              "brand.yaml:1: there is no brand.yaml: a brand is a folder that holds one\n");
}

TEST(ReadBrand, TellsAllThatIsWrongAtOnce) {
    auto text = changed("corners", "corner");
    text.replace(text.find("  head: rule"), 12, "  head: hat");
    EXPECT_EQ(read(text).findings.size(), 2U);
}

TEST(Brand, DarkColoursKeepTheContrastsWhateverTheLightOnesAre) {
    Random random(7);
    const auto colour = [&] {
        const auto channel = [&] { return static_cast<std::uint8_t>(random.below(256)); };
        return pdf::Color{channel(), channel(), channel()};
    };
    for (int i = 0; i < 2000; ++i) {
        Colours light;
        for (const auto& key : colour_keys()) light.*(key.colour) = colour();
        if (contrast(light.brand, pdf::kWhite) < 7) continue;  // no colour for amounts
        const auto dark = dark_of(light, kNight);
        for (const auto& pair : pairs()) {
            EXPECT_GE(contrast(dark.*(pair.over), dark.*(pair.ground)), pair.least) << pair.why;
        }
    }
}

TEST(Brand, FormsBelongToTheirParts) {
    std::size_t count = 0;
    for (const auto& part : part_keys()) {
        const auto words = words_of(part.part);
        EXPECT_GE(words.size(), 2U) << part.key;
        for (const auto& word : words) {
            EXPECT_EQ(word.form, static_cast<Form>(count++));
            EXPECT_EQ(part_of(word.form), part.part);
        }
        EXPECT_TRUE(Brand{}.takes(words.front().form)) << part.key;
    }
    EXPECT_EQ(count, kForms);
    EXPECT_EQ(name_of(Form::CornerHead), "head-corner");
}

TEST(Set, TakesBrandsInPlaceOfThoseOfTheSameKey) {
    Set set;
    EXPECT_FALSE(set.has("mine"));
    EXPECT_EQ(set.find("mine").key, "plain");
    set.add(read(kBrand).brand.value());
    EXPECT_EQ(set.find("mine").name, "My Water");
    set.add(read(changed("My Water", "Your Water")).brand.value());
    EXPECT_EQ(set.find("mine").name, "Your Water");
    EXPECT_EQ(set.keys().size(), 4U);
    set.add(read(changed("brand: mine", "brand: aurora")).brand.value());
    EXPECT_EQ(set.find("aurora").name, "My Water");
    EXPECT_EQ(find_brand("aurora").name, "Aurora");
}

TEST(PerBrand, MakesAThingOnceAndAgainWhereTheBrandChanged) {
    PerBrand<int> kept;
    int made = 0;
    const auto make = [&] { return std::make_shared<const int>(++made); };
    EXPECT_EQ(*kept.of(read(kBrand).brand.value(), make), 1);
    EXPECT_EQ(*kept.of(read(kBrand).brand.value(), make), 1);
    EXPECT_EQ(*kept.of(read(changed("2.5mm", "2mm")).brand.value(), make), 2);
}

TEST(BrandPage, SaysEveryKeyAsTheProgramDoes) {
    std::ifstream in(BILLWRIGHT_SOURCE_DIR "/docs/brand-format.md");
    const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    EXPECT_NE(page.find(reference()), std::string::npos)
        << "put the tables of `billwright template brands` into docs/brand-format.md";
    // Its example can be used.
    constexpr std::string_view kOpen = "```yaml\n";
    const auto at = page.find(kOpen);
    ASSERT_NE(at, std::string::npos);
    const auto from = at + kOpen.size();
    const auto example = page.substr(from, page.find("```", from) - from);
    EXPECT_EQ(told(read(example)), "") << example;
}

}  // namespace
}  // namespace bw::brands
