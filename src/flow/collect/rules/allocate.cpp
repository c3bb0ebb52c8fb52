#include "flow/collect/rules/allocate.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <tuple>

namespace bw::collect {
namespace {

// What stands open, as it becomes less.
class Unsettled {
public:
    Unsettled(std::span<const OpenItem> items, Currency currency)
        : items_(items.begin(), items.end()) {
        std::erase_if(items_, [&](const OpenItem& i) { return i.open.currency != currency; });
        sort_oldest_first(items_);
    }

    // At most `amount` of one item; zero when nothing of it is open.
    std::int64_t take(OpenItem& item, std::int64_t amount) {
        const std::int64_t taken = std::max<std::int64_t>(0, std::min(item.open.minor, amount));
        item.open.minor -= taken;
        return taken;
    }

    template <typename F>
    std::int64_t share_out(std::int64_t amount, std::span<const InvoiceId> named, F&& on_share) {
        const auto pay = [&](OpenItem& item) {
            const std::int64_t taken = take(item, amount);
            if (taken == 0) return;
            amount -= taken;
            on_share(item.id, taken);
        };
        for (const InvoiceId id : named)
            for (OpenItem& item : items_)
                if (item.id == id) pay(item);
        for (OpenItem& item : items_) pay(item);
        return amount;
    }

    std::vector<OpenItem>& items() { return items_; }

private:
    std::vector<OpenItem> items_;
};

}  // namespace

void sort_oldest_first(std::vector<OpenItem>& items) {
    const auto age = [](const OpenItem& i) { return std::tie(i.issued_on, i.number, i.id); };
    std::ranges::sort(items, [&](const OpenItem& a, const OpenItem& b) { return age(a) < age(b); });
}

std::vector<ledger::Share> allocate(std::span<const OpenItem> items, const Money& amount,
                                    std::span<const InvoiceId> named) {
    std::vector<ledger::Share> shares;
    Unsettled unsettled(items, amount.currency);
    unsettled.share_out(amount.minor, named, [&](InvoiceId item, std::int64_t minor) {
        shares.push_back({item, {minor, amount.currency}});
    });
    return shares;
}

std::vector<Move> settle(std::span<const OpenItem> items, const Money& credit) {
    std::vector<Move> moves;
    Unsettled unsettled(items, credit.currency);
    const auto spend = [&](std::optional<InvoiceId> note, std::int64_t amount,
                           std::span<const InvoiceId> named) {
        unsettled.share_out(amount, named, [&](InvoiceId item, std::int64_t minor) {
            moves.push_back({note, item, {minor, credit.currency}});
        });
    };
    for (const OpenItem& note : unsettled.items())
        if (note.open.minor < 0) spend(note.id, -note.open.minor, note.corrects);
    if (credit.minor > 0) spend(std::nullopt, credit.minor, {});
    return moves;
}

std::vector<Move> take_back(std::span<const Move> used, const Money& amount) {
    std::map<std::pair<std::optional<InvoiceId>, InvoiceId>, std::int64_t> standing;
    for (const Move& move : used) standing[{move.note, move.item}] += move.amount.minor;
    std::vector<Move> moves;
    std::int64_t left = amount.minor;
    for (const Move& move : used | std::views::reverse) {
        if (move.amount.minor <= 0) continue;
        std::int64_t& stands = standing[{move.note, move.item}];
        const std::int64_t back = std::min({left, stands, move.amount.minor});
        if (back <= 0) continue;
        stands -= back;
        left -= back;
        moves.push_back({move.note, move.item, {back, amount.currency}});
    }
    return moves;
}

std::optional<ledger::Share> shortfall(std::span<const OpenItem> items,
                                       std::span<const ledger::Share> shares,
                                       const Money& tolerance) {
    if (shares.empty()) return std::nullopt;
    const auto& last = shares.back();
    const auto item = std::ranges::find(items, last.item, &OpenItem::id);
    if (item == items.end()) return std::nullopt;
    const std::int64_t rest = item->open.minor - last.amount.minor;
    if (rest <= 0 || rest > tolerance.minor) return std::nullopt;
    return ledger::Share{last.item, {rest, last.amount.currency}};
}

}  // namespace bw::collect
