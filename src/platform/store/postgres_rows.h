// The rows of a running query, one at a time as they come over the line; when another command needs
// the line, the rest is set aside. Not for other rooms.
#pragma once

#include "platform/store/postgres.h"

#include <cstdio>

namespace bw::store {

struct Cell {
    const char* data = nullptr;
    int size = -1;  // -1: NULL
};

// Rows that wait: up to kAsideBytes in memory, then in a file without a name.
class RowsAside {
public:
    void add(const std::vector<Cell>& cells);
    void all_are_added();
    // Views live until the next call; false: no more.
    bool take(std::vector<Cell>& cells);

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    void require(bool good) const;

    std::string memory_;
    std::size_t taken_ = 0;
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::int64_t in_file_ = 0;  // rows there
    std::string row_;
};

class PostgresRows final : public Row {
public:
    // Right after its query was sent.
    PostgresRows(PostgresConnection& connection, const std::string& sql);
    ~PostgresRows() override;
    PostgresRows(const PostgresRows&) = delete;
    PostgresRows& operator=(const PostgresRows&) = delete;

    bool next();
    void set_aside();

    [[nodiscard]] bool is_null(int column) const override { return cell(column).size < 0; }
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] Bytes bytes(int column) const override;

private:
    bool receive(PostgresResult& result);  // false: there are no more
    void show(const pg_result* result);
    [[nodiscard]] const Cell& cell(int column) const;
    [[noreturn]] void refuse(int column, std::string_view what) const;

    PostgresConnection& connection_;
    const std::string& sql_;
    bool is_on_line_ = true;
    PostgresResult current_;
    RowsAside aside_;
    std::vector<unsigned> types_;
    std::vector<Cell> cells_;
};

}  // namespace bw::store
