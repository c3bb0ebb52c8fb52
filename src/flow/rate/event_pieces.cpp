#include "flow/rate/event_pieces.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

using meter::EventKind;

constexpr int128 kMaxNano = int128{1'000'000'000'000'000} * Decimal::kScale;  // 1e15 of a currency

std::unexpected<Error> too_large() {
    return fail(Code::Overflow, "the sum of the events does not fit; check their units and prices");
}

}  // namespace

std::string charge_of(EventKind kind, const CompiledTelecom& telecom) {
    switch (kind) {
        case EventKind::Voice: return telecom.voice_key;
        case EventKind::Message: return "messages";
        case EventKind::Data: break;
    }
    return "data";
}

std::string part_of(const CompiledTelecom& telecom, std::uint32_t band, std::uint32_t window) {
    const std::string& name = telecom.windows[window];
    return telecom.bands[band] + (name.empty() ? "" : "/" + name);
}

std::size_t EventPieces::slot_of(const Key& key) const {
    const std::uint64_t both =
        std::uint64_t{key.band} << 32 | key.window << 2 | static_cast<std::uint64_t>(key.kind);
    const std::uint64_t hash = both * 0x9e37'79b9'7f4a'7c15;  // the upper half depends on all of it
    for (std::size_t slot = hash >> 32;; ++slot) {
        slot &= slots_.size() - 1;
        if (slots_[slot] == 0 || calls_[slots_[slot] - 1].key == key) return slot;
    }
}

void EventPieces::grow() {
    slots_.assign(std::max<std::size_t>(16, 2 * slots_.size()), 0);
    for (std::size_t i = 0; i < calls_.size(); ++i)
        slots_[slot_of(calls_[i].key)] = static_cast<std::uint32_t>(i + 1);
}

EventPieces::Sum& EventPieces::sum_of(const Key& key, std::uint32_t row) {
    if (2 * calls_.size() >= slots_.size()) grow();  // at least half of them stay free
    std::uint32_t& slot = slots_[slot_of(key)];
    if (slot == 0) {
        calls_.push_back({key, {.row = row}});
        slot = static_cast<std::uint32_t>(calls_.size());
    }
    return calls_[slot - 1].sum;
}

Result<void> EventPieces::add_call(EventKind kind, const PricedCall& call, bool counts) {
    Key key;
    Sum* sum = nullptr;
    for (const CallPart& part : call.parts) {
        const CompiledRow& row = telecom_.rows[part.row];
        const bool is_first = sum == nullptr;
        // The connection and the rate groups of a call mostly go to one sum.
        if (const Key own{kind, part.band, row.window}; is_first || own != key) {
            key = own;
            sum = &sum_of(key, part.row);
        }
        if (__builtin_add_overflow(sum->amount, part.amount, &sum->amount) ||
            __builtin_add_overflow(sum->units, part.units, &sum->units))
            return too_large();
        if (!is_first) continue;
        sum->events += counts ? 1 : 0;
        if (call.cap == CapReached::No) continue;
        (call.cap == CapReached::RestIsFree ? sum->capped : sum->uncut) += 1;
        sum->most = std::max(sum->most, telecom_.rates[row.rate].max_cost.value_or(Decimal()));
    }
    return {};
}

void EventPieces::go_on_from(const EventPieces& earlier) {
    const catalog::DataPrice* own = counted_by_;
    const catalog::DataPrice* other = earlier.counted_by_;
    if (other == nullptr) return;
    const bool is_same =
        own == nullptr || (own->key == other->key && own->block_bytes == other->block_bytes &&
                           own->per_session == other->per_session);
    if (!is_same) return;
    if (own == nullptr) counted_by_ = other;  // no data here: for the part after this one
    data_ = data_before_ = earlier.data_;
}

Result<EventPieces::DataCharge> EventPieces::add_data(std::int64_t bytes, bool counts) {
    const catalog::DataPrice& price = *counted_by_;
    const std::int64_t block = price.block_bytes;
    DataSum after = data_;
    after.events += counts ? 1 : 0;
    if (__builtin_add_overflow(after.bytes, bytes, &after.bytes)) return too_large();
    if (price.per_session) after.blocks += bytes / block + (bytes % block > 0 ? 1 : 0);
    else after.blocks = after.bytes / block + (after.bytes % block > 0 ? 1 : 0);
    int128 nano = 0;
    const int128 blocks = after.blocks - data_before_.blocks;
    if (__builtin_mul_overflow(price.price.nano(), blocks, &nano) || nano > kMaxNano)
        return too_large();
    after.amount = data_before_.amount + Decimal::from_nano(nano);
    after.is_capped = price.cap && after.amount > *price.cap;
    if (after.is_capped) after.amount = std::max(*price.cap, data_before_.amount);
    const DataCharge charge{after.amount - data_.amount, (after.blocks - data_.blocks) * block};
    data_ = after;
    return charge;
}

void EventPieces::add_covered(std::size_t allowance, std::int64_t units, bool counts) {
    covered_[allowance].units += units;
    covered_[allowance].events += counts ? 1 : 0;
}

Piece EventPieces::blank(const Period& days) const {
    Piece piece;
    piece.schedule = telecom_.schedule;
    piece.version = telecom_.version;
    piece.days = days;
    piece.tax = telecom_.tax;
    piece.round = telecom_.round;
    piece.quantity = Decimal(1);
    return piece;
}

std::string EventPieces::clause(const std::string& where, int line) const {
    return fmt::format("{}@{} usage.{}, line {}", telecom_.schedule, telecom_.version.to_string(),
                       where, line);
}

Result<void> EventPieces::build_calls(const Period& days, std::vector<Piece>& pieces) const {
    std::vector<const KeyedSum*> ordered;
    ordered.reserve(calls_.size());
    pieces.reserve(pieces.size() + calls_.size());
    for (const KeyedSum& one : calls_) ordered.push_back(&one);
    std::ranges::sort(ordered, {}, [](const KeyedSum* one) -> const Key& { return one->key; });
    for (const KeyedSum* one : ordered) {
        const auto& [kind, band, window] = one->key;
        const Sum& sum = one->sum;
        // The rest of a call that reached its maximum, alone in its window, says nothing.
        if (sum.events == 0 && sum.amount == 0) continue;
        const int128 nano = divide_rounded(sum.amount, telecom_.scale, Rounding::HalfUp);
        if (nano > kMaxNano) return too_large();
        Piece piece = blank(days);
        piece.charge = charge_of(kind, telecom_);
        piece.part = part_of(telecom_, band, window);
        piece.price = piece.amount = Decimal::from_nano(nano);
        piece.breakdown.events = sum.events;
        (kind == EventKind::Data ? piece.breakdown.bytes : piece.breakdown.seconds) =
            kind == EventKind::Message ? 0 : sum.units;
        piece.breakdown.window = telecom_.windows[window];
        piece.breakdown.clause = telecom_.rows[sum.row].clause;
        if (sum.capped > 0 || sum.uncut > 0)
            piece.breakdown.notes.emplace_back(note::CallsCapped{sum.capped, sum.uncut, sum.most});
        pieces.push_back(std::move(piece));
    }
    return {};
}

Result<void> EventPieces::build_messages(const Period& days, std::vector<Piece>& pieces) const {
    for (const auto& [index, count] : messages_) {
        const catalog::MessagePrice& price = telecom_.messages[index];
        Piece piece = blank(days);
        piece.charge = price.key;
        piece.part = telecom_.bands[telecom_.message_bands[index]];
        if (!price.tax.empty()) piece.tax = price.tax;
        piece.quantity = Decimal(count);
        piece.unit = "message";
        piece.price = price.price;
        piece.amount = TRY(multiply(piece.quantity, piece.price)).rounded(9, Rounding::HalfUp);
        piece.breakdown.events = count;
        piece.breakdown.clause = clause("messages", price.line.number);
        pieces.push_back(std::move(piece));
    }
    return {};
}

void EventPieces::build_data(const Period& days, std::vector<Piece>& pieces) const {
    const std::int64_t blocks = data_.blocks - data_before_.blocks;
    const Decimal amount = data_.amount - data_before_.amount;
    if (blocks == 0) return;  // a block that an earlier part pays for holds it all
    const catalog::DataPrice& price = *counted_by_;
    Piece piece = blank(days);
    piece.charge = price.key;
    if (!price.tax.empty()) piece.tax = price.tax;
    piece.amount = amount;
    if (data_.is_capped) {
        piece.price = amount;
        piece.breakdown.notes.emplace_back(
            note::DataCapped{data_.blocks, price.cap.value_or(Decimal())});
    } else {
        piece.quantity = Decimal(blocks);
        piece.unit = "block";
        piece.price = price.price;
    }
    piece.breakdown.events = data_.events - data_before_.events;
    piece.breakdown.bytes = data_.bytes - data_before_.bytes;
    piece.breakdown.clause = clause("data", price.line.number);
    pieces.push_back(std::move(piece));
}

// What allowances paid for stands behind what of its kind was charged.
Result<void> EventPieces::build(const Period& days, const std::vector<Balance*>& balances,
                                std::vector<Piece>& pieces) const {
    using enum catalog::AllowanceKind;
    TRY_VOID(build_calls(days, pieces));
    build_covered(Seconds, days, balances, pieces);
    TRY_VOID(build_messages(days, pieces));
    build_covered(Messages, days, balances, pieces);
    build_data(days, pieces);
    build_covered(Bytes, days, balances, pieces);
    return {};
}

void EventPieces::build_covered(catalog::AllowanceKind kind, const Period& days,
                                const std::vector<Balance*>& balances,
                                std::vector<Piece>& pieces) const {
    for (std::size_t i = 0; i < covered_.size(); ++i) {
        const catalog::Allowance& allowance = telecom_.allowances[i];
        if (covered_[i].units == 0 || allowance.kind != kind) continue;
        Piece piece = blank(days);
        piece.charge = allowance.key;
        piece.part = "included";
        piece.breakdown.events = covered_[i].events;
        if (allowance.kind == catalog::AllowanceKind::Seconds)
            piece.breakdown.seconds = covered_[i].units;
        if (allowance.kind == catalog::AllowanceKind::Bytes)
            piece.breakdown.bytes = covered_[i].units;
        piece.breakdown.clause = fmt::format("{} allowances.{}, line {}", telecom_.allowances_in,
                                             allowance.key, allowance.line.number);
        const std::int64_t left = balances[i]->left();
        piece.breakdown.notes.emplace_back(
            note::Left{left == Balance::kUnlimited ? std::nullopt : std::optional(left)});
        pieces.push_back(std::move(piece));
    }
}

}  // namespace bw::rate
