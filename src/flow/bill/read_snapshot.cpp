// Statements from their frozen data. Members stand in the order of snapshot.cpp.
#include "flow/bill/breakdown_text.h"
#include "flow/bill/snapshot.h"
#include "flow/bill/snapshot_names.h"
#include "platform/json/json.h"

#include <algorithm>
#include <limits>
#include <span>

namespace bw::bill {
namespace {

using json::Value;

std::unexpected<Error> wrong(const Value& value, std::string_view what) {
    return fail(Code::Invalid, std::string(what), value.place());
}

Result<LocalDate> read_date(const Value& object, std::string_view name) {
    const std::string text = TRY(object.text(name));
    return LocalDate::parse(text);
}

Result<Decimal> read_decimal(const Value& object, std::string_view name) {
    const std::string text = TRY(object.text(name));
    return Decimal::parse(text);
}

Result<Money> read_money(const Value& object, std::string_view name, Currency currency) {
    const std::string text = TRY(object.text(name));
    return parse_money(text, currency);
}

Result<std::int64_t> read_integer(const Value& object, std::string_view name) {
    const Value* const value = TRY(object.member(name));
    return value->as_integer();
}

Result<int> read_int(const Value& object, std::string_view name) {
    const auto wide = TRY(read_integer(object, name));
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        return wrong(object, std::string(name) + " is too large");
    return static_cast<int>(wide);
}

// Members that stand there only where they say something.
Result<std::string> text_or_nothing(const Value& object, std::string_view name) {
    return object.find(name) == nullptr ? Result<std::string>(std::string()) : object.text(name);
}
Result<bool> flag_or_false(const Value& object, std::string_view name) {
    const Value* const value = object.find(name);
    return value == nullptr ? Result<bool>(false) : value->as_bool();
}

template <typename T>
Result<T> read_name(const Value& object, std::string_view name,
                    std::span<const std::string_view> names) {
    const std::string text = TRY(object.text(name));
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return wrong(object, std::string(name) + " is none that is known");
    return static_cast<T>(found - names.begin());
}

Result<Period> read_period(const Value& object, std::string_view name) {
    const Value* const days = TRY(object.member(name));
    return Period{TRY(read_date(*days, "from")), TRY(read_date(*days, "to"))};
}

Result<Address> read_address(const Value& object) {
    const Value* const value = TRY(object.member("address"));
    return Address{TRY(value->text("street")), TRY(value->text("postcode")),
                   TRY(value->text("city")), TRY(value->text("country"))};
}

Result<std::vector<std::string>> read_texts(const Value& object, std::string_view name) {
    std::vector<std::string> texts;
    for (const auto& value : TRY(object.array(name))->items())
        texts.push_back(TRY(value.as_text()));
    return texts;
}

Result<Seller> read_seller(const Value& v) {
    Seller seller;
    seller.name = TRY(v.text("name"));
    seller.vat_id = TRY(v.text("vat_id"));
    seller.registration = TRY(v.text("registration"));
    seller.email = TRY(v.text("email"));
    seller.phone = TRY(v.text("phone"));
    seller.web = TRY(v.text("web"));
    seller.iban = TRY(v.text("iban"));
    seller.bic = TRY(v.text("bic"));
    seller.bank_account_name = TRY(v.text("bank_account_name"));
    seller.brand = TRY(v.text("brand"));
    seller.address = TRY(read_address(v));
    return seller;
}

Result<Buyer> read_buyer(const Value& v) {
    return Buyer{TRY(v.text("name")), TRY(v.text("number")), TRY(v.text("vat_id")),
                 TRY(v.text("email")), TRY(read_address(v))};
}

Result<void> read_supplies(const Value& root, Invoice& i) {
    for (const auto& v : TRY(root.array("supplies"))->items()) {
        SupplyPoint s;
        s.code = TRY(v.text("code"));
        s.kind = TRY(v.text("kind"));
        s.plan = TRY(v.text("plan"));
        if (v.find("subscription") != nullptr)
            i.supply_subscriptions.push_back(TRY(read_integer(v, "subscription")));
        s.plan_until = TRY(text_or_nothing(v, "plan_until"));
        s.site = TRY(text_or_nothing(v, "site"));
        s.address = TRY(read_address(v));
        i.supplies.push_back(std::move(s));
    }
    return {};
}

Result<rate::Piece> read_piece(const Value& v) {
    rate::Piece piece;
    piece.kind = TRY(read_name<rate::PieceKind>(v, "kind", snapshot_names::kPieces));
    piece.charge = TRY(v.text("charge"));
    piece.part = TRY(v.text("part"));
    piece.schedule = TRY(v.text("schedule"));
    piece.version = TRY(read_date(v, "version"));
    const std::string breakdown = TRY(v.text("breakdown"));
    piece.breakdown = TRY(parse_breakdown(breakdown));
    return piece;
}

Result<InvoiceLine> read_line(const Value& v, Currency currency) {
    InvoiceLine l;
    l.number = TRY(read_int(v, "number"));
    l.supply = TRY(read_int(v, "supply"));
    l.subscription = TRY(read_integer(v, "subscription"));
    l.name = TRY(v.text("name"));
    l.words = TRY(text_or_nothing(v, "words"));
    l.stream = TRY(read_name<Stream>(v, "stream", snapshot_names::kStreams));
    l.piece = TRY(read_piece(v));
    l.days = TRY(read_period(v, "days"));
    l.nominal = TRY(read_period(v, "nominal"));
    l.quantity = TRY(read_decimal(v, "quantity"));
    l.unit = TRY(v.text("unit"));
    l.price = TRY(read_decimal(v, "price"));
    l.base = TRY(read_integer(v, "base"));
    if (l.base < 1) return wrong(v, "base is below 1");
    l.net = TRY(read_money(v, "net", currency));
    if (v.find("gross") != nullptr) l.gross = TRY(read_money(v, "gross", currency));
    l.tax = TRY(v.text("tax"));
    l.tax_code = TRY(v.text("tax_code"));
    l.tax_percent = TRY(read_decimal(v, "tax_percent"));
    l.corrects = TRY(text_or_nothing(v, "corrects"));
    l.reversal = TRY(flag_or_false(v, "reversal"));
    return l;
}

Result<void> read_totals(const Value& root, Invoice& i) {
    for (const auto& v : TRY(root.array("taxes"))->items())
        i.taxes.push_back({TRY(v.text("code")), TRY(read_decimal(v, "percent")),
                           TRY(v.text("category")), TRY(v.text("reason")),
                           TRY(read_money(v, "base", i.currency)),
                           TRY(read_money(v, "tax", i.currency))});
    i.net = TRY(read_money(root, "net", i.currency));
    i.tax = TRY(read_money(root, "tax", i.currency));
    i.gross = TRY(read_money(root, "gross", i.currency));
    i.prepaid = TRY(read_money(root, "prepaid", i.currency));
    i.payable = TRY(read_money(root, "payable", i.currency));
    return {};
}

Result<WhyStep> read_step(const Value& v, Currency currency) {
    WhyStep step;
    step.kind = TRY(read_name<WhyKind>(v, "kind", snapshot_names::kSteps));
    step.amount = TRY(read_money(v, "amount", currency));
    step.quantity = TRY(read_decimal(v, "quantity"));
    step.unit = TRY(v.text("unit"));
    step.period = TRY(read_period(v, "period"));
    step.words = TRY(text_or_nothing(v, "words"));
    step.is_end = TRY(flag_or_false(v, "is_end"));
    return step;
}

Result<MonthValue> read_month(const Value& v) {
    const Value* const estimated = TRY(v.member("estimated"));
    MonthValue month{TRY(read_period(v, "days")),
                     TRY(read_decimal(v, "quantity")),
                     TRY(estimated->as_bool()),
                     {}};
    if (v.find("year_before") != nullptr) month.year_before = TRY(read_decimal(v, "year_before"));
    if (v.find("windows") == nullptr) return month;
    for (const auto& text : TRY(read_texts(v, "windows"))) {
        const auto quantity = Decimal::parse(text);
        if (!quantity) return fail(Code::Invalid, "a window's quantity is no number", text);
        month.windows.push_back(*quantity);
    }
    return month;
}

Result<NextAdvance> read_advance(const Value& v, Currency currency) {
    NextAdvance advance{TRY(read_date(v, "from")), TRY(read_money(v, "gross", currency)),
                        TRY(v.text("supply")), 0};
    if (v.find("due_day") != nullptr) advance.due_day = TRY(read_int(v, "due_day"));
    return advance;
}

Result<Disclosure> read_disclosure(const Value& v) {
    Disclosure disclosure{TRY(v.text("duty")), TRY(v.text("words")), {}, {}};
    if (v.find("shares") == nullptr) return disclosure;
    disclosure.title = TRY(v.text("title"));
    for (const auto& share : TRY(v.array("shares"))->items())
        disclosure.shares.push_back({TRY(share.text("name")), TRY(read_decimal(share, "percent"))});
    return disclosure;
}

Result<void> read_story(const Value& root, Invoice& i) {
    for (const auto& v : TRY(root.array("why"))->items())
        i.why.push_back(TRY(read_step(v, i.currency)));
    for (const auto& v : TRY(root.array("months"))->items()) i.months.push_back(TRY(read_month(v)));
    i.months_unit = TRY(root.text("months_unit"));
    if (root.find("month_windows") != nullptr)
        i.month_windows = TRY(read_texts(root, "month_windows"));
    for (auto& month : i.months)
        if (!month.windows.empty() && month.windows.size() != i.month_windows.size())
            return fail(Code::Invalid, "a month has other windows than the invoice");
    for (const auto& v : TRY(root.array("next_advances"))->items())
        i.next_advances.push_back(TRY(read_advance(v, i.currency)));
    i.notices = TRY(read_texts(root, "notices"));
    if (root.find("disclosures") == nullptr) return {};
    for (const auto& v : TRY(root.array("disclosures"))->items())
        i.disclosures.push_back(TRY(read_disclosure(v)));
    return {};
}

}  // namespace

Result<Invoice> read_snapshot(std::string_view text, std::string_view name) {
    constexpr std::array<std::string_view, 2> kKinds = {"invoice", "credit-note"};
    const Value root = TRY(json::parse(text, name));
    const std::string format = TRY(root.text("format"));
    if (format != "invoice/1") return wrong(root, "format is not invoice/1");
    Invoice i;
    i.kind = TRY(read_name<InvoiceKind>(root, "kind", kKinds));
    i.number = TRY(root.text("number"));
    i.issued_on = TRY(read_date(root, "issued_on"));
    i.due_on = TRY(read_date(root, "due_on"));
    i.language = TRY(root.text("language"));
    const std::string currency = TRY(root.text("currency"));
    i.currency = TRY(Currency::parse(currency));
    i.account_number = TRY(root.text("account"));
    i.payment_reference = TRY(root.text("payment_reference"));
    i.period = TRY(read_period(root, "period"));
    const Value* const seller = TRY(root.member("seller"));
    i.seller = TRY(read_seller(*seller));
    const Value* const buyer = TRY(root.member("buyer"));
    i.buyer = TRY(read_buyer(*buyer));
    TRY_VOID(read_supplies(root, i));
    for (const auto& v : TRY(root.array("lines"))->items())
        i.lines.push_back(TRY(read_line(v, i.currency)));
    TRY_VOID(read_totals(root, i));
    i.corrected_numbers = TRY(read_texts(root, "corrects"));
    TRY_VOID(read_story(root, i));
    return i;
}

}  // namespace bw::bill
