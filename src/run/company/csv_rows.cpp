#include "run/company/csv_rows.h"

#include "flow/meter/formats/parts/number.h"
#include "platform/text/suggest.h"
#include "run/company/values.h"
#include "run/input_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::company {

Result<void> CsvRows::feed(std::string_view chunk) {
    while (TRY(csv_.next(chunk, record_))) TRY_VOID(on_record());
    return {};
}

Result<void> CsvRows::finish() {
    if (TRY(csv_.rest(record_))) {
        if (is_header_read_)
            return fail(Code::Refused, std::string(run::kNoLastLineBreak),
                        fmt::format("line {}", line()));
        TRY_VOID(on_record());
    }
    if (!is_header_read_) return fail(Code::Refused, "the file is empty");
    return {};
}

Result<void> CsvRows::on_record() {
    if (!is_header_read_) {
        is_header_read_ = true;
        if (const auto header = read_header(); !header)
            return fail(Code::Refused, header.error().text, fmt::format("line {}", line()));
        if (mapping_.has_header) return {};
    }
    return taker_.row(line(), row());
}

std::unexpected<Error> CsvRows::unknown(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& column : layout_.columns) names.emplace_back(column.name);
    const std::string shown(name.substr(0, 40));
    return fail(Code::Refused, fmt::format("{} has no column '{}'{}", layout_.what, shown,
                                           text::did_you_mean(shown, names)));
}

// "#3" is the third column; any other name stands in the header, once.
Result<std::size_t> CsvRows::place_of(std::string_view theirs, std::string_view ours) const {
    const auto& fields = record_.fields;
    if (const auto number =
            theirs.starts_with('#') ? meter::parse_whole(theirs.substr(1)) : std::nullopt) {
        if (*number >= 1 && std::cmp_less_equal(*number, fields.size()))
            return static_cast<std::size_t>(*number - 1);
    } else if (mapping_.has_header) {
        const auto found = std::ranges::find(fields, theirs);
        if (std::ranges::count(fields, theirs) > 1)
            return fail(Code::Refused, fmt::format("the column '{}' stands twice", theirs));
        if (found != fields.end()) return static_cast<std::size_t>(found - fields.begin());
    }
    return fail(Code::Refused,
                fmt::format("the mapping takes '{}' from the column '{}', and the file has none",
                            ours, theirs));
}

Result<void> CsvRows::read_header() {
    width_ = record_.fields.size();
    places_.assign(layout_.columns.size(), {});
    if (mapping_.is_ours) {
        for (std::size_t i = 0; i < width_; ++i) {
            const auto column = layout_.find(record_.fields[i]);
            if (!column) return unknown(record_.fields[i]);
            if (!places_[*column].empty())
                return fail(Code::Refused,
                            fmt::format("the column '{}' stands twice", record_.fields[i]));
            places_[*column].push_back(i);
        }
    }
    for (const auto& [ours, all_theirs] : mapping_.columns) {
        const auto column = layout_.find(ours);
        if (!column) return unknown(ours);
        for (const auto& theirs : all_theirs)
            places_[*column].push_back(TRY(place_of(theirs, ours)));
    }
    for (std::size_t c = 0; c < places_.size(); ++c) {
        const Column& column = layout_.columns[c];
        if (places_[c].empty() && column.need != Need::Perhaps &&
            !mapping_.constants.contains(column.name))
            return fail(Code::Refused, fmt::format("the column '{}' is missing", column.name));
    }
    return {};
}

std::string CsvRows::text_of(std::size_t column) const {
    std::string text;
    for (const std::size_t place : places_[column]) {
        const std::string_view part = record_.fields[place];
        if (!text.empty() && !part.empty()) text += ' ';
        text += part;
    }
    return text;
}

Result<Row> CsvRows::row() const {
    if (!record_.is_clean) return fail(Code::Invalid, std::string(kNotUtf8));
    if (!record_.is_well_formed || record_.fields.size() != width_)
        return fail(Code::Invalid, fmt::format("{} fields are expected, {} are there", width_,
                                               record_.fields.size()));
    Row row{line(), {}};
    for (std::size_t c = 0; c < places_.size(); ++c)
        row.values.push_back(TRY(value_of(layout_.columns[c], text_of(c), mapping_)));
    return row;
}

}  // namespace bw::company
