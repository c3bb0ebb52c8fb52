#include "apps/reference_bills/ssc_load.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/energy_case.h"
#include "flow/meter/byte_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace bw::reference_bills {
namespace {

constexpr std::int64_t kMinutesPerDay = 1440;

// Mean power of each interval of a year.
struct Power {
    int minutes = 60;
    std::vector<Decimal> kw;
    // Of a shorter interval that begins so many minutes into the year.
    [[nodiscard]] Decimal at(std::int64_t minute) const {
        return kw[static_cast<std::size_t>(minute / minutes)];
    }
};

Result<std::string> unpacked(const std::filesystem::path& path) {
    const auto source = TRY(meter::open_source(path));
    std::string text;
    std::array<char, 65536> part{};
    while (const std::size_t size = TRY(source->read(part))) text.append(part.data(), size);
    return text;
}

// A number a line, a title before them or none.
Result<std::vector<Decimal>> read_numbers(const std::filesystem::path& path) {
    const std::string text = TRY(unpacked(path));
    std::vector<Decimal> numbers;
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string_view cell = std::string_view(text).substr(begin, end - begin);
        begin = end + 1;
        ++line;
        if (cell.ends_with('\r')) cell.remove_suffix(1);
        const auto number = rounded_decimal(cell);
        if (!number && line == 1) continue;
        if (!number)
            return fail(number.error().code, number.error().text,
                        fmt::format("{}:{}", path.filename().string(), line));
        numbers.push_back(*number);
    }
    return numbers;
}

Result<Power> read_power(const json::Value& root, std::string_view name,
                         const std::filesystem::path& folder, int year) {
    Power power;
    const json::Value* of = TRY(root.member(name));
    const std::string file = TRY(of->text("file"));
    power.kw = TRY(read_numbers(folder / file));
    const auto minutes_of_year = days_of(year) * kMinutesPerDay;
    if (const json::Value* minutes = of->find("interval_minutes"))
        power.minutes = static_cast<int>(TRY(whole_number(*minutes)));
    else if (!power.kw.empty())
        power.minutes = static_cast<int>(minutes_of_year / std::ssize(power.kw));
    if (of->find("unit") != nullptr) {
        const std::string unit = TRY(of->text("unit"));
        if (!unit.starts_with("kW ") && unit != "kW")
            return fail(Code::Unsupported, fmt::format("a load in '{}'", unit), of->place());
    }
    const auto measured = static_cast<std::int64_t>(power.kw.size()) * power.minutes;
    if (power.minutes <= 0 || measured != minutes_of_year)
        return fail(Code::Invalid,
                    fmt::format("{} intervals of {} minutes are no year of {} days",
                                power.kw.size(), power.minutes, days_of(year)),
                    file);
    return power;
}

// What goes through the meter in one interval, in kW.
struct Flow {
    Decimal import, leaves;
};

// What a generator draws at night is bought.
Flow flow_of(Metering metering, Decimal load, Decimal generated) {
    const Decimal zero;
    if (metering == Metering::BuyAllSellAll)
        return {load + std::max(zero, -generated), std::max(zero, generated)};
    const Decimal net = load - generated;
    return {std::max(zero, net), std::max(zero, -net)};
}

}  // namespace

Result<std::vector<meter::IntervalColumn>> read_ssc_load(const json::Value& root,
                                                         const std::filesystem::path& folder,
                                                         Metering metering, Generation generation,
                                                         int year) {
    const Power load = TRY(read_power(root, "load", folder, year));
    Power generated{load.minutes, {}};
    if (generation == Generation::With)
        generated = TRY(read_power(root, "generation", folder, year));
    const int minutes = std::min(load.minutes, generated.minutes);
    if (std::max(load.minutes, generated.minutes) % minutes != 0)
        return fail(Code::Unsupported, "intervals of load and generation that overlap",
                    root.place());
    std::vector<Decimal> import, leaves;
    for (std::int64_t at = 0; at < days_of(year) * kMinutesPerDay; at += minutes) {
        const Flow flow = generation == Generation::With
                              ? flow_of(metering, load.at(at), generated.at(at))
                              : Flow{load.at(at), {}};
        import.push_back(TRY(energy_of(flow.import, minutes)));
        leaves.push_back(TRY(energy_of(flow.leaves, minutes)));
    }
    const LocalDate first = LocalDate::of(year, 1, 1);
    std::vector columns{column_from(first, "import", "kWh", minutes * 60, import)};
    if (generation == Generation::With)
        columns.push_back(column_from(first, "export", "kWh", minutes * 60, leaves));
    return columns;
}

}  // namespace bw::reference_bills
