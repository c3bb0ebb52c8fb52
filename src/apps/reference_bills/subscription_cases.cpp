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

// The cells that are texts or numbers; without a value they are empty. What was computed again is
// no step's.
Result<Row> read_row(const json::Value& example) {
    Row row;
    for (const auto& [column, cell] : example.members()) {
        if (cell.kind() == json::Kind::Text) row[column] = TRY(cell.as_text());
        if (cell.kind() == json::Kind::Number) row[column] = TRY(cell.as_number_text());
        if (cell.kind() == json::Kind::Null) row[column] = "";
    }
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
        prorate_ = read_prorate(root);
        if (root.find("background") != nullptr) background_ = TRY(read_texts(root, "background"));
        const json::Value* scenarios = TRY(root.array("scenarios"));
        for (const auto& scenario : scenarios->items())
            if (const auto done = run_scenario(scenario); !done)
                report_.broken(name_, done.error());
        return {};
    }

private:
    // One without a table of examples is its own example.
    Result<void> run_scenario(const json::Value& scenario) {
        const std::string title =
            fmt::format("{}: {}", name_, scenario.text("scenario").value_or(scenario.place()));
        const auto steps = TRY(read_texts(scenario, "steps"));
        const json::Value* examples = scenario.find("examples");
        if (examples == nullptr || examples->items().empty()) {
            run_example(title, steps, {}, scenario.place());
            return {};
        }
        for (const auto& cells : examples->items())
            run_example(title, steps, TRY(read_row(cells)), cells.place());
        return {};
    }

    void run_example(const std::string& title, const std::vector<std::string>& steps,
                     const Row& row, const std::string& place) {
        const auto example = read_example(background_, steps, row, place);
        if (!example) return report_.broken(title, example.error());
        const Story& story = example->story;
        if (const auto why = contradiction_in(story))
            return report_.contradiction(title, example->name, *why);
        if (!prorate_ && !story.terms.empty()) return report_.broken(title, prorate_.error());
        const auto tariff = tariff_of(story, prorate_.value_or(catalog::Prorate::ByDay), place);
        if (!story.error.empty()) return compare_error(title, story, tariff);
        report_.compare(title, example->name, expected_of(story),
                        tariff ? billed_of(story, *tariff) : std::unexpected(tariff.error()));
    }

    // No bill is expected, for a reason that begins so.
    void compare_error(const std::string& title, const Story& story,
                       const Result<StoryTariff>& tariff) {
        const std::string ours = tariff ? "a bill" : tariff.error().text;
        report_.compare(title, "error", story.error,
                        ours.starts_with(story.error) ? story.error : ours);
    }

    std::string name_;
    Report& report_;
    Result<catalog::Prorate> prorate_ = catalog::Prorate::ByDay;
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
