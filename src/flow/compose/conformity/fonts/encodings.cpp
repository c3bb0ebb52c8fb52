#include "flow/compose/conformity/fonts/encodings.h"

#include <algorithm>
#include <map>
#include <string>

namespace bw::conformity {
namespace {

// Names of the codes from 32 to 255; '-': none. ISO 32000-1, annex D.
constexpr std::string_view kStandard =
    "space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft parenright "
    "asterisk plus comma hyphen period slash zero one two three four five six seven eight nine "
    "colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V "
    "W X Y Z bracketleft backslash bracketright asciicircum underscore quoteleft a b c d e f g "
    "h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde - - - - - - - - "
    "- - - - - - - - - - - - - - - - - - - - - - - - - - exclamdown cent sterling fraction yen "
    "florin section currency quotesingle quotedblleft guillemotleft guilsinglleft "
    "guilsinglright fi fl - endash dagger daggerdbl periodcentered - paragraph bullet "
    "quotesinglbase quotedblbase quotedblright guillemotright ellipsis perthousand - "
    "questiondown - grave acute circumflex tilde macron breve dotaccent dieresis - ring cedilla "
    "- hungarumlaut ogonek caron emdash - - - - - - - - - - - - - - - - AE - ordfeminine - - - "
    "- Lslash Oslash OE ordmasculine - - - - - ae - - - dotlessi - - lslash oslash oe "
    "germandbls - - - -";
constexpr std::string_view kWinAnsi =
    "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright "
    "asterisk plus comma hyphen period slash zero one two three four five six seven eight nine "
    "colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V "
    "W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i "
    "j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde bullet Euro bullet "
    "quotesinglbase florin quotedblbase ellipsis dagger daggerdbl circumflex perthousand Scaron "
    "guilsinglleft OE bullet Zcaron bullet bullet quoteleft quoteright quotedblleft "
    "quotedblright bullet endash emdash tilde trademark scaron guilsinglright oe bullet zcaron "
    "Ydieresis space exclamdown cent sterling currency yen brokenbar section dieresis copyright "
    "ordfeminine guillemotleft logicalnot hyphen registered macron degree plusminus twosuperior "
    "threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine "
    "guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex "
    "Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute "
    "Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply "
    "Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute "
    "acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave "
    "iacute icircumflex idieresis eth ntilde ograve oacute ocircumflex otilde odieresis divide "
    "oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis";
constexpr std::string_view kMacRoman =
    "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright "
    "asterisk plus comma hyphen period slash zero one two three four five six seven eight nine "
    "colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V "
    "W X Y Z bracketleft backslash bracketright asciicircum underscore grave a b c d e f g h i "
    "j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde - Adieresis Aring "
    "Ccedilla Eacute Ntilde Odieresis Udieresis aacute agrave acircumflex adieresis atilde "
    "aring ccedilla eacute egrave ecircumflex edieresis iacute igrave icircumflex idieresis "
    "ntilde oacute ograve ocircumflex odieresis otilde uacute ugrave ucircumflex udieresis "
    "dagger degree cent sterling section bullet paragraph germandbls registered copyright "
    "trademark acute dieresis notequal AE Oslash infinity plusminus lessequal greaterequal yen "
    "mu partialdiff summation product pi integral ordfeminine ordmasculine Omega ae oslash "
    "questiondown exclamdown logicalnot radical florin approxequal Delta guillemotleft "
    "guillemotright ellipsis space Agrave Atilde Otilde OE oe endash emdash quotedblleft "
    "quotedblright quoteleft quoteright divide lozenge ydieresis Ydieresis fraction currency "
    "guilsinglleft guilsinglright fi fl daggerdbl periodcentered quotesinglbase quotedblbase "
    "perthousand Acircumflex Ecircumflex Aacute Edieresis Egrave Iacute Icircumflex Idieresis "
    "Igrave Oacute Ocircumflex - Ograve Uacute Ucircumflex Ugrave dotlessi circumflex tilde "
    "macron breve dotaccent ring cedilla hungarumlaut ogonek caron";
// Names of the Adobe Glyph List that the encodings use, each with its character in hexadecimal.
constexpr std::string_view kCharacters =
    "space 20 exclam 21 quotedbl 22 numbersign 23 dollar 24 percent 25 ampersand 26 "
    "quotesingle 27 parenleft 28 parenright 29 asterisk 2A plus 2B comma 2C hyphen 2D period 2E "
    "slash 2F zero 30 one 31 two 32 three 33 four 34 five 35 six 36 seven 37 eight 38 nine 39 "
    "colon 3A semicolon 3B less 3C equal 3D greater 3E question 3F at 40 A 41 B 42 C 43 D 44 "
    "E 45 F 46 G 47 H 48 I 49 J 4A K 4B L 4C M 4D N 4E O 4F P 50 Q 51 R 52 S 53 T 54 U 55 V 56 "
    "W 57 X 58 Y 59 Z 5A bracketleft 5B backslash 5C bracketright 5D asciicircum 5E "
    "underscore 5F grave 60 a 61 b 62 c 63 d 64 e 65 f 66 g 67 h 68 i 69 j 6A k 6B l 6C m 6D "
    "n 6E o 6F p 70 q 71 r 72 s 73 t 74 u 75 v 76 w 77 x 78 y 79 z 7A braceleft 7B bar 7C "
    "braceright 7D asciitilde 7E exclamdown A1 cent A2 sterling A3 currency A4 yen A5 "
    "brokenbar A6 section A7 dieresis A8 copyright A9 ordfeminine AA guillemotleft AB "
    "logicalnot AC registered AE macron AF degree B0 plusminus B1 twosuperior B2 "
    "threesuperior B3 acute B4 mu B5 paragraph B6 periodcentered B7 cedilla B8 onesuperior B9 "
    "ordmasculine BA guillemotright BB onequarter BC onehalf BD threequarters BE "
    "questiondown BF Agrave C0 Aacute C1 Acircumflex C2 Atilde C3 Adieresis C4 Aring C5 AE C6 "
    "Ccedilla C7 Egrave C8 Eacute C9 Ecircumflex CA Edieresis CB Igrave CC Iacute CD "
    "Icircumflex CE Idieresis CF Eth D0 Ntilde D1 Ograve D2 Oacute D3 Ocircumflex D4 Otilde D5 "
    "Odieresis D6 multiply D7 Oslash D8 Ugrave D9 Uacute DA Ucircumflex DB Udieresis DC "
    "Yacute DD Thorn DE germandbls DF agrave E0 aacute E1 acircumflex E2 atilde E3 adieresis E4 "
    "aring E5 ae E6 ccedilla E7 egrave E8 eacute E9 ecircumflex EA edieresis EB igrave EC "
    "iacute ED icircumflex EE idieresis EF eth F0 ntilde F1 ograve F2 oacute F3 ocircumflex F4 "
    "otilde F5 odieresis F6 divide F7 oslash F8 ugrave F9 uacute FA ucircumflex FB udieresis FC "
    "yacute FD thorn FE ydieresis FF dotlessi 131 Lslash 141 lslash 142 OE 152 oe 153 "
    "Scaron 160 scaron 161 Ydieresis 178 Zcaron 17D zcaron 17E florin 192 circumflex 2C6 "
    "caron 2C7 breve 2D8 dotaccent 2D9 ring 2DA ogonek 2DB tilde 2DC hungarumlaut 2DD Omega 3A9 "
    "pi 3C0 endash 2013 emdash 2014 quoteleft 2018 quoteright 2019 quotesinglbase 201A "
    "quotedblleft 201C quotedblright 201D quotedblbase 201E dagger 2020 daggerdbl 2021 "
    "bullet 2022 ellipsis 2026 perthousand 2030 guilsinglleft 2039 guilsinglright 203A "
    "fraction 2044 Euro 20AC trademark 2122 partialdiff 2202 Delta 2206 product 220F "
    "summation 2211 minus 2212 radical 221A infinity 221E integral 222B approxequal 2248 "
    "notequal 2260 lessequal 2264 greaterequal 2265 lozenge 25CA fi FB01 fl FB02";

constexpr std::size_t kFirstCode = 32;

std::string_view take_word(std::string_view& words) {
    const auto end = std::min(words.find(' '), words.size());
    const auto word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    return word;
}

Encoding read_encoding(std::string_view words) {
    Encoding encoding{};
    for (std::size_t code = kFirstCode; code < encoding.size(); ++code)
        if (const auto word = take_word(words); word != "-") encoding[code] = word;
    return encoding;
}

std::map<std::string_view, char32_t> read_characters() {
    std::map<std::string_view, char32_t> characters;
    for (std::string_view words = kCharacters; !words.empty();) {
        const auto name = take_word(words);
        characters.emplace(
            name, static_cast<char32_t>(std::stoul(std::string(take_word(words)), nullptr, 16)));
    }
    return characters;
}

bool is_hex(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
}

bool are_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

const Encoding* encoding_named(std::string_view name) {
    static const Encoding kStandardTable = read_encoding(kStandard);
    static const Encoding kWinAnsiTable = read_encoding(kWinAnsi);
    static const Encoding kMacRomanTable = read_encoding(kMacRoman);
    if (name == "/StandardEncoding") return &kStandardTable;
    if (name == "/WinAnsiEncoding") return &kWinAnsiTable;
    if (name == "/MacRomanEncoding") return &kMacRomanTable;
    return nullptr;
}

std::optional<char32_t> character_of(std::string_view glyph) {
    static const auto kByName = read_characters();
    glyph = glyph.substr(0, glyph.find('.'));
    if (const auto found = kByName.find(glyph); found != kByName.end()) return found->second;
    const std::size_t prefix = glyph.starts_with("uni") ? 3 : glyph.starts_with('u') ? 1 : 0;
    const auto digits = glyph.substr(prefix);
    const bool is_number =
        prefix == 3 ? digits.size() == 4 : digits.size() >= 4 && digits.size() <= 6;
    if (prefix == 0 || !is_number || !is_hex(digits)) return std::nullopt;
    return static_cast<char32_t>(std::stoul(std::string(digits), nullptr, 16));
}

bool is_listed(std::string_view glyph) {
    if (character_of(glyph)) return true;
    constexpr std::string_view kCyrillic = "afii";
    if (glyph.starts_with(kCyrillic)) return are_digits(glyph.substr(kCyrillic.size()));
    const auto letters = std::ranges::find_if_not(
        glyph, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    // Words: what programs make up is a letter or a word with a number.
    return letters == glyph.end() && glyph.size() > 1;
}

}  // namespace bw::conformity
