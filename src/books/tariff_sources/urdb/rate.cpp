#include "books/tariff_sources/urdb/rate.h"

#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/texts.h"
#include "books/tariff_sources/urdb/parts.h"
#include "books/tariff_sources/urdb/shapes.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bw::tariff_sources::urdb {
namespace {

using catalog::TimeUnit;

constexpr std::string_view kNoMoney = "it says nothing about the amount";
constexpr int kMinutesOfDay = 1440;
constexpr int kMonthsOfYear = 12;

// What it is called: by its label, in the whole of the database its id, else as the file is.
std::string name_of(const Value& rate, std::string_view file, std::size_t index, bool is_alone) {
    std::string label = rate.word("label");
    if (const Value* id = rate.find("_id"); label.empty() && id != nullptr)
        label = id->is_map() ? id->word("$oid") : id->text;
    if (!label.empty()) return label;
    const std::size_t slash = file.find_last_of('/');
    const std::string stem(file.substr(slash == std::string_view::npos ? 0 : slash + 1));
    const std::string key = key_of(stem.substr(0, stem.find('.')));
    return is_alone ? key : fmt::format("{}-{}", key, index + 1);
}

Result<void> set_head(const Value& rate, std::string name, std::string_view file, Lowered& out) {
    auto& head = out.schedule.head;
    head.name = std::move(name);
    head.names = named("en", rate.word("name"));
    head.sector = "electricity";
    head.currency = TRY(Currency::parse("USD"));
    head.zone = out.options.zone;
    head.tax = "standard";
    head.file = file;
    head.from = out.options.from.value_or(LocalDate::of(2000, 1, 1));
    if (const Value* start = rate.find("startdate"); start != nullptr && !is_unknown_day(*start)) {
        const auto day = day_of(*start);
        if (!day)
            return fail(Code::Invalid, "startdate: " + day.error().why,
                        fmt::format("{} line {}", file, start->line));
        head.from = out.options.from.value_or(*day);
        if (out.options.from) out.notes.explain(*start, "the first day is the one of --from");
    } else {
        out.notes.explain(rate, "it names no first day: it is valid from " + head.from.to_string());
    }
    if (const Value* end = rate.find("enddate")) {
        const auto day = day_of(*end);
        if (day && *day >= head.from) head.until = *day;
        else if (!day) out.notes.refuse(day.error());
        else out.notes.refuse(*end, "it ends before it begins: no last day is held");
    }
    return {};
}

// Tiers of a season that have the same bounds are filled by all its windows together.
void set_fill(catalog::Charge& charge, const std::string& rules, const Value& at, Notes& notes) {
    bool has_tiers = false, is_alike = true;
    for (const auto& season : charge.seasons)
        for (const auto& window : season.windows) {
            has_tiers = has_tiers || (season.windows.size() > 1 && window.tiers.size() > 1);
            const auto& first = season.windows.front();
            is_alike = is_alike && window.tiers.size() == first.tiers.size();
            for (std::size_t i = 0; is_alike && i < window.tiers.size(); ++i)
                is_alike = window.tiers[i].to == first.tiers[i].to;
        }
    if (!has_tiers) return;
    if (!is_alike)
        return notes.explain(at, "periods have bounds of their own: each fills its own tiers");
    charge.fill =
        rules.starts_with("Net Billing") ? catalog::Fill::InOrder : catalog::Fill::ProRata;
    notes.explain(at, charge.fill == catalog::Fill::InOrder
                          ? "tiers are filled by all periods together in the order of time"
                          : "tiers are filled by all periods together, pro rata");
}

bool counts_power(const catalog::Charge& charge) {
    const std::string name = fmt::format("demand.{}", kPower);
    for (const auto& season : charge.seasons)
        for (const auto& window : season.windows)
            for (const auto& tier : window.tiers)
                if (tier.to && std::ranges::count(tier.to->names(), name) > 0) return true;
    return false;
}

// The month's highest power, for hours of use.
catalog::Charge power_charge() {
    catalog::Charge charge;
    charge.key = kPower;
    charge.names = named("en", "Highest power");
    charge.kind = catalog::ChargeKind::Demand;
    charge.per = TimeUnit::Month;
    charge.of = {.channel = "import", .unit = "kW"};
    charge.seasons.emplace_back().windows.push_back(flat(Decimal()));
    return charge;
}

Read<std::vector<catalog::Season>> energy_seasons(const Value& rate, const PricesOf& prices,
                                                  std::size_t periods) {
    const bool is_always = periods == 1 && rate.peek("energyweekdayschedule") == nullptr &&
                           rate.peek("energyweekendschedule") == nullptr;
    if (is_always) return seasons_of(Timetable{}, prices);
    const auto timetable =
        TRY(timetable_of(rate, "energyweekdayschedule", "energyweekendschedule", periods));
    return seasons_of(timetable, prices);
}

// Prices of the periods of a structure. One that no hour names is never asked for.
class Periods {
public:
    explicit Periods(const Value& structure)
        : periods_(periods_of(structure)), is_asked_(periods_.size()) {}
    [[nodiscard]] std::size_t size() const { return periods_.size(); }
    Read<catalog::Window> prices(std::size_t period, std::string_view unit, Notes& notes) {
        is_asked_[period] = true;
        return tiers_of(*periods_[period], unit, notes);
    }
    void note_rest(Notes& notes) const {
        for (std::size_t i = 0; i < periods_.size(); ++i)
            if (!is_asked_[i]) notes.inform(*periods_[i], "no hour is of this period");
    }

private:
    std::vector<const Value*> periods_;
    std::vector<bool> is_asked_;
};

void lower_energy(const Value& rate, const std::string& rules, Lowered& out) {
    const Value* structure = rate.find("energyratestructure");
    if (structure == nullptr) return out.notes.refuse(rate, "there is no price of energy");
    Periods periods(*structure);
    catalog::Charge charge;
    charge.key = "energy";
    charge.names = named("en", "Energy");
    charge.of = {.channel = "import", .unit = "kWh"};
    auto seasons = energy_seasons(
        rate, [&](std::size_t period) { return periods.prices(period, "kWh", out.notes); },
        periods.size());
    rate.mark({"energyweekdayschedule", "energyweekendschedule"});
    if (!seasons) return out.notes.refuse(*structure, seasons.error(), "energy is not billed");
    periods.note_rest(out.notes);
    charge.seasons = std::move(*seasons);
    set_fill(charge, rules, *structure, out.notes);
    if (counts_power(charge)) out.schedule.charges.push_back(power_charge());
    out.schedule.charges.push_back(std::move(charge));
}

// Of each period; zero is none. A tier counts what is drawn, not what is fed in: tiers of a period
// must agree.
Read<std::vector<Decimal>> sell_prices(const std::vector<const Value*>& periods, Notes& notes) {
    std::vector<Decimal> prices;
    prices.reserve(periods.size());
    for (const auto* period : periods) {
        std::optional<Decimal> price;
        for (const auto* tier : period->each()) {
            const Value* sell = tier->find("sell");
            const Decimal said = sell == nullptr ? Decimal() : TRY(near_number(*sell, notes));
            if (price && *price != said)
                return fault(*period, "prices for feeding in by tiers of what is drawn: nothing is "
                                      "paid for feeding in");
            price = said;
        }
        prices.push_back(price.value_or(Decimal()));
    }
    return prices;
}

// `sell` is paid where what is fed in is billed by itself; with net metering it is netted.
void lower_sell(const Value& rate, const std::string& rules, Lowered& out) {
    const Value* structure = rate.find("energyratestructure");
    if (structure == nullptr) return;
    const auto periods = periods_of(*structure);
    const auto prices = sell_prices(periods, out.notes);
    if (!prices) return out.notes.refuse(prices.error());
    if (std::ranges::all_of(*prices, &Decimal::is_zero)) return;
    const bool is_billed = has_word(rules, {"net billing", "buy all"});
    if (!is_billed) {
        for (const auto* period : periods)
            for (const auto* tier : period->each())
                if (const Value* sell = tier->find("sell"))
                    out.notes.leave_out(*sell, "a price for feeding in, and no rule for whom");
        return;
    }
    auto seasons = energy_seasons(
        rate, [&](std::size_t period) -> Read<catalog::Window> { return flat(-(*prices)[period]); },
        periods.size());
    if (!seasons) return;  // told with energy
    catalog::Charge charge;
    charge.key = "feed-in";
    charge.names = named("en", "Feed-in");
    charge.of = {.channel = "export", .unit = "kWh"};
    charge.seasons = std::move(*seasons);
    charge.tax = "feed-in";
    out.feed_in.charges.push_back(std::move(charge));
}

// What the demand of a timetable, of whole months, or of the peaks of a grid is called.
std::string demand_name(std::string_view key) {
    if (key == "demand") return "Demand";
    return key == "flat-demand" ? "Demand at any time" : "Demand at the peak of the grid";
}

// Demand in a timetable, or for whole months. `grid`: in whose own peaks alone it counts.
void lower_demand(const Value& rate, std::string_view name, const std::string& key,
                  const Read<Timetable>& timetable, std::string_view unit_name, Lowered& out,
                  const std::string& grid = {}) {
    const Value* structure = rate.find(name);
    Periods periods(*structure);
    std::string unit = rate.word(unit_name);
    if (unit.empty()) unit = rate.word("demandunits");
    catalog::Charge charge;
    charge.key = key;
    charge.names = named("en", demand_name(key));
    charge.kind = catalog::ChargeKind::Demand;
    charge.per = TimeUnit::Month;
    charge.of = {.channel = "import", .unit = "kW"};
    charge.peak.at = grid;
    const auto lower = [&]() -> Read<void> {
        if (!unit.empty() && unit != "kW") return fault(*structure, "demand in " + unit);
        if (!timetable) return std::unexpected(timetable.error());
        if (const Value* minutes = rate.find("demandwindow")) {
            const Decimal length = TRY(number(*minutes));
            charge.peak.minutes = static_cast<int>(length.nano() / Decimal::kScale);
            if (charge.peak.minutes <= 0 || kMinutesOfDay % charge.peak.minutes != 0)
                return fault(*minutes, "minutes that do not divide a day");
        }
        charge.seasons = TRY(seasons_of(*timetable, [&](std::size_t period) {
            return periods.prices(period, "kW", out.notes);
        }));
        periods.note_rest(out.notes);
        return {};
    };
    if (const auto done = lower(); !done)
        return out.notes.refuse(*structure, done.error(), "this demand is not billed");
    // One that costs nothing at any time is none.
    const bool is_free = std::ranges::all_of(charge.seasons, [](const auto& season) {
        return std::ranges::all_of(season.windows, [](const auto& window) {
            return std::ranges::all_of(window.tiers,
                                       [](const auto& tier) { return tier.price.is_zero(); });
        });
    });
    if (!is_free) out.schedule.charges.push_back(std::move(charge));
}

// Of one period: all hours and months are its, where nothing else is said.
bool is_always(const Value& rate, const Value& structure,
               std::initializer_list<std::string_view> times) {
    return structure.each().size() == 1 &&
           std::ranges::none_of(times, [&](auto name) { return rate.peek(name) != nullptr; });
}

void lower_demands(const Value& rate, Lowered& out) {
    if (const Value* structure = rate.find("demandratestructure")) {
        lower_demand(rate, "demandratestructure", "demand",
                     is_always(rate, *structure, {"demandweekdayschedule", "demandweekendschedule"})
                         ? Read<Timetable>(Timetable{})
                         : timetable_of(rate, "demandweekdayschedule", "demandweekendschedule",
                                        structure->each().size()),
                     "demandrateunit", out);
        rate.mark({"demandweekdayschedule", "demandweekendschedule"});
    }
    if (const Value* structure = rate.find("flatdemandstructure")) {
        lower_demand(rate, "flatdemandstructure", "flat-demand",
                     is_always(rate, *structure, {"flatdemandmonths"})
                         ? Read<Timetable>(Timetable{})
                         : months_of(rate, "flatdemandmonths", structure->each().size()),
                     "flatdemandunit", out);
        rate.mark({"flatdemandmonths"});
    }
    if (const Value* structure = rate.find("coincidentratestructure")) {
        const std::string_view hours = rate.peek("coincidentschedule") != nullptr
                                           ? "coincidentschedule"
                                           : "coincidentrateschedule";
        const std::string utility = rate.word("utility");
        const std::string grid = utility.empty() ? "grid" : key_of(utility);
        lower_demand(rate, "coincidentratestructure", "coincident-demand",
                     timetable_of(rate, hours, hours, structure->each().size()),
                     "coincidentrateunit", out, grid);
        out.notes.explain(
            *structure, fmt::format("when the grid has its peak only the utility tells: import it "
                                    "as system-peaks of '{}'",
                                    grid));
        rate.mark({hours});
    }
    rate.mark({"demandrateunit", "flatdemandunit", "coincidentrateunit", "demandwindow"});
    if (const Value* unit = rate.find("demandunits")) {
        if (unit->text == "kW") out.notes.inform(*unit, "the unit of powers, which is assumed");
        else out.notes.refuse(*unit, "powers that do not count kW");
    }
}

// Zero is none.
bool has_range(const Value& rate) {
    const Value* range = rate.find("lookbackrange");
    const auto months = range == nullptr ? Read<Decimal>(Decimal()) : number(*range);
    return !months || !months->is_zero();
}

// "0.8", or "80": a share of the peaks of the months that are flagged, or of the last ones.
Read<catalog::Ratchet> ratchet_of(const Value& rate, const Value& share) {
    const Decimal written = TRY(number(share));
    if (written.is_negative() || written > Decimal(100))
        return fault(share, "neither a share of one nor a percentage");
    catalog::Ratchet ratchet;
    ratchet.percent = written <= Decimal(1) ? Decimal::from_nano(written.nano() * 100) : written;
    if (const Value* months = rate.find("lookbackmonths")) {
        int month = 0;
        for (const auto* flag : months->each()) {
            ++month;
            if (flag->text != "0" && flag->text != "false") ratchet.months.push_back(month);
        }
        if (month != kMonthsOfYear) return fault(*months, "no flags of twelve months");
        const bool is_each = ratchet.months.size() == kMonthsOfYear;
        const bool is_any = !ratchet.months.empty();
        if (is_each) ratchet.months.clear();  // as far as the range looks back, or the year
        if (is_any && (!is_each || !has_range(rate))) return ratchet;
    }
    if (const Value* range = rate.find("lookbackrange")) {
        const Decimal last = TRY(number(*range));
        if (last.places() > 0 || last < Decimal(1) || last >= Decimal(kMonthsOfYear))
            return fault(*range, "a month looks back on 1 to 11 months");
        ratchet.last_months = static_cast<int>(last.nano() / Decimal::kScale);
        return ratchet;
    }
    return fault(share, "a share of earlier peaks, and no months that they are of");
}

// A share of earlier peaks; zero is none.
void lower_lookback(const Value& rate, Lowered& out) {
    const Value* share = rate.find("lookbackpercent");
    if (share == nullptr) return;
    if (const auto percent = number(*share); percent && percent->is_zero())
        return out.notes.inform(rate, {"lookbackmonths", "lookbackrange"},
                                "a share of zero of earlier peaks");
    rate.mark({"lookbackmonths", "lookbackrange"});
    const auto ratchet = ratchet_of(rate, *share);
    if (!ratchet)
        return out.notes.refuse(*share, ratchet.error(),
                                "the share of earlier peaks is not "
                                "billed");
    auto& charges = out.schedule.charges;
    auto charge = std::ranges::find(charges, "flat-demand", &catalog::Charge::key);
    if (charge == charges.end())
        charge = std::ranges::find(charges, "demand", &catalog::Charge::key);
    if (charge == charges.end())
        return out.notes.refuse(*share, "a share of earlier peaks, and no price of power");
    charge->peak.ratchets = {*ratchet};
    out.notes.explain(*share,
                      fmt::format("'{}' bills at least {}", charge->key, print_ratchet(*ratchet)));
}

// What the format holds and no reader can fill: refused by name, but where it is zero.
void refuse_powers(const Value& rate, Lowered& out) {
    const auto refuse = [&](std::string_view name, std::string_view why) {
        const Value* at = rate.find(name);
        if (at == nullptr) return;
        const bool is_zero = std::ranges::all_of(at->each(), [](const Value* value) {
            const auto said = number(*value);
            return said && said->is_zero();
        });
        if (is_zero) out.notes.inform(*at, "zero");
        else out.notes.refuse(*at, std::string(why));
    };
    refuse("demandratchetpercentage",
           "shares of earlier peaks, and which months they look back on stands nowhere: they are "
           "not billed");
    refuse("demandreactivepowercharge", "a price of reactive power: it is not billed");
}

void note_rest(const Value& rate, Lowered& out) {
    out.notes.inform(rate, {"_comment",   "approved",      "country", "eiaid",       "revisions",
                            "source",     "sourceparent",  "uri",     "utility",     "supersedes",
                            "supercedes", "phasewiring",   "sector",  "description", "servicetype",
                            "is_default", "latest_update", "type",    "version",     "lastrevision",
                            "submitter"},
                     kNoMoney);
    out.notes.inform(rate,
                     {"peakkwcapacitymin", "peakkwcapacitymax", "peakkwcapacityhistory",
                      "peakkwhusagemin", "peakkwhusagemax", "peakkwhusagehistory",
                      "voltagecategory", "voltageminimum", "voltagemaximum"},
                     "who may have the rate");
    out.notes.inform(rate, {"energytoulabels", "demandtoulabels", "demandlabels"},
                     "names of periods");
    for (const auto* name : {"demandattrs", "energyattrs", "fixedattrs"})
        if (const Value* attributes = rate.find(name))
            out.notes.leave_out(*attributes, "only who is served in this way has it: it is not "
                                             "billed");
    for (const auto* name : {"basicinformationcomments", "energycomments", "demandcomments"})
        if (const Value* text = rate.find(name))
            out.notes.leave_out(*text, "a text, which may name prices: it is not billed");
    if (const Value* net = rate.find("usenetmetering"); net != nullptr && net->text == "true")
        out.notes.leave_out(*net, "how a surplus passes on stands nowhere: it is not netted");
}

void add_to(catalog::Document& document, Lowered& out) {
    auto& schedule = out.schedule;
    for (auto& charge : schedule.charges) charge.tax = schedule.head.tax;
    document.plans.push_back(plan_of(schedule.head.name, {&schedule}));
    const bool has_feed_in = !out.feed_in.charges.empty();
    if (has_feed_in) {
        out.feed_in.head = schedule.head;
        out.feed_in.head.name += ".feed-in";
        document.plans.push_back(plan_of(schedule.head.name + ".solar", {&schedule, &out.feed_in}));
    }
    document.schedules.push_back(std::move(schedule));
    if (has_feed_in) document.schedules.push_back(std::move(out.feed_in));
}

void lower_rate(const Value& rate, Lowered& out) {
    const std::string rules = rate.word("dgrules");
    lower_energy(rate, rules, out);
    lower_fuel(rate, out);
    lower_sell(rate, rules, out);
    lower_demands(rate, out);
    lower_fixed(rate, out);
    lower_minimums(rate, out);
    if (rules == "Net Metering")
        out.notes.leave_out(*rate.find("dgrules"),
                            "how a surplus passes on stands nowhere: it is not netted");
    lower_lookback(rate, out);
    refuse_powers(rate, out);
    note_rest(rate, out);
}

}  // namespace

bool is_rate(std::string_view text) { return has_structure(text); }

Result<Taken> read_rate(std::string_view text, std::string_view file, const Options& options) {
    Value root = Value::of(TRY(json::parse(text, file)));
    const auto rates = TRY(rates_of(root, file));
    Notes notes;
    Taken taken;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        name_members(*rates[i]);
        const Value& rate = *rates[i];
        Lowered out{options, notes, {}, {}};
        const auto head = set_head(rate, name_of(rate, file, i, rates.size() == 1), file, out);
        if (!head && rates.size() == 1) return std::unexpected(head.error());
        if (!head) {
            notes.refuse(rate, head.error().text + ": this rate is not held");
            continue;
        }
        lower_rate(rate, out);
        add_to(taken.document, out);
    }
    notes.unread(root);
    taken.findings = notes.take();
    return taken;
}

}  // namespace bw::tariff_sources::urdb
