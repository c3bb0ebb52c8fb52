#include "flow/compose/data/itemised_facts.h"

#include "flow/compose/language.h"
#include "flow/compose/line_text.h"
#include "flow/compose/story.h"

#include <fmt/format.h>

namespace bw::data {

using compose::Format;
using compose::ItemisedBill;

namespace {

std::string lasted(const ItemisedBill::Entry& entry, const Format& format) {
    switch (entry.kind) {
        case ItemisedBill::Kind::Call: return compose::minutes(entry.units, format);
        case ItemisedBill::Kind::Message: return {};
        case ItemisedBill::Kind::Data: break;
    }
    const auto [number, unit] = compose::data_volume(entry.units, format);
    return number + std::string(compose::kNarrowSpace) + unit;
}

std::string when(const ItemisedBill::Entry& entry, const Format& format) {
    constexpr int kHour = 3'600, kMinute = 60;
    return fmt::format("{}, {:02}:{:02}", format.date_short(entry.day), entry.second / kHour,
                       entry.second % kHour / kMinute);
}

}  // namespace

ItemisedFacts::ItemisedFacts(const ItemisedBill& bill, Surroundings surroundings)
    : surroundings_(std::move(surroundings)), format_(format_for(bill.language, surroundings_)),
      head_{.account_number = bill.account_number,
            .invoice = bill.invoice,
            .currency = bill.currency.code(),
            .written_on = bill.written_on,
            .count = static_cast<int>(bill.entries.size()),
            .sum = {0, bill.currency}},
      seller_(seller_facts(bill.seller, format_)),
      buyer_(buyer_facts(bill.buyer, bill.seller.address.country, format_)) {}

Result<void> ItemisedFacts::add_services(const ItemisedBill& bill) {
    for (const auto& service : bill.services) {
        services_.push_back({.name = compose::kind_name(service.point.kind, format_),
                             .code = service.point.code,
                             .plan = service.point.plan,
                             .days = service.days,
                             .sum = service.sum,
                             .is_gross = service.is_gross,
                             .calls = {}});
        head_.sum = TRY(add(head_.sum, service.sum));
    }
    for (const auto& entry : bill.entries)
        services_[entry.service].calls.push_back(
            {.when = when(entry, format_),
             .number = entry.number,
             .line = entry.line,
             .lasted = lasted(entry, format_),
             .amount = format_.price(entry.amount, bill.currency)});
    return {};
}

Result<std::unique_ptr<ItemisedFacts>> ItemisedFacts::make(const ItemisedBill& bill,
                                                           Surroundings surroundings) {
    std::unique_ptr<ItemisedFacts> facts(new ItemisedFacts(bill, std::move(surroundings)));
    TRY_VOID(facts->add_services(bill));
    return facts;
}

}  // namespace bw::data
