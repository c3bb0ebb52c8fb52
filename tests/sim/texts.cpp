#include "texts.h"

#include "base/decimal.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace bw::sim {
namespace {

// 1/10,000 EUR.
std::string price(std::int64_t p) { return Decimal::scaled(p, 4).to_string(2); }

std::string_view corrections_of(std::string_view plan) {
    if (plan == kPower) return "credit note";
    return plan == kGreen ? "rebill" : "lines";
}

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::Electricity: return "electricity";
        case Kind::Water: return "water";
        case Kind::Mobile: return "mobile";
    }
    return "";
}

std::string top(std::string_view key, std::string_view plan, std::string_view sector,
                const std::string& from) {
    return fmt::format(
        "{0}: {1}\nname: {{en: {1}}}\nsector: {2}\ncurrency: EUR\nprices: net\nfrom: {3}\n"
        "zone: Europe/Berlin\ntax: standard\n",
        key, plan, sector, from);
}

}  // namespace

std::string taxes_text(const std::map<LocalDate, int>& percent) {
    std::string rates;
    for (const auto& [from, p] : percent)
        rates += fmt::format("{}{{from: {}, code: S, percent: {}}}", rates.empty() ? "" : ", ",
                             from.to_string(), p);
    return fmt::format(
        "taxes: DE\nname: {{en: VAT}}\ncountry: DE\ncategories:\n"
        "  standard: {{name: {{en: VAT}}, rates: [{}]}}\n"
        "  reduced: {{name: {{en: VAT reduced}}, rates: [{{from: 2020-01-01, code: S, "
        "percent: 7}}]}}\n",
        rates);
}

std::string price_text(const std::string& plan, LocalDate from, const Prices& p) {
    if (plan == kTalk || plan == kChat)
        return top("plan", plan, "telecom", from.to_string()) +
               fmt::format("recurring:\n  line: {{price: {} per month, billed: in {}}}\nusage:\n"
                           "  voice: {{price: {} per minute, increments: 60/1}}\n",
                           price(p.fixed), plan == kTalk ? "advance" : "arrears", price(p.use));
    if (plan == kWater)
        return top("schedule", plan, "water", from.to_string()) +
               fmt::format("charges:\n  fee: {{price: {} per month, tax: reduced}}\n"
                           "  water: {{of: import m3, price: {}, tax: reduced}}\n",
                           price(p.fixed), price(p.use));
    if (plan == kFlex)
        return top("schedule", plan, "electricity", from.to_string()) +
               fmt::format(
                   "charges:\n  standing: {{price: {0} per day}}\n  energy:\n    of: import kWh\n"
                   "    windows:\n      peak: {{when: Mon-Fri 08:00-20:00, tiers per month: "
                   "[{{to: 150, price: {1}}}, {{price: 0.4}}]}}\n"
                   "      night: {{when: otherwise, price: 0.2}}\n"
                   "discounts:\n  loyal: {{on: energy, percent: 3, until: 2026-07-15}}\n"
                   "minimum: 70.00 per month\n",
                   price(p.fixed), price(p.use));
    return top("schedule", plan, "electricity", from.to_string()) +
           fmt::format("corrections: {}\ncharges:\n  standing: {{price: {} per day}}\n"
                       "  energy: {{of: import kWh, price: {}}}\n",
                       corrections_of(plan), price(p.fixed), price(p.use));
}

std::string plans_text() {
    std::string text;
    for (const std::string plan : {kPower, kLight, kGreen, kFlex, kWater})
        text += (text.empty() ? "" : "---\n") +
                top("plan", plan, plan == kWater ? "water" : "electricity", "2025-01-01") +
                fmt::format("schedules: [{}]\n", plan);
    return text;
}

std::string payment_plans_text() {
    static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::string text;
    for (const auto& [name, plan] : payment_plans())
        text +=
            fmt::format("{}payment plan: {}\nname: {{en: Advance}}\nfrom: 2025-01-01\n"
                        "advances: {}\nsettled in: {}\ntax: standard\n",
                        text.empty() ? "" : "---\n", name, plan.is_invoiced ? "invoice" : "request",
                        kMonths.at(static_cast<std::size_t>(plan.settled_in - 1)));
    return text;
}

std::string bounds_text() {
    return "validation: electricity\nchannels:\n  - of: import kWh\n    most: 3 per hour\n";
}

std::string issuer_text() {
    return "issuer: SIM\nname: Sim Energie GmbH\nvat_id: DE123456789\nstreet: Weg 1\n"
           "postcode: \"10115\"\ncity: Berlin\ncountry: DE\niban: DE89370400440532013000\n"
           "series: S\ntaxes: DE\npayment_days: 14\nfrom: 2020-01-01\n";
}

std::string accounts_text(const std::vector<std::string>& rows) {
    std::string text =
        "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,"
        "zone,plan,from,role,share,payment_plan,advance,customer,parent,site\n";
    for (const auto& row : rows) text += row;
    return text;
}

namespace {

// Up to the role of the account's payer.
std::string head_of_row(const Holder& h, const Place& place, const std::string& plan,
                        LocalDate from) {
    return fmt::format("{},SIM,EUR,{},{},10115,Berlin,DE,{},{},{},{},{},{}", h.account, h.name,
                       h.street, h.language, place.code, kind_name(place.kind), place.zone.name(),
                       plan, from.to_string());
}

}  // namespace

std::string account_row(const Holder& holder, const Place& place, const Term& term,
                        LocalDate from) {
    const std::string advance =
        term.payment_plan.empty() ? "" : Decimal::scaled(kAdvanceCents, 2).to_string(2);
    const std::string below =
        holder.customer.empty()
            ? ",,"
            : fmt::format("{},{},Site {}", holder.customer, holder.account, place.code);
    return fmt::format("{},,,{},{},{}\n", head_of_row(holder, place, term.plan, from),
                       term.payment_plan, advance, below);
}

std::string co_payer_row(const Holder& co_payer, const Place& place, int percent, LocalDate from) {
    return fmt::format("{},co-payer,{},,,,,\n", head_of_row(co_payer, place, "", from), percent);
}

std::string balances_text(const std::string& account, const std::string& number, std::int64_t cents,
                          LocalDate booked_on) {
    return fmt::format("account,type,number,reference,issued_on,due_on,open,booked_on\n"
                       "{},{},{},,2025-11-03,2025-11-17,{},{}\n",
                       account, cents > 0 ? "invoice" : "credit", number,
                       Decimal::scaled(cents > 0 ? cents : -cents, 2).to_string(2),
                       booked_on.to_string());
}

}  // namespace bw::sim
