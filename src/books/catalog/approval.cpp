#include "books/catalog/approval.h"

#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

namespace bw::catalog {
namespace {

Result<Decimal> percent(Fields& fields, std::string_view key) {
    const Spot spot = TRY(fields.need(key));
    const Decimal value = TRY(spot.number());
    if (value.is_negative() || value > Decimal(100))
        return spot.error("a percentage lies between 0 and 100");
    return value;
}

Result<ApprovalBounds> parse_bounds(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    ApprovalBounds bounds;
    bounds.total_percent = TRY(percent(fields, "total_percent"));
    bounds.held_percent = TRY(percent(fields, "held_percent"));
    TRY_VOID(fields.done());
    return bounds;
}

}  // namespace

Result<Approval> parse_approval_at(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Approval approval;
    const Spot name = TRY(fields.need(kApproval));
    approval.name = TRY(name.word());
    if (approval.name != kApprovalOfRuns)
        return name.error(fmt::format("'{}' is approved by nobody's rule; write: approval: {}",
                                      approval.name.substr(0, 40), kApprovalOfRuns));
    const Spot by = TRY(fields.need("by"));
    approval.by = static_cast<Approval::By>(TRY(by.one_of({"nobody", "second person"})));
    if (const auto unless = fields.find("unless")) approval.bounds = TRY(parse_bounds(*unless));
    TRY_VOID(fields.done());
    return approval;
}

Result<std::optional<Approval>> parse_approval(std::string_view text, std::string_view file_name,
                                               int first_line) {
    return parse_only<Approval>({kApproval, text, file_name, first_line}, &parse_approval_at);
}

}  // namespace bw::catalog
