// What all case files have in common: JSON with an id and a list of expected values, each with the
// source's own tolerance.
#pragma once

#include "apps/reference_bills/report.h"
#include "platform/json/json.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::reference_bills {

Result<std::string> read_file(const std::filesystem::path& path);
Result<json::Value> read_json(const std::filesystem::path& path);

// A number as it is written, as a number or as a text.
Result<std::string> number_text(const json::Value& value);
// Sources reckon in binary: what they write beyond nine decimals is rounded half-up. Of a value,
// a text that is a number is one.
Result<Decimal> rounded_decimal(std::string_view text);
Result<Decimal> rounded_decimal(const json::Value& value);
Result<Decimal> rounded_decimal(const json::Value& object, std::string_view name);
// A text, or 12.0, is a whole number, too; 0 and 1 are no and yes.
Result<std::int64_t> whole_number(const json::Value& value);
Result<bool> yes_or_no(const json::Value& value);
// Of a member that may be left out, or be null.
Result<Decimal> decimal_or(const json::Value& object, std::string_view name, Decimal otherwise);

// One of "expected": {"quantity": "cost", "value": 1.2, "abs_tol": 0.01}. With "rel_tol", too: the
// wider of both; with neither: half a unit of the last place that is written, to the cent at least.
Result<Expected> read_expected(const json::Value& value);

// In the order of their names.
std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder);

// The case of each *.json of a folder that has expected values, in the order of their names. What
// `run` cannot read is told as broken.
using RunCase = std::function<Result<void>(const json::Value& root)>;
void run_cases(const std::filesystem::path& folder, Report& report, const RunCase& run);

}  // namespace bw::reference_bills
