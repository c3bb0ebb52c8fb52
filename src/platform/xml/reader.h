// Reads XML as it comes, in pieces of any size, and tells of elements and text in order; no tree,
// so memory does not grow with the document. Names are taken apart by namespace.
//     xml::Reader reader(events);
//     TRY_VOID(reader.feed(bytes));  ..  TRY_VOID(reader.finish());
// A document type declaration is refused: with it come entities that grow without bound or name
// other files, and no format we read needs one. So are elements nested deeper than kMaxDepth and a
// single tag, comment or the like over kMaxTokenBytes. Encodings are UTF-8, UTF-16, Latin-1 and
// ASCII; text is handed on as UTF-8.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace bw::xml {

inline constexpr std::size_t kMaxDepth = 64;
inline constexpr std::size_t kMaxTokenBytes = 1 << 20;

struct Name {
    std::string_view space;  // empty: none
    std::string_view local;
    std::string_view prefix = {};  // as it was written; only who judges the writing asks for it
};

struct ReadAttribute {
    Name name;
    std::string_view value;
};

// What is told; views live until the call returns. An Error stops the reader for good.
class Events {
public:
    virtual ~Events() = default;
    virtual Result<void> start(const Name& name, std::span<const ReadAttribute> attributes) = 0;
    virtual Result<void> text(std::string_view piece) = 0;  // one text may come in several pieces
    virtual Result<void> end(const Name& name) = 0;
};

// Errors (Refused): not well-formed, or one of the refusals above; subject "line n". Thread: one
// owner. After an Error it must not be used again.
class Reader {
public:
    explicit Reader(Events& events);  // outlives the reader
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Result<void> feed(std::string_view bytes);
    Result<void> finish();
    // Where the event that is being told stands, from 1.
    [[nodiscard]] std::int64_t line() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bw::xml
