// Schemas from structs: a field is a member, or a member function that gives a reference; its type
// follows from the member's. A record is one specialisation of record<T>().
#pragma once

#include "flow/compose/data/closing.h"
#include "flow/compose/data/lazy.h"
#include "flow/compose/data/opening.h"
#include "flow/compose/data/schema.h"
#include "flow/compose/data/source.h"

#include <functional>
#include <optional>
#include <type_traits>
#include <vector>

namespace bw::data {

// The record of a struct; one specialisation for each below, before its first use.
template <typename T>
const Record& record();

template <typename T>
struct IsVector : std::false_type {};
template <typename T>
struct IsVector<std::vector<T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
struct IsLazy : std::false_type {};
template <typename T>
struct IsLazy<LazyList<T>> : std::true_type {};
template <typename T>
struct ItemOf {};
template <typename T>
struct ItemOf<std::vector<T>> {
    using Type = T;
};
template <typename T>
struct ItemOf<LazyList<T>> {
    using Type = T;
};
template <typename T>
constexpr bool kIsList = IsVector<T>::value || IsLazy<T>::value;

template <typename T>
constexpr bool kIsText = std::is_same_v<T, std::string> || std::is_same_v<T, std::string_view>;

template <typename T>
constexpr Type type_of() {
    if constexpr (kIsText<T>) return Type::Text;
    else if constexpr (std::is_same_v<T, bool>) return Type::Flag;
    else if constexpr (std::is_same_v<T, int>) return Type::Count;
    else if constexpr (std::is_same_v<T, Decimal>) return Type::Number;
    else if constexpr (std::is_same_v<T, Percent>) return Type::Percent;
    else if constexpr (std::is_same_v<T, Quantity>) return Type::Quantity;
    else if constexpr (std::is_same_v<T, Price>) return Type::Price;
    else if constexpr (std::is_same_v<T, Money>) return Type::Money;
    else if constexpr (std::is_same_v<T, LocalDate>) return Type::Date;
    else if constexpr (std::is_same_v<T, Period>) return Type::Period;
    else if constexpr (IsOptional<T>::value) return type_of<typename T::value_type>();
    else if constexpr (kIsList<T>) return Type::List;
    else return Type::Record;
}

template <typename T>
Value value_of(const T& member) {
    if constexpr (IsOptional<T>::value) {
        return member ? value_of(*member) : Value(Nothing{});
    } else if constexpr (IsVector<T>::value) {
        return List(member.data(), member.size(), sizeof(typename T::value_type));
    } else if constexpr (IsLazy<T>::value) {
        return List(&member, member.count(), sizeof(typename ItemOf<T>::Type),
                    [](const void* list) -> const void* {
                        return static_cast<const T*>(list)->items().data();
                    });
    } else if constexpr (std::is_same_v<T, std::string>) {
        return std::string_view(member);
    } else if constexpr (type_of<T>() == Type::Count) {
        return std::int64_t{member};
    } else if constexpr (type_of<T>() == Type::Record) {
        return Item{&member};
    } else {
        return Value(member);
    }
}

template <typename T>
const Record* record_in() {
    if constexpr (IsOptional<T>::value) return record_in<typename T::value_type>();
    else if constexpr (kIsList<T>) return &record<typename ItemOf<T>::Type>();
    else if constexpr (type_of<T>() == Type::Record) return &record<T>();
    else return nullptr;
}

template <typename Class, typename T>
Class class_of(T Class::*);
template <typename Class, typename T>
Class class_of(T (Class::*)() const);

// A member, or what a member function gives; texts and records must live as long as the object.
template <auto Member>
Field field(std::string_view name, std::string_view about) {
    using Class = decltype(class_of(Member));
    using Given = std::invoke_result_t<decltype(Member), const Class&>;
    using T = std::remove_cvref_t<Given>;
    static_assert(std::is_reference_v<Given>);
    return {.name = name,
            .type = type_of<T>(),
            .about = about,
            .of = record_in<T>(),
            .may_be_empty = IsOptional<T>::value || kIsList<T>,
            .words = {},
            .get = [](const void* object) {
                return value_of(std::invoke(Member, *static_cast<const Class*>(object)));
            }};
}

template <auto Member>
Field maybe(std::string_view name, std::string_view about) {
    Field made = field<Member>(name, about);
    made.may_be_empty = true;
    return made;
}

template <auto Member>
Field choice(std::string_view name, std::string_view about,
             std::span<const std::string_view> words) {
    Field made = field<Member>(name, about);
    made.words = words;
    return made;
}

// What documents of several kinds have.
template <>
const Record& record<Sentence>();
template <>
const Record& record<Party>();
template <>
const Record& record<Payment>();
template <>
const Record& record<Surroundings>();

const Record& invoice_schema();
const Record& reminder_schema();
const Record& advances_schema();
const Record& summary_schema();
const Record& itemised_schema();

}  // namespace bw::data
