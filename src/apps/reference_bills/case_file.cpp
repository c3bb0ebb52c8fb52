#include "apps/reference_bills/case_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace bw::reference_bills {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || !std::filesystem::is_regular_file(path))
        return fail(Code::NotFound, "the file cannot be opened", path.string());
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

Result<json::Value> read_json(const std::filesystem::path& path) {
    const std::string text = TRY(read_file(path));
    return json::parse(text, path.filename().string());
}

namespace {

constexpr int kPowers = 40;  // of ten, that a number may be written with

// "1.5e-05" as 0.000015; what is no such number stays as it is.
std::string without_exponent(std::string_view text) {
    const auto mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) return std::string(text);
    std::string_view power = text.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (error != std::errc{} || end != power.data() + power.size() || std::abs(exponent) > kPowers)
        return std::string(text);
    std::string_view number = text.substr(0, mark);
    const std::string sign = number.starts_with('-') ? "-" : "";
    if (!sign.empty()) number.remove_prefix(1);
    const auto point = std::min(number.find('.'), number.size());
    std::string digits(number.substr(0, point));
    if (point < number.size()) digits += number.substr(point + 1);
    const int whole = static_cast<int>(point) + exponent;  // digits before the point
    if (whole <= 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-whole), '0') + digits;
    const auto before = static_cast<std::size_t>(whole);
    if (before >= digits.size()) return sign + digits + std::string(before - digits.size(), '0');
    return sign + digits.substr(0, before) + "." + digits.substr(before);
}

}  // namespace

Result<Decimal> rounded_decimal(std::string_view written) {
    const std::string plain = without_exponent(written);
    const std::string_view text = plain;
    const auto point = text.find('.');
    const auto kept = point == std::string_view::npos ? text.size() : point + 1 + Decimal::kPlaces;
    if (text.size() <= kept) return Decimal::parse(text);
    const std::string_view cut = text.substr(kept);
    if (cut.find_first_not_of("0123456789") != std::string_view::npos)
        return Decimal::parse(text);  // tells what is wrong with it
    const Decimal value = TRY(Decimal::parse(text.substr(0, kept)));
    if (cut[0] < '5') return value;
    return value + Decimal::from_nano(text.starts_with('-') ? -1 : 1);
}

namespace {

// As far as a value is written, and to the cent at least.
Decimal precision_of(const std::string& text) {
    constexpr int kCents = 2;
    const auto point = text.find('.');
    const int places = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    std::int64_t half = Decimal::kScale / 2;
    for (int i = 0; i < std::clamp(places, kCents, Decimal::kPlaces); ++i) half /= 10;
    return Decimal::from_nano(half);
}

}  // namespace

Result<std::string> number_text(const json::Value& value) {
    if (value.kind() == json::Kind::Text) return value.as_text();
    return value.as_number_text();
}

Result<Decimal> rounded_decimal(const json::Value& value) {
    const std::string text = TRY(number_text(value));
    const auto rounded = rounded_decimal(text);
    if (!rounded) return fail(rounded.error().code, rounded.error().text, value.place());
    return *rounded;
}

Result<Decimal> rounded_decimal(const json::Value& object, std::string_view name) {
    return rounded_decimal(*TRY(object.member(name)));
}

Result<std::int64_t> whole_number(const json::Value& value) {
    const Decimal number = TRY(rounded_decimal(value));
    if (number.places() > 0)
        return fail(Code::Invalid,
                    fmt::format("a whole number is needed, not {}", number.to_string()),
                    value.place());
    return static_cast<std::int64_t>(number.nano() / Decimal::kScale);
}

Result<bool> yes_or_no(const json::Value& value) {
    if (value.kind() == json::Kind::Bool) return value.as_bool();
    const auto number = TRY(whole_number(value));
    if (number == 0 || number == 1) return number == 1;
    return fail(Code::Invalid, "true or false is needed", value.place());
}

Result<Decimal> decimal_or(const json::Value& object, std::string_view name, Decimal otherwise) {
    const json::Value* value = object.find(name);
    if (value == nullptr || value->kind() == json::Kind::Null) return otherwise;
    return rounded_decimal(*value);
}

Result<Expected> read_expected(const json::Value& value) {
    Expected expected{TRY(value.text("quantity")), TRY(rounded_decimal(value, "value")), {}};
    const auto told = [&](std::string_view name) -> const json::Value* {
        const json::Value* member = value.find(name);
        return member == nullptr || member->kind() == json::Kind::Null ? nullptr : member;
    };
    const json::Value* absolute = told("abs_tol");
    const json::Value* relative = told("rel_tol");
    if (absolute != nullptr) expected.tolerance = TRY(rounded_decimal(*absolute));
    if (relative != nullptr) {
        const Decimal share = TRY(rounded_decimal(*relative));
        const Decimal of = expected.value.is_negative() ? -expected.value : expected.value;
        const Product wide = TRY(multiply(of, share));
        expected.tolerance =
            std::max(expected.tolerance, wide.rounded(Decimal::kPlaces, Rounding::HalfUp));
    }
    if (absolute == nullptr && relative == nullptr)
        expected.tolerance = precision_of(number_text(*value.find("value")).value_or(""));
    return expected;
}

std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

void run_cases(const std::filesystem::path& folder, Report& report, const RunCase& run) {
    for (const auto& path : json_files(folder)) {
        const auto root = read_json(path);
        if (root && root->find("expected") == nullptr) continue;  // a tariff that cases share
        const auto done = root ? run(*root) : std::unexpected(root.error());
        if (!done) report.broken(path.filename().string(), done.error());
    }
}

}  // namespace bw::reference_bills
