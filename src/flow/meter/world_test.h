// What tests of the room share: a store of either kind with a folder, two known service points, and
// rows of readings.
#pragma once

#include "flow/meter/import.h"
#include "platform/store/batch.h"
#include "testing/stores.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace bw::meter {
using bw::testing::TempDir;

inline constexpr TenantId kTenant{1};

class Points final : public ServicePoints {
public:
    std::optional<ServicePointId> find(std::string_view code) override {
        const auto found = known.find(code);
        if (found == known.end()) return std::nullopt;
        return found->second;
    }
    std::map<std::string, ServicePointId, std::less<>> known;
};

class TextSource final : public ByteSource {
public:
    explicit TextSource(std::string text) : text_(std::move(text)) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = std::min(out.size(), text_.size() - at_);
        std::copy_n(text_.data() + at_, count, out.data());
        at_ += count;
        return count;
    }

private:
    std::string text_;
    std::size_t at_ = 0;
};

inline std::vector<store::Migration> migrations() {
    return store::all_of({store::platform_schema(), schema()});
}

struct World {
    TempDir folder;
    testing::TestStore store;
    std::unique_ptr<store::Database> database;
    Points points;
    FixedClock clock{*Instant::parse("2024-05-01T00:00:00Z")};
    faults::Faults faults;
    ImportContext context;

    explicit World(testing::StoreKind kind = testing::StoreKind::Sqlite)
        : store(kind), database(open()),
          context{
              *database, folder.path() / "usage", folder.path() / "scratch", points, clock, kTenant,
              &faults} {
        points.known["P1"] = ServicePointId{1};
        points.known["P2"] = ServicePointId{2};
    }
    std::unique_ptr<store::Database> open() const {
        auto opened = store::open(store.location());
        EXPECT_TRUE(opened);
        EXPECT_TRUE(store::migrate(**opened, migrations()));
        return *std::move(opened);
    }
    Result<ImportReport> import(const std::string& text, const ImportOptions& options = {},
                                std::string_view name = "file.csv") {
        TextSource source(text);
        return import_source(context, source, name, options);
    }
    Batch cut() { return store::current_cut(*database->begin(store::Access::Read), kTenant); }
    Reader reader(std::optional<Batch> as_of = {}) {
        auto opened = Reader::open(*database->begin(store::Access::Read), context.folder, kTenant,
                                   AsOf{as_of.value_or(cut())});
        EXPECT_TRUE(opened);
        return *std::move(opened);
    }
    Usage read(std::int64_t point, Span span, std::optional<Batch> as_of = {}) {
        auto usage = reader(as_of).read(ServicePointId{point}, span);
        EXPECT_TRUE(usage) << usage.error().message();
        return *std::move(usage);
    }
    // The known points that the batches touch, as of now.
    std::vector<ServicePointId> touched(Batch from, Batch to, Span span) {
        std::set<ServicePointId> found;
        const auto now = reader();
        for (const auto& [code, point] : points.known)
            if (*now.is_touched(point, from, to, span)) found.insert(point);
        return {found.begin(), found.end()};
    }
    std::int64_t count(std::string_view sql) {
        return database->begin(store::Access::Read)->integer(sql).value_or(-1);
    }
    std::size_t files() const {
        std::size_t n = 0;
        if (!std::filesystem::exists(context.folder)) return 0;
        for (const auto& file : std::filesystem::directory_iterator(context.folder))
            n += file.exists() ? 1 : 0;
        return n;
    }
};

inline Instant at(std::string_view text) { return *Instant::parse(text); }
inline const Span kMarch{at("2024-03-01T00:00:00Z"), at("2024-04-01T00:00:00Z")};

inline constexpr std::string_view kHeader =
    "service_point,channel,unit,start,minutes,value,quality\n";
inline std::string row(std::string_view point, std::string_view start, std::string_view value,
                       std::string_view quality = "actual", std::string_view minutes = "30",
                       std::string_view channel = "import") {
    return fmt::format("{},{},kWh,{},{},{},{}\n", point, channel, start, minutes, value, quality);
}

}  // namespace bw::meter
