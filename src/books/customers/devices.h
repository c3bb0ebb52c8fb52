// Which counter measures a channel of a service point from a moment on: its number, its digits,
// the factor of its transformers, what it and the one before showed at the exchange, and where the
// place lies for gas and weather. A device row tells all of it anew. Rows are facts of the service
// point (table `device`); rating reads them, nobody else does.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "platform/store/store.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::customers {

// What a counter may show, and a factor be, at most: nano units of it fit into 64 bits.
inline const Decimal kShownMax(9'000'000'000);

struct Device {
    std::string channel;
    Instant from;
    std::string number = {};    // of the counter; may be empty
    Decimal multiplier{1};      // what it shows, times this, is what was used
    bool on_intervals = false;  // intervals come as the counter counted them, too
    int digits = 0;             // before the point; 0: not known
    // In the unit of the reads; nothing where nobody read it.
    std::optional<Decimal> shown_before = {};  // by the counter before this one, at the end
    std::optional<Decimal> shown = {};         // by this one, when it was put in
    std::string gas_area = {};                 // whose calorific values hold; may be empty
    Decimal volume_factor{1};                  // standard cubic metres in one that was counted
    std::string weather_area = {};             // whose degree days hold; may be empty
    Batch batch = {};                          // that brought it
    friend bool operator==(const Device&, const Device&) = default;
};

// Did another counter come, or does the same one go on?
[[nodiscard]] bool is_exchange(const Device& before, const Device& after);
// The device in force at a moment; null before the first one of the channel. `devices`: of one
// service point, by channel and moment.
[[nodiscard]] const Device* device_at(std::span<const Device> devices, std::string_view channel,
                                      Instant at);

// Of one service point, by channel and moment, as of a cut.
std::vector<Device> load_devices(store::Transaction& tx, TenantId tenant, ServicePointId point,
                                 AsOf as_of);

// A row of a meters file.
struct DeviceRow {
    std::string service_point;
    std::string from;  // a day, which begins in the zone of the service point, or a time with
                       // offset
    Device device;     // without `from`
};
// NotFound: the service point is not known; Invalid: `from` is no time; Overflow: above kShownMax;
// Conflict: an earlier row of the batch says something else of the same moment.
Result<void> save_device(store::Transaction& tx, TenantId tenant, Batch batch, DeviceRow row);

}  // namespace bw::customers
