// Who the holder is, what he is to the tax office, and who else pays.
#include "apps/demo/check_digits.h"
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

#include <fmt/format.h>

#include <array>

namespace bw::demo::events {
namespace {

void names_and_addresses(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = metered(script, "AURORA-HOME", script.month(0));
        who.from = script.month(2).plus_days(3 + i);
        who.holder.name += "-Sommer";
        script.row(who.from, who);
        script.happens(Event::Renamed, who, who.from);
    }
    for (int i = 0; i < kEach; ++i) {
        Row who = metered(script, "AURORA-HOME", script.month(0));
        who.from = script.month(4).plus_days(11 + i);
        who.holder.place.street = fmt::format("Postweg {}", 3 + i);
        script.row(who.from, who);
        script.happens(Event::AddressChanged, who, who.from);
    }
}

void resellers(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        who.holder.name = fmt::format("Stromhandel {} GmbH", 11 + i);
        who.holder.vat_id = german_vat_id(static_cast<std::uint32_t>(31'000'000 + i * 1117));
        script.open(who);
        read_monthly(script, counter_of(script, who, script.month(0)),
                     {script.month(0), script.end()});
        who.from = script.month(4);
        who.tax_status = "reseller";
        script.row(who.from.plus_days(-4), who);
        script.happens(Event::TaxStatus, who, who.from);
    }
}

// A bakery and its shops: customers below it in the tree, each a part of the one bill.
void one_bill_for_many(Script& script) {
    constexpr std::array<std::string_view, 3> kSites = {"Backstube", "Laden Nord", "Laden Süd"};
    for (int i = 0; i < kEach; ++i) {
        Row who = script.customer(Company::Aurora, "electricity", "AURORA-HOME", script.month(0));
        who.holder.name = fmt::format("Bäckerei Sauerteig {} GmbH", 1 + i);
        who.holder.vat_id = german_vat_id(static_cast<std::uint32_t>(41'000'000 + i * 1117));
        const std::string head = who.customer;
        for (std::size_t k = 0; k < kSites.size(); ++k) {
            if (k > 0) {
                who.service_point = script.new_point("electricity");
                who.customer = fmt::format("{}-{}", head, k);
                who.parent = head;
            }
            who.site = kSites[k];
            script.open(who);
            Counter counter = counter_of(script, who, script.month(0));
            counter.daily = 18'000 + 2'500 * static_cast<std::int64_t>(k);
            read_monthly(script, counter, {script.month(0), script.end()});
        }
        script.happens(Event::OneBillForMany, who, script.month(0));
    }
}

// The employer pays 60 % of the bill, from the ninth month on of the standing charge only.
void shared_bills(Script& script) {
    for (int i = 0; i < kEach; ++i) {
        const Row holder = metered(script, "AURORA-HOME", script.month(0));
        Row payer = script.customer(Company::Aurora, "electricity", "", script.month(1));
        payer.service_point = holder.service_point;
        payer.holder.name = fmt::format("Arbeit und Söhne {} GmbH", 1 + i);
        payer.role = "co-payer";
        payer.share = std::to_string(40 + 5 * i);
        script.row(payer.from, payer);
        script.happens(Event::SharedBill, payer, payer.from);
        payer.from = script.month(9);
        payer.share = "60";
        payer.share_of = "standing";
        script.row(payer.from, payer);
    }
}

}  // namespace

void payers(Script& script) {
    names_and_addresses(script);
    resellers(script);
    one_bill_for_many(script);
    shared_bills(script);
}

}  // namespace bw::demo::events
