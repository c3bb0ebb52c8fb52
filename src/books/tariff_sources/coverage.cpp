#include "books/tariff_sources/coverage.h"

#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources {
namespace {

// "a.b" is at or above "a.b", "a.b.c" and "a.b[0]".
bool is_at_or_above(std::string_view place, std::string_view of) {
    if (!of.starts_with(place)) return false;
    return place.empty() || of.size() == place.size() || of[place.size()] == '.' ||
           of[place.size()] == '[';
}

// The worst that stands there; null: it is held.
const Finding* finding_at(const Taken& taken, const std::string& place) {
    const Finding* worst = nullptr;
    for (const auto& finding : taken.findings)
        if (finding.severity != Severity::Reading && is_at_or_above(finding.path, place) &&
            (worst == nullptr || finding.severity < worst->severity))
            worst = &finding;
    return worst;
}

// ": line N: WHY", for a file of which nothing is held.
std::string first_refusal(const Taken& taken) {
    const auto first = std::ranges::find(taken.findings, Severity::Refused, &Finding::severity);
    if (first == taken.findings.end()) return "";
    return fmt::format(": line {}: {}", first->line, first->why);
}

int& count_of(FeatureRow& row, const Finding* finding) {
    if (finding == nullptr) return row.expressed;
    switch (finding->severity) {
        case Severity::Refused: return row.refused;
        case Severity::LeftOut: return row.left_out;
        case Severity::Information: return row.no_money;
        case Severity::Reading: break;
    }
    return row.expressed;
}

void add_reason(FeatureRow& row, const std::string& file, const Finding& finding) {
    const auto same = std::ranges::find_if(row.reasons, [&](const auto& reason) {
        return reason.severity == finding.severity && reason.why == finding.why;
    });
    if (same != row.reasons.end()) ++same->files;
    else
        row.reasons.push_back(
            {finding.severity, finding.why, fmt::format("{} line {}", file, finding.line), 1});
}

}  // namespace

bool is_counts(std::string_view text) {
    return text.contains("\"plans_scanned\"") && text.contains("\"features\"");
}

Result<Counts> read_counts(std::string_view text, std::string_view file) {
    const auto root = TRY(json::parse(text, file));
    Counts counts;
    const json::Value* all = TRY(root.member("plans_scanned"));
    counts.all = TRY(all->as_integer());
    for (const auto& [key, plans] : TRY(root.member("features"))->members())
        counts.plans[key] = TRY(plans.as_integer());
    return counts;
}

std::string_view FeatureRow::state() const {
    if (files == 0) return "not here";
    if (expressed == files) return "expressed";
    if (refused == files) return "refused";
    if (left_out == files) return "left out";
    if (no_money == files) return "no money";
    return "in part";
}

Coverage::Coverage() {
    for (const auto& source : tariff_sources::sources()) {
        auto& row = sources_.emplace_back();
        row.name = source.name;
        row.what = source.what;
    }
}

void Coverage::add(const Source& source, const std::string& file, const Result<Taken>& taken) {
    auto& row = *std::ranges::find(sources_, source.name, &SourceRow::name);
    ++row.files;
    if (!taken) {
        row.errors.push_back(taken.error());
        return;
    }
    const auto count = [&](Severity severity) {
        return static_cast<int>(std::ranges::count(taken->findings, severity, &Finding::severity));
    };
    const auto texts = static_cast<int>(taken->document.schedules.size() + taken->decks.size() +
                                        taken->document.calendars.size());
    if (texts == 0)
        row.errors.push_back({Code::Unsupported, "it gives no text" + first_refusal(*taken), file});
    row.texts += texts;
    row.imported += texts > 0 ? 1 : 0;
    row.whole += texts > 0 && count(Severity::Refused) == 0 ? 1 : 0;
    row.refused += count(Severity::Refused);
    row.left_out += count(Severity::LeftOut);
    add_features(file, *taken);
}

// A file counts once for each shape, by the worst that became of it there.
void Coverage::add_features(const std::string& file, const Taken& taken) {
    std::map<std::string, const Finding*> worst;
    for (const auto& feature : taken.features) {
        const Finding* finding = finding_at(taken, feature.path);
        const auto [at, is_new] = worst.emplace(feature.key, finding);
        if (is_new || finding == nullptr) continue;
        if (at->second == nullptr || finding->severity < at->second->severity) at->second = finding;
    }
    for (const auto& [key, finding] : worst) {
        auto& row = features_[key];
        row.key = key;
        ++row.files;
        ++count_of(row, finding);
        if (finding != nullptr) add_reason(row, file, *finding);
    }
}

void Coverage::add(const Counts& counts) {
    archive_ += counts.all;
    for (const auto& [key, plans] : counts.plans) {
        features_[key].key = key;
        features_[key].in_archive += plans;
    }
}

std::vector<FeatureRow> Coverage::features() const {
    std::vector<FeatureRow> rows;
    rows.reserve(features_.size());
    for (const auto& [key, row] : features_) {
        rows.push_back(row);
        std::ranges::stable_sort(rows.back().reasons, [](const auto& a, const auto& b) {
            return a.severity != b.severity ? a.severity < b.severity : a.files > b.files;
        });
    }
    return rows;
}

}  // namespace bw::tariff_sources
