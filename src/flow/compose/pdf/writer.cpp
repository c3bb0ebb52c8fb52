#include "flow/compose/pdf/writer.h"

#include "base/check.h"
#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/metadata.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/start.h"
#include "flow/compose/pdf/text.h"

#include <algorithm>
#include <utility>

namespace bw::pdf {

namespace {

std::string_view relation_name(Relation relation) {
    switch (relation) {
        case Relation::Data: return "/Data";
        case Relation::Source: return "/Source";
        case Relation::Alternative: return "/Alternative";
        case Relation::Supplement: return "/Supplement";
    }
    return "/Unspecified";
}

}  // namespace

Press::Press(const FontBook& fonts, const PressOptions& options)
    : shaper_(fonts), deflater_(options.deflate_level) {}

Document::Document(Press& press, DocumentInfo info)
    : press_(press), info_(std::move(info)), file_(press.deflater(), press.fonts().start()),
      language_(press.shaper().language(info_.language)), text_language_(language_) {}

Shaper& Document::shaper() {
    Shaper& shaper = press_.shaper();
    if (const int tag = structure_.language_tag(); tag != language_tag_) {
        language_tag_ = tag;
        text_language_ = tag == 0 ? language_ : shaper.language(structure_.language_of(tag));
    }
    shaper.use(text_language_);  // the press may serve several documents by turns
    return shaper;
}

Canvas& Document::add_page(PageSize size) {
    pages_.push_back(Canvas(*this, page_count(), size));
    return pages_.back();
}

Tag Document::tag(Role role, const TagOptions& options) {
    const int element = structure_.open(role, options);
    if (!options.bookmark.empty()) outline_.add(element, role, options.bookmark);
    return Tag(structure_);
}

void Document::attach(Attachment attachment) { attachments_.push_back(std::move(attachment)); }

std::u32string Document::missing_characters() const {
    std::u32string sorted = missing_;
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

void Document::note(const Word& word) {
    for (const auto& extra : word.extras) {
        // the first use names the glyph; where that does not hold, words carry their text
        extras_[extra.font_id].try_emplace(extra.glyph, extra.text);
    }
    for (const char32_t c : word.missing) {
        if (missing_.find(c) == std::u32string::npos) missing_ += c;
    }
}

std::optional<int> Document::find_external(const Digest& digest) const {
    const auto at = std::ranges::find(externals_, digest, &External::digest);
    if (at == externals_.end()) return std::nullopt;
    return static_cast<int>(at - externals_.begin());
}

int Document::add_external(const Digest& digest, int object) {
    externals_.push_back({.digest = digest, .object = object});
    return static_cast<int>(externals_.size()) - 1;
}

Result<int> Document::write_resources() {
    if (extras_.empty() && externals_.empty()) return press_.fonts().common().resources;
    std::string entries = "<</Font<<" + shared_fonts();
    const auto add = [&](std::string_view kind, int id, int object) {
        entries += kind;
        append_integer(entries, id);
        entries += ' ';
        append_reference(entries, object);
    };
    for (const auto& [font_id, glyphs] : extras_) {
        const int object = file_.reserve();
        TRY_VOID(embed_font(file_, object, press_.fonts().face_of(font_id), glyphs, Coding{}));
        add("/F", font_id, object);
    }
    entries += ">>";
    if (!externals_.empty()) {
        entries += "/XObject<<";
        for (std::size_t i = 0; i < externals_.size(); ++i)
            add("/X", static_cast<int>(i), externals_[i].object);
        entries += ">>";
    }
    entries += ">>";
    const int resources = file_.reserve();
    file_.put(resources, entries);
    return resources;
}

void Document::write_annotation(const Canvas::Annotation& annotation, const Canvas& page) {
    const Rect& area = annotation.area;
    std::string& out = file_.open(annotation.object);
    out += "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[";
    const double top = page.size_.height - area.y;
    for (const double edge : {area.x, top - area.height, area.x + area.width, top}) {
        append_number(out, edge);
        out += ' ';
    }
    out += "]/Contents";
    append_text_string(out, annotation.description);
    out += "/StructParent ";
    append_integer(out, page_count() + annotation.parent_key);
    out += "/A<</S/URI/URI";
    append_literal(out, annotation.uri);
    out += ">>>>";
}

void Document::write_pages(int tree, int resources, const std::vector<int>& numbers) {
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        Canvas& page = pages_[i];
        CHECK(page.saved_.empty());  // every save() has its restore()
        page.end_mark();
        const int content = file_.reserve();
        file_.put_stream(content, {}, page.content_, Filter::Deflate);
        std::string& out = file_.open(numbers[i]);
        out += "<</Type/Page/Parent ";
        append_reference(out, tree);
        out += "/MediaBox[0 0 ";
        append_number(out, page.size_.width);
        out += ' ';
        append_number(out, page.size_.height);
        out += "]/Resources ";
        append_reference(out, resources);
        out += "/Contents ";
        append_reference(out, content);
        out += "/Tabs/S/StructParents ";
        append_integer(out, static_cast<std::int64_t>(i));
        if (!page.annotations_.empty()) {
            out += "/Annots[";
            for (const auto& annotation : page.annotations_) {
                append_reference(out, annotation.object);
                out += ' ';
            }
            out += ']';
        }
        out += ">>";
        for (const auto& annotation : page.annotations_) write_annotation(annotation, page);
    }
    std::string& out = file_.open(tree);
    out += "<</Type/Pages/Count ";
    append_integer(out, page_count());
    out += "/Kids[";
    for (const int number : numbers) {
        append_reference(out, number);
        out += ' ';
    }
    out += "]>>";
}

void Document::write_attachments(std::string& catalog) {
    if (attachments_.empty()) return;
    // a name tree is in order of names
    std::ranges::sort(attachments_, {}, &Attachment::name);
    std::string names;
    std::string references;
    for (const auto& attachment : attachments_) {
        const int stream = file_.reserve();
        const int spec = file_.reserve();
        std::string entries = "/Type/EmbeddedFile/Subtype";
        append_name(entries, attachment.media_type);
        entries += "/Params<</Size ";
        append_integer(entries, static_cast<std::int64_t>(attachment.bytes.size()));
        entries += "/ModDate(" + pdf_date(attachment.modified) + ")>>";
        if (attachment.bytes.size() <= QuickDeflater::kMostBytes)
            file_.put_deflated(stream, entries, press_.quick_deflater().deflate(attachment.bytes));
        else file_.put_stream(stream, entries, attachment.bytes, Filter::Deflate);
        std::string& out = file_.open(spec);
        out += "<</Type/Filespec/F";
        append_text_string(out, attachment.name);
        out += "/UF";
        append_text_string(out, attachment.name);
        out += "/Desc";
        append_text_string(out, attachment.description);
        out += "/AFRelationship";
        out += relation_name(attachment.relation);
        out += "/EF<</F ";
        append_reference(out, stream);
        out += "/UF ";
        append_reference(out, stream);
        out += ">>>>";
        append_text_string(names, attachment.name);
        append_reference(names, spec);
        names += ' ';
        append_reference(references, spec);
        references += ' ';
    }
    catalog += "/AF[" + references + "]/Names<</EmbeddedFiles<</Names[" + names + "]>>>>";
}

void Document::write_outline(std::string& catalog, const std::vector<int>& pages,
                             int first_element) {
    if (outline_.count() == 0) return;
    const int outline = outline_.write(file_, pages, first_element);
    catalog += "/Outlines ";
    append_reference(catalog, outline);
    if (outline_.count() > 1) catalog += "/PageMode/UseOutlines";
}

Result<void> Document::check_parts() const {
    if (pages_.empty())
        return fail(Code::Invalid, "a document needs at least one page", info_.title);
    for (std::size_t i = 0; i < attachments_.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (attachments_[i].name == attachments_[k].name) {
                return fail(Code::Duplicate, "two attachments have the same name",
                            attachments_[i].name);
            }
        }
    }
    const auto invoices = std::ranges::count_if(
        attachments_, [](const Attachment& a) { return !a.factur_x_profile.empty(); });
    if (invoices > 1)
        return fail(Code::Duplicate, "a document has one electronic invoice at most", info_.title);
    return {};
}

const Attachment* Document::electronic_invoice() const {
    for (const auto& attachment : attachments_)
        if (!attachment.factur_x_profile.empty()) return &attachment;
    return nullptr;
}

Result<void> Document::check() && {
    TRY_VOID(check_parts());
    TRY_VOID(write_resources());  // fonts of rare characters are what can fail
    return {};
}

Result<std::string> Document::finish() && {
    TRY_VOID(check_parts());
    const int catalog = file_.reserve();
    const int tree = file_.reserve();
    std::vector<int> numbers;
    numbers.reserve(pages_.size());
    for (std::size_t i = 0; i < pages_.size(); ++i) numbers.push_back(file_.reserve());
    const int resources = TRY(write_resources());
    write_pages(tree, resources, numbers);
    const auto structure = structure_.write(file_, numbers);
    const int metadata = file_.reserve();
    file_.put_stream(metadata, "/Type/Metadata/Subtype/XML",
                     xmp_packet(info_, electronic_invoice()), Filter::None);
    std::string entries = "<</Type/Catalog/Pages ";
    append_reference(entries, tree);
    entries += "/Lang";
    append_text_string(entries, info_.language);
    entries += "/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true";
    if (info_.begins_at_right) entries += "/Direction/R2L";
    entries += ">>/StructTreeRoot ";
    append_reference(entries, structure.root);
    entries += "/Metadata ";
    append_reference(entries, metadata);
    entries += "/OutputIntents ";
    append_reference(entries, press_.fonts().common().intents);
    write_outline(entries, numbers, structure.first);
    write_attachments(entries);
    entries += ">>";
    file_.put(catalog, entries);
    const int info = file_.reserve();
    file_.put(info, info_dictionary(info_));
    return std::move(file_).finish(catalog, info);
}

}  // namespace bw::pdf
