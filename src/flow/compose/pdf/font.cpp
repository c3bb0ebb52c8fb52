#include "flow/compose/pdf/font.h"

#include "base/check.h"
#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/text.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <system_error>

namespace bw::pdf {

namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 2> kFamily = {"Inter-Regular", "Inter-SemiBold"};

struct Fallback {
    const char* file;  // without its weight
    const char* regular;
    const char* bold;
};

// In the order of trying; font.h names them.
constexpr Fallback kFallbacks[] = {
    {"NotoSans", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansArabic", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansHebrew", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansArmenian", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansGeorgian", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansDevanagari", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansBengali", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansTamil", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansThai", "-Regular.ttf", "-Bold.ttf"},
    {"DejaVuSans", ".ttf", "-Bold.ttf"},
    {"NotoSansSymbols", "-Regular.ttf", "-Bold.ttf"},
    {"NotoSansSymbols2", "-Regular.ttf", "-Regular.ttf"},
    {"NotoSansCJK", "-Regular.ttc", "-Bold.ttc"},
};

// What every document carries: ASCII, the letters of the languages that bills are written in and
// the signs that they use; in the weight that names and streets are set in, other letters with
// accents that are frequent in Western Europe. All else comes with the documents that show it.
std::u32string standard_repertoire(Weight weight) {
    std::u32string all;
    const auto add = [&](char32_t first, char32_t last) {
        for (char32_t c = first; c <= last; ++c) all += c;
    };
    add(0x20, 0x7E);
    all += U"\u00A0\u202F\u2009\u00B7\u00D7\u2212\u2013\u2019\u201C\u201D\u201E\u2026\u20AC\u00B2"
           U"\u00B3\u00A7£«»¿¡º°";
    all += U"ÄÖÜäöüßÀÈÉÌÒÙàèéìòùÁÍÓÚÑáíóúñ";
    if (weight == Weight::Bold) return all;
    return all + U"ÅÇåçâêëîïôûãõ\u2022\u2014\u2018";
}

// File name -> path, for all files below the directories; the first directory wins, then the first
// path in order of bytes.
using FontFiles = std::map<std::string, fs::path>;

FontFiles find_files(const std::vector<fs::path>& directories) {
    FontFiles found;
    for (const auto& directory : directories) {
        FontFiles here;
        std::error_code error;
        const auto options = fs::directory_options::skip_permission_denied;
        for (fs::recursive_directory_iterator it(directory, options, error), end;
             it != end && !error; it.increment(error)) {
            auto [at, is_new] = here.try_emplace(it->path().filename().string(), it->path());
            if (!is_new && it->path() < at->second) at->second = it->path();
        }
        found.merge(here);
    }
    return found;
}

Result<fs::path> find_family(const FontFiles& files, const std::string& name,
                             const FontOptions& options) {
    for (const char* ending : {".otf", ".ttf"}) {
        if (const auto at = files.find(name + ending); at != files.end()) return at->second;
    }
    std::string searched;
    for (const auto& directory : options.directories) {
        if (!searched.empty()) searched += ", ";
        searched += directory.string();
    }
    return fail(Code::NotFound,
                fmt::format("font file not found ({0}.otf or {0}.ttf) in: {1}. Install the package "
                            "fonts-inter, or name the directory that holds the file",
                            name, searched),
                name);
}

// Spaces of any width are made by the family, which synthesises those it lacks.
bool is_space(char32_t c) {
    return c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F;
}

}  // namespace

FontBook::FontBook() = default;
FontBook::FontBook(FontBook&&) noexcept = default;
FontBook& FontBook::operator=(FontBook&&) noexcept = default;
FontBook::~FontBook() = default;

Result<FontBook> FontBook::load(const FontOptions& options) {
    FontBook book;
    const FontFiles files = find_files(options.directories);
    for (const char* name : kFamily) {
        const fs::path path = TRY(find_family(files, name, options));
        Face face = TRY(open_face(path));
        face.is_family = true;
        book.order_[book.faces_.size()].push_back(static_cast<int>(book.faces_.size()));
        book.faces_.push_back(std::move(face));
    }
    for (const auto& fallback : kFallbacks) {
        int opened[2] = {-1, -1};
        const char* endings[2] = {fallback.regular, fallback.bold};
        for (int weight = 0; weight < 2; ++weight) {
            const auto at = files.find(std::string(fallback.file) + endings[weight]);
            if (at == files.end()) continue;
            book.faces_.push_back(TRY(open_face(at->second)));
            opened[weight] = static_cast<int>(book.faces_.size()) - 1;
        }
        for (int weight = 0; weight < 2; ++weight) {
            const int face = opened[weight] >= 0 ? opened[weight] : opened[1 - weight];
            if (face >= 0) book.order_[weight].push_back(face);
        }
    }
    for (int i = 0; i < kBaseFonts; ++i) {
        const auto repertoire = standard_repertoire(static_cast<Weight>(i));
        book.bases_.push_back(make_base(book.faces_, i, repertoire, options.template_text));
    }
    TRY_VOID(book.embed_bases());
    return book;
}

Result<void> FontBook::embed_bases() {
    // Once per run and copied into every document: the smallest form is worth its time.
    Deflater smallest(12);
    ObjectFile file(smallest);
    for (int i = 0; i < kBaseFonts; ++i) {
        const int number = file.reserve();
        CHECK(number == base_object(i));
    }
    const int map = file.reserve();
    write_byte_map(file, map);
    for (int i = 0; i < kBaseFonts; ++i) {
        const BaseFont& font = base(i);
        TRY_VOID(embed_font(file, base_object(i), face_of(i), font.texts,
                            {.codes = &font.codes, .map = map}));
    }
    common_ = write_common_objects(file);
    start_ = std::move(file).take_start();
    return {};
}

Metrics FontBook::metrics(Weight weight) const {
    return faces_[static_cast<std::size_t>(weight)].metrics;
}

const BaseFont& FontBook::base(int id) const { return bases_[static_cast<std::size_t>(id)]; }

const Face& FontBook::face_of(int font_id) const {
    return faces_[static_cast<std::size_t>(font_id < kBaseFonts ? font_id : font_id - kBaseFonts)];
}

int FontBook::face_for(char32_t character, Weight weight) const {
    const auto& order = order_[static_cast<std::size_t>(weight)];
    if (is_space(character)) return order.front();
    for (const int face : order) {
        if (faces_[static_cast<std::size_t>(face)].has(character)) return face;
    }
    return -1;
}

}  // namespace bw::pdf
