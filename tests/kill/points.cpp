#include "points.h"

#include "base/check.h"

#include <fmt/format.h>

#include <iterator>

namespace bw::kill {
namespace {

constexpr std::string_view kAccount = "run.account.";
constexpr int kLeastPercent = 80;

template <typename Map>
const auto& some_of(Random& random, const Map& map) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(random.below(map.size())))->second;
}

}  // namespace

std::string_view kind_of(std::string_view point) {
    if (point.starts_with(kAccount)) return "account";
    // "sqlite.sync" and "blob.synced" are of one kind; "meter.period.before_commit" is a commit.
    for (const std::string_view kind : {"commit", "write", "sync", "rename", "exchange"})
        if (point.find(kind) != point.npos) return kind;
    return point.find("written.half") != point.npos ? "write" : "stage";
}

Points::Points(const std::map<std::string, int>& reached) {
    for (const auto& [name, count] : reached) {
        const std::string counts_as(name.starts_with(kAccount) ? kAccount : name);
        kinds_[std::string(kind_of(name))][counts_as].push_back({name, count});
    }
}

std::vector<std::string> Points::kinds() const {
    std::vector<std::string> kinds;
    kinds.reserve(kinds_.size());
    for (const auto& [kind, names] : kinds_) kinds.push_back(kind);
    return kinds;
}

std::string Points::draw(Random& random, const std::string& kind) const {
    const auto found = kinds_.find(kind);
    CHECK(found != kinds_.end());
    const auto& points = some_of(random, found->second);
    const Point& point = points[random.below(points.size())];
    return fmt::format("{}:{}", point.name, random.between(1, point.reached));
}

void Tally::add(const std::string& kind, bool was_killed) {
    Kills& kills = kinds_[kind];
    ++kills.tried;
    if (was_killed) ++kills.killed;
}

bool Tally::report() const {
    Kills all;
    for (const auto& [kind, kills] : kinds_) {
        fmt::print("{}: {} of {} kills happened\n", kind, kills.killed, kills.tried);
        all.tried += kills.tried;
        all.killed += kills.killed;
    }
    fmt::print("{} of {} kills happened\n", all.killed, all.tried);
    if (all.killed * 100 >= all.tried * kLeastPercent) return true;
    fmt::print("FAILED: that is less than {} %\n", kLeastPercent);
    return false;
}

}  // namespace bw::kill
