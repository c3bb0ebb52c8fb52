// RADIUS accounting (RFC 2866) as servers keep it in detail files: records of `Attribute = value`
// lines, apart by blank lines, with or without a line of the date before them. A record is one
// packet; a session's packets become one record of usage (sessions.h). Rules:
// - volume is octets in and out, each with its gigawords x 2^32; time is Acct-Session-Time
// - a session is known by Acct-Session-Id and access server (NAS-IP-Address, else NAS-IPv6-Address,
//   else NAS-Identifier); the subscriber is User-Name, or the attribute that the mapping names
// - the time is Event-Timestamp, else Timestamp (of the server) less Acct-Delay-Time, else the line
// of the
//   date; wall clocks by the offset ("+07") or zone they name where that is one and no other, else
//   by the mapping's
// - Accounting-On and -Off are records without usage; what is no accounting is rejected
#pragma once

#include "flow/meter/formats/parts/lines.h"
#include "flow/meter/formats/parts/timestamp.h"
#include "flow/meter/formats/telecom/sessions.h"

#include <array>
#include <optional>
#include <string>

namespace bw::meter {

class RadiusParser final : public Parser {
public:
    struct Options {
        std::optional<Zone> zone;   // of wall clocks
        std::string service_point;  // of everything; empty: as the packets say
        std::string subscriber = "User-Name";
    };
    RadiusParser(RecordSink& sink, Options options)
        : sink_(sink), options_(std::move(options)), clock_(options_.zone.value_or(Zone())),
          sessions_(sink) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return splitter_.number(); }

private:
    // The attributes that matter, in the order of kNames (radius.cpp).
    static constexpr std::size_t kAttributes = 14;
    struct Record {
        std::int64_t line = 0;  // 0: none is open
        bool is_clean = true;
        std::string date;  // the line before the attributes
        std::array<std::string, kAttributes> values;
        std::string subscriber;
    };

    void on_line(std::string_view line);
    void on_attribute(std::string_view line, std::size_t equals);
    void finish_record();
    Outcome read_record();
    Outcome read_kind(std::optional<PacketKind>& out) const;
    Outcome read_counters(Packet& out) const;
    Outcome read_time(Instant& out);
    // "Feb 1 2015 08:28:58 WIB", an ISO time or seconds since 1970.
    Outcome read_wall_clock(std::string_view text, Instant& out);

    RecordSink& sink_;
    Options options_;
    WallClock clock_;
    LineSplitter splitter_;
    Record record_;
    Sessions sessions_;
    std::int64_t records_ = 0;
};

}  // namespace bw::meter
