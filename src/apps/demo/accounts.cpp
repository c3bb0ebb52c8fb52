#include "apps/demo/accounts.h"

#include <fmt/format.h>

namespace bw::demo {
namespace {

std::string place_fields(const Place& place) {
    return fmt::format("{},{},{},{}", csv_field(place.street), csv_field(place.postcode),
                       csv_field(place.city), place.country);
}

}  // namespace

void accounts_header(Output& output) {
    output.append("account,customer,issuer,currency,name,street,postcode,city,country,email,vat_id,"
                  "language,cycle,"
                  "service_point,kind,zone,supply_street,supply_postcode,supply_city,supply_"
                  "country,plan,from\n");
}

void accounts_rows(Output& output, const Account& account, Period terms) {
    const Holder& holder = account.holder;
    const std::string_view issuer = account.company == Company::Aurora ? "AURORA" : "NORDLINK";
    for (const Subscription& subscription : account.subscriptions)
        for (const Term& term : subscription.terms) {
            if (!terms.contains(term.from)) continue;
            output.append(fmt::format(
                "{},{},{},EUR,{},{},{},{},{},monthly,{},{},{},{},{},{}\n", account.number,
                account.customer, issuer, csv_field(holder.name),
                place_fields(account.place_on(term.from)), holder.email, holder.vat_id,
                holder.language, subscription.service_point, kind_name(subscription.kind), kZone,
                place_fields(subscription.supply), term.plan, term.from.to_string()));
        }
}

}  // namespace bw::demo
