// Where the events write what they need: rows of accounts, reads, hours, calls, texts, each with
// the day on which it arrives. The script then makes files of them, as a company would hand them
// in: one of a kind a day, in handed-in/2026-09-02.
#pragma once

#include "apps/demo/book.h"
#include "apps/demo/events/plan.h"
#include "base/civil.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::demo::events {

// Accounts to which the same thing happens.
inline constexpr int kEach = 6;

// A row of the accounts file (docs/company-files.md).
struct Row {
    std::string account, customer, issuer = "AURORA", currency = "EUR";
    Holder holder;
    std::string service_point, kind, plan;
    LocalDate from;
    std::string role = {}, share = {}, share_of = {}, site = {}, parent = {}, tax_status = {};
    std::string billed_until = {}, payment_plan = {}, advance = {};
};

// A row of the meters file.
struct Meter {
    std::string point, channel = "import";
    LocalDate from;
    std::string number;
    std::string multiplier = {}, gas_area = {}, volume_factor = {}, weather_area = {};
    std::string last_read = {}, first_read = {};
};

// The files that are made of lines.
enum class Table : std::uint8_t {
    Accounts,
    Meters,
    CalorificValues,
    DegreeDays,
    Profiles,
    Balances,
    History,
    Counters,
    Hours,
    Calls
};

// A read of a counter at midnight, in thousandths of its unit.
struct Read {
    std::string point, channel = "import", unit = "kWh";
    LocalDate day;
    std::int64_t milli = 0;
    std::string_view quality = "actual";
    int digits = 0;  // of the counter; 0: not said
};

// Hours of days of a service point. One home has the same hours however often it is asked.
struct Hours {
    std::string point;
    std::int64_t home = 0;
    Period days;
    int percent = 100;  // of what the home uses
    std::string_view quality = "actual";
    int minutes = 60;
};

class Script {
public:
    // Error: the zone is not on this machine.
    static Result<Script> make(const Options& options);

    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] LocalDate month(int n) const { return options_.first_month.plus_months(n); }
    [[nodiscard]] LocalDate end() const { return end_of(options_); }

    // The next customer: numbers A-200001 .., N-200001 ..; his service point is new, too. It is in
    // no file before a row is written.
    Row customer(Company company, std::string_view kind, std::string_view plan, LocalDate from);
    // One more service point.
    std::string new_point(std::string_view kind);

    void happens(Event event, const Row& who, LocalDate day) {
        plan_.happenings.push_back({event, who.account, day});
    }
    void happens(Event event, const std::string& account, LocalDate day) {
        plan_.happenings.push_back({event, account, day});
    }
    void answer(const Row& who, Answer answer) { plan_.decisions.push_back({who.account, answer}); }
    void act(Act act) { plan_.acts.push_back(std::move(act)); }
    void pays(std::string account, int month, Payment payment) {
        plan_.habits.push_back({std::move(account), month, payment});
    }
    void transfer(Transfer transfer) { plan_.transfers.push_back(std::move(transfer)); }
    void goes_wrong(Mishap mishap, int month, const Row& who) {
        plan_.accidents.push_back({mishap, month, who.account, who.service_point});
    }

    void row(LocalDate arrives, const Row& row);
    // The row of a new customer, on the first day of all.
    void open(const Row& row) { this->row(month(0), row); }
    void read(LocalDate arrives, const Read& read);
    void hours(LocalDate arrives, const Hours& hours);
    void meter(LocalDate arrives, const Meter& meter);
    void call(LocalDate arrives, const std::string& point, LocalDate day, int ordinal,
              std::string_view destination, int seconds);
    // A line of a file for which there is nothing above.
    void line(LocalDate arrives, Table table, const std::string& line);
    // A text under files/events, by its name there.
    void text(LocalDate arrives, std::string_view name, FileKind kind = FileKind::Catalog);

    [[nodiscard]] std::int64_t accounts() const { return accounts_; }
    // On which the readings of month n come in.
    [[nodiscard]] LocalDate readings_of(int n) const { return month(n + 1).plus_days(1); }
    // On which what puts a month's exceptions right comes in: after its first run.
    [[nodiscard]] LocalDate put_right(int n) const { return month(n + 1).plus_days(5); }

    [[nodiscard]] Plan plan() const;
    // Writes the files below `folder`. Error: one cannot be written.
    Result<std::vector<File>> write(const std::filesystem::path& folder) const;

private:
    explicit Script(const Options& options) : options_(options) {}
    struct Day {
        std::vector<std::pair<FileKind, std::string_view>> texts;
        std::map<Table, std::string> lines;
    };

    const Options& options_;
    Zone zone_;
    Plan plan_;
    std::map<LocalDate, Day> days_;
    std::int64_t accounts_ = 0;
    std::map<Company, std::int64_t> last_;
    std::int64_t last_point_ = 0;
};

}  // namespace bw::demo::events
