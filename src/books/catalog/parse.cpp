#include "books/catalog/parse.h"

#include "books/catalog/choice.h"
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

const std::vector<std::string> kSectors{"electricity", "gas", "water", "heat", "waste", "telecom"};
const std::vector<std::string> kKinds{"calendar",
                                      "taxes",
                                      "schedule",
                                      "plan",
                                      "payment plan",
                                      std::string(kValidation),
                                      std::string(kBillingChecks),
                                      std::string(kApproval)};

Result<Calendar> parse_calendar(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Calendar calendar;
    calendar.name = TRY(fields.need_word("calendar"));
    if (const auto names = fields.find("name")) calendar.names = TRY(names->names());
    if (const auto like = fields.find("like")) {
        calendar.like = TRY(like->word());
        if (calendar.like == calendar.name) return like->error("it is like itself");
    }
    const auto except = fields.find("except");
    if (except && calendar.like.empty())
        return except->error("days are left out of a calendar that this one is like: add 'like:'");
    if (except)
        for (const auto& item : TRY(except->list())) calendar.except.insert(TRY(item.date()));
    const auto holidays =
        calendar.like.empty() ? TRY(fields.need("holidays")) : fields.find("holidays");
    TRY_VOID(fields.done());
    if (!holidays) return calendar;
    for (const auto& [key, value] : TRY(holidays->entries())) {
        const auto date = LocalDate::parse(key);
        if (!date) return value.error(date.error());
        if (calendar.except.contains(*date))
            return value.error("it is a holiday, and stands under 'except:' too");
        calendar.holidays[*date] = TRY(value.text());
    }
    TRY_VOID(check_count(*holidays, calendar.holidays.size(), kHolidaysPerCalendar, "holidays"));
    return calendar;
}

Result<TaxRate> parse_tax_rate(Fields& fields) {
    TaxRate rate;
    rate.line = fields.spot().line();
    const Spot code = TRY(fields.need("code"));
    rate.code = static_cast<TaxCode>(TRY(code.one_of({"S", "Z", "E", "AE", "O"})));
    rate.from = TRY(fields.need_date("from"));
    if (const auto percent = fields.find("percent")) {
        rate.percent = TRY(percent->number());
        if (rate.percent.is_negative() || rate.percent > Decimal(100))
            return percent->error("a tax percentage lies between 0 and 100");
        if (rate.code != TaxCode::S && !rate.percent.is_zero())
            return percent->error(
                fmt::format("category {} has 0 percent (EN 16931)", tax_code_name(rate.code)));
    } else if (rate.code == TaxCode::S) {
        return fields.spot().error("'percent:' is missing");
    }
    if (const auto reason = fields.find("reason")) rate.reason = TRY(reason->text());
    const bool exempt =
        rate.code == TaxCode::E || rate.code == TaxCode::AE || rate.code == TaxCode::O;
    if (exempt && rate.reason.empty())
        return fields.spot().error(fmt::format("category {} needs a 'reason:' (EN 16931, BT-120)",
                                               tax_code_name(rate.code)));
    return rate;
}

Result<TaxCategory> parse_tax_category(const std::string& key, const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    TaxCategory category{key, {}, {}};
    if (const auto names = fields.find("name")) category.names = TRY(names->names());
    if (const auto rates = fields.find("rates")) {
        for (const auto& item : TRY(rates->list())) {
            Fields one = TRY(Fields::of(item));
            category.rates.push_back(TRY(parse_tax_rate(one)));
            TRY_VOID(one.done());
        }
    } else {
        category.rates.push_back(TRY(parse_tax_rate(fields)));
    }
    TRY_VOID(fields.done());
    for (std::size_t i = 1; i < category.rates.size(); ++i)
        if (category.rates[i].from <= category.rates[i - 1].from)
            return spot.error("rates stand in the order of their 'from' dates, each date once");
    if (category.rates.empty()) return spot.error("a rate is missing");
    return category;
}

// Who is charged by other categories: `reseller: {standard: reverse-charge}`.
Result<void> parse_statuses(const Spot& spot, Taxes& taxes) {
    const auto entries = TRY(spot.entries());
    TRY_VOID(check_count(spot, entries.size(), kTaxesPerCountry, "tax statuses"));
    for (const auto& [status, value] : entries)
        for (const auto& [category, spot_instead] : TRY(value.entries())) {
            const std::string instead = TRY(spot_instead.word());
            for (const auto& key : {category, instead})
                if (taxes.find(key) == nullptr)
                    return spot_instead.error(
                        fmt::format("there is no category '{}' in this table", key));
            taxes.statuses.push_back({status, category, instead});
        }
    return {};
}

Result<MeteredTax> parse_metered(const Spot& spot) {
    const std::string text = TRY(spot.text());
    if (text == "split") return MeteredTax::Split;
    if (text == "by reading") return MeteredTax::ByReading;
    return spot.error(fmt::format(
        "'{}' is no way to tax what counters tell across a change of the rate; write: split (each "
        "day by the rate of its own) or by reading (all by the rate at its end)",
        text.substr(0, 40)));
}

Result<Taxes> parse_taxes(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Taxes taxes;
    taxes.name = TRY(fields.need_word("taxes"));
    if (const auto names = fields.find("name")) taxes.names = TRY(names->names());
    const Spot country = TRY(fields.need("country"));
    taxes.country = TRY(country.word());
    if (taxes.country.size() != 2 || taxes.country[0] < 'A' || taxes.country[0] > 'Z' ||
        taxes.country[1] < 'A' || taxes.country[1] > 'Z')
        return country.error(
            fmt::format("'{}' is no country; write ISO 3166 letters: IT", taxes.country));
    if (const auto metered = fields.find("metered")) taxes.metered = TRY(parse_metered(*metered));
    const Spot categories = TRY(fields.need("categories"));
    const auto statuses = fields.find("statuses");
    TRY_VOID(fields.done());
    const auto entries = TRY(categories.entries());
    TRY_VOID(check_count(categories, entries.size(), kTaxesPerCountry, "tax categories"));
    for (const auto& [key, value] : entries)
        taxes.categories.push_back(TRY(parse_tax_category(key, value)));
    if (statuses) TRY_VOID(parse_statuses(*statuses, taxes));
    return taxes;
}

Result<LineRounding> parse_rounding_at(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const std::size_t first = text.find(' ');
    const std::size_t second = text.find(' ', first == std::string::npos ? first : first + 1);
    if (second == std::string::npos || text.substr(0, first) != "line")
        return spot.error(
            fmt::format("'{}' names no rounding; write: line half-up 2", text.substr(0, 40)));
    const auto method = parse_rounding(text.substr(first + 1, second - first - 1));
    if (!method) return spot.error(method.error());
    const std::string places = text.substr(second + 1);
    if (places.size() != 1 || places[0] < '0' || places[0] > '9')
        return spot.error("the last word is the number of decimals, 0 to 9");
    return LineRounding{*method, places[0] - '0'};
}

Result<Sharing> parse_sharing(const Spot& spot) {
    const std::string text = TRY(spot.text());
    if (text == "days") return Sharing{};
    const auto after = [&](std::string_view words) { return text.substr(words.size()); };
    constexpr std::string_view kProfile = "profile ", kDegreeDays = "degree days";
    if (text.starts_with(kProfile) && text.find(' ', kProfile.size()) == std::string::npos)
        return Sharing{SharedBy::Profile, after(kProfile)};
    if (text == kDegreeDays) return Sharing{SharedBy::DegreeDays, {}};
    if (text.starts_with(std::string(kDegreeDays) + " "))
        return Sharing{SharedBy::DegreeDays, after(kDegreeDays).substr(1)};
    return spot.error("write: days, profile NAME, degree days (of the service point's weather "
                      "area), or degree days AREA");
}

Result<GasRules> parse_gas(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    GasRules rules;
    constexpr int kPlacesMax = 6;
    if (const auto value = fields.find("value decimals"))
        rules.value_places = TRY(value->whole(0, kPlacesMax));
    if (const auto energy = fields.find("energy decimals"))
        rules.energy_places = TRY(energy->whole(0, kPlacesMax));
    TRY_VOID(fields.done());
    return rules;
}

// How what counters show is billed.
Result<void> parse_reads(Fields& fields, Schedule& schedule) {
    if (const auto sharing = fields.find("share by"))
        schedule.sharing = TRY(parse_sharing(*sharing));
    if (const auto gas = fields.find("gas")) schedule.gas = TRY(parse_gas(*gas));
    if (const auto unknown = fields.find("unknown factors"))
        schedule.bills_unknown = TRY(unknown->one_of({"hold", "provisional"})) == 1;
    if (const auto reads = fields.find("customer reads"))
        schedule.trusts_customers = TRY(reads->one_of({"estimated", "measured"})) == 1;
    return {};
}

Result<void> check_zone(const Spot& spot, const std::string& name) {
    const auto zone = Zone::find(name);
    if (!zone) return spot.error(zone.error());
    return {};
}

Result<void> parse_document(const Spot& spot, Document& document) {
    if (!spot.node->is_map())
        return spot.error(
            "a document begins with calendar:, taxes:, schedule:, plan:, payment plan:, "
            "validation:, billing checks: or approval:");
    const auto is_key = [&](std::string_view key) { return spot.node->find(key) != nullptr; };
    if (is_key("calendar")) document.calendars.push_back(TRY(parse_calendar(spot)));
    else if (is_key("taxes")) document.taxes.push_back(TRY(parse_taxes(spot)));
    else if (is_key("schedule")) document.schedules.push_back(TRY(parse_schedule(spot)));
    else if (is_key("plan")) document.plans.push_back(TRY(parse_plan(spot)));
    else if (is_key("payment plan"))
        document.payment_plans.push_back(TRY(parse_payment_plan(spot)));
    else if (is_key(kValidation))
        TRY_VOID(parse_validation_at(spot));  // validation.h hands it over
    else if (is_key(kBillingChecks)) TRY_VOID(parse_billing_checks_at(spot));
    else if (is_key(kApproval)) TRY_VOID(parse_approval_at(spot));
    else {
        const std::string first = spot.node->entries.empty() ? "" : spot.node->entries[0].key;
        return spot.error(
            fmt::format("'{}' is no kind of document; begin with calendar:, taxes:, schedule:, "
                        "plan:, payment plan:, validation:, billing checks: or approval:{}",
                        first.substr(0, 40), did_you_mean(first, kKinds)));
    }
    return {};
}

}  // namespace

Result<void> check_count(const Spot& spot, std::size_t count, std::size_t limit,
                         std::string_view what) {
    if (count > limit)
        return spot.error(fmt::format("{} {}; at most {} are allowed", count, what, limit),
                          Code::Limit);
    return {};
}

Result<When> parse_when_at(const Spot& spot) {
    const auto when = parse_when(TRY(spot.text()));
    return when ? Result<When>(*when) : spot.error(when.error());
}

std::optional<TimeUnit> time_unit(std::string_view word) {
    if (word == "day") return TimeUnit::Day;
    if (word == "month") return TimeUnit::Month;
    if (word == "quarter") return TimeUnit::Quarter;
    if (word == "year") return TimeUnit::Year;
    if (word == "once") return TimeUnit::Once;
    return std::nullopt;
}

// One calendar, or a table: {by grid.area: {north: DE-NI, otherwise: DE}}
Result<void> parse_holidays(const Spot& spot, Header& head) {
    if (!spot.node->is_map()) {
        head.holidays = TRY(spot.word());
        return {};
    }
    Fields fields = TRY(Fields::of(spot));
    const auto table = fields.find_with("by ");
    if (!table)
        return spot.error("name a calendar, or a table: {by grid.area: {north: DE-NI, otherwise: "
                          "DE}}");
    TRY_VOID(fields.done());
    TRY_VOID(check_by(table->first, table->second));
    if (table->first == kMonthFact)
        return table->second.error("a calendar is of a place: write 'by' and an attribute");
    head.holidays_by = table->first;
    for (const auto& [value, cell] : TRY(table_rows(table->second)))
        head.calendars.push_back({value, TRY(cell.word())});
    return {};
}

Result<Header> parse_header(Fields& fields, std::string_view kind_key) {
    Header head;
    head.file = fields.spot().file;
    head.line = fields.spot().line();
    head.name = TRY(fields.need_word(kind_key));
    if (const auto names = fields.find("name")) head.names = TRY(names->names());
    const Spot sector = TRY(fields.need("sector"));
    head.sector = kSectors[TRY(sector.one_of(kSectors))];
    const Spot currency = TRY(fields.need("currency"));
    const auto code = Currency::parse(TRY(currency.text()));
    if (!code) return currency.error(code.error());
    head.currency = *code;
    const Spot prices = TRY(fields.need("prices"));
    head.prices = static_cast<PriceBasis>(TRY(prices.one_of({"net", "gross"})));
    head.from = TRY(fields.need_date("from"));
    if (const auto until = fields.find("until")) {
        head.until = TRY(until->date());
        if (*head.until < head.from) return until->error("it ends before it begins");
    }
    if (const auto zone = fields.find("zone")) {
        head.zone = TRY(zone->text());
        TRY_VOID(check_zone(*zone, head.zone));
    }
    if (const auto holidays = fields.find("holidays")) TRY_VOID(parse_holidays(*holidays, head));
    head.round.places = head.currency.digits();
    if (const auto round = fields.find("round")) head.round = TRY(parse_rounding_at(*round));
    if (const auto tax = fields.find("tax")) head.tax = TRY(tax->word());
    return head;
}

Result<Schedule> parse_schedule(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Schedule schedule;
    schedule.head = TRY(parse_header(fields, "schedule"));
    if (const auto clock = fields.find("clock")) {
        const std::string text = TRY(clock->text());
        if (text == "standard") schedule.clock.kind = WindowClock::Kind::Standard;
        else if (text != "local") {
            if (!text.starts_with("UTC"))
                return clock->error("write local, standard or an offset such as UTC+10:00");
            TRY_VOID(check_zone(*clock, text));
            schedule.clock = {WindowClock::Kind::Offset, text};
        }
    }
    if (const auto lets = fields.find("let")) schedule.lets = TRY(parse_lets(*lets));
    const auto charges = fields.find("charges");
    if (charges) schedule.charges = TRY(parse_charges(*charges, schedule.head.tax));
    schedule.discounts = TRY(parse_discounts(fields, DiscountOn::Charges));
    if (const auto credits = fields.find("credits"))
        for (const auto& [key, value] : TRY(credits->entries()))
            schedule.credits.push_back(TRY(parse_credit(key, value, schedule.head.tax)));
    if (const auto maximum = fields.find("maximum"))
        schedule.maximum = TRY(parse_maximum(*maximum));
    if (const auto minimum = fields.find("minimum"))
        schedule.minimum = TRY(parse_minimum(*minimum, schedule.head.tax));
    if (const auto minimum = fields.find("minimum of the year"))
        schedule.year_minimum = TRY(parse_year_minimum(*minimum, schedule.head.tax));
    if (const auto corrections = fields.find("corrections"))
        schedule.corrections = static_cast<CorrectionPolicy>(
            TRY(corrections->one_of({"lines", "credit note", "rebill"})));
    TRY_VOID(parse_reads(fields, schedule));
    if (const auto usage = fields.find("usage"))
        schedule.usage = TRY(parse_telecom(*usage, schedule.head.tax));
    TRY_VOID(fields.done());
    if (!charges && !schedule.usage) return spot.error("'charges:' is missing");
    return schedule;
}

Result<Document> parse(std::string_view text, std::string_view file_name, int first_line) {
    const auto nodes = text::parse_yaml(text, file_name);
    if (!nodes) return std::unexpected(nodes.error());
    if (nodes->size() > kDocumentsPerFile)
        return fail(Code::Limit,
                    fmt::format("more than {} documents in one file", kDocumentsPerFile),
                    std::string(file_name));
    Document document;
    for (const auto& node : *nodes) {
        if (node.is_empty()) continue;  // the nothing before a leading ---
        TRY_VOID(parse_document({&node, "", file_name, first_line - 1}, document));
    }
    return document;
}

}  // namespace bw::catalog
