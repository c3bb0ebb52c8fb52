// Every call, message and session behind a bill: what a customer may ask for to check it (itemised
// billing: Directive (EU) 2018/1972, Annex VI part A (a)).
#pragma once

#include "flow/compose/letter.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bw::compose {

// Written on the day of the invoice that it belongs to.
struct ItemisedBill : Letter {
    std::string invoice;  // its number
    Currency currency;
    struct Service {
        bill::SupplyPoint point;
        Period days;            // of the lines that are opened
        Money sum;              // of those lines, as the bill has it
        bool is_gross = false;  // amounts are with tax
    };
    enum class Kind : std::uint8_t { Call, Message, Data };
    struct Entry {
        std::size_t service = 0;  // which of `services`
        LocalDate day;
        int second = 0;  // of the day, by the clock of the place
        Kind kind = Kind::Call;
        std::string number;      // as it may be shown; empty: none
        std::string line;        // of the bill that it is in, in the letter's language
        std::int64_t units = 0;  // seconds of a call, bytes of a session
        Decimal amount;          // its part of that line, to nine decimals
    };
    std::vector<Service> services;  // at least one
    std::vector<Entry> entries;     // by service, then in order of time
};

}  // namespace bw::compose
