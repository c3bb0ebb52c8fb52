// Which row of a rating plan holds at a moment of the week: the rows of one destination, their
// windows and weights, laid out once per kind of day. Answers in one look-up, without dates or
// zones.
#pragma once

#include "books/catalog/telecom.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bw::rate {

class Timetable {
public:
    // One way to be rated. `source` tells destinations apart: a row that is open 'otherwise' looks
    // at rows of the same source and weight only.
    struct Row {
        const catalog::When* when = nullptr;
        std::int32_t weight = 0;
        std::uint32_t source = 0;
        std::uint32_t row = 0;  // the answer; any number below kClosed
    };
    static constexpr std::uint32_t kClosed = 0xffff'ffff;
    struct Open {
        std::uint32_t row = kClosed;
        std::int32_t until_s = 0;  // second of the day at which the answer may change; 86400 is
                                   // midnight
    };

    Timetable() = default;  // closed at all times
    // Of the open rows the heaviest holds; of equally heavy ones the first.
    explicit Timetable(std::span<const Row> rows);

    // weekday 1 Monday .. 7 Sunday; second_of_day 0 .. 86399, on the local clock.
    [[nodiscard]] Open at(int weekday, bool is_holiday, std::int32_t second_of_day) const;
    // True when one row holds always: nobody needs to know the local time.
    [[nodiscard]] bool is_constant() const { return constant_row_ != kClosed; }
    [[nodiscard]] std::uint32_t constant_row() const { return constant_row_; }

private:
    struct Slot {
        std::int32_t from_s = 0;
        std::uint32_t row = kClosed;
    };
    static constexpr std::size_t kDayKinds = 14;        // Mon..Sun, then the same on holidays
    std::vector<Slot> slots_;                           // of all kinds, each kind beginning at 0
    std::array<std::uint16_t, kDayKinds + 1> first_{};  // where the slots of a kind begin
    std::uint32_t constant_row_ = kClosed;
};

}  // namespace bw::rate
