#include "books/tariff_sources/waste/bins.h"

#include "books/tariff_sources/foreign.h"
#include "books/tariff_sources/lower.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::tariff_sources::waste {
namespace {

Read<LocalDate> first_of(const Value& row, const std::string& year_text) {
    int year = 0;
    const auto [end, error] =
        std::from_chars(year_text.data(), year_text.data() + year_text.size(), year);
    const auto day = LocalDate::make(year, 1, 1);
    if (error != std::errc{} || end != year_text.data() + year_text.size() || !day)
        return fault(row, fmt::format("'{}' is no year", year_text));
    return *day;
}

struct Lowered {
    const Options& options;
    std::string_view file;
    Currency currency;
    Notes notes;
    catalog::Document document;
};

void add_price(const Value& price, const std::string& size, const std::string& stream,
               LocalDate from, Lowered& out) {
    price.mark();
    const auto amount = number(price);
    if (!amount) return out.notes.refuse(amount.error());
    catalog::Schedule schedule;
    auto& head = schedule.head;
    head.name = key_of(stream) + "." + key_of(size);
    head.names = named("en", stream + ", " + size);
    head.sector = "waste";
    head.currency = out.currency;
    head.from = from;
    head.zone = out.options.zone;
    head.tax = "standard";
    head.file = out.file;
    schedule.charges.push_back(fixed_charge("collection", *amount, catalog::TimeUnit::Month));
    schedule.charges[0].names = named("en", "Collection");
    schedule.charges[0].tax = head.tax;
    const bool is_first = std::ranges::none_of(
        out.document.plans, [&](const auto& plan) { return plan.head.name == head.name; });
    if (is_first) out.document.plans.push_back(plan_of(head.name, {&schedule}));
    out.document.schedules.push_back(std::move(schedule));
}

void lower_rates(const Value& rates, Lowered& out) {
    for (const auto& [year, sizes] : rates.members()) {
        rates.mark_only(year);
        const auto from = first_of(sizes, year);
        if (!from) {
            out.notes.refuse(from.error());
            continue;
        }
        for (const auto& [size, streams] : sizes.members()) {
            sizes.mark_only(size);
            for (const auto& [stream, price] : streams.members())
                add_price(price, size, stream, *from, out);
        }
    }
}

}  // namespace

bool is_bins(std::string_view text) { return text.contains("\"solidWasteVariableRates\""); }

Result<Taken> read_bins(std::string_view text, std::string_view file, const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    const Value* rates = root.find("solidWasteVariableRates");
    if (rates == nullptr || root.word("currency") != "USD per month")
        return fail(Code::Invalid, "solidWasteVariableRates in 'USD per month' are needed",
                    std::string(file));
    Lowered out{options, file, TRY(Currency::parse("USD")), {}, {}};
    lower_rates(*rates, out);
    for (const auto* name :
         {"solidWasteAdditionalPickupRates", "solidWasteAdditionalContainerRates"})
        if (const Value* extra = root.find(name))
            out.notes.leave_out(*extra, "only who orders more pays it: it is not billed");
    out.notes.inform(root, {"source"}, "it says nothing about the amount");
    Taken taken;
    taken.document = std::move(out.document);
    out.notes.unread(root);
    taken.findings = out.notes.take();
    if (!taken.document.schedules.empty())
        taken.findings.insert(taken.findings.begin(),
                              {Severity::Reading, rates->line, rates->path, rates->brief(),
                               "prices of a year hold from its first of January; the source names "
                               "no day"});
    return taken;
}

}  // namespace bw::tariff_sources::waste
