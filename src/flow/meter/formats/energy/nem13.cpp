#include "flow/meter/formats/energy/nem13.h"

#include "flow/meter/formats/energy/nem_fields.h"
#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

using namespace nem;

namespace {

constexpr std::int64_t kMultiplierMax = 1'000'000;

struct Dial {
    Fixed value;
    int digits = 0;
};

// A counter as its dial shows it, with leading zeros.
std::optional<Dial> parse_dial(std::string_view text) {
    const auto value = parse_fixed(text);
    if (!value || value->mantissa < 0 || text.starts_with('-')) return std::nullopt;
    return Dial{*value, static_cast<int>(std::min(text.find('.'), text.size()))};
}

}  // namespace

std::unexpected<Error> Nem13Parser::refuse(std::string text) const {
    return fail(Code::Refused, std::move(text), fmt::format("line {}", splitter_.number()));
}

void Nem13Parser::reject(RejectCode code, std::string reason, std::string_view field) {
    ++records_;
    sink_.reject({splitter_.number(), code, std::move(reason), make_excerpt(field)});
}

Result<void> Nem13Parser::feed(std::string_view chunk) {
    std::string_view line;
    while (TRY(splitter_.next(chunk, line))) TRY_VOID(on_line(line));
    return {};
}

Result<void> Nem13Parser::finish() {
    std::string_view line;
    if (splitter_.rest(line)) TRY_VOID(on_line(line));
    if (splitter_.number() == 0) return refuse("the file is empty");
    if (stage_ == Stage::BeforeHeader) return refuse("no header record 100: not a NEM13 file");
    if (stage_ == Stage::Body) {
        return refuse("no end record 900: the file was cut off; fetch it again");
    }
    if (records_ == 0) return refuse("the file holds no readings");
    return {};
}

Result<void> Nem13Parser::on_line(std::string_view line) {
    if (is_blank(line)) return {};
    if (stage_ == Stage::Ended) return refuse("there is text after the end record 900");
    std::string_view fields = line;
    const auto type = next_field(fields);
    const bool is_clean = is_clean_text(line);
    if (stage_ == Stage::BeforeHeader) {
        if (type != "100" || !is_clean || next_field(fields) != "NEM13") {
            return refuse("the first record is not a header 100 of NEM13: not a whole NEM13 file");
        }
        stage_ = Stage::Body;
        return {};
    }
    if (!is_clean) {
        reject(RejectCode::Encoding, std::string(kUnclean));
    } else if (type == "250") {
        on_register(fields);
    } else if (type == "900") {
        stage_ = Stage::Ended;
    } else if (type == "100") {
        return refuse("a second header record 100: two files in one");
    } else if (type != "550") {
        reject(RejectCode::Structure,
               type == "200" || type == "300" || type == "400"
                   ? "interval record of NEM12 in a NEM13 file"
                   : "unknown record type: expected 250, 550 or 900",
               type);
    }
    return {};
}

// NMI, configuration, register, suffix, data stream, meter serial, direction
Outcome Nem13Parser::read_channel(std::string_view& fields, Register& out) const {
    out.code = next_field(fields);
    if (out.code.empty() || out.code.size() > kCodeBytesMax) {
        return Fault{RejectCode::Code, fmt::format("no NMI of 1 to {} characters", kCodeBytesMax)};
    }
    next_field(fields);
    next_field(fields);
    const auto suffix = next_field(fields);
    next_field(fields);
    next_field(fields);
    const auto direction = next_field(fields);
    constexpr std::size_t kSuffixMax = kChannelBytesMax - 7;  // beside "import."
    if (suffix.empty() || suffix.size() > kSuffixMax) {
        return Fault{RejectCode::Structure,
                     fmt::format("no NMI suffix of 1 to {} characters", kSuffixMax)};
    }
    if (direction != "E" && direction != "I") {
        return Fault{RejectCode::Structure, "the direction is not E or I", direction};
    }
    out.channel = direction == "E" ? "import" : "export";
    if (suffix != "11") out.channel += "." + std::string(suffix);
    return std::nullopt;
}

// read, time, quality, reason code, reason
Outcome Nem13Parser::read_dial(std::string_view& fields, std::string_view which, Read& out) const {
    const auto text = next_field(fields);
    const auto dial = parse_dial(text);
    if (!dial) {
        return Fault{RejectCode::Value, fmt::format("the {} read is not a number", which), text};
    }
    const auto time_text = next_field(fields);
    const auto time = parse_time(time_text);
    if (!time) {
        return Fault{RejectCode::Time,
                     fmt::format("the {} read has no time of the years {} to {}", which, kYearFirst,
                                 kYearLast),
                     time_text};
    }
    const auto flag_text = next_field(fields);
    const auto flag = parse_flag(flag_text);
    if (!flag || flag->is_variable || flag->quality == Quality::Missing) {
        return Fault{RejectCode::Quality,
                     fmt::format("the {} read has no quality A, E, F or S", which), flag_text};
    }
    next_field(fields);
    next_field(fields);
    out = {*time, dial->value.mantissa, dial->value.decimals, dial->digits, flag->quality};
    return std::nullopt;
}

// previous read, current read, quantity, unit, next read, updated, loaded
Outcome Nem13Parser::read_amounts(std::string_view fields, Register& out) const {
    if (auto fault = read_dial(fields, "previous", out.before)) return fault;
    if (auto fault = read_dial(fields, "current", out.now)) return fault;
    const auto quantity_text = next_field(fields);
    const auto quantity = parse_fixed(quantity_text);
    if (!quantity) return Fault{RejectCode::Value, "the quantity is not a number", quantity_text};
    const auto unit_text = next_field(fields);
    const auto unit = find_unit(unit_text);
    if (!unit) return Fault{RejectCode::Unit, "the unit is missing or unknown", unit_text};
    if (!unit->is_energy) {
        return Fault{RejectCode::Unit, "a register of demand: it is billed by interval values",
                     unit_text};
    }
    for (int i = 0; i < 3; ++i) next_field(fields);
    if (!is_blank(fields)) {
        return Fault{RejectCode::Structure, "the record goes on after its last field", fields};
    }
    if (out.now.time <= out.before.time) {
        return Fault{RejectCode::Time, "the current read is not after the previous one"};
    }
    if (quantity->mantissa < 0 && out.channel.starts_with("import")) {
        return Fault{RejectCode::Value, "the quantity is below zero; direction E is from the grid",
                     quantity_text};
    }
    out.unit = *unit;
    out.decimals = std::max({out.before.decimals, out.now.decimals, quantity->decimals});
    const auto common = [&](std::int64_t value, int decimals) {
        return rescaled(value, decimals, out.decimals);
    };
    const auto before = common(out.before.value, out.before.decimals);
    const auto now = common(out.now.value, out.now.decimals);
    // The market wrote feed-in with a minus until 2009; the direction says it, too.
    const auto amount = common(std::abs(quantity->mantissa), quantity->decimals);
    if (!before || !now || !amount)
        return Fault{RejectCode::Value, "the reads have too many digits"};
    out.before.value = *before;
    out.now.value = *now;
    out.quantity = *amount;
    return std::nullopt;
}

void Nem13Parser::on_register(std::string_view fields) {
    Register record;
    auto fault = read_channel(fields, record);
    if (!fault) fault = read_amounts(fields, record);
    if (!fault) fault = hand_on_record(record);
    if (fault) reject(fault->code, std::move(fault->reason), fault->field);
    else ++records_;
}

Outcome Nem13Parser::hand_on_record(const Register& from) {
    const int digits = std::max(from.before.digits, from.now.digits);
    if (digits + from.decimals > 18)
        return Fault{RejectCode::Value, "the reads have too many digits"};
    const std::int64_t range = power_of_ten(digits + from.decimals);
    const std::int64_t difference = from.now.value - from.before.value;
    const std::int64_t forward = difference >= 0 ? difference : difference + range;
    const std::int64_t backward = difference <= 0 ? -difference : range - difference;
    // An estimate may be finer than the dial.
    const std::int64_t step =
        power_of_ten(from.decimals - std::max(from.before.decimals, from.now.decimals));
    const auto fits = [&](std::int64_t amount) {
        return amount < from.quantity + step && from.quantity < amount + step;
    };
    if (fits(forward)) return hand_on_reads(from, digits);
    const bool is_multiple =
        forward > 0 && from.quantity % forward == 0 && from.quantity / forward <= kMultiplierMax;
    auto fault = hand_on_use(from);
    if (fault || (is_multiple && from.quantity > 0)) return fault;
    sink_.repair(splitter_.number(),
                 fits(backward)
                     ? "the counter ran backwards: its quantity was taken, not its reads"
                     : "the quantity is not the difference of the reads: it was taken, not they");
    return std::nullopt;
}

Outcome Nem13Parser::hand_on_reads(const Register& from, int digits) {
    std::int64_t values[] = {from.before.value, from.now.value};
    const auto decimals = static_cast<std::int8_t>(from.decimals);
    const std::int8_t both[] = {decimals, decimals};
    const auto scale = to_common_scale({values, both, from.unit.shift}, {kRegisterDecimalsMax, 12});
    if (!scale) return Fault{RejectCode::Value, "reads: " + scale.error().text};
    const int dial = digits + from.unit.shift;  // in the canonical unit
    RegisterRead read{.code = from.code,
                      .channel = from.channel,
                      .unit = from.unit.name,
                      .time = from.before.time,
                      .read = values[0],
                      .scale = *scale,
                      .digits = dial >= 1 && dial <= 12 ? dial : 0,
                      .quality = from.before.quality,
                      .line = splitter_.number()};
    sink_.register_read(read);
    read.time = from.now.time;
    read.read = values[1];
    read.quality = from.now.quality;
    read.records = 0;
    sink_.register_read(read);
    return std::nullopt;
}

Outcome Nem13Parser::hand_on_use(const Register& from) {
    std::int64_t value = from.quantity;
    const auto decimals = static_cast<std::int8_t>(from.decimals);
    const auto scale =
        to_common_scale({{&value, 1}, {&decimals, 1}, from.unit.shift}, {kRegisterDecimalsMax, 9});
    if (!scale) return Fault{RejectCode::Value, "quantity: " + scale.error().text};
    if (from.now.time.seconds() - from.before.time.seconds() > kUseSecondsMax) {
        return Fault{RejectCode::Time, "the reads lie more than two years apart"};
    }
    sink_.use({.code = from.code,
               .channel = from.channel,
               .unit = from.unit.name,
               .span = {from.before.time, from.now.time},
               .value = value,
               .scale = *scale,
               .quality = from.now.quality,
               .line = splitter_.number()});
    return std::nullopt;
}

}  // namespace bw::meter
