#include "platform/xml/reader.h"

#include "base/check.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace bw::xml {

namespace {

// Newer expats want ..64 instead, which Debian 12 has not; long has 64 bits wherever we build.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static_assert(sizeof(XML_Index) == 8 && sizeof(XML_Size) == 8);

// Between namespace, name and prefix, none of which can hold it.
constexpr char kSeparator = '\n';

Name name_of(const char* text) {
    const std::string_view whole(text);
    const auto at = whole.find(kSeparator);
    if (at == std::string_view::npos) return {{}, whole};
    const auto rest = whole.substr(at + 1);
    const auto prefix = rest.find(kSeparator);
    if (prefix == std::string_view::npos) return {whole.substr(0, at), rest};
    return {whole.substr(0, at), rest.substr(0, prefix), rest.substr(prefix + 1)};
}

}  // namespace

class Reader::Impl {
public:
    explicit Impl(Events& events)
        : events_(events), parser_(XML_ParserCreateNS(nullptr, kSeparator)) {
        CHECK(parser_ != nullptr);  // only memory can be missing
        XML_SetUserData(parser_, this);
        XML_SetReturnNSTriplet(parser_, 1);
        XML_SetElementHandler(parser_, on_start, on_end);
        XML_SetCharacterDataHandler(parser_, on_text);
        XML_SetStartDoctypeDeclHandler(parser_, on_doctype);
        XML_SetParamEntityParsing(parser_, XML_PARAM_ENTITY_PARSING_NEVER);
    }
    ~Impl() { XML_ParserFree(parser_); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    // expat tells the encoding by the first bytes that it sees at once: they are four, however they
    // arrive.
    Result<void> parse(std::string_view bytes, bool is_final) {
        constexpr std::size_t kHead = 4;
        if (head_.size() < kHead) {
            const std::size_t count = std::min(kHead - head_.size(), bytes.size());
            head_.append(bytes.substr(0, count));
            bytes.remove_prefix(count);
            if (head_.size() < kHead && !is_final) return {};
            const bool is_all = is_final && bytes.empty();
            TRY_VOID(parse_pieces(head_, is_all));
            if (is_all) return {};
        }
        return parse_pieces(bytes, is_final);
    }

    Result<void> parse_pieces(std::string_view bytes, bool is_final) {
        constexpr std::size_t kPiece = 64 << 10;
        do {
            const auto piece = bytes.substr(0, kPiece);
            bytes.remove_prefix(piece.size());
            fed_ += static_cast<XML_Index>(piece.size());
            const bool is_last = is_final && bytes.empty();
            const auto status = XML_Parse(parser_, piece.data(), static_cast<int>(piece.size()),
                                          is_last ? XML_TRUE : XML_FALSE);
            if (error_) return std::unexpected(*error_);
            if (status != XML_STATUS_OK) {
                return fail(Code::Refused,
                            fmt::format("not well-formed XML: {}",
                                        XML_ErrorString(XML_GetErrorCode(parser_))),
                            place());
            }
            const XML_Index told = XML_GetCurrentByteIndex(parser_);
            if (!is_last && told >= 0 && fed_ - told > static_cast<XML_Index>(kMaxTokenBytes)) {
                return fail(Code::Refused,
                            fmt::format("a tag or comment is longer than {} bytes", kMaxTokenBytes),
                            place());
            }
        } while (!bytes.empty());
        return {};
    }

    [[nodiscard]] std::int64_t line() const {
        return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_));
    }

private:
    static Impl& self(void* data) { return *static_cast<Impl*>(data); }
    static void on_start(void* data, const char* name, const char** attributes) {
        self(data).start(name, attributes);
    }
    static void on_end(void* data, const char* name) {
        Impl& impl = self(data);
        if (impl.error_) return;
        --impl.depth_;
        impl.keep(impl.events_.end(name_of(name)));
    }
    static void on_text(void* data, const char* text, int length) {
        Impl& impl = self(data);
        if (impl.error_) return;
        impl.keep(impl.events_.text({text, static_cast<std::size_t>(length)}));
    }
    static void on_doctype(void* data, const char*, const char*, const char*, int) {
        Impl& impl = self(data);
        impl.keep(fail(Code::Refused,
                       "the document has a type declaration (DOCTYPE), which is not accepted: its "
                       "entities could grow without bound or read other files",
                       impl.place()));
    }

    void start(const char* name, const char** attributes) {
        if (error_) return;
        if (++depth_ > kMaxDepth) {
            return keep(fail(Code::Refused,
                             fmt::format("elements are nested deeper than {}", kMaxDepth),
                             place()));
        }
        attributes_.clear();
        for (; *attributes != nullptr; attributes += 2) {
            attributes_.push_back({name_of(attributes[0]), attributes[1]});
        }
        keep(events_.start(name_of(name), attributes_));
    }

    // After the first error nothing more is told, though expat may still call once or twice.
    void keep(Result<void> result) {
        if (result || error_) return;
        error_ = std::move(result).error();
        if (error_->subject.empty()) error_->subject = place();
        XML_StopParser(parser_, XML_FALSE);
    }

    [[nodiscard]] std::string place() const { return fmt::format("line {}", line()); }

    Events& events_;
    XML_Parser parser_;
    std::vector<ReadAttribute> attributes_;
    std::size_t depth_ = 0;
    std::string head_;  // the first bytes, until expat has seen them
    XML_Index fed_ = 0;
    std::optional<Error> error_;
};

Reader::Reader(Events& events) : impl_(std::make_unique<Impl>(events)) {}
Reader::~Reader() = default;

Result<void> Reader::feed(std::string_view bytes) { return impl_->parse(bytes, false); }
Result<void> Reader::finish() { return impl_->parse({}, true); }
std::int64_t Reader::line() const { return impl_->line(); }

}  // namespace bw::xml
