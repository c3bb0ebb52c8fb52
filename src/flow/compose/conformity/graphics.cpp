#include "flow/compose/conformity/graphics.h"

#include "flow/compose/conformity/jpeg2000.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bw::conformity {
namespace {

constexpr std::array<std::string_view, 17> kBlends{
    "/Normal",    "/Compatible", "/Multiply",   "/Screen",    "/Overlay",   "/Darken",
    "/Lighten",   "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight", "/Difference",
    "/Exclusion", "/Hue",        "/Saturation", "/Color",     "/Luminosity"};

// A number below one, as it is written: 0.5, .3, 0, -1.
bool is_below_one(const Object& value) {
    Object of = value;
    if (of.isInteger()) return of.getIntValue() < 1;
    if (!of.isReal()) return false;
    const std::string text = of.getRealValue();
    if (text.starts_with('-')) return true;
    const auto point = std::min(text.find('.'), text.size());
    return text.substr(0, point).find_first_not_of("+0") == std::string::npos;
}

// In thousandths; nothing: no number.
std::optional<long long> thousandths(const Object& value) {
    Object of = value;
    constexpr long long kMost = 1'000'000'000;
    if (of.isInteger()) return std::clamp<long long>(of.getIntValue(), -kMost, kMost) * 1000;
    if (!of.isReal()) return std::nullopt;
    const std::string text = of.getRealValue();
    const auto point = std::min(text.find('.'), text.size());
    const long long whole =
        std::clamp(std::strtoll(text.substr(0, point).c_str(), nullptr, 10), -kMost, kMost) * 1000;
    std::string fraction = point < text.size() ? text.substr(point + 1, 3) : "";
    fraction.resize(3, '0');
    const long long part = std::strtoll(fraction.c_str(), nullptr, 10);
    return text.starts_with('-') ? whole - part : whole + part;
}

void check_halftone(const Object& halftone, const std::string& where, Findings& findings,
                    const std::string& colourant) {
    Object of = halftone;
    if (!dictionary_of(of).isDictionary()) return;
    const auto type = integer_of(get(of, "/HalftoneType"));
    if (type != 1 && type != 5)
        findings.a("6.2.5-4", where, "a halftone that is neither of type 1 nor 5");
    if (!get(of, "/HalftoneName").isNull()) findings.a("6.2.5-5", where, "a halftone with a name");
    const bool has_transfer = !get(of, "/TransferFunction").isNull();
    constexpr std::array<std::string_view, 5> kPlain{"", "/Cyan", "/Magenta", "/Yellow", "/Black"};
    const bool is_plain = std::ranges::find(kPlain, colourant) != kPlain.end();
    if (colourant != "/Default" && is_plain == has_transfer)
        findings.a("6.2.5-6", where,
                   "a halftone's transfer function stands where none may, or not "
                   "where one must");
    if (type != 5 || !colourant.empty()) return;  // a component has no components
    Object map = dictionary_of(of);
    for (auto& [key, value] : map.getDictAsMap())
        if (value.isDictionary() || value.isStream()) check_halftone(value, where, findings, key);
}

void tell_bits(long long count, bool is_mask, const std::string& where, Findings& findings) {
    const bool is_known = count == 1 || count == 2 || count == 4 || count == 8 || count == 16;
    if (is_mask ? count != 1 : !is_known)
        findings.a(is_mask ? "6.2.8-5" : "6.2.8-4", where,
                   fmt::format("{} bits for each component", count));
}

}  // namespace

void GraphicsState::take(const Object& state) {
    if (Object mask = get(state, "/SMask"); !mask.isNull()) is_masked_ = mask.isDictionary();
    if (Object blend = get(state, "/BM"); !blend.isNull()) {
        const auto modes = each(blend);
        is_blended_ = modes.size() != 1 || name_of(modes[0]) != "/Normal";
    }
    if (Object fill = get(state, "/ca"); !fill.isNull()) is_fill_thin_ = is_below_one(fill);
    if (Object stroke = get(state, "/CA"); !stroke.isNull()) is_stroke_thin_ = is_below_one(stroke);
    if (Object stroke = get(state, "/OP"); !stroke.isNull()) stroke_ = is_true(stroke);
    if (Object fill = get(state, "/op"); !fill.isNull()) fill_ = is_true(fill);
    if (const auto mode = integer_of(get(state, "/OPM"))) mode_ = static_cast<int>(*mode);
}

GraphicsState GraphicsState::of_form() const {
    GraphicsState state = *this;
    state.is_masked_ = state.is_blended_ = state.is_fill_thin_ = state.is_stroke_thin_ = false;
    return state;
}

void check_intent(const std::string& name, const std::string& where, Findings& findings) {
    constexpr std::array<std::string_view, 4> kIntents{
        "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"};
    if (std::ranges::find(kIntents, name) == kIntents.end())
        findings.a("6.2.6-1", where, fmt::format("'{}' is no rendering intent", name));
}

void check_extended_state(const Object& state, const std::string& where, Findings& findings) {
    if (!get(state, "/TR").isNull()) findings.a("6.2.5-1", where, "a transfer function TR");
    if (Object transfer = get(state, "/TR2"); !transfer.isNull() && name_of(transfer) != "/Default")
        findings.a("6.2.5-2", where, "a transfer function TR2");
    if (!get(state, "/HTP").isNull()) findings.a("6.2.5-3", where, "a halftone phase");
    check_halftone(get(state, "/HT"), where, findings, "");
    if (Object intent = get(state, "/RI"); !intent.isNull())
        check_intent(name_of(intent), where, findings);
    for (const auto& blend : each(get(state, "/BM")))
        if (std::ranges::find(kBlends, name_of(blend)) == kBlends.end())
            findings.a("6.2.10-1", where, fmt::format("'{}' is no blend mode", name_of(blend)));
}

void check_image(const Object& image, const std::string& where, Findings& findings) {
    if (!get(image, "/Alternates").isNull())
        findings.a("6.2.8-1", where, "an image with alternates");
    if (!get(image, "/OPI").isNull()) findings.a("6.2.8-2", where, "an image by OPI");
    if (is_true(get(image, "/Interpolate")))
        findings.a("6.2.8-3", where, "an image that is interpolated");
    const auto check_bits = [&](const Object& of, bool is_mask) {
        Object bits = get(of, "/BitsPerComponent");
        if (!bits.isNull()) tell_bits(integer_of(bits).value_or(0), is_mask, where, findings);
    };
    check_bits(image, is_true(get(image, "/ImageMask")));
    if (Object mask = get(image, "/Mask"); mask.isStream()) check_bits(mask, true);
    if (Object mask = get(image, "/SMask"); mask.isStream() && get(mask, "/SMask").isNull())
        check_image(mask, where, findings);
    if (Object intent = get(image, "/Intent"); !intent.isNull())
        check_intent(name_of(intent), where, findings);
    const auto filters = each(get(image, "/Filter"));
    if (filters.size() == 1 && name_of(filters.back()) == "/JPXDecode")
        check_jpeg2000(image, where, findings);
}

void check_inline_image(const std::map<std::string, std::vector<Token>>& entries,
                        const std::string& where, Findings& findings) {
    const auto values = [&](const char* abbreviated, const char* full) {
        for (const char* key : {abbreviated, full})
            if (const auto found = entries.find(key); found != entries.end()) return found->second;
        return std::vector<Token>{};
    };
    constexpr std::array<std::string_view, 12> kFilters{"AHx",
                                                        "A85",
                                                        "Fl",
                                                        "RL",
                                                        "CCF",
                                                        "DCT",
                                                        "ASCIIHexDecode",
                                                        "ASCII85Decode",
                                                        "FlateDecode",
                                                        "RunLengthDecode",
                                                        "CCITTFaxDecode",
                                                        "DCTDecode"};
    for (const auto& filter : values("F", "Filter"))
        if (filter.kind == Token::Kind::Name &&
            std::ranges::find(kFilters, name_of(filter.raw)) == kFilters.end())
            findings.a("6.1.10-1", where,
                       fmt::format("an image inside the content with the filter {}", filter.raw));
    const auto interpolate = values("I", "Interpolate");
    if (!interpolate.empty() && interpolate[0].is("true"))
        findings.a("6.2.8-3", where, "an image that is interpolated");
    const auto bits = values("BPC", "BitsPerComponent"), mask = values("IM", "ImageMask");
    const bool is_mask = !mask.empty() && mask[0].is("true");
    if (!bits.empty()) tell_bits(integer_of(bits[0]).value_or(0), is_mask, where, findings);
    const auto intent = values("Intent", "Intent");
    if (!intent.empty()) check_intent("/" + name_of(intent[0].raw), where, findings);
}

void check_form(const Object& form, const std::string& where, Findings& findings) {
    if (!get(form, "/PS").isNull() || name_in(form, "/Subtype2") == "/PS" ||
        !get(form, "/OPI").isNull())
        findings.a("6.2.9-1", where, "a form by PostScript or OPI");
    if (!get(form, "/Ref").isNull())
        findings.both("6.2.9-2", "7.20-1", where, "a form that refers to another file");
}

void check_box(const Object& box, const std::string& where, Findings& findings) {
    constexpr std::size_t kSides = 4;
    const auto sides = each(box);
    if (sides.size() != kSides) return;
    std::array<long long, kSides> at{};
    for (std::size_t i = 0; i < kSides; ++i) at[i] = thousandths(sides[i]).value_or(0);
    constexpr long long kLeast = 3'000, kMost = 14'400'000;
    for (std::size_t i = 0; i < 2; ++i) {
        const long long length = std::llabs(at[i + 2] - at[i]);
        if (length < kLeast || length > kMost)
            findings.a("6.1.13-11", where,
                       "a side of the page is shorter than 3 or longer than 14,400");
    }
}

}  // namespace bw::conformity
