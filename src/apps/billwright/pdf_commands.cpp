// pdf check: does a PDF file keep the standard that it declares?
#include "apps/billwright/pdf_commands.h"

#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "flow/compose/conformity/conformity.h"
#include "platform/text/check_file.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <optional>

namespace bw::app {
namespace {

using conformity::Report;
using conformity::Standard;

struct CheckFlags {
    std::vector<std::string> files;
    std::optional<Standard> as;
};

Result<std::optional<Standard>> standard(const std::string& text) {
    auto found = conformity::parse_standard(text);
    if (!found)
        return fail(Code::Invalid,
                    fmt::format("'{}' is no standard that is judged by: PDF/A-2 or PDF/A-3 with b, "
                                "u or a, PDF/UA-1, or both with a comma",
                                text.substr(0, 40)));
    return found;
}

std::string verdict(const Report& report) {
    if (!report.judged.is_any()) return "declares neither PDF/A-2, PDF/A-3 nor PDF/UA-1";
    if (report.conforms()) return report.judged.name() + ": kept";
    const auto count = static_cast<std::int64_t>(report.findings.size());
    return fmt::format("{}: not kept, {}{}", report.judged.name(),
                       report.findings.size() < conformity::kFindingsMost ? "" : "at least ",
                       counted(count, "finding", "findings"));
}

void print_report(const std::string& file, const Report& report) {
    fmt::print("{}: {}\n", file, verdict(report));
    if (report.findings.empty()) return;
    Table table({"clause", "where", "what"});
    for (const auto& finding : report.findings)
        table.row({finding.clause, finding.where.empty() ? "file" : finding.where, finding.text});
    table.print();
}

void write_report(json::Writer& json, const Report& report) {
    json.field("declared", report.declared.name())
        .field("judged", report.judged.name())
        .field("conforms", report.conforms())
        .key("findings")
        .array();
    for (const auto& finding : report.findings)
        json.object()
            .field("clause", finding.clause)
            .field("where", finding.where)
            .field("text", finding.text)
            .end();
    json.end();
}

// As they are: what a reader of texts takes off their front is a finding here.
Result<std::string> read_bytes(const std::string& file) {
    TRY_VOID(text::check_file(file));
    std::ifstream in(file, std::ios::binary);
    std::string bytes;
    constexpr std::size_t kPiece = 1 << 20;
    while (in && bytes.size() <= conformity::kBytesMost) {
        const std::size_t before = bytes.size();
        bytes.resize(before + kPiece);
        in.read(bytes.data() + before, static_cast<std::streamsize>(kPiece));
        bytes.resize(before + static_cast<std::size_t>(in.gcount()));
    }
    if (in.bad()) return fail(Code::Refused, "the file cannot be read", file);
    if (bytes.empty()) return fail(Code::Refused, "the file is empty", file);
    return bytes;
}

Result<void> check(Context& context, const CheckFlags& flags) {
    json::Writer json;
    json.object().key("files").array();
    for (const auto& file : flags.files) {
        auto report = [&]() -> Result<Report> {
            return conformity::check(TRY(read_bytes(file)), flags.as);
        }();
        json.object().field("file", file);
        if (report) {
            write_report(json, *report);
            if (!context.json) print_report(file, *report);
            if (!report->conforms() && context.exit_code == kDone)
                context.exit_code = kDoneWithRejects;
        } else {
            auto error = report.error();
            if (error.subject.empty()) error.subject = file;
            write_error(json, error);
            if (!context.json) fmt::print(stderr, "{}\n", error.message());
            context.exit_code = kFailed;
        }
        json.end();
    }
    json.end().end();
    if (context.json) print_json(json);
    return {};
}

}  // namespace

void add_pdf_commands(CLI::App& cli, Context& context) {
    auto* pdf = cli.add_subcommand("pdf", "PDF files, ours and others'");
    pdf->require_subcommand(1);
    auto flags = std::make_shared<CheckFlags>();
    auto* command = pdf->add_subcommand(
        "check", "Does a file keep the standard that it declares (PDF/A-2, -3, PDF/UA-1)?");
    command->add_option("FILE", flags->files, "PDF files")->required();
    add_value<std::optional<Standard>>(
        *command, flags->as, standard,
        {.name = "--standard",
         .type = "NAME",
         .help = "Judge by this one instead, such as PDF/A-3a, PDF/UA-1 or 'PDF/A-3a, PDF/UA-1'"});
    add_examples(*command,
                 {{"billwright pdf check bill.pdf", "by what it declares"},
                  {"billwright pdf check --standard PDF/UA-1 old.pdf", "is it accessible?"}},
                 "Exit codes: 0 all files keep it, 3 some do not, 1 a file cannot be read.");
    command->callback([&context, flags] {
        if (const auto done = check(context, *flags); !done) tell_error(context, done.error());
    });
}

}  // namespace bw::app
