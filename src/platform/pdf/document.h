// A PDF file: its bytes, and its objects as QPDF reads them. QPDF throws where it
// cannot go on; what is asked here gives a null object or nothing instead.
#pragma once

#include "base/result.h"
#include "platform/pdf/qpdf.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf_file {

using Object = QPDFObjectHandle;

class Document {
public:
    // The bytes must outlive it. Refused: QPDF finds no PDF file in them, or one that only a
    // password opens.
    static Result<Document> open(std::string_view bytes);

    [[nodiscard]] std::string_view bytes() const { return bytes_; }
    [[nodiscard]] Object root() const { return root_; }
    [[nodiscard]] Object trailer() const { return trailer_; }
    [[nodiscard]] bool is_encrypted() const { return is_encrypted_; }
    // All that the cross-references name, ascending; streams and the rest.
    [[nodiscard]] const std::vector<Object>& objects() const { return objects_; }
    [[nodiscard]] const std::vector<Object>& pages() const { return pages_; }

    // Where an object that lies in no object stream begins.
    struct Place {
        int number = 0, generation = 0;
        std::size_t at = 0;
    };
    [[nodiscard]] const std::vector<Place>& places() const { return places_; }
    [[nodiscard]] Object object(int number, int generation) const;

    // A stream without its filters; nothing: it cannot be unpacked, or not within kUnpackedMost.
    [[nodiscard]] static std::optional<std::string> unpacked(Object stream);
    // As it is stored; empty where it cannot be read.
    [[nodiscard]] static std::string stored(Object stream);

private:
    explicit Document(std::string_view bytes) : bytes_(bytes) {}
    void read();
    void walk_pages(const Object& node, int depth, std::set<QPDFObjGen>& seen);

    std::string_view bytes_;
    std::shared_ptr<QPDF> pdf_;
    Object root_, trailer_;
    bool is_encrypted_ = false;
    std::vector<Object> objects_, pages_;
    std::vector<Place> places_;
};

// "object 12"; of a direct one `otherwise`.
std::string place_of(const Object& object, std::string_view otherwise = "");

// Null where there is none, or `from` is no dictionary or stream.
Object get(const Object& from, const char* key);
// "" unless it is a name: "/Font".
std::string name_in(const Object& from, const char* key);
std::string name_of(const Object& object);
// The dictionary, also of a stream.
Object dictionary_of(const Object& object);
// Items of an array; the object itself, where it is none and not null.
std::vector<Object> each(const Object& object);
// Bytes of a string; empty: it is none.
std::string text_of(const Object& object);
std::optional<long long> integer_of(const Object& object);
bool is_true(const Object& object);
// Of the dictionary, else of the nearest one above it by /Parent; null: of none.
Object inherited(const Object& from, const char* key);

}  // namespace bw::pdf_file
