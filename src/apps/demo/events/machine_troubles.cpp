// Bills that are held for what happens to the machine: a disk that gives back other bytes than were
// written, and a program that dies. Who the accounts are and when is planned here; the demo command
// does it.
#include "apps/demo/events/counters.h"
#include "apps/demo/events/events.h"

namespace bw::demo::events {
namespace {

void goes_wrong(Script& script, Mishap mishap, int month) {
    for (int i = 0; i < kEach; ++i) {
        const Row who = metered(script, "AURORA-HOME", script.month(0));
        script.goes_wrong(mishap, month, who);
        script.answer(who, Answer::PutRight);
    }
}

}  // namespace

void machine_troubles(Script& script) {
    goes_wrong(script, Mishap::DamagedReadings, 4);
    goes_wrong(script, Mishap::EndsTheProgram, 6);
}

}  // namespace bw::demo::events
