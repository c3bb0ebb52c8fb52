#include "platform/store/copy.h"

#include "platform/store/big_endian.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bw::store {
namespace {

constexpr std::int64_t kRowsTold = 10'000;  // between two calls of progress

// One row after another into a hash: of each value its type, its length and its bytes.
class ContentHash {
public:
    void add(const Value& value) {
        text_.clear();
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            text_ += 'i';
            append_big_endian(text_, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            append('t', *text);
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            append('b', {reinterpret_cast<const char*>(bytes->data()), bytes->size()});
        } else {
            text_ += 'n';
        }
        hash_.update(text_);
    }
    crypto::Digest finish() { return hash_.finish(); }

private:
    void append(char type, std::string_view bytes) {
        text_ += type;
        append_big_endian(text_, static_cast<std::int64_t>(bytes.size()));
        text_ += bytes;
    }
    std::string text_;
    crypto::Sha256 hash_;
};

Value value_of(const Row& row, int column, ColumnType type) {
    if (row.is_null(column)) return {};
    switch (type) {
        case ColumnType::Integer: return row.integer(column);
        case ColumnType::Text: return row.text(column);
        case ColumnType::Blob: return row.bytes(column);
    }
    return {};
}

template <typename F>
TableContent each_row(Transaction& transaction, const TableInfo& table,
                      const CopyProgress& progress, F&& on_row) {
    TableContent content{table.name, 0, {}};
    ContentHash hash;
    std::vector<Value> values(table.columns.size());
    const auto sql = fmt::format("SELECT {} FROM {} ORDER BY {}", fmt::join(table.columns, ", "),
                                 table.name, fmt::join(table.unique_keys.front(), ", "));
    transaction.for_each(sql, [&](const Row& row) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = value_of(row, static_cast<int>(i), table.types[i]);
            hash.add(values[i]);
        }
        on_row(values);
        if (++content.rows % kRowsTold == 0 && progress) progress(table.name, content.rows);
    });
    if (progress) progress(table.name, content.rows);
    content.sha256 = hash.finish();
    return content;
}

}  // namespace

TableContent content_of(Transaction& transaction, const TableInfo& table,
                        const CopyProgress& progress) {
    return each_row(transaction, table, progress, [](const std::vector<Value>&) {});
}

TableContent copy_table(Transaction& from, Transaction& to, const TableInfo& table,
                        const CopyProgress& progress) {
    const std::vector<std::string_view> columns(table.columns.begin(), table.columns.end());
    const auto bulk = to.bulk(table.name, columns);
    const auto content = each_row(from, table, progress,
                                  [&](const std::vector<Value>& values) { bulk->add(values); });
    bulk->finish();
    return content;
}

}  // namespace bw::store
