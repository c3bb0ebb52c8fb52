#include "apps/demo/demo.h"

#include "apps/demo/accounts.h"
#include "apps/demo/book.h"
#include "apps/demo/calls.h"
#include "apps/demo/cast.h"
#include "apps/demo/events/events.h"
#include "apps/demo/holidays.h"
#include "apps/demo/output.h"
#include "apps/demo/readings.h"
#include "apps/demo/registers.h"
#include "apps/demo/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

namespace bw::demo {
namespace {

Result<void> check_options(const Options& options) {
    const auto invalid = [](std::string text) {
        return fail(Code::Invalid, std::move(text), "demo");
    };
    if (options.accounts < 1 || options.accounts > kMaxAccounts)
        return invalid(fmt::format("accounts must be 1 to {}", kMaxAccounts));
    if (options.months < 1 || options.months > kMaxMonths)
        return invalid(fmt::format("months must be 1 to {}", kMaxMonths));
    if (options.kinds.empty())
        return invalid("name at least one kind: electricity, water, mobile, broadband");
    if (options.first_month.day() != 1 || options.first_month < LocalDate::of(2026, 1, 1))
        return invalid("first month must be the first day of a month from 2026-01 on: the tariffs "
                       "begin there");
    if (options.step_minutes && *options.step_minutes != 15 && *options.step_minutes != 30)
        return invalid("an electricity interval has 15 or 30 minutes");
    if (options.file_bytes < 1) return invalid("file size must be above 0");
    const Split split = split_of(options);
    const bool is_enough = split.aurora >= cast::kAuroraNeeded &&
                           split.nordlink >= cast::kNordlinkNeeded &&
                           options.months >= cast::kMonthsNeeded &&
                           has_kind(options, Kind::Electricity) && has_kind(options, Kind::Mobile);
    if (options.stories && !is_enough)
        return invalid("the stories need 100 accounts, 3 months, electricity and mobile; take more "
                       "or leave the stories out");
    return {};
}

Result<void> check_events(const Options& options) {
    if (!options.events) return {};
    const bool has_time =
        options.months == cast::kEventMonths && options.first_month == LocalDate::of(2026, 8, 1);
    if (has_time && options.stories && options.accounts >= cast::kEventAccountsNeeded &&
        options.kinds.size() == 4)
        return {};
    return fail(Code::Invalid,
                fmt::format("the events need {} accounts or more, {} months from 2026-08 on, every "
                            "kind and the stories; or leave them out",
                            cast::kEventAccountsNeeded, cast::kEventMonths),
                "demo");
}

class Generator {
public:
    Generator(const std::filesystem::path& folder, const Options& options)
        : folder_(folder), options_(options), split_(split_of(options)) {}

    Result<std::vector<File>> run() {
        TRY_VOID(catalog());
        TRY_VOID(issuers());
        TRY_VOID(accounts());
        if (has_kind(options_, Kind::Electricity)) TRY_VOID(readings());
        if (has_kind(options_, Kind::Water)) TRY_VOID(registers());
        if (has_kind(options_, Kind::Mobile)) TRY_VOID(calls());
        return std::move(files_);
    }

private:
    struct Place {
        std::string path;
        FileKind kind = FileKind::Usage;
        LocalDate arrives;
    };
    // Files of month n (from 0) arrive when it is over.
    [[nodiscard]] LocalDate month(int n) const { return options_.first_month.plus_months(n); }
    [[nodiscard]] std::string in_month(std::string_view folder, int n,
                                       std::string_view name) const {
        return fmt::format("{}/{}/{}", folder, month(n).to_string().substr(0, 7), name);
    }

    Result<void> write(const Place& place, const std::function<void(Output&)>& body) {
        Output output = TRY(Output::create(folder_ / place.path));
        body(output);
        return close(place, output);
    }
    // A file of records under a header; one that would hold none is not made.
    Result<void> write_records(const Place& place, const std::function<void(Output&)>& header,
                               const std::function<void(Output&)>& records) {
        Output output = TRY(Output::create(folder_ / place.path));
        header(output);
        const std::int64_t empty = output.bytes();
        records(output);
        if (output.bytes() > empty) return close(place, output);
        TRY_VOID(output.finish());
        std::error_code error;
        std::filesystem::remove(folder_ / place.path, error);
        if (error) return fail(Code::Refused, "cannot be removed: " + error.message(), place.path);
        return {};
    }
    Result<void> close(const Place& place, Output& output) {
        files_.push_back({place.path, place.kind, place.arrives, TRY(output.finish())});
        return {};
    }
    void each_account(Company company, const std::function<void(const Account&)>& body) const {
        const std::int64_t count = company == Company::Aurora ? split_.aurora : split_.nordlink;
        for (std::int64_t position = 1; position <= count; ++position)
            body(make_account(options_, company, position));
    }
    void each_subscription(
        Company company, Kind kind,
        const std::function<void(const Account&, const Subscription&)>& body) const {
        each_account(company, [&](const Account& account) {
            for (const Subscription& subscription : account.subscriptions)
                if (subscription.kind == kind) body(account, subscription);
        });
    }

    Result<void> catalog();
    Result<void> issuers();
    Result<void> accounts();
    Result<void> readings();
    Result<void> readings_of(int n, ReadingsWriter& writer);
    Result<void> corrections(ReadingsWriter& writer);
    Result<void> registers();
    Result<void> calls();

    const std::filesystem::path& folder_;
    const Options& options_;
    Split split_;
    std::vector<File> files_;
};

Result<void> Generator::catalog() {
    const int last_year = end_of(options_).year();
    TRY_VOID(write({"catalog/calendar-de.yaml", FileKind::Catalog, month(0)}, [&](Output& output) {
        output.append(german_calendar(options_.first_month.year(), last_year));
    }));
    const auto add = [&](const auto& is_turn) -> Result<void> {
        for (const Text& text : texts())
            if (text.path.starts_with("catalog/") && is_turn(text.path))
                TRY_VOID(write({std::string(text.path), FileKind::Catalog, month(0)},
                               [&](Output& output) { output.append(text.text); }));
        return {};
    };
    const auto is_tax = [](std::string_view path) { return path.starts_with("catalog/taxes"); };
    const auto is_deck = [](std::string_view path) { return path.ends_with(".csv"); };
    TRY_VOID(add(is_tax));
    TRY_VOID(add(is_deck));
    return add([&](std::string_view path) { return !is_tax(path) && !is_deck(path); });
}

Result<void> Generator::issuers() {
    for (const Text& text : texts())
        if (text.path.starts_with("issuers/"))
            TRY_VOID(write({std::string(text.path), FileKind::Issuer, month(0)},
                           [&](Output& output) { output.append(text.text); }));
    return {};
}

// What holds at the beginning, and one file for each later month in which something changes.
Result<void> Generator::accounts() {
    const auto rows = [&](Output& output, Period terms) {
        accounts_header(output);
        for (const Company company : {Company::Aurora, Company::Nordlink})
            if (has_company(options_, company))
                each_account(company, [&](const Account& account) {
                    accounts_rows(output, account, terms);
                });
    };
    TRY_VOID(write({"accounts/accounts.csv", FileKind::Accounts, month(0)},
                   [&](Output& output) { rows(output, {month(0), month(0).plus_days(1)}); }));
    if (!options_.stories) return {};
    for (int n = 1; n < cast::kMonthsNeeded; ++n)
        TRY_VOID(write(
            {in_month("accounts", n, "changes.csv"), FileKind::Accounts, month(n).plus_days(9)},
            [&](Output& output) { rows(output, month_of(month(n))); }));
    return {};
}

Result<void> Generator::readings_of(int n, ReadingsWriter& writer) {
    const LocalDate arrives = month(n + 1).plus_days(1);
    const Period days = market_days(options_, n);
    const std::array<MarketDays, 2> grids = {TRY(MarketDays::make(days, 15)),
                                             TRY(MarketDays::make(days, 30))};
    const auto place = [&](int part) {
        return Place{in_month("readings", n, fmt::format("electricity-{:03}.nem12.csv", part)),
                     FileKind::Usage, arrives};
    };
    int part = 1;
    Output output = TRY(Output::create(folder_ / place(part).path));
    writer.begin(output, arrives);
    const auto point = [&](const ReadingsWriter::Point& p, std::string_view plan) {
        writer.point(output, p, grids[step_minutes_of(options_, plan) == 15 ? 0 : 1]);
    };
    for (std::int64_t position = 1; position <= split_.aurora; ++position) {
        if (output.bytes() > options_.file_bytes) {
            writer.end(output);
            TRY_VOID(close(place(part), output));
            output = TRY(Output::create(folder_ / place(++part).path));
            writer.begin(output, arrives);
        }
        const Account account = make_account(options_, Company::Aurora, position);
        for (const Subscription& s : account.subscriptions) {
            if (s.kind != Kind::Electricity) continue;
            const bool ends = s.terms.back().plan.empty();
            point({s.service_point,
                   position,
                   {s.terms.front().from, ends ? s.terms.back().from : end_of(options_)}},
                  s.terms.front().plan);
        }
    }
    if (options_.stories && n == 0)
        point({cast::kUnknownPoint, 9'999'999, {month(0), end_of(options_)}}, "AURORA-HOME");
    writer.end(output);
    return close(place(part), output);
}

// Days that were estimated have been read after all.
Result<void> Generator::corrections(ReadingsWriter& writer) {
    const LocalDate arrives = month(1).plus_days(19);
    const Account account = make_account(options_, Company::Aurora, cast::kEstimated);
    const Subscription& s = account.subscriptions.front();
    const auto grid = TRY(MarketDays::make({month(0).plus_days(19), month(0).plus_days(22)},
                                           step_minutes_of(options_, s.terms.front().plan)));
    return write(
        {in_month("readings", 1, "electricity-corrections.nem12.csv"), FileKind::Usage, arrives},
        [&](Output& output) {
            writer.begin(output, arrives);
            writer.corrected(output, {s.service_point, cast::kEstimated, {}}, grid);
            writer.end(output);
        });
}

Result<void> Generator::readings() {
    ReadingsWriter writer(options_);
    for (int n = 0; n < options_.months; ++n) TRY_VOID(readings_of(n, writer));
    if (options_.stories) TRY_VOID(corrections(writer));
    return {};
}

Result<void> Generator::registers() {
    RegistersWriter writer = TRY(RegistersWriter::make(options_));
    for (int n = 0; n < options_.months; ++n)
        TRY_VOID(write_records(
            {in_month("readings", n, "water.csv"), FileKind::Usage, month(n + 1).plus_days(1)},
            [&](Output& output) { writer.begin(output); },
            [&](Output& output) {
                each_subscription(Company::Aurora, Kind::Water,
                                  [&](const Account& account, const Subscription& s) {
                                      writer.point(output, account, s, n);
                                  });
            }));
    return {};
}

Result<void> Generator::calls() {
    CallsWriter writer = TRY(CallsWriter::make(options_));
    for (int n = 0; n < options_.months; ++n)
        TRY_VOID(write_records(
            {in_month("usage", n, "calls.csv"), FileKind::Usage, month(n + 1)},
            [&](Output& output) { writer.begin(output); },
            [&](Output& output) {
                each_subscription(Company::Nordlink, Kind::Mobile,
                                  [&](const Account& account, const Subscription& s) {
                                      writer.number(output, account, s, n);
                                  });
            }));
    return {};
}

}  // namespace

std::string_view file_kind_name(FileKind kind) {
    switch (kind) {
        case FileKind::Catalog: return "catalog";
        case FileKind::Issuer: return "issuer";
        case FileKind::Accounts: return "accounts";
        case FileKind::Meters: return "meters";
        case FileKind::Factors: return "factors";
        case FileKind::Balances: return "balances";
        case FileKind::History: return "history";
        case FileKind::Usage: return "usage";
    }
    return "";
}

Result<std::vector<File>> generate(const std::filesystem::path& folder, const Options& options) {
    TRY_VOID(check_options(options));
    TRY_VOID(check_events(options));
    std::vector<File> files;
    Options others = options;  // the accounts without events
    if (options.events) {
        const auto script = TRY(events::play(options));
        others.accounts -= script.accounts();
        files = TRY(script.write(folder));
    }
    auto more = TRY(Generator(folder, others).run());
    files.insert(files.begin(), more.begin(), more.end());
    // Within a day and a kind the order stays: what others refer to comes first.
    std::ranges::stable_sort(files, {}, [](const File& f) { return std::tie(f.arrives, f.kind); });
    return files;
}

Result<Plan> plan_of(const Options& options) {
    TRY_VOID(check_options(options));
    TRY_VOID(check_events(options));
    if (!options.events) return Plan{};
    return TRY(events::play(options)).plan();
}

}  // namespace bw::demo
