#include "run/import_accounts.h"

#include "flow/meter/formats/parts/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::run {
namespace {

enum Column : std::size_t {
    kAccount,
    kCustomer,
    kIssuer,
    kCurrency,
    kName,
    kStreet,
    kPostcode,
    kCity,
    kCountry,
    kEmail,
    kVatId,
    kLanguage,
    kCycle,
    kServicePoint,
    kKind,
    kZone,
    kSupplyStreet,
    kSupplyPostcode,
    kSupplyCity,
    kSupplyCountry,
    kPlan,
    kFrom,
    kColumns
};
constexpr std::array<std::string_view, kColumns> kNames = {
    "account",     "customer",       "issuer",  "currency", "name",          "street",
    "postcode",    "city",           "country", "email",    "vat_id",        "language",
    "cycle",       "service_point",  "kind",    "zone",     "supply_street", "supply_postcode",
    "supply_city", "supply_country", "plan",    "from"};
// May be missing or empty: the rest is needed for a bill.
constexpr std::array kOptional = {kCustomer,   kEmail,         kVatId,
                                  kCycle,      kSupplyStreet,  kSupplyPostcode,
                                  kSupplyCity, kSupplyCountry, kPlan};

bool is_optional(std::size_t column) {
    return std::ranges::find(kOptional, column) != kOptional.end();
}

class Rows {
public:
    Result<void> header(const meter::CsvRecord& record) {
        position_.fill(-1);
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const auto name = std::ranges::find(kNames, record.fields[i]);
            if (name == kNames.end())
                return fail(Code::Refused,
                            fmt::format("an accounts file has no column '{}'",
                                        record.fields[i].substr(0, 40)),
                            "line 1");
            position_[static_cast<std::size_t>(name - kNames.begin())] = static_cast<int>(i);
        }
        for (std::size_t c = 0; c < kColumns; ++c)
            if (position_[c] < 0 && !is_optional(c))
                return fail(Code::Refused, fmt::format("the column '{}' is missing", kNames[c]),
                            "line 1");
        width_ = record.fields.size();
        return {};
    }

    Result<customers::AccountRow> row(const meter::CsvRecord& record) const {
        if (!record.is_clean) return fail(Code::Invalid, "the line is not clean UTF-8 text");
        if (!record.is_well_formed || record.fields.size() != width_)
            return fail(Code::Invalid, fmt::format("{} fields are expected, {} are there", width_,
                                                   record.fields.size()));
        for (std::size_t c = 0; c < kColumns; ++c)
            if (!is_optional(c) && at(record, c).empty())
                return fail(Code::Invalid, fmt::format("'{}' is empty", kNames[c]));
        customers::AccountRow r;
        r.account = at(record, kAccount);
        r.customer = at(record, kCustomer);
        r.issuer = at(record, kIssuer);
        r.currency = at(record, kCurrency);
        r.from = TRY(LocalDate::parse(at(record, kFrom)));
        r.holder = {
            r.from,
            at(record, kName),
            {at(record, kStreet), at(record, kPostcode), at(record, kCity), at(record, kCountry)},
            at(record, kEmail),
            at(record, kVatId),
            at(record, kLanguage),
            at(record, kCycle).empty() ? "monthly" : at(record, kCycle)};
        if (r.holder.address.country.size() != 2)
            return fail(Code::Invalid, "the country is two letters (ISO 3166-1), such as DE");
        r.service_point = at(record, kServicePoint);
        r.kind = at(record, kKind);
        r.zone = at(record, kZone);
        r.supply = {at(record, kSupplyStreet), at(record, kSupplyPostcode), at(record, kSupplyCity),
                    at(record, kSupplyCountry)};
        if (r.supply == customers::Place{}) r.supply = r.holder.address;
        r.plan = at(record, kPlan);
        return r;
    }

private:
    [[nodiscard]] std::string at(const meter::CsvRecord& record, std::size_t column) const {
        const int position = position_[column];
        return position < 0 ? std::string()
                            : std::string(record.fields[static_cast<std::size_t>(position)]);
    }

    std::array<int, kColumns> position_{};
    std::size_t width_ = 0;
};

}  // namespace

Result<void> read_accounts(std::istream& in, ImportResult& result,
                           const std::function<Result<void>(const customers::AccountRow&)>& add,
                           const std::function<void(const Reject&)>& reject) {
    meter::CsvReader csv;
    Rows rows;
    bool is_header_read = false;
    const auto on_record = [&](const meter::CsvRecord& record) -> Result<void> {
        if (!is_header_read) {
            is_header_read = true;
            return rows.header(record);
        }
        ++result.received;
        const auto row = rows.row(record);
        const auto added = row ? add(*row) : Result<void>(std::unexpected(row.error()));
        if (added) {
            ++result.accepted;
            return {};
        }
        ++result.rejected;
        const Reject wrong{record.line, added.error().message()};
        if (result.rejected <= kRejectsShown) result.rejects.push_back(wrong);
        reject(wrong);
        return {};
    };
    std::array<char, 1 << 16> buffer{};
    meter::CsvRecord record;
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
        std::string_view chunk(buffer.data(), static_cast<std::size_t>(in.gcount()));
        while (TRY(csv.next(chunk, record))) TRY_VOID(on_record(record));
    }
    if (TRY(csv.rest(record))) TRY_VOID(on_record(record));
    if (!is_header_read) return fail(Code::Refused, "the file is empty");
    return {};
}

}  // namespace bw::run
