// A PDF document: pages, tags, links, attachments, metadata; written to memory in one go.
// PDF 1.7 with cross-reference streams; fonts embedded as subsets. No clock, no randomness: the
// same calls give the same bytes, and /ID comes from the content.
//
//   FontBook fonts = TRY(FontBook::load());            // once per run
//   Press press(fonts, {});                            // once per thread
//   Document document(press, {.title = "Invoice 7", .language = "en", .created = at});
//   Canvas& page = document.add_page(kA4);
//   {
//       auto heading = document.tag(Role::Heading1);
//       page.text({70, 100}, "Your bill", {.font = {.size = 24}});
//   }
//   std::string bytes = TRY(std::move(document).finish());
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/image.h"
#include "flow/compose/pdf/objects.h"
#include "flow/compose/pdf/outline.h"
#include "flow/compose/pdf/quick_deflate.h"
#include "flow/compose/pdf/tags.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

struct PressOptions {
    // 1 fastest .. 12 smallest. Measured on bills of two pages: 6 takes 11 % off what differs
    // between documents, and doubles their time.
    int deflate_level = 1;
};

// What one thread keeps from document to document: shaped words and the compressor.
class Press {
public:
    explicit Press(const FontBook& fonts, const PressOptions& options = {});
    Shaper& shaper() { return shaper_; }
    Deflater& deflater() { return deflater_; }
    QuickDeflater& quick_deflater() { return quick_deflater_; }
    [[nodiscard]] const FontBook& fonts() const { return shaper_.fonts(); }

private:
    Shaper shaper_;
    Deflater deflater_;
    QuickDeflater quick_deflater_;
};

struct DocumentInfo {
    std::string title = {};  // shown in the reader's title bar
    std::string author = {};
    std::string subject = {};
    std::string language = "en";   // BCP 47: "de-DE"
    bool begins_at_right = false;  // pages are turned to the right
    std::string producer = "Billwright";
    Instant created = {};  // printed as UTC
};

// How an attached file relates to what is seen (ISO 32000-2, 14.13).
enum class Relation : std::uint8_t { Data, Source, Alternative, Supplement };

struct Attachment {
    std::string name = {};  // "factur-x.xml"
    std::string description = {};
    std::string media_type = "text/xml";
    std::string bytes = {};
    Relation relation = Relation::Alternative;
    Instant modified = {};
    // Of the file that is the document's electronic invoice by Factur-X 1.0 (ZUGFeRD 2), its
    // profile: "EN 16931". The metadata then name the file and the profile. Empty: any other file.
    std::string factur_x_profile = {};
};

// An open tag; it closes at the end of its scope. Tags close in the opposite order of opening.
class [[nodiscard]] Tag {
public:
    explicit Tag(Structure& structure) : structure_(&structure) {}
    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;
    ~Tag() { structure_->close(); }

private:
    Structure* structure_;
};

// Thread: one owner; the press and the fonts must outlive it.
class Document {
public:
    Document(Press& press, DocumentInfo info);
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    // Pages stay open: numbers "n of m" can be drawn when all pages are known.
    Canvas& add_page(PageSize size);
    [[nodiscard]] int page_count() const { return static_cast<int>(pages_.size()); }
    Canvas& page(int index) { return pages_[static_cast<std::size_t>(index)]; }

    // Opens a tag under the one that is open. A tag may hold content of several pages. With a
    // bookmark, readers find the place that is drawn on next beside the pages; with several, they
    // are shown from the start.
    Tag tag(Role role, const TagOptions& options = {});

    // Puts the picture into the file, for Canvas::image on any of its pages. A picture that is in
    // it already gets the same id; the bytes are not needed afterwards.
    ImageId add_image(const Image& image);

    void attach(Attachment attachment);

    // Characters that no font has, in order of code, each once.
    [[nodiscard]] std::u32string missing_characters() const;

    // Ready for text of the document's language, or that of the innermost open tag that has one.
    Shaper& shaper();

    // What finish() would refuse, without making the file: a third of its cost. All tags must be
    // closed.
    Result<void> check() &&;
    // The file. All tags must be closed. Error Invalid: a document without pages; Duplicate: two
    // attachments of one name, or two electronic invoices; Unsupported: a font that cannot be
    // subset.
    Result<std::string> finish() &&;

private:
    friend class Canvas;
    friend class Stamp;
    // What pages draw as a whole, by content: it is in the file once.
    struct External {
        Digest digest;
        int object = 0;
    };
    [[nodiscard]] std::optional<int> find_external(const Digest& digest) const;  // its index
    int add_external(const Digest& digest, int object);
    int external_of(const Stamp& stamp);
    void note(const Word& word);
    [[nodiscard]] Result<void> check_parts() const;
    [[nodiscard]] const Attachment* electronic_invoice() const;
    Result<int> write_resources();
    void write_pages(int tree, int resources, const std::vector<int>& numbers);
    void write_annotation(const Canvas::Annotation& annotation, const Canvas& page);
    void write_attachments(std::string& catalog);
    void write_outline(std::string& catalog, const std::vector<int>& pages, int first_element);

    Press& press_;
    DocumentInfo info_;
    ObjectFile file_;
    Structure structure_;
    Outline outline_;
    std::vector<External> externals_;
    std::deque<Canvas> pages_;
    std::vector<Attachment> attachments_;
    std::map<int, std::map<std::uint16_t, std::u32string>> extras_;  // by font id
    std::u32string missing_;
    int language_;          // both as the shaper numbers them: of the document,
    int text_language_;     // of text that is drawn now,
    int language_tag_ = 0;  // and the tag that says so
};

}  // namespace bw::pdf
