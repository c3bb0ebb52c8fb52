// The catalog as plain records: what the YAML documents of docs/tariff-format.md say, lowered to
// one shape each, so that readers meet no short forms. A usage charge always has seasons > windows
// > tiers, one unnamed of each where the text has none. Prices and bounds are exact decimals as
// written.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"
#include "books/catalog/formula.h"
#include "books/catalog/names.h"
#include "books/catalog/paid_time.h"
#include "books/catalog/source_line.h"
#include "books/catalog/telecom.h"
#include "books/catalog/when.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// As texts write them: "1 Nov", "settled in: Dec".
inline constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

enum class PriceBasis : std::uint8_t { Net, Gross };
enum class CorrectionPolicy : std::uint8_t { Lines, CreditNote, Rebill };

// The one rounding of a line.
struct LineRounding {
    Rounding method = Rounding::HalfUp;
    int places = 2;
    friend bool operator==(const LineRounding&, const LineRounding&) = default;
};

// Which clock the windows are read on; days, months and seasons are always civil days of the zone.
struct WindowClock {
    enum class Kind : std::uint8_t { Local, Standard, Offset };
    Kind kind = Kind::Local;  // Standard: the zone's time without daylight saving
    std::string offset;       // Offset: "UTC+10:00"
    friend bool operator==(const WindowClock&, const WindowClock&) = default;
};

// --- calendars and taxes ---
struct Calendar {
    std::string name;  // "AU-NSW"
    Names names;
    std::string like;            // a calendar whose days are holidays here, too; empty: none
    std::set<LocalDate> except;  // but for these
    std::map<LocalDate, std::string> holidays;  // its own; in a catalog with those of `like`
    std::string wrong;  // in a catalog: why nobody may go by it; empty: all is known
    [[nodiscard]] bool is_holiday(LocalDate date) const { return holidays.contains(date); }
    friend bool operator==(const Calendar&, const Calendar&) = default;
};

// EN 16931 category codes (BT-151, UNTDID 5305): S standard, Z zero, E exempt, AE reverse charge, O
// outside scope.
enum class TaxCode : std::uint8_t { S, Z, E, AE, O };
std::string_view tax_code_name(TaxCode code);

struct TaxRate {
    LocalDate from;
    TaxCode code = TaxCode::S;
    Decimal percent;     // 0 unless S
    std::string reason;  // exemption reason (BT-120); required for E, AE and O
    SourceLine line;
    friend bool operator==(const TaxRate&, const TaxRate&) = default;
};
struct TaxCategory {
    std::string key;             // "standard", as charges name it
    Names names;                 // "VAT", "IVA"
    std::vector<TaxRate> rates;  // ascending from
    // The rate on a day of supply; null before the first.
    [[nodiscard]] const TaxRate* rate_on(LocalDate day) const;
    friend bool operator==(const TaxCategory&, const TaxCategory&) = default;
};
// Of what counters tell across a change of the rate: each day by its own, or all of it by the rate
// of the reading, that is of the last day of the supply in the month that bills it.
enum class MeteredTax : std::uint8_t { Split, ByReading };
struct Taxes {
    std::string name;  // "IT"
    Names names;
    std::string country;  // ISO 3166-1 alpha-2
    MeteredTax metered = MeteredTax::Split;
    std::vector<TaxCategory> categories;
    // Of customers who are charged otherwise: status, category of the tariff, category instead.
    struct Instead {
        std::string status, category, instead;
        friend bool operator==(const Instead&, const Instead&) = default;
    };
    std::vector<Instead> statuses;
    [[nodiscard]] const TaxCategory* find(std::string_view key) const;
    friend bool operator==(const Taxes&, const Taxes&) = default;
};

// --- charges ---
// What a charge counts: "import kWh". Fixed charges count time instead.
struct Measure {
    std::string channel;    // "import", "export", "water"; as the meter's column is called
    std::string unit;       // "kWh", "m3"
    std::string from = {};  // what counters show instead, to be converted: "m3"; empty: the unit
    std::string less = {};  // channel that is taken off: "export"; empty: none
    friend bool operator==(const Measure&, const Measure&) = default;
};

// Over which time a tier's bounds count. Month, Quarter, Year: of a block that is supplied in part,
// the bounds are shared by days. BillingPeriod: whole for each bill.
enum class TierPeriod : std::uint8_t { None, Day, Month, Quarter, Year, BillingPeriod };

struct Tier {
    std::optional<Formula> to;  // upper bound, included; none: the rest
    Decimal price;              // per unit; negative for a credit
    std::string name;           // may be empty: "tier-2"
    bool free = false;          // from `free: first 150 per month`
    std::string reason;         // why it is free
    SourceLine line;
    friend bool operator==(const Tier&, const Tier&) = default;
};
// A price for each interval: that of a series of prices, times so much, plus so much.
struct IntervalPrice {
    std::string series;
    Decimal times{1};
    Decimal plus;
    friend bool operator==(const IntervalPrice&, const IntervalPrice&) = default;
};
struct Window {
    std::string name;  // key; empty: the only one
    Names names;
    When when;
    TierPeriod per = TierPeriod::None;  // None: one tier
    std::vector<Tier> tiers;  // ascending; graduated: each unit is paid at the price of its own
                              // tier
    bool is_level = false;    // instead: the tier that is reached is paid whole, once a month
    std::optional<IntervalPrice> per_interval;  // instead: one tier without a price
    // Does it pay the customer?
    [[nodiscard]] bool is_paid_out() const;
    SourceLine line;
    friend bool operator==(const Window&, const Window&) = default;
};
struct MonthDay {
    int month = 1;
    int day = 1;
    friend auto operator<=>(const MonthDay&, const MonthDay&) = default;
};
struct DateRange {  // both ends included; to < from wraps the year; 29 Feb as an end is the last of
                    // February
    MonthDay from;
    MonthDay to;
    [[nodiscard]] bool holds(MonthDay day) const {
        return from <= to ? from <= day && day <= to : day >= from || day <= to;
    }
    friend bool operator==(const DateRange&, const DateRange&) = default;
};
struct Season {
    std::string name;  // key; empty: the whole year
    Names names;
    bool otherwise = false;         // the days of no other season
    std::vector<DateRange> ranges;  // empty and not otherwise: the whole year
    std::vector<Window> windows;
    SourceLine line;
    friend bool operator==(const Season&, const Season&) = default;
};

// A row of a table by an attribute of the place: what a charge costs where it has this value. A row
// may be a table itself, by another attribute.
struct PriceRow {
    std::string value;            // as attributes are written; empty: any other
    std::vector<Season> seasons;  // unless it is a table
    std::string by;               // attribute; empty: no table
    std::vector<PriceRow> rows;
    SourceLine line;
    bool operator==(const PriceRow& other) const;
};
// Why a charge costs what it costs: "meter.size is 1\"".
struct Picked {
    std::string fact, value;
    friend bool operator==(const Picked&, const Picked&) = default;
};

// A share of the highest peak of some months before, at least.
struct Ratchet {
    Decimal percent;
    std::vector<int> months;  // 1 to 12, whose peaks count; empty: each
    int last_months = 11;     // that are looked back on
    friend bool operator==(const Ratchet&, const Ratchet&) = default;
};
std::string print_ratchet(const Ratchet& ratchet);  // "60 % of the last 11 months"
// How much of its own peak a month is billed.
struct OwnShare {
    Decimal percent;
    std::vector<int> months;  // 1 to 12; empty: those of no other share
    friend bool operator==(const OwnShare&, const OwnShare&) = default;
};
std::string print_own_share(const OwnShare& share);  // "60 %", "100 % in Jun, Jul"

// Which power a demand charge is of.
struct Peak {
    enum class Anew : std::uint8_t {
        Month,  // the highest of each
        Day     // that of each day, added up
    };
    int minutes = 0;  // over which power is a mean; 0: an interval as it was measured
    Anew anew = Anew::Month;
    int days = 1;        // Month: the mean of the peaks of so many days, the highest
    Decimal percentile;  // Month: instead, what so many percent of the means do not exceed; 0: not
    Formula at_least;    // in the unit of the charge
    std::string reactive;  // of kVA: the channel of the reactive energy
    std::string at;        // the grid in whose own peaks it counts (factors.h); empty: always
    std::vector<Ratchet> ratchets;
    std::vector<OwnShare> own;  // empty: all of it
    // Of the peak of a month, 1 to 12.
    [[nodiscard]] Decimal own_percent(int month) const;
    friend bool operator==(const Peak&, const Peak&) = default;
};

enum class ChargeKind : std::uint8_t { Fixed, Usage, Demand };

// What happens to what a place fed in more than it took (Measure::less).
struct Surplus {
    enum class Carry : std::uint8_t {
        Nothing,     // it lapses with its month
        SameWindow,  // to the window of the same season and name in the next month
        TimeOfDay    // to the window of the next month that is open when this one was
    };
    Carry carry = Carry::Nothing;
    std::vector<int> minutes;  // TimeOfDay: times of a working day, in the order they are asked
    int settled_in = 0;        // the month, 1 to 12, at whose end nothing passes on; 0: none
    Decimal pay;               // per unit that is left then
    bool pays_sum = false;     // for what all windows were fed in more since the last settlement
    SourceLine line;
    friend bool operator==(const Surplus&, const Surplus&) = default;
};

// What the windows of a season fill their tiers with. Where they share them, all have the same
// bounds, each its own prices.
enum class Fill : std::uint8_t {
    EachWindow,  // each its own
    ProRata,     // the sum of all; each window has its part of every tier
    InOrder      // the sum of all, as it was used in time
};
// "customer.years >= 2", "city.limits == outside": a fact about the customer, contract or place
// that the biller brings.
struct Condition {
    enum class Op : std::uint8_t { Less, LessEqual, Equal, GreaterEqual, Greater, Unequal };
    std::string fact;
    Op op = Op::GreaterEqual;
    Decimal value;
    std::string word = {};  // instead of a number; with Equal and Unequal
    [[nodiscard]] bool holds(Decimal fact_value) const;
    friend bool operator==(const Condition&, const Condition&) = default;
};
std::string print_condition(const Condition& condition);
// Numbers that billing finds out by itself: "customer.years", "contract.months", "contract.years",
// "bundle.services".
const std::vector<std::string>& contract_facts();
bool is_contract_fact(std::string_view fact);

// Which part of a unit counts.
enum class Units : std::uint8_t {
    Exact,
    Started,  // one that was begun is paid whole
    Full      // one that was not used up is free
};
struct Charge {
    std::string key;
    Names names;
    ChargeKind kind = ChargeKind::Usage;
    TimeUnit per = TimeUnit::Day;  // Fixed: the price is per day, month, quarter or year, shared by
                                   // days; Demand: per unit and day or month
    Prorate prorate = Prorate::ByDay;  // Fixed: of a part of the time that the price is per
    MonthCap cap;                      // Fixed per month, by day
    Measure of;                        // Usage, Demand
    Peak peak;                         // Demand
    Fill fill = Fill::EachWindow;      // Usage
    Units units = Units::Exact;        // Usage
    Surplus surplus;                   // Usage less something
    std::vector<Season> seasons;  // Fixed: one window with one tier in each; or instead of them
    std::string by;               // a table by this attribute; empty: none
    std::vector<PriceRow> rows;
    std::vector<Condition> conditions;  // it is asked for only where all of them hold
    std::optional<Formula> times;       // Fixed: so many times the price
    std::vector<Picked> picked;         // of one that is chosen for a place (choice.h)
    std::string tax;                    // category key; the schedule's where the charge names none
    SourceLine line;
    friend bool operator==(const Charge&, const Charge&) = default;
};
// May two versions of a charge, with other prices, be one charge?
bool counts_the_same(const Charge& a, const Charge& b);
// Index of the season that holds a day; -1: none, -2: several.
int season_on(const std::vector<Season>& seasons, LocalDate day);

// What is taken off the lines of some charges, or put on top of them.
struct Discount {
    std::string key;
    Names names;
    bool is_surcharge = false;
    // Keys of charges, and of discounts and surcharges that stand before it and count with them;
    // empty: all charges.
    std::vector<std::string> on;
    Decimal percent;  // of their lines, 5 is 5 %; 0: the amount says what it is
    // Instead, of a discount: per time, or per unit of what the charges count.
    struct Amount {
        AmountPer per_time;
        std::string unit;  // "kWh"; empty: per time
        friend bool operator==(const Amount&, const Amount&) = default;
    };
    std::optional<Amount> amount;
    std::optional<Growth> grows;                 // of percent or amount, since `from`
    std::optional<AmountPer> at_least, at_most;  // that it comes to
    std::vector<Condition> conditions;           // all must hold
    std::optional<LocalDate> from;
    std::optional<LocalDate> until;  // last day, included
    SourceLine line;
    friend bool operator==(const Discount&, const Discount&) = default;
};

// At most so much for the charges named; what is above is taken off before all that follows.
struct Maximum {
    AmountPer price;
    std::vector<std::string> on;  // empty: all charges that are no credit
    SourceLine line;
    friend bool operator==(const Maximum&, const Maximum&) = default;
};

// At least so much for the charges named; the rest is topped up before discounts.
struct Minimum {
    Decimal price;
    TimeUnit per = TimeUnit::Month;
    std::vector<std::string> on;  // empty: all charges that are no credit
    std::string tax;
    SourceLine line;
    friend bool operator==(const Minimum&, const Minimum&) = default;
};

// What is fallen short of over a year, topped up once, before discounts.
struct YearMinimum {
    Decimal price;
    int settled_in = 12;          // the month, 1 to 12, at whose end the year is settled
    std::vector<std::string> on;  // empty: all charges and credits
    std::string tax;
    SourceLine line;
    friend bool operator==(const YearMinimum&, const YearMinimum&) = default;
};
// What a plan reckons on all that it comes to after use, as a schedule does on its charges: on the
// lines of its schedules, of what its `usage:` prices, and of fees in arrears. What they are on is
// a schedule, "SCHEDULE.charge", or a key of the plan; empty: everything.
struct Together {
    std::optional<Maximum> maximum;
    std::optional<Minimum> minimum;
    std::vector<Discount> discounts;  // then surcharges
    [[nodiscard]] bool is_empty() const { return !maximum && !minimum && discounts.empty(); }
    friend bool operator==(const Together&, const Together&) = default;
};
// What a place is owed pays later bills of some charges instead of being paid out.
struct FeedInCredit {
    std::string key;
    Names names;
    std::vector<std::string> from;  // charges whose negative lines go into it
    std::vector<std::string> on;    // that it pays
    bool same_month = false;        // what a month brings pays that month, too
    int settled_in = 0;             // the month, 1 to 12, at whose end nothing passes on; 0: never
    bool is_paid = true;            // what is left then is paid out; else it lapses
    std::string tax;                // that of the charges
    SourceLine line;
    friend bool operator==(const FeedInCredit&, const FeedInCredit&) = default;
};

// --- schedules and plans ---
struct CalendarRow {
    std::string value;  // as attributes are written; empty: any other
    std::string calendar;
    friend bool operator==(const CalendarRow&, const CalendarRow&) = default;
};

struct Header {
    std::string name;  // key: "AURORA-HOME-TOU"
    Names names;
    std::string sector;  // "electricity", "gas", "water", "heat", "waste", "telecom"
    Currency currency;
    PriceBasis prices = PriceBasis::Net;
    LocalDate from;  // this version holds from here until the next version of the same name
    std::optional<LocalDate> until;  // last day, included: its prices were agreed up to then
    std::string zone;                // IANA; where a service point names none; may be empty
    std::string holidays;            // calendar; empty: no day is a holiday
    std::string holidays_by;         // instead, of a schedule: a table by this attribute
    std::vector<CalendarRow> calendars;
    LineRounding round;
    std::string tax;   // category of what names none; may be empty
    std::string file;  // of the text, for errors; not part of the value
    SourceLine line;
    friend bool operator==(const Header& a, const Header& b) {
        return a.name == b.name && a.names == b.names && a.sector == b.sector &&
               a.currency == b.currency && a.prices == b.prices && a.from == b.from &&
               a.until == b.until && a.zone == b.zone && a.holidays == b.holidays &&
               a.holidays_by == b.holidays_by && a.calendars == b.calendars && a.round == b.round &&
               a.tax == b.tax;
    }
    // All that may be meant.
    [[nodiscard]] std::vector<std::string> all_calendars() const;
};

// How a counter's use is told apart by days, where a price or season changes between two reads.
enum class SharedBy : std::uint8_t { Days, Profile, DegreeDays };
struct Sharing {
    SharedBy by = SharedBy::Days;
    std::string name = {};  // of the profile or weather area; empty: the service point's area
    friend bool operator==(const Sharing&, const Sharing&) = default;
};
std::string print_sharing(const Sharing& sharing);  // "profile H0"
// Cubic metres of gas to kWh, after DVGW G 685: volume x volume factor x calorific value.
struct GasRules {
    int value_places = 3;   // decimals of a calorific value
    int energy_places = 0;  // of the kWh of a line
    friend bool operator==(const GasRules&, const GasRules&) = default;
};

// A number that formulas name: "indoor", reckoned once for all of them, or by an attribute.
struct Let {
    struct Row {
        std::string value;  // as attributes are written; empty: any other
        Formula is;
        friend bool operator==(const Row&, const Row&) = default;
    };
    std::string name;
    Formula is;      // names those before it, and facts; unless it is a table
    std::string by;  // attribute, or "month": of the bill, 1 to 12; empty: none
    std::vector<Row> rows;
    SourceLine line;
    friend bool operator==(const Let&, const Let&) = default;
};

struct Schedule {
    Header head;
    WindowClock clock;
    std::vector<Let> lets;
    std::vector<Charge> charges;
    std::vector<Discount> discounts;  // then surcharges
    std::vector<FeedInCredit> credits;
    std::optional<Maximum> maximum;
    std::optional<Minimum> minimum;
    std::optional<YearMinimum> year_minimum;
    CorrectionPolicy corrections = CorrectionPolicy::Lines;
    Sharing sharing;
    GasRules gas;
    bool bills_unknown = false;     // factors that are not known yet: others stand in for them
    bool trusts_customers = false;  // their reads are billed like measured ones
    std::optional<Telecom> usage;
    [[nodiscard]] const Charge* find(std::string_view key) const;
    // Has it parts that reckon with what charges came to, so that these must all be net or gross?
    [[nodiscard]] bool counts_amounts() const {
        return !discounts.empty() || !credits.empty() || maximum || minimum || year_minimum;
    }
    friend bool operator==(const Schedule&, const Schedule&) = default;
};

enum class Billed : std::uint8_t { Advance, Arrears };
struct Recurring {
    std::string key;
    Names names;
    Decimal price;
    TimeUnit per = TimeUnit::Month;
    Billed billed = Billed::Advance;
    Prorate prorate = Prorate::ByDay;
    MonthCap cap;         // per month, by day
    int instalments = 0;  // Once: it is paid in so many monthly parts; 0: at once
    std::string tax;
    SourceLine line;
    friend bool operator==(const Recurring&, const Recurring&) = default;
};
// What a customer reads before he signs, in the company's words (contract summary: Directive (EU)
// 2018/1972, Article 102 (3)); prices and terms are those of the plan. Each may be empty.
struct ContractWords {
    Names services, equipment, speeds, ending, disabilities, other;
    [[nodiscard]] bool is_empty() const { return *this == ContractWords(); }
    friend bool operator==(const ContractWords&, const ContractWords&) = default;
};

struct Plan {
    Header head;
    std::vector<std::string> schedules;
    std::vector<Recurring> recurring;
    std::vector<Discount> discounts;  // on fees; then surcharges
    std::vector<Allowance> allowances;
    std::optional<Telecom> usage;
    Together together;
    int commitment_months = 0;
    ContractWords words;
    // So long a customer is on it, from the day his row says; then he is on another, or on it
    // anew. 0: until a row says otherwise.
    int lasts_months = 0, lasts_days = 0;
    std::string then;  // a plan; empty: supply ends
    [[nodiscard]] bool lasts() const { return lasts_months > 0 || lasts_days > 0; }
    friend bool operator==(const Plan&, const Plan&) = default;
};

// --- payment plans ---
// What is asked for month by month before a year is settled (docs/payment-plans.md). The amount is
// the customer's own; here stands what the same plan means for everybody.
enum class AdvanceDocument : std::uint8_t {
    Invoice,  // an invoice with tax, taken back line by line by the settlement
    Request   // a sum with a due date; what was paid is deducted from the settlement
};
// The part of an advance that bears a category of tax, in percent.
struct TaxShare {
    std::string category;
    Decimal percent;
    friend bool operator==(const TaxShare&, const TaxShare&) = default;
};
struct PaymentPlan {
    struct Head {
        std::string name;
        Names names;
        LocalDate from;
        std::string file;
        SourceLine line;
        friend bool operator==(const Head& a, const Head& b) {
            return a.name == b.name && a.names == b.names && a.from == b.from;
        }
    };
    Head head;
    AdvanceDocument document = AdvanceDocument::Invoice;
    int every_months = 1;  // 1, 2, 3, 4 or 6: an advance is asked for so many months
    int settled_in = 12;   // the month, 1 to 12, after which the year is settled
    int due_day = 1;       // of the month, 1 to 28: when a request is to be paid
    // Categories of an advance, of which all is shared: invoiced with them; of a request, owed with
    // what is paid on it.
    std::vector<TaxShare> taxes;
    Decimal round_up_to{1};  // a new advance is a multiple of it, above zero
    friend bool operator==(const PaymentPlan&, const PaymentPlan&) = default;
};

// What a text holds, in its order within each kind.
struct Document {
    std::vector<Calendar> calendars;
    std::vector<Taxes> taxes;
    std::vector<Schedule> schedules;
    std::vector<Plan> plans;
    std::vector<PaymentPlan> payment_plans;
    friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace bw::catalog
