#include "books/catalog/store.h"

#include <iterator>
#include <map>
#include <tuple>

#include "books/catalog/parse.h"
#include "platform/crypto/sha256.h"

namespace bw::catalog {
namespace {

struct Part {
    std::string_view text;
    int first_line = 1;
};

// Documents of a file: cut at lines that are "---". Comments before the first document stay with it.
std::vector<Part> parts_of(std::string_view text) {
    std::vector<Part> parts{{text.substr(0, 0), 1}};
    std::size_t begin = 0;
    std::size_t at = 0;
    int line = 1;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view row = text.substr(at, end - at);
        while (!row.empty() && (row.back() == '\r' || row.back() == ' ')) row.remove_suffix(1);
        if (row == "---") {
            parts.back().text = text.substr(begin, at - begin);
            begin = std::min(end + 1, text.size());
            parts.push_back({{}, line + 1});
        }
        at = end + 1;
        ++line;
    }
    parts.back().text = text.substr(std::min(begin, text.size()));
    return parts;
}

struct Key {
    std::string kind, name;
    LocalDate from;
};

std::vector<Key> keys_of(const Document& document) {
    std::vector<Key> keys;
    for (const auto& c : document.calendars) keys.push_back({"calendar", c.name, {}});
    for (const auto& t : document.taxes) keys.push_back({"taxes", t.name, {}});
    for (const auto& s : document.schedules) keys.push_back({"schedule", s.head.name, s.head.from});
    for (const auto& p : document.plans) keys.push_back({"plan", p.head.name, p.head.from});
    return keys;
}

Result<void> insert(store::Transaction& tx, TenantId tenant, Batch batch, const Key& key, std::string_view file,
                    const Part& part) {
    const auto rows = tx.execute(
        "INSERT INTO catalog_text (tenant_id, kind, name, valid_from, batch, file, first_line, sha256, body) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        tenant, key.kind, key.name, key.from, batch, file, part.first_line, crypto::sha256(part.text), part.text);
    if (rows == 0)
        return fail(Code::Conflict, key.kind + " " + key.name + " stands twice in the file with the same 'from'",
                    std::string(file));
    return {};
}

void append(Document& to, Document&& from) {
    std::ranges::move(from.calendars, std::back_inserter(to.calendars));
    std::ranges::move(from.taxes, std::back_inserter(to.taxes));
    std::ranges::move(from.schedules, std::back_inserter(to.schedules));
    std::ranges::move(from.plans, std::back_inserter(to.plans));
}

}  // namespace

Result<void> save_text(store::Transaction& tx, TenantId tenant, Batch batch, std::string_view file,
                       std::string_view text) {
    if (file.ends_with(".csv")) {
        const auto deck = TRY(parse_deck(text, file));
        return insert(tx, tenant, batch, {"deck", deck.name, {}}, file, {text, 1});
    }
    int documents = 0;
    for (const auto& part : parts_of(text)) {
        const auto document = TRY(parse(part.text, file, part.first_line));
        for (const auto& key : keys_of(document)) {
            TRY_VOID(insert(tx, tenant, batch, key, file, part));
            ++documents;
        }
    }
    if (documents == 0)
        return fail(Code::Refused, "the file holds no calendar, taxes, schedule or plan", std::string(file));
    return {};
}

Result<Catalog> load(store::Transaction& tx, TenantId tenant, AsOf as_of) {
    struct Text {
        std::string file, body;
        int first_line = 1;
    };
    std::map<std::tuple<std::string, std::string, std::int64_t>, Text> texts;
    tx.for_each(
        "SELECT kind, name, valid_from, file, first_line, body FROM catalog_text WHERE tenant_id = ?1 AND "
        "batch <= ?2 ORDER BY kind, name, valid_from, batch",
        [&](const store::Row& row) {
            texts[{row.string(0), row.string(1), row.integer(2)}] = {row.string(3), row.string(5), row.small(4)};
        },
        tenant, as_of.cut);
    Catalog catalog;
    for (const auto& [key, text] : texts) {
        if (std::get<0>(key) == "deck") catalog.decks.push_back(TRY(parse_deck(text.body, text.file)));
        else append(catalog.all, TRY(parse(text.body, text.file, text.first_line)));
    }
    return catalog;
}

}  // namespace bw::catalog
