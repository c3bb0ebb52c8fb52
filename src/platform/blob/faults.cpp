#include "platform/blob/faults.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>

namespace bw::faults {

void Faults::fail(Operation operation, int nth, int error) {
    const std::lock_guard lock(mutex_);
    plans_[static_cast<int>(operation)] = {nth, error};
}

void Faults::kill_at(std::string_view point, int count) {
    const std::lock_guard lock(mutex_);
    kills_[std::string(point)] = count;
}

int Faults::ask(Operation operation) {
    const std::lock_guard lock(mutex_);
    ++asked_[static_cast<int>(operation)];
    Plan& plan = plans_[static_cast<int>(operation)];
    if (plan.countdown == 0 || --plan.countdown > 0) return 0;
    return plan.error;
}

void Faults::reach(std::string_view point) {
    const std::lock_guard lock(mutex_);
    auto place = reached_.find(point);
    if (place == reached_.end()) place = reached_.emplace(point, 0).first;
    ++place->second;
    const auto kill = kills_.find(point);
    if (kill != kills_.end() && --kill->second == 0) std::raise(SIGKILL);
}

int Faults::reached(std::string_view point) const {
    const std::lock_guard lock(mutex_);
    const auto place = reached_.find(point);
    return place == reached_.end() ? 0 : place->second;
}

std::map<std::string, int, std::less<>> Faults::all_reached() const {
    const std::lock_guard lock(mutex_);
    return reached_;
}

int Faults::asked(Operation operation) const {
    const std::lock_guard lock(mutex_);
    return asked_[static_cast<int>(operation)];
}

namespace {

// "point:count"; false: it is none.
bool arm(Faults& faults, std::string_view text) {
    const std::size_t colon = text.rfind(':');
    const std::string_view number = colon == text.npos ? "" : text.substr(colon + 1);
    int count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (colon == 0 || error != std::errc() || end != number.data() + number.size() || count < 1)
        return false;
    faults.kill_at(text.substr(0, colon), count);
    return true;
}

}  // namespace

Result<std::unique_ptr<Faults>> arm_from_environment() {
    static constexpr std::string_view kName = "BILLWRIGHT_KILL_AT";
    const char* value = std::getenv(kName.data());
    if (value == nullptr || *value == '\0') return nullptr;
    auto faults = std::make_unique<Faults>();
    const std::string_view text(value);
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find(',', from), text.size());
        if (!arm(*faults, text.substr(from, to - from)))
            return fail(Code::Invalid,
                        "expected point:count with a count of at least 1, such as "
                        "store.commit.after:7, or several with commas between them",
                        std::string(kName) + "=" + value);
        from = to + 1;
    }
    return faults;
}

}  // namespace bw::faults
