#include "run/takeover/take.h"

#include "base/check.h"
#include "platform/store/batch.h"
#include "run/takeover/takers.h"

#include <fmt/format.h>

namespace bw::takeover {
namespace {

// The same content read in another way is another file.
crypto::Digest identity_of(const Handed& handed) {
    if (handed.mapping.source.empty()) return handed.content;
    return crypto::sha256(
        fmt::format("{} as {}", crypto::hex(handed.content.bytes), handed.mapping.source));
}

Result<void> take_rows(const Handed& handed, Batch batch, company::Tally& tally) {
    switch (handed.mapping.kind) {
        case company::FileKind::Accounts: return take_accounts(handed, batch, tally);
        case company::FileKind::Meters: return take_meters(handed, batch, tally);
        case company::FileKind::Attributes: return take_attributes(handed, batch, tally);
        case company::FileKind::CalorificValues:
        case company::FileKind::DegreeDays:
        case company::FileKind::Profiles:
        case company::FileKind::Prices:
        case company::FileKind::SystemPeaks: return take_factors(handed, batch, tally);
        case company::FileKind::Balances: return take_balances(handed, batch, tally);
        case company::FileKind::History: return take_history(handed, batch, tally);
    }
    return {};
}

}  // namespace

Result<Taken> take(const Handed& handed) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    const std::string_view kind = company::layout_of(mapping.kind).name;
    auto identity = identity_of(handed);
    if (again) identity = store::identity_again(tx, tenant, kind, identity);
    if (const auto known = store::find_batch(tx, tenant, kind, identity))
        return fail(
            Code::Duplicate,
            fmt::format(
                "this file was imported before, as batch {0}; nothing was added; "
                "`batch show {0}` tells what became of it. If it is to hold once more: --again",
                known->value),
            name);
    // Rows need the number of the batch, and the batch their counts: the number is the next one.
    Taken taken{{store::current_cut(tx, tenant).value + 1}, {}};
    TRY_VOID(take_rows(handed, taken.batch, taken.tally));
    const auto& tally = taken.tally;
    const Batch batch = TRY(store::record_batch(
        tx, tenant,
        {kind, name, identity, now, {tally.received, tally.accepted, tally.rejected, 0}}));
    CHECK(batch == taken.batch);
    return taken;
}

}  // namespace bw::takeover
