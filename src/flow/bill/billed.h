// What stands billed, as bill reads it back: the other side of 'bill the difference' (law 2).
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/money.h"
#include "flow/bill/invoice.h"
#include "flow/rate/rated.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bw::bill {

// A rated piece with what billing adds: whose it is, which nominal period, its tax and its name.
// The unit of comparison between what was billed and what should be.
struct Item {
    SubscriptionId subscription;
    Stream stream = Stream::Arrears;
    Period nominal;  // the civil month of the charge
    rate::Piece piece;
    std::string tax_code;  // of the category, valid for the supply days
    Decimal tax_percent;
    std::string tax_reason;  // for exempt categories
    std::string name;        // in the account's language
    std::string words;
    Money net;  // rounded once, from the exact amount
};

struct BilledLine {
    int statement = 0;
    std::string number;    // of the invoice it stands on
    Item item;             // breakdown is not read back
    std::string corrects;  // number of the invoice it corrects, on new lines as well
};

// A month that a run rated, and as of when.
struct MonthMark {
    SubscriptionId subscription;
    Stream stream = Stream::Arrears;
    LocalDate nominal_from;
    Batch cut;
    std::int64_t facts = 0;  // hash of everything but usage that its price depends on
};

// What was measured of one channel in a month, however many charges count it.
struct Measured {
    LocalDate nominal_from;
    std::string channel, unit;
    Decimal quantity;
    bool is_estimated = false;  // some of it
};

// What a settlement says that is asked for from a month on (advances.h).
struct ProposedAdvance {
    SubscriptionId subscription;
    LocalDate from;
    Money gross;
    Batch cut;        // of the run that settled
    int due_day = 0;  // of a request that comes each month; not kept
};

// What a run looked at and what it carries on, whether or not there was something to bill.
struct Marks {
    std::vector<MonthMark> months;
    std::vector<std::pair<MonthMark, rate::State>> states;
    std::vector<std::pair<MonthMark, Measured>> measured;
    std::vector<ProposedAdvance> advances;
};

struct LastInvoice {
    int statement = 0;
    std::string number;
    Period period;
    Money net, gross;
    std::vector<BilledLine> lines;
};

// All that an account's next statement must know of its earlier ones.
struct Prior {
    int statements = 0;
    std::vector<MonthMark> months;  // the latest mark of each; by subscription, stream, month
    std::vector<ProposedAdvance> advances;
    std::optional<LastInvoice> last;
    bool was_held = false;  // in the run before
};

enum class Cause : std::uint8_t {
    MissingReadings,
    NoReadings,
    ImplausibleReadings,
    NoTariff,
    UnratedUsage,      // a call or session that no price matches
    UnclaimedUsage,    // calls on days on which nobody has a plan: told, never held
    DuplicateService,  // another account holds the service point at the same time
    BackBillingLimit,  // what the limit leaves unbilled: told, never held
    DamagedData,       // what is stored does not match its checksum: restore it
    Calculation,
    Document
};
std::string_view cause_name(Cause cause);  // "missing-readings"
std::optional<Cause> parse_cause(std::string_view name);
// Whether an operator may release it and bill all the same.
bool is_releasable(Cause cause);

// What an exception does to the account's bill.
enum class Standing : std::uint8_t {
    Held,      // no bill until the fault is put right or the cause is released
    Released,  // billed all the same, for an operator said so
    Told       // holds nobody: what will stand on no bill is not lost in silence
};
std::string_view standing_name(Standing standing);  // "held"
std::optional<Standing> parse_standing(std::string_view name);

// Why an account is not billed in this run, or what is to be known of its bill all the same.
struct Exception {
    Cause cause = Cause::Calculation;
    std::string text;     // what is wrong and what to do; no personal data
    std::string subject;  // "service point DE001, 2026-10"
    Money at_stake;
    Standing standing = Standing::Held;
};

}  // namespace bw::bill
