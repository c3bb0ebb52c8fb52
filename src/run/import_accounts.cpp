#include "run/import_accounts.h"

#include "base/country.h"
#include "books/customers/fields.h"
#include "flow/meter/formats/parts/csv.h"
#include "run/input_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace bw::run {
namespace {

namespace column {
enum Column : std::size_t {
    Account,
    Customer,
    Issuer,
    Currency,
    Name,
    Street,
    Postcode,
    City,
    Country,
    Email,
    VatId,
    Language,
    Cycle,
    ServicePoint,
    Kind,
    Zone,
    SupplyStreet,
    SupplyPostcode,
    SupplyCity,
    SupplyCountry,
    Plan,
    From,
    PaymentPlan,
    Advance,
    Role,
    Site,
    Share,
    ShareOf,
    Parent,
    TaxStatus,
    Count
};
}
constexpr std::array<std::string_view, column::Count> kNames = {
    "account",     "customer",       "issuer",  "currency", "name",          "street",
    "postcode",    "city",           "country", "email",    "vat_id",        "language",
    "cycle",       "service_point",  "kind",    "zone",     "supply_street", "supply_postcode",
    "supply_city", "supply_country", "plan",    "from",     "payment_plan",  "advance",
    "role",        "site",           "share",   "share_of", "parent",        "tax_status"};
// May be missing or empty: the rest is needed for a bill.
constexpr std::array kOptional = {
    column::Customer,     column::Email,          column::VatId,      column::Cycle,
    column::SupplyStreet, column::SupplyPostcode, column::SupplyCity, column::SupplyCountry,
    column::Plan,         column::PaymentPlan,    column::Advance,    column::Role,
    column::Site,         column::Share,          column::ShareOf,    column::Parent,
    column::TaxStatus};

bool is_optional(std::size_t column) {
    return std::ranges::find(kOptional, column) != kOptional.end();
}

// Of the customer, and of what bills and books are made of: numbers, codes, names of plans.
constexpr std::size_t kCodeMax = 64;
constexpr std::size_t kTextMax = 250;

bool is_code(std::size_t column) {
    constexpr std::array kCodes = {column::Account,      column::Customer, column::Issuer,
                                   column::ServicePoint, column::Plan,     column::PaymentPlan,
                                   column::ShareOf,      column::Parent,   column::TaxStatus};
    return std::ranges::find(kCodes, column) != kCodes.end();
}

// A co-payer has a share and is on the holder's plan; everybody else has a plan and no share.
Result<void> check_role(const customers::AccountRow& row) {
    const auto wrong = [](std::string text) { return fail(Code::Invalid, std::move(text)); };
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

Result<void> check_values(const customers::AccountRow& row) {
    constexpr std::array kServices = {"electricity", "gas",       "water",     "heat",   "waste",
                                      "mobile",      "broadband", "telephone", "service"};
    const auto wrong = [](std::string text) { return fail(Code::Invalid, std::move(text)); };
    for (const auto& country : {row.holder.address.country, row.supply.country})
        if (!is_country(country)) return wrong("a country is two letters (ISO 3166-1), such as DE");
    if (!customers::is_language(row.holder.language))
        return wrong("the language is a tag such as en or de-AT");
    if (row.holder.cycle != "monthly") return wrong("the cycle is monthly, or empty");
    if (std::ranges::find(kServices, std::string_view(row.kind)) == kServices.end())
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

class Rows {
public:
    Result<void> header(const meter::CsvRecord& record) {
        position_.fill(-1);
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const auto name = std::ranges::find(kNames, record.fields[i]);
            if (name == kNames.end())
                return fail(Code::Refused, fmt::format("an accounts file has no column '{}'",
                                                       record.fields[i].substr(0, 40)));
            int& position = position_[static_cast<std::size_t>(name - kNames.begin())];
            if (position >= 0)
                return fail(Code::Refused, fmt::format("the column '{}' stands twice", *name));
            position = static_cast<int>(i);
        }
        for (std::size_t c = 0; c < column::Count; ++c)
            if (position_[c] < 0 && !is_optional(c))
                return fail(Code::Refused, fmt::format("the column '{}' is missing", kNames[c]));
        width_ = record.fields.size();
        return {};
    }

    Result<customers::AccountRow> row(const meter::CsvRecord& record) const {
        if (!record.is_clean) return fail(Code::Invalid, "the line is not clean UTF-8 text");
        if (!record.is_well_formed || record.fields.size() != width_)
            return fail(Code::Invalid, fmt::format("{} fields are expected, {} are there", width_,
                                                   record.fields.size()));
        for (std::size_t c = 0; c < column::Count; ++c) {
            const std::string value = at(record, c);
            if (!is_optional(c) && value.empty())
                return fail(Code::Invalid, fmt::format("'{}' is empty", kNames[c]));
            if (value.size() > (is_code(c) ? kCodeMax : kTextMax))
                return fail(Code::Invalid,
                            fmt::format("'{}' has more than {} characters", kNames[c],
                                        is_code(c) ? kCodeMax : kTextMax));
        }
        customers::AccountRow r;
        r.account = at(record, column::Account);
        r.customer = at(record, column::Customer);
        r.issuer = at(record, column::Issuer);
        r.currency = at(record, column::Currency);
        r.from = TRY(LocalDate::parse(at(record, column::From)));
        r.holder = {r.from,
                    at(record, column::Name),
                    {at(record, column::Street), at(record, column::Postcode),
                     at(record, column::City), at(record, column::Country)},
                    at(record, column::Email),
                    at(record, column::VatId),
                    at(record, column::Language),
                    at(record, column::Cycle).empty() ? "monthly" : at(record, column::Cycle)};
        r.service_point = at(record, column::ServicePoint);
        r.kind = at(record, column::Kind);
        r.zone = at(record, column::Zone);
        r.supply = {at(record, column::SupplyStreet), at(record, column::SupplyPostcode),
                    at(record, column::SupplyCity), at(record, column::SupplyCountry)};
        if (r.supply == customers::Place{}) r.supply = r.holder.address;
        if (r.supply.country.empty()) r.supply.country = r.holder.address.country;
        r.plan = at(record, column::Plan);
        r.payment_plan = at(record, column::PaymentPlan);
        if (const auto advance = at(record, column::Advance); !advance.empty()) {
            const auto currency = TRY(Currency::parse(r.currency));
            r.advance = TRY(parse_money(advance, currency)).minor;
        }
        const auto role = customers::parse_role(at(record, column::Role));
        if (!role && !at(record, column::Role).empty())
            return fail(Code::Invalid, "the role is holder, vacancy or co-payer; empty: holder");
        r.role = role.value_or(customers::Role::Holder);
        r.site = at(record, column::Site);
        if (const auto share = at(record, column::Share); !share.empty())
            r.share = TRY(Decimal::parse(share));
        r.share_of = at(record, column::ShareOf);
        r.parent = at(record, column::Parent);
        r.holder.tax_status = at(record, column::TaxStatus);
        TRY_VOID(check_values(r));
        return r;
    }

private:
    [[nodiscard]] std::string at(const meter::CsvRecord& record, std::size_t column) const {
        const int position = position_[column];
        return position < 0 ? std::string()
                            : std::string(record.fields[static_cast<std::size_t>(position)]);
    }

    std::array<int, column::Count> position_{};
    std::size_t width_ = 0;
};

// FILE:LINE is what an editor opens.
std::unexpected<Error> located(Error error, const std::string& name) {
    constexpr std::string_view kLine = "line ";
    error.subject = error.subject.starts_with(kLine)
                        ? fmt::format("{}:{}", name, error.subject.substr(kLine.size()))
                        : name;
    return std::unexpected(std::move(error));
}

// One file, row by row.
class AccountsFile {
public:
    AccountsFile(ImportResult& result, const AccountsReader& reader)
        : result_(result), reader_(reader) {}

    Result<void> read(meter::ByteSource& source) {
        std::vector<char> buffer(1 << 16);
        while (const std::size_t count = TRY(source.read(buffer))) {
            result_.bytes += static_cast<std::int64_t>(count);
            std::string_view chunk(buffer.data(), count);
            while (TRY(csv_.next(chunk, record_))) TRY_VOID(on_record());
        }
        if (TRY(csv_.rest(record_))) {
            if (is_header_read_) return refuse(std::string(kNoLastLineBreak));
            TRY_VOID(on_record());
        }
        if (!is_header_read_) return fail(Code::Refused, "the file is empty");
        if (result_.received == 0)
            return fail(Code::Refused, "the file has a header and nothing else");
        if (result_.accepted > 0) return {};
        const Reject& first = result_.rejects.front();
        return fail(Code::Refused,
                    fmt::format("none of its {} rows can be taken, so nothing was kept; line {}: "
                                "{}",
                                result_.received, first.line, first.reason));
    }

private:
    [[nodiscard]] std::unexpected<Error> refuse(std::string text) const {
        return fail(Code::Refused, std::move(text), fmt::format("line {}", record_.line));
    }
    Result<void> on_record() {
        if (!is_header_read_) {
            is_header_read_ = true;
            const auto header = rows_.header(record_);
            return header ? header : refuse(header.error().text);
        }
        ++result_.received;
        const auto row = rows_.row(record_);
        const auto added = row ? reader_.add(*row) : Result<void>(std::unexpected(row.error()));
        if (added) {
            ++result_.accepted;
            return {};
        }
        if (added.error().code == Code::Refused) return refuse(added.error().text);
        ++result_.rejected;
        Reject reject{record_.line, added.error().message()};
        reader_.on_reject(reject);
        if (result_.rejected <= kRejectsShown) result_.rejects.push_back(std::move(reject));
        return {};
    }

    ImportResult& result_;
    const AccountsReader& reader_;
    meter::CsvReader csv_;
    meter::CsvRecord record_;
    Rows rows_;
    bool is_header_read_ = false;
};

}  // namespace

Result<void> read_accounts(meter::ByteSource& source, const std::string& name, ImportResult& result,
                           const AccountsReader& reader) {
    if (const auto done = AccountsFile(result, reader).read(source); !done)
        return located(done.error(), name);
    return {};
}

}  // namespace bw::run
