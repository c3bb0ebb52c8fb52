#include "base/check.h"
#include "platform/store/big_endian.h"
#include "platform/store/dialect.h"
#include "platform/store/postgres_rows.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <charconv>

namespace bw::store {
namespace {

constexpr int kBinary = 1;

unsigned type_of(const Value& value) {
    if (std::holds_alternative<std::int64_t>(value)) return oid::kInt8;
    if (std::holds_alternative<std::string_view>(value)) return oid::kText;
    if (std::holds_alternative<Bytes>(value)) return oid::kBytea;
    return 0;  // NULL: whatever its place wants
}

}  // namespace

PostgresStatement::PostgresStatement(PostgresConnection& connection, std::string_view sql,
                                     int& counter)
    : connection_(connection), counter_(counter) {
    CHECK(statements_of(sql).size() == 1);
    auto numbered = with_dollars(sql);
    sql_ = std::move(numbered.text);
    parameters_ = numbered.parameters;
}

const std::string& PostgresStatement::name_for(std::span<const Value> parameters) {
    types_.clear();
    for (const Value& value : parameters) types_.push_back(type_of(value));
    for (const Variant& variant : variants_)
        if (variant.types == types_) return variant.name;
    std::string name = fmt::format("s{}", ++counter_);
    auto told = types_;
    const bool has_bytes = std::ranges::count(told, oid::kBytea) > 0;
    std::ranges::replace(told, oid::kBytea, 0U);
    connection_.send(sql_, [&](PGconn* handle) {
        return PQsendPrepare(handle, name.c_str(), sql_.c_str(), parameters_, told.data());
    });
    connection_.last_result(sql_);
    if (has_bytes) require_places_for_bytes(name);
    variants_.push_back({types_, std::move(name)});
    return variants_.back().name;
}

// The server was left to find their type, because it would turn bytes into a text without a word.
void PostgresStatement::require_places_for_bytes(const std::string& name) {
    const auto described = describe(name);
    for (std::size_t i = 0; i < types_.size(); ++i)
        if (types_[i] == oid::kBytea &&
            PQparamtype(described.get(), static_cast<int>(i)) != oid::kBytea)
            throw StoreError(fmt::format("bytes were given for parameter {} of: {}", i + 1, sql_),
                             false);
}

PostgresResult PostgresStatement::describe(const std::string& name) {
    connection_.send(sql_,
                     [&](PGconn* handle) { return PQsendDescribePrepared(handle, name.c_str()); });
    return connection_.last_result(sql_);
}

void PostgresStatement::send(std::span<const Value> parameters) {
    CHECK(static_cast<int>(parameters.size()) == parameters_);
    const std::string& name = name_for(parameters);
    values_.clear();
    lengths_.clear();
    integers_.resize(parameters.size());
    formats_.assign(parameters.size(), kBinary);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Value& value = parameters[i];
        const char* data = nullptr;
        std::size_t size = 0;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            integers_[i] = big_endian(*number);
            data = reinterpret_cast<const char*>(&integers_[i]);
            size = sizeof integers_[i];
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            require_text(*text, sql_);
            // A null pointer would be NULL, and an empty view may have one.
            data = text->data() != nullptr ? text->data() : "";
            size = text->size();
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            data = bytes->data() != nullptr ? reinterpret_cast<const char*>(bytes->data()) : "";
            size = bytes->size();
        }
        values_.push_back(data);
        lengths_.push_back(static_cast<int>(size));
    }
    connection_.send(sql_, [&](PGconn* handle) {
        return PQsendQueryPrepared(handle, name.c_str(), parameters_, values_.data(),
                                   lengths_.data(), formats_.data(), kBinary);
    });
}

std::int64_t PostgresStatement::execute(std::span<const Value> parameters) {
    send(parameters);
    const auto result = connection_.last_result(sql_);
    if (!result || std::string_view(PQcmdStatus(result.get())).starts_with("SELECT")) return 0;
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);  // empty: no rows' command
    return changed;
}

void PostgresStatement::query(std::span<const Value> parameters,
                              const std::function<bool(const Row&)>& on_row) {
    send(parameters);
    PostgresRows rows(connection_, sql_);
    while (rows.next())
        if (!on_row(rows)) return;
}

std::vector<unsigned> PostgresStatement::result_types() {
    const auto result = describe(name_for({}));
    const int count = PQnfields(result.get());
    std::vector<unsigned> types;
    types.reserve(static_cast<std::size_t>(count));
    for (int column = 0; column < count; ++column) types.push_back(PQftype(result.get(), column));
    return types;
}

}  // namespace bw::store
