#include "flow/meter/reject_spool.h"

#include "base/check.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/segments/bytes.h"
#include "flow/meter/segments/limits.h"

namespace bw::meter {

void RejectSpool::add(const Reject& reject) {
    ++count_;
    ByteWriter out(buffer_);
    out.varint(static_cast<std::uint64_t>(reject.line));
    out.byte(static_cast<std::uint8_t>(reject.code));
    out.text(std::string_view(reject.reason).substr(0, kReasonBytesMax));
    out.text(std::string_view(reject.excerpt).substr(0, kExcerptBytesMax));
    if (buffer_.size() >= kWriteBytes) flush();
}

void RejectSpool::flush() {
    if (!file_) file_ = std::make_unique<blob::AppendFile>(path_, kSegmentBytesMax);
    file_->append(std::as_bytes(std::span(buffer_.data(), buffer_.size())));
    buffer_.clear();
}

void RejectSpool::each(const std::function<void(const sql::RejectRow&)>& on_row) {
    if (file_) flush();
    const auto rows = [&](std::span<const std::byte> bytes) {
        ByteReader in(bytes);
        while (!in.is_done()) {
            sql::RejectRow row;
            row.line = static_cast<std::int64_t>(in.varint());
            row.code = reject_name(static_cast<RejectCode>(in.byte()));
            row.reason = in.text(kReasonBytesMax);
            row.excerpt = in.text(kExcerptBytesMax);
            CHECK(in.is_good());
            on_row(row);
        }
    };
    if (file_) {
        const blob::MappedFile spilled(path_);
        rows(spilled.bytes());
    } else {
        rows(std::as_bytes(std::span(buffer_.data(), buffer_.size())));
    }
}

}  // namespace bw::meter
