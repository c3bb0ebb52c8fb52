// Who is a customer of the two companies and what they buy: pure functions of the options and a
// position, so that a million accounts cost no memory.
#pragma once

#include "apps/demo/demo.h"
#include "apps/demo/people.h"
#include "base/civil.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bw::demo {

enum class Company : std::uint8_t { Aurora, Nordlink };

struct Term {
    LocalDate from;
    std::string plan;  // empty: the subscription ends
};

struct Subscription {
    Kind kind = Kind::Electricity;
    std::string service_point;
    Place supply;
    std::vector<Term> terms;                                         // by date
    [[nodiscard]] const std::string& plan_on(LocalDate date) const;  // empty before, after
};

struct Account {
    Company company = Company::Aurora;
    std::int64_t position = 0;  // within the company, from 1
    std::string number, customer;
    Holder holder;
    std::vector<Subscription> subscriptions;
    Place moved_to;  // the address of the holder from `moves_on` on, where there is one
    std::optional<LocalDate> moves_on;
    [[nodiscard]] const Place& place_on(LocalDate date) const {
        return moves_on && *moves_on <= date ? moved_to : holder.place;
    }
};

// How many accounts each company has: 60 : 40, or all to the only one.
struct Split {
    std::int64_t aurora = 0;
    std::int64_t nordlink = 0;
};
Split split_of(const Options& options);
bool has_kind(const Options& options, Kind kind);
bool has_company(const Options& options, Company company);

// position: 1 .. the company's number of accounts.
Account make_account(const Options& options, Company company, std::int64_t position);

std::string_view kind_name(Kind kind);  // "electricity", "water", "mobile", "broadband"
// The day after the last month.
LocalDate end_of(const Options& options);
// The time that readings and records are billed in.
inline constexpr std::string_view kZone = "Europe/Berlin";

}  // namespace bw::demo
