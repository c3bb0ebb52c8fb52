#include "books/ledger/entry.h"

#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace bw::ledger {
namespace {

// Sums per currency code; an overflow is an Error.
class Sums {
public:
    [[nodiscard]] bool add(const Money& amount) {
        std::int64_t& sum = sums_[std::string(amount.currency.code())];
        return !__builtin_add_overflow(sum, amount.minor, &sum);
    }
    // The first currency that does not balance.
    [[nodiscard]] std::optional<std::pair<std::string, std::int64_t>> unbalanced() const {
        for (const auto& [currency, sum] : sums_)
            if (sum != 0) return std::pair(currency, sum);
        return std::nullopt;
    }

private:
    std::map<std::string, std::int64_t> sums_;
};

std::unexpected<Error> overflow(const std::string& subject) {
    return fail(Code::Overflow, "the amounts do not fit 64 bits of minor units", subject);
}

}  // namespace

std::string_view kind_name(AccountKind kind) {
    switch (kind) {
        case AccountKind::Receivable: return "receivable";
        case AccountKind::Revenue: return "revenue";
        case AccountKind::TaxPayable: return "tax-payable";
        case AccountKind::Deposit: return "deposit";
        case AccountKind::Prepaid: return "prepaid";
        case AccountKind::Suspense: return "suspense";
        case AccountKind::Bank: return "bank";
        case AccountKind::WriteOff: return "write-off";
        case AccountKind::ThirdParty: return "third-party";
        case AccountKind::Opening: return "opening";
        case AccountKind::AdvanceTax: return "advance-tax";
    }
    return kUnknown;
}

std::string_view entry_kind_name(EntryKind kind) {
    switch (kind) {
        case EntryKind::Invoice: return "invoice";
        case EntryKind::CreditNote: return "credit-note";
        case EntryKind::Payment: return "payment";
        case EntryKind::Allocation: return "allocation";
        case EntryKind::Refund: return "refund";
        case EntryKind::WriteOff: return "write-off";
        case EntryKind::Deposit: return "deposit";
        case EntryKind::Opening: return "opening";
        case EntryKind::Reversal: return "reversal";
        case EntryKind::AdvanceTax: return "advance-tax";
    }
    return kUnknown;
}

std::string AccountName::to_string() const {
    return fmt::format("{}:{}:{}:{}", issuer.value, kind_name(kind), detail, currency.code());
}

JournalEntryId Entry::id() const { return {crypto::derived_id(key)}; }

Result<void> check_entry(const Entry& entry) {
    const std::string subject =
        fmt::format("entry '{}' of billing account {}", entry.key, entry.account.value);
    if (entry.key.empty())
        return fail(Code::Invalid, "an entry needs a key, so that it is posted once", subject);
    if (!entry.issuer) return fail(Code::Invalid, "an entry needs an issuer", subject);
    if (entry.postings.empty()) return fail(Code::Invalid, "there are no postings", subject);
    Sums sums;
    for (const Posting& posting : entry.postings)
        if (!sums.add(posting.amount)) return overflow(subject);
    if (const auto left = sums.unbalanced())
        return fail(Code::Conflict,
                    fmt::format("debits and credits differ by {} minor units of {}; nothing of it "
                                "is posted",
                                left->second, left->first),
                    subject);
    return {};
}

Result<Entry> invoice_entry(const InvoicePosting& invoice) {
    Entry entry{.account = invoice.account,
                .issuer = invoice.issuer,
                .kind = invoice.kind,
                .key = fmt::format("{}:{}", entry_kind_name(invoice.kind), invoice.invoice.value),
                .booked_on = invoice.issued_on,
                .batch = invoice.batch,
                .text = fmt::format("{} {}", entry_kind_name(invoice.kind), invoice.number),
                .postings = {}};
    // The receivable stands also when it is zero: the books know every document.
    entry.postings.push_back({AccountKind::Receivable, "", invoice.gross, invoice.invoice});
    const auto credit = [&](AccountKind kind, const std::string& detail, const Money& amount) {
        if (amount.minor != 0) entry.postings.push_back({kind, detail, -amount, {}});
    };
    for (const TaxPart& part : invoice.parts) {
        credit(AccountKind::Revenue, part.category, part.net);
        credit(AccountKind::TaxPayable, part.category, part.tax);
    }
    for (const auto& [whom, amount] : invoice.third_party)
        credit(AccountKind::ThirdParty, whom, amount);
    TRY_VOID(check_entry(entry));
    return entry;
}

Result<Entry> payment_entry(const PaymentPosting& payment) {
    const std::string subject = fmt::format("payment '{}'", payment.key);
    if (payment.amount.minor <= 0)
        return fail(Code::Invalid, "a payment is more than zero; a refund is an entry of its own",
                    subject);
    Entry entry{.account = payment.account,
                .issuer = payment.issuer,
                .kind = EntryKind::Payment,
                .key = payment.key,
                .booked_on = payment.booked_on,
                .batch = payment.batch,
                .text = "payment",
                .postings = {}};
    entry.postings.push_back({AccountKind::Bank, payment.bank, payment.amount, {}});
    Money left = payment.amount;
    for (const Share& share : payment.shares) {
        if (share.amount.minor <= 0 || share.amount.currency != left.currency ||
            share.amount.minor > left.minor)
            return fail(Code::Conflict,
                        fmt::format("the share of invoice {} is not between zero and what is left "
                                    "of the payment",
                                    share.item.value),
                        subject);
        left.minor -= share.amount.minor;
        entry.postings.push_back({AccountKind::Receivable, "", -share.amount, share.item});
    }
    if (left.minor != 0) entry.postings.push_back({AccountKind::Prepaid, "", -left, {}});
    TRY_VOID(check_entry(entry));
    return entry;
}

Entry advance_tax_entry(BillingAccountId account, IssuerId issuer, std::string key,
                        LocalDate booked_on, Batch batch, const TaxPart& part) {
    Entry entry{.account = account,
                .issuer = issuer,
                .kind = EntryKind::AdvanceTax,
                .key = std::move(key),
                .booked_on = booked_on,
                .batch = batch,
                .text = fmt::format("tax {} of money in advance", part.category),
                .postings = {}};
    entry.postings.push_back({AccountKind::AdvanceTax, part.category, part.tax, {}});
    entry.postings.push_back({AccountKind::TaxPayable, part.category, -part.tax, {}});
    return entry;
}

Entry reversal_of(const Entry& entry, std::string key, LocalDate booked_on, Batch batch) {
    Entry reversal = entry;
    reversal.kind = EntryKind::Reversal;
    reversal.key = std::move(key);
    reversal.booked_on = booked_on;
    reversal.batch = batch;
    reversal.text = "reversal of " + entry.text;
    for (Posting& posting : reversal.postings) posting.amount = -posting.amount;
    return reversal;
}

}  // namespace bw::ledger
