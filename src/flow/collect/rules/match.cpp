#include "flow/collect/rules/match.h"

#include "flow/collect/rules/reference.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {
namespace {

Match waiting(std::string why) { return {std::nullopt, {}, std::move(why)}; }
Match found(const Billed& billed) { return {billed.payer, billed.invoice, {}}; }

// A reference field names one thing, or nothing.
Match by_reference(const std::string& reference, Directory& directory) {
    const std::string compacted = compact(reference);
    if (looks_like_reference(compacted)) {
        if (!is_reference(compacted))
            return waiting("the check digits of the reference are wrong: it was mistyped");
        const auto billed = directory.with_reference(compacted);
        if (billed.size() > 1) return waiting("several invoices have this reference");
        if (billed.size() == 1) return found(billed.front());
        return waiting("no invoice has this reference");
    }
    if (const auto billed = directory.invoice(reference)) return found(*billed);
    if (auto payer = directory.account(reference)) return {std::move(payer), {}, {}};
    return waiting("the reference is no creditor reference, and no invoice and no account has "
                   "this number");
}

// Words name somebody when all that they name belongs to one account. Numbers of accounts are not
// looked for: a house or a telephone may have the same.
Match by_words(const std::string& text, Directory& directory) {
    std::vector<Billed> named;
    for (const auto& reference : references_in(text))
        for (auto& billed : directory.with_reference(reference)) named.push_back(std::move(billed));
    for (const auto& word : words_in(text))
        if (auto billed = directory.invoice(word)) named.push_back(std::move(*billed));
    if (named.empty()) return waiting("it names no account, and its text no invoice that we know");
    for (const auto& billed : named)
        if (billed.payer.id != named.front().payer.id)
            return waiting("its text names invoices of several accounts");
    const auto same = [&](const Billed& b) { return b.invoice == named.front().invoice; };
    if (std::ranges::all_of(named, same)) return found(named.front());
    return {named.front().payer, {}, "its text names several invoices; the oldest is paid first"};
}

}  // namespace

Match find_payer(const Claim& claim, Directory& directory) {
    if (claim.account.empty())
        return claim.reference.empty() ? by_words(claim.text, directory)
                                       : by_reference(claim.reference, directory);
    const auto payer = directory.account(claim.account);
    if (!payer) return waiting("there is no such account");
    if (claim.reference.empty()) return {payer, {}, {}};
    Match match = by_reference(claim.reference, directory);
    if (!match.payer) return {payer, {}, std::move(match.why)};
    if (match.payer->id != payer->id)
        return waiting(
            fmt::format("the reference is of account {}, not of this one", match.payer->number));
    return match;
}

}  // namespace bw::collect
