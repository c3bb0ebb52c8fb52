#include "books/catalog/print.h"

#include "books/catalog/parse_parts.h"
#include "books/catalog/print_parts.h"

#include <fmt/format.h>

#include <array>
#include <span>

namespace bw::catalog {
namespace {

// `otherwise` is written as such.
std::string row_key(const std::string& value) { return value.empty() ? "otherwise" : value; }

void print_header(YamlWriter& out, const Header& head, std::string_view kind) {
    out.line(0, kind, head.name);
    if (!head.names.empty()) out.raw(0, "name", inline_names(head.names));
    out.line(0, "sector", head.sector);
    out.line(0, "currency", head.currency.code());
    out.line(0, "prices", head.prices == PriceBasis::Net ? "net" : "gross");
    out.line(0, "from", head.from.to_string());
    if (head.until) out.line(0, "until", head.until->to_string());
    if (!head.zone.empty()) out.line(0, "zone", head.zone);
    if (!head.holidays.empty()) out.line(0, "holidays", head.holidays);
    if (!head.holidays_by.empty()) {
        out.head(0, "holidays");
        out.head(1, "by " + head.holidays_by);
        for (const auto& row : head.calendars) out.line(2, row_key(row.value), row.calendar);
    }
    out.line(0, "round",
             fmt::format("line {} {}", rounding_name(head.round.method), head.round.places));
    if (!head.tax.empty()) out.line(0, "tax", head.tax);
}

std::string price_words(Decimal price, const Charge& charge) {
    if (charge.kind == ChargeKind::Usage) return price.to_string();
    return fmt::format("{} per {}{}", price.to_string(),
                       charge.kind == ChargeKind::Demand ? charge.of.unit + " per " : "",
                       time_unit_name(charge.per));
}

bool is_free_form(const Window& window) {
    return window.tiers.size() == 2 && window.tiers[0].free && window.tiers[0].price.is_zero() &&
           window.tiers[0].name.empty() && window.tiers[1].name.empty();
}

void print_tiers(YamlWriter& out, int depth, const Window& window) {
    out.head(depth, window.is_level ? "levels per month"
                                    : fmt::format("tiers per {}", tier_period_name(window.per)));
    for (const auto& tier : window.tiers) {
        std::string cell;
        if (tier.to) cell = fmt::format("to: {}, ", text::yaml_scalar(tier.to->print()));
        if (!tier.name.empty()) cell += fmt::format("name: {}, ", text::yaml_scalar(tier.name));
        out.item(depth + 1, fmt::format("{{{}price: {}}}", cell, tier.price.to_string()));
    }
}

void print_prices(YamlWriter& out, int depth, const Window& window, const Charge& charge) {
    if (window.per_interval) {
        out.head(depth, "price per interval");
        out.line(depth + 1, "series", window.per_interval->series);
        if (window.per_interval->times != Decimal(1))
            out.line(depth + 1, "times", window.per_interval->times.to_string());
        if (!window.per_interval->plus.is_zero())
            out.line(depth + 1, "plus", window.per_interval->plus.to_string());
    } else if (window.per == TierPeriod::None) {
        out.line(depth, "price", price_words(window.tiers[0].price, charge));
    } else if (is_free_form(window)) {
        const auto& free = window.tiers[0];
        out.line(depth, "price", window.tiers[1].price.to_string());
        out.line(depth, "free",
                 fmt::format("first {} per {}{}{}", free.to->print(), tier_period_name(window.per),
                             free.reason.empty() ? "" : " because ", free.reason));
    } else {
        print_tiers(out, depth, window);
    }
}

void print_windows(YamlWriter& out, int depth, const std::vector<Window>& windows,
                   const Charge& charge) {
    if (windows.size() == 1 && windows[0].name.empty())
        return print_prices(out, depth, windows[0], charge);
    out.head(depth, "windows");
    for (const auto& window : windows) {
        out.head(depth + 1, window.name);
        if (!window.names.empty()) out.raw(depth + 2, "name", inline_names(window.names));
        out.line(depth + 2, "when", print_when(window.when));
        print_prices(out, depth + 2, window, charge);
    }
}

void print_peak(YamlWriter& out, const Peak& peak) {
    if (!peak.reactive.empty()) out.line(2, "reactive", peak.reactive);
    if (!peak.at.empty()) out.line(2, "at", peak.at);
    if (peak.minutes > 0) out.line(2, "mean over", fmt::format("{} minutes", peak.minutes));
    if (peak.anew == Peak::Anew::Day) out.line(2, "peaks", "daily");
    if (peak.days > 1) out.line(2, "mean of", fmt::format("{} days", peak.days));
    if (!peak.percentile.is_zero()) out.line(2, "percentile", peak.percentile.to_string());
    if (peak.at_least != Formula()) out.line(2, "at least", peak.at_least.print());
    if (!peak.ratchets.empty()) out.head(2, "ratchet");
    for (const auto& ratchet : peak.ratchets)
        out.item(3, text::yaml_scalar(print_ratchet(ratchet)));
    if (!peak.own.empty()) out.head(2, "own");
    for (const auto& share : peak.own) out.item(3, text::yaml_scalar(print_own_share(share)));
}

void print_surplus(YamlWriter& out, const Surplus& surplus) {
    out.head(2, "surplus");
    out.line(3, "carry", print_carry(surplus));
    if (surplus.settled_in > 0)
        out.line(3, "settled in", kMonths[static_cast<std::size_t>(surplus.settled_in - 1)]);
    if (!surplus.pay.is_zero()) out.line(3, "pay", surplus.pay.to_string());
    if (surplus.pays_sum) out.line(3, "pay for", "the sum");
}

void print_pricing(YamlWriter& out, int depth, const std::vector<Season>& seasons,
                   const Charge& charge) {
    if (seasons.size() == 1 && seasons[0].name.empty())
        return print_windows(out, depth, seasons[0].windows, charge);
    out.head(depth, "seasons");
    for (const auto& season : seasons) {
        out.head(depth + 1, season.name);
        if (!season.names.empty()) out.raw(depth + 2, "name", inline_names(season.names));
        out.line(depth + 2, "when", print_season_dates(season));
        print_windows(out, depth + 2, season.windows, charge);
    }
}

bool is_one_price(const PriceRow& row) {
    return row.by.empty() && row.seasons.size() == 1 && row.seasons[0].name.empty() &&
           row.seasons[0].windows.size() == 1 && row.seasons[0].windows[0].name.empty() &&
           row.seasons[0].windows[0].per == TierPeriod::None &&
           !row.seasons[0].windows[0].per_interval;
}

void print_table(YamlWriter& out, int depth, const std::string& by,
                 const std::vector<PriceRow>& rows, const Charge& charge) {
    out.head(depth, "by " + by);
    for (const auto& row : rows) {
        if (is_one_price(row)) {
            out.line(depth + 1, row_key(row.value),
                     price_words(row.seasons[0].windows[0].tiers[0].price, charge));
            continue;
        }
        out.head(depth + 1, row_key(row.value));
        if (row.by.empty()) print_pricing(out, depth + 2, row.seasons, charge);
        else print_table(out, depth + 2, row.by, row.rows, charge);
    }
}

void print_lets(YamlWriter& out, const std::vector<Let>& lets) {
    out.head(0, "let");
    for (const auto& let : lets) {
        if (let.by.empty()) {
            out.line(1, let.name, let.is.print());
            continue;
        }
        out.head(1, let.name);
        out.head(2, "by " + let.by);
        for (const auto& row : let.rows) out.line(3, row_key(row.value), row.is.print());
    }
}

void print_charge(YamlWriter& out, const Charge& charge, const std::string& default_tax) {
    out.head(1, charge.key);
    if (!charge.names.empty()) out.raw(2, "name", inline_names(charge.names));
    if (charge.kind != ChargeKind::Fixed) out.line(2, "of", print_measure(charge));
    if (charge.kind == ChargeKind::Demand) print_peak(out, charge.peak);
    if (charge.surplus != Surplus{}) print_surplus(out, charge.surplus);
    if (charge.prorate != Prorate::ByDay) out.line(2, "prorate", prorate_name(charge.prorate));
    if (charge.cap != MonthCap{}) out.line(2, "cap", print_cap(charge.cap));
    if (charge.fill != Fill::EachWindow)
        out.line(2, "tiers fill", charge.fill == Fill::ProRata ? "pro rata" : "in time order");
    if (charge.units != Units::Exact)
        out.line(2, "units", charge.units == Units::Started ? "started" : "full");
    if (!charge.conditions.empty()) print_conditions(out, charge.conditions);
    if (charge.times) out.line(2, "times", charge.times->print());
    if (charge.by.empty()) print_pricing(out, 2, charge.seasons, charge);
    else print_table(out, 2, charge.by, charge.rows, charge);
    if (charge.tax != default_tax) out.line(2, "tax", charge.tax);
}

std::string_view month_name(int month) { return kMonths[static_cast<std::size_t>(month - 1)]; }

void print_credit(YamlWriter& out, const FeedInCredit& credit, const std::string& default_tax) {
    out.head(1, credit.key);
    if (!credit.names.empty()) out.raw(2, "name", inline_names(credit.names));
    out.raw(2, "from", key_list(credit.from));
    out.raw(2, "on", key_list(credit.on));
    if (credit.same_month) out.line(2, "begins", "same month");
    if (credit.settled_in > 0) out.line(2, "settled in", month_name(credit.settled_in));
    if (!credit.is_paid) out.line(2, "left over", "lapses");
    if (credit.tax != default_tax) out.line(2, "tax", credit.tax);
}

void print_year_minimum(YamlWriter& out, const YearMinimum& minimum,
                        const std::string& default_tax) {
    out.head(0, "minimum of the year");
    out.line(1, "price", minimum.price.to_string());
    out.line(1, "settled in", month_name(minimum.settled_in));
    if (!minimum.on.empty()) out.raw(1, "on", key_list(minimum.on));
    if (minimum.tax != default_tax) out.line(1, "tax", minimum.tax);
}

void print_recurring(YamlWriter& out, const Recurring& fee, const std::string& default_tax) {
    out.head(1, fee.key);
    if (!fee.names.empty()) out.raw(2, "name", inline_names(fee.names));
    out.line(2, "price",
             fee.per == TimeUnit::Once
                 ? fee.price.to_string() + " once"
                 : fmt::format("{} per {}", fee.price.to_string(), time_unit_name(fee.per)));
    out.line(2, "billed", fee.billed == Billed::Advance ? "in advance" : "in arrears");
    out.line(2, "prorate", prorate_name(fee.prorate));
    if (fee.cap != MonthCap{}) out.line(2, "cap", print_cap(fee.cap));
    if (fee.instalments > 0) out.raw(2, "instalments", std::to_string(fee.instalments));
    if (fee.tax != default_tax) out.line(2, "tax", fee.tax);
}

void print_tax_rate(YamlWriter& out, const TaxRate& rate) {
    out.item(3,
             fmt::format("{{from: {}, code: {}, percent: {}{}}}", rate.from.to_string(),
                         tax_code_name(rate.code), rate.percent.to_string(),
                         rate.reason.empty() ? "" : ", reason: " + text::yaml_scalar(rate.reason)));
}

// Only what is not the rule, so that texts of before print as they did.
void print_reads(YamlWriter& out, const Schedule& schedule) {
    if (schedule.sharing != Sharing{}) out.line(0, "share by", print_sharing(schedule.sharing));
    if (schedule.gas != GasRules{})
        out.raw(0, "gas",
                fmt::format("{{value decimals: {}, energy decimals: {}}}",
                            schedule.gas.value_places, schedule.gas.energy_places));
    if (schedule.bills_unknown) out.line(0, "unknown factors", "provisional");
    if (schedule.trusts_customers) out.line(0, "customer reads", "measured");
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += (out.empty() ? "" : "---\n") + part;
    return out;
}

}  // namespace

std::string key_list(const std::vector<std::string>& keys) {
    std::string out;
    for (const auto& key : keys) out += (out.empty() ? "" : ", ") + text::yaml_scalar(key);
    return keys.empty() ? "all" : "[" + out + "]";
}

std::string inline_names(const Names& names) {
    std::string out;
    for (const auto& [language, text] : names)
        out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", language, text::yaml_scalar(text));
    return "{" + out + "}";
}

std::string print_carry(const Surplus& surplus) {
    if (surplus.carry == Surplus::Carry::Nothing) return "nothing";
    if (surplus.carry == Surplus::Carry::SameWindow) return "same window";
    std::string words = "at";
    for (const int minute : surplus.minutes) words += " " + print_minute(minute);
    return words;
}

std::string print_measure(const Charge& charge) {
    return (charge.kind == ChargeKind::Demand ? "peak " : "") + charge.of.channel + " " +
           charge.of.unit + (charge.of.from.empty() ? "" : " from " + charge.of.from) +
           (charge.of.less.empty() ? "" : " less " + charge.of.less);
}

std::string_view time_unit_name(TimeUnit unit) {
    constexpr std::array<std::string_view, 5> kNames{"day", "month", "quarter", "year", "once"};
    return kNames[static_cast<std::size_t>(unit)];
}

std::string_view tier_period_name(TierPeriod per) {
    constexpr std::array<std::string_view, 6> kNames{
        "", "day", "month", "quarter shared by days", "year shared by days", "billing period"};
    return kNames[static_cast<std::size_t>(per)];
}

std::string print_sharing(const Sharing& sharing) {
    switch (sharing.by) {
        case SharedBy::Days: return "days";
        case SharedBy::Profile: return "profile " + sharing.name;
        case SharedBy::DegreeDays: break;
    }
    return sharing.name.empty() ? "degree days" : "degree days " + sharing.name;
}

std::string print_season_dates(const Season& season) {
    if (season.otherwise) return "otherwise";
    const auto day = [&](MonthDay d) {
        return fmt::format("{} {}", d.day, kMonths[static_cast<std::size_t>(d.month - 1)]);
    };
    std::string out;
    for (const auto& range : season.ranges)
        out += fmt::format("{}{} - {}", out.empty() ? "" : ", ", day(range.from), day(range.to));
    return out.empty() ? "the whole year" : out;
}

std::string print(const Calendar& calendar) {
    YamlWriter out;
    out.line(0, "calendar", calendar.name);
    if (!calendar.names.empty()) out.raw(0, "name", inline_names(calendar.names));
    if (!calendar.like.empty()) out.line(0, "like", calendar.like);
    if (!calendar.except.empty()) out.head(0, "except");
    for (const auto& day : calendar.except) out.item(1, day.to_string());
    if (!calendar.holidays.empty()) out.head(0, "holidays");
    else if (calendar.like.empty()) out.raw(0, "holidays", "{}");
    for (const auto& [date, name] : calendar.holidays) out.line(1, date.to_string(), name);
    return out.take();
}

std::string print(const Taxes& taxes) {
    YamlWriter out;
    out.line(0, "taxes", taxes.name);
    if (!taxes.names.empty()) out.raw(0, "name", inline_names(taxes.names));
    out.line(0, "country", taxes.country);
    if (taxes.metered == MeteredTax::ByReading) out.line(0, "metered", "by reading");
    if (taxes.categories.empty()) out.raw(0, "categories", "{}");
    else out.head(0, "categories");
    for (const auto& category : taxes.categories) {
        out.head(1, category.key);
        if (!category.names.empty()) out.raw(2, "name", inline_names(category.names));
        out.head(2, "rates");
        for (const auto& rate : category.rates) print_tax_rate(out, rate);
    }
    if (!taxes.statuses.empty()) out.head(0, "statuses");
    const std::string* open = nullptr;
    for (const auto& [status, category, instead] : taxes.statuses) {
        if (open == nullptr || *open != status) out.head(1, status);
        open = &status;
        out.line(2, category, instead);
    }
    return out.take();
}

std::string print(const Schedule& schedule) {
    YamlWriter out;
    const auto& head = schedule.head;
    print_header(out, head, "schedule");
    if (schedule.clock.kind != WindowClock::Kind::Local)
        out.line(0, "clock",
                 schedule.clock.kind == WindowClock::Kind::Standard ? "standard"
                                                                    : schedule.clock.offset);
    if (!schedule.lets.empty()) print_lets(out, schedule.lets);
    if (schedule.charges.empty()) out.raw(0, "charges", "{}");
    else out.head(0, "charges");
    for (const auto& charge : schedule.charges) print_charge(out, charge, head.tax);
    print_discounts(out, schedule.discounts);
    if (!schedule.credits.empty()) out.head(0, "credits");
    for (const auto& credit : schedule.credits) print_credit(out, credit, head.tax);
    if (schedule.maximum) print_maximum(out, *schedule.maximum);
    if (schedule.minimum) print_minimum(out, *schedule.minimum, head.tax);
    if (schedule.year_minimum) print_year_minimum(out, *schedule.year_minimum, head.tax);
    if (schedule.corrections != CorrectionPolicy::Lines)
        out.line(0, "corrections",
                 schedule.corrections == CorrectionPolicy::Rebill ? "rebill" : "credit note");
    print_reads(out, schedule);
    if (schedule.usage) print_telecom(out, *schedule.usage, head.tax);
    return out.take();
}

std::string lasts_words(const Plan& plan) {
    const bool is_days = plan.lasts_days > 0;
    const int count = is_days ? plan.lasts_days : plan.lasts_months;
    return fmt::format("{} {}{}", count, is_days ? "day" : "month", count == 1 ? "" : "s");
}

namespace {

void print_contract_words(YamlWriter& out, const ContractWords& words) {
    if (words.is_empty()) return;
    out.head(0, "summary");
    out.raw(1, "services", inline_names(words.services));
    for (const auto& [key, part] : kContractParts)
        if (!(words.*part).empty()) out.raw(1, key, inline_names(words.*part));
}

}  // namespace

std::string print(const Plan& plan) {
    YamlWriter out;
    print_header(out, plan.head, "plan");
    if (!plan.schedules.empty()) out.raw(0, "schedules", key_list(plan.schedules));
    if (!plan.recurring.empty()) out.head(0, "recurring");
    for (const auto& fee : plan.recurring) print_recurring(out, fee, plan.head.tax);
    print_discounts(out, plan.discounts);
    if (!plan.allowances.empty()) out.head(0, "allowances");
    for (const auto& allowance : plan.allowances) print_allowance(out, allowance);
    if (plan.usage) print_telecom(out, *plan.usage, plan.head.tax);
    print_together(out, plan.together, plan.head.tax);
    if (plan.commitment_months > 0)
        out.line(0, "commitment", fmt::format("{} months", plan.commitment_months));
    print_contract_words(out, plan.words);
    if (plan.lasts()) {
        out.line(0, "lasts", lasts_words(plan));
        out.line(0, "then", plan.then.empty() ? "nothing" : plan.then);
    }
    return out.take();
}

namespace {

// As parse_payment_plan() reads them.
void print_taxes(YamlWriter& out, std::span<const TaxShare> shares) {
    if (shares.size() == 1) return out.line(0, "tax", shares.front().category);
    std::vector<std::string> texts;
    texts.reserve(shares.size());
    for (const auto& [category, percent] : shares)
        texts.push_back(fmt::format("{}: {}", category, percent.to_string()));
    out.raw(0, "tax", fmt::format("{{{}}}", fmt::join(texts, ", ")));
}

}  // namespace

std::string print(const PaymentPlan& plan) {
    YamlWriter out;
    out.line(0, "payment plan", plan.head.name);
    if (!plan.head.names.empty()) out.raw(0, "name", inline_names(plan.head.names));
    out.line(0, "from", plan.head.from.to_string());
    out.line(0, "advances", plan.document == AdvanceDocument::Invoice ? "invoice" : "request");
    if (plan.every_months > 1) out.line(0, "every", fmt::format("{} months", plan.every_months));
    out.line(0, "settled in", kMonths[static_cast<std::size_t>(plan.settled_in - 1)]);
    if (plan.document == AdvanceDocument::Request) out.raw(0, "due", std::to_string(plan.due_day));
    if (!plan.taxes.empty()) print_taxes(out, plan.taxes);
    out.line(0, "round up to", plan.round_up_to.to_string());
    return out.take();
}

std::string print(const Document& document) {
    std::vector<std::string> parts;
    parts.reserve(document.calendars.size() + document.taxes.size() + document.schedules.size() +
                  document.plans.size() + document.payment_plans.size());
    for (const auto& calendar : document.calendars) parts.push_back(print(calendar));
    for (const auto& taxes : document.taxes) parts.push_back(print(taxes));
    for (const auto& schedule : document.schedules) parts.push_back(print(schedule));
    for (const auto& plan : document.plans) parts.push_back(print(plan));
    for (const auto& plan : document.payment_plans) parts.push_back(print(plan));
    return joined(parts);
}

}  // namespace bw::catalog
