#include "flow/meter/formats/energy/wmbus.h"

#include "flow/meter/formats/parts/counter.h"
#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::meter {

namespace {

struct MediumName {
    std::string_view name, channel;
};
constexpr std::array kMedia = {MediumName{"water", "water"},
                               MediumName{"cold water", "water"},
                               MediumName{"warm water", "warm-water"},
                               MediumName{"hot water", "warm-water"},
                               MediumName{"gas", "gas"},
                               MediumName{"electricity", "import"},
                               MediumName{"heat", "heat"},
                               MediumName{"heat/cooling load", "heat"},
                               MediumName{"cooling", "cooling"},
                               MediumName{"heat cost allocation", "allocator"},
                               MediumName{"heat cost allocator", "allocator"}};

// A value at a set date, the counter that it is of, and where its date may stand.
struct SetDate {
    std::string_view value, counter;
    std::array<std::string_view, 3> dates;
};
constexpr std::array kSetDates = {
    SetDate{"target", "total", {"target_date", "target_datetime", "prev_date"}},
    SetDate{"target_water", "total_water", {"target_date", "target_datetime", ""}},
    SetDate{"target_energy_consumption",
            "total_energy_consumption",
            {"target_datetime", "target_date", ""}},
    SetDate{"consumption_at_set_date", "total", {"set_date", "set_datetime", ""}},
    SetDate{"total_at_date", "total", {"at_date", "", ""}},
    SetDate{"last_month_total", "total", {"last_month_measure_date", "", ""}}};
constexpr std::string_view kLocalSetDate =
    "its set date is local: name the zone, as in --set zone=Europe/Berlin";

// Cuts "_kwh" off a value's name.
std::optional<std::string_view> cut_unit(std::string_view& name) {
    for (const std::string_view unit : {"_m3", "_kwh", "_kvarh", "_mwh", "_gj", "_mj", "_hca"}) {
        if (!name.ends_with(unit)) continue;
        name.remove_suffix(unit.size());
        return unit.substr(1);
    }
    return std::nullopt;
}

// Cuts "_tariff_2" or "_tariff2" off; "" or ".t2".
std::string cut_tariff(std::string_view& name) {
    constexpr std::string_view kTariff = "_tariff";
    const auto at = name.rfind(kTariff);
    if (at == std::string_view::npos) return {};
    auto number = name.substr(at + kTariff.size());
    if (number.starts_with('_')) number.remove_prefix(1);
    const bool is_number = number.size() == 1 && number[0] >= '1' && number[0] <= '9';
    if (!is_number) return {};
    name = name.substr(0, at);
    return ".t" + std::string(number);
}

std::string reactive_channel_of(std::string_view name) {
    constexpr std::string_view kReactive = "total_reactive_energy_";
    if (!name.starts_with(kReactive)) return {};
    const auto kind = name.substr(kReactive.size());
    if (kind == "consumption") return "reactive";
    if (kind == "production") return "reactive.export";
    return kind == "inductive" || kind == "capacitive" ? "reactive." + std::string(kind)
                                                       : std::string();
}

// The channel of a counter's name and medium; empty: no counter that is billed.
std::string channel_of(std::string_view name, std::string_view medium, std::string_view unit) {
    if (unit == "kvarh") return reactive_channel_of(name);
    const bool is_volume = unit == "m3";
    const bool is_heat = medium == "heat" || medium == "cooling";
    if (is_heat && is_volume &&
        (name == "total_volume" || name == "total_water" || name == "volume"))
        return std::string(medium) + ".volume";
    if (is_heat && !is_volume && name == "heat") return "heat";
    if (name == "total_heating") return is_volume ? "heat.volume" : "heat";
    if (name == "total_cooling") return is_volume ? "cooling.volume" : "cooling";
    if (name == "total_energy_production") return medium == "import" ? "export" : "";
    if (name == "total_energy_consumption") return std::string(medium);
    if (name != "total") return {};
    if (!is_volume) return is_heat || medium == "import" ? std::string(medium) : std::string();
    if (medium.empty()) return "volume";  // of a converter that does not say what it sits on
    return is_heat || medium == "import" || medium == "allocator" ? std::string()
                                                                  : std::string(medium);
}

std::optional<std::string> text_of(const json::Value& root, std::string_view name) {
    const auto* const value = root.find(name);
    if (value == nullptr || value->kind() != json::Kind::Text) return std::nullopt;
    return *value->as_text();
}

}  // namespace

Result<void> WmbusParser::feed(std::string_view chunk) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) TRY_VOID(on_line(line, false));
    return {};
}

Result<void> WmbusParser::finish() {
    std::string_view line;
    if (splitter_.rest(line)) TRY_VOID(on_line(line, true));
    if (records_ > 0) return {};
    return fail(Code::Refused,
                splitter_.number() == 0 ? "the file is empty" : "the file holds no records",
                fmt::format("line {}", splitter_.number()));
}

Result<void> WmbusParser::on_line(std::string_view line, bool is_last) {
    if (line.find_first_not_of(" \t") == std::string_view::npos) return {};
    ++records_;
    const std::int64_t number = splitter_.number();
    const auto root = json::parse(line, "line");
    if (!root) {
        if (is_last) {
            return fail(
                Code::Refused,
                "the last line has no line break and is no whole JSON: the file was cut off; "
                "fetch it again",
                fmt::format("line {}", number));
        }
        sink_.reject({number, RejectCode::Structure, root.error().text, {}});
        return {};
    }
    Telegram telegram;
    if (const auto fault = read_telegram(*root, telegram)) {
        sink_.reject({number, fault->code, fault->reason, make_excerpt(fault->field)});
        return {};
    }
    emit(telegram);
    return {};
}

Outcome WmbusParser::read_telegram(const json::Value& root, Telegram& out) {
    const auto id = text_of(root, "id");
    const auto media = text_of(root, "media");
    if (!media) return Fault{RejectCode::Structure, "no telegram: it has no text 'media'"};
    out.code = options_.service_point.empty() ? id.value_or("") : options_.service_point;
    if (out.code.empty() || out.code.size() > kCodeBytesMax) {
        return Fault{RejectCode::Code, fmt::format("id is not 1 to {} characters", kCodeBytesMax)};
    }
    const auto* const medium = std::ranges::find(kMedia, *media, &MediumName::name);
    out.medium = medium == kMedia.end() ? std::string_view() : medium->channel;
    if (auto fault = read_time(root, out)) return fault;
    if (out.medium == "allocator") return read_allocator(root, out);
    for (const auto& member : root.members()) {
        if (auto fault = read_value(root, member, out)) return fault;
    }
    return std::nullopt;
}

Outcome WmbusParser::read_time(const json::Value& root, Telegram& out) const {
    const auto reading = TimeFormat().read(text_of(root, "timestamp").value_or(""));
    if (reading && reading->offset_seconds) {
        out.time = Instant::from_seconds(std::int64_t{reading->local.date.days()} * 86400 +
                                         reading->local.second_of_day - *reading->offset_seconds);
        return std::nullopt;
    }
    if (!options_.received) {
        return Fault{RejectCode::Time,
                     "timestamp is none of the years 1981 to 2099 with an offset: say when it was "
                     "received, as in --set received=2024-03-01T12:00:00Z"};
    }
    out.time = *options_.received;
    out.is_received = true;
    return std::nullopt;
}

Outcome WmbusParser::read_set_date(const json::Value& root, std::string_view name,
                                   std::optional<Instant>& out) {
    const std::string text = name.empty() ? "" : text_of(root, name).value_or("");
    const auto reading = TimeFormat().read(text);
    if (!reading) return std::nullopt;
    if (!options_.zone) {
        return Fault{RejectCode::Time, std::string(kLocalSetDate)};
    }
    LocalTime local = reading->local;
    const bool is_day = text.size() == 10;
    // A year ends with its last day; the first day of a month begins it.
    if (is_day && local.date.plus_days(1).day() == 1) local.date = local.date.plus_days(1);
    out = clock_.zone().to_instant(local);
    return std::nullopt;
}

Outcome WmbusParser::read_season_start(const json::Value& root, Instant time,
                                       std::optional<Instant>& out) {
    const auto reading = TimeFormat().read(text_of(root, "season_start_date").value_or(""));
    if (!reading) return std::nullopt;
    if (!options_.zone) return Fault{RejectCode::Time, std::string(kLocalSetDate)};
    const auto& zone = clock_.zone();
    const LocalDate day = reading->local.date;
    const int years = zone.to_local(time).date.year() - day.year();
    out = zone.start_of_day(day.plus_months(12 * years));
    if (*out >= time) out = zone.start_of_day(day.plus_months(12 * (years - 1)));
    return std::nullopt;
}

Outcome WmbusParser::read_value(const json::Value& root, const json::Value::Member& member,
                                Telegram& out) {
    std::string_view name = member.first;
    const auto unit_name = cut_unit(name);
    if (!unit_name || member.second.kind() != json::Kind::Number) return std::nullopt;
    std::string_view base = name;
    const std::string tariff = cut_tariff(base);
    Instant time = out.time;
    const auto* set_date = std::ranges::find(kSetDates, base, &SetDate::value);
    std::array<std::string, 2> own_dates;  // "consumption_at_set_date_3" with "set_date_3"
    constexpr std::string_view kNumbered = "consumption_at_set_date_";
    const bool is_numbered = base.starts_with(kNumbered);
    if (is_numbered) {
        own_dates = {"set_date_" + std::string(base.substr(kNumbered.size())), std::string(base)};
        base = kNumbered.substr(0, kNumbered.size() - 1);
    }
    if (is_numbered || set_date != kSetDates.end()) {
        std::optional<Instant> day;
        for (const auto& date :
             is_numbered
                 ? std::vector<std::string_view>{own_dates[0], own_dates[1]}
                 : std::vector<std::string_view>(set_date->dates.begin(), set_date->dates.end())) {
            if (day) break;
            if (auto fault = read_set_date(root, date, day)) return fault;
        }
        if (!day) return std::nullopt;  // nobody can say when that was
        time = *day;
        base = is_numbered ? "total" : set_date->counter;
    }
    const std::string channel = channel_of(base, out.medium, *unit_name);
    if (channel.empty()) return std::nullopt;
    const auto decimal = member.second.as_decimal();
    if (!decimal) {
        return Fault{RejectCode::Value, fmt::format("{}: {}", member.first, decimal.error().text)};
    }
    CounterValue value;
    Unit unit;
    if (auto fault = parse_counter(decimal->to_string(), *unit_name, value, unit)) {
        fault->reason = fmt::format("{}: {}", member.first, fault->reason);
        fault->field = {};
        return fault;
    }
    out.is_cut = out.is_cut || value.is_cut;
    out.readings.push_back(
        {channel + tariff, unit.name, std::nullopt, time, value.read, value.scale});
    return std::nullopt;
}

Outcome WmbusParser::read_allocator(const json::Value& root, Telegram& out) {
    const auto whole = [&](std::string_view first, std::string_view second,
                           std::optional<std::int64_t>& number) -> Outcome {
        const auto* value = root.find(first);
        if (value == nullptr) value = root.find(second);
        if (value == nullptr || value->kind() == json::Kind::Null) return std::nullopt;
        const auto units = value->as_integer();
        if (!units || *units < 0 || *units >= 1'000'000'000) {
            return Fault{RejectCode::Value, "units of an allocator are a whole number below 10^9"};
        }
        number = *units;
        return std::nullopt;
    };
    std::optional<std::int64_t> now, before;
    if (auto fault = whole("current_consumption_hca", "current_hca", now)) return fault;
    if (auto fault = whole("consumption_at_set_date_hca", "previous_hca", before)) return fault;
    std::optional<Instant> set_date;
    if (auto fault = read_set_date(root, "set_date", set_date)) return fault;
    if (!set_date) {
        if (auto fault = read_set_date(root, "previous_date", set_date)) return fault;
    }
    if (!set_date) {
        if (auto fault = read_season_start(root, out.time, set_date)) return fault;
    }
    const std::string channel = "allocator";
    if (!set_date) {
        if (now) out.readings.push_back({channel, "hca", std::nullopt, out.time, *now, 0});
        return std::nullopt;
    }
    if (before) {
        LocalTime year_ago = clock_.zone().to_local(*set_date);
        year_ago.date = year_ago.date.plus_months(-12);
        out.readings.push_back(
            {channel, "hca", clock_.zone().to_instant(year_ago), *set_date, *before, 0});
    }
    if (!now) return std::nullopt;
    const std::int64_t seconds = out.time.seconds() - set_date->seconds();
    if (seconds <= 0 || seconds > kUseSecondsMax) {
        return Fault{RejectCode::Time,
                     "the set date is not within two years before the time of the telegram"};
    }
    out.readings.push_back({channel, "hca", set_date, out.time, *now, 0});
    return std::nullopt;
}

void WmbusParser::emit(const Telegram& telegram) {
    const std::int64_t line = splitter_.number();
    std::int64_t records = 1;
    for (const Reading& reading : telegram.readings) {
        if (reading.since) {
            sink_.use({.code = telegram.code,
                       .channel = reading.channel,
                       .unit = reading.unit,
                       .span = {Instant::from_seconds(reading.since->seconds()),
                                Instant::from_seconds(reading.time.seconds())},
                       .value = reading.value,
                       .scale = reading.scale,
                       .line = line,
                       .records = records});
        } else {
            sink_.register_read({.code = telegram.code,
                                 .channel = reading.channel,
                                 .unit = reading.unit,
                                 .time = reading.time,
                                 .read = reading.value,
                                 .scale = reading.scale,
                                 .line = line,
                                 .records = records});
        }
        records = 0;
    }
    if (telegram.readings.empty()) return sink_.without_usage(line);
    if (telegram.is_received) sink_.repair(line, kReceivedRepair);
    if (telegram.is_cut) sink_.repair(line, kCutRepair);
}

}  // namespace bw::meter
