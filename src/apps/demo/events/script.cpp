#include "apps/demo/events/script.h"

#include "apps/demo/output.h"
#include "apps/demo/streams.h"
#include "apps/demo/texts.h"
#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::demo::events {
namespace {

constexpr std::int64_t kFirstNumber = 200'000;
// Of people and homes of events: behind all of those that the accounts without events have.
constexpr std::int64_t kEventStream = 100'000'000;

struct TableFile {
    Table table;
    FileKind kind;
    std::string_view name, header;
};
constexpr std::array kTables = {
    TableFile{Table::Accounts, FileKind::Accounts, "accounts.csv",
              "account,customer,issuer,currency,name,street,postcode,city,country,email,vat_id,"
              "language,service_point,kind,zone,plan,from,role,share,share_of,site,parent,"
              "tax_status,billed_until,payment_plan,advance\n"},
    TableFile{Table::Meters, FileKind::Meters, "meters.csv",
              "service_point,channel,from,meter,multiplier,gas_area,volume_factor,weather_area,"
              "last_read,first_read\n"},
    TableFile{Table::CalorificValues, FileKind::Factors, "calorific-values.csv",
              "area,month,kwh_per_m3\n"},
    TableFile{Table::DegreeDays, FileKind::Factors, "degree-days.csv", "area,day,degree_days\n"},
    TableFile{Table::Profiles, FileKind::Factors, "profiles.csv", "profile,day,weight\n"},
    TableFile{Table::Balances, FileKind::Balances, "balances.csv",
              "account,type,number,reference,issued_on,due_on,open,booked_on\n"},
    TableFile{Table::History, FileKind::History, "history.csv",
              "account,number,line,from,last_day,service_point,charge,quantity,unit,net,tax,"
              "gross\n"},
    TableFile{Table::Counters, FileKind::Usage, "counters.csv",
              "service_point,channel,unit,time,zone,read,quality,digits\n"},
    TableFile{Table::Hours, FileKind::Usage, "hours.csv",
              "service_point,channel,unit,start,minutes,value,quality\n"},
    TableFile{Table::Calls, FileKind::Usage, "calls.csv",
              "record_id,service_point,kind,start,seconds,bytes,destination\n"}};

std::string milli_text(std::int64_t milli) {
    return fmt::format("{}.{:03}", milli / 1000, milli % 1000);
}

std::string_view point_prefix(std::string_view kind) {
    if (kind == "electricity") return "AE";
    if (kind == "water") return "AW";
    if (kind == "gas") return "AG";
    if (kind == "heat") return "AH";
    return kind == "mobile" ? "+49154" : "NL-";
}

// Wh in an hour of a home: little at night, most in the evening.
std::int64_t watt_hours(std::int64_t home, std::int64_t hour_of_day, std::uint64_t noise) {
    static constexpr std::array<std::int64_t, 24> kDay = {120, 110, 100, 100, 110, 160, 280, 360,
                                                          320, 260, 240, 260, 340, 300, 260, 280,
                                                          340, 460, 580, 620, 540, 420, 280, 180};
    const auto size = 700 + (home * 7919) % 800;  // in thousandths
    return kDay[static_cast<std::size_t>(hour_of_day)] * size / 1000 *
           static_cast<std::int64_t>(80 + noise % 41) / 100;
}

}  // namespace

Result<Script> Script::make(const Options& options) {
    Script script(options);
    script.zone_ = TRY(Zone::find(kZone));
    return script;
}

std::string Script::new_point(std::string_view kind) {
    return fmt::format("{}{:08}", point_prefix(kind), 20'000'000 + ++last_point_);
}

Row Script::customer(Company company, std::string_view kind, std::string_view plan,
                     LocalDate from) {
    const bool is_aurora = company == Company::Aurora;
    const std::int64_t number = kFirstNumber + ++last_[company];
    ++accounts_;
    Random random = random_of(options_.seed, Stream::Person,
                              is_aurora ? kEventStream + number : -kEventStream - number);
    Row row;
    row.account = fmt::format("{}-{}", is_aurora ? 'A' : 'N', number);
    row.customer = fmt::format("K{}-{}", is_aurora ? 'A' : 'N', 400'000 + number);
    row.issuer = is_aurora ? "AURORA" : "NORDLINK";
    row.holder = make_person(random);
    row.service_point = new_point(kind);
    row.kind = kind;
    row.plan = plan;
    row.from = from;
    return row;
}

void Script::row(LocalDate arrives, const Row& r) {
    const Place& p = r.holder.place;
    days_[arrives].lines[Table::Accounts] += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
        r.account, r.customer, r.issuer, r.currency, csv_field(r.holder.name), csv_field(p.street),
        csv_field(p.postcode), csv_field(p.city), p.country, r.holder.email, r.holder.vat_id,
        r.holder.language, r.service_point, r.kind, kZone, r.plan, r.from.to_string(), r.role,
        r.share, r.share_of, csv_field(r.site), r.parent, r.tax_status, r.billed_until,
        r.payment_plan, r.advance);
}

void Script::read(LocalDate arrives, const Read& r) {
    days_[arrives].lines[Table::Counters] += fmt::format(
        "{},{},{},{}T00:00,{},{},{},{}\n", r.point, r.channel, r.unit, r.day.to_string(), kZone,
        milli_text(r.milli), r.quality, r.digits > 0 ? std::to_string(r.digits) : std::string());
}

void Script::hours(LocalDate arrives, const Hours& h) {
    const Span span = zone_.span_of(h.days);
    std::string& text = days_[arrives].lines[Table::Hours];
    for (auto at = span.from.seconds(); at < span.to.seconds();
         at += std::int64_t{60} * h.minutes) {
        const Instant start = Instant::from_seconds(at);
        const auto hour = zone_.to_local(start).second_of_day / 3600;
        Random random = random_of(options_.seed, Stream::Load, kEventStream + h.home, at / 3600);
        const auto value = watt_hours(h.home, hour, random.next()) * h.percent * h.minutes / 6000;
        text += fmt::format("{},import,kWh,{},{},{},{}\n", h.point, start.to_string(), h.minutes,
                            h.quality == "missing" ? std::string() : milli_text(value), h.quality);
    }
}

void Script::meter(LocalDate arrives, const Meter& m) {
    line(arrives, Table::Meters,
         fmt::format("{},{},{},{},{},{},{},{},{},{}", m.point, m.channel, m.from.to_string(),
                     m.number, m.multiplier, m.gas_area, m.volume_factor, m.weather_area,
                     m.last_read, m.first_read));
}

void Script::call(LocalDate arrives, const std::string& point, LocalDate day, int ordinal,
                  std::string_view destination, int seconds) {
    days_[arrives].lines[Table::Calls] += fmt::format(
        "{}-{}-{:03},{},voice,{}T{:02}:{:02}:00Z,{},0,{}\n", point.substr(1), day.to_string(),
        ordinal, point, day.to_string(), 8 + ordinal % 10, ordinal * 7 % 60, seconds, destination);
}

void Script::line(LocalDate arrives, Table table, const std::string& line) {
    days_[arrives].lines[table] += line + '\n';
}

void Script::text(LocalDate arrives, std::string_view name, FileKind kind) {
    days_[arrives].texts.emplace_back(kind, name);
}

Plan Script::plan() const {
    Plan plan = plan_;
    std::ranges::stable_sort(plan.happenings, {}, &Happening::event);
    std::ranges::stable_sort(plan.acts, {}, &Act::day);
    std::ranges::stable_sort(plan.transfers, {}, &Transfer::day);
    return plan;
}

Result<std::vector<File>> Script::write(const std::filesystem::path& folder) const {
    std::vector<File> files;
    const auto put = [&](LocalDate day, std::string_view name, FileKind kind,
                         std::string_view header, std::string_view body) -> Result<void> {
        const std::string path = fmt::format("handed-in/{}/{}", day.to_string(), name);
        Output output = TRY(Output::create(folder / path));
        output.append(header);
        output.append(body);
        files.push_back({path, kind, day, TRY(output.finish())});
        return {};
    };
    for (const auto& [day, made] : days_) {
        for (const auto& [kind, name] : made.texts) {
            const auto found =
                std::ranges::find(texts(), fmt::format("events/{}", name), &Text::path);
            CHECK(found != texts().end());
            TRY_VOID(put(day, name, kind, "", found->text));
        }
        for (const TableFile& file : kTables)
            if (const auto lines = made.lines.find(file.table); lines != made.lines.end())
                TRY_VOID(put(day, file.name, file.kind, file.header, lines->second));
    }
    return files;
}

}  // namespace bw::demo::events
