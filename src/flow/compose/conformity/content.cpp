#include "flow/compose/conformity/content.h"

#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/graphics.h"
#include "flow/compose/conformity/inline_image.h"
#include "flow/compose/conformity/operators.h"
#include "flow/compose/conformity/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace bw::conformity {
namespace {

constexpr int kDepthMost = 24;
constexpr std::size_t kStatesMost = 28;  // q within q
constexpr std::size_t kSavedMost = 1000;
constexpr std::size_t kMarksMost = 1000;  // marked content within marked content
constexpr std::size_t kOperandsMost = 10'000;
constexpr std::size_t kOperatorsMost = 50'000'000;          // of a file
constexpr std::size_t kContentMost = std::size_t{4} << 30;  // bytes that are run
constexpr int kInvocationsMost = 64;                        // of one form that are looked into

QPDFObjGen id_of(const Object& object) {
    return object.isIndirect() ? object.getObjGen() : QPDFObjGen();
}

struct State {
    Object fill = Object::newName("/DeviceGray"),
           stroke = Object::newName("/DeviceGray");  // spaces
    Object font = Object::newNull();
    int text_mode = 0;
    GraphicsState graphics;
};

// A marked-content sequence that is open.
struct Mark {
    std::string tag;
    // It, or one around it:
    bool is_artifact = false, is_tagged = false, has_actual_text = false, has_language = false;
};

// Whose content it is.
struct Source {
    Object resources = Object::newNull();  // its own
    Object page_resources = Object::newNull();
    bool is_inherited = false;  // those of its own are its parent's
    std::optional<long long> struct_parents;
    std::string where;
    bool is_uncoloured = false;  // a stencil: its colours are its user's
    bool is_annotation = false;
};

class Walk {
public:
    Walk(const Document& document, const Structure& structure, Findings& findings)
        : document_(document), structure_(structure), findings_(findings),
          colours_(document, findings), fonts_(findings),
          has_language_(!text_of(get(document.root(), "/Lang")).empty()) {}

    void check() {
        std::size_t number = 0;
        for (const auto& page : document_.pages()) check_page(page, ++number);
        fonts_.check();
        colours_.check_separations();
    }

private:
    // --- pages ---
    void check_page(const Object& page, std::size_t number) {
        const std::string where = fmt::format("page {}", number);
        is_transparent_ = false;
        Source source;
        source.resources = get(page, "/Resources");
        source.is_inherited = source.resources.isNull();
        if (source.is_inherited) source.resources = inherited(page, "/Resources");
        source.page_resources = source.resources;
        source.struct_parents = integer_of(get(page, "/StructParents"));
        source.where = where;
        std::string bytes;
        for (const auto& part : each(get(page, "/Contents"))) append_content(part, where, bytes);
        State state;
        std::vector<Mark> marks;
        run(bytes, source, state, marks, 0);
        for (const auto& annotation : each(get(page, "/Annots")))
            check_appearance(annotation, source);
        const Object group = get(page, "/Group");
        const Object space = get(group, "/CS");
        use_colour(space, source);
        Object has_space = space;
        if (is_transparent_ && !colours_.has_output_space() && has_space.isNull())
            findings_.a("6.2.10-2", where,
                        "transparent things are drawn into no known colour space");
        for (const char* box : {"/MediaBox", "/CropBox"})
            check_box(inherited(page, box), where, findings_);
        for (const char* box : {"/BleedBox", "/TrimBox", "/ArtBox"})
            check_box(get(page, box), where, findings_);
    }

    // What cannot be read is not kept in silence.
    void append_content(const Object& part, const std::string& where, std::string& bytes) {
        const auto unpacked = Document::unpacked(part);
        const bool fits = unpacked && bytes.size() + unpacked->size() <= kUnpackedMost;
        if (fits) bytes += *unpacked + "\n";
        else findings_.a("6.2.2-1", where, "its content cannot be read, or is too much");
    }

    void check_appearance(const Object& annotation, const Source& page) {
        Object appearance = get(annotation, "/AP");
        if (!appearance.isDictionary()) return;
        for (auto& [key, value] : appearance.getDictAsMap()) {
            std::vector<Object> streams;
            if (value.isStream()) streams.push_back(value);
            else if (value.isDictionary())
                for (auto& [state, stream] : value.getDictAsMap())
                    if (stream.isStream()) streams.push_back(stream);
            for (const auto& stream : streams) {
                State state;
                std::vector<Mark> marks;
                form(stream, page, state, marks, 1, true);
            }
        }
    }

    // --- resources ---
    Object resource(const Source& source, const char* category, const std::string& name) const {
        Object own = get(get(source.resources, category), name.c_str());
        if (!own.isNull()) return own;
        return get(get(source.page_resources, category), name.c_str());
    }
    // One that an operator names.
    Object named(const Source& source, const char* category, const std::string& name) {
        Object own = get(get(source.resources, category), name.c_str());
        if (!own.isNull()) {
            if (source.is_inherited)
                findings_.a("6.2.2-2", source.where, "its resources are those of its parent");
            return own;
        }
        Object other = get(get(source.page_resources, category), name.c_str());
        if (!other.isNull())
            findings_.a(
                "6.2.2-2", source.where,
                fmt::format("'{}' is only among the resources of the page", name.substr(1)));
        return other;
    }
    ResourceOf resources_of(const Source& source) const {
        return [this, &source](const char* category, const std::string& name) {
            return resource(source, category, name);
        };
    }

    void use_colour(const Object& space, const Source& source) {
        Object of = space;
        if (of.isNull() || source.is_uncoloured) return;
        colours_.use(space, resources_of(source), source.where);
    }
    // "/CS0" of cs: a device, or a resource.
    Object space_named(const std::string& name, const Source& source) {
        if (is_one_of(name, {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"}))
            return Object::newName(name);
        return named(source, "/ColorSpace", name);
    }

    // --- content ---
    struct Running {
        const Source& source;
        State& state;
        std::vector<Mark>& marks;
        int depth;
        std::vector<Token> operands = {};
        std::vector<State> saved = {};
        std::size_t saves = 0;      // of which the first kSavedMost are kept
        std::size_t own_marks = 0;  // those that this content opened
    };

    void run(std::string_view bytes, const Source& source, State& state, std::vector<Mark>& marks,
             int depth) {
        content_ += bytes.size();
        if (content_ > kContentMost) throw std::length_error("more content than is judged");
        Lexer lexer(bytes);
        Running at{source, state, marks, depth};
        for (Token token = lexer.next(); token.kind != Token::Kind::End; token = lexer.next()) {
            if (token.kind == Token::Kind::Bad) continue;
            const bool is_operand = token.kind != Token::Kind::Keyword || token.is("true") ||
                                    token.is("false") || token.is("null");
            if (is_operand) {
                check_token(token, source.where, findings_);
                if (at.operands.size() < kOperandsMost) at.operands.push_back(token);
                continue;
            }
            if (++operators_ > kOperatorsMost)
                throw std::length_error("more operators than are judged");
            if (!is_operator(token.raw))
                findings_.a("6.2.2-1", source.where,
                            fmt::format("'{}' is no operator", token.raw.substr(0, 16)));
            if (token.is("BI")) inline_image(lexer, bytes, at);
            else operate(token.raw, at);
            at.operands.clear();
        }
        for (; at.own_marks > 0; --at.own_marks)
            if (at.own_marks <= kMarksMost) marks.pop_back();
    }

    [[nodiscard]] static std::string name_operand(const Running& at) {
        if (at.operands.empty() || at.operands.back().kind != Token::Kind::Name) return {};
        return "/" + name_of(at.operands.back().raw);
    }

    void operate(std::string_view op, Running& at) {
        if (op == "q") {
            ++at.saves;
            if (at.saves <= kSavedMost) at.saved.push_back(at.state);
            if (at.saves > kStatesMost)
                findings_.a("6.1.13-8", at.source.where,
                            "more than 28 graphics states in each other");
        } else if (op == "Q") {
            if (at.saves > 0 && at.saves-- <= kSavedMost) {
                at.state = std::move(at.saved.back());
                at.saved.pop_back();
            }
        } else if (op == "gs") {
            extended_state(at);
        } else if (op == "ri") {
            check_intent(name_operand(at), at.source.where, findings_);
        } else if (op == "Do") {
            invoke(at);
        } else if (op == "sh") {
            const Object shading = named(at.source, "/Shading", name_operand(at));
            use_colour(get(shading, "/ColorSpace"), at.source);
            paint(at, true, false);
            item(at, "a shading");
        } else if (is_one_of(op, {"Tj", "TJ", "'", "\""})) {
            show_text(at);
        } else if (op == "Tf") {
            if (at.operands.size() >= 2 &&
                at.operands[at.operands.size() - 2].kind == Token::Kind::Name)
                at.state.font = named(at.source, "/Font",
                                      "/" + name_of(at.operands[at.operands.size() - 2].raw));
        } else if (op == "Tr") {
            if (!at.operands.empty())
                at.state.text_mode = static_cast<int>(integer_of(at.operands.back()).value_or(0));
        } else if (is_one_of(op, {"BMC", "BDC"})) {
            begin_mark(op == "BDC", at);
        } else if (op == "DP") {
            check_property_language(properties_of(at), at.source.where);
        } else if (op == "EMC") {
            if (at.own_marks > 0 && at.own_marks-- <= kMarksMost) at.marks.pop_back();
        } else if (is_one_of(op, {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})) {
            const bool fills = op != "S" && op != "s";
            const bool strokes = op != "f" && op != "F" && op != "f*";
            paint(at, fills, strokes);
            item(at, "a path");
        } else {
            set_colour(op, at);
        }
    }

    void set_colour(std::string_view op, Running& at) {
        const auto device = [&](std::string_view lower, std::string_view upper, const char* name) {
            if (op != lower && op != upper) return false;
            auto& space = op == lower ? at.state.fill : at.state.stroke;
            space = Object::newName(name);
            use_colour(space, at.source);
            return true;
        };
        if (device("g", "G", "/DeviceGray") || device("rg", "RG", "/DeviceRGB") ||
            device("k", "K", "/DeviceCMYK"))
            return;
        if (op == "cs" || op == "CS") {
            auto& space = op == "cs" ? at.state.fill : at.state.stroke;
            space = space_named(name_operand(at), at.source);
            use_colour(space, at.source);
        } else if ((op == "scn" || op == "SCN") && !name_operand(at).empty()) {
            pattern(named(at.source, "/Pattern", name_operand(at)), at);
        }
    }

    // The space itself, or what stands for a device in four colours.
    [[nodiscard]] Object in_force(const Object& space, const Source& source) const {
        if (name_of(space) != "/DeviceCMYK") return space;
        Object instead = resource(source, "/ColorSpace", "/DefaultCMYK");
        return instead.isArray() ? instead : space;
    }

    // The colours in force, and what makes them transparent.
    void paint(Running& at, bool fills, bool strokes) {
        if (fills) use_colour(at.state.fill, at.source);
        if (strokes) use_colour(at.state.stroke, at.source);
        is_transparent_ = is_transparent_ || at.state.graphics.is_transparent(fills, strokes);
        if (fills && Colours::is_icc_cmyk(in_force(at.state.fill, at.source)) &&
            at.state.graphics.overprints(false))
            findings_.a("6.2.4.2-2", at.source.where,
                        "a profile of four colours overprints by mode 1");
        if (strokes && Colours::is_icc_cmyk(in_force(at.state.stroke, at.source)) &&
            at.state.graphics.overprints(true))
            findings_.a("6.2.4.2-2", at.source.where,
                        "a profile of four colours overprints by mode 1");
    }

    void extended_state(Running& at) {
        Object state = named(at.source, "/ExtGState", name_operand(at));
        if (!state.isDictionary()) return;
        check_extended_state(state, place_of(state, at.source.where), findings_);
        at.state.graphics.take(state);
        if (const auto font = each(get(state, "/Font")); !font.empty()) at.state.font = font[0];
    }

    void pattern(const Object& pattern, Running& at) {
        Object of = pattern;
        if (!of.isStream()) {
            use_colour(get(get(pattern, "/Shading"), "/ColorSpace"), at.source);
            if (Object state = get(pattern, "/ExtGState"); state.isDictionary())
                check_extended_state(state, place_of(state, at.source.where), findings_);
            return;
        }
        if (at.depth >= kDepthMost || !look_into(of)) return;
        Source source = source_of(of, at.source);
        source.is_uncoloured = integer_of(get(of, "/PaintType")) == 2;
        std::string bytes;
        append_content(of, source.where, bytes);
        State state;
        std::vector<Mark> marks = at.marks;
        const bool keeps = std::exchange(is_item_free_, true);
        run(bytes, source, state, marks, at.depth + 1);
        is_item_free_ = keeps;
    }

    // --- text ---
    void show_text(Running& at) {
        for (const auto& token : at.operands)
            if (token.kind == Token::Kind::String || token.kind == Token::Kind::HexString)
                show_string(string_of(token), at);
        const int mode = at.state.text_mode;
        const bool is_drawn = mode != 3 && mode != 7;
        if (is_drawn) {
            const bool fills = mode == 0 || mode == 2 || mode == 4 || mode == 6;
            const bool strokes = mode == 1 || mode == 2 || mode == 5 || mode == 6;
            paint(at, fills, strokes);
        }
        item(at, "a text");
        if (!has_language_ && (at.marks.empty() || !at.marks.back().has_language))
            findings_.ua("7.2-34", at.source.where, "a text is in no language that is known");
        if (name_in(at.state.font, "/Subtype") == "/Type3") glyph_contents(at);
    }

    void show_string(const std::string& text, Running& at) {
        const bool has_actual_text = !at.marks.empty() && at.marks.back().has_actual_text;
        fonts_.show(at.state.font, text, at.state.text_mode != 3, has_actual_text);
    }

    void glyph_contents(Running& at) {
        Object glyphs = get(at.state.font, "/CharProcs");
        if (at.depth >= kDepthMost || !glyphs.isDictionary() || !look_into(at.state.font)) return;
        for (auto& [name, stream] : glyphs.getDictAsMap()) {
            std::string bytes;
            append_content(stream, place_of(stream, at.source.where), bytes);
            Source source = at.source;
            source.where = place_of(stream, at.source.where);
            source.resources = get(at.state.font, "/Resources");
            source.is_inherited = false;
            source.is_uncoloured = first_operator(bytes) == "d1";
            State state;
            std::vector<Mark> marks = at.marks;
            const bool keeps = std::exchange(is_item_free_, true);
            run(bytes, source, state, marks, at.depth + 1);
            is_item_free_ = keeps;
        }
    }

    // --- objects ---
    // Some files draw one form thousands of times; what it holds is the same each time.
    bool look_into(const Object& object) {
        if (!object.isIndirect()) return true;
        return ++invocations_[object.getObjGen()] <= kInvocationsMost;
    }

    static Source source_of(const Object& stream, const Source& user) {
        Source source;
        source.resources = get(stream, "/Resources");
        source.page_resources = user.page_resources;
        source.struct_parents = integer_of(get(stream, "/StructParents"));
        source.where = place_of(stream, user.where);
        source.is_uncoloured = user.is_uncoloured;
        source.is_annotation = user.is_annotation;
        return source;
    }

    void invoke(Running& at) {
        Object object = named(at.source, "/XObject", name_operand(at));
        if (!object.isStream()) return;
        const std::string type = name_in(object, "/Subtype");
        const std::string where = place_of(object, at.source.where);
        if (type == "/PS") findings_.a("6.2.9-3", where, "a program of PostScript");
        if (type == "/Image") {
            image(object, at, where);
        } else if (type == "/Form") {
            is_transparent_ = is_transparent_ || at.state.graphics.is_transparent(true, false);
            form(object, at.source, at.state, at.marks, at.depth + 1, false);
        }
    }

    void form(const Object& stream, const Source& user, State& caller, std::vector<Mark>& marks,
              int depth, bool is_annotation) {
        const std::string where = place_of(stream, user.where);
        check_form(stream, where, findings_);
        const Object group = get(stream, "/Group");
        if (name_in(group, "/S") == "/Transparency") {
            is_transparent_ = true;
            use_colour(get(group, "/CS"), user);
        }
        if (depth > kDepthMost || open_forms_.contains(id_of(stream))) return;
        if (!look_into(stream)) {
            is_transparent_ = is_transparent_ || transparent_[id_of(stream)];
            return;
        }
        Source source = source_of(stream, user);
        source.is_annotation = source.is_annotation || is_annotation;
        std::string bytes;
        append_content(stream, where, bytes);
        if (source.struct_parents && stream.isIndirect() && invocations_[stream.getObjGen()] > 1)
            findings_.ua("7.20-2", where, "content of the structure is drawn twice");
        State state = caller;
        state.graphics = state.graphics.of_form();
        std::vector<Mark> with = marks;
        if (is_in_structure(stream)) {
            with.push_back(marks.empty() ? Mark{} : marks.back());
            with.back().is_tagged = true;
        }
        const bool was_transparent = std::exchange(is_transparent_, false);
        open_forms_.insert(id_of(stream));
        run(bytes, source, state, with, depth);
        open_forms_.erase(id_of(stream));
        transparent_[id_of(stream)] = is_transparent_;
        is_transparent_ = is_transparent_ || was_transparent;
    }

    void image(const Object& stream, Running& at, const std::string& where) {
        if (images_.insert(id_of(stream)).second) check_image(stream, where, findings_);
        Object mask = get(stream, "/ImageMask");
        const bool is_mask = mask.isBool() && mask.getBoolValue();
        if (is_mask) use_colour(at.state.fill, at.source);
        else use_colour(get(stream, "/ColorSpace"), at.source);
        is_transparent_ = is_transparent_ || get(stream, "/SMask").isStream() ||
                          integer_of(get(stream, "/SMaskInData")).value_or(0) > 0 ||
                          at.state.graphics.is_transparent(true, false);
        if (!is_in_structure(stream)) item(at, "an image");
    }

    // An object that an element refers to as a whole.
    [[nodiscard]] bool is_in_structure(const Object& object) const {
        const auto key = integer_of(get(object, "/StructParent"));
        return key && structure_.of_object(*key) != kNoElement;
    }

    // BI: entries up to ID, bytes up to EI.
    void inline_image(Lexer& lexer, std::string_view bytes, Running& at) {
        const auto entries = read_entries(lexer, at.source.where, findings_);
        check_inline_image(entries, at.source.where, findings_);
        const auto values = [&](const char* abbreviated, const char* full) {
            for (const char* key : {abbreviated, full})
                if (const auto found = entries.find(key); found != entries.end())
                    return found->second;
            return std::vector<Token>{};
        };
        const auto mask = values("IM", "ImageMask");
        if (!mask.empty() && mask[0].is("true")) use_colour(at.state.fill, at.source);
        // "/RGB", or of colours by number "[/I /RGB 1 <..>]".
        const auto space = values("CS", "ColorSpace");
        const bool is_indexed = space.size() > 2 && space[0].kind == Token::Kind::ArrayBegin;
        if (!space.empty()) use_inline_space(name_of(space[is_indexed ? 2 : 0].raw), at.source);
        is_transparent_ = is_transparent_ || at.state.graphics.is_transparent(true, false);
        item(at, "an image");
        lexer.go_to(end_of_image(bytes, lexer.at()));
    }

    void use_inline_space(const std::string& name, const Source& source) {
        const auto device = inline_device(name);
        use_colour(device ? Object::newName(*device) : named(source, "/ColorSpace", "/" + name),
                   source);
    }

    // --- marks ---
    Object properties_of(Running& at) {
        if (at.operands.empty()) return Object::newNull();
        const Token& last = at.operands.back();
        if (last.kind == Token::Kind::Name)
            return named(at.source, "/Properties", "/" + name_of(last.raw));
        std::string text;
        for (std::size_t i = 1; i < at.operands.size(); ++i) {
            text += at.operands[i].raw;
            text += ' ';
        }
        try {
            return Object::parse(text);
        } catch (const std::exception&) {
            return Object::newNull();
        }
    }

    void begin_mark(bool has_properties, Running& at) {
        Mark mark;
        if (!at.operands.empty()) mark.tag = name_of(at.operands.front().raw);
        const Mark around = at.marks.empty() ? Mark{} : at.marks.back();
        const bool is_own_artifact = mark.tag == "Artifact";
        mark.is_artifact = around.is_artifact || is_own_artifact;
        mark.is_tagged = around.is_tagged;
        mark.has_language = around.has_language;
        mark.has_actual_text = around.has_actual_text;
        bool is_own = false;
        if (has_properties) {
            Object properties = properties_of(at);
            Object actual = get(properties, "/ActualText");
            mark.has_actual_text = mark.has_actual_text || actual.isString();
            mark.has_language =
                check_property_language(properties, at.source.where) || mark.has_language;
            const auto mcid = integer_of(get(properties, "/MCID"));
            const int element = mcid && at.source.struct_parents
                                    ? structure_.of_content(*at.source.struct_parents, *mcid)
                                    : kNoElement;
            if (element != kNoElement) {
                is_own = true;
                mark.is_tagged = true;
                mark.has_language =
                    mark.has_language || structure_.inherited(element, "/Lang").has_value();
                mark.has_actual_text = mark.has_actual_text ||
                                       structure_.inherited(element, "/ActualText").has_value();
            }
            if (mark.tag == "Span") check_span(properties, mark, at);
        }
        if (!is_item_free_ && !at.source.is_annotation) {
            if (is_own_artifact && around.is_tagged)
                findings_.ua("7.1-1", at.source.where, "an artifact lies in tagged content");
            if (is_own && around.is_artifact)
                findings_.ua("7.1-2", at.source.where, "tagged content lies in an artifact");
        }
        ++at.own_marks;
        if (at.own_marks <= kMarksMost) at.marks.push_back(std::move(mark));
    }

    // Has the property list one?
    bool check_property_language(const Object& properties, const std::string& where) {
        Object language = get(properties, "/Lang");
        if (language.isNull()) return false;
        check_language_tag(text_string(language), where, findings_);
        return true;
    }

    void check_span(const Object& properties, const Mark& mark, Running& at) {
        constexpr std::array kTexts{std::pair{"/ActualText", "7.2-30"}, std::pair{"/Alt", "7.2-31"},
                                    std::pair{"/E", "7.2-32"}};
        for (const auto& [key, clause] : kTexts)
            if (!get(properties, key).isNull() && !has_language_ && !mark.has_language)
                findings_.ua(clause, at.source.where,
                             fmt::format("{} is in no language that is known", key));
    }

    // Something that is drawn belongs to the structure, or is said to be no content.
    void item(Running& at, std::string_view what) {
        if (is_item_free_ || at.source.is_annotation) return;
        const bool is_told =
            !at.marks.empty() && (at.marks.back().is_artifact || at.marks.back().is_tagged);
        if (!is_told)
            findings_.ua("7.1-3", at.source.where,
                         fmt::format("{} is neither tagged nor an artifact", what));
    }

    const Document& document_;
    const Structure& structure_;
    Findings& findings_;
    Colours colours_;
    FontUses fonts_;
    bool has_language_;
    bool is_transparent_ = false;  // something on the page
    bool is_item_free_ = false;    // in a pattern or glyph: not content by itself
    std::size_t operators_ = 0, content_ = 0;
    std::map<QPDFObjGen, int> invocations_;
    std::set<QPDFObjGen> open_forms_, images_;
    std::map<QPDFObjGen, bool> transparent_;  // forms, of which some are not run each time
};

}  // namespace

void check_contents(const Document& document, const Structure& structure, Findings& findings) {
    Walk(document, structure, findings).check();
}

}  // namespace bw::conformity
