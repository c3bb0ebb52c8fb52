#include "flow/meter/formats/energy/espi.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::meter {

namespace {

struct UnitCode {
    std::string_view code, unit;
    int shift;  // beyond the unit's own
};
// UnitSymbolKind, those that are billed as quantities. A volume stays one whether it was brought to
// standard conditions (compensated) or not; 100,000 Btu are a therm.
constexpr std::array kUnits = {
    UnitCode{"72", "Wh", 0},   UnitCode{"73", "varh", 0},   UnitCode{"71", "VAh", 0},
    UnitCode{"42", "m3", 0},   UnitCode{"166", "m3", 0},    UnitCode{"167", "m3", 0},
    UnitCode{"134", "l", 0},   UnitCode{"156", "l", 0},     UnitCode{"157", "l", 0},
    UnitCode{"119", "ft3", 0}, UnitCode{"120", "ft3", 0},   UnitCode{"128", "gal", 0},
    UnitCode{"31", "MJ", -6},  UnitCode{"169", "therm", 0}, UnitCode{"132", "therm", -5}};

struct Medium {
    std::string_view commodity, service, channel;  // CommodityKind, ServiceKind
};
constexpr std::array kMedia = {Medium{"7", "1", "gas"},   Medium{"9", "2", "water"},
                               Medium{"10", "", "steam"}, Medium{"11", "", "wastewater"},
                               Medium{"12", "4", "heat"}, Medium{"13", "", "cooling"},
                               Medium{"8", "", "propane"}};

struct Weight {
    Quality quality;
    int rank;  // the weaker one of several stands
};
std::optional<Weight> weight_of(int code) {
    switch (code) {
        case 0:
        case 14:
        case 17:
        case 18:
        case 19: return Weight{Quality::Actual, 0};
        case 7:
        case 11: return Weight{Quality::Substituted, 1};
        case 8:
        case 9:
        case 10:
        case 12:
        case 13:
        case 16: return Weight{Quality::Estimated, 2};
        default: return std::nullopt;
    }
}

// Electricity by direction, anything else by its name; "net" and what nobody knows say so.
std::optional<std::string> channel_of(std::string_view commodity, std::string_view service,
                                      std::string_view direction, std::string_view unit) {
    std::string_view medium;
    if (commodity.empty() || commodity == "0") {
        const auto* const known = std::ranges::find(kMedia, service, &Medium::service);
        if (service != "0" && known == kMedia.end()) return std::nullopt;
        if (service != "0") medium = known->channel;
    } else if (commodity != "1" && commodity != "2") {
        const auto* const known = std::ranges::find(kMedia, commodity, &Medium::commodity);
        if (known == kMedia.end()) return std::nullopt;
        medium = known->channel;
    }
    std::string name(medium);
    if (unit == "kvarh") name = "reactive";
    if (unit == "kVAh") name = "apparent";
    if (direction.empty() || direction == "0" || direction == "1")
        return name.empty() ? "import" : name;
    if (direction == "19") return name.empty() ? "export" : name + ".export";
    if (direction == "4") return name.empty() ? "net" : name + ".net";
    if (direction == "20") return name.empty() ? "absolute" : name + ".absolute";
    return std::nullopt;
}

constexpr std::int64_t kHour = 3600;

std::int64_t seconds_of(const Span& span) { return span.to.seconds() - span.from.seconds(); }

constexpr std::string_view kMeter = "/MeterReading", kBlock = "/IntervalBlock";

// What a link of one resource says of the resource above it.
std::string_view above(std::string_view link, std::string_view resource) {
    const auto at = link.rfind(resource);
    return at == std::string_view::npos ? std::string_view() : link.substr(0, at);
}

}  // namespace

void EspiParser::reject(std::int64_t line, RejectCode code, std::string reason,
                        std::string_view field) {
    ++records_;
    sink_.reject({line, code, std::move(reason), make_excerpt(field)});
}

Result<void> EspiParser::feed(std::string_view chunk) { return feed_.feed(chunk); }

Result<void> EspiParser::finish() {
    TRY_VOID(feed_.finish());
    for (const EspiEntry& block : std::exchange(waiting_, {})) {
        Meaning meaning;
        if (find_meaning(block, meaning)) {
            emit_block(block, meaning);
            continue;
        }
        for (const auto& reading : block.readings) {
            reject(reading.line, RejectCode::Channel,
                   "the feed does not hold what its block refers to: a MeterReading that is "
                   "related to it or stands above it by its links, and that one's UsagePoint and "
                   "ReadingType");
        }
    }
    hand_on_held();
    if (records_ == 0) {
        return fail(Code::Refused, "the feed holds no interval readings",
                    fmt::format("line {}", std::max<std::int64_t>(feed_.line(), 1)));
    }
    return {};
}

Result<void> EspiParser::on_entry(EspiEntry entry) {
    if (points_.size() + meters_.size() + types_.size() + clocks_.size() + point_of_.size() +
            meter_of_.size() >
        kEspiEntriesMax) {
        return fail(Code::Refused, fmt::format("the feed has more than {} points, meters, types "
                                               "and links of them: split it",
                                               kEspiEntriesMax));
    }
    if (entry.kind == "IntervalBlock") return keep_block(std::move(entry));
    if (entry.kind == "UsagePoint") keep_point(entry);
    if (entry.kind == "MeterReading") keep_meter(entry);
    if (entry.kind == "ReadingType") keep_type(entry);
    if (entry.kind == "LocalTimeParameters") keep_clock(entry);
    return {};
}

void EspiParser::keep_point(const EspiEntry& entry) {
    constexpr std::string_view kUrn = "urn:uuid:";
    Point point;
    point.code = entry.id.starts_with(kUrn) ? entry.id.substr(kUrn.size()) : entry.id;
    point.service = entry.field("ServiceCategory/kind");
    for (const auto& link : entry.related) {
        if (link.find("LocalTimeParameters") != std::string::npos) point.clock = link;
    }
    points_.insert_or_assign(entry.self, std::move(point));
    keep_links(entry, kMeter, point_of_);
}

void EspiParser::keep_meter(const EspiEntry& entry) {
    Meter meter;
    meter.up = entry.up;
    for (const auto& link : entry.related) {
        if (link.find("ReadingType") != std::string::npos) meter.type = link;
    }
    meters_.insert_or_assign(entry.self, std::move(meter));
    keep_links(entry, kBlock, meter_of_);
}

// Those that say more than their path does.
void EspiParser::keep_links(const EspiEntry& entry, std::string_view resource, Owners& owners) {
    for (const auto& link : entry.related) {
        const bool is_resource = link.find(resource) != std::string::npos;
        if (!is_resource || above(link, resource) == entry.self) continue;
        const auto [known, is_new] = owners.try_emplace(link, entry.self);
        if (!is_new && known->second != entry.self) known->second.clear();
    }
}

// By related links to the resource or its collection, else by the paths of its links.
template <typename Entries>
Entries::const_iterator EspiParser::find_owner(const Entries& entries, const Owners& owners,
                                               const Links& links, std::string_view resource) {
    for (const auto link : {links.self, links.up}) {
        const auto owner = owners.find(link);
        if (owner == owners.end() || owner->second.empty()) continue;
        if (const auto found = entries.find(owner->second); found != entries.end()) return found;
    }
    const auto found = entries.find(above(links.up, resource));
    return found != entries.end() ? found : entries.find(above(links.self, resource));
}

void EspiParser::keep_clock(const EspiEntry& entry) {
    const auto offset = entry.field("tzOffset");
    if (offset.empty()) return;  // it says nothing
    const auto clock = EspiClock::parse(offset, entry.field("dstOffset"),
                                        entry.field("dstStartRule"), entry.field("dstEndRule"));
    if (clock) {
        clocks_.insert_or_assign(entry.self, *clock);
    } else {
        sink_.repair(entry.line, "LocalTimeParameters that are not an offset and two rules were "
                                 "left out: days of 23 and 25 hours were taken on trust");
    }
}

void EspiParser::keep_type(const EspiEntry& entry) {
    Type type;
    type.commodity = entry.field("commodity");
    type.direction = entry.field("flowDirection");
    const auto tou = entry.field("tou");
    if (!tou.empty() && tou != "0") type.suffix = ".t" + std::string(tou.substr(0, 8));
    type.interval_seconds = parse_whole(entry.field("intervalLength")).value_or(0);
    const auto accumulation = entry.field("accumulationBehaviour");
    const bool is_counter =
        accumulation == "1" || accumulation == "2" || accumulation == "3" || accumulation == "9";
    type.sort = is_counter ? Sort::Counter : Sort::Span;
    const auto uom = entry.field("uom");
    const auto power_text = entry.field("powerOfTenMultiplier");
    const auto power = parse_fixed(power_text.empty() ? "0" : power_text);
    const auto* const known = std::ranges::find(kUnits, uom, &UnitCode::code);
    const auto unit = known == kUnits.end() ? std::nullopt : find_unit(known->unit);
    if (!unit) {
        type.fault = fmt::format("its ReadingType's unit (uom {}) is none that is billed",
                                 make_excerpt(uom));
    } else if (!power || power->decimals != 0 || power->mantissa < -12 || power->mantissa > 12) {
        type.fault = "its ReadingType's powerOfTenMultiplier is none of -12 to 12";
    } else if (!is_counter && accumulation != "4" && accumulation != "0" && !accumulation.empty()) {
        type.fault =
            fmt::format("its ReadingType's accumulation ({}) is neither a counter nor what "
                        "was used in an interval",
                        make_excerpt(accumulation));
        type.fault_code = RejectCode::Structure;
    } else {
        type.unit = *unit;
        type.unit.shift += known->shift + static_cast<int>(power->mantissa);
    }
    types_.insert_or_assign(entry.self, std::move(type));
}

bool EspiParser::find_meaning(const EspiEntry& block, Meaning& out) const {
    const auto meter = find_owner(meters_, meter_of_, {block.self, block.up}, kBlock);
    if (meter == meters_.end()) return false;
    const auto point = find_owner(points_, point_of_, {meter->first, meter->second.up}, kMeter);
    const auto type = types_.find(meter->second.type);
    if (point == points_.end() || type == types_.end()) return false;
    out.type = &type->second;
    out.code = service_point_.empty() ? point->second.code : service_point_;
    if (const auto clock = clocks_.find(point->second.clock); clock != clocks_.end()) {
        out.clock = &clock->second;
    }
    const auto channel = channel_of(type->second.commodity, point->second.service,
                                    type->second.direction, type->second.unit.name);
    if (channel) out.channel = *channel + type->second.suffix;
    return true;
}

Result<void> EspiParser::keep_block(EspiEntry entry) {
    Meaning meaning;
    if (find_meaning(entry, meaning)) {
        emit_block(entry, meaning);
        return {};
    }
    waiting_readings_ += entry.readings.size() + 1;
    if (waiting_readings_ > kEspiReadingsMax) {
        return fail(
            Code::Refused,
            fmt::format("more than {} readings come before the MeterReading, UsagePoint and "
                        "ReadingType that they refer to",
                        kEspiReadingsMax));
    }
    waiting_.push_back(std::move(entry));
    return {};
}

// What tells the readings of a block apart that have one period: a tariff's times of use make
// registers, its tiers are none.
EspiParser::Parts EspiParser::parts_of(const EspiEntry& block) {
    std::vector<const EspiReading*> readings;
    readings.reserve(block.readings.size());
    for (const EspiReading& reading : block.readings)
        if (reading.tou > 0 || reading.tier > 0) readings.push_back(&reading);
    const auto period = [](const EspiReading* reading) {
        return std::pair(reading->start, reading->duration);
    };
    std::ranges::sort(readings, {}, period);
    Parts parts;
    for (std::size_t i = 1; i < readings.size(); ++i) {
        if (period(readings[i]) != period(readings[i - 1])) continue;
        parts.are_by_tou = parts.are_by_tou || readings[i]->tou != readings[i - 1]->tou;
        parts.are_by_tier = parts.are_by_tier || readings[i]->tier != readings[i - 1]->tier;
    }
    return parts;
}

void EspiParser::emit_block(const EspiEntry& block, Meaning meaning) {
    const Parts parts = parts_of(block);
    const std::string channel = meaning.channel;
    std::optional<std::int64_t> next;                    // where a reading without a period begins
    constexpr std::int64_t kSecondsMax = 4'102'444'800;  // the year 2100
    for (const EspiReading& reading : block.readings) {
        auto from = reading.start ? reading.start : next;
        const std::int64_t length = reading.duration.value_or(meaning.type->interval_seconds);
        const bool is_placed = from && *from <= kSecondsMax && length <= kUseSecondsMax;
        if (parts.are_by_tou && reading.tou > 0 && !channel.empty())
            meaning.channel = fmt::format("{}.t{}", channel, reading.tou);
        Outcome fault;
        if (!meaning.type->fault.empty()) {
            fault = Fault{meaning.type->fault_code, meaning.type->fault};
        } else if (meaning.channel.empty() || meaning.channel.size() > kChannelBytesMax) {
            fault = Fault{RejectCode::Channel,
                          "its commodity or direction of flow has no channel of ours"};
        } else if (meaning.code.empty() || meaning.code.size() > kCodeBytesMax) {
            fault = Fault{RejectCode::Code, fmt::format("the usage point's id is not 1 to {} "
                                                        "characters",
                                                        kCodeBytesMax)};
        } else if (parts.are_by_tier && reading.tier > 0) {
            fault = Fault{RejectCode::Structure,
                          "its block cuts a period by the tiers of a tariff, which are no meters"};
        } else if (reading.is_broken) {
            fault = Fault{RejectCode::Structure, "a time, duration or quality is not a number"};
        } else if (!is_placed ||
                   *from < LocalDate::of(kYearFirst, 1, 1).days() * std::int64_t{86400}) {
            fault = Fault{RejectCode::Time,
                          fmt::format("no time of the years {} to {}", kYearFirst, kYearLast)};
        } else {
            const bool is_late = *from % 60 == 1 && length % 60 == 0;
            if (is_late) --*from;
            fault = emit(reading, meaning,
                         {Instant::from_seconds(*from), Instant::from_seconds(*from + length)});
            if (!fault && reading.value.empty() && reading.has_cost) {
                sink_.repair(reading.line, "a reading that tells a cost and no value was taken as "
                                           "missing");
            }
            if (is_late && !fault) {
                sink_.repair(reading.line, "a reading that begins a second after the minute was "
                                           "taken from the minute on");
            }
        }
        if (is_placed) next = *from + length;
        if (fault) reject(reading.line, fault->code, std::move(fault->reason), fault->field);
        else ++records_;
    }
}

Outcome EspiParser::emit(const EspiReading& reading, const Meaning& meaning, Span span) {
    Weight weight{Quality::Actual, 0};
    for (const int code : reading.qualities) {
        const auto one = weight_of(code);
        if (!one) {
            return Fault{RejectCode::Quality,
                         fmt::format("quality {} is no measurement, or unknown", code)};
        }
        if (one->rank > weight.rank) weight = *one;
    }
    const Type& type = *meaning.type;
    const bool is_counter = type.sort == Sort::Counter;
    std::int64_t value = kMissing;
    int scale = 0;
    if (reading.value.empty()) {
        weight.quality = Quality::Missing;
    } else {
        const auto fixed = parse_fixed(reading.value);
        if (!fixed) return Fault{RejectCode::Value, "the value is not a number", reading.value};
        value = fixed->mantissa;
        const auto decimals = static_cast<std::int8_t>(fixed->decimals);
        const auto common = to_common_scale({{&value, 1}, {&decimals, 1}, type.unit.shift},
                                            is_counter ? Magnitude{kRegisterDecimalsMax, 12}
                                                       : Magnitude{kIntervalDecimalsMax, 9});
        if (!common) return Fault{RejectCode::Value, common.error().text, reading.value};
        scale = *common;
    }
    if (is_counter) {
        if (weight.quality == Quality::Missing) {
            sink_.without_usage(reading.line);
            return std::nullopt;
        }
        if (value < 0)
            return Fault{RejectCode::Value, "a counter is never below zero", reading.value};
        sink_.register_read({.code = meaning.code,
                             .channel = meaning.channel,
                             .unit = type.unit.name,
                             .time = span.to,
                             .read = value,
                             .scale = scale,
                             .quality = weight.quality,
                             .line = reading.line});
        return std::nullopt;
    }
    const std::int64_t hours = (span.to.us - span.from.us) / (3600 * Instant::kSecond);
    const bool is_odd_day =
        (hours == 23 || hours == 25) && meaning.clock != nullptr &&
        meaning.clock->offset_seconds(span.from) == meaning.clock->offset_seconds(span.to);
    if (is_odd_day) {
        return Fault{RejectCode::Interval,
                     "a length of 23 or 25 hours, but the feed's LocalTimeParameters change no "
                     "clock in it"};
    }
    const SpanValue used{.code = meaning.code,
                         .channel = meaning.channel,
                         .unit = type.unit.name,
                         .span = span,
                         .value = value,
                         .scale = scale,
                         .quality = weight.quality,
                         .line = reading.line};
    if (seconds_of(span) <= 25 * kHour) return hand_on(used, sink_);
    if (auto fault = check(used)) return fault;
    hold(used);
    return std::nullopt;
}

void EspiParser::hold(const SpanValue& use) {
    constexpr std::size_t kHeldMax = 50'000;
    if (held_.size() == kHeldMax) hand_on_held();
    held_.push_back(
        {.code = std::string(use.code), .channel = std::string(use.channel), .use = use});
    starts_[{held_.back().code, held_.back().channel}].insert(use.span.from);
}

// Where days are counted by the clock of the place and lengths are not, a month in which the clock
// changes ends an hour after the next one begins.
void EspiParser::hand_on_held() {
    for (HeldUse& held : held_) {
        SpanValue& use = held.use;
        use.code = held.code;
        use.channel = held.channel;
        const Instant an_hour_before{use.span.to.us - kHour * Instant::kSecond};
        const auto& starts = starts_[{held.code, held.channel}];
        const bool is_cut = an_hour_before.seconds() - use.span.from.seconds() > 25 * kHour &&
                            starts.contains(an_hour_before);
        if (is_cut) use.span.to = an_hour_before;
        if (auto fault = hand_on(use, sink_)) {
            sink_.reject({use.line, fault->code, std::move(fault->reason), {}});
        } else if (is_cut) {
            sink_.repair(use.line, "a use that ended an hour after the next one began was cut: the "
                                   "clock changed in it");
        }
    }
    held_.clear();
    starts_.clear();
}

}  // namespace bw::meter
