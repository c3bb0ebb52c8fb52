#include "apps/demo/calls.h"

#include "apps/demo/cast.h"
#include "apps/demo/streams.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace bw::demo {
namespace {

// First digits that people dial, and how often in a thousand.
struct Dialled {
    std::string_view prefix;
    int digits;  // that follow
    int permille;
};
constexpr std::array<Dialled, 16> kDialled = {{{"+4930", 8, 130},
                                               {"+4940", 7, 90},
                                               {"+49221", 7, 80},
                                               {"+4989", 8, 90},
                                               {"+49154", 8, 170},
                                               {"+49159", 8, 130},
                                               {"+49178", 7, 150},
                                               {"+49180", 7, 15},
                                               {"+43", 9, 40},
                                               {"+41", 9, 25},
                                               {"+33", 9, 20},
                                               {"+48", 9, 20},
                                               {"+90", 10, 15},
                                               {"+44", 10, 13},
                                               {"+1", 10, 8},
                                               {"+81", 9, 4}}};

std::string make_destination(Random& random) {
    auto draw = random.between(0, 999);
    for (const Dialled& dialled : kDialled) {
        draw -= dialled.permille;
        if (draw >= 0) continue;
        std::string number(dialled.prefix);
        for (int i = 0; i < dialled.digits; ++i)
            number += static_cast<char>('0' + random.between(i == 0 ? 2 : 0, 9));
        return number;
    }
    return "+4930"
           "23456789";
}

// Seconds of a day: few at night, many after work.
std::int64_t make_second_of_day(Random& random) {
    static constexpr std::array<int, 24> kWeights = {
        4, 2, 1, 1, 1, 3, 12, 30, 45, 50, 52, 54, 60, 50, 48, 50, 58, 72, 80, 76, 64, 46, 26, 12};
    static constexpr std::int64_t kSum = [] {
        std::int64_t sum = 0;
        for (const int weight : kWeights) sum += weight;
        return sum;
    }();
    auto draw = random.between(0, kSum - 1);
    std::size_t hour = 0;
    while (draw >= kWeights[hour]) draw -= kWeights[hour++];
    return static_cast<std::int64_t>(hour) * 3600 + random.between(0, 3599);
}

constexpr std::string_view kHeader =
    "record_id,service_point,kind,start,seconds,bytes,destination\n";

}  // namespace

struct CallsWriter::Record {
    Instant start;
    std::string_view kind;
    std::int64_t seconds = 0, bytes = 0;
    std::string destination;
};

Result<CallsWriter> CallsWriter::make(const Options& options) {
    CallsWriter writer(options);
    writer.zone_ = TRY(Zone::find(kZone));
    return writer;
}

void CallsWriter::begin(Output& output) { output.append(kHeader); }

CallsWriter::Record CallsWriter::make_record(Random& random, Period days, bool is_large) const {
    Record record;
    const LocalDate day =
        days.from.plus_days(static_cast<int>(random.between(0, days_in(days) - 1)));
    record.start = zone_.to_instant({day, static_cast<std::int32_t>(make_second_of_day(random))});
    const auto draw = random.between(1, 10);
    if (draw <= 5) {
        record.kind = "voice";
        // Most calls are short: the smaller of two draws, and now and then a long one.
        record.seconds = std::min(random.between(4, 1500), random.between(4, 1500));
        if (random.chance(1, 40)) record.seconds = random.between(1800, 5400);
        record.destination = make_destination(random);
    } else if (draw <= 7) {
        record.kind = "message";
        record.destination = make_destination(random);
    } else {
        record.kind = "data";
        record.seconds = random.between(60, 14'400);
        record.bytes = random.between(2'000'000, is_large ? 900'000'000 : 260'000'000);
    }
    return record;
}

void CallsWriter::stories(std::int64_t position, int month, std::vector<Record>& records) const {
    const LocalDate first = options_.first_month.plus_months(month);
    if (position == cast::kLongCall && month == 1)
        records.push_back({zone_.to_instant({first.plus_days(9), 17 * 3600 + 45 * 60}), "voice",
                           14'400, 0, "+4312345678"});
    if (position == cast::kHeavyData && month == 1)
        for (int i = 0; i < 8; ++i)
            records.push_back({zone_.to_instant({first.plus_days(3 * i), 20 * 3600 + 600}), "data",
                               7200, 1'250'000'000, ""});
}

void CallsWriter::number(Output& output, const Account& account, const Subscription& subscription,
                         int month) {
    const Period days = month_of(options_.first_month.plus_months(month));
    Random random = random_of(options_.seed, Stream::Calls, account.position, month);
    std::vector<Record> records;
    for (LocalDate from = days.from; from < days.to;) {
        // A change of plan changes the habits from its day on.
        LocalDate to = days.to;
        for (const Term& term : subscription.terms)
            if (from < term.from && term.from < to) to = term.from;
        const std::string& plan = subscription.plan_on(from);
        const auto count = random.between(50, 130) * (to.days() - from.days()) / days_in(days);
        for (std::int64_t i = 0; i < count && !plan.empty(); ++i)
            records.push_back(make_record(random, {from, to}, plan == "NORDLINK-MOBILE-L"));
        from = to;
    }
    if (options_.stories) stories(account.position, month, records);
    std::ranges::stable_sort(records, {}, &Record::start);

    std::string id =
        fmt::format("NL{:04}{:02}-{:08}-", days.from.year(), days.from.month(), account.position);
    int ordinal = 0;
    for (const Record& record : records)
        output.append(fmt::format("{}{:04},{},{},{},{},{},{}\n", id, ++ordinal,
                                  subscription.service_point, record.kind, record.start.to_string(),
                                  record.seconds, record.bytes, record.destination));
    if (options_.stories && account.position == cast::kBadRecords && month == 1) {
        // What switches write on a bad day: text for a number, an unknown kind, no time, a call
        // that ends before it starts. Each is rejected with its reason; the rest of the file is
        // taken.
        const std::string_view point = subscription.service_point;
        const std::string day = days.from.plus_days(6).to_string();
        output.append(
            fmt::format("{}B001,{},voice,{}T09:12:44Z,sixty,0,+493023456789\n", id, point, day));
        output.append(
            fmt::format("{}B002,{},fax,{}T10:02:10Z,31,0,+493023456789\n", id, point, day));
        output.append(fmt::format("{}B003,{},voice,,75,0,+494023456789\n", id, point));
        output.append(
            fmt::format("{}B004,{},voice,{}T11:40:00Z,-20,0,+494023456789\n", id, point, day));
    }
}

}  // namespace bw::demo
