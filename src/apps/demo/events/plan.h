// The plan of the large demo: what happens to which account on which day, and what persons and
// banks do about it. Made from a seed before there is any file; the files are made of it
// (script.h), and the program's demo command carries the acts out between its bill runs.
#pragma once

#include "base/civil.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::demo {

enum class Event : std::uint8_t {
    Opened,
    MovedOut,
    Vacant,
    MovedIn,
    PlanChanged,
    PayerChanged,
    TaxStatus,
    Renamed,
    AddressChanged,
    Paused,
    Resumed,
    Trial,
    Renewed,
    OfferEnded,
    Cancelled,
    Bundle,
    ServicesTogether,
    OneBillForMany,
    SharedBill,
    AdvanceInvoiced,
    AdvanceRequested,
    SettledOnMove,
    MeterExchanged,
    CounterRolledOver,
    BehindTransformers,
    PriceBetweenReads,
    TaxBetweenReads,
    SharedByDegreeDays,
    SharedByProfile,
    CustomerRead,
    EstimateMadeGood,
    LateReading,
    CorrectedByLines,
    CorrectedByCreditNote,
    CorrectedByRebill,
    ClockChanged,
    Gas,
    PriceVersion,
    TariffCorrected,
    KnownLate,
    BilledAnew,
    ApprovedBySecond,
    TakenOver,
    OpeningBalance,
    ToppedUp,
    DepositTaken,
    DepositReturned,
    PaidShort,
    PaidTwice,
    PaidByNobodyKnown,
    PaymentCameBack,
    PaidTheOldest,
    CreditRefunded,
};
std::span<const Event> all_events();
std::string_view event_words(Event event);  // "moved out, final bill"
// Does the plan name everybody to whom it happens? Credit is paid out to whoever has too much of it
// by then: of these it names some.
constexpr bool is_planned_in_full(Event event) { return event != Event::CreditRefunded; }

struct Happening {
    Event event = Event::Opened;
    std::string account;  // of an approval: the month, "2027-03"
    LocalDate day;
    friend bool operator==(const Happening&, const Happening&) = default;
};

// What is done by hand or by the bank, besides files.
enum class Deed : std::uint8_t { TakeDeposit, ReturnDeposit, TopUp, Reverse };
struct Act {
    Deed deed = Deed::TakeDeposit;
    LocalDate day;
    std::string account;
    std::string amount;  // of money
};

// How an account pays the bill of one month; whoever is not named pays what is asked.
enum class Payment : std::uint8_t { Short, Twice, Unknown, ComesBack, Oldest };
struct Habit {
    std::string account;
    int month = 0;  // from 0
    Payment payment = Payment::Short;
};

// What the operator does about an exception of an account, where it is not the usual (releases what
// can be released, waits for the rest).
enum class Answer : std::uint8_t {
    Release,
    Estimate,
    PutRight,  // a file that puts the cause right comes in some days later
    Exclude,   // for the month: what is missing comes with the next one
};
struct Decision {
    std::string account;
    Answer answer = Answer::Release;
};

// Money that comes in without an invoice: requests of payment plans, old bills of the system
// before.
struct Transfer {
    LocalDate day;
    std::string account, reference, amount;
};

// What goes wrong with the machine in the first run of a month, on purpose, and what it meets.
enum class Mishap : std::uint8_t {
    DamagedReadings,  // a byte of them is not what was written, until they are restored
    EndsTheProgram,   // whoever computes the account is killed
};
struct Accident {
    Mishap mishap = Mishap::DamagedReadings;
    int month = 0;  // from 0
    std::string account, service_point;
};

struct Plan {
    std::vector<Happening> happenings;  // by event, then as they were planned
    std::vector<Act> acts;              // by day
    std::vector<Habit> habits;
    std::vector<Decision> decisions;
    std::vector<Transfer> transfers;  // by day
    std::vector<Accident> accidents;

    [[nodiscard]] std::int64_t count(Event event) const;
    [[nodiscard]] std::optional<Payment> payment_of(std::string_view account, int month) const;
    [[nodiscard]] std::optional<Answer> answer_for(std::string_view account) const;
};

}  // namespace bw::demo
