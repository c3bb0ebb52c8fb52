#include "apps/demo/book.h"

#include "apps/demo/cast.h"
#include "apps/demo/streams.h"
#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::demo {
namespace {

Subscription electricity(const Options& options, std::int64_t position, const Place& place,
                         Random& random) {
    const bool flex = random.chance(1, 3);
    return {Kind::Electricity,
            fmt::format("AE{:08}", position),
            place,
            {{options.first_month, flex ? "AURORA-FLEX" : "AURORA-HOME"}}};
}

void aurora(const Options& options, Account& account, Random& random) {
    const Place& place = account.holder.place;
    if (has_kind(options, Kind::Electricity))
        account.subscriptions.push_back(electricity(options, account.position, place, random));
    const bool alone = account.subscriptions.empty();
    const bool moves = options.stories && account.position == cast::kMoves;  // one meter is enough
    if (has_kind(options, Kind::Water) && !moves && (alone || random.chance(1, 3)))
        account.subscriptions.push_back({Kind::Water,
                                         fmt::format("AW{:08}", account.position),
                                         place,
                                         {{options.first_month, "AURORA-WATER"}}});
}

bool is_mobile_story(std::int64_t position) {
    return position == cast::kPlanChange || position == cast::kLongCall ||
           position == cast::kHeavyData || position == cast::kBadRecords;
}

void nordlink(const Options& options, Account& account, Random& random) {
    const bool both = has_kind(options, Kind::Mobile) && has_kind(options, Kind::Broadband);
    const std::uint64_t draw = random.below(10);  // mobile 5, broadband 2, both 3 of ten
    bool mobile = both ? draw != 5 && draw != 6 : has_kind(options, Kind::Mobile);
    bool broadband = both ? draw > 4 : has_kind(options, Kind::Broadband);
    if (options.stories && is_mobile_story(account.position)) {
        mobile = true;
        broadband = false;
    }
    const Place& place = account.holder.place;
    if (mobile) {
        const bool large = random.chance(2, 5);
        // +49 154 is not in use as far as is known.
        account.subscriptions.push_back(
            {Kind::Mobile,
             fmt::format("+49154{:08}", account.position),
             place,
             {{options.first_month, large ? "NORDLINK-MOBILE-L" : "NORDLINK-MOBILE-S"}}});
    }
    if (broadband)
        account.subscriptions.push_back({Kind::Broadband,
                                         fmt::format("NL-{:08}", account.position),
                                         place,
                                         {{options.first_month, "NORDLINK-FIBRE"}}});
}

// A flat is left and another one entered on the same day; the bill of that month has both.
void move(const Options& options, Account& account, Random& random) {
    const LocalDate day = options.first_month.plus_months(2).plus_days(15);
    const Place next = make_place(random);
    for (Subscription& left : account.subscriptions) left.terms.push_back({day, ""});
    Subscription entered = account.subscriptions.front();
    entered.service_point = fmt::format("AE{:08}", 9'000'000 + account.position);
    entered.supply = next;
    account.moved_to = next;
    account.moves_on = day;
    entered.terms = {{day, account.subscriptions.front().terms.front().plan}};
    account.subscriptions.push_back(entered);
}

void cast_holder(Account& account, Random& random) {
    const bool is_aurora = account.company == Company::Aurora;
    if (is_aurora && account.position == cast::kLongName) account.holder = make_long_name(random);
    if (is_aurora ? account.position == cast::kCompany : account.position == cast::kTelecomCompany)
        account.holder = make_company(random);
}

// Stories about a product need that product: the first subscription is the one they are told of.
void cast_products(const Options& options, Account& account, Random& random) {
    Subscription& first = account.subscriptions.front();
    if (account.company == Company::Aurora) {
        if (account.position == cast::kAbroad) {
            account.holder.place = make_place_abroad();
            account.holder.language = "en";
        }
        if (account.position == cast::kMoves) move(options, account, random);
        return;
    }
    switch (account.position) {
        case cast::kPlanChange:
            first.terms = {{options.first_month, "NORDLINK-MOBILE-S"},
                           {options.first_month.plus_months(1).plus_days(15), "NORDLINK-MOBILE-L"}};
            break;
        case cast::kLongCall:
        case cast::kHeavyData:
        case cast::kBadRecords: first.terms = {{options.first_month, "NORDLINK-MOBILE-S"}}; break;
        default: break;
    }
}

}  // namespace

const std::string& Subscription::plan_on(LocalDate date) const {
    static const std::string kNone;
    const std::string* plan = &kNone;
    for (const Term& term : terms)
        if (term.from <= date) plan = &term.plan;
    return *plan;
}

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::Electricity: return "electricity";
        case Kind::Water: return "water";
        case Kind::Mobile: return "mobile";
        case Kind::Broadband: return "broadband";
    }
    return "";
}

LocalDate end_of(const Options& options) { return options.first_month.plus_months(options.months); }

bool has_kind(const Options& options, Kind kind) {
    return std::ranges::find(options.kinds, kind) != options.kinds.end();
}

bool has_company(const Options& options, Company company) {
    return company == Company::Aurora
               ? has_kind(options, Kind::Electricity) || has_kind(options, Kind::Water)
               : has_kind(options, Kind::Mobile) || has_kind(options, Kind::Broadband);
}

Split split_of(const Options& options) {
    if (!has_company(options, Company::Nordlink)) return {options.accounts, 0};
    if (!has_company(options, Company::Aurora)) return {0, options.accounts};
    const std::int64_t aurora_accounts = (options.accounts * 3 + 4) / 5;
    return {aurora_accounts, options.accounts - aurora_accounts};
}

Account make_account(const Options& options, Company company, std::int64_t position) {
    const bool is_aurora = company == Company::Aurora;
    const std::int64_t index = is_aurora ? position : -position;
    Random person = random_of(options.seed, Stream::Person, index);
    Random product = random_of(options.seed, Stream::Product, index);
    Account account;
    account.company = company;
    account.position = position;
    account.number = fmt::format("{}-{}", is_aurora ? 'A' : 'N', 100'000 + position);
    account.customer = fmt::format("K{}-{}", is_aurora ? 'A' : 'N', 500'000 + position);
    account.holder = make_person(person);
    if (options.stories) cast_holder(account, person);
    if (is_aurora) {
        aurora(options, account, product);
    } else {
        nordlink(options, account, product);
    }
    CHECK(!account.subscriptions.empty());
    if (options.stories) cast_products(options, account, person);
    return account;
}

}  // namespace bw::demo
