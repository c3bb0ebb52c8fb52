// IPDR documents (IPDR.org): calls of VoIP and sessions of streaming media, as CSV (a line of the
// schema, one of namespaces, one of names) or XML. A record is one IPDR. Rules:
// - service point is subscriberID
// - a call: uniqueCallId, start and end, callDuration in milliseconds (a started second counts),
// the
//   destination as dialled; without duration it is a record without usage
// - a streamed session: known by stream and start, its length from start to end, totalVolume in
// bytes
// - times are seconds since 1970, UTC, in CSV, and ISO in XML. XML whose writer took the seconds
// for
//   milliseconds (times of January 1970 that are as many milliseconds apart as the call lasted
//   seconds) is mended, which is a repair
// - the document's own count of records (IPDRDoc.End) is checked
#pragma once

#include "flow/meter/formats/parts/csv.h"
#include "flow/meter/formats/parts/record.h"
#include "platform/xml/reader.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bw::meter {

// One IPDR, its values by name, to the sink. Names without a prefix, values as written.
class IpdrRecords {
public:
    using Values = std::map<std::string, std::string, std::less<>>;
    // service_point: of everything; empty: as the records say.
    IpdrRecords(RecordSink& sink, std::string service_point)
        : sink_(sink), service_point_(std::move(service_point)) {}
    void add(const Values& values, std::int64_t line);
    [[nodiscard]] std::int64_t count() const { return count_; }

private:
    struct Times {
        Instant start, end;
        bool is_mended = false;
    };
    Outcome read(const Values& values, std::int64_t line);
    Outcome read_call(const Values& values, CallRecord& record, Times times);
    Outcome read_stream(const Values& values, CallRecord& record, const Times& times);
    static Outcome read_times(const Values& values, Times& out);

    RecordSink& sink_;
    std::string service_point_;
    std::string id_, destination_;
    std::int64_t count_ = 0;
};

class IpdrCsvParser final : public Parser {
public:
    IpdrCsvParser(RecordSink& sink, std::string service_point)
        : sink_(sink), records_(sink, std::move(service_point)) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return reader_.lines(); }

private:
    Result<void> on_record();

    RecordSink& sink_;
    IpdrRecords records_;
    CsvReader reader_;
    CsvRecord record_;
    int heads_ = 0;  // lines read before the records: three
    std::vector<std::string> names_;
    std::int64_t rejected_ = 0;
};

class IpdrXmlParser final : public Parser, private xml::Events {
public:
    IpdrXmlParser(RecordSink& sink, std::string service_point)
        : records_(sink, std::move(service_point)), reader_(*this) {}
    Result<void> feed(std::string_view chunk) override { return reader_.feed(chunk); }
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return reader_.line(); }

private:
    Result<void> start(const xml::Name& name,
                       std::span<const xml::ReadAttribute> attributes) override;
    Result<void> text(std::string_view piece) override;
    Result<void> end(const xml::Name& name) override;

    IpdrRecords records_;
    xml::Reader reader_;
    std::size_t depth_ = 0;
    bool is_inside_ = false;  // an IPDR
    std::int64_t line_ = 0;   // of the IPDR
    IpdrRecords::Values values_;
    std::string text_;
};

}  // namespace bw::meter
