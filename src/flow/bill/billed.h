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
#include <string_view>
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
    Money amount;                   // rounded once, from the exact amount
    bool is_gross = false;          // price and amount hold the tax, as the tariff states them
    std::optional<Money> net = {};  // as it was billed, where a gross amount is taken back
};

struct BilledLine {
    int statement = 0;
    std::string number;    // of the invoice it stands on
    Item item;             // breakdown is not read back
    std::string corrects;  // number of the invoice it corrects, on new lines as well
    Money net = {};        // as it stands there: of a gross amount its part of the net
};

// A month that a run rated, and as of when.
struct MonthMark {
    SubscriptionId subscription;
    Stream stream = Stream::Arrears;
    LocalDate nominal_from;
    Batch cut;
    std::int64_t facts = 0;  // hash of everything but usage that its price depends on
};

// What was measured of one channel in a month, however many charges count it; and of it what was
// used in each window of the first of these.
struct Measured {
    LocalDate nominal_from;
    std::string channel, unit;  // a window's: in_window()
    Decimal quantity;
    bool is_estimated = false;  // some of it
};
// "import/peak"
inline std::string in_window(std::string_view channel, std::string_view window) {
    return std::string(channel).append("/").append(window);
}

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

// What stands billed for a month.
struct BilledMonth {
    LocalDate nominal_from;
    Money net;
};

struct LastInvoice {
    int statement = 0;
    std::string number;
    Period period;
    Money net, gross;
    std::vector<BilledLine> lines;
    InvoiceKind kind = InvoiceKind::Invoice;  // net and gross of a credit note are above zero
};

enum class Cause : std::uint8_t {
    MissingReadings,
    NoReadings,
    ImplausibleReadings,
    EstimatedReadings,  // the bill rests on estimates more than its issuer's checks allow
    NoTariff,
    TariffEnded,       // the prices were agreed up to a day, and nothing follows them
    UnratedUsage,      // a call or session that no price matches
    UnclaimedUsage,    // calls on days on which nobody has a plan: told, never held
    DuplicateService,  // another account holds the service point at the same time
    BackBillingLimit,  // what the limit leaves unbilled: told, never held
    MissingFactors,    // a calorific value, degree days or a weight that is not known yet
    DamagedData,       // what is stored does not match its checksum: restore it
    Calculation,
    ZeroBill,         // nothing to pay, and the bill before was above nothing
    NegativeBill,     // gives back more than the issuer's checks allow
    FarAboveHistory,  // of the account's own billed months
    Address,          // the bill cannot reach its payer
    EInvoice,         // the e-invoice standard forbids it
    Document,         // it cannot be laid out
    Quarantined       // whoever computed it died of it
};
std::vector<Cause> all_causes();
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

// What a person decided of an account's bill (decisions.h), as of the cut. A release and an
// exclusion are of a month and of what is billed for earlier ones; the next month's run asks again.
struct Release {
    Cause cause = Cause::Calculation;
    LocalDate month;  // its first day
};
// A billed month that is cancelled and billed anew, once: by the first run whose cut holds it.
struct RebillOrder {
    SubscriptionId subscription;
    Stream stream = Stream::Arrears;
    LocalDate nominal_from;
    Batch batch;
};
struct Decisions {
    std::vector<Release> releases;
    std::optional<LocalDate> excluded_up_to;  // the month
    std::vector<RebillOrder> rebills;         // those that were carried out, too
};

// All that an account's next statement must know of its earlier ones.
struct Prior {
    int statements = 0;
    std::vector<MonthMark> months;  // the latest mark of each; by subscription, stream, month
    std::vector<ProposedAdvance> advances;
    std::optional<LastInvoice> last;
    bool was_held = false;  // in the run before
    Decisions decisions;
};

// Why an account is not billed in this run, or what is to be known of its bill all the same.
struct Exception {
    Cause cause = Cause::Calculation;
    std::string text;     // what is wrong and what to do; no personal data
    std::string subject;  // "service point DE001, 2026-10"
    Money at_stake;
    Standing standing = Standing::Held;
};

}  // namespace bw::bill
