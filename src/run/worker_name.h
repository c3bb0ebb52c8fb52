// Names of the processes that work on runs, so that a lease can be taken over at once when its
// process is gone, and not only when its time is over.
#pragma once

#include <string>

namespace bw::run {

// "host/process/start": no other process ever has it.
std::string this_worker();

// Surely gone: it was of this machine, and there is no such process any more. Of other machines
// nobody can tell; their leases end by time.
bool is_gone(const std::string& worker);

}  // namespace bw::run
