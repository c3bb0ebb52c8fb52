#include "flow/meter/formats/telecom/sessions.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

// What a packet says of its session.
SessionState state_of(const Packet& packet) {
    const bool is_start = packet.kind == PacketKind::Start;
    const std::int64_t seconds = is_start ? 0 : packet.seconds;
    return {.start = Instant{packet.time.us - seconds * Instant::kSecond},
            .has_start = is_start,
            .seconds = packet.seconds,
            .bytes = packet.bytes,
            .destination = packet.destination};
}

}  // namespace

Outcome Sessions::add(const Packet& packet) {
    const auto found = by_id_.find(packet.session);
    if (found == by_id_.end()) {
        open(packet, 0);
        return std::nullopt;
    }
    Session& session = *found->second;
    const SessionState& state = session.state;
    const Instant end{state.start.us + state.seconds * Instant::kSecond};
    if (packet.kind == PacketKind::Start && session.is_stopped && packet.time > end) {
        // The server began to count its sessions anew.
        const int reused = session.reused + 1;
        emit(session);
        quiet_.erase(found->second);
        by_id_.erase(found);
        open(packet, reused);
        return std::nullopt;
    }
    if (packet.code != session.code) {
        return Fault{
            RejectCode::Duplicate,
            fmt::format("the session of line {} belongs to another subscriber", session.line)};
    }
    merge(packet, session);
    quiet_.splice(quiet_.end(), quiet_, found->second);
    return std::nullopt;
}

void Sessions::open(const Packet& packet, int reused) {
    if (quiet_.size() >= held_max_) {
        emit(quiet_.front());
        by_id_.erase(quiet_.front().id);
        quiet_.pop_front();
    }
    quiet_.push_back({.id = packet.session,
                      .code = packet.code,
                      .line = packet.line,
                      .records = 1,
                      .state = state_of(packet),
                      .is_stopped = packet.kind == PacketKind::Stop,
                      .reused = reused});
    by_id_.emplace(packet.session, std::prev(quiet_.end()));
}

void Sessions::merge(const Packet& packet, Session& session) {
    ++session.records;
    SessionState& state = session.state;
    const bool is_same = packet.seconds == state.seconds && packet.bytes == state.bytes;
    if (packet.kind == PacketKind::Start) {
        if (state.has_start && packet.time != state.start)
            sink_.repair(packet.line, "a second Start of a session: the first one holds");
    } else if (packet.kind == PacketKind::Stop && session.is_stopped && !is_same) {
        sink_.repair(packet.line, "a second Stop of a session that differs: the larger one holds");
    } else if (packet.seconds > state.seconds && packet.bytes < state.bytes) {
        sink_.repair(packet.line, "counters of a session went back: the larger ones hold");
    }
    session.is_stopped = session.is_stopped || packet.kind == PacketKind::Stop;
    state.join(state_of(packet));
}

void Sessions::emit(const Session& session) {
    const SessionState& state = session.state;
    // When a session began is worth keeping: what it used may come in another file.
    if (state.is_without_usage() && !state.has_start) {
        for (std::int64_t i = 0; i < session.records; ++i) sink_.without_usage(session.line);
        return;
    }
    if (!state.has_start) {
        sink_.repair(session.line, "a session without Start in this file: it began as long before "
                                   "as its time says, unless another file has the Start");
    }
    const std::string id =
        session.reused == 0 ? session.id : fmt::format("{}#{}", session.id, session.reused + 1);
    sink_.call({.code = session.code,
                .record_id = id,
                .destination = state.destination,
                .kind = EventKind::Data,
                .start = state.start,
                .seconds = state.seconds,
                .bytes = state.bytes,
                .is_session = true,
                .has_start = state.has_start,
                .line = session.line,
                .records = session.records});
}

void Sessions::finish() {
    for (const Session& session : quiet_) emit(session);
    quiet_.clear();
    by_id_.clear();
}

}  // namespace bw::meter
