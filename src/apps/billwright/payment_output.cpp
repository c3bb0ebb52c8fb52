#include "apps/billwright/money_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bw::app {
namespace {

std::string with_currency(const Money& amount) {
    return fmt::format("{} {}", amount.to_string(), amount.currency.code());
}

void write_notes(json::Writer& json, std::string_view name,
                 const std::vector<collect::LineNote>& notes) {
    json.key(name).array();
    for (const auto& note : notes)
        json.object()
            .field("line", note.line)
            .field("payment", note.key)
            .field("reason", note.why)
            .end();
    json.end();
}

void print_notes(std::string_view what, const std::vector<collect::LineNote>& notes,
                 std::int64_t all, Batch batch) {
    for (const auto& note : notes)
        print_wrapped(fmt::format("line {}{} {}: {}", note.line,
                                  note.key.empty() ? "" : ", payment " + note.key, what, note.why),
                      2, 4);
    const auto more = all - static_cast<std::int64_t>(notes.size());
    if (more > 0 && !batch) fmt::print("  .. and {} more {}\n", thousands(more), what);
    else if (more > 0)
        fmt::print("  .. and {} more {}: billwright batch show {}\n", thousands(more), what,
                   batch.value);
}

// Said of an act that was done before.
void print_known(Batch batch) {
    print_wrapped(fmt::format("This is in the books already, since batch {}: nothing was added. A "
                              "second one like it needs a key of its own: --key",
                              batch.value),
                  0, 0);
}

}  // namespace

void print_receipt(const Context& context, const collect::Receipt& receipt) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("payment", receipt.key)
            .field("known", receipt.is_known)
            .field("batch", receipt.batch.value)
            .field("account", receipt.account)
            .field("amount", receipt.amount)
            .key("pays")
            .array();
        for (const auto& share : receipt.shares)
            json.object().field("number", share.document).field("amount", share.amount).end();
        print_json(json.end()
                       .field("credit", receipt.credit)
                       .field("written_off", receipt.written_off)
                       .end());
        return;
    }
    if (receipt.is_known) print_known(receipt.batch);
    print_wrapped(fmt::format("Payment {}, batch {}: {} for account {}", receipt.key,
                              receipt.batch.value, with_currency(receipt.amount), receipt.account),
                  0, 2);
    const auto print_line = [](const Money& amount, const std::string& what) {
        fmt::print("  {:>12}  {}\n", amount.to_string(), what);
    };
    for (const auto& share : receipt.shares)
        print_line(share.amount, share.document.empty() ? "without a document" : share.document);
    if (receipt.credit.minor != 0) print_line(receipt.credit, "credit, for the next invoice");
    if (receipt.written_off.minor != 0)
        print_line(receipt.written_off, "written off: a rest within the tolerance");
}

PaymentFiles::PaymentFiles(Context& context, bool is_dry) : context_(context), is_dry_(is_dry) {
    json_.object().key("files").array();
}

void PaymentFiles::imported(const std::string& file, const collect::ImportReport& r) {
    if (context_.json) {
        json_.object()
            .field("file", file)
            .field("duplicate", false)
            .field("batch", r.batch.value)
            .field("received", r.received)
            .field("accepted", r.accepted)
            .field("known", r.known)
            .field("rejected", r.rejected)
            .field("pending", r.pending);
        write_notes(json_, "rejects", r.rejects);
        write_notes(json_, "waiting", r.waiting);
        json_.end();
        return;
    }
    print_wrapped(fmt::format("{}: payments, {}: {} received = {} accepted + {} rejected + {} "
                              "pending",
                              file, is_dry_ ? "dry run" : fmt::format("batch {}", r.batch.value),
                              thousands(r.received), thousands(r.accepted), thousands(r.rejected),
                              thousands(r.pending)),
                  0, 2);
    if (r.known > 0)
        print_wrapped(fmt::format("{} of the accepted ones came in before; nothing was added",
                                  thousands(r.known)),
                      2, 4);
    print_notes("rejected", r.rejects, r.rejected, r.batch);
    print_notes("waits", r.waiting, r.pending, r.batch);
    if (r.pending > 0 && !is_dry_)
        fmt::print("What waits is booked in suspense; give it to its account:\n"
                   "  billwright payment waiting\n"
                   "  billwright payment match KEY ACCOUNT\n");
}

void PaymentFiles::known(const std::string& file, const std::string& text) {
    if (context_.json)
        json_.object().field("file", file).field("duplicate", true).field("text", text).end();
    else print_wrapped(file + ": " + text, 0, 2);
}

void PaymentFiles::stop(const Error& error, std::span<const std::string> not_tried) {
    if (!context_.json) {
        tell_error(context_, error);
        if (!not_tried.empty()) fmt::print(stderr, "Not tried: {}\n", fmt::join(not_tried, ", "));
        return;
    }
    context_.exit_code = kFailed;
    json_.end().key("not_tried").array();
    for (const auto& file : not_tried) json_.value(file);
    write_error(json_.end().field("dry_run", is_dry_), error);
    print_json(json_.end());
}

void PaymentFiles::finish() {
    if (context_.json) print_json(json_.end().field("dry_run", is_dry_).end());
    else if (is_dry_) fmt::print("Nothing was written.\n");
}

void print_waiting(const Context& context, const std::vector<collect::Waiting>& waiting) {
    if (context.json) {
        json::Writer json;
        json.object().key("waiting").array();
        for (const auto& w : waiting)
            json.object()
                .field("payment", w.key)
                .field("booked_on", w.booked_on)
                .field("amount", w.amount)
                .field("account", w.claim.account)
                .field("reference", w.claim.reference)
                .field("text", w.claim.text)
                .field("issuer", w.issuer)
                .field("reason", w.why)
                .end();
        print_json(json.end().end());
        return;
    }
    if (waiting.empty()) return fmt::print("No payment waits for its account.\n");
    Table table({"payment", "booked on", ">amount", "", "says", "waits because"});
    for (const auto& w : waiting) {
        std::string says;
        for (const auto& part : {w.claim.account, w.claim.reference, w.claim.text})
            if (!part.empty()) says += (says.empty() ? "" : ", ") + part;
        table.row({w.key, w.booked_on.to_string(), w.amount.to_string(),
                   std::string(w.amount.currency.code()), says, w.why});
    }
    table.print();
}

void print_retried(const Context& context, const collect::Retried& retried) {
    if (context.json) {
        json::Writer json;
        print_json(json.object()
                       .field("matched", retried.matched)
                       .field("waiting", retried.waiting)
                       .end());
        return;
    }
    fmt::print("{} matched, {} still waiting\n", thousands(retried.matched),
               thousands(retried.waiting));
}

void print_reversal(const Context& context, const collect::Reversal& reversal) {
    if (context.json) {
        json::Writer json;
        print_json(json.object()
                       .field("payment", reversal.key)
                       .field("known", reversal.is_known)
                       .field("account", reversal.account)
                       .field("amount", reversal.amount)
                       .end());
        return;
    }
    if (reversal.is_known) fmt::print("It was reversed already; nothing was added.\n");
    print_wrapped(fmt::format("Payment {} of {} is reversed: {}", reversal.key,
                              with_currency(reversal.amount),
                              reversal.account.empty()
                                  ? std::string("it was in suspense")
                                  : "account " + reversal.account + " owes it again"),
                  0, 2);
}

void print_deposit(const Context& context, collect::DepositAct act,
                   const collect::DepositReceipt& receipt) {
    const std::string_view done = act == collect::DepositAct::Take ? "taken" : "returned";
    if (context.json) {
        json::Writer json;
        print_json(json.object()
                       .field("act", done)
                       .field("known", receipt.is_known)
                       .field("batch", receipt.batch.value)
                       .field("amount", receipt.amount)
                       .field("held", receipt.held)
                       .end());
        return;
    }
    if (receipt.is_known) print_known(receipt.batch);
    fmt::print("Deposit of {} {}; {} held now\n", with_currency(receipt.amount), done,
               with_currency(receipt.held));
}

void print_low_balances(const Context& context, const std::string& below,
                        const collect::LowBalances& found) {
    if (context.json) {
        json::Writer json;
        json.object().field("below", below).key("low").array();
        for (const auto& [account, balance] : found.low)
            json.object().field("account", account).field("balance", balance).end();
        json.end().key("failed").array();
        for (const auto& [account, error] : found.failed)
            json.object().field("account", account).field("text", error.message()).end();
        print_json(json.end().end());
        return;
    }
    for (const auto& [account, error] : found.failed)
        print_wrapped(fmt::format("{} is left out: {}", account, error.message()), 0, 2);
    if (found.low.empty()) return fmt::print("No balance that was topped up is below {}.\n", below);
    Table table({"account", ">balance"});
    for (const auto& [account, balance] : found.low) table.row({account, with_currency(balance)});
    table.print();
}

void print_refund(const Context& context, const collect::Refund& refund) {
    if (context.json) {
        json::Writer json;
        print_json(json.object()
                       .field("known", refund.is_known)
                       .field("batch", refund.batch.value)
                       .field("refunded", refund.amount)
                       .field("credit", refund.credit)
                       .end());
        return;
    }
    if (refund.is_known) print_known(refund.batch);
    if (refund.amount.minor == 0)
        return fmt::print("Nothing to refund: the credit is {}\n", with_currency(refund.credit));
    fmt::print("{} is recorded to be paid out\n", with_currency(refund.amount));
}

void RefundList::add(const std::string& account, const Money& amount) {
    if (!context_.json && rows_.empty())
        fmt::print("{}\n", is_dry_ ? "Would be paid out, nothing is recorded:" : "To be paid out:");
    rows_.emplace_back(account, amount);
    if (!context_.json) fmt::print("  {}  {}\n", account, with_currency(amount));
}

void RefundList::end(const run::RefundAll& all) {
    if (context_.json) {
        json::Writer json;
        json.object().field("dry_run", is_dry_).key("refunds").array();
        for (const auto& [account, amount] : rows_)
            json.object().field("account", account).field("amount", amount).end();
        json.end().key("failed").array();
        for (const auto& [account, error] : all.failed)
            json.object().field("account", account).field("text", error.message()).end();
        return print_json(json.end().end());
    }
    for (const auto& [account, error] : all.failed)
        print_wrapped(fmt::format("{} is left out: {}", account, error.message()), 0, 2);
    if (all.accounts == 0) return fmt::print("Nobody has credit to be paid out.\n");
    std::string sums;
    for (const auto& amount : all.amounts)
        sums += (sums.empty() ? "" : ", ") + with_currency(amount);
    fmt::print("{} account{}, {}\n", all.accounts, all.accounts == 1 ? "" : "s", sums);
}

}  // namespace bw::app
