#include "books/tariff_sources/owrs/rates.h"

#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/owrs/customer_class.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources::owrs {
namespace {

constexpr std::size_t kNameMost = 36;  // of a utility, so that its classes fit into a key

// 2017-01-31, 01/31/2017, 1/31/2017, 01-31-2017: the month comes first.
std::optional<LocalDate> date_of(const std::string& text) {
    if (const auto iso = LocalDate::parse(text)) return *iso;
    std::vector<int> parts(1);
    for (const char c : text) {
        if (c == '/' || c == '-') parts.push_back(0);
        else if (c >= '0' && c <= '9' && parts.back() < 10'000)
            parts.back() = parts.back() * 10 + (c - '0');
        else return std::nullopt;
    }
    if (parts.size() != 3) return std::nullopt;
    const auto day = LocalDate::make(parts[2], parts[0], parts[1]);
    return day ? std::optional(*day) : std::nullopt;
}

std::string small(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    std::erase(text, '-');
    return text;
}

// How often a utility bills. Half a year is two quarters, whose prices are exact.
struct Often {
    std::string_view name;
    catalog::TimeUnit per;
    int times;
    std::string_view how;  // it is read, unless monthly
};
constexpr std::array kOften{
    Often{"monthly", catalog::TimeUnit::Month, 1, ""},
    Often{"bimonthly", catalog::TimeUnit::Month, 2,
          "prices are those of two months: a month has half; blocks fill over the bill"},
    Often{"quarterly", catalog::TimeUnit::Quarter, 1,
          "prices are those of a quarter; blocks fill over the bill"},
    Often{"semiannually", catalog::TimeUnit::Quarter, 2,
          "prices are those of half a year: a quarter has half; blocks fill over the bill"},
    Often{"annually", catalog::TimeUnit::Year, 1,
          "prices are those of a year; blocks fill over the bill"}};

Result<Utility> utility_of(const Value& metadata, std::string_view file, Notes& notes) {
    Utility utility;
    const std::string word = small(metadata.word("bill_frequency"));
    const auto* often = std::ranges::find(kOften, word, &Often::name);
    if (often == kOften.end())
        return fail(Code::Unsupported, fmt::format("bills '{}' are not known", word),
                    std::string(file));
    utility.per = often->per;
    utility.times = often->times;
    if (!often->how.empty())
        notes.explain(*metadata.find("bill_frequency"), std::string(often->how));
    const Value* unit = metadata.find("bill_unit");
    if (unit == nullptr) {
        notes.explain(metadata, "it names no unit of water: ccf, as its usage_ccf");
        return utility;
    }
    const std::string name = small(unit->text);
    if (name == "kilolitre") {
        utility.unit = "m3";
        notes.refuse(*unit, "a unit that US utilities do not have, and no currency is named: the "
                            "prices are taken to be US dollars");
    } else if (name == "ccf" || name == "kgal") {
        utility.unit = name;
    } else {
        return fail(Code::Unsupported, fmt::format("the unit '{}' is not known", unit->text),
                    fmt::format("{} line {}", file, unit->line));
    }
    return utility;
}

Result<catalog::Header> head_of(const Value& metadata, const Options& options,
                                std::string_view file) {
    catalog::Header head;
    head.sector = "water";
    head.currency = TRY(Currency::parse("USD"));
    const auto from = date_of(metadata.word("effective_date"));
    if (!from) return fail(Code::Invalid, "metadata.effective_date is no date", std::string(file));
    head.from = *from;
    head.zone = options.zone;
    head.tax = "standard";
    head.file = file;
    return head;
}

std::string class_words(std::string_view name) {
    std::string words = small(std::string(name));
    std::ranges::replace(words, '_', ' ');
    return words;
}

}  // namespace

bool is_rates(std::string_view text) {
    return text.contains("rate_structure:") && text.contains("metadata:");
}

Result<Taken> read_rates(std::string_view text, std::string_view file, const Options& options) {
    const auto documents = TRY(text::parse_yaml(text, file, text::YamlOf::Others));
    if (documents.size() != 1)
        return fail(Code::Invalid, "one document is needed", std::string(file));
    const Value root = Value::of(documents[0]);
    const Value* metadata = root.find("metadata");
    const Value* classes = root.find("rate_structure");
    if (metadata == nullptr || classes == nullptr || !classes->is_map())
        return fail(Code::Invalid, "metadata and rate_structure are needed", std::string(file));
    Notes notes;
    const Utility utility = TRY(utility_of(*metadata, file, notes));
    const catalog::Header head = TRY(head_of(*metadata, options, file));
    const std::string name = metadata->word("utility_name");
    Taken taken;
    bool is_all_held = true;
    for (const auto& [key, members] : classes->members()) {
        classes->mark_only(key);
        catalog::Schedule schedule;
        schedule.head = head;
        schedule.head.name = short_key(name, kNameMost) + "." + key_of(key);
        schedule.head.names = named("en", name + ", " + class_words(key));
        const bool is_held = CustomerClass(members, utility, notes).lower(schedule);
        is_all_held = is_all_held && is_held;
        if (schedule.charges.empty()) {
            if (is_held) notes.inform(members, "all that its bill sums is zero: it gives no text");
            continue;
        }
        taken.document.plans.push_back(plan_of(schedule.head.name, {&schedule}));
        taken.document.schedules.push_back(std::move(schedule));
    }
    if (taken.document.schedules.empty() && is_all_held)
        notes.refuse(*classes, "none of its classes has a charge that is not zero: no text");
    notes.inform(root, {"author_info"}, "it says nothing about the amount");
    notes.inform(*metadata, {"prop_218_link"}, "it says nothing about the amount");
    if (const Value* once = root.find("capacity_charge"))
        notes.leave_out(*once, "asked for once, when a place is connected: it is not billed");
    notes.unread(root);
    taken.findings = notes.take();
    return taken;
}

}  // namespace bw::tariff_sources::owrs
