#include "platform/pdf/document.h"

#include "platform/pdf/limits.h"

#include <fmt/format.h>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFExc.hh>

#include <algorithm>
#include <exception>
#include <stdexcept>

namespace bw::pdf_file {
namespace {

constexpr int kPageTreeDepth = 64;
constexpr std::size_t kPagesMost = 100'000;

// Keeps what comes, up to a limit: a few bytes can unpack to any number.
class Keep : public Pipeline {
public:
    explicit Keep(std::string& into) : Pipeline("keep", nullptr), into_(into) {}
    void write(unsigned char const* data, size_t length) override {
        is_full_ = is_full_ || into_.size() + length > kUnpackedMost;
        if (is_full_) return;
        into_.append(reinterpret_cast<const char*>(data), length);
    }
    void finish() override {}
    [[nodiscard]] bool is_full() const { return is_full_; }

private:
    std::string& into_;
    bool is_full_ = false;
};

// What QPDF cannot do is nothing.
template <typename F>
auto tried(F&& read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

Result<Document> Document::open(std::string_view bytes) {
    if (bytes.size() > kBytesMost)
        return fail(Code::Limit,
                    fmt::format("a file of more than {} MB is not judged", kBytesMost >> 20));
    Document document(bytes);
    try {
        document.pdf_ = std::make_shared<QPDF>();
        document.pdf_->setSuppressWarnings(true);
        document.pdf_->processMemoryFile("file", bytes.data(), bytes.size());
        document.read();
    } catch (const QPDFExc& error) {
        const bool is_locked = error.getErrorCode() == qpdf_e_password;
        return fail(Code::Refused, is_locked ? "only a password opens the file"
                                             : "no PDF file: " + error.getMessageDetail());
    } catch (const std::exception& error) {
        return fail(Code::Refused, fmt::format("no PDF file: {}", error.what()));
    }
    return document;
}

void Document::read() {
    is_encrypted_ = pdf_->isEncrypted();
    trailer_ = pdf_->getTrailer();
    root_ = pdf_->getRoot();
    objects_ = pdf_->getAllObjects();
    // Behind it: where an object does not lie where it should, QPDF makes the table anew.
    for (const auto& [id, entry] : pdf_->getXRefTable())
        if (entry.getType() == 1)
            places_.push_back(
                {id.getObj(), id.getGen(), static_cast<std::size_t>(entry.getOffset())});
    std::set<QPDFObjGen> seen;
    walk_pages(get(root_, "/Pages"), 0, seen);
}

// QPDF's own list of pages mends the tree, and a checker must not.
void Document::walk_pages(const Object& node, int depth, std::set<QPDFObjGen>& seen) {
    Object of = node;
    const bool is_bounded = depth <= kPageTreeDepth && pages_.size() < kPagesMost;
    if (!of.isDictionary() || !is_bounded) return;
    if (of.isIndirect() && !seen.insert(of.getObjGen()).second) return;
    Object kids = get(node, "/Kids");
    if (!kids.isArray()) {
        pages_.push_back(node);
        return;
    }
    for (const auto& kid : each(kids)) walk_pages(kid, depth + 1, seen);
}

Object Document::object(int number, int generation) const {
    return tried([&] { return pdf_->getObject(number, generation); }).value_or(Object::newNull());
}

std::optional<std::string> Document::unpacked(Object stream) {
    return tried([&]() -> std::string {
        std::string bytes;
        Keep keep(bytes);
        bool is_attempted = false;
        const bool is_whole =
            stream.pipeStreamData(&keep, &is_attempted, 0, qpdf_dl_specialized, true, false);
        if (!is_whole || !is_attempted || keep.is_full())
            throw std::runtime_error("it cannot be unpacked");
        return bytes;
    });
}

std::string Document::stored(Object stream) {
    return tried([&]() -> std::string {
               const auto buffer = stream.getRawStreamData();
               return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
           })
        .value_or("");
}

std::string place_of(const Object& object, std::string_view otherwise) {
    Object of = object;
    if (!of.isIndirect()) return std::string(otherwise);
    return fmt::format("object {}", of.getObjectID());
}

Object dictionary_of(const Object& object) {
    Object of = object;
    if (of.isStream()) return of.getDict();
    return of.isDictionary() ? of : Object::newNull();
}

Object get(const Object& from, const char* key) {
    Object dictionary = dictionary_of(from);
    return dictionary.isDictionary() ? dictionary.getKey(key) : Object::newNull();
}

std::string name_of(const Object& object) {
    Object of = object;
    return of.isName() ? of.getName() : "";
}

std::string name_in(const Object& from, const char* key) { return name_of(get(from, key)); }

std::vector<Object> each(const Object& object) {
    Object of = object;
    if (of.isArray()) return of.getArrayAsVector();
    if (of.isNull()) return {};
    return {of};
}

std::string text_of(const Object& object) {
    Object of = object;
    return of.isString() ? of.getStringValue() : "";
}

std::optional<long long> integer_of(const Object& object) {
    Object of = object;
    if (!of.isInteger()) return std::nullopt;
    return of.getIntValue();
}

bool is_true(const Object& object) {
    Object of = object;
    return of.isBool() && of.getBoolValue();
}

Object inherited(const Object& from, const char* key) {
    Object at = from;
    for (int depth = 0; depth < kPageTreeDepth && at.isDictionary(); ++depth) {
        if (Object value = get(at, key); !value.isNull()) return value;
        at = get(at, "/Parent");
    }
    return Object::newNull();
}

}  // namespace bw::pdf_file
