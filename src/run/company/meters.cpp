#include "run/company/meters.h"

#include "run/company/fields.h"
#include "run/company/layouts.h"

#include <fmt/format.h>

namespace bw::company {
namespace {

struct Draft {
    customers::DeviceRow row;
    std::string multiplier, multiplies, digits, last_read, first_read, volume_factor;
};
using S = std::string&;
using enum Need;
using enum Form;

// `from` is a day or a time with offset: no day of a mapping's pattern.
constexpr std::array kFields = {
    Field<Draft>{{"service_point", Always, Code},
                 [](Draft& d) -> S { return d.row.service_point; }},
    Field<Draft>{{"channel", Perhaps, Code}, [](Draft& d) -> S { return d.row.device.channel; }},
    Field<Draft>{{"from", Always, Code}, [](Draft& d) -> S { return d.row.from; }},
    Field<Draft>{{"meter", Perhaps, Code}, [](Draft& d) -> S { return d.row.device.number; }},
    Field<Draft>{{"multiplier", Perhaps, Amount}, [](Draft& d) -> S { return d.multiplier; }},
    Field<Draft>{{"multiplies", Perhaps, Text}, [](Draft& d) -> S { return d.multiplies; }},
    Field<Draft>{{"digits", Perhaps, Amount}, [](Draft& d) -> S { return d.digits; }},
    Field<Draft>{{"last_read", Perhaps, Amount}, [](Draft& d) -> S { return d.last_read; }},
    Field<Draft>{{"first_read", Perhaps, Amount}, [](Draft& d) -> S { return d.first_read; }},
    Field<Draft>{{"gas_area", Perhaps, Code}, [](Draft& d) -> S { return d.row.device.gas_area; }},
    Field<Draft>{{"volume_factor", Perhaps, Amount}, [](Draft& d) -> S { return d.volume_factor; }},
    Field<Draft>{{"weather_area", Perhaps, Code},
                 [](Draft& d) -> S { return d.row.device.weather_area; }},
};
constexpr auto kColumns = columns_of(kFields);
constexpr Layout kLayout{FileKind::Meters, "meters", "a meters file", kColumns};

constexpr int kFactorDecimals = 6;
constexpr int kReadDecimals = 6;
constexpr int kDigitsMax = 12;
const Decimal kFactorMax(1'000'000);

// 1 where nothing is said.
Result<Decimal> factor(const std::string& text, std::string_view column) {
    if (text.empty()) return Decimal(1);
    const Decimal value = TRY(Decimal::parse(text));
    if (value <= Decimal() || value > kFactorMax || value.places() > kFactorDecimals)
        return fail(Code::Invalid,
                    fmt::format("'{}' is above 0, at most {}, with at most {} decimals", column,
                                kFactorMax.to_string(), kFactorDecimals));
    return value;
}

Result<std::optional<Decimal>> shown(const std::string& text, std::string_view column) {
    if (text.empty()) return std::optional<Decimal>();
    const Decimal value = TRY(Decimal::parse(text));
    if (value.is_negative() || value > customers::kShownMax || value.places() > kReadDecimals)
        return fail(Code::Invalid,
                    fmt::format("'{}' is what a counter showed: not below 0, at most {}, with at "
                                "most {} decimals",
                                column, customers::kShownMax.to_string(), kReadDecimals));
    return std::optional(value);
}

Result<int> digits(const std::string& text) {
    if (text.empty()) return 0;
    const Decimal value = TRY(Decimal::parse(text));
    if (value < Decimal(1) || value > Decimal(kDigitsMax) || value.places() > 0)
        return fail(Code::Invalid, fmt::format("'digits' is a number from 1 to {}: how many the "
                                               "counter has before the point",
                                               kDigitsMax));
    return static_cast<int>(value.nano() / Decimal::kScale);
}

Result<customers::DeviceRow> row_of(Draft draft) {
    auto& device = draft.row.device;
    if (device.channel.empty()) device.channel = "import";
    device.multiplier = TRY(factor(draft.multiplier, "multiplier"));
    device.volume_factor = TRY(factor(draft.volume_factor, "volume_factor"));
    if (!draft.multiplies.empty() && draft.multiplies != "reads" && draft.multiplies != "all")
        return fail(Code::Invalid,
                    "'multiplies' says what comes as the counter counted it: reads (or empty), or "
                    "all, with the intervals");
    device.on_intervals = draft.multiplies == "all";
    device.digits = TRY(digits(draft.digits));
    device.shown_before = TRY(shown(draft.last_read, "last_read"));
    device.shown = TRY(shown(draft.first_read, "first_read"));
    return std::move(draft.row);
}

}  // namespace

const Layout& meters_layout() { return kLayout; }

Result<void> read_meters(meter::ByteSource& source, const std::string& name, const Mapping& mapping,
                         Tally& tally, const Sink<customers::DeviceRow>& sink) {
    return read_table(source, name, mapping, tally, rows_into(sink, [](const Row& row) {
                          return row_of(draft_of(row, kFields));
                      }));
}

}  // namespace bw::company
