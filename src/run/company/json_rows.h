// Rows of JSON Lines: an object a line, its members are the columns; "meter.id" is a member of a
// member. Internal to table.h.
#pragma once

#include "flow/meter/formats/parts/lines.h"
#include "platform/json/json.h"
#include "run/company/rows.h"

#include <string>
#include <utility>
#include <vector>

namespace bw::company {

class JsonRows final : public Rows {
public:
    JsonRows(const Mapping& mapping, RowTaker& taker);
    Result<void> feed(std::string_view chunk) override;
    Result<void> finish() override;

private:
    // Of a line that is an object, or why it is none.
    Result<void> take(const Result<json::Value>& object);
    void look_for_names(const json::Value& object);
    [[nodiscard]] Result<json::Value> parse(std::string_view text) const;
    [[nodiscard]] Result<Row> row(const json::Value& object) const;
    [[nodiscard]] Result<std::string> value(const json::Value& object, const Column& column) const;
    [[nodiscard]] std::int64_t line() const { return splitter_.number() + mapping_.skipped_lines; }

    const Mapping& mapping_;
    const Layout& layout_;
    RowTaker& taker_;
    meter::LineSplitter splitter_;
    bool is_any_object_ = false;
    // Names of the mapping that no object had so far: ours, theirs.
    std::vector<std::pair<std::string, std::string>> unseen_;
};

}  // namespace bw::company
