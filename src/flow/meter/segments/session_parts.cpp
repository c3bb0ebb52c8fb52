// Sessions of a month, put together from what was told of them (series_month.h).
#include "flow/meter/formats/parts/session_state.h"
#include "flow/meter/segments/limits.h"
#include "flow/meter/segments/month.h"
#include "flow/meter/segments/series_month.h"

#include <algorithm>
#include <ranges>
#include <unordered_map>

namespace bw::meter {

namespace {

constexpr std::int64_t kTaken = -1;  // bytes of an item that the other side of the end holds

SessionState state_of(const EventItem& item) {
    return {.start = Instant{item.start_us},
            .has_start = item.has_start,
            .seconds = item.seconds,
            .bytes = item.bytes,
            .destination = std::string(item.destination)};
}

// The source is who told the larger counters, of equal ones the first.
void join(EventItem& item, const EventItem& part) {
    if (std::pair(part.bytes, part.seconds) > std::pair(item.bytes, item.seconds))
        item.source = part.source;
    SessionState state = state_of(item);
    state.join(state_of(part));
    item.start_us = state.start.us;
    item.has_start = state.has_start;
    item.seconds = state.seconds;
    item.bytes = state.bytes;
    if (state.destination != item.destination) item.destination = part.destination;
}

}  // namespace

void SeriesMonth::settle_sessions() { keep_one_of_each(&join); }

std::uint32_t SeriesMonth::number_of(const Source& source) {
    const auto known = std::ranges::find(sources_, source);
    const auto number = static_cast<std::uint32_t>(known - sources_.begin());
    if (known == sources_.end()) sources_.push_back(source);
    return number;
}

void SeriesMonth::join_over_end(SeriesMonth& next) {
    const Instant end = month_start(month_ + 1);
    std::unordered_map<std::string_view, EventItem*> before;
    for (auto& item : std::views::reverse(events_)) {
        if (end.us - item.start_us > kStartsApartUs) break;
        before.emplace(item.record_id, &item);
    }
    for (auto& item : next.events_) {
        if (item.start_us - end.us > kStartsApartUs) break;
        const auto found = before.find(item.record_id);
        if (found == before.end() || item.start_us - found->second->start_us > kStartsApartUs)
            continue;
        EventItem& early = *found->second;
        if (item.has_start && !early.has_start) {
            EventItem part = early;
            part.source = next.number_of(sources_[early.source]);
            join(item, part);
            early.bytes = kTaken;
        } else {
            EventItem part = item;
            part.source = number_of(next.sources_[item.source]);
            join(early, part);
            item.bytes = kTaken;
        }
    }
    for (SeriesMonth* const side : {this, &next}) {
        std::erase_if(side->events_, [](const EventItem& item) { return item.bytes == kTaken; });
        side->count_ = static_cast<std::int64_t>(side->events_.size());
    }
}

}  // namespace bw::meter
