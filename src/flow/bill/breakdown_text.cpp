#include "flow/bill/breakdown_text.h"

#include "platform/json/json.h"
#include "platform/json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::bill {
namespace {

namespace note = rate::note;
using rate::Breakdown;

constexpr std::int64_t kForm = 1;

struct Count {
    std::string_view name;
    std::int64_t Breakdown::* value;
};
constexpr std::array kCounts{Count{"intervals", &Breakdown::intervals},
                             Count{"missing", &Breakdown::missing},
                             Count{"estimated", &Breakdown::estimated},
                             Count{"events", &Breakdown::events},
                             Count{"seconds", &Breakdown::seconds},
                             Count{"bytes", &Breakdown::bytes},
                             Count{"days", &Breakdown::days}};

struct Text {
    std::string_view name;
    Word Breakdown::* value;
};
constexpr std::array kTexts{Text{"season", &Breakdown::season}, Text{"window", &Breakdown::window},
                            Text{"clause", &Breakdown::clause}};

constexpr std::array<std::string_view, 6> kGaps{"no-readings", "no-two-reads", "move-in",
                                                "move-out",    "takeover",     "exchange"};

constexpr std::array<std::string_view, 5> kFactors{"calorific-value", "degree-days", "profile",
                                                   "price", "system-peak"};

constexpr std::array<std::string_view, 3> kTimes{"by-second", "30/360", "up-to-cap"};

std::string_view factor(catalog::FactorKind kind) {
    return kFactors[static_cast<std::size_t>(kind)];
}

bool has_day(note::Gap::Kind kind) {
    using enum note::Gap::Kind;
    return kind == MoveIn || kind == MoveOut || kind == Takeover || kind == Exchange;
}

// --- writing -----------------------------------------------------------------------------------

class NoteWriter {
public:
    explicit NoteWriter(json::Writer& json) : json_(json) {}

    void operator()(const note::Reads& n) {
        list("reads");
        read(n.from);
        read(n.to);
        json_.end();
    }
    void operator()(const note::Counters& n) {
        list("counters");
        for (const auto& part : n.parts) {
            json_.array().value(part.number);
            read(part.from);
            read(part.to);
            json_.value(part.multiplier).end();
        }
        json_.end();
    }
    void operator()(const note::Gas& n) {
        list("gas");
        for (const auto& part : n.parts) {
            json_.array().value(part.days.from).value(part.days.to).value(part.volume);
            json_.value(part.volume_factor).value(part.calorific_value);
            if (part.is_provisional) json_.value("provisional");
            json_.end();
        }
        json_.end();
    }
    void operator()(const note::SharedByWeight& n) {
        list("weighed").value(factor(n.kind)).value(n.name).value(n.weight).value(n.of).end();
    }
    void operator()(const note::Unknown& n) {
        list("unknown").value(factor(n.kind)).value(n.name).value(n.day).end();
    }
    void operator()(const note::Used& n) { list("used").value(n.days.from).value(n.days.to).end(); }
    void operator()(const note::SharedByDays& n) { list("shared").value(n.days).value(n.of).end(); }
    void operator()(const note::TaxedAsOf& n) { json_.field("taxed_as_of", n.day.to_string()); }
    void operator()(const note::Free& n) { json_.field("free", n.reason); }
    void operator()(const note::Gap& n) {
        list("gap").value(kGaps[static_cast<std::size_t>(n.kind)]).value(n.channel);
        if (has_day(n.kind)) json_.value(n.day);
        json_.end();
    }
    void operator()(const note::RoundedWith& n) { json_.field("rounded_with", n.before); }
    void operator()(const note::PercentOf& n) {
        json_.key("percent_of").object().field("percent", n.percent).field("base", n.base);
        list("charges");
        for (const auto& key : n.charges) json_.value(key);
        json_.end().end();
    }
    void operator()(const note::TopUp& n) {
        json_.key("top_up").object().field("minimum", n.minimum).field("charges", n.charges).end();
    }
    void operator()(const note::AmountOff& n) {
        json_.key("amount_off").object().field("amount", n.amount).field("per", n.per);
        if (n.units) json_.field("units", *n.units);
        list("charges");
        for (const auto& key : n.charges) json_.value(key);
        json_.end().end();
    }
    void operator()(const note::Limited& n) {
        list(n.is_most ? "at_most" : "at_least").value(n.limit).value(n.otherwise).end();
    }
    void operator()(const note::Instalment& n) {
        list("instalment").value(n.number).value(n.of).end();
    }
    void operator()(const note::TimeCounted& n) {
        list("time").value(kTimes[static_cast<std::size_t>(n.how)]);
        if (n.most > 0) json_.value(n.most).value(n.unit);
        json_.end();
    }
    void operator()(const note::Peak& n) {
        json_.key("peak").object().field("measured", n.measured).field("day", n.day.to_string());
        json_.field("minute", std::int64_t{n.minute});
        if (n.minutes > 0) json_.field("over", n.minutes);
        if (n.days > 1) json_.field("days", n.days);
        if (!n.percentile.is_zero()) json_.field("percentile", n.percentile);
        if (!n.grid.empty()) json_.field("grid", n.grid);
        if (n.at_least) json_.field("at_least", *n.at_least);
        if (const auto& r = n.ratchet)
            list("ratchet").value(r->percent).value(r->of).value(r->month).value(r->floor).end();
        json_.end();
    }
    void operator()(const note::Netted& n) {
        list("netted").value(n.taken).value(n.fed_in).value(n.came_over).value(n.left).end();
    }
    void operator()(const note::PaidSurplus& n) {
        json_.field("paid_surplus", n.is_sum ? "sum" : "left");
    }
    void operator()(const note::CreditLeft& n) { json_.field("credit_left", n.balance); }
    void operator()(const note::Chosen& n) { facts("chosen", n.facts); }
    void operator()(const note::Reckoned& n) { facts("reckoned", n.facts); }
    void operator()(const note::PerInterval& n) {
        list("per_interval").value(n.series).value(n.lowest).value(n.highest).end();
    }
    void operator()(const note::WholeUnits& n) {
        json_.field(n.is_started ? "started_units_of" : "full_units_of", n.used);
    }
    void operator()(const note::Times& n) { json_.field("times", n.count); }
    void operator()(const note::Reached& n) {
        list("reached").value(n.quantity).value(n.unit).end();
    }
    void operator()(const note::CallsCapped& n) {
        list("calls_capped").value(n.capped).value(n.uncut);
        if (!n.most.is_zero()) json_.value(n.most);
        json_.end();
    }
    void operator()(const note::DataCapped& n) {
        list("data_capped").value(n.blocks).value(n.most).end();
    }
    void operator()(const note::Left& n) {
        if (n.units) json_.field("left", *n.units);
        else json_.field("left", "unlimited");
    }

private:
    json::Writer& list(std::string_view name) { return json_.key(name).array(); }
    void facts(std::string_view name, const std::vector<note::Fact>& facts) {
        list(name);
        for (const auto& fact : facts) json_.array().value(fact.name).value(fact.value).end();
        json_.end();
    }
    void read(const rate::CounterRead& r) {
        json_.array().value(r.value).value(r.day);
        if (r.is_shared) json_.value("shared");
        json_.end();
    }
    json::Writer& json_;
};

// --- reading -----------------------------------------------------------------------------------

std::unexpected<Error> not_known(const json::Value& value) {
    return fail(Code::Corrupt, "no such entry is known", value.place());
}

Result<const json::Value*> item(const json::Value& list, std::size_t index) {
    const auto* array = TRY(list.as_array());
    if (index >= array->items().size()) return fail(Code::Corrupt, "it is cut off", list.place());
    return &array->items()[index];
}

Result<std::string> text(const json::Value& list, std::size_t index) {
    const auto* value = TRY(item(list, index));
    return value->as_text();
}
Result<LocalDate> date(const json::Value& list, std::size_t index) {
    const std::string day = TRY(text(list, index));
    return LocalDate::parse(day);
}
Result<Decimal> decimal(const json::Value& list, std::size_t index) {
    const std::string number = TRY(text(list, index));
    return Decimal::parse(number);
}
Result<Decimal> decimal(const json::Value& object, std::string_view member) {
    const std::string number = TRY(object.text(member));
    return Decimal::parse(number);
}
Result<std::int64_t> integer(const json::Value& list, std::size_t index) {
    const auto* value = TRY(item(list, index));
    return value->as_integer();
}

Result<rate::CounterRead> read(const json::Value& list, std::size_t index) {
    const auto* value = TRY(item(list, index));
    return rate::CounterRead{TRY(decimal(*value, 0)), TRY(date(*value, 1)),
                             value->items().size() > 2};
}

Result<note::Counters> counters(const json::Value& value) {
    note::Counters n;
    for (const auto& part : TRY(value.as_array())->items())
        n.parts.push_back(
            {TRY(text(part, 0)), TRY(read(part, 1)), TRY(read(part, 2)), TRY(decimal(part, 3))});
    return n;
}

Result<note::Gas> gas(const json::Value& value) {
    note::Gas n;
    constexpr std::size_t kPlain = 5;
    for (const auto& part : TRY(value.as_array())->items())
        n.parts.push_back({{TRY(date(part, 0)), TRY(date(part, 1))},
                           TRY(decimal(part, 2)),
                           TRY(decimal(part, 3)),
                           TRY(decimal(part, 4)),
                           part.items().size() > kPlain});
    return n;
}

Result<catalog::FactorKind> factor_kind(const json::Value& value) {
    const std::string name = TRY(text(value, 0));
    const auto* kind = std::ranges::find(kFactors, name);
    if (kind == kFactors.end()) return not_known(value);
    return static_cast<catalog::FactorKind>(kind - kFactors.begin());
}

Result<note::Gap> gap(const json::Value& value) {
    const std::string name = TRY(text(value, 0));
    const auto* kind = std::ranges::find(kGaps, name);
    if (kind == kGaps.end()) return not_known(value);
    note::Gap n{static_cast<note::Gap::Kind>(kind - kGaps.begin()), TRY(text(value, 1)), {}};
    if (has_day(n.kind)) n.day = TRY(date(value, 2));
    return n;
}

Result<note::PercentOf> percent_of(const json::Value& value) {
    note::PercentOf n{TRY(decimal(value, "percent")), TRY(decimal(value, "base")), {}};
    const auto* charges = TRY(value.array("charges"));
    for (const auto& key : charges->items()) n.charges.push_back(TRY(key.as_text()));
    return n;
}

Result<note::AmountOff> amount_off(const json::Value& value) {
    note::AmountOff n{TRY(decimal(value, "amount")), TRY(value.text("per")), {}, {}};
    if (value.find("units") != nullptr) n.units = TRY(decimal(value, "units"));
    const auto* charges = TRY(value.array("charges"));
    for (const auto& key : charges->items()) n.charges.push_back(TRY(key.as_text()));
    return n;
}

Result<note::TimeCounted> time_counted(const json::Value& value) {
    const std::string name = TRY(text(value, 0));
    const auto* how = std::ranges::find(kTimes, name);
    if (how == kTimes.end()) return not_known(value);
    note::TimeCounted n;
    n.how = static_cast<note::TimeCounted::How>(how - kTimes.begin());
    if (value.items().size() == 1) return n;
    n.most = TRY(integer(value, 1));
    n.unit = TRY(text(value, 2));
    return n;
}

Result<note::Peak> peak(const json::Value& value) {
    note::Peak n;
    const std::string day = TRY(value.text("day"));
    n.measured = TRY(decimal(value, "measured"));
    n.day = TRY(LocalDate::parse(day));
    const auto* minute = TRY(value.member("minute"));
    n.minute = static_cast<int>(TRY(minute->as_integer()));
    if (const auto* over = value.find("over")) n.minutes = TRY(over->as_integer());
    if (const auto* days = value.find("days")) n.days = TRY(days->as_integer());
    if (value.find("percentile") != nullptr) n.percentile = TRY(decimal(value, "percentile"));
    if (value.find("grid") != nullptr) n.grid = TRY(value.text("grid"));
    if (value.find("at_least") != nullptr) n.at_least = TRY(decimal(value, "at_least"));
    if (const auto* r = value.find("ratchet"))
        n.ratchet = note::Ratchet{TRY(decimal(*r, 0)), TRY(decimal(*r, 1)), TRY(date(*r, 2)),
                                  TRY(decimal(*r, 3))};
    return n;
}

Result<note::Left> left(const json::Value& value) {
    if (value.kind() == json::Kind::Number) return note::Left{TRY(value.as_integer())};
    const std::string word = TRY(value.as_text());
    if (word != "unlimited") return not_known(value);
    return note::Left{};
}

Result<std::vector<note::Fact>> facts(const json::Value& value) {
    std::vector<note::Fact> result;
    for (const auto& fact : value.items())
        result.push_back({TRY(text(fact, 0)), TRY(text(fact, 1))});
    return result;
}

Result<rate::Note> read_note(std::string_view name, const json::Value& v) {
    if (name == "reads") return note::Reads{TRY(read(v, 0)), TRY(read(v, 1))};
    if (name == "counters") return TRY(counters(v));
    if (name == "gas") return TRY(gas(v));
    if (name == "weighed")
        return note::SharedByWeight{TRY(factor_kind(v)), TRY(text(v, 1)), TRY(decimal(v, 2)),
                                    TRY(decimal(v, 3))};
    if (name == "unknown")
        return note::Unknown{TRY(factor_kind(v)), TRY(text(v, 1)), TRY(date(v, 2))};
    if (name == "used") return note::Used{{TRY(date(v, 0)), TRY(date(v, 1))}};
    if (name == "shared") return note::SharedByDays{TRY(integer(v, 0)), TRY(integer(v, 1))};
    if (name == "taxed_as_of") {
        const std::string day = TRY(v.as_text());
        return note::TaxedAsOf{TRY(LocalDate::parse(day))};
    }
    if (name == "free") return note::Free{TRY(v.as_text())};
    if (name == "gap") return TRY(gap(v));
    if (name == "per_interval")
        return note::PerInterval{TRY(text(v, 0)), TRY(decimal(v, 1)), TRY(decimal(v, 2))};
    if (name == "chosen") return note::Chosen{TRY(facts(v))};
    if (name == "reckoned") return note::Reckoned{TRY(facts(v))};
    if (name == "rounded_with" || name == "credit_left" || name == "times" ||
        name == "started_units_of" || name == "full_units_of") {
        const std::string number = TRY(v.as_text());
        const Decimal value = TRY(Decimal::parse(number));
        if (name == "credit_left") return note::CreditLeft{value};
        if (name == "times") return note::Times{value};
        if (name == "started_units_of" || name == "full_units_of")
            return note::WholeUnits{value, name == "started_units_of"};
        return note::RoundedWith{value};
    }
    if (name == "percent_of") return TRY(percent_of(v));
    if (name == "top_up")
        return note::TopUp{TRY(decimal(v, "minimum")), TRY(decimal(v, "charges"))};
    if (name == "amount_off") return TRY(amount_off(v));
    if (name == "at_most" || name == "at_least")
        return note::Limited{name == "at_most", TRY(decimal(v, 0)), TRY(decimal(v, 1))};
    if (name == "instalment") return note::Instalment{TRY(integer(v, 0)), TRY(integer(v, 1))};
    if (name == "time") return TRY(time_counted(v));
    if (name == "netted")
        return note::Netted{TRY(decimal(v, 0)), TRY(decimal(v, 1)), TRY(decimal(v, 2)),
                            TRY(decimal(v, 3))};
    if (name == "paid_surplus") {
        const std::string of = TRY(v.as_text());
        if (of != "sum" && of != "left") return not_known(v);
        return note::PaidSurplus{of == "sum"};
    }
    if (name == "reached") return note::Reached{TRY(decimal(v, 0)), TRY(text(v, 1))};
    if (name == "peak") return TRY(peak(v));
    if (name == "calls_capped")
        return note::CallsCapped{TRY(integer(v, 0)), TRY(integer(v, 1)),
                                 v.items().size() > 2 ? TRY(decimal(v, 2)) : Decimal()};
    if (name == "data_capped") return note::DataCapped{TRY(integer(v, 0)), TRY(decimal(v, 1))};
    if (name == "left") return TRY(left(v));
    return not_known(v);
}

Result<Decimal> bound(const json::Value& value) {
    const std::string text = TRY(value.as_text());
    return Decimal::parse(text);
}

Result<void> read_member(std::string_view name, const json::Value& value, Breakdown& b) {
    if (const auto* count = std::ranges::find(kCounts, name, &Count::name); count != kCounts.end())
        b.*(count->value) = TRY(value.as_integer());
    else if (const auto* words = std::ranges::find(kTexts, name, &Text::name);
             words != kTexts.end())
        b.*(words->value) = TRY(value.as_text());
    else if (name == "tier") b.tier = static_cast<int>(TRY(value.as_integer()));
    else if (name == "tier_from") b.tier_from = TRY(bound(value));
    else if (name == "tier_to") b.tier_to = TRY(bound(value));
    else b.notes.push_back(TRY(read_note(name, value)));
    return {};
}

Result<Breakdown> read_breakdown(std::string_view stored) {
    const auto root = TRY(json::parse(stored, "breakdown"));
    const auto* form = TRY(root.member("form"));
    const auto version = TRY(form->as_integer());
    if (version != kForm) return not_known(*form);
    Breakdown b;
    for (const auto& [name, value] : root.members())
        if (&value != form) TRY_VOID(read_member(name, value, b));
    return b;
}

}  // namespace

std::string breakdown_text(const Breakdown& b) {
    json::Writer json;
    json.object().field("form", kForm);
    for (const auto& [name, value] : kCounts)
        if (b.*value != 0) json.field(name, b.*value);
    const auto word = [&json](std::string_view name, Word value) {
        if (!value.empty()) json.field(name, value.text());
    };
    if (b.tier != 0) json.field("tier", b.tier);
    word("season", b.season);
    word("window", b.window);
    if (b.tier != 0 || !b.tier_from.is_zero()) json.field("tier_from", b.tier_from.to_string());
    if (b.tier_to) json.field("tier_to", b.tier_to->to_string());
    word("clause", b.clause);
    NoteWriter writer(json);
    for (const auto& n : b.notes) std::visit(writer, n);
    json.end();
    return json.take();
}

Result<Breakdown> parse_breakdown(std::string_view stored) {
    auto breakdown = read_breakdown(stored);
    if (!breakdown)
        return fail(Code::Corrupt,
                    "what is stored of a line cannot be read: " + breakdown.error().message());
    return breakdown;
}

}  // namespace bw::bill
