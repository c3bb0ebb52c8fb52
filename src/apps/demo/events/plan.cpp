#include "apps/demo/events/plan.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bw::demo {
namespace {

using Named = std::pair<Event, std::string_view>;

constexpr std::array kWords = {
    Named{Event::Opened, "account opened"},
    Named{Event::MovedOut, "moved out, final bill"},
    Named{Event::Vacant, "vacant, the landlord pays"},
    Named{Event::MovedIn, "moved in"},
    Named{Event::PlanChanged, "changed the plan"},
    Named{Event::PayerChanged, "another payer took over"},
    Named{Event::TaxStatus, "became a reseller"},
    Named{Event::Renamed, "changed the name"},
    Named{Event::AddressChanged, "changed the address"},
    Named{Event::Paused, "paused"},
    Named{Event::Resumed, "went on after a pause"},
    Named{Event::Trial, "tried, then the full plan"},
    Named{Event::Renewed, "contract renewed itself"},
    Named{Event::OfferEnded, "offer ended by itself"},
    Named{Event::Cancelled, "cancelled"},
    Named{Event::Bundle, "services share an allowance"},
    Named{Event::ServicesTogether, "internet and mobile, one discount"},
    Named{Event::OneBillForMany, "one bill for many sites"},
    Named{Event::SharedBill, "bill shared by two payers"},
    Named{Event::AdvanceInvoiced, "advances by invoice, settled"},
    Named{Event::AdvanceRequested, "advances by request, settled"},
    Named{Event::SettledOnMove, "advances settled on a move"},
    Named{Event::MeterExchanged, "meter exchanged"},
    Named{Event::CounterRolledOver, "counter passed its end"},
    Named{Event::BehindTransformers, "meter behind transformers"},
    Named{Event::PriceBetweenReads, "new price between two reads"},
    Named{Event::TaxBetweenReads, "new tax between two reads"},
    Named{Event::SharedByDegreeDays, "use shared by degree days"},
    Named{Event::SharedByProfile, "use shared by a profile"},
    Named{Event::CustomerRead, "read once by the customer"},
    Named{Event::EstimateMadeGood, "estimated, then read lower"},
    Named{Event::LateReading, "reading came late"},
    Named{Event::CorrectedByLines, "corrected by lines"},
    Named{Event::CorrectedByCreditNote, "corrected by credit note"},
    Named{Event::CorrectedByRebill, "corrected by a new bill"},
    Named{Event::ClockChanged, "clock changed, by the hour"},
    Named{Event::Gas, "gas, by calorific values"},
    Named{Event::PriceVersion, "new price version"},
    Named{Event::TariffCorrected, "tariff corrected"},
    Named{Event::KnownLate, "known late, limit of back-billing"},
    Named{Event::BilledAnew, "bill reversed and billed anew"},
    Named{Event::ApprovedBySecond, "approved by a second person"},
    Named{Event::TakenOver, "taken over from another system"},
    Named{Event::OpeningBalance, "opening balance"},
    Named{Event::ToppedUp, "topped up a balance"},
    Named{Event::DepositTaken, "deposit taken"},
    Named{Event::DepositReturned, "deposit returned"},
    Named{Event::PaidShort, "paid too little"},
    Named{Event::PaidTwice, "paid twice"},
    Named{Event::PaidByNobodyKnown, "paid with an unknown reference"},
    Named{Event::PaymentCameBack, "payment came back"},
    Named{Event::PaidTheOldest, "paid late, the oldest first"},
    Named{Event::CreditRefunded, "credit above 5.00 paid out"},
};

constexpr auto kEvents = [] {
    std::array<Event, kWords.size()> events{};
    for (std::size_t i = 0; i < kWords.size(); ++i) events[i] = kWords[i].first;
    return events;
}();

}  // namespace

std::span<const Event> all_events() { return kEvents; }

std::string_view event_words(Event event) {
    const auto found = std::ranges::find(kWords, event, &Named::first);
    CHECK(found != kWords.end());
    return found->second;
}

std::int64_t Plan::count(Event event) const {
    return std::ranges::count(happenings, event, &Happening::event);
}

std::optional<Payment> Plan::payment_of(std::string_view account, int month) const {
    for (const Habit& habit : habits)
        if (habit.account == account && habit.month == month) return habit.payment;
    return std::nullopt;
}

std::optional<Answer> Plan::answer_for(std::string_view account) const {
    const auto found = std::ranges::find(decisions, account, &Decision::account);
    return found == decisions.end() ? std::nullopt : std::optional(found->answer);
}

}  // namespace bw::demo
