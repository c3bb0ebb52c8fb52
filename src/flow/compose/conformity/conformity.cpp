#include "flow/compose/conformity/conformity.h"

#include "flow/compose/conformity/catalog.h"
#include "flow/compose/conformity/content.h"
#include "flow/compose/conformity/file.h"
#include "flow/compose/conformity/findings.h"
#include "flow/compose/conformity/metadata.h"
#include "flow/compose/conformity/structure.h"
#include "flow/compose/conformity/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace bw::conformity {
namespace {

std::string small(std::string_view text) {
    std::string lower;
    for (const char c : text) {
        if (c == ' ') continue;
        lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c);
    }
    return lower;
}

bool read_one(std::string_view name, Standard& into) {
    for (const std::string_view prefix : {"pdf/a-", "pdfa-"}) {
        if (!name.starts_with(prefix)) continue;
        const auto rest = name.substr(prefix.size());
        constexpr std::string_view kLevels = "bua";
        if (rest.size() != 2 || (rest[0] != '2' && rest[0] != '3') || !kLevels.contains(rest[1]))
            return false;
        into.part = rest[0] - '0';
        into.level = rest[1];
        return true;
    }
    if (name != "pdf/ua-1" && name != "pdfua-1") return false;
    into.is_ua = true;
    return true;
}

}  // namespace

std::string Standard::name() const {
    std::string name;
    if (part != 0) name = fmt::format("PDF/A-{}{}", part, level);
    if (is_ua) name += name.empty() ? "PDF/UA-1" : ", PDF/UA-1";
    return name;
}

std::optional<Standard> parse_standard(std::string_view text) {
    Standard standard;
    const std::string all = small(text);
    for (std::string_view rest = all; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        if (!read_one(rest.substr(0, end), standard)) return std::nullopt;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!standard.is_any()) return std::nullopt;
    return standard;
}

namespace {

Result<Report> judge(std::string_view bytes, const std::optional<Standard>& as, bool looks_inside) {
    const Document document = TRY(Document::open(bytes));
    Report report;
    try {
        report.declared = declared_by(document);
        report.judged = as.value_or(report.declared);
        if (!report.judged.is_any()) return report;
        Findings findings(report.judged);
        const Structure structure(document);
        check_syntax(document, findings);
        check_streams(document, findings);
        check_metadata(document, findings);
        check_catalog(document, findings);
        check_structure(document, structure, findings);
        check_contents(document, structure, findings);
        check_annotations(document, structure, findings);
        check_actions(document, findings);
        if (looks_inside) check_embedded_files(document, findings);
        report.findings = findings.take();
    } catch (const std::exception& error) {
        // QPDF gives up where an object is no object.
        return fail(Code::Refused,
                    fmt::format("the file cannot be read to its end: {}", error.what()));
    }
    return report;
}

}  // namespace

Result<Report> check(std::string_view bytes, const std::optional<Standard>& as) {
    return judge(bytes, as, true);
}
Result<Report> check_alone(std::string_view bytes, const std::optional<Standard>& as) {
    return judge(bytes, as, false);
}

}  // namespace bw::conformity
