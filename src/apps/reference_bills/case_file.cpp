#include "apps/reference_bills/case_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace bw::reference_bills {

Result<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(Code::NotFound, "the file cannot be opened", path.string());
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

Result<json::Value> read_json(const std::filesystem::path& path) {
    const std::string text = TRY(read_file(path));
    return json::parse(text, path.filename().string());
}

Result<Decimal> rounded_decimal(std::string_view text) {
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

Result<Decimal> rounded_decimal(const json::Value& value) {
    if (const auto exact = value.as_decimal()) return *exact;
    const std::string text = TRY(value.as_number_text());
    const auto rounded = rounded_decimal(text);
    if (!rounded) return fail(rounded.error().code, rounded.error().text, value.place());
    return *rounded;
}

Result<Decimal> rounded_decimal(const json::Value& object, std::string_view name) {
    return rounded_decimal(*TRY(object.member(name)));
}

Result<Expected> read_expected(const json::Value& value) {
    return Expected{TRY(value.text("quantity")), TRY(rounded_decimal(value, "value")),
                    TRY(rounded_decimal(value, "abs_tol"))};
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
