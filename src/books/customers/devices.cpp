#include "books/customers/devices.h"

#include "books/customers/customers.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::customers {
namespace {

using store::Row;
using store::Transaction;

constexpr std::string_view kColumns =
    "channel, from_us, number, multiplier, on_intervals, digits, shown_before, shown, gas_area, "
    "volume_factor, weather_area, batch";

std::optional<Decimal> decimal_or_none(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Decimal::from_nano(row.integer(column));
}

Device read_device(const Row& row) {
    Device d;
    d.channel = row.string(0);
    d.from = Instant{row.integer(1)};
    d.number = row.string(2);
    d.multiplier = Decimal::from_nano(row.integer(3));
    d.on_intervals = row.integer(4) != 0;
    d.digits = row.small(5);
    d.shown_before = decimal_or_none(row, 6);
    d.shown = decimal_or_none(row, 7);
    d.gas_area = row.string(8);
    d.volume_factor = Decimal::from_nano(row.integer(9));
    d.weather_area = row.string(10);
    d.batch = Batch{row.integer(11)};
    return d;
}

std::int64_t nano(Decimal value) { return static_cast<std::int64_t>(value.nano()); }

std::optional<std::int64_t> nano(const std::optional<Decimal>& value) {
    return value ? std::optional(nano(*value)) : std::nullopt;
}

Result<void> check_numbers(const Device& device) {
    for (const auto& number : {std::optional(device.multiplier), device.shown_before, device.shown,
                               std::optional(device.volume_factor)})
        if (number && (*number > kShownMax || *number < -kShownMax))
            return fail(Code::Overflow, fmt::format("{} is too large for what a counter shows",
                                                    number->to_string()));
    return {};
}

Result<Instant> moment_of(const std::string& text, const Zone& zone) {
    if (const auto day = LocalDate::parse(text)) return zone.start_of_day(*day);
    const auto at = Instant::parse(text);
    if (!at)
        return fail(Code::Invalid,
                    "'from' is a day such as 2026-04-16, or a time with offset such as "
                    "2026-04-16T10:30+02:00");
    return *at;
}

}  // namespace

bool is_exchange(const Device& before, const Device& after) {
    return after.shown || after.shown_before || before.number != after.number;
}

const Device* device_at(std::span<const Device> devices, std::string_view channel, Instant at) {
    const Device* found = nullptr;
    for (const auto& device : devices)
        if (device.channel == channel && device.from <= at) found = &device;
    return found;
}

std::vector<Device> load_devices(Transaction& tx, TenantId tenant, ServicePointId point,
                                 AsOf as_of) {
    std::vector<Device> devices;
    tx.for_each(
        fmt::format("SELECT {} FROM device WHERE tenant_id = ?1 AND bucket = ?2 AND "
                    "service_point_id = ?3 AND batch <= ?4 ORDER BY channel, from_us, batch",
                    kColumns),
        [&](const Row& row) {
            Device device = read_device(row);
            const bool is_said_anew = !devices.empty() &&
                                      devices.back().channel == device.channel &&
                                      devices.back().from == device.from;
            if (is_said_anew) devices.back() = std::move(device);
            else devices.push_back(std::move(device));
        },
        tenant, bucket_of(point.value), point, as_of.cut);
    return devices;
}

Result<void> save_device(Transaction& tx, TenantId tenant, Batch batch, DeviceRow row) {
    const auto point = find_identifier(tx, tenant, kServicePoint, row.service_point);
    if (!point)
        return fail(Code::NotFound, "it is not known; import its account first",
                    "service point " + row.service_point);
    const auto zone_name = tx.find(
        "SELECT zone FROM service_point WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "service_point_id = ?3",
        [](const Row& r) { return r.string(0); }, tenant, point->bucket, point->id);
    Device& device = row.device;
    TRY_VOID(check_numbers(device));
    const Zone zone = TRY(Zone::find(zone_name.value_or("")));
    device.from = TRY(moment_of(row.from, zone));
    device.batch = batch;
    const auto said = tx.find(
        fmt::format("SELECT {} FROM device WHERE tenant_id = ?1 AND bucket = ?2 AND "
                    "service_point_id = ?3 AND channel = ?4 AND from_us = ?5 AND batch = ?6",
                    kColumns),
        read_device, tenant, point->bucket, point->id, device.channel, device.from.us, batch);
    if (said && *said == device) return {};
    if (said)
        return fail(Code::Conflict,
                    "an earlier row of this file says something else of " + row.from,
                    "service point " + row.service_point);
    tx.execute(
        "INSERT INTO device (tenant_id, bucket, service_point_id, channel, from_us, batch, number, "
        "multiplier, on_intervals, digits, shown_before, shown, gas_area, volume_factor, "
        "weather_area) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        tenant, point->bucket, point->id, device.channel, device.from.us, batch, device.number,
        nano(device.multiplier), device.on_intervals ? 1 : 0, device.digits,
        nano(device.shown_before), nano(device.shown), device.gas_area, nano(device.volume_factor),
        device.weather_area);
    return {};
}

}  // namespace bw::customers
