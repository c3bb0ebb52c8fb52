// What the AccountWriter knows and has not written yet, a chunk of rows at a time: codes are looked
// up together and rows go to the store in bulk, for on a server every statement is a journey.
// Internal to the room.
#pragma once

#include "books/customers/customers.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace bw::customers {

class WriteChunk {
public:
    WriteChunk(store::Transaction& tx, TenantId tenant, Batch batch)
        : tx_(tx), tenant_(tenant), batch_(batch) {}

    // Writes what is pending, forgets what is known, and asks for codes that come next.
    void begin(const AccountCodes& codes);
    void flush();

    // --- what is known: of the chunk, else of the store ---
    std::optional<Identifier> find(std::string_view kind, const std::string& code);
    struct Account {
        std::int64_t issuer = 0, customer = 0;
        std::string currency;
    };
    std::optional<Account> account(const Identifier& id);
    std::optional<std::pair<std::string, std::string>> point(const Identifier& id);  // kind, zone
    struct Subscribed {
        std::int64_t id = 0;
        LocalDate starts_on;
    };
    std::optional<Subscribed> subscription(const Identifier& account, const Identifier& point,
                                           Role role);
    // What the batch said of the day before.
    std::optional<AccountVersion> holder(const Identifier& account, LocalDate from);
    std::optional<Term> term(const Identifier& account, std::int64_t subscription, LocalDate from);

    // --- what is new ---
    void add(std::string_view kind, const std::string& code, const Identifier& id);
    void add_customer(const Identifier& id, const std::string& number);
    void add_account(const Identifier& id, const AccountRow& row, const Account& account);
    void add_point(const Identifier& id, const AccountRow& row);
    std::int64_t add_subscription(const Identifier& account, const Identifier& point,
                                  const AccountRow& row);
    void add_holder(const Identifier& account, const AccountVersion& holder);
    void add_term(const Identifier& account, std::int64_t subscription, const Term& term);

private:
    using Value = std::variant<std::int64_t, std::string>;
    struct Table {
        std::vector<std::string_view> columns;
        std::vector<std::vector<Value>> rows;
    };
    void ask(std::string_view kind, const std::vector<std::string>& codes);
    std::int64_t highest_subscription(const Identifier& account);
    template <typename... T>
    void put(std::string_view table, std::initializer_list<std::string_view> columns,
             const T&... values);

    store::Transaction& tx_;
    TenantId tenant_;
    Batch batch_;
    std::map<std::pair<std::string, std::string>, std::optional<Identifier>> codes_;
    std::map<std::int64_t, Account> accounts_;  // of the chunk, and so on
    std::map<std::int64_t, std::pair<std::string, std::string>> points_;
    std::map<std::tuple<std::int64_t, std::int64_t, Role>, Subscribed> subscriptions_;
    std::map<std::int64_t, std::int64_t> highest_;
    std::map<std::pair<std::int64_t, LocalDate>, AccountVersion> holders_;
    std::map<std::tuple<std::int64_t, std::int64_t, LocalDate>, Term> terms_;
    std::vector<std::pair<std::string_view, Table>> tables_;  // in the order of their first row
};

}  // namespace bw::customers
