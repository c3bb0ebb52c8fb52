// A bill for a tariff and some usage, without a company: files are imported into a workspace of its
// own, with one issuer and one customer made up where none is given, and billed by the code that
// bills. So a quote is to the cent what a bill would be. Nothing is kept.
#pragma once

#include "run/explain.h"
#include "run/import.h"
#include "run/quote/load.h"
#include "run/workspace.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bw::run {

// Fees in advance, corrections and registers are reckoned back so far at most.
inline constexpr int kQuotedMonthsMax = 24;

struct QuoteRequest {
    // Files: schedules, plans, taxes, calendars, decks, and beside them an issuer, meters,
    // attributes, factors, validation texts.
    std::vector<std::string> tariffs;
    std::string tariff;  // name of the plan or schedule that is meant; empty: the only one
    std::string taxes;   // name of the tax table; empty: the issuer's, else the only one
    std::vector<ImportRequest> usage;
    Load load;                  // stated instead of usage; of a made-up account
    std::string accounts;       // an accounts file with one account; empty: a customer is made up
    std::string service_point;  // of the usage; empty: the only one
    std::string zone;           // of a made-up service point; empty: the tariff's
    // What conditions and formulas of the tariff ask for: since when the customer is one
    // ("customer.years"), and attributes of the service point ("household.size").
    std::map<std::string, std::string> facts;
    std::optional<Period> days;  // nothing: those of the usage; of a load, the tariff's first
                                 // whole month
    std::string language = "en";
    std::set<bill::Cause> released;
};

struct QuotedUsage {
    std::string file;
    ImportResult result;
};
struct Quote {
    std::string tariff, zone;
    Period days;
    std::vector<QuotedUsage> usage;
    Preview preview;
    // Of each line of each statement: how it came about.
    std::vector<std::vector<std::vector<std::string>>> sentences;
    // Categories that bear no tax here, for no file says what they are: the amounts are net.
    std::set<std::string> untaxed;
    std::vector<std::string> notes;  // sentences: what was assumed, what was left out
};

// Errors: a file that cannot be read or is refused; texts that name what is in none of them; facts
// that the tariff asks for and nobody gave.
Result<Quote> quote(const Surroundings& around, const QuoteRequest& request);

}  // namespace bw::run
