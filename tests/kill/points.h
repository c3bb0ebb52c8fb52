// The points of a program's work at which it can be killed, by the kind of work that goes on there:
// kills are shared out among the kinds, however many points and names a kind has, and counted where
// they happened.
#pragma once

#include "base/random.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bw::kill {

// Of a point's name: "write", "sync", "rename", "commit", "exchange" with a server, "account"
// (before one is computed, whose name counts as one however many accounts there are) or "stage".
std::string_view kind_of(std::string_view point);

class Points {
public:
    // How often each was reached.
    explicit Points(const std::map<std::string, int>& reached);

    // Of all, in the order of their names.
    [[nodiscard]] std::vector<std::string> kinds() const;
    // "name:count" within what was reached, as BILLWRIGHT_KILL_AT takes it.
    [[nodiscard]] std::string draw(Random& random, const std::string& kind) const;

private:
    struct Point {
        std::string name;
        int reached = 0;
    };
    // By kind and the name that counts: one account is drawn among those that share theirs.
    std::map<std::string, std::map<std::string, std::vector<Point>>, std::less<>> kinds_;
};

// What became of the kills that were tried. One that did not happen tried nothing.
class Tally {
public:
    void add(const std::string& kind, bool was_killed);
    // Prints each kind with its kills. False where less than four in five happened.
    [[nodiscard]] bool report() const;

private:
    struct Kills {
        int tried = 0, killed = 0;
    };
    std::map<std::string, Kills> kinds_;
};

}  // namespace bw::kill
