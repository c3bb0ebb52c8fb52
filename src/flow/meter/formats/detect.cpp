#include "flow/meter/formats/detect.h"

#include "flow/meter/formats/energy/dsmr.h"
#include "flow/meter/formats/energy/espi.h"
#include "flow/meter/formats/energy/mscons.h"
#include "flow/meter/formats/energy/nem12.h"
#include "flow/meter/formats/energy/nem13.h"
#include "flow/meter/formats/energy/wmbus.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"
#include "flow/meter/formats/tables/call_csv.h"
#include "flow/meter/formats/tables/interval_csv.h"
#include "flow/meter/formats/telecom/ipdr.h"
#include "flow/meter/formats/telecom/radius.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace bw::meter {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    std::string_view what;
};
constexpr std::array kMagics = {
    Magic{"%PDF"sv, "a PDF document"},
    Magic{"PK\x03\x04"sv, "a zip archive or an office document; unpack it or save it as CSV"},
    Magic{"PK\x05\x06"sv, "an empty zip archive"},
    Magic{"\x1f\x8b"sv, "gzip inside gzip; unpack it once"},
    Magic{"BZh"sv, "a bzip2 archive; unpack it"},
    Magic{"\xFD\x37zXZ"sv, "an xz archive; unpack it"},
    Magic{"\x28\xB5\x2F\xFD"sv, "a zstd archive; unpack it"},
    Magic{"7z\xBC\xAF\x27"sv, "a 7z archive; unpack it"},
    Magic{"\xFF\xFE"sv, "UTF-16 text; save it as UTF-8"},
    Magic{"\xFE\xFF"sv, "UTF-16 text; save it as UTF-8"},
    Magic{"SQLite format 3"sv, "an SQLite database"},
    Magic{"\x7F"
          "ELF"sv,
          "a program"},
    Magic{"\xD0\xCF\x11\xE0"sv, "an old office document; save it as CSV"}};

std::unexpected<Error> refuse(std::string text) {
    return fail(Code::Refused, std::move(text), "line 1");
}

std::string_view without_mark(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text;
}

std::string_view first_line(std::string_view text) {
    const auto start = text.find_first_not_of(", \t\r\n");
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    return text.substr(0, text.find_first_of("\r\n"));
}

// The fields of a line of CSV, without quotes.
std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    CsvReader reader;
    CsvRecord record;
    const std::string text = std::string(line) + "\n";
    std::string_view chunk = text;
    const auto read = reader.next(chunk, record);
    if (!read || !*read) return fields;
    for (const auto field : record.fields) fields.emplace_back(field);
    return fields;
}

bool is_time(std::string_view text) { return TimeFormat().read(text).has_value(); }

bool is_uuid(std::string_view text) {
    return text.size() == 36 && std::ranges::count(text, '-') == 4;
}

// Switches write no header: their records are known by what stands where.
bool is_asterisk(const std::vector<std::string>& fields) {
    constexpr std::array<std::string_view, 6> kDispositions = {"ANSWERED", "NO ANSWER",  "BUSY",
                                                               "FAILED",   "CONGESTION", "UNKNOWN"};
    return fields.size() >= 16 && is_time(fields[9]) && is_time(fields[11]) &&
           std::ranges::find(kDispositions, fields[14]) != kDispositions.end();
}

bool is_freeswitch(const std::vector<std::string>& fields) {
    return fields.size() >= 12 && is_time(fields[4]) && is_time(fields[6]) && is_uuid(fields[10]);
}

// Its template asterisk.
bool is_freeswitch_asterisk(const std::vector<std::string>& fields) {
    return fields.size() >= 17 && is_time(fields[9]) && is_time(fields[11]) && is_uuid(fields[16]);
}

}  // namespace

bool is_gzip(std::string_view first_bytes) { return first_bytes.starts_with("\x1f\x8b"); }

Result<void> check_is_text(std::string_view first_bytes) {
    if (first_bytes.empty()) return refuse("the file is empty");
    for (const Magic& magic : kMagics) {
        if (first_bytes.starts_with(magic.bytes))
            return refuse(fmt::format("this is {}", magic.what));
    }
    const auto head = first_bytes.substr(0, 512);
    if (std::ranges::count(head, '\0') * 8 > static_cast<std::ptrdiff_t>(head.size())) {
        return refuse("this is binary data, not text");
    }
    return {};
}

Result<Format> detect(std::string_view first_bytes) {
    TRY_VOID(check_is_text(first_bytes));
    const auto line = first_line(without_mark(first_bytes));
    if (line.empty()) return refuse("the file holds nothing but blank lines");
    const auto holds = [&](std::string_view part) {
        return first_bytes.find(part) != std::string_view::npos;
    };
    if (line.starts_with('<')) {
        if (holds("naesb.org/espi")) return Format::Espi;
        if (holds("IPDRDoc")) return Format::IpdrXml;
        return refuse("this is XML or HTML, not a file of readings that we can take");
    }
    if (line.starts_with('{') && line.find("\"media\"") != std::string_view::npos &&
        line.find("\"id\"") != std::string_view::npos)
        return Format::WmbusJson;
    if (line.starts_with('{') || line.starts_with('['))
        return refuse("this is JSON, not a file of readings that we can take");
    if (line.starts_with("UNA") || line.starts_with("UNB+")) return Format::Mscons;
    if (line.substr(noise_before_telegram(line)).starts_with('/') &&
        (holds("-0:") || holds("-3:0.2.8") || holds(".8.0(") || holds(".8.1(")))
        return Format::Dsmr;
    if (holds("Acct-Status-Type =")) return Format::Radius;
    const auto type = trim(line.substr(0, line.find(',')));
    if (type.ends_with(".xsd")) return Format::IpdrCsv;
    if (type == "100") {
        return line.find("NEM13") != std::string_view::npos ? Format::Nem13 : Format::Nem12;
    }
    if (type == "200" || type == "250" || type == "300" || type == "900") {
        return refuse(
            "NEM12 or NEM13 records without the header record 100: the file is not whole");
    }
    const auto fields = fields_of(line);
    if (is_asterisk(fields)) return Format::AsteriskCsv;
    if (is_freeswitch(fields)) return Format::FreeswitchCsv;
    if (is_freeswitch_asterisk(fields)) {
        return refuse("calls of FreeSWITCH by its template asterisk: read them with --mapping "
                      "freeswitch-asterisk");
    }
    std::set<std::string> names;
    for (const auto& field : fields) names.insert(lower_case(field));
    const auto has = [&](Column column) {
        return names.contains(std::string(column_name(column)));
    };
    if (has(Column::RecordId) && has(Column::Start)) return Format::CallCsv;
    if (has(Column::Read) && has(Column::Time)) return Format::RegisterCsv;
    if (has(Column::Value) && (has(Column::Start) || has(Column::End))) return Format::IntervalCsv;
    if (std::ranges::count(first_bytes, '\0') > 0) return refuse("this is binary data, not text");
    return refuse(
        "not a format we know by its first line: name it (--format), or give a mapping of "
        "its columns (--mapping)");
}

std::unique_ptr<Parser> make_parser(Format format, const Mapping& mapping, RecordSink& sink) {
    switch (format) {
        case Format::Nem12: return std::make_unique<Nem12Parser>(sink);
        case Format::Nem13: return std::make_unique<Nem13Parser>(sink);
        case Format::Espi:
            return std::make_unique<EspiParser>(
                sink, std::string(mapping.constant_text(Column::ServicePoint)));
        case Format::Dsmr: {
            DsmrParser::Options options{mapping.zone, mapping.received, {}};
            options.service_point = mapping.constant_text(Column::ServicePoint);
            return std::make_unique<DsmrParser>(sink, std::move(options));
        }
        case Format::Mscons: {
            MsconsParser::Options options{mapping.zone, {}};
            options.service_point = mapping.constant_text(Column::ServicePoint);
            return std::make_unique<MsconsParser>(sink, std::move(options));
        }
        case Format::WmbusJson: {
            WmbusParser::Options options{mapping.zone, mapping.received, {}};
            options.service_point = mapping.constant_text(Column::ServicePoint);
            return std::make_unique<WmbusParser>(sink, std::move(options));
        }
        case Format::Radius: {
            RadiusParser::Options options{.zone = mapping.zone, .service_point = {}};
            options.service_point = mapping.constant_text(Column::ServicePoint);
            const auto& subscriber = mapping.names(Column::ServicePoint);
            if (!subscriber.empty()) options.subscriber = subscriber.front();
            return std::make_unique<RadiusParser>(sink, std::move(options));
        }
        case Format::IpdrCsv:
            return std::make_unique<IpdrCsvParser>(
                sink, std::string(mapping.constant_text(Column::ServicePoint)));
        case Format::IpdrXml:
            return std::make_unique<IpdrXmlParser>(
                sink, std::string(mapping.constant_text(Column::ServicePoint)));
        case Format::IntervalCsv: return std::make_unique<IntervalCsvParser>(sink, mapping);
        case Format::RegisterCsv: return std::make_unique<RegisterCsvParser>(sink, mapping);
        case Format::CallCsv:
        case Format::AsteriskCsv:
        case Format::FreeswitchCsv: return std::make_unique<CallCsvParser>(sink, mapping);
    }
    return nullptr;
}

}  // namespace bw::meter
