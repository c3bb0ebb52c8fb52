// The entries of a Green Button feed (ESPI over Atom), one by one: what they are, what they link
// to, and the texts inside. Knows no meanings. Internal to energy/.
#pragma once

#include "base/result.h"
#include "platform/xml/reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::meter {

struct EspiReading {
    std::int64_t line = 0;
    std::optional<std::int64_t> start, duration;  // seconds
    std::string value;
    std::vector<int> qualities;
    std::int64_t tou = 0;   // time of use
    std::int64_t tier = 0;  // of a tariff
    bool has_cost = false;
    bool is_broken = false;  // a number in it is none
};

struct EspiEntry {
    std::int64_t line = 0;
    std::string kind;  // "UsagePoint", "IntervalBlock", ..; empty: nothing of ESPI in it
    std::string id, self, up;
    std::vector<std::string> related;
    std::vector<std::pair<std::string, std::string>> fields;  // "ServiceCategory/kind" to "0"
    std::vector<EspiReading> readings;                        // of its IntervalBlocks
    [[nodiscard]] std::string_view field(std::string_view path) const;
};

class EspiEntries {
public:
    virtual ~EspiEntries() = default;
    virtual Result<void> on_entry(EspiEntry entry) = 0;
};

// Errors (Refused): no feed, more readings in an entry than kEspiReadingsMax, XML that is none.
class EspiFeed final : public xml::Events {
public:
    explicit EspiFeed(EspiEntries& entries) : entries_(entries), reader_(*this) {}
    Result<void> feed(std::string_view bytes) { return reader_.feed(bytes); }
    Result<void> finish() { return reader_.finish(); }
    [[nodiscard]] std::int64_t line() const { return reader_.line(); }

private:
    Result<void> start(const xml::Name& name,
                       std::span<const xml::ReadAttribute> attributes) override;
    Result<void> text(std::string_view piece) override;
    Result<void> end(const xml::Name& name) override;
    void start_content(std::string_view kind);
    void end_content();
    void on_link(std::span<const xml::ReadAttribute> attributes);
    void on_field(const std::string& path);
    void on_reading_field(std::string_view path);

    EspiEntries& entries_;
    xml::Reader reader_;
    EspiEntry entry_;
    std::size_t depth_ = 0;        // of the element that is open
    std::size_t entry_depth_ = 0;  // 0: outside an entry
    std::size_t kind_depth_ = 0;   // of the ESPI element in its content; 0: outside
    std::size_t block_begin_ = 0;  // the first reading of the block that is open
    std::string path_;             // below it
    std::string text_;
};

}  // namespace bw::meter
