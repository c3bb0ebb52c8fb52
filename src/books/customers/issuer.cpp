// An issuer as text: who bills, where the money goes, how numbers begin.
#include "base/country.h"
#include "books/customers/customers.h"
#include "books/customers/fields.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::customers {
namespace {

constexpr std::string_view kKeys[] = {
    "issuer", "name",     "vat_id", "registration", "email", "phone",      "web",
    "street", "postcode", "city",   "country",      "iban",  "bic",        "bank_account_name",
    "brand",  "series",   "taxes",  "payment_days", "from",  "disclosures"};

std::string at(std::string_view file, int line) { return fmt::format("{} line {}", file, line); }

class Reader {
public:
    Reader(const text::YamlNode& node, std::string_view file) : node_(node), file_(file) {}

    std::string text(std::string_view key, bool required) {
        const auto* value = node_.find(key);
        if (value == nullptr) {
            if (required && !error_)
                error_ = Error{Code::Invalid, fmt::format("an issuer needs '{}:'", key),
                               at(file_, node_.line)};
            return {};
        }
        if (!value->is_text() && !error_)
            error_ = Error{Code::Invalid, fmt::format("'{}' must be a text", key),
                           at(file_, value->line)};
        if (required && value->text.empty() && !error_)
            error_ =
                Error{Code::Invalid, fmt::format("'{}' is empty", key), at(file_, value->line)};
        return value->text;
    }
    Result<void> done() const {
        if (error_) return std::unexpected(*error_);
        for (const auto& entry : node_.entries)
            if (std::ranges::find(kKeys, entry.key) == std::end(kKeys))
                return fail(Code::Invalid, fmt::format("an issuer has no '{}:'", entry.key),
                            at(file_, entry.line));
        return {};
    }
    [[nodiscard]] std::string where(std::string_view key) const {
        const auto* value = node_.find(key);
        return at(file_, value == nullptr ? node_.line : value->line);
    }

private:
    const text::YamlNode& node_;
    std::string_view file_;
    std::optional<Error> error_;
};

// Asked when an issuer comes in, not of one that bills already.
Result<void> check_values(const Issuer& issuer, const Reader& reader) {
    const auto wrong = [&](std::string_view key, std::string why) -> Result<void> {
        return fail(Code::Invalid, std::move(why), reader.where(key));
    };
    if (!is_country(issuer.address.country))
        return wrong("country", "the country is two letters (ISO 3166-1), such as DE");
    if (!is_vat_number(issuer.vat_id))
        return wrong("vat_id", "a VAT number begins with its country, such as DE123456789");
    if (!issuer.bic.empty() && !is_bic(issuer.bic))
        return wrong("bic", "a BIC has 8 or 11 capital letters and digits, such as COBADEFFXXX");
    if (!is_series(issuer.series))
        return wrong("series", "numbers begin with at most 12 letters, digits and hyphens, such "
                               "as AU");
    constexpr std::size_t kCodeMax = 64;
    if (issuer.code.size() > kCodeMax)
        return wrong("issuer",
                     fmt::format("the code of an issuer has at most {} characters", kCodeMax));
    return {};
}

// Is it a number of this series, of the year or of a later one? "AU-2026-000001",
// "AU-C-2026-000001".
bool gives(std::string_view series, std::string_view number, int year) {
    if (!number.starts_with(series)) return false;
    number.remove_prefix(series.size());
    if (number.starts_with("-C-")) number.remove_prefix(2);
    constexpr std::size_t kDashes[] = {0, 5}, kShortest = 12;
    if (number.size() < kShortest || number[kDashes[0]] != '-' || number[kDashes[1]] != '-')
        return false;
    const auto of_year = number.substr(1, 4), count = number.substr(6);
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(of_year, is_digit) && std::ranges::all_of(count, is_digit) &&
           of_year >= fmt::format("{:04}", year);
}

}  // namespace

Result<Issuer> parse_issuer(std::string_view text, std::string_view file, IssuerText from) {
    const auto documents = TRY(text::parse_yaml(text, file));
    if (documents.size() != 1 || !documents.front().is_map())
        return fail(Code::Invalid, "one `issuer:` document is expected", std::string(file));
    Reader reader(documents.front(), file);
    Issuer issuer;
    issuer.code = reader.text("issuer", true);
    issuer.name = reader.text("name", true);
    issuer.vat_id = reader.text("vat_id", true);
    issuer.registration = reader.text("registration", false);
    issuer.email = reader.text("email", false);
    issuer.phone = reader.text("phone", false);
    issuer.web = reader.text("web", false);
    issuer.address = {reader.text("street", true), reader.text("postcode", true),
                      reader.text("city", true), reader.text("country", true)};
    issuer.iban = reader.text("iban", false);
    issuer.bic = reader.text("bic", false);
    issuer.bank_account_name = reader.text("bank_account_name", false);
    issuer.brand = reader.text("brand", false);
    issuer.series = reader.text("series", true);
    issuer.taxes = reader.text("taxes", true);
    const std::string days = reader.text("payment_days", false);
    const std::string valid_from = reader.text("from", true);
    TRY_VOID(reader.done());
    std::erase(issuer.iban, ' ');
    if (!issuer.iban.empty() && !is_iban(issuer.iban))
        return fail(Code::Invalid,
                    "the check digits of the IBAN do not fit: compare it with the bank's letter",
                    reader.where("iban"));
    if (!days.empty()) {
        const auto [end, error] =
            std::from_chars(days.data(), days.data() + days.size(), issuer.payment_days);
        if (error != std::errc{} || end != days.data() + days.size() || issuer.payment_days < 0 ||
            issuer.payment_days > 365)
            return fail(Code::Invalid, "payment_days is a number from 0 to 365",
                        reader.where("payment_days"));
    }
    const auto date = LocalDate::parse(valid_from);
    if (!date) return fail(Code::Invalid, date.error().text, reader.where("from"));
    issuer.valid_from = *date;
    if (const auto* disclosures = documents.front().find("disclosures"))
        issuer.disclosures = TRY(read_disclosures(*disclosures, file));
    if (from == IssuerText::Imported) TRY_VOID(check_values(issuer, reader));
    return issuer;
}

std::vector<const Issuer*> Issuers::holding_from(LocalDate day) const {
    std::vector<const Issuer*> holding;
    for (const auto& [id, versions] : versions_)
        for (std::size_t i = 0; i < versions.size(); ++i)
            if (i + 1 == versions.size() || versions[i + 1].valid_from > day)
                holding.push_back(&versions[i]);
    return holding;
}

const Issuer* Issuers::numbering(std::string_view number, LocalDate from) const {
    for (const auto& [id, versions] : versions_)
        for (std::size_t i = 0; i < versions.size(); ++i) {
            const bool is_over = i + 1 < versions.size() && versions[i + 1].valid_from <= from;
            if (!is_over && gives(versions[i].series, number, from.year())) return &versions[i];
        }
    return nullptr;
}

Result<void> check_series(store::Transaction& tx, TenantId tenant, const Issuer& issuer) {
    // Credit notes of AU are numbered AU-C: an issuer with that series would share them.
    const auto is_shared = [](const std::string& a, const std::string& b) {
        return a == b || a + "-C" == b || b + "-C" == a;
    };
    Result<void> outcome;
    tx.for_each(
        "SELECT code, body FROM issuer WHERE tenant_id = ?1 AND code <> ?2 ORDER BY code, batch",
        [&](const store::Row& row) {
            const auto other = parse_issuer(row.text(1), row.text(0), IssuerText::Stored);
            if (!other) outcome = std::unexpected(other.error());
            else if (is_shared(other->series, issuer.series))
                outcome = fail(Code::Conflict,
                               fmt::format("the numbers of '{}' would run into those of issuer {} "
                                           "({}); give it another 'series:'",
                                           issuer.series, other->code, other->series),
                               "issuer " + issuer.code);
            return outcome.has_value();
        },
        tenant, issuer.code);
    return outcome;
}

}  // namespace bw::customers
