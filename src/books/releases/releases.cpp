#include "books/releases/releases.h"

#include "base/utf8.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"
#include "platform/json/writer.h"
#include "platform/text/base64.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::releases {
namespace {

constexpr std::string_view kBytes = "base64";

// The form in which files are kept and hashed: equal files give equal bytes. What is no text, a
// picture, stands as base64.
std::string form_of(Files& files) {
    std::ranges::sort(files);
    json::Writer json;
    json.object().field("form", 1).key("files").array();
    for (const auto& [name, text] : files) {
        json.object().field("name", name);
        if (is_utf8_text(text)) json.field("text", text);
        else json.field(kBytes, text::base64(text));
        json.end();
    }
    json.end().end();
    return json.take();
}

std::string hash_of_form(std::string_view form) { return crypto::hex(crypto::sha256(form)); }

Result<Files> read_form(std::string_view form, std::string_view hash) {
    if (hash_of_form(form) != hash)
        return fail(Code::Corrupt,
                    "the stored text does not match its checksum: restore it from a backup",
                    fmt::format("template {}", hash));
    const auto root = TRY(json::parse(form, "template"));
    Files files;
    for (const auto& file : TRY(root.array("files"))->items()) {
        std::string name = TRY(file.text("name"));
        if (file.find(kBytes) == nullptr) {
            files.push_back({std::move(name), TRY(file.text("text"))});
            continue;
        }
        auto bytes = text::read_base64(TRY(file.text(kBytes)));
        if (!bytes)
            return fail(Code::Corrupt, "the stored picture is no base64",
                        fmt::format("template {}, {}", hash, name));
        files.push_back({std::move(name), *std::move(bytes)});
    }
    return files;
}

constexpr std::string_view kColumns =
    "SELECT name, valid_from, batch, hash, released_by, reason FROM template_release "
    "WHERE tenant_id = ?1 ";

Release read_release(const store::Row& row) {
    return {row.string(0), row.date(1),   row.id<Batch>(2),
            row.string(3), row.string(4), row.string(5)};
}

void keep_form(store::Transaction& transaction, TenantId tenant, std::string_view hash,
               std::string_view form) {
    transaction.execute("INSERT INTO template_text (tenant_id, hash, files) VALUES (?1, ?2, ?3) "
                        "ON CONFLICT (tenant_id, hash) DO NOTHING",
                        tenant, hash, form);
}

}  // namespace

std::string hash_of(Files files) { return hash_of_form(form_of(files)); }

std::string keep(store::Transaction& transaction, TenantId tenant, Files files) {
    const std::string form = form_of(files);
    std::string hash = hash_of_form(form);
    keep_form(transaction, tenant, hash, form);
    return hash;
}

Result<Files> load(store::Transaction& transaction, TenantId tenant, std::string_view hash) {
    const auto form = transaction.find(
        "SELECT files FROM template_text WHERE tenant_id = ?1 AND hash = ?2",
        [](const store::Row& row) { return row.string(0); }, tenant, hash);
    if (!form)
        return fail(Code::NotFound, "no template has this hash; `template list` shows them",
                    fmt::format("template {}", hash));
    return read_form(*form, hash);
}

Result<std::string> find_hash(store::Transaction& transaction, TenantId tenant,
                              std::string_view begin) {
    const std::string subject = fmt::format("template @{}", begin);
    if (begin.empty() || begin.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return fail(Code::Invalid, "a hash is written in the digits 0 to 9 and a to f", subject);
    std::vector<std::string> found;
    transaction.for_each(
        "SELECT hash FROM template_text WHERE tenant_id = ?1 ORDER BY hash",
        [&](const store::Row& row) {
            if (row.text(0).starts_with(begin)) found.push_back(row.string(0));
        },
        tenant);
    if (found.empty())
        return fail(Code::NotFound, "no template has this hash; `template list` shows them",
                    subject);
    if (found.size() > 1)
        return fail(Code::Invalid, "several templates have a hash that begins so: write more of it",
                    subject);
    return found.front();
}

Result<Release> release(store::Transaction& transaction, TenantId tenant, NewRelease what) {
    Release made{std::string(what.name),
                 what.valid_from,
                 Batch{},
                 keep(transaction, tenant, std::move(what.files)),
                 std::string(what.person),
                 std::string(what.reason)};
    const std::string subject = fmt::format("template {}", what.name);
    const auto before = in_force(transaction, tenant, what.name, what.valid_from,
                                 AsOf{store::current_cut(transaction, tenant)});
    if (before && before->valid_from == what.valid_from && before->hash == made.hash)
        return fail(Code::Duplicate,
                    fmt::format("the very same holds from {} already; nothing is added",
                                what.valid_from.to_string()),
                    subject);
    constexpr std::string_view kKind = "template";
    const auto identity = crypto::sha256(
        fmt::format("{} from {} {}", what.name, what.valid_from.to_string(), made.hash));
    made.batch =
        TRY(store::record_batch(transaction, tenant,
                                {kKind,
                                 subject,
                                 store::identity_again(transaction, tenant, kKind, identity),
                                 what.at,
                                 {1, 1, 0, 0}}));
    transaction.execute("INSERT INTO template_release (tenant_id, name, valid_from, batch, hash, "
                        "released_by, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        tenant, made.name, made.valid_from, made.batch, made.hash, made.person,
                        made.reason);
    return made;
}

std::optional<Release> in_force(store::Transaction& transaction, TenantId tenant,
                                std::string_view name, LocalDate issued_on, AsOf as_of) {
    return transaction.find(std::string(kColumns) +
                                "AND name = ?2 AND valid_from <= ?3 AND batch <= ?4 "
                                "ORDER BY valid_from DESC, batch DESC LIMIT 1",
                            read_release, tenant, name, issued_on, as_of.cut);
}

std::vector<Release> list(store::Transaction& transaction, TenantId tenant) {
    std::vector<Release> all;
    transaction.for_each(
        std::string(kColumns) + "ORDER BY name, valid_from, batch",
        [&](const store::Row& row) { all.push_back(read_release(row)); }, tenant);
    return all;
}

std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant) {
    std::vector<std::string> findings;
    transaction.for_each(
        "SELECT hash, files FROM template_text WHERE tenant_id = ?1 ORDER BY hash",
        [&](const store::Row& row) {
            if (const auto files = read_form(row.text(1), row.text(0)); !files)
                findings.push_back(files.error().message());
        },
        tenant);
    transaction.for_each(
        "SELECT r.name, r.valid_from FROM template_release r WHERE r.tenant_id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM template_text t WHERE t.tenant_id = r.tenant_id AND t.hash = r.hash) "
        "ORDER BY r.name, r.valid_from",
        [&](const store::Row& row) {
            findings.push_back(
                fmt::format("template {}: the text that was released from {} is not there",
                            row.text(0), row.date(1).to_string()));
        },
        tenant);
    return findings;
}

}  // namespace bw::releases
