#include "run/itemised_bill.h"

#include "flow/bill/breakdown_text.h"
#include "flow/bill/follow.h"
#include "run/bill_run.h"
#include "run/explain_words.h"
#include "run/facts.h"
#include "run/issued.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace bw::run {
namespace {

using bill::Stream;
using compose::ItemisedBill;

constexpr std::string_view kListed = "listed.numbers", kFull = "full", kNone = "none";

ItemisedBill::Kind kind_of(meter::EventKind kind) {
    switch (kind) {
        case meter::EventKind::Voice: return ItemisedBill::Kind::Call;
        case meter::EventKind::Message: return ItemisedBill::Kind::Message;
        case meter::EventKind::Data: break;
    }
    return ItemisedBill::Kind::Data;
}

// The lines of calls of one subscription and month on a bill.
using Month = std::pair<SubscriptionId, Period>;
using Lines = std::vector<const bill::StoredLine*>;

class Itemiser {
public:
    Itemiser(const IssuedBill& issued, Facts& facts, const bill::Biller& biller,
             const customers::BillingAccount& account)
        : issued_(issued), facts_(facts), biller_(biller), account_(account),
          history_(bill::history_of(*facts.tx, issued.row.payer, issued.row.cut)) {
        const auto& invoice = issued.invoice;
        out_.language = invoice.language;
        out_.account_number = invoice.account_number;
        out_.written_on = invoice.issued_on;
        out_.seller = invoice.seller;
        out_.buyer = invoice.buyer;
        out_.payment_reference = invoice.payment_reference;
        out_.invoice = invoice.number;
        out_.currency = invoice.currency;
    }

    Result<void> add(const Month& month, const Lines& lines) {
        const auto subscription =
            std::ranges::find(account_.subscriptions, month.first, &customers::Subscription::id);
        if (subscription == account_.subscriptions.end())
            return wrong("a subscription of it is not known as of its cut");
        const auto request =
            TRY(biller_.month(account_, *subscription, Stream::Arrears, month.second, history_));
        TRY_VOID(check(request, lines));
        const std::size_t service = TRY(service_of(*subscription, lines));
        const auto usage =
            TRY(bill::usage_at(facts_.reader, subscription->service_point, month.second));
        const auto rated = TRY(
            bill::rate_calls(facts_.tariffs, facts_.reader, usage, request, rate::Detail::Events));
        const Zone zone = TRY(Zone::find(subscription->service_point.zone));
        for (const auto& event : rated.events) {
            const LocalTime local = zone.to_local(usage.events.starts[event.index]);
            add(event, usage.events, local, {*subscription, service, lines});
        }
        return {};
    }

    ItemisedBill take() {
        std::ranges::stable_sort(out_.entries, {}, [](const auto& entry) {
            return std::tuple(entry.service, entry.day, entry.second);
        });
        return std::move(out_);
    }

private:
    std::unexpected<Error> wrong(std::string text) const {
        return fail(Code::Corrupt, std::move(text), "invoice " + issued_.invoice.number);
    }

    // What is told adds up to what was billed only where the same facts give the same lines.
    Result<void> check(const bill::MonthRequest& request, const Lines& lines) const {
        const auto month = TRY(bill::rate_month(facts_.tariffs, facts_.reader, request));
        for (const auto* stored : lines) {
            const auto& line = stored->line.item;
            const bool agrees = std::ranges::any_of(month.items, [&](const bill::Item& now) {
                return now.piece.charge == line.piece.charge && now.piece.part == line.piece.part &&
                       now.piece.days == line.piece.days && now.amount.minor == line.amount.minor;
            });
            if (!agrees)
                return wrong(fmt::format("the facts as of its cut do not give line {} any more; "
                                         "report it",
                                         stored->number));
        }
        return {};
    }

    Result<std::size_t> service_of(const customers::Subscription& subscription,
                                   const Lines& lines) {
        const auto& invoice = issued_.invoice;
        const auto known = std::ranges::find(of_, subscription.id);
        const auto at = static_cast<std::size_t>(known - of_.begin());
        if (known == of_.end()) {
            ItemisedBill::Service service;
            service.sum = {0, invoice.currency};
            service.days = lines.front()->line.item.piece.days;
            const auto supply = static_cast<std::size_t>(
                std::ranges::find(invoice.supply_subscriptions, subscription.id.value) -
                invoice.supply_subscriptions.begin());
            if (supply < invoice.supplies.size()) service.point = invoice.supplies[supply];
            else {
                service.point.code = subscription.service_point.code;
                service.point.kind = subscription.service_point.kind;
            }
            of_.push_back(subscription.id);
            out_.services.push_back(std::move(service));
        }
        auto& service = out_.services[at];
        for (const auto* stored : lines) {
            const auto& item = stored->line.item;
            service.is_gross = item.is_gross;
            service.sum = TRY(bw::add(service.sum, item.amount));
            service.days = {std::min(service.days.from, item.piece.days.from),
                            std::max(service.days.to, item.piece.days.to)};
        }
        return at;
    }

    struct Where {
        const customers::Subscription& subscription;
        std::size_t service;
        const Lines& lines;
    };
    // What lines that are not on this bill have of an event is told on another one.
    void add(const rate::RatedEvent& event, const meter::EventColumn& events,
             const LocalTime& local, const Where& where) {
        ItemisedBill::Entry entry;
        bool is_billed = false;
        for (const auto* stored : where.lines) {
            const auto& piece = stored->line.item.piece;
            if (!piece.days.contains(local.date)) continue;
            for (const auto& share : event.shares) {
                if (share.charge != piece.charge.text() || share.part != piece.part.text())
                    continue;
                if (!is_billed) entry.line = name_of(stored->number);
                entry.amount += share.amount;
                is_billed = true;
            }
        }
        if (!is_billed) return;
        const auto* how = customers::attribute_on(where.subscription.service_point.attributes,
                                                  kListed, local.date);
        entry.service = where.service;
        entry.day = local.date;
        entry.second = local.second_of_day;
        entry.kind = kind_of(events.kinds[event.index]);
        entry.units = entry.kind == ItemisedBill::Kind::Data ? events.bytes[event.index]
                                                             : events.seconds[event.index];
        if (entry.kind != ItemisedBill::Kind::Data)  // a session goes to no number
            entry.number = listed_number(events.destinations[event.index],
                                         how == nullptr ? std::string_view() : how->value);
        out_.entries.push_back(std::move(entry));
    }

    [[nodiscard]] std::string name_of(int line) const {
        const auto& lines = issued_.invoice.lines;
        const auto found = std::ranges::find(lines, line, &bill::InvoiceLine::number);
        return found == lines.end() ? std::string() : found->name;
    }

    const IssuedBill& issued_;
    Facts& facts_;
    const bill::Biller& biller_;
    const customers::BillingAccount& account_;
    const bill::History history_;
    ItemisedBill out_;
    std::vector<SubscriptionId> of_;  // parallel to its services
};

// Those that were not taken back, by subscription and month.
Result<std::map<Month, Lines>> lines_of_calls(std::vector<bill::StoredLine>& lines) {
    std::map<Month, Lines> months;
    for (auto& stored : lines) {
        auto& item = stored.line.item;
        if (stored.reversal || item.stream != Stream::Arrears) continue;
        item.piece.breakdown = TRY(bill::parse_breakdown(stored.breakdown));
        if (item.piece.kind == rate::PieceKind::Usage && is_of_calls(item.piece))
            months[{item.subscription, item.nominal}].push_back(&stored);
    }
    return months;
}

}  // namespace

std::string listed_number(std::string_view number, std::string_view how) {
    constexpr std::size_t kHidden = 3;
    if (how == kNone) return {};
    if (how == kFull || number.empty()) return std::string(number);
    const std::size_t shown = number.size() - std::min(number.size(), kHidden);
    return std::string(number.substr(0, shown)) + std::string(number.size() - shown, 'x');
}

Result<ItemisedBill> itemised_bill(Workspace& workspace, const std::string& number) {
    const auto issued = TRY(issued_bill(workspace, number));
    const AsOf cut{issued.row.cut};
    const auto facts = TRY(open_facts(workspace, cut));
    auto lines = TRY(bill::load_statement(*facts->tx, issued.row));
    const auto months = TRY(lines_of_calls(lines));
    if (months.empty())
        return fail(Code::NotFound, "it bills no calls, messages or data", "invoice " + number);
    const auto terms = TRY(find_run(*facts->tx, workspace.tenant, issued.row.run)).terms;
    const auto account = TRY(
        customers::load_account(*facts->tx, workspace.tenant, issued.invoice.account_number, cut,
                                bill::follow_plans(facts->tariffs.catalog(), terms.until)));
    const bill::Biller biller(facts->tariffs, facts->reader, terms);
    Itemiser itemiser(issued, *facts, biller, account);
    for (const auto& [month, of] : months) TRY_VOID(itemiser.add(month, of));
    return itemiser.take();
}

}  // namespace bw::run
