// Green Button (ESPI, NAESB REQ.21): an Atom feed of usage points, meter readings, their types and
// blocks of interval readings, joined by links. A record is one IntervalReading. Rules:
// - the service point is the usage point's own id, without "urn:uuid:"
// - value x 10^powerOfTenMultiplier in the type's unit; channel by commodity and direction of flow
//   (1 import, 19 export, 4 net, 20 absolute), with the type's tou as tariff register (".t1")
// - deltaData makes values of spans (span_value.h); cumulative counters make reads, taken when the
//   period ends; anything else (power, voltages, demand) is rejected
// - times are UTC; an odd day of 23 or 25 hours is taken when the point's LocalTimeParameters
//   change the clock in it, or are not there or cannot be read (a repair)
// - a use that ends an hour after another one of its meter begins ends with it (a repair)
// - readings of a block that have one period, but another tou each, are tariff registers
// - a start one second after the minute is the minute (a repair)
// - a reading without a value is missing; without a period it follows the one before
// - quality by code: 0, 14, 17, 18, 19 actual; 7, 11 substituted; 8, 9, 10, 12, 13, 16 estimated;
//   of several the weakest; 15 (normalised for weather) is no measurement and is rejected
// - entries may come in any order: blocks wait for what they refer to, kEspiReadingsMax readings at
//   most
#pragma once

#include "flow/meter/formats/energy/espi_clock.h"
#include "flow/meter/formats/energy/espi_feed.h"
#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/span_value.h"
#include "flow/meter/formats/parts/units.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace bw::meter {

class EspiParser final : public Parser, private EspiEntries {
public:
    // service_point: of everything; empty: as the feed says.
    EspiParser(RecordSink& sink, std::string service_point)
        : sink_(sink), service_point_(std::move(service_point)), feed_(*this) {}
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;
    [[nodiscard]] std::int64_t lines() const override { return feed_.line(); }

private:
    enum class Sort { Span, Counter };
    struct Point {
        std::string code, service;  // service: ServiceCategory/kind
        std::string clock;          // link to LocalTimeParameters
    };
    struct Meter {
        std::string up, type;  // links
    };
    // Which entry a link belongs to, by the entries' related links; by its self link, empty where
    // several name it.
    using Owners = std::map<std::string, std::string, std::less<>>;
    struct Links {
        std::string_view self, up;
    };
    struct Type {
        std::string fault;  // why its readings are not taken; empty: they are
        RejectCode fault_code = RejectCode::Unit;
        std::string commodity, suffix;
        std::string direction;
        Unit unit;
        Sort sort = Sort::Span;
        std::int64_t interval_seconds = 0;
    };
    // What a block's readings are.
    struct Meaning {
        std::string code, channel;
        const Type* type = nullptr;
        const EspiClock* clock = nullptr;
    };
    // How readings of a block share a period.
    struct Parts {
        bool are_by_tou = false, are_by_tier = false;
    };
    struct HeldUse {
        std::string code, channel;
        SpanValue use;  // its texts are those above
    };

    Result<void> on_entry(EspiEntry entry) override;
    Result<void> keep_block(EspiEntry entry);
    void keep_point(const EspiEntry& entry);
    void keep_meter(const EspiEntry& entry);
    void keep_type(const EspiEntry& entry);
    void keep_clock(const EspiEntry& entry);
    static void keep_links(const EspiEntry& entry, std::string_view resource, Owners& owners);
    template <typename Entries>
    static Entries::const_iterator find_owner(const Entries& entries, const Owners& owners,
                                              const Links& links, std::string_view resource);
    // False: what the block refers to has not come yet.
    bool find_meaning(const EspiEntry& block, Meaning& out) const;
    void emit_block(const EspiEntry& block, Meaning meaning);
    static Parts parts_of(const EspiEntry& block);
    Outcome emit(const EspiReading& reading, const Meaning& meaning, Span span);
    // Uses longer than a day wait for the others, which say where they end.
    void hold(const SpanValue& use);
    void hand_on_held();
    void reject(std::int64_t line, RejectCode code, std::string reason,
                std::string_view field = {});

    RecordSink& sink_;
    std::string service_point_;
    EspiFeed feed_;
    std::map<std::string, Point, std::less<>> points_;  // by self link
    std::map<std::string, Meter, std::less<>> meters_;
    Owners point_of_, meter_of_;
    std::map<std::string, Type, std::less<>> types_;
    std::map<std::string, EspiClock, std::less<>> clocks_;
    std::vector<EspiEntry> waiting_;
    std::size_t waiting_readings_ = 0;
    std::vector<HeldUse> held_;
    std::map<std::pair<std::string, std::string>, std::set<Instant>> starts_;  // of those, by meter
    std::int64_t records_ = 0;
};

}  // namespace bw::meter
