#include "deliveries.h"

#include "base/decimal.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::sim {
namespace {

constexpr const char* kIntervals = "service_point,channel,unit,start,minutes,value,quality\n";
constexpr const char* kReads = "service_point,channel,unit,time,read,quality,digits\n";
constexpr const char* kCalls = "record_id,service_point,kind,start,seconds,bytes,destination\n";
constexpr std::int64_t kCounterEnd = 100'000;  // tenths: four digits before the point
constexpr std::int64_t kHour = 3600 * Instant::kSecond;

int minutes_on(const Place& place, LocalDate day) {
    return std::prev(place.minutes.upper_bound(day))->second;
}

template <typename F>
void for_each_interval(const Place& place, LocalDate day, F&& each) {
    const int minutes = minutes_on(place, day);
    const Span span = place.zone.span_of({day, day.plus_days(1)});
    for (Instant at = span.from; at < span.to; at.us += 60 * Instant::kSecond * minutes)
        each(at, minutes);
}

std::string read_row(const Place& place, Instant at, std::int64_t tenths, const char* quality) {
    return fmt::format("{},import,m3,{},{},{},4\n", place.code, at.to_string(),
                       Decimal::scaled(tenths % kCounterEnd, 1).to_string(), quality);
}

// A file without a record is none.
bool has_records(const std::string& text) { return std::ranges::count(text, '\n') > 1; }

}  // namespace

Step Deliveries::file(LocalDate on, const std::string& text) {
    if (has_records(text)) texts_.push_back(text);
    return {
        .act = Act::Import, .day = on, .name = fmt::format("usage-{}.csv", ++files_), .text = text};
}

void Deliveries::add_day(std::string& text, Place& place, LocalDate day, Quality quality) {
    for_each_interval(place, day, [&](Instant at, int minutes) {
        const std::int64_t wh = random_.between(0, 20LL * minutes) +
                                (quality == Quality::Impossible ? 60LL * minutes : 0);
        text += fmt::format("{},import,kWh,{},{},{},{}\n", place.code, at.to_string(), minutes,
                            Decimal::scaled(wh, 3).to_string(),
                            quality == Quality::Estimated ? "estimated" : "actual");
        place.values[at] = wh;
        place.guessed.erase(at);
    });
    known_days_.emplace_back(place.code, day);
}

void Deliveries::add_missing_day(std::string& text, const Place& place, LocalDate day) const {
    for_each_interval(place, day, [&](Instant at, int minutes) {
        text += fmt::format("{},import,kWh,{},{},,missing\n", place.code, at.to_string(), minutes);
    });
}

Step Deliveries::days(const Period& days) {
    std::string text = kIntervals;
    for (auto& [code, place] : truth_.places) {
        if (place.kind != Kind::Electricity) continue;
        for (LocalDate day = std::max(days.from, place.terms.begin()->first); day < days.to;
             day = day.plus_days(1)) {
            const auto draw = random_.below(180);
            if (draw > 2) {
                add_day(text, place, day, draw < 7 ? Quality::Estimated : Quality::Actual);
                continue;
            }
            owed_days_.emplace_back(code, day);
            if (draw == 0) add_day(text, place, day, Quality::Impossible);
            if (draw == 1) add_missing_day(text, place, day);
        }
    }
    return file(days.to, text);
}

void Deliveries::run_water(Place& place, std::int64_t tenths) {
    place.counter += tenths;
    place.counted += tenths;
}

// An estimate is kept clear of the counter's end, where it could be taken for one round more.
Step Deliveries::reads(LocalDate end) {
    std::string text = kReads;
    for (auto& [code, place] : truth_.places) {
        if (place.kind != Kind::Water) continue;
        run_water(place, random_.between(0, 300));
        const Instant at = place.zone.start_of_day(end);
        const std::string actual = read_row(place, at, place.counter, "actual");
        const bool is_first = place.last_change() == end;  // a move hangs on it
        const std::int64_t shown = place.counter % kCounterEnd;
        const bool is_clear = shown > 500 && shown < kCounterEnd - 2000;
        if (is_first || random_.chance(3, 4)) {
            text += actual;
        } else if (is_clear && random_.chance(1, 2)) {
            text += read_row(place, at, place.counter + random_.between(0, 100), "estimated");
            owed_reads_.push_back(actual);
        } else {
            owed_reads_.push_back(actual);
        }
    }
    return file(end, text);
}

Step Deliveries::read_at_move(Place& place, LocalDate day) {
    run_water(place, random_.between(0, 100));
    return file(day,
                kReads + read_row(place, place.zone.start_of_day(day), place.counter, "actual"));
}

std::string Deliveries::call_row(const Place& place, const std::string& id) const {
    const auto sent = place.calls.find(id);
    const Call& call = sent != place.calls.end() ? sent->second : unsent_.at(id);
    return fmt::format("{},{},voice,{},{},0,+4930111\n", id, place.code, call.start.to_string(),
                       call.seconds);
}

Step Deliveries::calls(const Period& month) {
    std::string text = kCalls;
    for (auto& [code, place] : truth_.places) {
        if (place.kind != Kind::Mobile) continue;
        for (std::int64_t n = random_.between(1, 8); n > 0; --n) {
            const LocalDate day = month.from.plus_days(
                static_cast<int>(random_.below(static_cast<std::uint64_t>(days_in(month)))));
            if (place.on(day).plan.empty()) continue;
            const std::string id = fmt::format("c{}", ++ids_);
            const Instant start{place.zone.start_of_day(day).us + random_.between(6, 20) * kHour};
            unsent_[id] = {start, random_.between(1, 900)};
            if (random_.chance(1, 8)) {
                owed_calls_.emplace_back(code, id);
                continue;
            }
            place.calls[id] = unsent_[id];
            text += call_row(place, id);
            if (random_.chance(1, 20)) text += call_row(place, id);
            known_calls_.emplace_back(code, id);
        }
    }
    return file(month.to, text);
}

std::vector<Step> Deliveries::month(const Period& month) {
    std::vector<Step> steps;
    for (LocalDate from = month.from; from < month.to;) {
        const LocalDate to =
            std::min(month.to, from.plus_days(static_cast<int>(random_.between(5, 31))));
        steps.push_back(days({from, to}));
        from = to;
    }
    steps.push_back(reads(month.to));
    steps.push_back(calls(month));
    std::erase_if(steps, [](const Step& s) { return !has_records(s.text); });
    return steps;
}

std::vector<Step> Deliveries::late(LocalDate on, Share share) {
    const auto comes = [&] { return share == Share::All || random_.chance(1, 2); };
    std::string days = kIntervals, calls = kCalls, reads = kReads;
    std::erase_if(owed_days_, [&](const auto& owed) {
        if (!comes()) return false;
        add_day(days, truth_.places.at(owed.first), owed.second, Quality::Actual);
        return true;
    });
    std::erase_if(owed_calls_, [&](const auto& owed) {
        if (!comes()) return false;
        Place& place = truth_.places.at(owed.first);
        place.calls[owed.second] = unsent_[owed.second];
        calls += call_row(place, owed.second);
        known_calls_.push_back(owed);
        return true;
    });
    std::erase_if(owed_reads_, [&](const std::string& row) {
        if (!comes()) return false;
        reads += row;
        return true;
    });
    std::vector<Step> steps;
    for (const auto& text : {days, reads, calls})
        if (has_records(text)) steps.push_back(file(on, text));
    return steps;
}

std::vector<Step> Deliveries::corrections(LocalDate on) {
    std::vector<Step> steps;
    if (!texts_.empty() && random_.chance(1, 3)) {
        const std::string text = texts_[random_.below(texts_.size())];
        steps.push_back(file(on, text));
    }
    std::string days = kIntervals, calls = kCalls;
    for (std::int64_t n = random_.between(0, 3); n > 0 && !known_days_.empty(); --n) {
        const auto [code, day] = known_days_[random_.below(known_days_.size())];
        add_day(days, truth_.places.at(code), day, Quality::Actual);
    }
    if (!known_calls_.empty() && random_.chance(1, 3)) {
        const auto [code, id] = known_calls_[random_.below(known_calls_.size())];
        Place& place = truth_.places.at(code);
        place.calls[id].seconds = random_.between(1, 900);
        calls += call_row(place, id);
    }
    for (const auto& text : {days, calls})
        if (has_records(text)) steps.push_back(file(on, text));
    return steps;
}

void Deliveries::expect_guesses(const Period& month) {
    for (const auto& [code, day] : owed_days_)
        if (month.contains(day)) {
            Place& place = truth_.places.at(code);
            for_each_interval(place, day, [&](Instant at, int) {
                if (!place.values.contains(at)) place.guessed.insert(at);
            });
        }
}

void Deliveries::exchange(Place& place, LocalDate day) {
    place.minutes[day] = std::max(15, place.minutes.rbegin()->second / 2);
}

}  // namespace bw::sim
