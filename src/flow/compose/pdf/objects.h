// The lowest layer: a PDF 1.7 file that only grows. Streams are written at once; all other objects
// are gathered in object streams; finish() writes the cross-reference stream. Same calls, same
// bytes. Numbering: reserve() hands out object numbers in order; each must be written once before
// finish().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

// zlib-format compression at one level (1 fastest .. 12 smallest). Thread: one owner.
class Deflater {
public:
    explicit Deflater(int level);
    ~Deflater();
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;
    // The compressed bytes; valid until the next call.
    std::string_view deflate(std::string_view data);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
    std::string buffer_;
};

// 128 bits that depend on every byte; for identity, not for security.
struct Digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend bool operator==(Digest, Digest) = default;
};
// Of the bytes, or of what was digested before followed by them.
Digest digest_of(std::string_view data, Digest before = {});

enum class Filter { None, Deflate };

class ObjectFile {
public:
    // What a file holds so far; files that begin alike (with the same fonts) start from a copy of
    // it.
    struct Start {
        std::string bytes;
        Digest digest;  // of the bytes
        struct Place {
            std::uint32_t where = 0;  // byte offset, or number of the object stream
            std::uint16_t index = 0;  // in the object stream
            std::uint8_t type = 0;    // 0 not written, 1 at an offset, 2 in an object stream
        };
        std::vector<Place> places;
    };

    explicit ObjectFile(Deflater& deflater);
    ObjectFile(Deflater& deflater, const Start& start);

    int reserve();
    // A plain object of the given number: append its text to the returned buffer before the next
    // call.
    std::string& open(int number);
    void put(int number, std::string_view text) { open(number) += text; }
    // A stream; `entries` are the entries of its dictionary except /Length and /Filter.
    void put_stream(int number, std::string_view entries, std::string_view data, Filter filter);
    // The same with data that deflate() of some Deflater already made.
    void put_deflated(int number, std::string_view entries, std::string_view deflated);

    // Ends the open object stream: what follows goes to another one.
    void flush();
    // Everything so far, to begin other files with. Nothing may be open.
    Start take_start() &&;
    // The file. /ID comes from the content: same content, same id.
    std::string finish(int catalog, int info) &&;

private:
    void begin_object(int number);

    Deflater& deflater_;
    Digest start_digest_;
    std::size_t start_size_ = 0;
    std::string bytes_;
    std::vector<Start::Place> places_;
    std::string packed_;        // bodies of the open object stream
    std::string packed_index_;  // its "number offset" pairs
    int packed_count_ = 0;
    int packed_number_ = 0;
};

// "12 0 R"
void append_reference(std::string& out, int number);

}  // namespace bw::pdf
