// Which template makes documents from which day of issue on, and the texts of all that ever did.
// A template is opaque here: named files, whatever they mean.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "platform/store/batch.h"
#include "platform/store/migration.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::releases {

std::span<const store::Migration> schema();

struct File {
    std::string name;  // from the template's folder on: "bill.xml", "texts/de.yaml"
    std::string text;  // or the bytes of a picture
    friend auto operator<=>(const File&, const File&) = default;
};
using Files = std::vector<File>;

// 64 hexadecimal digits; the order of the files does not matter.
std::string hash_of(Files files);

// So that load() gives them by the hash. A text that is there already is left alone.
std::string keep(store::Transaction& transaction, TenantId tenant, Files files);
// By name. NotFound: nothing was kept under the hash; Corrupt: what was kept does not have it.
Result<Files> load(store::Transaction& transaction, TenantId tenant, std::string_view hash);

// The one hash that begins so. NotFound: none does; Invalid: several do, or these are no
// hexadecimal digits.
Result<std::string> find_hash(store::Transaction& transaction, TenantId tenant,
                              std::string_view begin);

struct Release {
    std::string name;      // of the template: "bill"
    LocalDate valid_from;  // the first day of issue
    Batch batch;
    std::string hash;
    std::string person, reason;
};

struct NewRelease {
    std::string_view name;
    LocalDate valid_from;
    Files files;
    std::string_view person, reason;
    Instant at;
};
// Keeps the files, too. Duplicate: the very same holds from this day already.
Result<Release> release(store::Transaction& transaction, TenantId tenant, NewRelease what);

// What documents of the day are made by; nothing: none was released for it.
std::optional<Release> in_force(store::Transaction& transaction, TenantId tenant,
                                std::string_view name, LocalDate issued_on, AsOf as_of);
// All, by name and first day, those that were put aside included.
std::vector<Release> list(store::Transaction& transaction, TenantId tenant);

// Findings as sentences, empty is good: every text has its hash, every release has its text.
std::vector<std::string> verify(store::Transaction& transaction, TenantId tenant);

}  // namespace bw::releases
