#include "books/catalog/store.h"

#include "base/utf8.h"
#include "books/catalog/approval.h"
#include "books/catalog/billing_checks.h"
#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/parse_parts.h"
#include "books/catalog/validation.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace bw::catalog {
namespace {

// One document of a file, as text and as what it says.
struct Part {
    std::string_view text;
    int first_line = 1;
};

// Documents are separated by lines that begin with ---; no text of ours can hold such a line
// otherwise.
std::vector<Part> split_documents(std::string_view text) {
    std::vector<Part> parts;
    int line = 1;
    std::size_t begin = 0;
    int begin_line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        if (text.substr(at).starts_with("---")) {
            parts.push_back({text.substr(begin, at - begin), begin_line});
            begin = at;
            begin_line = line;
        }
        at = end;
    }
    parts.push_back({text.substr(begin), begin_line});
    return parts;
}

struct Key {
    std::string_view kind;
    std::string name;
    std::int64_t valid_from = 0;
    auto operator<=>(const Key&) const = default;
};

// The key of the one document of a part; nothing when the part is empty.
std::optional<Key> key_of(const Document& document) {
    for (const auto& calendar : document.calendars) return Key{"calendar", calendar.name, 0};
    for (const auto& taxes : document.taxes) return Key{"taxes", taxes.name, 0};
    for (const auto& schedule : document.schedules)
        return Key{"schedule", schedule.head.name, schedule.head.from.days()};
    for (const auto& plan : document.plans)
        return Key{"plan", plan.head.name, plan.head.from.days()};
    for (const auto& plan : document.payment_plans)
        return Key{"payment plan", plan.head.name, plan.head.from.days()};
    return std::nullopt;
}

Result<void> refuse_errors(const Document& document) {
    for (const auto& finding : check(document))
        if (finding.severity == Severity::Error)
            return fail(Code::Invalid, finding.text, finding.where);
    return {};
}

// The key of a text that is handed over apart; nothing when it is another.
Result<std::optional<Key>> key_apart(std::string_view text, std::string_view file_name,
                                     int first_line) {
    if (const auto validation = TRY(parse_validation(text, file_name, first_line)))
        return Key{kValidation, validation->kind, 0};
    if (const auto checks = TRY(parse_billing_checks(text, file_name, first_line)))
        return Key{kBillingChecks, checks->issuer, 0};
    if (const auto approval = TRY(parse_approval(text, file_name, first_line)))
        return Key{kApproval, approval->name, 0};
    return std::nullopt;
}

// What a part is called, when it can be read and means what it may.
Result<std::optional<Key>> read_part(std::string_view file_name, const Part& part) {
    if (auto apart = TRY(key_apart(part.text, file_name, part.first_line))) return apart;
    const Document document = TRY(parse(part.text, file_name, part.first_line));
    TRY_VOID(refuse_errors(document));
    return key_of(document);
}

void save_part(store::Transaction& transaction, TenantId tenant, Batch batch, const Key& key,
               std::string_view file_name, const Part& part) {
    const auto digest = crypto::sha256(part.text);
    const auto same = transaction.find(
        "SELECT sha256 FROM catalog_text WHERE tenant_id = ?1 AND kind = ?2 AND name = ?3 AND "
        "valid_from = ?4 "
        "AND batch <= ?5 ORDER BY batch DESC LIMIT 1",
        [&](const store::Row& row) {
            const auto stored = row.bytes(0);
            return std::equal(stored.begin(), stored.end(), digest.bytes.begin(),
                              digest.bytes.end());
        },
        tenant, key.kind, key.name, key.valid_from, batch);
    if (same.value_or(false)) return;
    transaction.execute("INSERT INTO catalog_text (tenant_id, kind, name, valid_from, batch, "
                        "file_name, first_line, body, sha256) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        tenant, key.kind, key.name, key.valid_from, batch, as_utf8_text(file_name),
                        std::int64_t{part.first_line}, part.text, store::Bytes(digest));
}

struct Loaded {
    Document document;
    std::vector<Deck> decks;
};

template <typename T>
void append(std::vector<T>& to, std::vector<T>&& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// What a stored text is read from.
constexpr std::string_view kTextColumns = "t.kind, t.name, t.file_name, t.first_line, t.body, "
                                          "t.sha256, t.valid_from, t.batch";

Result<void> check_hash(const store::Row& row) {
    const auto digest = crypto::sha256(row.text(4));
    if (std::ranges::equal(row.bytes(5), digest.bytes)) return {};
    return fail(Code::Corrupt,
                "the stored text does not match its checksum: restore it from a backup",
                fmt::format("catalog {} {}", row.text(0), row.text(1)));
}

Result<void> add_row(const store::Row& row, Loaded& loaded) {
    const std::string file = row.string(2);
    const auto body = row.text(4);
    TRY_VOID(check_hash(row));
    if (row.text(0) == "deck") {
        loaded.decks.push_back(TRY(parse_deck(body, file)));
        return {};
    }
    auto document = TRY(parse(body, file, row.small(3)));
    append(loaded.document.calendars, std::move(document.calendars));
    append(loaded.document.taxes, std::move(document.taxes));
    append(loaded.document.schedules, std::move(document.schedules));
    append(loaded.document.plans, std::move(document.plans));
    append(loaded.document.payment_plans, std::move(document.payment_plans));
    return {};
}

}  // namespace

Result<void> save_text(store::Transaction& transaction, TenantId tenant, Batch batch,
                       std::string_view file_name, std::string_view text) {
    std::set<Key> seen;
    for (const auto& part : split_documents(text)) {
        const auto key = TRY(read_part(file_name, part));
        if (!key) continue;
        if (!seen.insert(*key).second)
            return fail(Code::Invalid,
                        fmt::format("{} {} stands twice in the file", key->kind, key->name),
                        fmt::format("{} line {}", file_name, part.first_line));
        save_part(transaction, tenant, batch, *key, file_name, part);
    }
    if (seen.empty())
        return fail(Code::Invalid, "the file holds no document", std::string(file_name));
    return {};
}

Result<void> save_deck(store::Transaction& transaction, TenantId tenant, Batch batch,
                       std::string_view file_name, std::string_view text) {
    const Deck deck = TRY(parse_deck(text, file_name));
    save_part(transaction, tenant, batch, {"deck", deck.name, 0}, file_name, {text, 1});
    return {};
}

namespace {

// Which texts are asked for.
enum class Texts : std::uint8_t { Priced, Validations, BillingChecks, Approval };

std::string kind_is(Texts texts) {
    switch (texts) {
        case Texts::Priced:
            return fmt::format("t.kind NOT IN ('{}', '{}', '{}')", kValidation, kBillingChecks,
                               kApproval);
        case Texts::Validations: return fmt::format("t.kind = '{}'", kValidation);
        case Texts::BillingChecks: return fmt::format("t.kind = '{}'", kBillingChecks);
        case Texts::Approval: return fmt::format("t.kind = '{}'", kApproval);
    }
    return "";
}

// The newest text of each name as of a cut.
Result<void> each_text(store::Transaction& transaction, TenantId tenant, AsOf as_of, Texts texts,
                       const std::function<Result<void>(const store::Row&)>& on) {
    Result<void> outcome;
    transaction.for_each(
        fmt::format("SELECT {} FROM catalog_text t WHERE t.tenant_id = ?1 AND {} AND "
                    "t.batch = (SELECT MAX(u.batch) FROM catalog_text u WHERE u.tenant_id = ?1 AND "
                    "u.kind = t.kind AND u.name = t.name AND u.valid_from = t.valid_from AND "
                    "u.batch <= ?2) ORDER BY t.kind, t.name, t.valid_from",
                    kTextColumns, kind_is(texts)),
        [&](const store::Row& row) {
            outcome = on(row);
            return outcome.has_value();
        },
        tenant, as_of.cut);
    return outcome;
}

// All that one parser reads out of such texts.
template <typename T>
Result<std::vector<T>> load_apart(store::Transaction& transaction, TenantId tenant, AsOf as_of,
                                  Texts texts,
                                  Result<std::optional<T>> (*read)(std::string_view,
                                                                   std::string_view, int)) {
    std::vector<T> all;
    const auto add = [&](const store::Row& row) -> Result<void> {
        TRY_VOID(check_hash(row));
        auto one = TRY(read(row.text(4), row.text(2), row.small(3)));
        if (one) all.push_back(*std::move(one));
        return {};
    };
    TRY_VOID(each_text(transaction, tenant, as_of, texts, add));
    return all;
}

}  // namespace

Result<Validations> load_validations(store::Transaction& transaction, TenantId tenant, AsOf as_of) {
    return Validations(
        TRY(load_apart(transaction, tenant, as_of, Texts::Validations, &parse_validation)));
}

Result<AllBillingChecks> load_billing_checks(store::Transaction& transaction, TenantId tenant,
                                             AsOf as_of) {
    return AllBillingChecks(
        TRY(load_apart(transaction, tenant, as_of, Texts::BillingChecks, &parse_billing_checks)));
}

Result<Approval> load_approval(store::Transaction& transaction, TenantId tenant, AsOf as_of) {
    auto all = TRY(load_apart(transaction, tenant, as_of, Texts::Approval, &parse_approval));
    return all.empty() ? Approval{} : std::move(all.front());
}

Result<Catalog> load(store::Transaction& transaction, TenantId tenant, AsOf as_of) {
    Loaded loaded;
    TRY_VOID(each_text(transaction, tenant, as_of, Texts::Priced,
                       [&](const store::Row& row) { return add_row(row, loaded); }));
    return Catalog::make(std::move(loaded.document), std::move(loaded.decks));
}

namespace {

// A text that is whole, and is what its row calls it.
Result<void> check_row(const store::Row& row) {
    TRY_VOID(check_hash(row));
    Key key{"deck", {}, 0};
    if (row.text(0) == key.kind) key.name = TRY(parse_deck(row.text(4), row.text(2))).name;
    else if (const auto apart = TRY(key_apart(row.text(4), row.text(2), row.small(3))))
        key = *apart;
    else if (const auto known = key_of(TRY(parse(row.text(4), row.text(2), row.small(3)))))
        key = *known;
    if (key == Key{row.text(0), row.string(1), row.integer(6)}) return {};
    return fail(Code::Corrupt,
                fmt::format("its text is {} '{}' of another day or name; restore it from a backup",
                            key.kind, key.name),
                fmt::format("catalog {} {}", row.text(0), row.text(1)));
}

}  // namespace

std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant) {
    std::vector<std::string> findings;
    transaction.for_each(
        fmt::format("SELECT {} FROM catalog_text t WHERE t.tenant_id = ?1 ORDER BY t.kind, t.name, "
                    "t.valid_from, t.batch",
                    kTextColumns),
        [&](const store::Row& row) {
            if (const auto good = check_row(row); !good)
                findings.push_back(
                    fmt::format("{} (batch {})", good.error().message(), row.integer(7)));
        },
        tenant);
    // One content comes in once, so that each has its deck.
    transaction.for_each(
        "SELECT b.batch, b.source FROM batch b WHERE b.tenant_id = ?1 AND b.kind = 'deck' AND NOT "
        "EXISTS (SELECT 1 FROM catalog_text t WHERE t.tenant_id = b.tenant_id AND t.kind = 'deck' "
        "AND t.batch = b.batch) ORDER BY b.batch",
        [&](const store::Row& row) {
            findings.push_back(fmt::format("batch {}: its rate deck {} is not there; restore the "
                                           "store from its backup",
                                           row.integer(0), row.text(1)));
        },
        tenant);
    return findings;
}

}  // namespace bw::catalog
