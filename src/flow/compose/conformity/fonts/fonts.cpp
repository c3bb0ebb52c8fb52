#include "flow/compose/conformity/fonts/fonts.h"

#include "base/decimal.h"
#include "flow/compose/conformity/fonts/cmap.h"
#include "flow/compose/conformity/fonts/encodings.h"
#include "flow/compose/conformity/fonts/font_program.h"
#include "flow/compose/conformity/fonts/known_cmaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

namespace bw::conformity {
namespace {

constexpr std::size_t kTextsMost = 200'000;  // of one font
constexpr long long kSymbolic = 4;           // bit 3 of Flags
constexpr std::size_t kTagLength = 6;        // of the name of a subset, before its '+'
constexpr std::size_t kCidSetMost = 1 << 16;

constexpr std::array<std::string_view, 14> kStandardFonts{
    "/Courier",     "/Courier-Bold",   "/Courier-Oblique",   "/Courier-BoldOblique",
    "/Helvetica",   "/Helvetica-Bold", "/Helvetica-Oblique", "/Helvetica-BoldOblique",
    "/Times-Roman", "/Times-Bold",     "/Times-Italic",      "/Times-BoldItalic",
    "/Symbol",      "/ZapfDingbats"};

bool is_identity(std::string_view name) { return name == "/Identity-H" || name == "/Identity-V"; }

// Of a number that may have decimals.
std::optional<Decimal> number_of(const Object& object) {
    Object of = object;
    if (of.isInteger()) return Decimal(of.getIntValue());
    if (!of.isReal()) return std::nullopt;
    std::string text = of.getRealValue();
    if (text.starts_with('.')) text.insert(0, "0");
    if (text.starts_with("-.")) text.insert(1, "0");
    if (text.ends_with('.')) text.pop_back();
    constexpr std::size_t kMost = 18;
    const auto number = Decimal::parse(text.substr(0, kMost));
    if (!number) return std::nullopt;
    return *number;
}

struct Clauses {
    std::string_view a, ua;
};

class FontCheck {
public:
    FontCheck(const Object& font, const std::map<std::string, Shown, std::less<>>& texts,
              Findings& findings)
        : font_(font), texts_(texts), findings_(findings), subtype_(name_in(font, "/Subtype")),
          where_(place_of(font, "a font")) {}

    void check() {
        is_rendered_ =
            std::ranges::any_of(texts_, [](const auto& t) { return t.second.is_rendered; });
        check_dictionary(font_);
        if (subtype_ == "/Type0") check_composite();
        else check_simple();
    }

private:
    void tell(const Clauses& clauses, const std::string& text) {
        findings_.both(clauses.a, clauses.ua, where_, text);
    }

    void check_dictionary(const Object& font) {
        constexpr std::array<std::string_view, 7> kTypes{
            "/Type1", "/MMType1",      "/TrueType",    "/Type3",
            "/Type0", "/CIDFontType0", "/CIDFontType2"};
        const std::string type = name_in(font, "/Subtype");
        if (name_in(font, "/Type") != "/Font")
            findings_.a("6.2.11.2-1", where_, "Type is not Font");
        if (std::ranges::find(kTypes, type) == kTypes.end())
            findings_.a("6.2.11.2-2", where_, fmt::format("'{}' is no kind of font", type));
        if (type != "/Type3" && name_in(font, "/BaseFont").empty())
            findings_.a("6.2.11.2-3", where_, "BaseFont is missing");
    }

    // --- programs ---
    [[nodiscard]] static Object program_stream(const Object& descriptor) {
        for (const char* key : {"/FontFile", "/FontFile2", "/FontFile3"})
            if (Object stream = get(descriptor, key); stream.isStream()) return stream;
        return Object::newNull();
    }

    void open_program(const Object& font) {
        descriptor_ = get(font, "/FontDescriptor");
        Object stream = program_stream(descriptor_);
        if (stream.isStream()) {
            const std::string kind = name_in(stream, "/Subtype");
            constexpr std::array<std::string_view, 4> kKinds{"", "/Type1C", "/CIDFontType0C",
                                                             "/OpenType"};
            if (std::ranges::find(kKinds, kind) == kKinds.end())
                findings_.a("6.2.11.2-7", where_,
                            fmt::format("'{}' is no kind of font program", kind));
            if (auto bytes = Document::unpacked(stream))
                program_ = FontProgram::open(std::move(*bytes));
        }
        if (program_ == nullptr && is_rendered_)
            tell({"6.2.11.4.1-1", "7.21.4.1-1"},
                 stream.isStream() ? "its program cannot be read" : "the font is not embedded");
    }

    [[nodiscard]] static bool is_subset(const Object& font) {
        const std::string name = name_in(font, "/BaseFont");
        return name.size() > kTagLength + 1 && name[kTagLength + 1] == '+' &&
               std::ranges::all_of(name.substr(1, kTagLength),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
    }

    // --- simple fonts ---
    void check_simple() {
        const bool is_type3 = subtype_ == "/Type3";
        if (!is_type3) open_program(font_);
        check_widths_array(is_type3);
        read_encoding();
        if (subtype_ == "/TrueType") check_true_type();
        if (subtype_ == "/Type1" || subtype_ == "/MMType1") check_char_set();
        read_to_unicode();
        std::set<unsigned char> codes, rendered, spoken;
        for (const auto& [text, shown] : texts_)
            for (const char c : text) {
                codes.insert(static_cast<unsigned char>(c));
                if (shown.is_rendered) rendered.insert(static_cast<unsigned char>(c));
                if (!shown.has_actual_text) spoken.insert(static_cast<unsigned char>(c));
            }
        for (const auto code : codes) {
            check_simple_text(code, spoken.contains(code));
            if (encoding_[code] == ".notdef") not_defined(code);
            if (rendered.contains(code)) check_simple_glyph(code, is_type3);
        }
    }

    void check_widths_array(bool is_type3) {
        const std::string name = name_in(font_, "/BaseFont");
        const bool is_standard = !is_type3 && program_ == nullptr && subtype_ == "/Type1" &&
                                 std::ranges::find(kStandardFonts, name) != kStandardFonts.end();
        first_ = integer_of(get(font_, "/FirstChar"));
        auto last = integer_of(get(font_, "/LastChar"));
        constexpr long long kFar = 1'000'000;  // beyond any code
        for (auto* end : {&first_, &last})
            if (*end) *end = std::clamp(**end, -kFar, kFar);
        Object widths = get(font_, "/Widths");
        if (widths.isArray()) widths_ = widths.getArrayAsVector();
        if (is_standard) return;
        if (!first_) findings_.a("6.2.11.2-4", where_, "FirstChar is missing");
        if (!last) findings_.a("6.2.11.2-5", where_, "LastChar is missing");
        const bool fits =
            first_ && last && *last - *first_ + 1 == static_cast<long long>(widths_.size());
        if (!fits)
            findings_.a("6.2.11.2-6", where_, "Widths does not have an entry for each character");
    }

    [[nodiscard]] bool is_symbolic() const {
        return (integer_of(get(descriptor_, "/Flags")).value_or(0) & kSymbolic) != 0;
    }

    void read_encoding() {
        Object encoding = get(font_, "/Encoding");
        const std::string base =
            encoding.isName() ? encoding.getName() : name_in(encoding, "/BaseEncoding");
        const auto* table = encoding_named(base);
        // Without a word it is the program's own; of a font that is no symbol and not embedded, or
        // a TrueType font, the standard one (ISO 32000-1, table 114).
        const bool is_own = program_ != nullptr && subtype_ != "/TrueType";
        if (table == nullptr && !encoding.isNull() && !is_symbolic() && !is_own)
            table = encoding_named("/StandardEncoding");
        if (table != nullptr)
            for (std::size_t i = 0; i < table->size(); ++i) encoding_[i] = (*table)[i];
        std::size_t code = 0;
        for (const auto& entry : each(get(encoding, "/Differences"))) {
            if (const auto number = integer_of(entry)) {
                code = static_cast<std::size_t>(std::clamp<long long>(*number, 0, 256));
            } else if (const std::string name = name_of(entry); !name.empty() && code < 256) {
                differs_.insert(name.substr(1));
                encoding_[code++] = name.substr(1);
            }
        }
    }

    void check_true_type() {
        Object encoding = get(font_, "/Encoding");
        const std::string base =
            encoding.isName() ? encoding.getName() : name_in(encoding, "/BaseEncoding");
        if (is_symbolic()) {
            if (encoding.isName() || !base.empty())
                tell({"6.2.11.6-3", "7.21.6-3"}, "a symbolic font has an Encoding");
            if (program_ && program_->subtables() != 1 && !program_->has_subtable(3, 0))
                tell({"6.2.11.6-4", "7.21.6-4"},
                     "a symbolic font has several tables of characters, none of symbols");
            return;
        }
        if (program_) {
            const std::size_t count = program_->subtables();
            if (count == 0 || (count == 1 && program_->has_subtable(3, 0)))
                tell({"6.2.11.6-1", "7.21.6-1"}, "no table of characters that is none of symbols");
        }
        const bool is_known = base == "/MacRomanEncoding" || base == "/WinAnsiEncoding";
        const bool are_listed = std::ranges::all_of(
            differs_, [](const std::string& name) { return name == ".notdef" || is_listed(name); });
        const bool has_table =
            differs_.empty() || program_ == nullptr || program_->has_subtable(3, 1);
        if (!is_known || !are_listed || !has_table)
            tell({"6.2.11.6-2", "7.21.6-2"},
                 "the Encoding is neither MacRoman nor WinAnsi with names of the Adobe Glyph List");
    }

    // Of a subset: the names that it states are those of its program.
    void check_char_set() {
        Object char_set = get(descriptor_, "/CharSet");
        if (!is_subset(font_) || !char_set.isString() || program_ == nullptr) return;
        const std::string stated = char_set.getStringValue();
        std::set<std::string> names;
        for (std::size_t at = stated.find('/'); at != std::string::npos;) {
            const std::size_t end =
                std::min(stated.find_first_of("/ \t\f\r\n", at + 1), stated.size());
            names.insert(stated.substr(at + 1, end - at - 1));
            at = stated.find('/', end);
        }
        names.erase(".notdef");
        if (names != program_->names())
            tell({"6.2.11.4.2-1", "7.21.4.2-1"}, "CharSet does not list the glyphs of the program");
    }

    [[nodiscard]] std::optional<std::uint32_t> simple_glyph(unsigned char code) const {
        const std::string& name = encoding_[code];
        if (subtype_ != "/TrueType")
            return name.empty() ? program_->glyph_of_builtin(code) : program_->glyph_named(name);
        if (!is_symbolic() && !name.empty()) {
            if (const auto character = character_of(name))
                if (const auto glyph = program_->glyph_in(3, 1, *character)) return glyph;
            const auto* mac = encoding_named("/MacRomanEncoding");
            const auto found = std::ranges::find(*mac, std::string_view(name));
            if (found != mac->end())
                if (const auto glyph =
                        program_->glyph_in(1, 0, static_cast<std::uint32_t>(found - mac->begin())))
                    return glyph;
            return program_->glyph_named(name);
        }
        constexpr std::array<std::uint32_t, 4> kHighBytes{0xF000, 0x0000, 0xF100, 0xF200};
        for (const auto high : kHighBytes)
            if (const auto glyph = program_->glyph_in(3, 0, high + code)) return glyph;
        return program_->glyph_in(1, 0, code);
    }

    void check_simple_glyph(unsigned char code, bool is_type3) {
        if (is_type3) {
            const Object glyphs = get(font_, "/CharProcs");
            const std::string name = "/" + encoding_[code];
            if (get(glyphs, name.c_str()).isNull()) missing(fmt::format("code {}", code));
            return;
        }
        if (program_ == nullptr) return;
        const auto glyph = simple_glyph(code);
        // A name whose character is not known here tells nothing of a program without names.
        const bool is_judged = subtype_ != "/TrueType" || encoding_[code].empty() ||
                               character_of(encoding_[code]) || !program_->names().empty();
        if (!glyph && is_judged) return missing(fmt::format("code {}", code));
        if (!glyph) return;
        const long long index = code - first_.value_or(0);
        std::optional<Decimal> width;
        if (first_ && index >= 0 && index < static_cast<long long>(widths_.size()))
            width = number_of(widths_[static_cast<std::size_t>(index)]);
        else width = number_of(get(descriptor_, "/MissingWidth")).value_or(Decimal());
        compare_width(*glyph, width, fmt::format("code {}", code));
    }

    void missing(const std::string& what) {
        tell({"6.2.11.4.1-2", "7.21.4.1-2"}, "the program has no glyph for " + what);
    }
    void not_defined(std::uint32_t code) {
        tell({"6.2.11.8-1", "7.21.8-1"}, fmt::format("code {} shows .notdef", code));
    }

    // Off by one thousandth at most.
    void compare_width(std::uint32_t glyph, std::optional<Decimal> width, const std::string& what) {
        const auto advance = program_->advance(glyph);
        if (!advance || !width) return;
        const int128 units = program_->units();
        const int128 apart = width->nano() * units - int128{*advance} * Decimal::kScale;
        const int128 most = units * Decimal::kScale;
        if (apart > most || apart < -most)
            tell({"6.2.11.5-1", "7.21.5-1"},
                 fmt::format("{} is {} wide, and {} in the program", what, width->to_string(),
                             *advance / program_->units()));
    }

    // --- characters ---
    void read_to_unicode() {
        Object map = get(font_, "/ToUnicode");
        if (map.isName()) is_text_identity_ = map.getName().starts_with("/Identity");
        if (!map.isStream()) return;
        if (const auto program = Document::unpacked(map)) to_unicode_ = CMap::read(*program);
    }

    void check_text(const std::optional<std::string>& text, const std::string& what,
                    bool is_spoken) {
        if (!text || text->empty()) {
            findings_.unicode("6.2.11.7.2-1", where_, "no character is known for " + what);
            findings_.ua("7.21.7-1", where_, "no character is known for " + what);
            return;
        }
        for (std::size_t i = 0; i + 1 < text->size(); i += 2) {
            const auto unit =
                static_cast<std::uint32_t>(static_cast<unsigned char>((*text)[i]) << 8 |
                                           static_cast<unsigned char>((*text)[i + 1]));
            if (unit == 0 || unit == 0xFFFE || unit == 0xFEFF) {
                findings_.unicode("6.2.11.7.2-2", where_, what + " is no character");
                findings_.ua("7.21.7-2", where_, what + " is no character");
            }
            const bool is_private =
                (unit >= 0xE000 && unit <= 0xF8FF) || (unit >= 0xDB80 && unit <= 0xDBFF);
            if (is_private && is_spoken)
                findings_.tagged("6.2.11.7.3-1", where_,
                                 what + " is a private character without ActualText");
        }
    }

    static std::string utf16(char32_t c) {
        std::string text;
        const auto push = [&](std::uint32_t unit) {
            text.push_back(static_cast<char>(unit >> 8));
            text.push_back(static_cast<char>(unit & 0xFF));
        };
        if (c < 0x10000) {
            push(static_cast<std::uint32_t>(c));
        } else {
            push(0xD800 + ((static_cast<std::uint32_t>(c) - 0x10000) >> 10));
            push(0xDC00 + ((static_cast<std::uint32_t>(c) - 0x10000) & 0x3FF));
        }
        return text;
    }

    void check_simple_text(unsigned char code, bool is_spoken) {
        const std::string what = fmt::format("code {}", code);
        if (is_text_identity_) return;
        std::optional<std::string> text;
        if (to_unicode_) text = to_unicode_->text_of({code, 1});
        std::string name = encoding_[code];
        if (!text && name.empty() && program_ && subtype_ != "/TrueType") name = builtin_name(code);
        if (!text && !name.empty() && subtype_ != "/Type3") {
            const bool is_symbol_font = name_in(font_, "/BaseFont").ends_with("Symbol") ||
                                        name_in(font_, "/BaseFont").ends_with("ZapfDingbats");
            if (const auto character = character_of(name)) text = utf16(*character);
            else if (is_listed(name) || is_symbol_font) text = utf16(U'?');
        }
        if (const auto drawn = character_of(name); !text && subtype_ == "/Type3" && drawn)
            text = utf16(*drawn);
        check_text(text, what, is_spoken);
    }
    [[nodiscard]] std::string builtin_name(unsigned char code) const {
        const auto glyph = program_->glyph_of_builtin(code);
        return glyph ? program_->name_of(*glyph) : "";
    }

    // --- composite fonts ---
    void check_composite() {
        const auto descendants = each(get(font_, "/DescendantFonts"));
        descendant_ = descendants.empty() ? Object::newNull() : descendants[0];
        check_dictionary(descendant_);
        const std::string kind = name_in(descendant_, "/Subtype");
        open_program(descendant_);
        read_cmap();
        check_collections();
        Object map = get(descendant_, "/CIDToGIDMap");
        const bool is_embedded = program_stream(descriptor_).isStream();
        if (kind == "/CIDFontType2" && is_embedded) {
            if (map.isStream()) to_glyph_ = Document::unpacked(map);
            else if (name_of(map) != "/Identity")
                tell({"6.2.11.3.2-1", "7.21.3.2-1"}, "CIDToGIDMap is missing");
        }
        check_cid_set(kind);
        read_to_unicode();
        read_cid_widths();
        if (!cmap_) return;
        std::map<Code, Shown> codes;
        for (const auto& [text, shown] : texts_)
            for (const auto& code : cmap_->codes_of(text)) {
                auto& all = codes[code];
                all.is_rendered = all.is_rendered || shown.is_rendered;
                all.has_actual_text = all.has_actual_text && shown.has_actual_text;
            }
        for (const auto& [code, shown] : codes) check_cid(code, shown, kind);
    }

    void read_cmap() {
        Object encoding = get(font_, "/Encoding");
        if (encoding.isName()) {
            if (is_identity(encoding.getName())) cmap_ = CMap::identity();
            else if (!collection_of(encoding.getName()))
                tell({"6.2.11.3.3-1", "7.21.3.3-1"}, "its CMap is neither known nor embedded");
            return;
        }
        if (!encoding.isStream()) {
            tell({"6.2.11.3.3-1", "7.21.3.3-1"}, "its CMap is neither known nor embedded");
            return;
        }
        const auto program = Document::unpacked(encoding);
        if (!program) return;
        cmap_ = CMap::read(*program);
        cmap_system_ = cmap_->system;
        if (integer_of(get(encoding, "/WMode")).value_or(0) != cmap_->write_mode.value_or(0))
            tell({"6.2.11.3.3-2", "7.21.3.3-2"}, "WMode is another in the CMap itself");
        Object uses = get(encoding, "/UseCMap");
        const std::string used = uses.isName() ? uses.getName() : cmap_->uses;
        if (uses.isStream() || (!used.empty() && !collection_of(used)))
            tell({"6.2.11.3.3-3", "7.21.3.3-3"}, "it uses a CMap that is not known");
        if (cmap_->largest_cid() > 0xFFFF) findings_.a("6.1.13-10", where_, "a CID above 65,535");
        if (!cmap_->uses.empty()) cmap_.reset();  // its codes are another's
    }

    // Whose CIDs: the font's and the CMap's.
    void check_collections() {
        Object encoding = get(font_, "/Encoding");
        if (encoding.isName() && is_identity(encoding.getName())) return;
        const Object of_font = get(descendant_, "/CIDSystemInfo");
        const std::string registry = text_of(get(of_font, "/Registry"));
        const std::string ordering = text_of(get(of_font, "/Ordering"));
        const auto supplement = integer_of(get(of_font, "/Supplement"));
        bool fits = !registry.empty() && !ordering.empty() && supplement;
        if (encoding.isName()) {
            const auto collection = collection_of(encoding.getName());
            fits = fits && (!collection || (registry == "Adobe" && ordering == *collection));
        } else {
            const auto stated = each(get(encoding, "/CIDSystemInfo"));
            CidSystem system = cmap_system_;  // as its program says, unless the dictionary does
            if (!stated.empty())
                system = {text_of(get(stated[0], "/Registry")),
                          text_of(get(stated[0], "/Ordering")),
                          integer_of(get(stated[0], "/Supplement")).value_or(-1)};
            fits = fits && registry == system.registry && ordering == system.ordering &&
                   system.supplement >= *supplement;
        }
        is_of_one_collection_ = fits;
        if (!fits)
            tell({"6.2.11.3.1-1", "7.21.3.1-1"}, "CIDSystemInfo of font and CMap are not the same");
    }

    [[nodiscard]] std::optional<std::uint32_t> cid_glyph(std::uint32_t cid,
                                                         const std::string& kind) const {
        if (kind == "/CIDFontType2") {
            std::uint32_t glyph = cid;
            if (to_glyph_) {
                const std::size_t at = std::size_t{cid} * 2;
                if (at + 1 >= to_glyph_->size()) return std::nullopt;
                glyph =
                    static_cast<std::uint32_t>(static_cast<unsigned char>((*to_glyph_)[at]) << 8 |
                                               static_cast<unsigned char>((*to_glyph_)[at + 1]));
            }
            return glyph < program_->count() ? std::optional(glyph) : std::nullopt;
        }
        if (program_->is_cid_keyed()) return program_->glyph_of_cid(cid);
        return cid < program_->count() ? std::optional(cid) : std::nullopt;
    }

    void check_cid(const Code& code, const Shown& shown, const std::string& kind) {
        if (!cmap_) return;
        const auto cid = cmap_->cid_of(code);
        const std::string what = fmt::format("code {}", code.value);
        if (!is_text_identity_) {
            std::optional<std::string> text;
            if (to_unicode_) text = to_unicode_->text_of(code);
            constexpr std::array<std::string_view, 5> kTold{"Japan1", "GB1", "CNS1", "Korea1",
                                                            "KR"};
            const std::string ordering =
                text_of(get(get(descendant_, "/CIDSystemInfo"), "/Ordering"));
            // Readers know the characters of these collections, where the CMap is of the same one.
            const bool is_told =
                is_of_one_collection_ && std::ranges::find(kTold, ordering) != kTold.end();
            if (text || !is_told) check_text(text, what, !shown.has_actual_text);
        }
        if (!cid || *cid == 0) return not_defined(code.value);
        if (program_ == nullptr) return;
        const auto glyph = cid_glyph(*cid, kind);
        if (!glyph) {
            not_defined(code.value);
            if (shown.is_rendered) missing(what);
            return;
        }
        if (!shown.is_rendered) return;
        const auto width = cid_widths_.find(*cid);
        compare_width(*glyph,
                      width != cid_widths_.end() ? std::optional(width->second) : default_width_,
                      what);
    }

    void read_cid_widths() {
        default_width_ = number_of(get(descendant_, "/DW")).value_or(Decimal(1000));
        const auto list = each(get(descendant_, "/W"));
        constexpr long long kSpreadMost = 1 << 22;  // CIDs in all ranges
        long long spread = 0;
        for (std::size_t i = 0; i + 1 < list.size();) {
            constexpr long long kCidMost = 0xFFFF;
            const auto first = std::clamp<long long>(integer_of(list[i]).value_or(0), 0, kCidMost);
            Object second = list[i + 1];
            if (second.isArray()) {
                std::uint32_t cid = static_cast<std::uint32_t>(first);
                for (const auto& width : second.getArrayAsVector())
                    if (const auto number = number_of(width))
                        cid_widths_.insert_or_assign(cid++, *number);
                    else ++cid;
                i += 2;
                continue;
            }
            if (i + 2 >= list.size()) break;
            const auto last = integer_of(second).value_or(-1);
            const auto width = number_of(list[i + 2]);
            if (const long long end = std::min<long long>(last, kCidMost); end >= first)
                spread += end - first;
            if (spread > kSpreadMost) return;
            for (long long cid = first; width && cid <= std::min<long long>(last, kCidMost); ++cid)
                cid_widths_.insert_or_assign(static_cast<std::uint32_t>(cid), *width);
            i += 3;
        }
    }

    // Of a subset: the CIDs that it states are those of its program.
    void check_cid_set(const std::string& kind) {
        Object stream = get(descriptor_, "/CIDSet");
        if (!is_subset(descendant_) || !stream.isStream() || program_ == nullptr) return;
        const auto bits = Document::unpacked(stream);
        if (!bits || bits->size() > kCidSetMost) return;
        const auto is_set = [&](std::uint32_t cid) {
            const std::size_t byte = cid / 8;
            return byte < bits->size() &&
                   ((static_cast<unsigned char>((*bits)[byte]) >> (7 - cid % 8)) & 1) != 0;
        };
        constexpr std::uint32_t kCids = 1 << 16;
        bool is_right = true;
        for (std::uint32_t cid = 1; cid < kCids && is_right; ++cid) {
            const auto glyph = cid_glyph(cid, kind);
            // A map may send any CID to the glyph that stands for none.
            is_right = is_set(cid) == glyph.has_value() || (to_glyph_ && glyph == 0U);
        }
        if (!is_right)
            tell({"6.2.11.4.2-2", "7.21.4.2-2"}, "CIDSet does not tell which CIDs the program has");
    }

    Object font_, descriptor_ = Object::newNull(), descendant_ = Object::newNull();
    const std::map<std::string, Shown, std::less<>>& texts_;
    Findings& findings_;
    std::string subtype_, where_;
    bool is_rendered_ = false;
    std::unique_ptr<FontProgram> program_;
    std::array<std::string, 256> encoding_;
    std::set<std::string> differs_;
    std::optional<long long> first_;
    std::vector<Object> widths_;
    std::optional<CMap> cmap_, to_unicode_;
    CidSystem cmap_system_;
    bool is_text_identity_ = false;
    bool is_of_one_collection_ = true;
    std::optional<std::string> to_glyph_;
    std::map<std::uint32_t, Decimal> cid_widths_;
    std::optional<Decimal> default_width_;
};

}  // namespace

void FontUses::show(const Object& font, std::string_view text, bool is_rendered,
                    bool has_actual_text) {
    if (!dictionary_of(font).isDictionary() || text.empty()) return;
    Object of = font;
    const std::string key = font.isIndirect() ? of.getObjGen().unparse() : of.unparseResolved();
    auto& use = uses_[key];
    use.font = font;
    if (use.texts.size() >= kTextsMost) throw std::length_error("more texts than are judged");
    auto& shown = use.texts[std::string(text)];
    shown.is_rendered = shown.is_rendered || is_rendered;
    shown.has_actual_text = shown.has_actual_text && has_actual_text;
}

void FontUses::check() {
    for (auto& [key, use] : uses_) FontCheck(use.font, use.texts, findings_).check();
}

}  // namespace bw::conformity
