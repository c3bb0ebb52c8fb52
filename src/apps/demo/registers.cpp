#include "apps/demo/registers.h"

#include "apps/demo/streams.h"

#include <fmt/format.h>

namespace bw::demo {

Result<RegistersWriter> RegistersWriter::make(const Options& options) {
    RegistersWriter writer(options);
    writer.zone_ = TRY(Zone::find(kZone));
    return writer;
}

void RegistersWriter::begin(Output& output) {
    output.append("service_point,channel,unit,time,read,quality\n");
}

void RegistersWriter::read(Output& output, const Account& account, const Subscription& subscription,
                           int months_on) {
    Random random = random_of(options_.seed, Stream::Water, account.position);
    std::int64_t litres = random.between(4'000, 980'000);
    const std::int64_t daily = random.between(70, 420);
    for (int month = 0; month < months_on; ++month) {
        const auto days = days_in(month_of(options_.first_month.plus_months(month)));
        litres += daily * days * random.between(800, 1200) / 1000;
    }
    const LocalDate date = options_.first_month.plus_months(months_on);
    const auto offset = zone_.offset_seconds(zone_.start_of_day(date));
    // Every ninth home reads its own meter, as customers do where there is no radio.
    const std::string_view quality = account.position % 9 == 0 ? "customer" : "actual";
    output.append(fmt::format("{},water,m3,{}T00:00:00+{:02}:00,{}.{:03},{}\n",
                              subscription.service_point, date.to_string(), offset / 3600,
                              litres / 1000, litres % 1000, quality));
}

void RegistersWriter::point(Output& output, const Account& account,
                            const Subscription& subscription, int month) {
    if (month == 0) read(output, account, subscription, 0);
    read(output, account, subscription, month + 1);
}

}  // namespace bw::demo
