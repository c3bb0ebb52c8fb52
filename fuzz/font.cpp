// A font that was damaged: the input changes bytes of a small one made of the family, four bytes of
// input for each (where, three bytes; what), and a page is set in it. Either the font is refused
// with an Error, or the page is made.
#include "base/check.h"
#include "flow/compose/pdf/writer.h"
#include "input.h"

#include <hb-subset.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace bw;

constexpr std::string_view kWords = "Bill 0123 €, fi";

// A few letters of the family, so that damage lies where it matters.
std::string small_font() {
    hb_blob_t* const blob =
        hb_blob_create_from_file("/usr/share/fonts/opentype/inter/Inter-Regular.otf");
    hb_face_t* const face = hb_face_create(blob, 0);
    hb_subset_input_t* const wanted = hb_subset_input_create_or_fail();
    for (const char32_t c : U"Bill 0123 €, fi\u2212\uFFFD")
        if (c != 0) hb_set_add(hb_subset_input_unicode_set(wanted), c);
    hb_face_t* const subset = hb_subset_or_fail(face, wanted);
    CHECK(subset != nullptr);  // fonts-inter is installed where tests are
    hb_blob_t* const bytes = hb_face_reference_blob(subset);
    unsigned length = 0;
    const char* const data = hb_blob_get_data(bytes, &length);
    std::string font(data, length);
    hb_blob_destroy(bytes);
    hb_face_destroy(subset);
    hb_subset_input_destroy(wanted);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "billwright-font-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    static const std::string kept = name;
    std::atexit([] {
        std::error_code none;
        std::filesystem::remove_all(kept, none);
    });
    return name;
}

void set_a_page(const pdf::FontBook& fonts) {
    pdf::Press press(fonts);
    pdf::Document document(
        press, {.title = "T", .author = "A", .subject = {}, .language = "en", .created = {}});
    pdf::Canvas& page = document.add_page(pdf::kA4);
    {
        const auto tag = document.tag(pdf::Role::Paragraph);
        page.text({50, 50}, kWords, {.font = {.size = 10}});
    }
    const auto file = std::move(document).finish();
    CHECK(file.has_value() || !file.error().text.empty());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string whole = small_font();
    static const std::filesystem::path folder = new_folder();
    std::string font = whole;
    for (std::size_t at = 0; at + 4 <= size; at += 4) {
        const std::size_t where = (std::size_t{data[at]} << 16 | std::size_t{data[at + 1]} << 8 |
                                   std::size_t{data[at + 2]}) %
                                  font.size();
        font[where] = static_cast<char>(data[at + 3]);
    }
    if (size % 4 == 1) font.resize(font.size() * data[size - 1] / 256);  // cut off
    for (const char* name : {"Inter-Regular.otf", "Inter-SemiBold.otf"})
        std::ofstream(folder / name, std::ios::binary) << font;
    const auto fonts = pdf::FontBook::load({.directories = {folder}, .template_text = {}});
    if (fonts) set_a_page(*fonts);
    else CHECK(!fonts.error().text.empty());
    return 0;
}
