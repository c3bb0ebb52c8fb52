#include "base/check.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/segment.h"
#include "flow/meter/segments/segment_file.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace bw::meter {

namespace {

std::string encode_dictionary(std::span<const SeriesKey> series,
                              std::span<const std::string> codes) {
    std::string text;
    ByteWriter out(text);
    out.varint(series.size());
    for (const auto& key : series) {
        out.byte(static_cast<std::uint8_t>(key.kind));
        out.text(key.channel);
        out.text(key.unit);
        out.varint(static_cast<std::uint64_t>(key.step_seconds));
        out.varint(static_cast<std::uint64_t>(key.phase_seconds));
        out.varint(static_cast<std::uint64_t>(key.digits));
    }
    out.varint(codes.size());
    for (const auto& code : codes) out.text(code);
    return text;
}

std::string_view text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::span<const std::byte> as_bytes(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace

blob::Path index_part_of(const blob::Path& segment) { return segment.string() + ".index"; }

SegmentWriter::SegmentWriter(blob::Path path, std::vector<SeriesKey> series,
                             std::vector<std::string> codes, faults::Faults* faults)
    : path_(std::move(path)), index_path_(index_part_of(path_)), series_(std::move(series)),
      codes_(std::move(codes)), faults_(faults) {
    file_ = std::make_unique<blob::AppendFile>(path_, kSegmentBytesMax, faults_);
    index_ = std::make_unique<blob::AppendFile>(index_path_, kSegmentBytesMax, faults_);
    file_->truncate(0);  // what a writer that died left behind
    index_->truncate(0);
    write(text_of(bytes_of(SegmentHeader{})));
}

SegmentWriter::~SegmentWriter() {
    if (is_finished_) return;
    std::error_code ignored;  // what stays lies under its claim, which the next import sweeps
    std::filesystem::remove(path_, ignored);
    std::filesystem::remove(index_path_, ignored);
}

void SegmentWriter::write(std::string_view bytes) {
    buffer_.append(bytes);
    at_ += bytes.size();
    if (buffer_.size() >= kWriteBytes) flush();
}

void SegmentWriter::flush() {
    file_->append(as_bytes(buffer_));
    buffer_.clear();
}

void SegmentWriter::add(Place place, const SeriesMonth& content, Provenance provenance) {
    if (content.is_empty()) return;
    block_.clear();
    content.encode(provenance, block_);
    add_block(place, as_bytes(block_), {content.key().kind, content.span(), content.count()});
}

void SegmentWriter::add_block(Place place, std::span<const std::byte> block, const About& about) {
    CHECK(summary_.blocks == 0 || std::tie(last_.owner, last_.series, last_.month) <
                                      std::tie(place.owner, place.series, place.month));
    last_ = place;
    CHECK(block.size() <= kBlockBytesMax);
    const std::int64_t start = month_start(place.month).seconds();
    const auto behind = (about.span.to.us + Instant::kSecond - 1) / Instant::kSecond;
    index_buffer_.push_back(
        {.owner = place.owner,
         .series = place.series,
         .month = place.month,
         .from_s = static_cast<std::uint32_t>(about.span.from.seconds() - start),
         .to_s = static_cast<std::uint32_t>(behind - start),
         .offset = at_,
         .length = static_cast<std::uint32_t>(block.size()),
         .values = static_cast<std::uint32_t>(about.values),
         .hash = blob::checksum(block)});
    write(text_of(block));
    if (index_buffer_.size() * sizeof(IndexEntry) >= kWriteBytes) {
        index_->append(std::as_bytes(std::span(index_buffer_)));
        index_buffer_.clear();
    }
    summary_.month_min =
        summary_.blocks == 0 ? place.month : std::min(summary_.month_min, place.month);
    summary_.month_max =
        summary_.blocks == 0 ? place.month : std::max(summary_.month_max, place.month);
    summary_.kinds |= kind_bit(about.kind);
    ++summary_.blocks;
    summary_.values += about.values;
}

void SegmentWriter::append_index() {
    index_->append(std::as_bytes(std::span(index_buffer_)));
    index_buffer_.clear();
    while (at_ % alignof(IndexEntry) != 0) write(std::string_view("\0", 1));
    flush();
    SegmentFooter footer;
    footer.index_offset = at_;
    footer.entry_count = static_cast<std::uint64_t>(summary_.blocks);
    const blob::MappedFile index(index_path_, faults_);
    footer.index_hash = blob::checksum(index.bytes());
    for (auto rest = index.bytes(); !rest.empty();) {
        const auto piece = rest.first(std::min(rest.size(), kWriteBytes));
        write(text_of(piece));
        rest = rest.subspan(piece.size());
    }
    const std::string dictionary = encode_dictionary(series_, codes_);
    footer.dictionary_offset = at_;
    footer.dictionary_bytes = dictionary.size();
    footer.dictionary_hash = blob::checksum(as_bytes(dictionary));
    write(dictionary);
    footer.footer_hash = hash_of(footer);
    write(text_of(bytes_of(footer)));
    flush();
}

SegmentWriter::Summary SegmentWriter::finish(Sync sync) {
    append_index();
    if (sync == Sync::Durable) file_->sync();
    summary_.bytes = at_;
    file_.reset();
    index_.reset();
    if (sync == Sync::Durable) {
        blob::remove_file(index_path_, faults_);  // syncs the folder: the segment's name is durable
                                                  // too
        faults::reach(faults_, "meter.segment.durable");
    } else {
        std::filesystem::remove(index_path_);
    }
    is_finished_ = true;
    return summary_;
}

}  // namespace bw::meter
