#include "flow/collect/opening.h"

#include "books/ledger/ledger.h"
#include "flow/collect/account.h"
#include "flow/collect/rules/limits.h"
#include "flow/collect/rules/reference.h"
#include "flow/collect/store.h"
#include "flow/collect/till.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::collect {

using ledger::AccountKind;

namespace {

constexpr std::array kKinds = {std::pair(OpeningKind::Invoice, std::string_view("invoice")),
                               std::pair(OpeningKind::CreditNote, std::string_view("credit note")),
                               std::pair(OpeningKind::Credit, std::string_view("credit")),
                               std::pair(OpeningKind::Deposit, std::string_view("deposit"))};

bool is_document(OpeningKind kind) {
    return kind == OpeningKind::Invoice || kind == OpeningKind::CreditNote;
}

AccountKind account_of(OpeningKind kind) {
    switch (kind) {
        case OpeningKind::Invoice:
        case OpeningKind::CreditNote: break;
        case OpeningKind::Credit: return AccountKind::Prepaid;
        case OpeningKind::Deposit: return AccountKind::Deposit;
    }
    return AccountKind::Receivable;
}

std::string key_of(const OpeningItem& item) {
    return fmt::format("opening:{}:{}", opening_kind_name(item.kind), item.number);
}

std::string subject_of(const OpeningItem& item) {
    return fmt::format("{} {}", opening_kind_name(item.kind), item.number);
}

// As payments are asked for it: a creditor reference without its blanks, another as it is written.
std::string comparable(std::string reference) {
    std::string compacted = compact(reference);
    return looks_like_reference(compacted) ? compacted : std::move(reference);
}

}  // namespace

std::string_view opening_kind_name(OpeningKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].second;
}

std::optional<OpeningKind> find_opening_kind(std::string_view name) {
    for (const auto& [kind, text] : kKinds)
        if (text == name) return kind;
    return std::nullopt;
}

struct OpeningBook::Booked {
    Payer payer;
    InvoiceId id;  // of the item
    Money open;
};

Result<OpeningBook::Booked> OpeningBook::check(const OpeningItem& item) {
    auto payer = TRY(load_payer(tx_, tenant_, item.account));
    if (!item.currency.empty() && item.currency != payer.currency.code())
        return fail(Code::Conflict, fmt::format("the account is in {}, this is in {}",
                                                payer.currency.code(), item.currency));
    const Money open = TRY(parse_money(item.open, payer.currency));
    if (open.minor <= 0 || open.minor > kAmountMinorMax)
        return fail(Code::Invalid, "what is open is above zero; what is settled is left out, and "
                                   "what the customer has to his credit is of type credit");
    const InvoiceId id{
        crypto::derived_id(fmt::format("{}:{}:{}", tenant_.value, payer.id.value, key_of(item)))};
    return Booked{std::move(payer), id, open};
}

// The same number again: of the same item it adds nothing, of another it is a mistake.
Result<bool> OpeningBook::is_known(const OpeningItem& item, const Booked& booked) {
    const auto same = tx_.find(
        "SELECT open_minor, issued_on, due_on, reference FROM opening_item WHERE tenant_id = ?1 "
        "AND bucket = ?2 AND billing_account_id = ?3 AND item_id = ?4",
        [&](const store::Row& row) {
            return row.integer(0) == booked.open.minor && row.date(1) == item.issued_on &&
                   row.date(2) == item.due_on && row.text(3) == item.reference;
        },
        tenant_, booked.payer.bucket, booked.payer.id, booked.id);
    if (same && !*same)
        return fail(Code::Conflict,
                    "it came in before with another amount, day or reference; it stays as it is",
                    subject_of(item));
    return same.has_value();
}

// A number leads to one document for good.
Result<void> OpeningBook::check_number(const OpeningItem& item) {
    if (sql::find_invoice(tx_, tenant_, item.number))
        return fail(Code::Conflict, "another document has this number", subject_of(item));
    if (!issuers_) issuers_ = TRY(customers::load_issuers(tx_, tenant_, AsOf{batch_}));
    if (const auto* issuer = issuers_->numbering(item.number, item.booked_on))
        return fail(Code::Conflict,
                    fmt::format("issuer {} gives such numbers itself and would give this one "
                                "again: let it have another 'series:' from {} on at the latest",
                                issuer->code, item.booked_on.to_string()),
                    subject_of(item));
    return {};
}

void OpeningBook::write(const OpeningItem& item, const Booked& booked) {
    const auto& [payer, id, open] = booked;
    tx_.execute("INSERT INTO opening_item (tenant_id, bucket, billing_account_id, item_id, kind, "
                "number, reference, issued_on, due_on, booked_on, currency, open_minor, batch) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                tenant_, payer.bucket, payer.id, id, item.kind, item.number, item.reference,
                item.issued_on, item.due_on, item.booked_on, payer.currency.code(), open.minor,
                batch_);
    if (!is_document(item.kind)) return;
    tx_.execute("INSERT INTO opening_number (tenant_id, number, bucket, billing_account_id, "
                "item_id) VALUES (?1, ?2, ?3, ?4, ?5)",
                tenant_, item.number, payer.bucket, payer.id, id);
}

Result<void> OpeningBook::post(const OpeningItem& item, const Booked& booked) {
    const Money amount = item.kind == OpeningKind::Invoice ? booked.open : -booked.open;
    const InvoiceId document = is_document(item.kind) ? booked.id : InvoiceId{};
    const ledger::Entry entry{
        booked.payer.id,
        booked.payer.issuer,
        ledger::EntryKind::Opening,
        key_of(item),
        item.booked_on,
        batch_,
        fmt::format("taken over: {} {} of {}", opening_kind_name(item.kind), item.number,
                    item.issued_on.to_string()),
        {{account_of(item.kind), "", amount, document}, {AccountKind::Opening, "", -amount, {}}}};
    TRY_VOID(ledger::post(tx_, tenant_, std::span(&entry, 1)));
    return {};
}

Result<void> OpeningBook::add(OpeningItem item) {
    item.reference = comparable(std::move(item.reference));
    const Booked booked = TRY(check(item));
    if (TRY(is_known(item, booked))) return {};
    if (is_document(item.kind)) TRY_VOID(check_number(item));
    write(item, booked);
    TRY_VOID(post(item, booked));
    const Payer& payer = booked.payer;
    if (item.kind == OpeningKind::CreditNote || item.kind == OpeningKind::Credit)
        sql::mark_credit(tx_, tenant_, {payer.bucket, payer.id});
    const Touched first{payer, item.booked_on};
    LocalDate& last = touched_[payer.bucket].try_emplace(payer.id, first).first->second.last;
    last = std::max(last, item.booked_on);
    return {};
}

Result<void> OpeningBook::settle() {
    Till till(tx_, tenant_, batch_);
    for (const auto& [bucket, accounts] : touched_) {
        const auto in_credit = sql::credit_holders(tx_, tenant_, bucket);
        for (const auto& [account, touched] : accounts)
            if (std::ranges::binary_search(in_credit, account))
                TRY_VOID(till.settle(touched.payer, touched.last));
    }
    return {};
}

}  // namespace bw::collect
