// Limits of the store, each with its reason.
#pragma once

#include <cstddef>

namespace bw::store {

inline constexpr int kStatementsMax = 512;  // prepared texts kept per connection

// SQLite
inline constexpr int kReadersMax = 256;     // read transactions open at once
inline constexpr int kIdleReadersMax = 16;  // connections kept for the next ones
inline constexpr int kBusyMs = 10'000;      // wait for a writer of another process

// PostgreSQL
inline constexpr int kConnectionsMax = 72;      // 64 workers and those who wait for them
inline constexpr int kIdleConnectionsMax = 16;  // kept for the next ones
inline constexpr int kPoolWaitMs = 10'000;      // for a connection when all are in use
inline constexpr int kConnectSeconds = 10;      // per host of the address
inline constexpr int kTurnSeconds = 60;         // a writer's wait for writers of other processes
inline constexpr int kSilentSeconds = 300;      // a writer that says nothing loses its turn
inline constexpr int kDeadPeerSeconds = 60;     // a peer that answers nothing is gone
inline constexpr std::size_t kCopyBytes = 1 << 20;   // rows of a bulk writer sent at once
inline constexpr std::size_t kAsideBytes = 1 << 20;  // rows set aside in memory, then in a file

}  // namespace bw::store
