#include "apps/billwright/money_output.h"

#include "apps/billwright/table.h"

#include <fmt/format.h>

namespace bw::app {
namespace {

using collect::Receipt;

std::string with_currency(const Money& amount) {
    return fmt::format("{} {}", amount.to_string(), amount.currency.code());
}

std::string document_name(const std::string& number) {
    return number.empty() ? "without a document" : number;
}

void write_notes(json::Writer& json, std::string_view name,
                 const std::vector<collect::LineNote>& notes) {
    json.key(name).array();
    for (const auto& note : notes)
        json.object().field("line", note.line).field("key", note.key).field("why", note.why).end();
    json.end();
}

void print_notes(std::string_view what, const std::vector<collect::LineNote>& notes,
                 std::int64_t all) {
    for (const auto& note : notes)
        fmt::print("  line {}{} {}: {}\n", note.line,
                   note.key.empty() ? "" : ", payment " + note.key, what, note.why);
    const auto more = all - static_cast<std::int64_t>(notes.size());
    if (more > 0) fmt::print("  ... and {} more {}\n", thousands(more), what);
}

}  // namespace

void print_receipt(const Context& context, const Receipt& receipt) {
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
            json.object().field("document", share.document).field("amount", share.amount).end();
        json.end().field("credit", receipt.credit).field("written_off", receipt.written_off).end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (receipt.is_known)
        fmt::print("This payment is in the books already, since batch {}: nothing was added. A "
                   "second one like it needs a key of its own: --key\n",
                   receipt.batch.value);
    fmt::print("Payment {}, batch {}: {} for account {}\n", receipt.key, receipt.batch.value,
               with_currency(receipt.amount), receipt.account);
    for (const auto& share : receipt.shares)
        fmt::print("  {:>12}  {}\n", share.amount.to_string(), document_name(share.document));
    if (receipt.credit.minor != 0)
        fmt::print("  {:>12}  credit, for the next invoice\n", receipt.credit.to_string());
    if (receipt.written_off.minor != 0)
        fmt::print("  {:>12}  written off: a rest within the tolerance\n",
                   receipt.written_off.to_string());
}

void print_payments(const Context& context, const std::string& file,
                    const collect::ImportReport& r) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("file", file)
            .field("batch", r.batch.value)
            .field("received", r.received)
            .field("accepted", r.accepted)
            .field("known", r.known)
            .field("rejected", r.rejected)
            .field("pending", r.pending);
        write_notes(json, "rejects", r.rejects);
        write_notes(json, "waiting", r.waiting);
        json.end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("{}: payments, batch {}: {} received = {} accepted + {} rejected + {} pending\n",
               file, r.batch.value, thousands(r.received), thousands(r.accepted),
               thousands(r.rejected), thousands(r.pending));
    if (r.known > 0)
        fmt::print("  {} of the accepted ones were in the books already; nothing was added\n",
                   thousands(r.known));
    print_notes("rejected", r.rejects, r.rejected);
    print_notes("waits", r.waiting, r.pending);
    if (r.pending > 0)
        fmt::print("Booked in suspense. See: billwright payment waiting; give one to its account "
                   "with: billwright payment match KEY ACCOUNT\n");
}

void print_duplicate(const Context& context, const std::string& file, const Error& error) {
    if (!context.json) return fmt::print("{}: {}\n", file, error.text);
    json::Writer json;
    json.object().field("file", file).field("duplicate", true).end();
    fmt::print("{}\n", json.take());
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
                .field("why", w.why)
                .end();
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (waiting.empty()) return fmt::print("No payment waits for its account.\n");
    Table table({"Payment", "Booked on", ">Amount", "Account", "Reference", "Text", "Why"});
    for (const auto& w : waiting)
        table.row({w.key, w.booked_on.to_string(), with_currency(w.amount), w.claim.account,
                   w.claim.reference, w.claim.text, w.why});
    table.print();
}

void print_retried(const Context& context, const collect::Retried& retried) {
    if (context.json) {
        json::Writer json;
        json.object().field("matched", retried.matched).field("waiting", retried.waiting).end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("{} matched, {} still wait\n", thousands(retried.matched),
               thousands(retried.waiting));
}

void print_reversal(const Context& context, const collect::Reversal& reversal) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("payment", reversal.key)
            .field("known", reversal.is_known)
            .field("account", reversal.account)
            .field("amount", reversal.amount)
            .end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (reversal.is_known) fmt::print("It was reversed already; nothing was added.\n");
    fmt::print("Payment {} of {} is reversed: {}\n", reversal.key, with_currency(reversal.amount),
               reversal.account.empty()
                   ? std::string("it was in suspense")
                   : fmt::format("account {} owes it again", reversal.account));
}

void print_deposit(const Context& context, collect::DepositAct act,
                   const collect::DepositReceipt& receipt) {
    const std::string_view done = act == collect::DepositAct::Take ? "taken" : "returned";
    if (context.json) {
        json::Writer json;
        json.object()
            .field("act", done)
            .field("known", receipt.is_known)
            .field("batch", receipt.batch.value)
            .field("amount", receipt.amount)
            .field("held", receipt.held)
            .end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (receipt.is_known)
        fmt::print("This is in the books already, since batch {}: nothing was added. A second one "
                   "like it needs a key of its own: --key\n",
                   receipt.batch.value);
    fmt::print("Deposit of {} {}; {} held now\n", with_currency(receipt.amount), done,
               with_currency(receipt.held));
}

void print_refund(const Context& context, const collect::Refund& refund) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("known", refund.is_known)
            .field("batch", refund.batch.value)
            .field("refunded", refund.amount)
            .field("credit", refund.credit)
            .end();
        fmt::print("{}\n", json.take());
        return;
    }
    if (refund.is_known)
        fmt::print("This refund is in the books already, since batch {}: nothing was added.\n",
                   refund.batch.value);
    if (refund.amount.minor == 0)
        return fmt::print("Nothing to refund: the credit is {}\n", with_currency(refund.credit));
    fmt::print("{} is recorded to be paid out\n", with_currency(refund.amount));
}

void print_standing(const Context& context, const collect::Standing& s) {
    if (context.json) {
        json::Writer json;
        json.object()
            .field("account", s.payer.number)
            .field("on", s.on)
            .field("owed", s.owed)
            .field("open", s.open)
            .field("overdue", s.overdue)
            .field("credit", s.credit)
            .field("deposits", s.deposits)
            .key("items")
            .array();
        for (const auto& item : s.items)
            json.object()
                .field("document", item.number)
                .field("issued_on", item.issued_on)
                .field("due_on", item.due_on)
                .field("billed", item.billed)
                .field("open", item.open)
                .field("days_overdue", collect::days_overdue(item, s.on))
                .end();
        json.end().end();
        fmt::print("{}\n", json.take());
        return;
    }
    fmt::print("Account {} on {}: {} owed", s.payer.number, s.on.to_string(),
               with_currency(s.owed));
    if (s.overdue.minor != 0) fmt::print(", {} of it overdue", s.overdue.to_string());
    fmt::print("\n");
    if (s.credit.minor != 0) fmt::print("  credit {}\n", with_currency(s.credit));
    if (s.deposits.minor != 0) fmt::print("  deposits held {}\n", with_currency(s.deposits));
    if (s.items.empty()) return;
    Table table({"Document", "Issued on", "Due on", ">Billed", ">Open", ">Days overdue"});
    for (const auto& item : s.items) {
        const int days = collect::days_overdue(item, s.on);
        table.row({document_name(item.number), item.issued_on.to_string(), item.due_on.to_string(),
                   item.billed.to_string(), item.open.to_string(),
                   days > 0 ? std::to_string(days) : std::string()});
    }
    table.print();
}

namespace {

void write_statement(const collect::Payer& payer, const collect::Statement& s) {
    json::Writer json;
    json.object()
        .field("account", payer.number)
        .field("from", s.days.from)
        .field("to", s.days.to.plus_days(-1))
        .field("opening", s.opening)
        .field("closing", s.closing)
        .field("deposits_opening", s.deposits_opening)
        .field("deposits_closing", s.deposits_closing)
        .key("lines")
        .array();
    for (const auto& line : s.lines) {
        json.object()
            .field("on", line.on)
            .field("kind", ledger::entry_kind_name(line.kind))
            .field("key", line.key)
            .field("text", line.text)
            .field("amount", line.amount)
            .field("balance", line.balance)
            .field("deposit", line.deposit)
            .field("deposits", line.deposits)
            .key("parts")
            .array();
        for (const auto& part : line.parts)
            json.object().field("document", part.document).field("amount", part.amount).end();
        json.end().end();
    }
    json.end().end();
    fmt::print("{}\n", json.take());
}

// "T-2026-000001 -119.00, credit -20.00": what a line moved, where that is not its amount alone.
std::string parts_text(const collect::StatementLine& line) {
    std::string text;
    for (const auto& part : line.parts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", document_name(part.document),
                            part.amount.to_string());
    return text;
}

}  // namespace

void print_account_statement(const Context& context, const collect::Payer& payer,
                             const collect::Statement& s) {
    if (context.json) return write_statement(payer, s);
    fmt::print("Account {}, {} to {}, amounts in {}\n", payer.number, s.days.from.to_string(),
               s.days.to.plus_days(-1).to_string(), payer.currency.code());
    Table table({"Date", "What", ">Amount", ">Balance", ">Deposits", "Documents"});
    table.row(
        {"", "opening balance", "", s.opening.to_string(), s.deposits_opening.to_string(), ""});
    for (const auto& line : s.lines)
        table.row({line.on.to_string(), line.text, line.amount.to_string(),
                   line.balance.to_string(), line.deposits.to_string(), parts_text(line)});
    table.row(
        {"", "closing balance", "", s.closing.to_string(), s.deposits_closing.to_string(), ""});
    table.print();
}

}  // namespace bw::app
