#include "run/explain.h"

#include "flow/bill/advances.h"
#include "flow/bill/breakdown_text.h"
#include "flow/bill/follow.h"
#include "flow/meter/batch_report.h"
#include "flow/rate/event_words.h"
#include "platform/store/batch.h"
#include "run/explain_estimates.h"
#include "run/explain_words.h"
#include "run/facts.h"
#include "run/store.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::run {
namespace {

using bill::Item;
using bill::Stream;

bool same_piece(const Item& a, const Item& b) {
    const auto& p = a.piece;
    const auto& q = b.piece;
    return p.charge == q.charge && p.part == q.part && p.schedule == q.schedule &&
           p.version == q.version && p.days == q.days && p.tax == q.tax && p.price == q.price &&
           p.base == q.base && a.is_gross == b.is_gross;
}

// What each day added: the same rating, asked for one day at a time. With tiers over longer than a
// day the line's share of a day is not defined; then the day's whole quantity of the charge is
// shown.
Result<std::vector<DayShare>> days_of(Facts& facts, const bill::MonthRequest& request,
                                      const Item& item, const meter::Usage& usage) {
    std::vector<DayShare> days;
    const auto [tariff, about] =
        TRY(bill::tariff_on(facts.tariffs, request, item.piece.schedule, item.piece.days.from));
    for (LocalDate day = item.piece.days.from; day < item.piece.days.to; day = day.plus_days(1)) {
        const rate::Circumstances one_day{{day, day.plus_days(1)}, about};
        const auto rated = TRY(rate::rate(tariff->schedule, usage, {}, one_day));
        DayShare share{day, {}, 0};
        for (const auto& piece : rated.pieces)
            if (piece.charge == item.piece.charge &&
                piece.breakdown.season == item.piece.breakdown.season &&
                piece.breakdown.window == item.piece.breakdown.window) {
                share.quantity += piece.quantity;
                share.readings += piece.breakdown.intervals;
            }
        if (share.readings > 0) days.push_back(share);
    }
    return days;
}

std::vector<ReadShare> shares_of(const std::vector<rate::UsedRead>& reads, const Zone& zone) {
    std::vector<ReadShare> shares;
    for (const auto& read : reads) {
        ReadShare& share = shares.emplace_back(read, std::nullopt, zone.to_local(read.at));
        if (read.since) share.since = zone.to_local(*read.since);
        if (read.source) share.batch = read.source->batch;
    }
    return shares;
}

std::vector<meter::Source> sources_of(const meter::Usage& usage) {
    std::vector<meter::Source> all;
    for (const auto& c : usage.intervals) all.insert(all.end(), c.sources.begin(), c.sources.end());
    for (const auto& c : usage.registers) all.insert(all.end(), c.sources.begin(), c.sources.end());
    all.insert(all.end(), usage.events.sources.begin(), usage.events.sources.end());
    return all;
}

std::vector<meter::Source> sources_of(const std::vector<ReadShare>& reads) {
    std::vector<meter::Source> all;
    for (const auto& share : reads)
        if (share.read.source) all.push_back(*share.read.source);
    return all;
}

// `code`: of the service point, as files name it.
Result<std::vector<SourceFile>> files_of(store::Transaction& tx, TenantId tenant,
                                         const std::string& code, std::vector<meter::Source> all) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::vector<SourceFile> files;
    for (const auto& source : all) {
        const auto batch = TRY(store::load_batch(tx, tenant, source.batch));
        files.push_back({source.batch, batch.source, batch.committed_at, source.block_hash, {}});
        for (const Batch before : meter::brought_before(tx, tenant, code, source.batch))
            files.back().before.push_back(TRY(store::load_batch(tx, tenant, before)));
    }
    return files;
}

// The calls and sessions of a line, each with its share of it.
Result<std::vector<EventShare>> events_of(Facts& facts, const meter::Usage& usage,
                                          const bill::MonthRequest& request,
                                          const rate::Piece& piece, const std::string& language) {
    std::vector<EventShare> events;
    const Zone zone = TRY(Zone::find(request.subscription.service_point.zone));
    const auto rated =
        TRY(bill::rate_calls(facts.tariffs, facts.reader, usage, request, rate::Detail::Events));
    for (const auto& e : rated.events) {
        const Instant at = usage.events.starts[e.index];
        const LocalTime local = zone.to_local(at);
        if (!piece.days.contains(local.date)) continue;
        for (const auto& share : e.shares)
            if (share.charge == piece.charge && share.part == piece.part)
                events.push_back({at, local, std::string(usage.events.destinations[e.index]),
                                  rate::event_words(e, text::tongue_of(language)), e.deck, e.prefix,
                                  share.amount});
    }
    return events;
}

// What a payment plan asked for: computed again from the row that was in force, or the settlement
// before.
Result<LineExplanation> explain_advance(Facts& facts, const customers::BillingAccount& account,
                                        const customers::Subscription& subscription,
                                        const bill::InvoiceRow& invoice, LineExplanation x,
                                        const Listener& to) {
    const Item& line = x.line.line.item;
    auto priors = TRY(bill::load_prior(*facts.tx, invoice.payer.tenant, invoice.payer.bucket,
                                       {line.nominal.from, invoice.cut}, account.id));
    auto& proposed = priors[account.id].advances;
    std::erase_if(proposed, [&](const auto& p) { return !(p.cut < invoice.cut); });
    const bill::Advances advances(facts.tariffs, account, subscription, proposed);
    const auto asked = TRY(advances.ask(line.nominal.from));
    const auto now = std::ranges::find(asked, line.piece.part.text(),
                                       [](const Item& item) { return item.piece.part.text(); });
    x.sentences = line_sentences(now == asked.end() ? line : *now, to);
    x.sentences.push_back(advance_sentence(line.piece.schedule, to));
    if (now == asked.end() || now->amount.minor != line.amount.minor) {
        x.agrees = false;
        x.mismatch = "the facts as of the invoice's cut ask for another advance; report it";
    }
    return x;
}

// What a line of usage goes by: reads of a counter, or intervals and calls by day, with their
// files.
Result<void> add_usage(TenantId tenant, Facts& facts, const bill::MonthRequest& request, Batch cut,
                       const Item& now, const Listener& to, LineExplanation& x) {
    const auto& point = request.subscription.service_point;
    const Zone zone = TRY(Zone::find(point.zone));
    const auto usage = TRY(bill::usage_at(facts.reader, point, now.nominal));
    const std::string& code = point.code;
    const EstimateQuestion question{*facts.tx, tenant, cut, facts.tariffs.catalog(),
                                    now,       usage,  zone};
    if (is_of_counter(now.piece)) {
        x.reads = shares_of(TRY(bill::used_reads(facts.tariffs, usage, request, now.piece)), zone);
        x.sources = TRY(files_of(*facts.tx, tenant, code, sources_of(x.reads)));
        for (auto& share : x.reads)
            if (const auto file = std::ranges::find(x.sources, share.batch, &SourceFile::batch);
                file != x.sources.end())
                share.file = file->name;
        x.estimates = TRY(estimated_reads_of(question, x.reads));
        for (const auto& e : x.estimates) x.sentences.push_back(estimate_sentence(e, zone, to));
        return {};
    }
    x.sources = TRY(files_of(*facts.tx, tenant, code, sources_of(usage)));
    x.estimates = TRY(estimates_of(question));
    for (const auto& e : x.estimates) x.sentences.push_back(estimate_sentence(e, zone, to));
    if (now.piece.breakdown.intervals > 0) x.days = TRY(days_of(facts, request, now, usage));
    if (is_of_calls(now.piece))
        x.events = TRY(events_of(facts, usage, request, now.piece, to.language));
    return {};
}

Result<LineExplanation> explain_line(Workspace& workspace, Facts& facts, const bill::Biller& biller,
                                     const customers::BillingAccount& account,
                                     const bill::InvoiceRow& invoice, bill::StoredLine stored,
                                     const std::string& language) {
    LineExplanation x;
    const Listener to{facts.tariffs.catalog(), language};
    // Lines are stored with the sign of the books; a credit note shows them the other way round.
    const bool turned = invoice.kind == bill::InvoiceKind::CreditNote;
    const auto as_shown = [&](Item item) {
        if (!turned) return item;
        item.piece.quantity = -item.piece.quantity;
        item.amount = -item.amount;
        return item;
    };
    x.line = std::move(stored);
    Item& line = x.line.line.item;
    line.piece.breakdown = TRY(bill::parse_breakdown(x.line.breakdown));
    x.amount = as_shown(line).amount;
    x.net = turned ? -x.line.line.net : x.line.line.net;
    if (x.line.reversal) {
        x.sentences.push_back(reversal_sentence(x.line.line.corrects, to));
        std::ranges::move(line_sentences(as_shown(line), to), std::back_inserter(x.sentences));
        return x;
    }
    const auto subscription = std::ranges::find_if(
        account.subscriptions, [&](const auto& s) { return s.id == line.subscription; });
    if (subscription == account.subscriptions.end())
        return fail(Code::Corrupt,
                    "the subscription of the line is not known as of the invoice's cut");
    const auto history = bill::history_of(*facts.tx, invoice.payer, invoice.cut);
    if (line.stream == Stream::Request)
        return explain_advance(facts, account, *subscription, invoice, std::move(x), to);
    const auto request =
        TRY(biller.month(account, *subscription, line.stream, line.nominal, history));
    const auto month = TRY(bill::rate_month(facts.tariffs, facts.reader, request));
    const auto now =
        std::ranges::find_if(month.items, [&](const Item& i) { return same_piece(i, line); });
    if (now == month.items.end()) {
        x.agrees = false;
        x.mismatch = "the facts as of the invoice's cut do not give this line any more; report it";
        return x;
    }
    if (now->amount.minor != line.amount.minor || now->piece.breakdown != line.piece.breakdown) {
        x.agrees = false;
        x.mismatch =
            fmt::format("computed again it comes to {}; report it", now->amount.to_string());
    }
    x.sentences = line_sentences(as_shown(*now), to);
    if (turned) x.sentences.push_back(credit_sentence(to));
    if (line.stream == Stream::Advance || line.piece.kind != rate::PieceKind::Usage) return x;
    TRY_VOID(add_usage(workspace.tenant, facts, request, invoice.cut, *now, to, x));
    return x;
}

}  // namespace

Result<Explanation> explain(Workspace& workspace, const Question& question) {
    const std::string& number = question.invoice;
    Explanation result;
    result.language = question.language;
    bill::Terms terms;
    std::vector<bill::StoredLine> lines;
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto invoice = bill::find_invoice(*tx, workspace.tenant, number);
        if (!invoice)
            return fail(Code::NotFound, "there is no such invoice; `invoice list` shows them",
                        "invoice " + number);
        result.invoice = *invoice;
        lines = TRY(bill::load_statement(*tx, *invoice));
        terms = TRY(find_run(*tx, workspace.tenant, invoice->run)).terms;
    }
    const auto facts = TRY(open_facts(workspace, AsOf{result.invoice.cut}));
    const auto accounts = TRY(customers::load_bucket(
        *facts->tx, workspace.tenant, result.invoice.payer.bucket, AsOf{result.invoice.cut},
        bill::follow_plans(facts->tariffs.catalog(), terms.until)));
    const auto account = std::ranges::find_if(
        accounts, [&](const auto& a) { return a.id == result.invoice.payer.account; });
    if (account == accounts.end())
        return fail(Code::Corrupt, "the account of the invoice is not known as of its cut",
                    "invoice " + number);
    result.account = account->number;
    const bill::Biller biller(facts->tariffs, facts->reader, terms);
    for (auto& stored : lines) {
        if (question.line != 0 && stored.number != question.line) continue;
        result.lines.push_back(TRY(explain_line(workspace, *facts, biller, *account, result.invoice,
                                                std::move(stored), question.language)));
    }
    if (result.lines.empty())
        return fail(Code::NotFound, fmt::format("the invoice has no line {}", question.line),
                    "invoice " + number);
    return result;
}

Result<Preview> preview(Workspace& workspace, const std::string& number, LocalDate until,
                        LocalDate issued_on, const std::set<bill::Cause>& released) {
    Batch cut;
    {
        const auto tx = workspace.database->begin(store::Access::Read);
        cut = store::current_cut(*tx, workspace.tenant);
    }
    const auto facts = TRY(open_facts(workspace, AsOf{cut}));
    Preview result;
    result.account =
        TRY(customers::load_account(*facts->tx, workspace.tenant, number, AsOf{cut},
                                    bill::follow_plans(facts->tariffs.catalog(), until)));
    bill::Terms terms{{},      workspace.tenant, cut,
                      until,   issued_on,        bill::horizon_of(facts->tariffs.checks(), until),
                      released};
    add_previous(*facts->tx, terms);
    const bill::Biller biller(facts->tariffs, facts->reader, terms);
    auto priors = TRY(bill::load_prior(*facts->tx, workspace.tenant, result.account.bucket,
                                       {terms.horizon, cut}, result.account.id));
    bill::mark_held(*facts->tx, workspace.tenant, result.account.bucket, terms.previous, priors);
    const bill::Payer payer{workspace.tenant, result.account.bucket, result.account.id};
    result.outcome = TRY(biller.bill(result.account, priors[result.account.id],
                                     bill::history_of(*facts->tx, payer, cut)));
    return result;
}

}  // namespace bw::run
