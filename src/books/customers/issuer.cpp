// An issuer as text: who bills, where the money goes, how numbers begin.
#include "books/customers/customers.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace bw::customers {
namespace {

constexpr std::string_view kKeys[] = {
    "issuer", "name",     "vat_id", "registration", "email", "phone", "web",
    "street", "postcode", "city",   "country",      "iban",  "bic",   "bank_account_name",
    "brand",  "series",   "taxes",  "payment_days", "from"};

std::string at(std::string_view file, int line) { return fmt::format("{} line {}", file, line); }

// ISO 13616: the check digits make the number, letters as 10..35 and first four moved last, equal 1
// modulo 97.
bool is_iban(std::string_view iban) {
    if (iban.size() < 15 || iban.size() > 34) return false;
    int rest = 0;
    for (std::size_t i = 0; i < iban.size(); ++i) {
        const char c = iban[(i + 4) % iban.size()];
        if (c >= '0' && c <= '9') rest = (rest * 10 + (c - '0')) % 97;
        else if (c >= 'A' && c <= 'Z') rest = (rest * 100 + (c - 'A' + 10)) % 97;
        else return false;
    }
    return rest == 1;
}

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

}  // namespace

Result<Issuer> parse_issuer(std::string_view text, std::string_view file) {
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
    const std::string from = reader.text("from", true);
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
    const auto date = LocalDate::parse(from);
    if (!date) return fail(Code::Invalid, date.error().text, reader.where("from"));
    issuer.valid_from = *date;
    return issuer;
}

}  // namespace bw::customers
