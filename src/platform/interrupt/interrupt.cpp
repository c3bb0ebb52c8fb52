#include "platform/interrupt/interrupt.h"

namespace bw::interrupt {
namespace {

std::atomic<bool> is_asked = false;  // a signal knows no object
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void ask_to_stop(int) { is_asked = true; }

void handle(int signal, struct sigaction& before) {
    struct sigaction action = {};
    action.sa_handler = ask_to_stop;
    action.sa_flags = SA_RESETHAND | SA_RESTART;
    ::sigaction(signal, &action, &before);
}

}  // namespace

Interrupt::Interrupt() {
    is_asked = false;
    handle(SIGINT, before_int_);
    handle(SIGTERM, before_term_);
}

Interrupt::~Interrupt() {
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
}

const std::atomic<bool>& Interrupt::asked() const { return is_asked; }

}  // namespace bw::interrupt
