#include "run/company/table.h"

#include "flow/meter/formats/parts/limits.h"
#include "run/company/csv_rows.h"
#include "run/company/encoding.h"
#include "run/company/json_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

namespace bw::company {
namespace {

constexpr std::size_t kPieceBytes = 1 << 16;
constexpr std::size_t kRowsAtOnce = 250;

// FILE:LINE is what an editor opens.
std::unexpected<Error> located(Error error, const std::string& name) {
    constexpr std::string_view kLine = "line ";
    error.subject = error.subject.starts_with(kLine)
                        ? fmt::format("{}:{}", name, error.subject.substr(kLine.size()))
                        : name;
    return std::unexpected(std::move(error));
}

// Counts rows, hands them on, keeps the first rejects.
class Counting final : public RowTaker {
public:
    Counting(Tally& tally, const Sink<Row>& sink, const Expect& expect)
        : tally_(tally), sink_(sink), expect_(expect) {}

    Result<void> row(std::int64_t line, Result<Row> row) override {
        waiting_.emplace_back(line, std::move(row));
        return waiting_.size() < kRowsAtOnce ? Result<void>() : hand_on();
    }

    // The rows that wait, in their order.
    Result<void> hand_on() {
        const auto waiting = std::exchange(waiting_, {});
        if (expect_) {
            std::vector<Row> rows;
            for (const auto& [line, row] : waiting)
                if (row) rows.push_back(*row);
            expect_(rows);
        }
        for (const auto& [line, row] : waiting) TRY_VOID(add(line, row));
        return {};
    }

    [[nodiscard]] Result<void> finish() {
        TRY_VOID(hand_on());
        return conclude();
    }

private:
    Result<void> add(std::int64_t line, const Result<Row>& row) {
        ++tally_.received;
        const auto added = row ? sink_.add(*row) : Result<void>(std::unexpected(row.error()));
        if (added) {
            ++tally_.accepted;
            return {};
        }
        const std::string place = fmt::format("line {}", line);
        if (added.error().code == Code::Refused)
            return fail(Code::Refused, added.error().text, place);
        if (++tally_.rejected > kRejectsMax)
            return fail(Code::Refused,
                        fmt::format("more than {} rows are wrong; the first one, on line {}: {}",
                                    kRejectsMax, tally_.rejects.front().line,
                                    tally_.rejects.front().reason),
                        place);
        Reject reject{line, added.error().message()};
        sink_.on_reject(reject);
        if (tally_.rejects.size() < std::max<std::size_t>(sink_.shown, 1))
            tally_.rejects.push_back(std::move(reject));
        return {};
    }

    [[nodiscard]] Result<void> conclude() const {
        if (tally_.received == 0)
            return fail(Code::Refused, "the file has a header and nothing else");
        if (tally_.accepted > 0) return {};
        const Reject& first = tally_.rejects.front();
        return fail(
            Code::Refused,
            fmt::format("none of its {} rows can be taken, so nothing was kept; line {}: {}",
                        tally_.received, first.line, first.reason));
    }

    Tally& tally_;
    const Sink<Row>& sink_;
    const Expect& expect_;
    std::vector<std::pair<std::int64_t, Result<Row>>> waiting_;
};

// Lines before the header that the mapping leaves out.
class Skipping {
public:
    explicit Skipping(int lines) : left_(lines) {}
    std::string_view rest_of(std::string_view chunk) {
        while (left_ > 0 && !chunk.empty()) {
            const auto end = chunk.find('\n');
            if (end == std::string_view::npos) return {};
            chunk.remove_prefix(end + 1);
            --left_;
        }
        return chunk;
    }

private:
    int left_;
};

// The first byte that says something, behind a byte order mark and blanks; nothing: it is yet to
// come.
std::optional<char> first_of(std::string_view head) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (head.starts_with(kMark)) head.remove_prefix(kMark.size());
    else if (kMark.starts_with(head)) return std::nullopt;
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::nullopt;
    return head[first];
}

class Reading {
public:
    Reading(meter::ByteSource& source, const Mapping& mapping, Tally& tally, const Sink<Row>& sink,
            const Expect& expect)
        : source_(source), mapping_(mapping), tally_(tally), counting_(tally, sink, expect),
          skipping_(mapping.skipped_lines) {}

    Result<void> read() {
        std::vector<char> buffer(kPieceBytes);
        while (const std::size_t count = TRY(source_.read(buffer))) {
            tally_.bytes += static_cast<std::int64_t>(count);
            const auto chunk = skipping_.rest_of({buffer.data(), count});
            if (rows_) TRY_VOID(rows_->feed(chunk));
            else TRY_VOID(begin(chunk));
        }
        if (!rows_) return fail(Code::Refused, "the file is empty");
        TRY_VOID(rows_->finish());
        return counting_.finish();
    }

private:
    Result<void> begin(std::string_view chunk) {
        head_ += chunk;
        const auto first = first_of(head_);
        if (!first && head_.size() > meter::kLineBytesMax)
            return fail(Code::Refused, "the file begins with nothing but blanks");
        if (!first) return {};
        if (*first == '{') rows_ = std::make_unique<JsonRows>(mapping_, counting_);
        else rows_ = std::make_unique<CsvRows>(mapping_, counting_);
        return rows_->feed(std::exchange(head_, {}));
    }

    meter::ByteSource& source_;
    const Mapping& mapping_;
    Tally& tally_;
    Counting counting_;
    Skipping skipping_;
    std::string head_;  // blanks, and perhaps a mark, before the first byte that says something
    std::unique_ptr<Rows> rows_;  // when the first bytes are there
};

}  // namespace

Result<void> read_table(meter::ByteSource& source, const std::string& name, const Mapping& mapping,
                        Tally& tally, const Sink<Row>& sink, const Expect& expect) {
    Utf8Source turned(source, mapping.encoding);
    meter::ByteSource& text = mapping.encoding == Encoding::Utf8 ? source : turned;
    if (const auto done = Reading(text, mapping, tally, sink, expect).read(); !done)
        return located(done.error(), name);
    return {};
}

}  // namespace bw::company
