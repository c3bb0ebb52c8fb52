// Whose payment is it: by creditor reference, invoice number or account number, as they stand in a
// payment's fields or in the words that a bank passes on. What is not certain is not guessed: the
// payment waits, and the reason is told. Pure over a directory.
#pragma once

#include "base/ids.h"
#include "base/money.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::collect {

// A billing account as money sees it.
struct Payer {
    BillingAccountId id;
    int bucket = 0;
    std::string number;
    IssuerId issuer;
    Currency currency;
};

// What a payment says about whom and what it is for; any of it may be empty.
struct Claim {
    std::string account;    // number of the billing account
    std::string reference;  // creditor reference, or number of an invoice or account
    std::string text;       // words of the payer
};

// An issued invoice or credit note and who has to pay it.
struct Billed {
    Payer payer;
    InvoiceId invoice;  // 0: several of this payer
};

// Who is there to pay; the store, or a test.
class Directory {
public:
    virtual ~Directory() = default;
    virtual std::optional<Payer> account(std::string_view number) = 0;
    virtual std::optional<Billed> invoice(std::string_view number) = 0;
    // One for each account, of which two are enough to know. Several invoices may bear a reference:
    // ours are shortened numbers, and another system may have had one for each customer.
    virtual std::vector<Billed> with_reference(std::string_view reference) = 0;
};

struct Match {
    std::optional<Payer> payer;  // nobody: the payment waits
    InvoiceId invoice;           // that it names; 0 none
    std::string why;             // why it waits, or why no invoice is named
};
Match find_payer(const Claim& claim, Directory& directory);

}  // namespace bw::collect
