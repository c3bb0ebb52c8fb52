// tariff convert|coverage: tariffs of other people.
#include "apps/billwright/tariff_source_commands.h"

#include "apps/billwright/app.h"
#include "apps/billwright/coverage_output.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/table.h"
#include "books/catalog/print.h"
#include "books/tariff_sources/coverage.h"
#include "run/input_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace bw::app {
namespace {

using tariff_sources::Coverage;
using tariff_sources::Finding;
using tariff_sources::Severity;
using tariff_sources::Source;
using tariff_sources::Taken;

struct SourceFlags {
    std::vector<std::string> paths;
    std::string folder, out, format;
    tariff_sources::Options options;
};

struct InputFile {
    std::string path;
    bool is_named = true;  // on the command line; else it lies in a folder that is
};

// Files as they are named, and those in folders, in the order of their names.
Result<std::vector<InputFile>> files_of(const std::vector<std::string>& paths) {
    std::vector<InputFile> files;
    for (const auto& path : paths) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            files.push_back({path, true});
            continue;
        }
        std::vector<std::string> inside;
        for (auto at = std::filesystem::recursive_directory_iterator(path, error);
             !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error))
            if (at->is_regular_file()) inside.push_back(at->path().string());
        if (error)
            return fail(Code::Refused, "the folder cannot be read: " + error.message(), path);
        std::ranges::sort(inside);
        for (auto& file : inside) files.push_back({std::move(file), false});
    }
    return files;
}

// "plans/HOME.json.gz" is "HOME".
std::string stem_of(const std::string& file) {
    std::string name = std::filesystem::path(file).filename().string();
    for (const std::string_view end : {".gz", ".json", ".yaml", ".yml", ".csv", ".owrs"})
        if (name.size() > end.size() && name.ends_with(end)) name.resize(name.size() - end.size());
    return name;
}

std::string told(const Finding& finding) {
    return fmt::format("line {}: {}{}: {}: {}", finding.line,
                       finding.path.empty() ? "" : finding.path + ": ", finding.says,
                       tariff_sources::severity_name(finding.severity), finding.why);
}

// The texts of a file, with what they do not hold above them.
std::string native_text(const std::string& file, const Source& source, const Taken& taken) {
    std::string text = fmt::format("# From {} ({}). What it says and this text does not hold:\n",
                                   std::filesystem::path(file).filename().string(), source.name);
    for (const auto& finding : taken.findings)
        if (finding.severity < Severity::Information) text += "# - " + told(finding) + "\n";
    return text + catalog::print(taken.document);
}

std::string deck_text(const catalog::Deck& deck) {
    std::string text = "prefix,name,price per minute,connect,increment\n";
    for (const auto& row : deck.rows) {
        std::string name = row.name;
        for (std::size_t at = name.find('"'); at != std::string::npos; at = name.find('"', at + 2))
            name.insert(at, 1, '"');
        text += fmt::format("{},\"{}\",{},{},{}\n", row.prefix, name, row.per_minute.to_string(),
                            row.connect ? row.connect->to_string() : "",
                            row.increment_s ? std::to_string(*row.increment_s) : "");
    }
    return text;
}

struct Converted {
    std::string file;
    const Source* source = nullptr;
    Result<Taken> taken;
};

// Nothing: it lies in a folder and is no tariff.
Result<std::optional<Converted>> convert_file(const InputFile& input, const SourceFlags& flags) {
    const std::string& file = input.path;
    const std::string text = TRY(run::read_text(file));
    const Source* source = flags.format.empty() ? tariff_sources::find_source(text)
                                                : tariff_sources::source_named(flags.format);
    if (source == nullptr && !input.is_named) return std::optional<Converted>();
    if (source == nullptr) return std::unexpected(tariff_sources::no_source(text, file));
    return Converted{file, source, tariff_sources::take(*source, text, file, flags.options)};
}

// Where the texts of a file go: files of its name, each once.
class Output {
public:
    Output(std::string folder, bool is_json) : folder_(std::move(folder)), is_json_(is_json) {}

    Result<void> put(const Converted& converted) {
        const Taken& taken = *converted.taken;
        const std::string stem = stem_of(converted.file);
        if (taken.document != catalog::Document{})
            TRY_VOID(write(stem + ".yaml", native_text(converted.file, *converted.source, taken)));
        for (const auto& deck : taken.decks) TRY_VOID(write(stem + ".csv", deck_text(deck)));
        return {};
    }

private:
    Result<void> write(const std::string& name, const std::string& text) {
        if (folder_.empty()) {
            if (is_json_) return {};
            fmt::print("{}{}", is_first_ ? "" : "---\n", text);
            is_first_ = false;
            return {};
        }
        if (!written_.insert(name).second)
            return fail(Code::Duplicate,
                        "two of the files would be written to this one; convert them apart",
                        folder_ + "/" + name);
        std::error_code error;
        std::filesystem::create_directories(folder_, error);
        if (error) return fail(Code::Refused, "no such folder: " + error.message(), folder_);
        return write_file(folder_ + "/" + name, text);
    }

    std::string folder_;
    bool is_json_;
    bool is_first_ = true;
    std::set<std::string> written_;
};

void write_finding(json::Writer& json, const Finding& finding) {
    json.object()
        .field("severity", tariff_sources::severity_name(finding.severity))
        .field("line", finding.line)
        .field("path", finding.path)
        .field("says", finding.says)
        .field("why", finding.why)
        .end();
}

void write_converted(json::Writer& json, const Converted& converted) {
    json.object().field("file", converted.file).field("source", converted.source->name);
    if (!converted.taken) {
        write_error(json, converted.taken.error());
        json.end();
        return;
    }
    const Taken& taken = *converted.taken;
    json.key("schedules").array();
    for (const auto& schedule : taken.document.schedules) json.value(schedule.head.name);
    json.end().key("plans").array();
    for (const auto& plan : taken.document.plans) json.value(plan.head.name);
    json.end().field("text", catalog::print(taken.document)).key("findings").array();
    for (const auto& finding : taken.findings) write_finding(json, finding);
    json.end().end();
}

// What needs a look comes first.
void tell_findings(const Converted& converted) {
    if (!converted.taken) {
        fmt::print(stderr, "{}\n", converted.taken.error().message());
        return;
    }
    for (const auto severity :
         {Severity::Refused, Severity::LeftOut, Severity::Reading, Severity::Information})
        for (const auto& finding : converted.taken->findings)
            if (finding.severity == severity)
                fmt::print(stderr, "{} {}\n", converted.file, told(finding));
}

bool has_refusal(const Converted& converted) {
    return !converted.taken ||
           std::ranges::count(converted.taken->findings, Severity::Refused, &Finding::severity) > 0;
}

Result<void> convert(Context& context, const SourceFlags& flags) {
    Output output(flags.out, context.json);
    json::Writer json;
    json.object().key("files").array();
    std::vector<std::string> others;
    for (const auto& file : TRY(files_of(flags.paths))) {
        const auto converted = TRY(convert_file(file, flags));
        if (!converted) {
            others.push_back(file.path);
            continue;
        }
        if (converted->taken) TRY_VOID(output.put(*converted));
        if (context.json) write_converted(json, *converted);
        else tell_findings(*converted);
        if (has_refusal(*converted)) context.exit_code = kDoneWithRejects;
    }
    json.end();
    write_others(json, others);
    json.end();
    if (context.json) {
        print_json(json);
        return {};
    }
    for (const auto& file : others) fmt::print(stderr, "{}: no source of tariffs wrote it\n", file);
    return {};
}

Result<void> cover(Context& context, const SourceFlags& flags) {
    Coverage coverage;
    std::vector<std::string> others;
    for (const auto& file : TRY(files_of({flags.folder}))) {
        const auto text = run::read_text(file.path);
        const Source* source = text ? tariff_sources::find_source(*text) : nullptr;
        if (source != nullptr)
            coverage.add(*source, std::filesystem::path(file.path).filename().string(),
                         tariff_sources::take(*source, *text, file.path, flags.options));
        else if (text && tariff_sources::is_counts(*text))
            coverage.add(TRY(tariff_sources::read_counts(*text, file.path)));
        else others.push_back(file.path);
    }
    if (context.json) {
        write_coverage(coverage, others);
        return {};
    }
    print_coverage(coverage);
    if (!others.empty())
        print_wrapped(
            fmt::format("{} of no source that is known",
                        counted(static_cast<std::int64_t>(others.size()), "file", "files")),
            0, 2);
    return {};
}

Result<std::string> source_name(const std::string& text) {
    std::string all;
    for (const auto& source : tariff_sources::sources()) {
        if (source.name == text) return text;
        all += (all.empty() ? "" : ", ") + std::string(source.name);
    }
    return fail(Code::Invalid, fmt::format("'{}' is none of the sources: {}", text, all));
}

Result<std::optional<catalog::TierPeriod>> tier_period(const std::string& text) {
    using catalog::TierPeriod;
    if (text == "day") return TierPeriod::Day;
    if (text == "month") return TierPeriod::Month;
    if (text == "quarter") return TierPeriod::Quarter;
    if (text == "year") return TierPeriod::Year;
    if (text == "bill") return TierPeriod::BillingPeriod;
    return fail(Code::Invalid,
                fmt::format("'{}' is none of day, month, quarter, year, bill", text));
}

Result<std::optional<catalog::PriceBasis>> price_basis(const std::string& text) {
    if (text == "net") return catalog::PriceBasis::Net;
    if (text == "gross") return catalog::PriceBasis::Gross;
    return fail(Code::Invalid, fmt::format("'{}' is neither net nor gross", text));
}

Result<std::optional<tariff_sources::Amounts>> amounts(const std::string& text) {
    if (text == "dollars") return tariff_sources::Amounts::Dollars;
    if (text == "cents") return tariff_sources::Amounts::Cents;
    return fail(Code::Invalid, fmt::format("'{}' is neither dollars nor cents", text));
}

Result<std::string> zone(const std::string& text) { return TRY(Zone::find(text)).name(); }

Result<std::string> word(const std::string& text) { return text; }

Result<Decimal> percent(const std::string& text) {
    const Decimal number = TRY(Decimal::parse(text));
    if (number.is_negative() || number > Decimal(100))
        return fail(Code::Invalid, fmt::format("'{}' is no percentage", text));
    return number;
}

// What the user says where a source does not.
void add_readings(CLI::App& command, SourceFlags& flags) {
    auto& options = flags.options;
    add_value<std::string>(command, options.zone, zone,
                           {.name = "--zone",
                            .type = "ZONE",
                            .help = "Time zone of places that name none (default: the source's)"});
    add_value<std::string>(command, options.holidays, word,
                           {.name = "--holidays",
                            .type = "CALENDAR",
                            .help = "Calendar of public holidays (default: the source's)"});
    add_value<std::optional<LocalDate>>(
        command, options.from, day,
        {.name = "--from",
         .type = "DAY",
         .help = "First day of the prices of a file with one version, as of au_cdr, urdb and "
                 "price_files (default: the source's; of urdb else 2000-01-01)"});
    add_value<std::optional<catalog::PriceBasis>>(
        command, options.prices, price_basis,
        {.name = "--prices",
         .type = "BASIS",
         .help = "Prices without a word on tax are net or gross"});
    add_value<Decimal>(
        command, options.tax_percent, percent,
        {.name = "--tax", .type = "PERCENT", .help = "Tax that gross prices include (default: 0)"});
    add_value<std::optional<catalog::PriceBasis>>(
        command, options.fees, price_basis,
        {.name = "--fees", .type = "BASIS", .help = "The same of fees"});
    add_value<std::optional<tariff_sources::Amounts>>(
        command, options.amounts, amounts,
        {.name = "--amounts",
         .type = "UNIT",
         .help =
             "Prices of an Australian plan are dollars or cents (default: told by their size)"});
    add_value<std::optional<catalog::TierPeriod>>(
        command, options.blocks_per, tier_period,
        {.name = "--blocks-per",
         .type = "TIME",
         .help = "Blocks without a time fill per day, month, quarter, year or bill"});
}

}  // namespace

void add_tariff_source_commands(CLI::App& tariff, Context& context) {
    auto flags = std::make_shared<SourceFlags>();
    auto* convert_some = tariff.add_subcommand(
        "convert", "Turn tariffs that others publish into native texts, and say what is lost");
    convert_some->add_option("PATH", flags->paths, "Files, or folders of them")->required();
    convert_some->add_option("--out", flags->out, "Folder for the texts (default: printed)")
        ->type_name("DIR");
    add_value<std::string>(
        *convert_some, flags->format, source_name,
        {.name = "--format", .type = "SOURCE", .help = "Whose file it is (default: by content)"});
    add_readings(*convert_some, *flags);
    std::string known;
    for (const auto& source : tariff_sources::sources())
        known += fmt::format("{}{} ({})", known.empty() ? "" : ", ", source.name, source.what);
    add_examples(*convert_some,
                 {{"billwright tariff convert plan.json", "to standard output"},
                  {"billwright tariff convert plans --out native", "a folder of them"},
                  {"billwright tariff convert offer.json --from 2025-01-01",
                   "to try it on last year's readings"}},
                 "Sources: " + known +
                     ".\nExit codes: 0 all is held, 3 something was refused: standard error says "
                     "what, by file, line and path.");
    does(*convert_some, context, [&context, flags] { return convert(context, *flags); });
    auto* cover_all = tariff.add_subcommand(
        "coverage", "Tell how much of a folder of foreign tariffs the format holds");
    cover_all->add_option("DIR", flags->folder, "A folder with files of any source")->required();
    add_readings(*cover_all, *flags);
    add_examples(*cover_all, {{"billwright tariff coverage plans", "per source and per shape"}});
    does(*cover_all, context, [&context, flags] { return cover(context, *flags); });
}

}  // namespace bw::app
