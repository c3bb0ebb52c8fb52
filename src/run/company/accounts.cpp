#include "run/company/accounts.h"

#include "base/country.h"
#include "base/services.h"
#include "books/customers/fields.h"
#include "run/company/fields.h"
#include "run/company/layouts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bw::company {
namespace {

using customers::AccountRow;

// A row as texts; those that are no texts in the end stand beside it.
struct Draft {
    AccountRow row;
    std::string from, advance, billed_until, fees_until, role, share;
};
using S = std::string&;
using enum Need;
using enum Form;

// What is not needed may be missing or empty: the rest is needed for a bill.
constexpr std::array kFields = {
    Field<Draft>{{"account", Always, Code}, [](Draft& d) -> S { return d.row.account; }},
    Field<Draft>{{"customer", Perhaps, Code}, [](Draft& d) -> S { return d.row.customer; }},
    Field<Draft>{{"issuer", Always, Code}, [](Draft& d) -> S { return d.row.issuer; }},
    Field<Draft>{{"currency", Always, Text}, [](Draft& d) -> S { return d.row.currency; }},
    Field<Draft>{{"name", Always, Text}, [](Draft& d) -> S { return d.row.holder.name; }},
    Field<Draft>{{"street", Always, Text},
                 [](Draft& d) -> S { return d.row.holder.address.street; }},
    Field<Draft>{{"postcode", Always, Text},
                 [](Draft& d) -> S { return d.row.holder.address.postcode; }},
    Field<Draft>{{"city", Always, Text}, [](Draft& d) -> S { return d.row.holder.address.city; }},
    Field<Draft>{{"country", Always, Text},
                 [](Draft& d) -> S { return d.row.holder.address.country; }},
    Field<Draft>{{"email", Perhaps, Text}, [](Draft& d) -> S { return d.row.holder.email; }},
    Field<Draft>{{"vat_id", Perhaps, Text}, [](Draft& d) -> S { return d.row.holder.vat_id; }},
    Field<Draft>{{"language", Always, Text}, [](Draft& d) -> S { return d.row.holder.language; }},
    Field<Draft>{{"cycle", Perhaps, Text}, [](Draft& d) -> S { return d.row.holder.cycle; }},
    Field<Draft>{{"service_point", Always, Code},
                 [](Draft& d) -> S { return d.row.service_point; }},
    Field<Draft>{{"kind", Always, Text}, [](Draft& d) -> S { return d.row.kind; }},
    Field<Draft>{{"zone", Always, Text}, [](Draft& d) -> S { return d.row.zone; }},
    Field<Draft>{{"supply_street", Perhaps, Text},
                 [](Draft& d) -> S { return d.row.supply.street; }},
    Field<Draft>{{"supply_postcode", Perhaps, Text},
                 [](Draft& d) -> S { return d.row.supply.postcode; }},
    Field<Draft>{{"supply_city", Perhaps, Text}, [](Draft& d) -> S { return d.row.supply.city; }},
    Field<Draft>{{"supply_country", Perhaps, Text},
                 [](Draft& d) -> S { return d.row.supply.country; }},
    Field<Draft>{{"plan", Named, Code}, [](Draft& d) -> S { return d.row.plan; }},
    Field<Draft>{{"from", Always, Day}, [](Draft& d) -> S { return d.from; }},
    Field<Draft>{{"payment_plan", Perhaps, Code}, [](Draft& d) -> S { return d.row.payment_plan; }},
    Field<Draft>{{"advance", Perhaps, Amount}, [](Draft& d) -> S { return d.advance; }},
    Field<Draft>{{"role", Perhaps, Text}, [](Draft& d) -> S { return d.role; }},
    Field<Draft>{{"site", Perhaps, Text}, [](Draft& d) -> S { return d.row.site; }},
    Field<Draft>{{"share", Perhaps, Amount}, [](Draft& d) -> S { return d.share; }},
    Field<Draft>{{"share_of", Perhaps, Code}, [](Draft& d) -> S { return d.row.share_of; }},
    Field<Draft>{{"parent", Perhaps, Code}, [](Draft& d) -> S { return d.row.parent; }},
    Field<Draft>{{"tax_status", Perhaps, Code},
                 [](Draft& d) -> S { return d.row.holder.tax_status; }},
    Field<Draft>{{"billed_until", Perhaps, Day}, [](Draft& d) -> S { return d.billed_until; }},
    Field<Draft>{{"fees_until", Perhaps, Day}, [](Draft& d) -> S { return d.fees_until; }},
};
constexpr auto kColumns = columns_of(kFields);
constexpr Layout kLayout{FileKind::Accounts, "accounts", "an accounts file", kColumns};

std::unexpected<Error> wrong(std::string text) { return fail(Code::Invalid, std::move(text)); }

// A co-payer has a share and is on the holder's plan; everybody else has a plan and no share.
Result<void> check_role(const AccountRow& row) {
    if (row.role != customers::Role::CoPayer) {
        if (!row.share.is_zero() || !row.share_of.empty())
            return wrong("only a co-payer has a share: his 'role' is co-payer");
        return {};
    }
    if (!row.plan.empty() || !row.payment_plan.empty())
        return wrong("a co-payer is on the plan of the holder: leave 'plan' empty");
    if (row.share.is_negative() || row.share > Decimal(100) || row.share.places() > 4)
        return wrong("a share is percent, 0 to 100 with at most 4 decimals; 0 or empty ends it");
    if (row.from != row.from.first_of_month())
        return wrong("a share begins and ends with a month: 'from' is the first day of one");
    return {};
}

Result<void> check_values(const AccountRow& row) {
    for (const auto& country : {row.holder.address.country, row.supply.country})
        if (!is_country(country)) return wrong("a country is two letters (ISO 3166-1), such as DE");
    if (!customers::is_language(row.holder.language))
        return wrong("the language is a tag such as en or de-AT");
    if (row.holder.cycle != "monthly") return wrong("the cycle is monthly, or empty");
    if (!is_service(row.kind))
        return wrong(fmt::format("the kind is one of {}", fmt::join(kServices, ", ")));
    if (!row.holder.vat_id.empty() && !customers::is_vat_number(row.holder.vat_id))
        return wrong("a VAT number begins with its country, such as DE123456789");
    if (row.payment_plan.empty() != (row.advance <= 0))
        return wrong("a payment plan and the amount of an advance, above 0, go together");
    if (!row.payment_plan.empty() && row.plan.empty())
        return wrong("where supply ends, no payment plan goes on");
    TRY_VOID(check_role(row));
    const auto& email = row.holder.email;
    if (!email.empty() && (email.find('@') == 0 || email.find('@') >= email.size() - 1))
        return wrong("an email address has an @ between name and place");
    return {};
}

Result<void> read_takeover(const Draft& draft, AccountRow& row) {
    if (!draft.billed_until.empty()) row.billed_until = TRY(LocalDate::parse(draft.billed_until));
    if (draft.fees_until.empty()) return {};
    row.fees_until = TRY(LocalDate::parse(draft.fees_until));
    if (!row.billed_until || *row.fees_until < *row.billed_until)
        return wrong(
            "'fees_until' stands beside 'billed_until' and is not before it: fees that are "
            "billed in advance reach further than usage");
    return {};
}

Result<void> read_role(const Draft& draft, AccountRow& row) {
    const auto role = customers::parse_role(draft.role);
    if (!role && !draft.role.empty())
        return wrong("the role is holder, vacancy or co-payer; empty: holder");
    row.role = role.value_or(customers::Role::Holder);
    if (!draft.share.empty()) row.share = TRY(Decimal::parse(draft.share));
    return {};
}

Result<AccountRow> row_of(Draft draft) {
    AccountRow& row = draft.row;
    row.from = TRY(LocalDate::parse(draft.from));
    row.holder.from = row.from;
    if (row.holder.cycle.empty()) row.holder.cycle = "monthly";
    if (row.supply == customers::Place{}) row.supply = row.holder.address;
    if (row.supply.country.empty()) row.supply.country = row.holder.address.country;
    if (!draft.advance.empty()) {
        const auto currency = TRY(Currency::parse(row.currency));
        row.advance = TRY(parse_money(draft.advance, currency)).minor;
    }
    TRY_VOID(read_role(draft, row));
    TRY_VOID(read_takeover(draft, row));
    TRY_VOID(check_values(row));
    return std::move(row);
}

customers::AccountCodes codes_of(std::span<const Row> rows) {
    customers::AccountCodes codes;
    for (const auto& row : rows) {
        const AccountRow r = draft_of(row, kFields).row;
        codes.accounts.push_back(r.account);
        codes.customers.push_back(r.customer.empty() ? r.account : r.customer);
        if (!r.parent.empty()) codes.customers.push_back(r.parent);
        codes.service_points.push_back(r.service_point);
    }
    return codes;
}

}  // namespace

const Layout& accounts_layout() { return kLayout; }

Result<void> read_accounts(meter::ByteSource& source, const std::string& name,
                           const Mapping& mapping, Tally& tally,
                           const Sink<customers::AccountRow>& sink, const ExpectCodes& expect) {
    const auto ahead = [&](std::span<const Row> rows) { expect(codes_of(rows)); };
    return read_table(
        source, name, mapping, tally,
        rows_into(sink, [](const Row& row) { return row_of(draft_of(row, kFields)); }),
        expect ? Expect(ahead) : Expect());
}

}  // namespace bw::company
