#include "apps/reference_bills/subscription_cases.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/subscription_bill.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <utility>

namespace bw::reference_bills {
namespace {

Result<std::vector<std::string>> read_texts(const json::Value& object, std::string_view name) {
    std::vector<std::string> texts;
    const json::Value* list = TRY(object.array(name));
    for (const auto& item : list->items()) texts.push_back(TRY(item.as_text()));
    return texts;
}

// The cells that are text; what was computed again is no step's.
Result<Row> read_row(const json::Value& example) {
    Row row;
    for (const auto& [column, cell] : example.members())
        if (cell.kind() == json::Kind::Text) row[column] = TRY(cell.as_text());
    return row;
}

// A file says how a part of a month is reckoned where its steps do not.
Result<catalog::Prorate> read_prorate(const json::Value& root) {
    if (root.find("rule_found") == nullptr) return catalog::Prorate::ByDay;
    const std::string rule = TRY(root.text("rule_found"));
    if (rule.contains("30/360")) return catalog::Prorate::Thirty360;
    return fail(Code::Unsupported, fmt::format("the rule '{}'", rule), root.place());
}

class FileRunner {
public:
    FileRunner(std::string name, Report& report) : name_(std::move(name)), report_(report) {}

    Result<void> run(const json::Value& root) {
        prorate_ = TRY(read_prorate(root));
        background_ = TRY(read_texts(root, "background"));
        const json::Value* scenarios = TRY(root.array("scenarios"));
        for (const auto& scenario : scenarios->items()) TRY_VOID(run_scenario(scenario));
        return {};
    }

private:
    Result<void> run_scenario(const json::Value& scenario) {
        const std::string title = fmt::format("{}: {}", name_, TRY(scenario.text("scenario")));
        const auto steps = TRY(read_texts(scenario, "steps"));
        const json::Value* examples = TRY(scenario.array("examples"));
        for (const auto& cells : examples->items()) {
            const Row row = TRY(read_row(cells));
            const auto example = read_example(background_, steps, row, cells.place());
            if (!example) report_.broken(title, example.error());
            else compare(title, *example, cells.place());
        }
        return {};
    }

    void compare(const std::string& title, const Example& example, const std::string& place) {
        const Story& story = example.story;
        if (const auto why = contradiction_in(story))
            return report_.contradiction(title, example.name, *why);
        const auto tariff = tariff_of(story, prorate_, place);
        report_.compare(title, example.name, expected_of(story),
                        tariff ? billed_of(story, *tariff) : std::unexpected(tariff.error()));
    }

    std::string name_;
    Report& report_;
    catalog::Prorate prorate_ = catalog::Prorate::ByDay;
    std::vector<std::string> background_;
};

}  // namespace

void run_subscription_cases(const std::filesystem::path& folder, Report& report) {
    for (const auto& path : json_files(folder)) {
        const auto root = read_json(path);
        const auto done = root ? FileRunner(path.stem().string(), report).run(*root)
                               : std::unexpected(root.error());
        if (!done) report.broken(path.filename().string(), done.error());
    }
}

}  // namespace bw::reference_bills
