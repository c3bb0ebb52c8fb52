// Tariffs of the cases of NREL's ssc: periods by month and hour, tiers of a month, hours of use,
// billing demand, what is paid for export.
#pragma once

#include "books/catalog/model.h"
#include "platform/json/json.h"

namespace bw::reference_bills {

// "metering.option", by the source's numbers.
enum class Metering : std::uint8_t {
    NetEnergy = 0,          // a surplus of kWh is carried to the next month
    NetMoney = 1,           // a month's surplus of kWh becomes money for later ones
    NetBilling = 2,         // each interval is settled, import at buy rates, export at sell rates
    NetBillingCarried = 3,  // the same, and what export earns is carried
    BuyAllSellAll = 4       // load and generation are settled apart
};
Result<Metering> read_metering(const json::Value& root);

// Charges of a schedule, by key.
inline constexpr const char* kEnergy = "energy";
inline constexpr const char* kExport = "export";
inline constexpr const char* kFixed = "fixed";
inline constexpr const char* kPower = "power";  // the month's billed demand
inline constexpr const char* kPowerByPeriod = "power-by-period";

Result<catalog::Schedule> read_ssc_tariff(const json::Value& root, Metering metering);

}  // namespace bw::reference_bills
