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

constexpr std::string_view kAccountsHeader =
    "account,customer,issuer,currency,name,street,postcode,city,country,email,vat_id,language,"
    "service_point,kind,zone,plan,from,role,share,share_of,site,parent,tax_status,billed_until,"
    "payment_plan,advance\n";
constexpr std::string_view kCountersHeader = "service_point,channel,unit,time,zone,read,quality,"
                                             "digits\n";
constexpr std::string_view kHoursHeader =
    "service_point,channel,unit,start,minutes,value,quality\n";
constexpr std::string_view kMetersHeader =
    "service_point,channel,from,meter,gas_area,volume_factor,last_read,first_read\n";
constexpr std::string_view kCalorificValuesHeader = "area,month,kwh_per_m3\n";
constexpr std::string_view kCallsHeader =
    "record_id,service_point,kind,start,seconds,bytes,destination\n";
constexpr std::string_view kBalancesHeader =
    "account,type,number,reference,issued_on,due_on,open,booked_on\n";
constexpr std::string_view kHistoryHeader =
    "account,number,line,from,last_day,service_point,charge,quantity,unit,net,tax,gross\n";

std::string milli_text(std::int64_t milli) {
    return fmt::format("{}.{:03}", milli / 1000, milli % 1000);
}

std::string_view point_prefix(std::string_view kind) {
    if (kind == "electricity") return "AE";
    if (kind == "water") return "AW";
    if (kind == "gas") return "AG";
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
    days_[arrives].accounts += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
        r.account, r.customer, r.issuer, r.currency, csv_field(r.holder.name), csv_field(p.street),
        csv_field(p.postcode), csv_field(p.city), p.country, r.holder.email, r.holder.vat_id,
        r.holder.language, r.service_point, r.kind, kZone, r.plan, r.from.to_string(), r.role,
        r.share, r.share_of, csv_field(r.site), r.parent, r.tax_status, r.billed_until,
        r.payment_plan, r.advance);
}

void Script::read(LocalDate arrives, const Read& r) {
    days_[arrives].counters += fmt::format(
        "{},{},{},{}T00:00,{},{},{},{}\n", r.point, r.channel, r.unit, r.day.to_string(), kZone,
        milli_text(r.milli), r.quality, r.digits > 0 ? std::to_string(r.digits) : std::string());
}

void Script::hours(LocalDate arrives, const Hours& h) {
    const Span span = zone_.span_of(h.days);
    std::string& text = days_[arrives].hours;
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

void Script::meter(LocalDate arrives, const std::string& line) {
    days_[arrives].meters += line + '\n';
}

void Script::calorific_value(LocalDate arrives, const std::string& line) {
    days_[arrives].calorific_values += line + '\n';
}

void Script::call(LocalDate arrives, const std::string& point, LocalDate day, int ordinal,
                  std::string_view destination, int seconds) {
    days_[arrives].calls += fmt::format(
        "{}-{}-{:03},{},voice,{}T{:02}:{:02}:00Z,{},0,{}\n", point.substr(1), day.to_string(),
        ordinal, point, day.to_string(), 8 + ordinal % 10, ordinal * 7 % 60, seconds, destination);
}

void Script::balance(LocalDate arrives, const std::string& line) {
    days_[arrives].balances += line + '\n';
}

void Script::history(LocalDate arrives, const std::string& line) {
    days_[arrives].history += line + '\n';
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
        if (body.empty()) return {};
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
        TRY_VOID(put(day, "accounts.csv", FileKind::Accounts, kAccountsHeader, made.accounts));
        TRY_VOID(put(day, "meters.csv", FileKind::Meters, kMetersHeader, made.meters));
        TRY_VOID(put(day, "calorific-values.csv", FileKind::CalorificValues, kCalorificValuesHeader,
                     made.calorific_values));
        TRY_VOID(put(day, "balances.csv", FileKind::Balances, kBalancesHeader, made.balances));
        TRY_VOID(put(day, "history.csv", FileKind::History, kHistoryHeader, made.history));
        TRY_VOID(put(day, "counters.csv", FileKind::Usage, kCountersHeader, made.counters));
        TRY_VOID(put(day, "hours.csv", FileKind::Usage, kHoursHeader, made.hours));
        TRY_VOID(put(day, "calls.csv", FileKind::Usage, kCallsHeader, made.calls));
    }
    return files;
}

}  // namespace bw::demo::events
