#include "flow/rate/events.h"

#include "base/check.h"
#include "flow/rate/allowance.h"
#include "flow/rate/event_pieces.h"
#include "flow/rate/local_clock.h"
#include "flow/rate/voice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <numeric>

namespace bw::rate {
namespace {

using catalog::AllowanceKind;
using meter::EventKind;
using Since = CompiledTelecom::Since;

constexpr int kMaxFallbackDepth = 4;
constexpr std::size_t kMaxEvents = 100'000'000;

struct Dialled {
    std::string_view text;
    std::uint32_t node = kNone;  // of the compiled prefixes
};

// The rating plan of a subject at an instant; names are tried from exact to 'any'.
class Subjects {
public:
    Subjects(const CompiledTelecom& telecom, std::string category, const std::string& subject,
             bool any_category)
        : telecom_(telecom), category_(std::move(category)), any_category_(any_category) {
        add(own_, subject);
        if (subject != "any") add(own_, "any");
        if (!any_category_) return;
        add_exact(own_, "any", subject);
        if (subject != "any") add_exact(own_, "any", "any");
    }

    // Where the number leads; `reason` says why nowhere.
    [[nodiscard]] Target find(const Dialled& number, Instant at, std::string& reason) const {
        const Since* since = active(own_, at);
        if (since == nullptr) {
            reason = fmt::format("no rating plan of category '{}' holds at {}", category_,
                                 at.to_string());
            return {};
        }
        const Target target = follow(*since, number.node, at, 0);
        if (target.table == nullptr)
            reason = fmt::format("rating plan '{}' has no price for destinations '{}...'",
                                 telecom_.plan_names[since->plan], number.text.substr(0, 4));
        return target;
    }

private:
    using List = std::vector<const std::vector<Since>*>;

    void add_exact(List& list, const std::string& category, const std::string& subject) const {
        const auto found = telecom_.subjects.find({category, subject});
        if (found != telecom_.subjects.end()) list.push_back(&found->second);
    }
    void add(List& list, const std::string& subject) const { add_exact(list, category_, subject); }

    static const Since* active(const List& list, Instant at) {
        for (const auto* dated : list) {
            const auto next = std::ranges::upper_bound(*dated, at, {}, &Since::from);
            if (next != dated->begin()) return &*std::prev(next);
        }
        return nullptr;
    }

    Target follow(const Since& since, std::uint32_t node, Instant at, int depth) const {
        const Target target = telecom_.find(since.plan, node);
        if (target.table != nullptr || depth == kMaxFallbackDepth) return target;
        for (const std::string& name : since.fallback) {
            List list;
            add(list, name);
            if (any_category_) add_exact(list, "any", name);
            if (const Since* next = active(list, at); next != nullptr)
                if (const Target found = follow(*next, node, at, depth + 1); found.table != nullptr)
                    return found;
        }
        return {};
    }

    const CompiledTelecom& telecom_;
    std::string category_;
    bool any_category_;
    List own_;
};

struct Taken {
    std::size_t allowance = 0;
    std::int64_t units = 0;
};

// One subscription: prices its events one after the other, in order of their start.
class MemberRater {
public:
    MemberRater(const PoolMember& member, const PoolMember::Part& part, Detail detail)
        : telecom_(*part.telecom), events_(member.events), days_(part.days),
          span_(telecom_.zone.span_of(part.days)), detail_(detail),
          clock_(telecom_.zone, telecom_.holidays), pieces_(telecom_),
          voice_(telecom_, member.caller.voice_category, member.caller.subject, true),
          message_(telecom_, member.caller.message_category, member.caller.subject, false),
          data_(telecom_, member.caller.data_category, member.caller.subject, false) {}

    std::vector<Balance*> balances;  // parallel to the allowances

    void rate(std::uint32_t index) {
        if (nodes_.empty()) look_up();
        fetch_ahead(index);
        if (is_told()) {
            event_ = {};
            event_.index = index;
        }
        const Result<void> done = rate_event(index);
        if (!done) out_.unrated.push_back({index, done.error().text});
        else if (is_told()) out_.events.push_back(std::move(event_));
    }

    // Appends what it rated.
    Result<void> finish(RatedUsage& out) {
        TRY_VOID(pieces_.build(days_, balances, out.pieces));
        std::ranges::move(out_.events, std::back_inserter(out.events));
        std::ranges::move(out_.unrated, std::back_inserter(out.unrated));
        std::ranges::sort(out.unrated, {}, &UnratedEvent::index);
        return {};
    }
    [[nodiscard]] bool holds(Instant start) const { return span_.contains(start); }
    [[nodiscard]] const CompiledTelecom& telecom() const { return telecom_; }
    // This part goes on where the one before ends: balances go by its allowances from here on.
    void take_over(const MemberRater& before) {
        pieces_.go_on_from(before.pieces_);
        for (std::size_t i = 0; i < balances.size(); ++i)
            balances[i]->change_to(telecom_.allowances[i]);
    }

private:
    // Is each event told, or only what they come to? Nothing is made of an event that is not.
    [[nodiscard]] bool is_told() const { return detail_ == Detail::Events; }

    void look_up() {
        nodes_.resize(events_.size());
        telecom_.prefixes.find(events_.destinations, nodes_);
    }

    // Asks memory for what calls that come soon are priced by.
    void fetch_ahead(std::uint32_t index) const {
        constexpr std::size_t kPlaceAhead = 16, kPriceAhead = 8;
        if (index + kPlaceAhead >= nodes_.size()) return;
        if (const auto node = nodes_[index + kPlaceAhead]; node != kNone)
            __builtin_prefetch(&telecom_.places[node]);
        if (const auto node = nodes_[index + kPriceAhead]; node != kNone)
            __builtin_prefetch(telecom_.deck_prices.data() + telecom_.places[node].deck_prices);
    }

    Result<void> rate_event(std::uint32_t i) {
        if (!span_.contains(events_.starts[i]))
            return fail(Code::Invalid, "the event starts outside the period that is rated");
        switch (events_.kinds[i]) {
            case EventKind::Voice: return rate_voice(i);
            case EventKind::Message: return rate_message(i);
            case EventKind::Data: return rate_data(i);
        }
        return fail(Code::Invalid, "the event is of an unknown kind");
    }

    Result<void> rate_voice(std::uint32_t i) {
        const std::int64_t before = events_.seconds_before.empty() ? 0 : events_.seconds_before[i];
        const std::int64_t seconds = events_.seconds[i];
        if (seconds < 0 || before < 0 || seconds > kMaxCallSeconds || before > kMaxCallSeconds)
            return fail(Code::Invalid, fmt::format("a call of {} seconds; 0 to {} are possible",
                                                   seconds, kMaxCallSeconds));
        if (seconds == 0) return nothing(EventStep::Kind::NotAnswered);
        return rate_by_plan(i, voice_, AllowanceKind::Seconds,
                            {.start = events_.starts[i], .units = seconds, .before = before});
    }

    Result<void> rate_message(std::uint32_t i) {
        if (telecom_.messages.empty())
            return rate_by_plan(i, message_, AllowanceKind::Messages,
                                {.start = events_.starts[i], .units = 1, .is_timed = false});
        const std::uint32_t index = telecom_.find_message(nodes_[i]);
        if (index == kNone)
            return fail(Code::NotFound, fmt::format("no message price for destinations '{}...'",
                                                    events_.destinations[i].substr(0, 4)));
        const std::uint32_t band = telecom_.message_bands[index];
        if (cover(AllowanceKind::Messages, band, events_.starts[i], 1) == 0) {
            pieces_.add_message(index);
            event_.amount = telecom_.messages[index].price;
            add_share(telecom_.messages[index].key, telecom_.bands[band], event_.amount, 1);
            tell({.kind = EventStep::Kind::Message, .price = event_.amount});
        }
        event_.billed = 1;
        name_band(band);
        use_allowances("message");
        return {};
    }

    Result<void> rate_data(std::uint32_t i) {
        const std::int64_t bytes = events_.bytes[i];
        if (bytes < 0 || bytes > kMaxSessionBytes)
            return fail(Code::Invalid, fmt::format("a session of {} bytes; 0 to {} are possible",
                                                   bytes, kMaxSessionBytes));
        if (bytes == 0) return nothing(EventStep::Kind::NoData);
        if (!telecom_.data)
            return rate_by_plan(i, data_, AllowanceKind::Bytes,
                                {.start = events_.starts[i], .units = bytes, .is_timed = false});
        const std::int64_t covered = cover(AllowanceKind::Bytes, kNone, events_.starts[i], bytes);
        if (covered < bytes) {
            const auto charge = TRY(pieces_.add_data(bytes - covered, covered == 0));
            event_.amount = charge.amount;
            event_.billed = charge.billed_bytes;
            add_share(telecom_.data->key, "", charge.amount, charge.billed_bytes);
            tell({.kind = EventStep::Kind::Blocks,
                  .count = charge.billed_bytes / telecom_.data->block_bytes,
                  .price = telecom_.data->price,
                  .per = telecom_.data->block_bytes});
        }
        if (is_told()) event_.band = telecom_.data->key;
        use_allowances("B");
        return {};
    }

    void tell(EventStep step) {
        if (is_told()) event_.steps.push_back(std::move(step));
    }
    Result<void> nothing(EventStep::Kind why) {
        tell({.kind = why});
        return {};
    }

    // Price first, take from the allowances after: an event without a price uses none of them.
    Result<void> rate_by_plan(std::uint32_t i, const Subjects& subjects, AllowanceKind kind,
                              CallToPrice call) {
        std::string reason;
        const Dialled number{events_.destinations[i], nodes_[i]};
        const Target target = subjects.find(number, call.start, reason);
        if (target.table == nullptr) return fail(Code::NotFound, std::move(reason));
        const std::uint32_t band =
            is_told() || !balances.empty() ? band_of(target, call.start) : kNone;
        call.covered = cover(kind, band, call.start, call.units);
        const char* unit = kind == AllowanceKind::Seconds ? "s"
                           : kind == AllowanceKind::Bytes ? "B"
                                                          : "message";
        if (call.covered < call.units) {
            TRY_VOID(price_call(telecom_, target, clock_, call, priced_));
            TRY_VOID(pieces_.add_call(events_.kinds[i], priced_, call.covered == 0));
            if (is_told()) tell_call(charge_of(events_.kinds[i], telecom_), target, unit);
        }
        name_band(band);
        use_allowances(unit);
        return {};
    }

    // Of the row that holds at the start.
    std::uint32_t band_of(const Target& target, Instant start) {
        const std::uint32_t first = row_at(target, clock_, start);
        if (first == kNone) return kNone;
        const CompiledRow& row = telecom_.rows[first];
        const DeckPrice* deck = telecom_.deck_price(target, row);
        return deck != nullptr ? deck->band : row.band;
    }

    void tell_call(const std::string& charge, const Target& target, const char* unit) {
        event_.amount = to_money(priced_.amount);
        for (const CallPart& part : priced_.parts) {
            const CompiledRow& row = telecom_.rows[part.row];
            event_.billed += part.units;
            add_share(charge, part_of(telecom_, part.band, row.window), to_money(part.amount),
                      part.units);
            if (!row.is_deck) continue;
            event_.deck = telecom_.source_names[row.source];
            event_.prefix = telecom_.prefix_of(target);
        }
        add_steps(telecom_, priced_, unit, event_.steps);
    }

    [[nodiscard]] Decimal to_money(int128 amount) const {
        return Decimal::from_nano(divide_rounded(amount, telecom_.scale, Rounding::HalfUp));
    }

    // The connection, groups and increments of one window are one share.
    void add_share(std::string_view charge, std::string part, Decimal amount, std::int64_t units) {
        if (!is_told()) return;
        auto& shares = event_.shares;
        if (shares.empty() || shares.back().charge != charge || shares.back().part != part)
            shares.push_back({std::string(charge), std::move(part), {}, 0});
        shares.back().amount += amount;
        shares.back().units += units;
    }
    void name_band(std::uint32_t band) {
        if (is_told() && band != kNone) event_.band = telecom_.bands[band];
    }

    // How many leading units the allowances pay for; remembers them until use_allowances().
    std::int64_t cover(AllowanceKind kind, std::uint32_t band, Instant start, std::int64_t units) {
        taken_.clear();
        std::int64_t covered = 0;
        if (balances.empty()) return 0;
        const LocalDate day = clock_.at(start).date;
        for (std::size_t i = 0; i < balances.size() && covered < units; ++i) {
            if (telecom_.allowances[i].kind != kind) continue;
            const auto& bands = telecom_.allowance_bands[i];
            if (!bands.empty() && !std::ranges::binary_search(bands, band)) continue;
            balances[i]->advance_to(day);
            const std::int64_t part = std::min(units - covered, balances[i]->left());
            if (part > 0) taken_.push_back({i, part});
            covered += part;
        }
        return covered;
    }

    void use_allowances(const char* unit) {
        if (taken_.empty()) return;
        std::vector<EventStep> included;
        for (std::size_t i = 0; i < taken_.size(); ++i) {
            const Taken& taken = taken_[i];
            balances[taken.allowance]->take(taken.units);
            pieces_.add_covered(taken.allowance, taken.units, i == 0);
            if (!is_told()) continue;
            const std::string& key = telecom_.allowances[taken.allowance].key;
            included.push_back({.kind = EventStep::Kind::Included,
                                .count = taken.units,
                                .unit = unit,
                                .name = key});
            add_share(key, "included", {}, taken.units);
        }
        event_.steps.insert(event_.steps.begin(), included.begin(), included.end());
    }

    const CompiledTelecom& telecom_;
    const meter::EventColumn& events_;
    Period days_;
    Span span_;
    Detail detail_;
    LocalClock clock_;
    EventPieces pieces_;
    Subjects voice_, message_, data_;
    RatedUsage out_;
    RatedEvent event_;
    PricedCall priced_;
    std::vector<Taken> taken_;
    std::vector<std::uint32_t> nodes_;  // of the number of each event
};

struct Turn {
    std::uint32_t member = 0;
    std::uint32_t index = 0;
};

// All events by start, record and member: the same order however they arrived.
std::vector<Turn> turns_of(std::span<const PoolMember> members) {
    std::vector<Turn> turns;
    std::size_t count = 0;
    for (const PoolMember& member : members) count += member.events.size();
    turns.reserve(count);
    for (std::uint32_t m = 0; m < members.size(); ++m)
        for (std::uint32_t i = 0; i < members[m].events.size(); ++i) turns.push_back({m, i});
    const auto before = [&](const Turn& a, const Turn& b) {
        const auto& in_a = members[a.member].events;
        const auto& in_b = members[b.member].events;
        if (in_a.starts[a.index] != in_b.starts[b.index])
            return in_a.starts[a.index] < in_b.starts[b.index];
        if (const int order = in_a.record_ids[a.index].compare(in_b.record_ids[b.index]);
            order != 0)
            return order < 0;
        return std::tie(a.member, a.index) < std::tie(b.member, b.index);
    };
    if (!std::ranges::is_sorted(turns, before)) std::ranges::sort(turns, before);
    return turns;
}

Result<void> check_member(const PoolMember& member, const Period& period) {
    const meter::EventColumn& events = member.events;
    const std::size_t count = events.size();
    CHECK(events.seconds.size() == count && events.bytes.size() == count &&
          events.kinds.size() == count);
    CHECK(events.destinations.size() == count && events.record_ids.size() == count);
    CHECK(events.seconds_before.empty() || events.seconds_before.size() == count);
    if (count > kMaxEvents)
        return fail(Code::Limit,
                    fmt::format("{} events in a period; at most {}", count, kMaxEvents));
    LocalDate day = period.from;
    for (const PoolMember::Part& part : member.parts) {
        const Period& compiled = part.telecom->period;
        const bool is_compiled = compiled.from <= part.days.from && part.days.to <= compiled.to;
        if (part.days.from < day || part.days.is_empty() || !is_compiled)
            return fail(Code::Invalid,
                        fmt::format("the days {} to {} are empty or not within those compiled",
                                    part.days.from.to_string(), part.days.to.to_string()),
                        "schedule " + part.telecom->schedule);
        day = part.days.to;
    }
    if (member.parts.empty() || day > period.to)
        return fail(Code::Invalid, "the parts of the tariff do not lie in the period");
    return {};
}

// The balances of all members: one per allowance, however many parts or members use it.
class Balances {
public:
    Result<Balance*> find_or_open(const catalog::Allowance& allowance, std::size_t member,
                                  const Period& period, const std::vector<State>& state_in) {
        const bool is_own = allowance.shared_by.empty();
        const Key key{is_own ? static_cast<std::int64_t>(member) : -1, allowance.shared_by,
                      allowance.key};
        const auto [entry, is_new] = known_.try_emplace(key);
        if (is_new) {
            entry->second.balance = TRY(Balance::open(allowance, period, state_in));
            entry->second.member = member;
        }
        return &entry->second.balance;
    }
    // The carried states go to the member that opened the balance.
    void close(std::vector<RatedUsage>& results) {
        for (auto& [key, entry] : known_)
            for (State& state : entry.balance.close())
                results[entry.member].state_out.push_back(std::move(state));
    }

private:
    using Key = std::tuple<std::int64_t, std::string, std::string>;
    struct Entry {
        Balance balance;
        std::size_t member = 0;
    };
    std::map<Key, Entry> known_;  // entries stay where they are
};

}  // namespace

Result<std::vector<RatedUsage>> rate_pool(std::span<const PoolMember> members, const Period& period,
                                          Detail detail) {
    Balances balances;
    std::vector<std::deque<MemberRater>> raters(members.size());  // one for each part
    for (std::size_t m = 0; m < members.size(); ++m) {
        TRY_VOID(check_member(members[m], period));
        for (const PoolMember::Part& part : members[m].parts) {
            MemberRater& rater = raters[m].emplace_back(members[m], part, detail);
            for (const catalog::Allowance& allowance : part.telecom->allowances)
                rater.balances.push_back(
                    TRY(balances.find_or_open(allowance, m, period, members[m].state_in)));
        }
    }
    std::vector<std::size_t> running(members.size(), 0);  // part that the balances go by
    const auto move_to = [&](std::size_t m, std::size_t part) {
        while (running[m] < part) {
            const MemberRater& before = raters[m][running[m]];
            raters[m][++running[m]].take_over(before);
        }
    };
    for (const Turn& turn : turns_of(members)) {
        const Instant start = members[turn.member].events.starts[turn.index];
        auto& parts = raters[turn.member];
        const auto part = std::ranges::find_if(
            parts, [&](const MemberRater& rater) { return rater.holds(start); });
        if (part != parts.end()) {
            move_to(turn.member, static_cast<std::size_t>(part - parts.begin()));
            part->rate(turn.index);
        } else if (!parts[0].telecom().zone.span_of(period).contains(start)) {
            parts[0].rate(turn.index);  // unrated, with the reason
        }
    }
    for (std::size_t m = 0; m < members.size(); ++m) move_to(m, raters[m].size() - 1);
    std::vector<RatedUsage> results(members.size());
    for (std::size_t m = 0; m < members.size(); ++m)
        for (MemberRater& rater : raters[m]) TRY_VOID(rater.finish(results[m]));
    balances.close(results);
    return results;
}

Result<RatedUsage> rate_events(const CompiledTelecom& telecom, const meter::EventColumn& events,
                               const Period& period, const std::vector<State>& state_in,
                               Detail detail, const Caller& caller) {
    const PoolMember member{{{period, &telecom}}, events, state_in, caller};
    auto results = TRY(rate_pool({&member, 1}, period, detail));
    return std::move(results.front());
}

Result<RatedUsage> rate_events(std::span<const TelecomPart> parts, const meter::EventColumn& events,
                               const Period& period, const std::vector<State>& state_in,
                               Detail detail, const Caller& caller) {
    PoolMember member{{}, events, state_in, caller};
    for (const TelecomPart& part : parts) member.parts.push_back({part.days, &part.telecom});
    auto results = TRY(rate_pool({&member, 1}, period, detail));
    return std::move(results.front());
}

}  // namespace bw::rate
