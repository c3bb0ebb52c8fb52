#include "flow/compose/templates/fill.h"

#include "base/check.h"
#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/text.h"
#include "flow/compose/templates/enrichment.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory_resource>
#include <new>
#include <span>
#include <utility>
#include <vector>

namespace bw::templates {

using content::AttributeType;
using content::Block;
using content::Channel;
using data::Value;

// Reused from document to document: what one filled is thrown away in one step.
struct Filler::Memory {
    static constexpr std::size_t kFirst = std::size_t{64} << 10;
    std::vector<std::byte> first = std::vector<std::byte>(kFirst);
    std::pmr::monotonic_buffer_resource arena{first.data(), first.size()};
    std::string words;  // under construction
    std::vector<data::Item> items;
    Extras extras;
    std::vector<content::Attribute> attributes;

    void clear() { arena.release(); }

    std::string_view kept(std::string_view text) {
        if (text.empty()) return {};
        auto* const to = static_cast<char*>(arena.allocate(text.size(), 1));
        std::ranges::copy(text, to);
        return {to, text.size()};
    }
    template <typename T>
    T* make() {
        return new (arena.allocate(sizeof(T), alignof(T))) T();
    }
    std::span<const content::Attribute> kept(std::span<const content::Attribute> some) {
        if (some.empty()) return {};
        auto* const to = static_cast<content::Attribute*>(
            arena.allocate(some.size_bytes(), alignof(content::Attribute)));
        std::uninitialized_copy(some.begin(), some.end(), to);
        return {to, some.size()};
    }
};

namespace {

Value value_at(const Path& path, std::span<const data::Item> items) {
    data::Item item = items[path.level];
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
        Value value = path.steps[i]->get(item.object);
        if (i + 1 == path.steps.size()) return value;
        const auto* inner = std::get_if<data::Item>(&value);
        if (inner == nullptr) return data::Nothing{};  // of a record that is not there
        item = *inner;
    }
    return item;
}

// A date counts its days since 1970, for what is drawn by it.
std::optional<Decimal> number_of(const Value& value) {
    if (const auto* date = std::get_if<LocalDate>(&value)) return Decimal(date->days());
    return data::number_in(value);
}

bool holds(const Test& test, std::span<const data::Item> items) {
    const Value value = value_at(test.path, items);
    if (test.relation == Relation::IsThere) return data::is_there(value) != test.is_negated;
    if (const auto* text = std::get_if<std::string_view>(&value))
        return (*text == test.word) != test.is_negated;
    const auto number = number_of(value);
    if (!number) return test.is_negated;  // nothing is neither more nor less than anything
    bool is_so = false;
    switch (test.relation) {
        case Relation::Above: is_so = *number > test.number; break;
        case Relation::Below: is_so = *number < test.number; break;
        case Relation::AtLeast: is_so = *number >= test.number; break;
        case Relation::AtMost: is_so = *number <= test.number; break;
        default: is_so = *number == test.number;
    }
    return is_so != test.is_negated;
}

bool holds(const Condition& condition, std::span<const data::Item> items) {
    return std::ranges::any_of(condition.any_of, [&](const auto& all) {
        return std::ranges::all_of(all, [&](const Test& test) { return holds(test, items); });
    });
}

void append_date(std::string& out, LocalDate date, Form form, const compose::Format& format) {
    switch (form) {
        case Form::DateShort: out += format.date_short(date); break;
        case Form::Weekday: out += format.date_weekday(date); break;
        case Form::Month: out += format.month_name(date); break;
        case Form::MonthShort: out += format.month_short(date); break;
        case Form::Year: out += std::to_string(date.year()); break;
        default: out += format.date(date);
    }
}

void append_money(std::string& out, Money money, Form form, const compose::Format& format) {
    if (form == Form::Amount) out += format.amount(money);
    else out += form == Form::Change ? format.change(money) : format.money(money);
}

void append_quantity(std::string& out, const data::Quantity& quantity, Form form,
                     const compose::Format& format) {
    if (form == Form::Number) out += format.number(quantity.value);
    else if (form == Form::Unit) out += format.unit(quantity.value, quantity.unit);
    else out += format.quantity(quantity.value, quantity.unit);
}

// Who reads what is said. People see a name, a street or a number in its own direction, whatever
// stands beside it; machines (links, codes, keys of tables, the short message's segments) get what
// the data holds.
enum class Reader : std::uint8_t { Person, Machine };

void append_text_of(std::string& out, std::string_view text, Reader reader,
                    const compose::Format& format) {
    const bool is_apart =
        reader == Reader::Person && !text.empty() &&
        (compose::runs_right_to_left(format.language()) || pdf::has_right_to_left(text));
    if (is_apart) out += pdf::isolate(text);
    else out += text;
}

void append_value(std::string& out, const Value& value, Form form, Reader reader,
                  const compose::Format& format) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        if (form == Form::Groups)
            append_text_of(out, compose::groups_of_four(*text), reader, format);
        else append_text_of(out, *text, reader, format);
    } else if (const auto* money = std::get_if<Money>(&value)) {
        append_money(out, *money, form, format);
    } else if (const auto* date = std::get_if<LocalDate>(&value)) {
        append_date(out, *date, form, format);
    } else if (const auto* quantity = std::get_if<data::Quantity>(&value)) {
        append_quantity(out, *quantity, form, format);
    } else if (const auto* price = std::get_if<data::Price>(&value)) {
        out += form == Form::Money ? format.money(price->value, price->currency)
                                   : format.price(price->value, price->currency);
    } else if (const auto* percent = std::get_if<data::Percent>(&value)) {
        out += format.percent(percent->value);
    } else if (const auto* days = std::get_if<Period>(&value)) {
        out += format.days(*days);
    } else if (const auto number = number_of(value)) {
        out += format.number(*number);
    }
}

// {1}, {2}.. become the values.
void append_pattern(std::string& out, std::string_view pattern,
                    std::span<const std::string> values) {
    while (!pattern.empty()) {
        const auto at = pattern.find('{');
        out += pattern.substr(0, at);
        if (at == std::string_view::npos) return;
        const auto index = at + 1 < pattern.size() ? static_cast<std::size_t>(pattern[at + 1] - '1')
                                                   : values.size();
        if (at + 2 < pattern.size() && pattern[at + 2] == '}' && index < values.size()) {
            out += values[index];
            pattern.remove_prefix(at + 3);
        } else {
            out += '{';
            pattern.remove_prefix(at + 1);
        }
    }
}

}  // namespace

// One filling.
class Filler::Run {
public:
    Run(const Plan& plan, Memory& memory, data::Item data, const compose::Format& format,
        Channel channel)
        : plan_(plan), memory_(memory), format_(format), channel_(channel) {
        memory_.clear();
        memory_.items.assign(1, data);
        if (plan_.enrichment) enrich(*plan_.enrichment);
    }

    [[nodiscard]] bool is_too_large() const { return count_ > kMostBlocks; }

    // Null: the channel does not show it, or its condition does not hold.
    const Block* only(const PlanBlock& plan) {
        Block* first = nullptr;
        Block** last = &first;
        add(plan, last);
        return first;
    }

    std::string_view message() {
        for (const auto& plan : plan_.messages)
            if (!plan.condition || holds(*plan.condition, memory_.items)) return exact(plan.words);
        return {};
    }

private:
    // Each field sees those before it.
    void enrich(const Enrichment& enrichment) {
        memory_.extras.values.fill(data::Nothing{});
        memory_.items.push_back({&memory_.extras});
        for (std::size_t i = 0; i < enrichment.fields.size(); ++i) {
            const auto& field = enrichment.fields[i];
            auto& value = memory_.extras.values[i];
            switch (field.way) {
                case ExtraField::Way::Choose: value = chosen(field); break;
                case ExtraField::Way::Find: value = found(field, enrichment); break;
                case ExtraField::Way::Reckon: value = reckoned_by(field); break;
            }
        }
    }

    Value chosen(const ExtraField& field) {
        for (const auto& [condition, word] : field.choices)
            if (!condition || holds(*condition, memory_.items)) return std::string_view(word);
        return data::Nothing{};
    }

    Value found(const ExtraField& field, const Enrichment& enrichment) {
        const auto& rows = enrichment.tables[field.table].rows;
        const auto row = rows.find(exact(field.by));
        if (row == rows.end()) return data::Nothing{};
        const auto& cell = row->second[field.columns[static_cast<std::size_t>(format_.language())]];
        if (cell.empty()) return data::Nothing{};
        return std::string_view(cell);
    }

    // Nothing where a part of it is not there, or it would divide by zero.
    Value reckoned_by(const ExtraField& field) {
        std::optional<Currency> currency;
        const auto number = field.formula.value([&](std::string_view name) {
            const auto path = field.paths.find(name);
            CHECK(path != field.paths.end());
            const Value value = value_at(path->second, memory_.items);
            if (const auto* money = std::get_if<Money>(&value)) currency = money->currency;
            return reckoned(value);
        });
        if (!number) return data::Nothing{};
        if (field.type == data::Type::Percent) return data::Percent{*number};
        if (field.type != data::Type::Money) return *number;
        if (!currency) return data::Nothing{};
        const auto money = round_to_money(*number, *currency, Rounding::HalfUp);
        if (!money) return data::Nothing{};
        return *money;
    }

    // Adds what stands for the block to the list that ends at `last`.
    void add(const PlanBlock& plan, Block**& last) {
        const auto channel = static_cast<std::size_t>(channel_);
        if (!plan.shows[channel]) return;
        if (const auto& instead = plan.instead[channel]) {
            if (plan.condition && !plan.list && !holds(*plan.condition, memory_.items)) return;
            for (const auto& other : *instead) add(other, last);
            return;
        }
        if (!plan.list) return add_one(plan, last);
        const Value value = value_at(*plan.list, memory_.items);
        const auto* list = std::get_if<data::List>(&value);
        if (list == nullptr) return;
        for (std::size_t i = 0; i < list->count() && !is_too_large(); ++i) {
            memory_.items.push_back(list->at(i));
            add_one(plan, last);
            memory_.items.pop_back();
        }
    }

    void add_one(const PlanBlock& plan, Block**& last) {
        if (plan.condition && !holds(*plan.condition, memory_.items)) return;
        if (++count_ > kMostBlocks) return;
        auto* const block = memory_.make<Block>();
        block->kind = plan.kind;
        block->text = said(plan.words);
        memory_.attributes.clear();
        for (const auto& attribute : plan.attributes) add_attribute(attribute);
        block->attributes = memory_.kept(memory_.attributes);
        Block* children = nullptr;
        Block** end = &children;
        if (plan.kind == content::Kind::Receipt) add_receipt(plan.children, end);
        else
            for (const auto& child : plan.children) add(child, end);
        block->first = children;
        *last = block;
        last = &block->next;
    }

    // Of its levels those that can be shown: of a long bill, the rows of each line never are.
    void add_receipt(std::span<const PlanBlock> children, Block**& last) {
        const auto is_level = [&](const PlanBlock& child) {
            return child.kind == content::Kind::Level && !child.list &&
                   child.shows[static_cast<std::size_t>(channel_)] &&
                   !child.instead[static_cast<std::size_t>(channel_)];
        };
        const PlanBlock* too_long = nullptr;  // and shown where no other follows
        bool is_chosen = false;
        for (const auto& child : children) {
            if (!is_level(child)) {
                add(child, last);
                continue;
            }
            // paper takes the one that has room, screens the first that is short
            if (is_chosen && channel_ != Channel::Paper) continue;
            if (child.condition && !holds(*child.condition, memory_.items)) continue;
            too_long = nullptr;
            if (rows_of(child) > content::kMostReceiptRows) {
                too_long = &child;
            } else {
                is_chosen = true;
                add(child, last);
            }
        }
        if (too_long != nullptr) add(*too_long, last);
    }

    // How many children the level would have; less where that is not known without filling it.
    std::size_t rows_of(const PlanBlock& level) const {
        std::size_t rows = 0;
        for (const auto& child : level.children) {
            const auto channel = static_cast<std::size_t>(channel_);
            if (child.condition || !child.shows[channel] || child.instead[channel]) continue;
            if (!child.list) {
                ++rows;
                continue;
            }
            const Value value = value_at(*child.list, memory_.items);
            if (const auto* list = std::get_if<data::List>(&value)) rows += list->count();
        }
        return rows;
    }

    void add_attribute(const PlanAttribute& plan) {
        content::Attribute made{.name = plan.name, .text = {}, .number = {}};
        switch (plan.type) {
            case AttributeType::Text:
            case AttributeType::Link:
                made.text = is_for_machines(plan) ? exact(plan.words) : said(plan.words);
                if (made.text.empty()) return;
                break;
            case AttributeType::Word: made.text = plan.literal; break;
            case AttributeType::Length: made.number = plan.millimetres; break;
            case AttributeType::File:
                made.text = plan.literal;
                made.illustration = plan.illustration.get();
                break;
            case AttributeType::Flag:
                if (plan.path && !data::is_there(value_at(*plan.path, memory_.items))) return;
                made.text = "yes";
                break;
            default: {
                CHECK(plan.path.has_value());
                const Value value = value_at(*plan.path, memory_.items);
                const auto number = number_of(value);
                if (!number) return;
                made.number = *number;
                if (const auto* money = std::get_if<Money>(&value))
                    made.digits = money->currency.digits();
                memory_.words.clear();
                append_value(memory_.words, value, plan.form, reader_, format_);
                made.text = memory_.kept(memory_.words);
            }
        }
        memory_.attributes.push_back(made);
    }

    // What a code holds, and where a link leads.
    static bool is_for_machines(const PlanAttribute& plan) {
        return plan.type == AttributeType::Link || plan.name == content::Name::Text;
    }

    std::string_view exact(const Words& words) {
        const auto before = std::exchange(reader_, Reader::Machine);
        const auto text = said(words);
        reader_ = before;
        return text;
    }

    std::string_view said(const Words& words) {
        if (words.empty()) return {};
        // What the template or the data holds is not copied.
        if (words.size() == 1) {
            const auto& piece = words.front();
            if (piece.kind == Piece::Kind::Literal) return piece.literal;
            if (piece.kind == Piece::Kind::Text && piece.arguments.empty())
                return format_.words().*piece.text;
            if (piece.kind == Piece::Kind::Field && piece.form == Form::Plain) {
                const Value value = value_at(piece.path, memory_.items);
                const auto* text = std::get_if<std::string_view>(&value);
                if (text == nullptr) return {};
                if (reader_ == Reader::Machine || !compose::runs_right_to_left(format_.language()))
                    return *text;
            }
        }
        memory_.words.clear();
        for (const auto& piece : words) append(piece, memory_.words);
        return memory_.kept(memory_.words);
    }

    void append(const Piece& piece, std::string& out) {
        switch (piece.kind) {
            case Piece::Kind::Literal: out += piece.literal; return;
            case Piece::Kind::Field:
                return append_value(out, value_at(piece.path, memory_.items), piece.form, reader_,
                                    format_);
            case Piece::Kind::Text: return append_text(out, format_.words().*piece.text, piece);
            case Piece::Kind::OwnText: {
                const auto language = static_cast<std::size_t>(format_.language());
                const auto& pattern = plan_.own_texts[language][piece.own];
                const auto number =
                    piece.arguments.empty()
                        ? std::nullopt
                        : number_of(value_at(piece.arguments.front().path, memory_.items));
                return append_text(
                    out, number ? pattern.of(compose::counted(*number)) : pattern.other, piece);
            }
        }
    }

    void append_text(std::string& out, std::string_view pattern, const Piece& piece) {
        std::vector<std::string> values(piece.arguments.size());
        for (std::size_t i = 0; i < values.size(); ++i) append(piece.arguments[i], values[i]);
        append_pattern(out, pattern, values);
    }

    const Plan& plan_;
    Memory& memory_;
    const compose::Format& format_;
    Reader reader_ = Reader::Person;
    Channel channel_;
    std::size_t count_ = 0;
};

Filler::Filler(const Plan& plan) : plan_(plan), memory_(std::make_unique<Memory>()) {}
Filler::~Filler() = default;

namespace {

std::unexpected<Error> too_large() {
    return fail(Code::Limit,
                fmt::format("the document has more than {} blocks: list fewer rows, or "
                            "bill in parts",
                            kMostBlocks));
}

}  // namespace

Result<const Block*> Filler::document(data::Item data, const compose::Format& format,
                                      Channel channel) {
    Run run(plan_, *memory_, data, format, channel);
    const auto* block = run.only(plan_.document);
    if (run.is_too_large()) return too_large();
    return block;
}

Result<const Block*> Filler::email(data::Item data, const compose::Format& format) {
    CHECK(plan_.email.has_value());
    Run run(plan_, *memory_, data, format, Channel::Email);
    return run.only(*plan_.email);
}

Result<std::string> Filler::message(data::Item data, const compose::Format& format) {
    Run run(plan_, *memory_, data, format, Channel::Sms);
    return std::string(run.message());
}

}  // namespace bw::templates
