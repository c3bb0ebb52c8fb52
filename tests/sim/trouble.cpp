#include "trouble.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <vector>

namespace bw::sim {
namespace {

constexpr std::array<const char*, faults::kOperations> kNames = {"write", "sync",   "rename",
                                                                 "read",  "remove", "network"};

int some_error(Random& random, faults::Operation operation) {
    if (operation == faults::Operation::Network) return ECONNRESET;
    const bool may_be_full =
        operation == faults::Operation::Write || operation == faults::Operation::Sync;
    return may_be_full && random.chance(1, 2) ? ENOSPC : EIO;
}

}  // namespace

Work Work::so_far(const faults::Faults& faults) {
    Work work{faults.all_reached(), {}};
    for (int i = 0; i < faults::kOperations; ++i)
        work.asked.at(static_cast<std::size_t>(i)) =
            faults.asked(static_cast<faults::Operation>(i));
    return work;
}

Work Work::since(const Work& before) const {
    Work work = *this;
    for (const auto& [point, n] : before.reached) work.reached[point] -= n;
    std::erase_if(work.reached, [](const auto& entry) { return entry.second == 0; });
    for (std::size_t i = 0; i < asked.size(); ++i) work.asked.at(i) -= before.asked.at(i);
    return work;
}

bool Work::is_none() const {
    return reached.empty() && std::ranges::all_of(asked, [](int n) { return n == 0; });
}

Trouble Trouble::draw(Random& random, const Work& work) {
    Trouble trouble;
    if (random.chance(1, 5)) trouble.clock_back_hours = static_cast<int>(random.between(-48, 9000));
    std::vector<int> operations;
    for (int i = 0; i < faults::kOperations; ++i)
        if (work.asked.at(static_cast<std::size_t>(i)) > 0) operations.push_back(i);
    if (operations.empty() || (!work.reached.empty() && random.chance(1, 2))) {
        const auto point = std::next(
            work.reached.begin(), static_cast<std::ptrdiff_t>(random.below(work.reached.size())));
        trouble.point = point->first;
        trouble.nth = static_cast<int>(random.between(1, point->second));
        return trouble;
    }
    const int operation = operations[random.below(operations.size())];
    trouble.operation = static_cast<faults::Operation>(operation);
    trouble.nth =
        static_cast<int>(random.between(1, work.asked.at(static_cast<std::size_t>(operation))));
    trouble.error = some_error(random, trouble.operation);
    return trouble;
}

void Trouble::arm(faults::Faults& faults) const {
    if (point.empty()) faults.fail(operation, nth, error);
    else faults.kill_at(point, nth);
}

std::string Trouble::text() const {
    std::string text = point.empty()
                           ? fmt::format("{} {} fails with errno {}",
                                         kNames.at(static_cast<std::size_t>(operation)), nth, error)
                           : fmt::format("killed at {}:{}", point, nth);
    if (clock_back_hours != 0) text += fmt::format(", the clock {} hours back", clock_back_hours);
    return text;
}

}  // namespace bw::sim
