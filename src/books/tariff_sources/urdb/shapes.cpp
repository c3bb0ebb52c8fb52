// The shapes in which the database hands out a rate: the answers of its interface, and its whole
// as one file, where members have names of their own.
#include "books/tariff_sources/urdb/shapes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace bw::tariff_sources::urdb {
namespace {

// Where a price may stand.
constexpr std::array<std::string_view, 4> kStructures{
    "energyratestructure", "demandratestructure", "flatdemandstructure", "fixedchargefirstmeter"};
constexpr std::array<std::string_view, 3> kOfTheWhole{"energyRateStrux", "demandRateStrux",
                                                      "flatDemandStrux"};

struct Renamed {
    std::string_view from, to;
};
// Those that are not the same in small letters.
constexpr std::array kRenamed{
    Renamed{"effectivedate", "startdate"},
    Renamed{"utilityname", "utility"},
    Renamed{"ratename", "name"},
    Renamed{"energyratestrux", "energyratestructure"},
    Renamed{"energyweekdaysched", "energyweekdayschedule"},
    Renamed{"energyweekendsched", "energyweekendschedule"},
    Renamed{"energykeyvals", "energyattrs"},
    Renamed{"energymin", "peakkwhusagemin"},
    Renamed{"energymax", "peakkwhusagemax"},
    Renamed{"energyhist", "peakkwhusagehistory"},
    Renamed{"demandratestrux", "demandratestructure"},
    Renamed{"demandrateunits", "demandrateunit"},
    Renamed{"demandweekdaysched", "demandweekdayschedule"},
    Renamed{"demandweekendsched", "demandweekendschedule"},
    Renamed{"demandkeyvals", "demandattrs"},
    Renamed{"demandmin", "peakkwcapacitymin"},
    Renamed{"demandmax", "peakkwcapacitymax"},
    Renamed{"mindemand", "peakkwcapacitymin"},
    Renamed{"maxdemand", "peakkwcapacitymax"},
    Renamed{"demandhist", "peakkwcapacityhistory"},
    Renamed{"demandratchetpct", "demandratchetpercentage"},
    Renamed{"demandreactpwrcharge", "demandreactivepowercharge"},
    Renamed{"flatdemandstrux", "flatdemandstructure"},
    Renamed{"flatdemandunits", "flatdemandunit"},
    Renamed{"coincidentratestrux", "coincidentratestructure"},
    Renamed{"coincidentrateunits", "coincidentrateunit"},
    Renamed{"coincidentsched", "coincidentschedule"},
    Renamed{"fixedkeyvals", "fixedattrs"},
    Renamed{"sourcereference", "source"},
    Renamed{"isdefault", "is_default"},
    Renamed{"basiccomments", "basicinformationcomments"},
    Renamed{"voltagemin", "voltageminimum"},
    Renamed{"voltagemax", "voltagemaximum"},
};

bool has_prices(const Value& value) {
    const auto has = [&](std::string_view name) { return value.peek(name) != nullptr; };
    return std::ranges::any_of(kStructures, has) || std::ranges::any_of(kOfTheWhole, has);
}

// Deeper in what another program wrote around it. Null: nowhere.
const Value* inner_rate(const Value& value) {
    if (has_prices(value)) return &value;
    for (const auto& [name, member] : value.members())
        if (const Value* found = inner_rate(member)) return found;
    return nullptr;
}

}  // namespace

std::string in_small_letters(std::string_view name) {
    std::string small(name);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return small;
}

bool has_structure(std::string_view text) {
    const auto is_in = [&](std::string_view name) {
        return text.contains("\"" + std::string(name) + "\"");
    };
    // A fixed charge alone does not tell: it may be anything.
    return std::ranges::any_of(kStructures.begin(), kStructures.end() - 1, is_in) ||
           std::ranges::any_of(kOfTheWhole, is_in);
}

void name_members(Value& rate) {
    std::vector<std::string> names;
    names.reserve(rate.members().size());
    for (const auto& member : rate.members()) names.push_back(member.first);
    for (const auto& name : names) {
        const std::string small = in_small_letters(name);
        const auto* other = std::ranges::find(kRenamed, small, &Renamed::from);
        const std::string_view to = other == kRenamed.end() ? small : other->to;
        if (to != name) rate.rename(name, to);
    }
}

Result<std::vector<Value*>> rates_of(Value& root, std::string_view file) {
    Value* list = root.is_list() ? &root : root.peek("items");
    if (list != nullptr && list->is_list()) {
        root.mark_only("items");
        std::vector<Value*> rates;
        rates.reserve(list->items().size());
        for (auto& item : list->items()) rates.push_back(&item);
        if (rates.empty()) return fail(Code::Invalid, "a list of no rates", std::string(file));
        return rates;
    }
    if (list != nullptr) {
        root.mark_only("items");
        return std::vector<Value*>{list};
    }
    if (has_prices(root)) return std::vector<Value*>{&root};
    if (const Value* inner = inner_rate(root))
        return fail(Code::Unsupported,
                    fmt::format("the rate stands inside of something else, as {}: take it out",
                                inner->path),
                    fmt::format("{} line {}", file, inner->line));
    return std::vector<Value*>{&root};
}

std::vector<const Value*> periods_of(const Value& structure) {
    auto periods = structure.each();
    for (auto& period : periods) {
        if (!period->is_map()) continue;
        const auto tiers = std::ranges::find_if(
            period->members(), [](const auto& member) { return member.first.ends_with("Tiers"); });
        if (tiers == period->members().end()) continue;
        if (const Value* list = period->find(tiers->first)) period = list;
    }
    return periods;
}

bool is_unknown_day(const Value& written) {
    constexpr int kSecondsOfDay = 86'400;
    const auto seconds = number(written);
    return seconds && *seconds <= Decimal(kSecondsOfDay) && *seconds >= -Decimal(kSecondsOfDay);
}

Read<LocalDate> day_of(const Value& written) {
    const Value* said = written.is_map() ? written.find("$date") : &written;
    if (said == nullptr) return fault(written, "a day is needed");
    constexpr std::size_t kDay = 10;  // "2024-01-31"
    if (said->is_text() && said->text.size() >= kDay && said->text[4] == '-') {
        const auto day = LocalDate::parse(said->text.substr(0, kDay));
        if (!day) return fault(*said, day.error().text);
        return *day;
    }
    constexpr std::int64_t kSecondsMost = 253'402'300'799;  // the end of 9999
    constexpr std::size_t kMillis = 3;                      // digits
    Decimal seconds;
    if (said == &written) seconds = TRY(number(*said));
    else if (const std::size_t digits = said->text.size(); digits > kMillis) {
        Value whole = *said;
        whole.text.resize(digits - kMillis);
        const auto cut = number(whole);
        if (!cut) return fault(*said, cut.error().why);
        seconds = *cut;
    } else return fault(*said, "a day is needed");
    if (seconds.is_negative() || seconds > Decimal(kSecondsMost))
        return fault(*said, "no day from 1970 to 9999");
    return Zone{}
        .to_local(
            Instant::from_seconds(static_cast<std::int64_t>(seconds.nano() / Decimal::kScale)))
        .date;
}

}  // namespace bw::tariff_sources::urdb
