#include "flow/compose/conformity/catalog.h"

#include "flow/compose/conformity/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <set>

namespace bw::conformity {
namespace {

constexpr int kDepthMost = 64;
constexpr long long kInvisible = 1, kHidden = 2, kPrint = 4, kNoView = 32, kToggleNoView = 256;

void check_permissions(const Document& document, Findings& findings) {
    Object permissions = get(document.root(), "/Perms");
    if (!permissions.isDictionary()) return;
    for (const auto& key : permissions.getKeys())
        if (key != "/UR3" && key != "/DocMDP")
            findings.a("6.1.12-1", "", fmt::format("the permission {}", key.substr(1)));
    if (get(permissions, "/DocMDP").isNull()) return;
    each_dictionary(document, [&](const Object& signature, const std::string& where) {
        if (get(signature, "/ByteRange").isNull() && name_in(signature, "/Type") != "/Sig") return;
        for (const auto& reference : each(get(signature, "/Reference")))
            for (const char* key : {"/DigestLocation", "/DigestMethod", "/DigestValue"})
                if (!get(reference, key).isNull())
                    findings.a("6.1.12-2", where, "a signature's reference holds a digest");
    });
}

void collect_groups(const Object& order, std::set<QPDFObjGen>& into, int depth) {
    if (depth > kDepthMost) return;
    for (const auto& item : each(order)) {
        Object of = item;
        if (of.isArray()) collect_groups(item, into, depth + 1);
        else if (of.isIndirect()) into.insert(of.getObjGen());
    }
}

// Layers: each configuration has a name of its own, and an order tells all of them.
void check_layers(const Object& root, Findings& findings) {
    Object layers = get(root, "/OCProperties");
    if (!layers.isDictionary()) return;
    std::vector<Object> configurations{get(layers, "/D")};
    for (const auto& other : each(get(layers, "/Configs"))) configurations.push_back(other);
    std::set<std::string> names;
    for (const auto& configuration : configurations) {
        const std::string where = place_of(configuration, "OCProperties");
        const std::string name = text_of(get(configuration, "/Name"));
        if (name.empty())
            findings.both("6.9-1", "7.10-1", where, "a configuration of layers has no name");
        else if (!names.insert(name).second)
            findings.a("6.9-2", where, "two configurations of layers have one name");
        if (!get(configuration, "/AS").isNull())
            findings.both("6.9-4", "7.10-2", where, "layers are switched by the viewer (AS)");
        Object order = get(configuration, "/Order");
        if (!order.isArray()) continue;
        std::set<QPDFObjGen> told;
        collect_groups(order, told, 0);
        for (const auto& group : each(get(layers, "/OCGs")))
            if (group.isIndirect() && !told.contains(group.getObjGen()))
                findings.a("6.9-3", where, "an order leaves out a layer");
    }
}

void each_field(const Object& field, int depth, std::set<QPDFObjGen>& seen,
                const std::function<void(const Object&)>& on_field) {
    Object of = field;
    if (depth > kDepthMost || !of.isDictionary()) return;
    if (of.isIndirect() && !seen.insert(of.getObjGen()).second) return;
    on_field(field);
    for (const auto& kid : each(get(field, "/Kids"))) each_field(kid, depth + 1, seen, on_field);
}

void check_form(const Document& document, Findings& findings) {
    Object form = get(document.root(), "/AcroForm");
    if (is_true(get(document.root(), "/NeedsRendering")))
        findings.a("6.4.2-2", "", "the file must be rendered anew");
    if (!form.isDictionary()) return;
    if (is_true(get(form, "/NeedAppearances")))
        findings.a("6.4.1-3", "", "fields need an appearance that they do not have");
    Object xfa = get(form, "/XFA");
    if (!xfa.isNull()) findings.a("6.4.2-1", "", "a form of XFA");
    for (const auto& part : each(xfa)) {
        Object of = part;
        if (!of.isStream()) continue;
        const std::string text = Document::unpacked(of).value_or("");
        const auto at = text.find("dynamicRender");
        constexpr std::size_t kElement = 40;  // bytes in which its value stands
        if (at != std::string::npos && text.substr(at, kElement).contains("required"))
            findings.ua("7.15-1", "", "a form that is rendered while it is read");
    }
    std::set<QPDFObjGen> seen;
    for (const auto& field : each(get(form, "/Fields")))
        each_field(field, 0, seen, [&](const Object& of) {
            if (!get(of, "/AA").isNull())
                findings.a("6.4.1-2", place_of(of), "a field with actions of its own");
            if (!text_of(get(of, "/TU")).empty() && text_of(get(document.root(), "/Lang")).empty())
                findings.ua("7.2-25", place_of(of),
                            "a field's text is in no language that is known");
        });
}

void check_encryption(const Document& document, Findings& findings) {
    constexpr long long kExtract = 512;  // bit 10 of P: for accessibility
    const Object encryption = get(document.trailer(), "/Encrypt");
    Object of = encryption;
    if (of.isNull()) return;
    const auto permitted = integer_of(get(encryption, "/P"));
    if (!permitted || (*permitted & kExtract) == 0)
        findings.ua("7.16-1", "", "the file may not be read out");
}

// --- annotations ---
class AnnotationCheck {
public:
    AnnotationCheck(const Document& document, const Structure& structure, const Object& page,
                    const Object& annotation, Findings& findings)
        : structure_(structure), page_(page), annotation_(annotation), findings_(findings),
          type_(name_in(annotation, "/Subtype")), where_(place_of(annotation, "an annotation")),
          has_language_(!text_of(get(document.root(), "/Lang")).empty()) {
        const auto key = integer_of(get(annotation, "/StructParent"));
        element_ = key ? structure.of_object(*key) : kNoElement;
    }

    void check() {
        check_kind();
        check_flags();
        check_appearance();
        if (type_ == "/Widget" &&
            (!get(annotation_, "/A").isNull() || !get(annotation_, "/AA").isNull()))
            findings_.a("6.4.1-1", where_, "a field with an action");
        check_ua();
    }

private:
    void check_kind() {
        constexpr std::array<std::string_view, 22> kKinds{
            "/Text",      "/Link",           "/FreeText", "/Line",        "/Square",
            "/Circle",    "/Polygon",        "/PolyLine", "/Highlight",   "/Underline",
            "/Squiggly",  "/StrikeOut",      "/Stamp",    "/Caret",       "/Ink",
            "/Popup",     "/FileAttachment", "/Widget",   "/PrinterMark", "/TrapNet",
            "/Watermark", "/Redact"};
        if (std::ranges::find(kKinds, type_) == kKinds.end())
            findings_.a("6.3.1-1", where_, fmt::format("an annotation of the kind '{}'", type_));
    }

    void check_flags() {
        const auto flags = integer_of(get(annotation_, "/F"));
        if (!flags) {
            if (type_ != "/Popup") findings_.a("6.3.2-1", where_, "an annotation without flags F");
            return;
        }
        const bool is_hidden = (*flags & (kInvisible | kHidden | kNoView | kToggleNoView)) != 0;
        if (is_hidden || (*flags & kPrint) == 0)
            findings_.a("6.3.2-2", where_, "an annotation that is hidden or not printed");
    }

    [[nodiscard]] bool has_no_area() const {
        const auto sides = each(get(annotation_, "/Rect"));
        constexpr std::size_t kSides = 4;
        if (sides.size() != kSides) return false;
        const auto text = [&](std::size_t i) {
            Object side = sides[i];
            return side.unparseResolved();
        };
        return text(0) == text(2) && text(1) == text(3);
    }

    void check_appearance() {
        Object appearance = get(annotation_, "/AP");
        if (!appearance.isDictionary()) {
            if (!is_one_of(type_, {"/Popup", "/Link"}) && !has_no_area())
                findings_.a("6.3.3-1", where_, "an annotation without an appearance");
            return;
        }
        const auto keys = appearance.getKeys();
        if (keys.size() != 1 || !keys.contains("/N")) {
            findings_.a("6.3.3-2", where_, "an annotation with another appearance than N");
            return;
        }
        Object normal = get(appearance, "/N");
        const bool is_button =
            type_ == "/Widget" && name_of(inherited(annotation_, "/FT")) == "/Btn";
        bool are_states = normal.isDictionary() && !normal.getKeys().empty();
        if (are_states)
            for (auto& [state, stream] : normal.getDictAsMap())
                are_states = are_states && stream.isStream();
        if (is_button && !are_states)
            findings_.a("6.3.3-3", where_, "a button's appearance does not tell its states");
        if (!is_button && !normal.isStream())
            findings_.a("6.3.3-4", where_, "the appearance N is no stream");
    }

    // --- PDF/UA ---
    [[nodiscard]] bool is_exempt() const {
        const auto flags = integer_of(get(annotation_, "/F")).value_or(0);
        return (flags & kHidden) != 0 || is_outside();
    }
    // Beyond what is shown of the page.
    [[nodiscard]] bool is_outside() const {
        Object box = inherited(page_, "/CropBox");
        if (box.isNull()) box = inherited(page_, "/MediaBox");
        const auto sides = each(get(annotation_, "/Rect")), of_box = each(box);
        constexpr std::size_t kSides = 4;
        if (sides.size() != kSides || of_box.size() != kSides) return false;
        std::array<long long, kSides> rect{}, page{};
        for (std::size_t i = 0; i < kSides; ++i) {
            rect[i] = whole(sides[i]);
            page[i] = whole(of_box[i]);
        }
        for (auto* sorted : {&rect, &page})
            for (std::size_t i = 0; i < 2; ++i)
                if ((*sorted)[i] > (*sorted)[i + 2]) std::swap((*sorted)[i], (*sorted)[i + 2]);
        return rect[2] <= page[0] || rect[0] >= page[2] || rect[3] <= page[1] || rect[1] >= page[3];
    }
    static long long whole(const Object& number) {
        Object of = number;
        if (of.isInteger()) return of.getIntValue();
        return of.isReal() ? std::strtoll(of.getRealValue().c_str(), nullptr, 10) : 0;
    }

    [[nodiscard]] std::string parent_type() const {
        return element_ == kNoElement
                   ? ""
                   : structure_.elements()[static_cast<std::size_t>(element_)].standard;
    }
    [[nodiscard]] bool parent_has_alternative() const {
        return element_ != kNoElement &&
               !text_string(
                    get(structure_.elements()[static_cast<std::size_t>(element_)].object, "/Alt"))
                    .empty();
    }

    void check_ua() {
        if (type_ == "/PrinterMark") {
            if (!is_exempt() && element_ != kNoElement)
                findings_.ua("7.18.8-1", where_, "a printer's mark in the structure");
            return;
        }
        const std::string contents = text_string(get(annotation_, "/Contents"));
        if (!contents.empty() && !has_language_ &&
            (element_ == kNoElement || !structure_.inherited(element_, "/Lang")))
            findings_.ua("7.2-24", where_, "its text is in no language that is known");
        if (is_exempt()) return;
        if (type_ == "/TrapNet")
            findings_.ua("7.18.2-1", where_, "an annotation for printing colours");
        if (type_ == "/Widget") return check_widget();
        if (type_ == "/Link") {
            if (parent_type() != "Link")
                findings_.ua("7.18.5-1", where_, "a link that is in no Link of the structure");
            if (contents.empty()) findings_.ua("7.18.5-2", where_, "a link without a text");
            return;
        }
        if (type_ == "/Popup") return;
        if (parent_type() != "Annot")
            findings_.ua("7.18.1-1", where_, "an annotation that is in no Annot of the structure");
        if (contents.empty() && !parent_has_alternative())
            findings_.ua("7.18.1-2", where_, "an annotation without a text");
    }

    void check_widget() {
        // What has no name of its own is shown of a field that has one.
        Object parent = get(annotation_, "/Parent");
        const bool is_field = !get(annotation_, "/T").isNull() || !parent.isDictionary();
        const Object field = is_field ? annotation_ : parent;
        if (text_of(get(field, "/TU")).empty() && !parent_has_alternative())
            findings_.ua("7.18.1-3", where_, "a field without a text");
        if (parent_type() != "Form")
            findings_.ua("7.18.4-1", where_, "a field that is in no Form of the structure");
    }

    const Structure& structure_;
    Object page_, annotation_;
    Findings& findings_;
    std::string type_, where_;
    bool has_language_;
    int element_ = kNoElement;
};

// --- actions ---
class ActionCheck {
public:
    explicit ActionCheck(Findings& findings) : findings_(findings) {}

    void check(const Object& action, int depth = 0) {
        Object of = action;
        if (!of.isDictionary() || depth > kDepthMost) return;
        if (of.isIndirect() && !seen_.insert(of.getObjGen()).second) return;
        const std::string where = place_of(action, "an action");
        const std::string type = name_in(action, "/S");
        if (!is_one_of(type,
                       {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}))
            findings_.a("6.5.1-1", where, fmt::format("an action of the kind '{}'", type));
        if (type == "/Named" && !is_one_of(name_in(action, "/N"),
                                           {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}))
            findings_.a("6.5.1-2", where, "a named action that goes to no page");
        if (type == "/Rendition") check_media(get(get(action, "/R"), "/C"));
        for (const auto& next : each(get(action, "/Next"))) check(next, depth + 1);
    }
    void check_all(const Object& additional) {
        Object of = additional;
        if (!of.isDictionary()) return;
        for (auto& [key, action] : of.getDictAsMap()) check(action);
    }

private:
    void check_media(const Object& clip) {
        Object of = clip;
        if (!of.isDictionary()) return;
        const std::string where = place_of(clip, "a media clip");
        if (get(clip, "/CT").isNull()) findings_.ua("7.18.6.2-1", where, "media without a type");
        const auto texts = each(get(clip, "/Alt"));
        bool is_told = !texts.empty() && texts.size() % 2 == 0;
        for (std::size_t i = 1; i < texts.size(); i += 2)
            is_told = is_told && !text_of(texts[i]).empty();
        if (!is_told) findings_.ua("7.18.6.2-2", where, "media without an alternative text");
    }

    Findings& findings_;
    std::set<QPDFObjGen> seen_;
};

void each_outline(const Object& item, int depth, std::set<QPDFObjGen>& seen,
                  const std::function<void(const Object&)>& on_item) {
    Object at = get(item, "/First");
    while (at.isDictionary() && depth <= kDepthMost) {
        if (at.isIndirect() && !seen.insert(at.getObjGen()).second) return;
        on_item(at);
        each_outline(at, depth + 1, seen, on_item);
        at = get(at, "/Next");
    }
}

}  // namespace

void check_catalog(const Document& document, Findings& findings) {
    const Object root = document.root();
    check_permissions(document, findings);
    check_layers(root, findings);
    check_form(document, findings);
    check_encryption(document, findings);
    if (!get(root, "/AA").isNull()) findings.a("6.5.2-1", "", "the file has actions of its own");
    if (!get(get(root, "/Names"), "/AlternatePresentations").isNull())
        findings.a("6.10-1", "", "the file has alternate presentations");
    if (!get(root, "/Requirements").isNull())
        findings.a("6.11-1", "", "the file asks something of its viewer");
    if (!is_true(get(get(root, "/ViewerPreferences"), "/DisplayDocTitle")))
        findings.ua("7.1-10", "", "a viewer does not show the title");
    const bool has_outline = get(get(root, "/Outlines"), "/First").isDictionary();
    if (has_outline && text_of(get(root, "/Lang")).empty())
        findings.ua("7.2-2", "", "bookmarks are in no language that is known");
}

void check_annotations(const Document& document, const Structure& structure, Findings& findings) {
    std::size_t number = 0;
    for (const auto& page : document.pages()) {
        const std::string where = fmt::format("page {}", ++number);
        if (!get(page, "/AA").isNull())
            findings.a("6.5.2-2", where, "a page with actions of its own");
        if (!get(page, "/PresSteps").isNull()) findings.a("6.10-2", where, "a page with steps");
        const auto annotations = each(get(page, "/Annots"));
        if (!annotations.empty() && name_in(page, "/Tabs") != "/S")
            findings.ua("7.18.3-1", where, "its annotations are not in the order of the structure");
        for (const auto& annotation : annotations)
            AnnotationCheck(document, structure, page, annotation, findings).check();
    }
}

void check_actions(const Document& document, Findings& findings) {
    ActionCheck actions(findings);
    const Object root = document.root();
    actions.check(get(root, "/OpenAction"));
    actions.check_all(get(root, "/AA"));
    std::set<QPDFObjGen> seen;
    each_outline(get(root, "/Outlines"), 0, seen,
                 [&](const Object& item) { actions.check(get(item, "/A")); });
    for (const auto& page : document.pages()) {
        actions.check_all(get(page, "/AA"));
        for (const auto& annotation : each(get(page, "/Annots"))) {
            actions.check(get(annotation, "/A"));
            actions.check_all(get(annotation, "/AA"));
        }
    }
    std::set<QPDFObjGen> fields;
    for (const auto& field : each(get(get(root, "/AcroForm"), "/Fields")))
        each_field(field, 0, fields, [&](const Object& of) { actions.check_all(get(of, "/AA")); });
}

}  // namespace bw::conformity
