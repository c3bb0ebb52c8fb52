#include "flow/bill/snapshot.h"

#include "flow/bill/breakdown_text.h"
#include "flow/bill/parts.h"
#include "flow/bill/snapshot_names.h"
#include "platform/json/writer.h"

namespace bw::bill {
namespace {

void write(json::Writer& json, const Address& a) {
    json.object()
        .field("street", a.street)
        .field("postcode", a.postcode)
        .field("city", a.city)
        .field("country", a.country)
        .end();
}

void write(json::Writer& json, const Period& p) {
    json.object().field("from", p.from).field("to", p.to).end();
}

void write_parties(json::Writer& json, const Invoice& i) {
    json.key("seller")
        .object()
        .field("name", i.seller.name)
        .field("vat_id", i.seller.vat_id)
        .field("registration", i.seller.registration)
        .field("email", i.seller.email)
        .field("phone", i.seller.phone)
        .field("web", i.seller.web)
        .field("iban", i.seller.iban)
        .field("bic", i.seller.bic)
        .field("bank_account_name", i.seller.bank_account_name)
        .field("brand", i.seller.brand)
        .key("address");
    write(json, i.seller.address);
    json.end();
    json.key("buyer")
        .object()
        .field("name", i.buyer.name)
        .field("number", i.buyer.number)
        .field("vat_id", i.buyer.vat_id)
        .field("email", i.buyer.email)
        .key("address");
    write(json, i.buyer.address);
    json.end();
    json.key("supplies").array();
    for (std::size_t n = 0; n < i.supplies.size(); ++n) {
        const SupplyPoint& s = i.supplies[n];
        json.object().field("code", s.code).field("kind", s.kind).field("plan", s.plan);
        if (n < i.supply_subscriptions.size())
            json.field("subscription", i.supply_subscriptions[n]);
        if (!s.plan_until.empty()) json.field("plan_until", s.plan_until);
        if (!s.site.empty()) json.field("site", s.site);
        json.key("address");
        write(json, s.address);
        json.end();
    }
    json.end();
}

void write_lines(json::Writer& json, const Invoice& i) {
    json.key("lines").array();
    for (const auto& l : i.lines) {
        json.object()
            .field("number", l.number)
            .field("supply", l.supply)
            .field("subscription", l.subscription)
            .field("name", l.name);
        if (!l.words.empty()) json.field("words", l.words);
        json.field("kind", snapshot_names::kPieces[static_cast<std::size_t>(l.piece.kind)])
            .field("stream", snapshot_names::kStreams[static_cast<std::size_t>(l.stream)])
            .field("charge", l.piece.charge.text())
            .field("part", l.piece.part.text())
            .field("schedule", l.piece.schedule.text())
            .field("version", l.piece.version)
            .key("days");
        write(json, l.days);
        json.key("nominal");
        write(json, l.nominal);
        json.field("quantity", l.quantity)
            .field("unit", l.unit)
            .field("price", l.price)
            .field("base", l.base)
            .field("net", l.net.to_string());
        if (l.gross) json.field("gross", l.gross->to_string());
        json.field("tax", l.tax).field("tax_code", l.tax_code).field("tax_percent", l.tax_percent);
        if (!l.corrects.empty()) json.field("corrects", l.corrects);
        if (l.reversal) json.field("reversal", true);
        json.field("breakdown", breakdown_text(l.piece.breakdown)).end();
    }
    json.end();
}

// Of a bill in parts what each comes to.
void write_parts(json::Writer& json, const Invoice& i) {
    const auto parts = parts_of(i);
    if (parts.empty()) return;
    json.key("parts").array();
    for (const auto& part : parts) {
        json.object().field("site", part.site).field("net", part.net.to_string());
        if (part.gross) json.field("gross", part.gross->to_string());
        if (part.address) {
            json.key("address");
            write(json, *part.address);
        }
        json.end();
    }
    json.end();
}

void write_totals(json::Writer& json, const Invoice& i) {
    json.key("taxes").array();
    for (const auto& t : i.taxes)
        json.object()
            .field("code", t.code)
            .field("percent", t.percent)
            .field("category", t.category)
            .field("reason", t.reason)
            .field("base", t.base.to_string())
            .field("tax", t.tax.to_string())
            .end();
    json.end();
    json.field("net", i.net.to_string())
        .field("tax", i.tax.to_string())
        .field("gross", i.gross.to_string())
        .field("prepaid", i.prepaid.to_string())
        .field("payable", i.payable.to_string());
}

// What the first page tells: why, the months, what is asked for next, what is good to know.
void write_story(json::Writer& json, const Invoice& i) {
    json.key("why").array();
    for (const auto& w : i.why) {
        json.object()
            .field("kind", snapshot_names::kSteps[static_cast<std::size_t>(w.kind)])
            .field("amount", w.amount.to_string())
            .field("quantity", w.quantity)
            .field("unit", w.unit)
            .key("period");
        write(json, w.period);
        if (!w.words.empty()) json.field("words", w.words);
        if (w.is_end) json.field("is_end", true);
        json.end();
    }
    json.end().key("months").array();
    for (const auto& m : i.months) {
        json.object().key("days");
        write(json, m.month);
        json.field("quantity", m.quantity).field("estimated", m.estimated);
        if (m.year_before) json.field("year_before", *m.year_before);
        if (!m.windows.empty()) {
            json.key("windows").array();
            for (const auto& quantity : m.windows) json.value(quantity);
            json.end();
        }
        json.end();
    }
    json.end().field("months_unit", i.months_unit);
    if (!i.month_windows.empty()) {
        json.key("month_windows").array();
        for (const auto& name : i.month_windows) json.value(name);
        json.end();
    }
    json.key("next_advances").array();
    for (const auto& a : i.next_advances) {
        json.object()
            .field("from", a.from)
            .field("gross", a.gross.to_string())
            .field("supply", a.supply);
        if (a.due_day > 0) json.field("due_day", a.due_day);
        json.end();
    }
    json.end().key("notices").array();
    for (const auto& n : i.notices) json.value(n);
    json.end();
    if (i.disclosures.empty()) return;
    json.key("disclosures").array();
    for (const auto& [duty, words, shares, title] : i.disclosures) {
        json.object().field("duty", duty).field("words", words);
        if (!shares.empty()) {
            json.field("title", title).key("shares").array();
            for (const auto& [name, percent] : shares)
                json.object().field("name", name).field("percent", percent).end();
            json.end();
        }
        json.end();
    }
    json.end();
}

}  // namespace

std::string snapshot(const Invoice& i) {
    json::Writer json;
    json.object()
        .field("format", "invoice/1")
        .field("kind", i.kind == InvoiceKind::CreditNote ? "credit-note" : "invoice")
        .field("number", i.number)
        .field("issued_on", i.issued_on)
        .field("due_on", i.due_on)
        .field("language", i.language)
        .field("currency", i.currency.code())
        .field("account", i.account_number)
        .field("payment_reference", i.payment_reference)
        .key("period");
    write(json, i.period);
    write_parties(json, i);
    write_lines(json, i);
    write_parts(json, i);
    write_totals(json, i);
    json.key("corrects").array();
    for (const auto& number : i.corrected_numbers) json.value(number);
    json.end();
    write_story(json, i);
    json.end();
    return json.take();
}

}  // namespace bw::bill
