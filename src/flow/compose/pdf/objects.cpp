#include "flow/compose/pdf/objects.h"

#include "base/check.h"
#include "flow/compose/pdf/number.h"

#include <libdeflate.h>

#include <cstring>

namespace bw::pdf {

namespace {

constexpr std::string_view kHeader = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
// Readers take any count; smaller packs let them reach one object without unpacking the rest.
constexpr int kObjectsPerStream = 1000;
constexpr char kHex[] = "0123456789ABCDEF";

void append_hex(std::string& out, std::uint64_t value) {
    for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(value >> shift) & 0xF];
}

void append_big_endian(std::string& out, std::uint32_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
}

// The rows of a cross-reference stream, each as what it differs by from the one above ("Up" of PNG,
// 7.4.4.4): objects of one stream differ by their index, which is one more each time.
std::string rows_of(const std::vector<ObjectFile::Start::Place>& places) {
    constexpr std::size_t kColumns = 7;
    constexpr char kUp = 2;
    std::string rows;
    rows.reserve(places.size() * (kColumns + 1));
    std::string above(kColumns, '\0'), row;
    for (const auto& place : places) {
        CHECK(&place == &places.front() || place.type != 0);  // every reserved number was written
        row.clear();
        append_big_endian(row, place.type, 1);
        append_big_endian(row, place.where, 4);
        append_big_endian(row, place.index, 2);
        rows += kUp;
        for (std::size_t i = 0; i < kColumns; ++i) rows += static_cast<char>(row[i] - above[i]);
        above.swap(row);
    }
    return rows;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

struct Deflater::Handle {
    libdeflate_compressor* compressor;
    explicit Handle(int level) : compressor(libdeflate_alloc_compressor(level)) {}
    ~Handle() { libdeflate_free_compressor(compressor); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
};

Deflater::Deflater(int level) : handle_(std::make_unique<Handle>(level)) {
    CHECK(handle_->compressor != nullptr);  // a level of 1..12 and memory
}

Deflater::~Deflater() = default;

std::string_view Deflater::deflate(std::string_view data) {
    const std::size_t bound = libdeflate_zlib_compress_bound(handle_->compressor, data.size());
    if (buffer_.size() < bound) buffer_.resize(bound);
    const std::size_t size = libdeflate_zlib_compress(handle_->compressor, data.data(), data.size(),
                                                      buffer_.data(), buffer_.size());
    CHECK(size != 0);
    return std::string_view(buffer_).substr(0, size);
}

ObjectFile::ObjectFile(Deflater& deflater) : deflater_(deflater), bytes_(kHeader) {
    places_.emplace_back();  // object 0 heads the free list
}

ObjectFile::ObjectFile(Deflater& deflater, const Start& start)
    : deflater_(deflater), start_digest_(start.digest), start_size_(start.bytes.size()) {
    bytes_.reserve(start.bytes.size() + 65536);
    bytes_ = start.bytes;
    places_.reserve(start.places.size() + 512);
    places_ = start.places;
    packed_.reserve(32768);
}

int ObjectFile::reserve() {
    places_.emplace_back();
    return static_cast<int>(places_.size()) - 1;
}

std::string& ObjectFile::open(int number) {
    if (packed_count_ == kObjectsPerStream) flush();
    if (packed_number_ == 0) packed_number_ = reserve();
    auto& place = places_[static_cast<std::size_t>(number)];
    CHECK(place.type == 0);
    place = {.where = static_cast<std::uint32_t>(packed_number_),
             .index = static_cast<std::uint16_t>(packed_count_++),
             .type = 2};
    if (!packed_.empty()) packed_ += '\n';
    append_integer(packed_index_, number);
    packed_index_ += ' ';
    append_integer(packed_index_, static_cast<std::int64_t>(packed_.size()));
    packed_index_ += ' ';
    return packed_;
}

void ObjectFile::begin_object(int number) {
    CHECK(bytes_.size() <= 0xFFFFFFFF);
    auto& place = places_[static_cast<std::size_t>(number)];
    CHECK(place.type == 0);
    place = {.where = static_cast<std::uint32_t>(bytes_.size()), .index = 0, .type = 1};
    append_integer(bytes_, number);
    bytes_ += " 0 obj\n";
}

void ObjectFile::put_stream(int number, std::string_view entries, std::string_view data,
                            Filter filter) {
    if (filter == Filter::Deflate) {
        put_deflated(number, entries, deflater_.deflate(data));
        return;
    }
    begin_object(number);
    bytes_ += "<<";
    bytes_ += entries;
    bytes_ += "/Length ";
    append_integer(bytes_, static_cast<std::int64_t>(data.size()));
    bytes_ += ">>\nstream\n";
    bytes_ += data;
    bytes_ += "\nendstream\nendobj\n";
}

void ObjectFile::put_deflated(int number, std::string_view entries, std::string_view deflated) {
    std::string all(entries);
    all += "/Filter/FlateDecode";
    put_stream(number, all, deflated, Filter::None);
}

void ObjectFile::flush() {
    if (packed_count_ == 0) return;
    std::string entries = "/Type/ObjStm/N ";
    append_integer(entries, packed_count_);
    entries += "/First ";
    append_integer(entries, static_cast<std::int64_t>(packed_index_.size()));
    packed_index_ += packed_;
    put_stream(packed_number_, entries, packed_index_, Filter::Deflate);
    packed_.clear();
    packed_index_.clear();
    packed_count_ = 0;
    packed_number_ = 0;
}

ObjectFile::Start ObjectFile::take_start() && {
    flush();
    const Digest digest = digest_of(bytes_);
    return {std::move(bytes_), digest, std::move(places_)};
}

std::string ObjectFile::finish(int catalog, int info) && {
    flush();
    const Digest id = digest_of(std::string_view(bytes_).substr(start_size_), start_digest_);
    const int number = reserve();
    const std::size_t start = bytes_.size();
    places_[static_cast<std::size_t>(number)] = {static_cast<std::uint32_t>(start), 0, 1};
    places_.front().index = 0xFFFF;
    std::string entries = "/Type/XRef/W[1 4 2]/DecodeParms<</Predictor 12/Columns 7>>/Size ";
    append_integer(entries, static_cast<std::int64_t>(places_.size()));
    entries += "/Root ";
    append_reference(entries, catalog);
    entries += "/Info ";
    append_reference(entries, info);
    entries += "/ID[";
    for (int i = 0; i < 2; ++i) {
        entries += '<';
        append_hex(entries, id.high);
        append_hex(entries, id.low);
        entries += '>';
    }
    entries += ']';
    const auto places = places_;
    places_[static_cast<std::size_t>(number)].type = 0;  // begin_object() enters it
    put_stream(number, entries, rows_of(places), Filter::Deflate);
    bytes_ += "startxref\n";
    append_integer(bytes_, static_cast<std::int64_t>(start));
    bytes_ += "\n%%EOF\n";
    return std::move(bytes_);
}

void append_reference(std::string& out, int number) {
    append_integer(out, number);
    out += " 0 R";
}

Digest digest_of(std::string_view data, Digest before) {
    constexpr std::uint64_t kA = 0xa0761d6478bd642f;
    constexpr std::uint64_t kB = 0xe7037ed1a0b428db;
    Digest state{before.high ^ kA ^ data.size(), before.low ^ kB};
    while (!data.empty()) {
        std::uint64_t block[2] = {0, 0};
        const std::size_t count = data.size() < 16 ? data.size() : 16;
        std::memcpy(block, data.data(), count);
        state.high = mix(state.high ^ block[0], kB ^ block[1]);
        state.low = mix(state.low ^ block[1], kA ^ block[0]) + state.high;
        data.remove_prefix(count);
    }
    return {mix(state.high, kB ^ state.low), mix(state.low ^ kA, state.high + kB)};
}

}  // namespace bw::pdf
