#include "flow/meter/formats/telecom/sessions.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::meter {

namespace {

// The time a packet says its session began.
Instant beginning_of(const Packet& packet) {
    const std::int64_t seconds = packet.kind == PacketKind::Start ? 0 : packet.seconds;
    return Instant{packet.time.us - seconds * Instant::kSecond};
}

}  // namespace

Outcome Sessions::add(const Packet& packet) {
    const auto found = by_id_.find(packet.session);
    if (found == by_id_.end()) {
        open(packet, 0);
        return std::nullopt;
    }
    Session& session = *found->second;
    const Instant end{session.start.us + session.seconds * Instant::kSecond};
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
                      .destination = packet.destination,
                      .line = packet.line,
                      .records = 1,
                      .start = beginning_of(packet),
                      .seconds = packet.seconds,
                      .bytes = packet.bytes,
                      .has_start = packet.kind == PacketKind::Start,
                      .is_stopped = packet.kind == PacketKind::Stop,
                      .reused = reused});
    by_id_.emplace(packet.session, std::prev(quiet_.end()));
}

void Sessions::merge(const Packet& packet, Session& session) {
    ++session.records;
    const bool is_same = packet.seconds == session.seconds && packet.bytes == session.bytes;
    if (packet.kind == PacketKind::Start) {
        if (!session.has_start) {
            session.start = packet.time;
            session.has_start = true;
        } else if (packet.time != session.start) {
            sink_.repair(packet.line, "a second Start of a session: the first one holds");
            session.start = std::min(session.start, packet.time);
        }
    } else if (packet.kind == PacketKind::Stop && session.is_stopped && !is_same) {
        sink_.repair(packet.line, "a second Stop of a session that differs: the larger one holds");
    } else if (packet.seconds > session.seconds && packet.bytes < session.bytes) {
        sink_.repair(packet.line, "counters of a session went back: the larger ones hold");
    }
    session.is_stopped = session.is_stopped || packet.kind == PacketKind::Stop;
    session.seconds = std::max(session.seconds, packet.seconds);
    session.bytes = std::max(session.bytes, packet.bytes);
    if (session.destination.empty()) session.destination = packet.destination;
}

void Sessions::emit(const Session& session) {
    if (session.seconds == 0 && session.bytes == 0) {
        for (std::int64_t i = 0; i < session.records; ++i) sink_.without_usage(session.line);
        return;
    }
    if (!session.has_start) {
        sink_.repair(session.line,
                     "a session without Start: it began as long before as its time says");
    }
    const std::string id =
        session.reused == 0 ? session.id : fmt::format("{}#{}", session.id, session.reused + 1);
    sink_.call({.code = session.code,
                .record_id = id,
                .destination = session.destination,
                .kind = EventKind::Data,
                .start = session.start,
                .seconds = session.seconds,
                .bytes = session.bytes,
                .line = session.line,
                .records = session.records});
}

void Sessions::finish() {
    for (const Session& session : quiet_) emit(session);
    quiet_.clear();
    by_id_.clear();
}

}  // namespace bw::meter
