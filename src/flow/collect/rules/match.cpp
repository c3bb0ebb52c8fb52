#include "flow/collect/rules/match.h"

#include "flow/collect/rules/reference.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::collect {
namespace {

Match waiting(std::string why) { return {std::nullopt, {}, std::move(why)}; }
Match found(const Billed& billed) { return {billed.payer, billed.invoice, {}}; }

// Whom the invoices with this reference name: several of one payer name him, and the oldest is paid
// first. Nothing: there are none.
std::optional<Match> by_invoices_with(std::string_view reference, Directory& directory) {
    const auto billed = directory.with_reference(reference);
    if (billed.empty()) return std::nullopt;
    if (billed.size() > 1) return waiting("invoices of several accounts have this reference");
    return found(billed.front());
}

// A reference field names one thing, or nothing.
Match by_reference(const std::string& reference, Directory& directory) {
    const std::string compacted = compact(reference);
    if (looks_like_reference(compacted)) {
        if (auto match = by_invoices_with(compacted, directory)) return *std::move(match);
        return waiting(is_reference(compacted)
                           ? "no invoice has this reference"
                           : "the check digits of the reference are wrong: it was mistyped");
    }
    if (const auto billed = directory.invoice(reference)) return found(*billed);
    if (auto match = by_invoices_with(reference, directory)) return *std::move(match);
    if (auto payer = directory.account(reference)) return {std::move(payer), {}, {}};
    return waiting("the reference is no creditor reference, and no invoice and no account has "
                   "this number");
}

// What a word names: an invoice by its number, or by what another system let payers quote, which
// need not be a creditor reference. What it let several quote ("bill") says nothing.
void name_by(const std::string& word, Directory& directory, std::vector<Billed>& named) {
    if (auto billed = directory.invoice(word)) return named.push_back(*std::move(billed));
    auto billed = directory.with_reference(word);
    if (billed.size() == 1) named.push_back(std::move(billed.front()));
}

// Words name somebody when all that they name belongs to one account. Numbers of accounts are not
// looked for: a house or a telephone may have the same.
Match by_words(const std::string& text, Directory& directory) {
    std::vector<Billed> named;
    for (const auto& reference : references_in(text))
        for (auto& billed : directory.with_reference(reference)) named.push_back(std::move(billed));
    for (const auto& word : words_in(text)) name_by(word, directory, named);
    if (named.empty()) return waiting("it names no account, and its text no invoice that we know");
    for (const auto& billed : named)
        if (billed.payer.id != named.front().payer.id)
            return waiting("its text names invoices of several accounts");
    const auto same = [&](const Billed& b) { return b.invoice && b.invoice == named[0].invoice; };
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
