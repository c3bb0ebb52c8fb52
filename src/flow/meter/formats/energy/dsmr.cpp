#include "flow/meter/formats/energy/dsmr.h"

#include "flow/meter/formats/parts/counter.h"
#include "flow/meter/formats/parts/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace bw::meter {

namespace {

constexpr std::size_t kTelegramBytesMax = 64 << 10;
constexpr std::size_t kCountersMax = 256;

// CRC16 of the standard: x^16 + x^15 + x^2 + 1, least significant bit first, from zero.
std::uint16_t crc16(std::uint16_t crc, std::string_view bytes) {
    for (const char c : bytes) {
        crc = static_cast<std::uint16_t>(crc ^ static_cast<unsigned char>(c));
        for (int bit = 0; bit < 8; ++bit) {
            const bool carries = (crc & 1) != 0;
            crc = static_cast<std::uint16_t>(crc >> 1);
            if (carries) crc = static_cast<std::uint16_t>(crc ^ 0xA001);
        }
    }
    return crc;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

// "4530..." is "E0..": two hexadecimal digits a letter; what does not give letters and digits
// stays.
std::string decoded_id(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        const int high = hex_digit(text[i]);
        const int low = hex_digit(text[i + 1]);
        const int letter = high * 16 + low;
        const bool is_plain =
            high >= 0 && low >= 0 &&
            ((letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
             (letter >= 'a' && letter <= 'z') || letter == '-' || letter == '_');
        if (!is_plain) return std::string(text);
        out.push_back(static_cast<char>(letter));
    }
    return text.size() % 2 == 0 ? out : std::string(text);
}

// Cuts "(..)" off the front; nothing when there is none.
std::optional<std::string_view> next_value(std::string_view& values) {
    if (!values.starts_with('(')) return std::nullopt;
    const auto end = values.find(')');
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = values.substr(1, end - 1);
    values.remove_prefix(end + 1);
    return value;
}

// YYMMDDhhmmss, and S or W. Nothing: no time, as of a clock that was never set: 1970, 2000, or
// 63-25-25.
std::optional<LocalTime> read_clock(std::string_view text) {
    static const TimeFormat kFormat = *TimeFormat::parse("YYMMDDhhmmss");
    if (text.ends_with('W') || text.ends_with('S')) text.remove_suffix(1);
    const auto reading = kFormat.read(text);
    if (!reading || text < "01" || text >= "7") return std::nullopt;
    return reading->local;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

// "26-08-15" and "16:26:55", or 260815 and 162655, of a meter's own clock as a telegram has its
// time. Of seven digits the first says whether summer time is active. Empty: no time.
std::string clock_of(std::string_view date, std::string_view time) {
    std::string day = digits_of(date), clock = digits_of(time);
    std::string_view season;
    if (clock.size() == 7 && clock[0] <= '1') {
        season = clock[0] == '1' ? "S" : "W";
        clock.erase(0, 1);
    }
    if (day.size() == 7) day.erase(0, 1);
    if (day.size() != 6 || clock.size() != 6) return {};
    std::string text = fmt::format("{}{}{}", day, clock, season);
    return read_clock(text) ? text : std::string();
}

// By how much local time of that year is ahead of UTC in summer time, or in standard time.
std::int32_t offset_of(const Zone& zone, int year, bool is_summer) {
    const auto begin_of = [&](int month) {
        const std::int64_t days = LocalDate::of(year, month, 1).days();
        return zone.offset_seconds(Instant::from_seconds(days * 86400));
    };
    const auto [winter, summer] = std::minmax({begin_of(1), begin_of(7)});
    return is_summer ? summer : winter;
}

// The medium of an M-Bus meter, as a channel.
std::string_view channel_of_medium(int medium) {
    switch (medium) {
        case 2: return "import";
        case 3: return "gas";
        case 4:
        case 12: return "heat";
        case 6: return "warm-water";
        case 7: return "water";
        case 10:
        case 11: return "cooling";
        default: return {};
    }
}

Outcome check_crc(const DsmrTelegram& telegram, std::string_view written) {
    if (written.empty()) {
        if (!telegram.needs_crc) return std::nullopt;
        return Fault{RejectCode::Structure, "the telegram has no checksum, which its version has"};
    }
    unsigned crc = 0;
    for (const char c : written) {
        const int digit = hex_digit(c);
        if (digit < 0 || written.size() > 4) {
            return Fault{RejectCode::Structure, "the telegram's checksum is none", written};
        }
        crc = crc * 16 + static_cast<unsigned>(digit);
    }
    if (crc == telegram.crc) return std::nullopt;
    return Fault{RejectCode::Structure,
                 fmt::format("the checksum is wrong ({:04X}, expected {:04X}): bytes were lost or "
                             "changed",
                             crc, telegram.crc)};
}

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

std::size_t noise_before_telegram(std::string_view line) {
    constexpr std::size_t kNoiseBytesMax = 16;
    const auto slash = line.find('/');
    if (slash == std::string_view::npos || slash > kNoiseBytesMax) return 0;
    const auto name = line.substr(slash + 1, 4);
    const bool is_head = name.size() == 4 && std::ranges::all_of(name.substr(0, 3), is_letter) &&
                         name[3] >= '0' && name[3] <= '9';
    return is_head ? slash : 0;
}

DsmrParser::DsmrParser(RecordSink& sink, Options options)
    : sink_(sink), options_(std::move(options)),
      clock_(options_.zone ? *options_.zone : *Zone::find("Europe/Amsterdam")) {}

void DsmrParser::reject(std::int64_t line, RejectCode code, std::string reason,
                        std::string_view field) {
    ++records_;
    sink_.reject({line, code, std::move(reason), make_excerpt(field)});
}

Result<void> DsmrParser::feed(std::string_view chunk) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) TRY_VOID(on_line(line));
    return {};
}

Result<void> DsmrParser::finish() {
    std::string_view line;
    if (splitter_.rest(line)) TRY_VOID(on_line(line));
    const auto refuse = [&](std::string text, std::int64_t at) {
        return fail(Code::Refused, std::move(text), fmt::format("line {}", at));
    };
    if (splitter_.number() == 0) return refuse("the file is empty", 0);
    if (telegram_) {
        return refuse("the file ends inside a telegram: it was cut off", telegram_->line);
    }
    if (records_ == 0) return refuse("the file holds no readings", splitter_.number());
    return {};
}

Result<void> DsmrParser::on_line(std::string_view line) {
    if (!telegram_) line.remove_prefix(noise_before_telegram(line));
    if (line.starts_with('/')) {
        if (telegram_) {
            reject(telegram_->line, RejectCode::Structure,
                   fmt::format("the telegram has no end; another begins in line {}",
                               splitter_.number()));
        }
        telegram_.emplace();
        telegram_->line = splitter_.number();
        is_outside_told_ = false;
    }
    if (!telegram_) {
        on_outside(line);
        return {};
    }
    DsmrTelegram& telegram = *telegram_;
    telegram.bytes += line.size() + 2;
    if (telegram.bytes > kTelegramBytesMax) {
        return fail(Code::Refused,
                    fmt::format("a telegram is longer than {} bytes: this is no file of telegrams",
                                kTelegramBytesMax),
                    fmt::format("line {}", telegram.line));
    }
    constexpr char kStartOfText = 2;  // before the first reading, at an optical port
    const bool is_marked = line.starts_with(kStartOfText);
    const auto data = line.substr(is_marked ? 1 : 0);
    // The first line names a type, in whatever bytes its maker chose.
    if (!line.starts_with('/') && !is_clean_text(data)) telegram.is_unclean = true;
    if (line.starts_with('!')) {
        telegram.crc = crc16(telegram.crc, "!");
        on_end(telegram, trim(line.substr(1)));
        telegram_.reset();
        return {};
    }
    telegram.crc = crc16(crc16(telegram.crc, line), "\r\n");
    on_data(telegram, data);
    return {};
}

void DsmrParser::on_outside(std::string_view line) {
    const auto open = line.find('(');
    const auto name = line.substr(0, open);
    const bool is_object =
        parse_obis(name) || (open != std::string_view::npos && parse_printed_obis(name));
    if (!is_object || is_outside_told_) return;
    is_outside_told_ = true;
    reject(splitter_.number(), RejectCode::Structure,
           "readings outside a telegram: its first line is missing or damaged");
}

void DsmrParser::on_data(DsmrTelegram& telegram, std::string_view line) const {
    const auto open = line.find('(');
    if (open == std::string_view::npos) return;
    if (open == 0) {  // the value of the line before
        for (DsmrDevice& device : telegram.devices) {
            if (!device.has_value_next || !device.counter) continue;
            device.has_value_next = false;
            if (const auto value = next_value(line)) device.counter->value = *value;
        }
        return;
    }
    const auto name = line.substr(0, open);
    const auto code = name.substr(name.find(':') + 1);  // all of it, where there is none
    if (code.starts_with("P.0") && telegram.profile_line == 0)
        telegram.profile_line = splitter_.number();
    const auto obis = parse_printed_obis(name);
    if (obis && obis->is_present()) {
        on_object(telegram, *obis, line.substr(open));
    }
    // At an optical port a line may hold several.
    auto rest = line.substr(open);
    while (next_value(rest)) continue;
    if (!rest.empty() && rest.front() != '(') on_data(telegram, rest);
}

void DsmrParser::on_object(DsmrTelegram& telegram, const Obis& obis,
                           std::string_view values) const {
    if (obis.medium == 0 && obis.channel >= 1 &&
        obis.channel < static_cast<int>(telegram.devices.size())) {
        return on_device(telegram.devices[static_cast<std::size_t>(obis.channel)], obis, values);
    }
    const auto value = next_value(values);
    if (!value) return;
    // Where the number of an electricity meter stands, the likeliest first.
    constexpr std::array<Obis, 7> kIds = {
        Obis{0, 0, 96, 1, 1}, Obis{0, 0, 96, 1, 0}, Obis{0, 0, 42, 0, 0}, Obis{0, 0, 96, 1, 255},
        Obis{1, 0, 0, 0, 0},  Obis{0, 0, 0, 0, 0},  Obis{1, 0, 96, 1, 0}};
    const bool is_of_meter = obis.medium == 1 && (obis.quantity == 0 || obis.quantity == 96);
    Obis named = obis;
    if (is_of_meter) named.channel = 0;
    if (const auto* const id = std::ranges::find(kIds, named); id != kIds.end()) {
        telegram.ids[static_cast<std::size_t>(id - kIds.begin())] = *value;
    } else if (named == Obis{1, 0, 0, 9, 1}) {
        telegram.clock_time = *value;
    } else if (named == Obis{1, 0, 0, 9, 2}) {
        telegram.clock_date = *value;
    } else if (obis == Obis{0, 0, 1, 0, 0}) {
        telegram.time = *value;
    } else if (obis == Obis{1, 3, 0, 2, 8} || obis == Obis{0, 0, 96, 1, 4}) {
        telegram.needs_crc = true;  // the version, which telegrams have from 4 on
    } else if (obis.medium == 1 && obis.processing == 8 &&
               telegram.counters.size() < kCountersMax) {
        telegram.counters.push_back(counter_of(meaning_of(obis).channel, *value));
    }
}

DsmrCounter DsmrParser::counter_of(std::string channel, std::string_view value) const {
    const auto star = std::min(value.find('*'), value.size());
    return {std::move(channel), std::string(value.substr(0, star)),
            std::string(value.substr(std::min(star + 1, value.size()))), splitter_.number()};
}

void DsmrParser::on_device(DsmrDevice& device, const Obis& obis, std::string_view values) const {
    const auto value = next_value(values);
    if (!value) return;
    if (obis.quantity == 96 && obis.processing == 1 && obis.tariff <= 1) {
        device.id = *value;
    } else if (obis.quantity == 24 && obis.processing == 1) {
        device.medium = static_cast<int>(parse_whole(*value).value_or(0) % 256);
    } else if (obis.quantity == 24 && (obis.processing == 2 || obis.processing == 3)) {
        device.time = *value;
        // (time)(value*unit), before version 4 (time)(..)(..)(..)(code)(unit) and then (value)
        auto last = *value;
        while (const auto next = next_value(values)) last = *next;
        auto counter = counter_of({}, last);
        device.has_value_next = obis.processing == 3;
        if (device.has_value_next) std::swap(counter.unit, counter.value);
        device.counter = std::move(counter);
    }
}

void DsmrParser::on_end(const DsmrTelegram& telegram, std::string_view written) {
    const std::int64_t line = telegram.line;
    if (auto fault = check_crc(telegram, written)) {
        return reject(line, fault->code, std::move(fault->reason), fault->field);
    }
    if (telegram.is_unclean) {
        return reject(line, RejectCode::Encoding, "not UTF-8 text, or control characters inside");
    }
    const std::int64_t before = records_;
    if (!telegram.counters.empty()) emit_electricity(telegram);
    for (const DsmrDevice& device : telegram.devices) {
        if (device.counter) emit_device(device, *device.counter);
    }
    if (telegram.profile_line > 0) {
        reject(telegram.profile_line, RejectCode::Structure,
               "a load profile of the meter (P.01): of a readout only counters are taken");
    }
    if (records_ != before) return;
    ++records_;
    sink_.without_usage(line);
}

// S and W say whether summer time is active, whatever the zone's rules say of that day: there are
// meters that stay on standard time all year. Without them as the zone says.
Outcome DsmrParser::time_of(std::string_view text, Instant& out) {
    const auto local = read_clock(text);
    if (!local) {
        return Fault{RejectCode::Time, "the time is none, or of a clock that was never set", text};
    }
    const bool is_summer = text.ends_with('S');
    if (is_summer || text.ends_with('W')) {
        const std::int64_t wall = std::int64_t{local->date.days()} * 86400 + local->second_of_day;
        out = Instant::from_seconds(wall - offset_of(clock_.zone(), local->date.year(), is_summer));
        return std::nullopt;
    }
    const auto found = clock_.to_instant(*local, {});
    if (!found) {
        return Fault{RejectCode::Time,
                     fmt::format("the time does not exist in zone {}", clock_.zone().name()), text};
    }
    out = *found;
    return std::nullopt;
}

Outcome DsmrParser::read_counter(const DsmrCounter& counter, RegisterRead& out,
                                 bool& is_cut) const {
    CounterValue value;
    Unit unit;
    if (auto fault = parse_counter(counter.value, counter.unit, value, unit)) {
        fault->reason = fmt::format("line {}: {}", counter.line, fault->reason);
        return fault;
    }
    out.channel = counter.channel;
    out.unit = unit.name;
    out.read = value.read;
    out.scale = value.scale;
    out.digits = value.digits;
    out.line = counter.line;
    is_cut = is_cut || value.is_cut;
    return std::nullopt;
}

// All counters of the electricity meter, or none.
void DsmrParser::emit_electricity(const DsmrTelegram& telegram) {
    std::string code = options_.service_point;
    for (const auto& id : telegram.ids) {
        if (code.empty()) code = decoded_id(id);
    }
    if (code.empty() || code.size() > kCodeBytesMax) {
        return reject(telegram.line, RejectCode::Code,
                      "the telegram does not name its meter: name the service point, as in --set "
                      "service_point=CODE");
    }
    Instant time;
    const std::string text =
        telegram.time.empty() ? clock_of(telegram.clock_date, telegram.clock_time) : telegram.time;
    const bool is_received = text.empty() && options_.received;
    if (is_received) {
        time = *options_.received;
    } else if (text.empty()) {
        return reject(
            telegram.line, RejectCode::Time,
            "the telegram has no time (before version 4): say when it was received, as in "
            "--set received=2024-03-01T12:00:00Z");
    } else if (auto fault = time_of(text, time)) {
        return reject(telegram.line, fault->code, std::move(fault->reason), fault->field);
    }
    bool is_cut = false;
    std::vector<RegisterRead> reads;
    for (const auto& counter : telegram.counters) {
        auto& read = reads.emplace_back();
        if (auto fault = read_counter(counter, read, is_cut)) {
            return reject(telegram.line, fault->code, std::move(fault->reason), fault->field);
        }
        read.code = code;
        read.time = time;
        read.records = reads.size() == 1 ? 1 : 0;
    }
    ++records_;
    for (const auto& read : reads) sink_.register_read(read);
    if (is_received) sink_.repair(telegram.line, kReceivedRepair);
    if (is_cut) sink_.repair(telegram.line, kCutRepair);
}

void DsmrParser::emit_device(const DsmrDevice& device, DsmrCounter counter) {
    const auto fail_with = [&](RejectCode code, std::string reason, std::string_view field = {}) {
        reject(counter.line, code, std::move(reason), field);
    };
    // A channel that nothing hangs on: neither number nor clock, and nothing counted.
    if (device.id.empty() && !read_clock(device.time) &&
        counter.value.find_first_not_of("0.") == std::string::npos) {
        ++records_;
        return sink_.without_usage(counter.line);
    }
    const std::string code =
        options_.service_point.empty() ? decoded_id(device.id) : options_.service_point;
    if (code.empty() || code.size() > kCodeBytesMax) {
        return fail_with(RejectCode::Code, "the M-Bus meter has no number");
    }
    counter.channel = channel_of_medium(device.medium);
    if (counter.channel.empty()) {
        return fail_with(RejectCode::Structure,
                         fmt::format("an M-Bus meter of medium {}, which has no channel of ours",
                                     device.medium));
    }
    RegisterRead read;
    bool is_cut = false;
    if (auto fault = time_of(device.time, read.time)) {
        return fail_with(fault->code, std::move(fault->reason), fault->field);
    }
    if (auto fault = read_counter(counter, read, is_cut)) {
        return fail_with(fault->code, std::move(fault->reason), fault->field);
    }
    read.code = code;
    ++records_;
    sink_.register_read(read);
    if (is_cut) sink_.repair(counter.line, kCutRepair);
}

}  // namespace bw::meter
