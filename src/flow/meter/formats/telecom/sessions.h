// One session's usage from its accounting packets, whatever came twice, late or not at all.
// A bounded number of sessions is held; the one that was quiet for longest is handed on first. What
// comes for it later, in this file or another, is handed on under the same record id and joined
// with what is known (session_state.h), so that nothing counts twice.
#pragma once

#include "flow/meter/formats/parts/record.h"
#include "flow/meter/formats/parts/session_state.h"

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

namespace bw::meter {

enum class PacketKind : std::uint8_t { Start, Interim, Stop };

struct Packet {
    PacketKind kind = PacketKind::Start;
    std::string session;  // unique: id and access server
    std::string code;     // of the subscriber
    std::string destination;
    Instant time;
    std::int64_t seconds = 0, bytes = 0;  // since the session began
    std::int64_t line = 0;
};

class Sessions {
public:
    static constexpr std::size_t kHeldMax = 100'000;

    explicit Sessions(RecordSink& sink, std::size_t held_max = kHeldMax)
        : sink_(sink), held_max_(held_max) {}
    // A fault is the packet's reject: it belongs to a session of somebody else.
    Outcome add(const Packet& packet);
    // Hands on what is held.
    void finish();

private:
    struct Session {
        std::string id, code;
        std::int64_t line = 0, records = 0;
        SessionState state;
        bool is_stopped = false;
        int reused = 0;  // how often the id began anew in this file
    };
    using Quiet = std::list<Session>;  // the longest quiet one first

    void open(const Packet& packet, int reused);
    void merge(const Packet& packet, Session& session);
    void emit(const Session& session);

    RecordSink& sink_;
    std::size_t held_max_;
    Quiet quiet_;
    std::unordered_map<std::string, Quiet::iterator> by_id_;
};

}  // namespace bw::meter
