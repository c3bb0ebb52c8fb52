// The `usage:` section: destinations, rates, rating plans, subjects, messages, data; and the short
// form of voice, which is lowered to the same records.
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::catalog {
namespace {

constexpr std::string_view kAny = "any";

Result<Decimal> price_of(const Spot& spot) {
    const Decimal price = TRY(spot.number());
    if (price.is_negative()) return spot.error("a price is not negative here");
    return price;
}

// "0.10 per minute", "2.00 per started 500 MB": the price and the amount it is for.
struct PricePerAmount {
    Decimal price;
    Amount per;
    bool started = false;
};
Result<PricePerAmount> price_per_amount(const Spot& spot) {
    const PriceText price = TRY(price_text(spot));
    if (price.value.is_negative()) return spot.error("a price is not negative here");
    std::string_view unit = price.unit;
    PricePerAmount result{price.value, {}, unit.starts_with("started ")};
    if (result.started) unit.remove_prefix(8);
    if (unit.empty()) return spot.error("a price needs its unit; write 0.10 per minute");
    result.per = TRY(amount_of(spot, unit));
    if (result.per.value <= 0) return spot.error("the unit must be above 0");
    return result;
}

Result<std::int64_t> size_of(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const Amount amount = TRY(amount_of(spot, text));
    return amount.value;
}

bool is_prefix(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.size() <= 20 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::vector<DestinationGroup>> parse_destinations(const Spot& spot) {
    std::vector<DestinationGroup> groups;
    std::size_t count = 0;
    for (const auto& [key, value] : TRY(spot.entries())) {
        if (key == kAny) return value.error("'any' means every destination; choose another name");
        DestinationGroup group{key, {}, {}, value.line()};
        Spot prefixes = value;
        if (value.node->is_map()) {
            Fields fields = TRY(Fields::of(value));
            if (const auto names = fields.find("name")) group.names = TRY(names->names());
            prefixes = TRY(fields.need("prefixes"));
            TRY_VOID(fields.done());
        }
        for (const auto& item : TRY(prefixes.list())) {
            const std::string prefix = TRY(item.text());
            if (!is_prefix(prefix))
                return item.error(fmt::format("'{}' is no prefix: digits with an optional +",
                                              prefix.substr(0, 40)));
            group.prefixes.push_back(prefix);
        }
        std::sort(group.prefixes.begin(), group.prefixes.end());
        if (std::adjacent_find(group.prefixes.begin(), group.prefixes.end()) !=
            group.prefixes.end())
            return value.error("a prefix stands twice in the group");
        if (group.prefixes.empty()) return value.error("prefixes are missing");
        TRY_VOID(
            check_count(value, count += group.prefixes.size(), kDestinationPrefixes, "prefixes"));
        groups.push_back(std::move(group));
    }
    return groups;
}

Result<RateGroup> parse_group(const Spot& spot, bool deck_price) {
    Fields fields = TRY(Fields::of(spot));
    RateGroup group;
    group.line = spot.line();
    if (const auto from = fields.find("from")) group.from_s = TRY(size_of(*from));
    const auto price = fields.find("price");
    if (price) {
        const PricePerAmount per = TRY(price_per_amount(*price));
        group.price = per.price;
        group.per_s = per.per.value;
    } else if (!deck_price) {
        return spot.error("'price:' is missing");
    }
    const Spot increment = TRY(fields.need("increment"));
    group.increment_s = TRY(size_of(increment));
    if (group.increment_s <= 0) return increment.error("an increment is above 0");
    TRY_VOID(fields.done());
    return group;
}

// "5.00 per call", "5.00 per call, disconnect".
Result<void> parse_cap(const Spot& spot, RatePerUse& rate) {
    std::string text = TRY(spot.text());
    for (const auto& [words, strategy] :
         {std::pair<std::string_view, CapStrategy>{", disconnect", CapStrategy::Disconnect},
          {", free", CapStrategy::Free}})
        if (text.ends_with(words)) {
            text.resize(text.size() - words.size());
            rate.cap = strategy;
            break;
        }
    constexpr std::string_view kPerCall = " per call";
    if (!text.ends_with(kPerCall))
        return spot.error("write: 5.00 per call, or 5.00 per call, disconnect");
    const auto cost = Decimal::parse(text.substr(0, text.size() - kPerCall.size()));
    if (!cost) return spot.error(cost.error());
    if (*cost <= Decimal()) return spot.error("a maximum cost is above 0; leave it out for none");
    rate.max_cost = *cost;
    return {};
}

Result<void> parse_call_rounding(const Spot& spot, RatePerUse& rate) {
    const std::string text = TRY(spot.text());
    const std::size_t space = text.find(' ');
    const auto method = parse_rounding(text.substr(0, space));
    if (!method) return spot.error(method.error());
    if (space == std::string::npos || text.size() != space + 2 || text[space + 1] < '0' ||
        text[space + 1] > '9')
        return spot.error("write the method and the number of decimals: up 2");
    rate.round = *method;
    rate.round_places = text[space + 1] - '0';
    return {};
}

// connect, cap and round, which the short form of voice has too.
Result<void> parse_rate_terms(Fields& fields, RatePerUse& rate) {
    rate.line = fields.spot().line();
    if (const auto connect = fields.find("connect")) rate.connect = TRY(price_of(*connect));
    if (const auto cap = fields.find("cap")) TRY_VOID(parse_cap(*cap, rate));
    if (const auto round = fields.find("round")) TRY_VOID(parse_call_rounding(*round, rate));
    return {};
}

Result<RatePerUse> parse_rate(const std::string& key, const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    RatePerUse rate;
    rate.name = key;
    TRY_VOID(parse_rate_terms(fields, rate));
    const Spot groups = TRY(fields.need("groups"));
    TRY_VOID(fields.done());
    for (const auto& item : TRY(groups.list())) {
        RateGroup group = TRY(parse_group(item, true));
        const bool first = rate.groups.empty();
        if (first ? group.from_s != 0 : group.from_s <= rate.groups.back().from_s)
            return item.error("groups begin at 0 s and stand in ascending order");
        rate.groups.push_back(group);
    }
    TRY_VOID(check_count(groups, rate.groups.size(), kTiersPerPrice, "groups"));
    if (rate.groups.empty()) return groups.error("a group is missing");
    return rate;
}

Result<RatingRow> parse_row(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    RatingRow row;
    row.line = spot.line();
    const auto to = fields.find("to");
    const auto deck = fields.find("deck");
    if (to.has_value() == deck.has_value())
        return spot.error("write either 'to:' (a destination or any) or 'deck:'");
    if (to) row.destination = TRY(to->word());
    if (row.destination == kAny) row.destination.clear();
    if (deck) row.deck = TRY(deck->word());
    row.rate = TRY(fields.need_word("rate"));
    if (const auto factor = fields.find("price factor")) row.factor = TRY(price_of(*factor));
    if (const auto when = fields.find("when")) row.when = TRY(parse_when_at(*when));
    if (const auto window = fields.find("window")) row.window = TRY(window->word());
    if (const auto names = fields.find("window name")) {
        if (row.window.empty()) return names->error("'window:' that it names is missing");
        row.window_names = TRY(names->names());
    }
    if (const auto weight = fields.find("weight")) row.weight = TRY(weight->whole(0, 1'000'000));
    TRY_VOID(fields.done());
    return row;
}

Result<Subject> parse_subject(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Subject subject;
    subject.line = spot.line();
    if (const auto category = fields.find("category")) subject.category = TRY(category->text());
    if (const auto name = fields.find("subject")) subject.subject = TRY(name->text());
    subject.rating_plan = TRY(fields.need_word("rating plan"));
    if (const auto from = fields.find("from")) {
        const auto instant = Instant::parse(TRY(from->text()));
        if (!instant) return from->error(instant.error());
        const auto again = Instant::parse(instant->to_string());
        if (!again || *again != *instant)
            return from->error("whole seconds from 1900 to 2999 are kept; leave the fraction out");
        subject.from = *instant;
    }
    if (const auto fallback = fields.find("fall back"))
        for (const auto& item : TRY(fallback->list())) subject.fallback.push_back(TRY(item.text()));
    TRY_VOID(fields.done());
    return subject;
}

// "60/1": the first 60 seconds whole, then by the second.
Result<std::vector<RateGroup>> parse_increments(const Spot& spot, const RateGroup& price) {
    const std::string text = TRY(spot.text());
    const std::size_t slash = text.find('/');
    const auto number = [&](std::string_view part) -> std::int64_t {
        const auto value = Decimal::parse(part);
        const bool usable =
            value && value->places() == 0 && *value >= Decimal(1) && *value <= Decimal(86'400);
        return usable ? static_cast<std::int64_t>(value->nano() / Decimal::kScale) : 0;
    };
    const std::int64_t first = number(std::string_view(text).substr(0, slash));
    const std::int64_t then =
        slash == std::string::npos ? first : number(std::string_view(text).substr(slash + 1));
    if (first == 0 || then == 0) return spot.error("write the first and the further seconds: 60/1");
    RateGroup one = price;
    one.increment_s = first;
    one.line = spot.line();
    std::vector<RateGroup> groups{one};
    if (then != first) {
        one.from_s = first;
        one.increment_s = then;
        groups.push_back(one);
    }
    return groups;
}

// voice: {deck or price, connect, increments, windows, cap, round}: one rating plan 'voice' for
// everybody.
Result<void> parse_voice(const Spot& spot, Telecom& telecom) {
    Fields fields = TRY(Fields::of(spot));
    RatePerUse rate;
    rate.name = "voice";
    TRY_VOID(parse_rate_terms(fields, rate));
    const auto deck = fields.find("deck");
    const auto price = fields.find("price");
    if (deck.has_value() == price.has_value())
        return spot.error("write either 'deck:' or 'price: 0.10 per minute'");
    RateGroup group;
    group.line = spot.line();
    if (price) {
        const PricePerAmount per = TRY(price_per_amount(*price));
        group.price = per.price;
        group.per_s = per.per.value;
    }
    rate.groups = {group};
    if (const auto increments = fields.find("increments"))
        rate.groups = TRY(parse_increments(*increments, group));
    RatingPlan plan{"voice", {}, spot.line()};
    RatingRow row;
    row.rate = rate.name;
    row.line = spot.line();
    if (deck) row.deck = TRY(deck->word());
    if (const auto windows = fields.find("windows"))
        for (const auto& [key, value] : TRY(windows->entries())) {
            Fields one = TRY(Fields::of(value));
            RatingRow special = row;
            special.window = key;
            if (const auto names = one.find("name")) special.window_names = TRY(names->names());
            special.line = value.line();
            special.weight = 20;  // before the row that is always open
            const Spot when = TRY(one.need("when"));
            special.when = TRY(parse_when_at(when));
            const Spot factor = TRY(one.need("price factor"));
            special.factor = TRY(price_of(factor));
            TRY_VOID(one.done());
            plan.rows.push_back(std::move(special));
        }
    TRY_VOID(fields.done());
    plan.rows.push_back(std::move(row));
    telecom.rates.push_back(std::move(rate));
    telecom.rating_plans.push_back(std::move(plan));
    Subject everybody;
    everybody.rating_plan = "voice";
    everybody.line = spot.line();
    telecom.subjects.push_back(std::move(everybody));
    return {};
}

Result<MessagePrice> parse_message(const std::string& key, const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    MessagePrice message{key, "", {}, "", spot.line()};
    const Spot price = TRY(fields.need("price"));
    const PricePerAmount per = TRY(price_per_amount(price));
    if (per.per.kind != AllowanceKind::Messages || per.per.value != 1)
        return price.error("write the price per message: 0.09 per message");
    message.price = per.price;
    if (const auto to = fields.find("to")) message.destination = TRY(to->word());
    if (message.destination == kAny) message.destination.clear();
    if (const auto tax = fields.find("tax")) message.tax = TRY(tax->word());
    TRY_VOID(fields.done());
    return message;
}

Result<DataPrice> parse_data(const std::string& key, const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    DataPrice data;
    data.key = key;
    data.line = spot.line();
    const Spot price = TRY(fields.need("price"));
    const PricePerAmount per = TRY(price_per_amount(price));
    if (per.per.kind != AllowanceKind::Bytes || !per.started)
        return price.error("write the price per started block: 2.00 per started 500 MB");
    data.price = per.price;
    data.block_bytes = per.per.value;
    if (const auto count = fields.find("count"))
        data.per_session = TRY(count->one_of({"per session", "per period"})) == 0;
    if (const auto cap = fields.find("cap")) {
        const PriceText limit = TRY(price_text(*cap));
        if (limit.unit != "billing period" || limit.value <= Decimal())
            return cap->error("write: 20.00 per billing period");
        data.cap = limit.value;
    }
    if (const auto tax = fields.find("tax")) data.tax = TRY(tax->word());
    TRY_VOID(fields.done());
    return data;
}

// A map of named prices, or one price whose key is the section's.
template <typename T, typename F>
Result<std::vector<T>> parse_named(const Spot& spot, const std::string& key, F parse_one) {
    std::vector<T> result;
    if (spot.node->find("price") != nullptr) {
        result.push_back(TRY(parse_one(key, spot)));
        return result;
    }
    for (const auto& [name, value] : TRY(spot.entries()))
        result.push_back(TRY(parse_one(name, value)));
    return result;
}

template <typename T>
bool has_name(const std::vector<T>& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
}

// Every name that a row or subject uses must stand in the section.
Result<void> check_references(const Spot& spot, const Telecom& telecom) {
    const auto missing = [&](SourceLine line, std::string_view kind, std::string_view name) {
        return fail(
            Code::Invalid,
            fmt::format("{}: {} '{}' is not defined in this section", spot.path, kind, name),
            fmt::format("{} line {}", spot.file, line.number));
    };
    for (const auto& plan : telecom.rating_plans)
        for (const auto& row : plan.rows) {
            if (!row.destination.empty() && !has_name(telecom.destinations, row.destination))
                return missing(row.line, "destination", row.destination);
            const auto rate = std::find_if(telecom.rates.begin(), telecom.rates.end(),
                                           [&](const auto& r) { return r.name == row.rate; });
            if (rate == telecom.rates.end()) return missing(row.line, "rate", row.rate);
        }
    for (const auto& subject : telecom.subjects)
        if (!has_name(telecom.rating_plans, subject.rating_plan))
            return missing(subject.line, "rating plan", subject.rating_plan);
    for (const auto& message : telecom.messages)
        if (!message.destination.empty() && !has_name(telecom.destinations, message.destination))
            return missing(message.line, "destination", message.destination);
    return {};
}

}  // namespace

Result<Telecom> parse_telecom(const Spot& spot, const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    Telecom telecom;
    telecom.tax = default_tax;
    if (const auto tax = fields.find("tax")) telecom.tax = TRY(tax->word());
    if (const auto key = fields.find("voice key")) telecom.voice_key = TRY(key->word());
    if (const auto destinations = fields.find("destinations"))
        telecom.destinations = TRY(parse_destinations(*destinations));
    if (const auto rates = fields.find("rates"))
        for (const auto& [key, value] : TRY(rates->entries()))
            telecom.rates.push_back(TRY(parse_rate(key, value)));
    if (const auto plans = fields.find("rating plans"))
        for (const auto& [key, value] : TRY(plans->entries())) {
            RatingPlan plan{key, {}, value.line()};
            for (const auto& item : TRY(value.list())) plan.rows.push_back(TRY(parse_row(item)));
            telecom.rating_plans.push_back(std::move(plan));
        }
    if (const auto subjects = fields.find("subjects"))
        for (const auto& item : TRY(subjects->list()))
            telecom.subjects.push_back(TRY(parse_subject(item)));
    if (const auto voice = fields.find("voice")) {
        if (!telecom.rating_plans.empty())
            return voice->error(
                "'voice:' is the short form; it cannot stand beside 'rating plans:'");
        if (has_name(telecom.rates, "voice"))
            return voice->error(
                "'voice:' brings a rate of that name; call the other one differently");
        TRY_VOID(parse_voice(*voice, telecom));
    }
    if (const auto messages = fields.find("messages"))
        telecom.messages = TRY(parse_named<MessagePrice>(*messages, "messages", parse_message));
    if (const auto data = fields.find("data"))
        telecom.data = TRY(parse_named<DataPrice>(*data, "data", parse_data));
    TRY_VOID(fields.done());
    TRY_VOID(check_references(spot, telecom));
    if (telecom.is_empty())
        return spot.error("nothing is priced: 'voice:', 'messages:', 'data:' or 'rating plans:'");
    return telecom;
}

}  // namespace bw::catalog
