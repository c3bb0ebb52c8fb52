// What a bill is asked before it gets a number, as text: a `billing checks:` document for each
// issuer (docs/bill-runs.md). Kept with the other texts of the catalog, but apart from what prices
// read: flow/bill asks it of every account of the issuer.
#pragma once

#include "base/decimal.h"
#include "base/ids.h"
#include "base/result.h"
#include "books/catalog/source_line.h"
#include "platform/store/store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// What follows where a bill is as the check asks.
enum class Reaction : std::uint8_t {
    Bill,  // nothing: the check is off
    Tell,  // an exception that holds nobody
    Hold
};

// How a bill must be able to reach its payer.
enum class Reach : std::uint8_t { Any, Post, Email };

struct BillingChecks {
    std::string issuer;              // its code, or kAnyIssuer
    Reaction zero = Reaction::Bill;  // nothing to pay, where the last bill was above nothing
    Reaction negative = Reaction::Bill;
    Decimal negative_above;  // gives back more than this, gross
    struct FarAbove {
        Decimal times;   // the median of the account's own billed months
        Decimal above;   // and by more than this, net
        int months = 3;  // so many must stand billed to be compared with
        Reaction then = Reaction::Hold;
        friend bool operator==(const FarAbove&, const FarAbove&) = default;
    };
    std::optional<FarAbove> far_above;
    struct Estimated {
        Decimal percent;  // of a charge's readings of a month, at most
        Reaction then = Reaction::Hold;
        friend bool operator==(const Estimated&, const Estimated&) = default;
    };
    std::optional<Estimated> estimated;
    Reach reach = Reach::Any;
    Reaction unreachable = Reaction::Hold;
    // How far back bills go, in months before the end of the one that is billed: what is to be paid
    // for, and what is given back. Laws limit the first (Great Britain 12 months, electricity
    // supply licence 21BA; Italy 24, law 205/2017); the second ends where claims do (Germany three
    // years, BGB 195).
    struct BackBilling {
        int charges = 24;
        int credits = 36;
        friend bool operator==(const BackBilling&, const BackBilling&) = default;
    };
    BackBilling back_billing;
    SourceLine line;
    friend bool operator==(const BillingChecks&, const BillingChecks&) = default;
};

// Of issuers without a text of their own.
inline constexpr std::string_view kAnyIssuer = "any";

// Nothing: a document of another kind, or none. first_line: of the text in its file.
Result<std::optional<BillingChecks>> parse_billing_checks(std::string_view text,
                                                          std::string_view file_name,
                                                          int first_line = 1);

// As of a cut, by issuer. Errors: a text that was damaged.
class AllBillingChecks {
public:
    explicit AllBillingChecks(std::vector<BillingChecks> all = {}) : all_(std::move(all)) {}
    // The issuer's own, else those of any issuer, else what holds without a text: only that a bill
    // can reach its payer is asked.
    [[nodiscard]] const BillingChecks& of(std::string_view issuer) const;
    // So many months back bills of any issuer may go.
    [[nodiscard]] int months_back() const;

private:
    std::vector<BillingChecks> all_;
    BillingChecks without_text_;
};
Result<AllBillingChecks> load_billing_checks(store::Transaction& transaction, TenantId tenant,
                                             AsOf as_of);

}  // namespace bw::catalog
