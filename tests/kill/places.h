// Where kill tests keep a workspace and its copies: folders, each with a database of its own where
// the store is on a server. The first one is a template; what is killed is a copy of it.
#pragma once

#include "testing/temp_dir.h"

#include <filesystem>
#include <string>

namespace bw::kill {

class Places {
public:
    explicit Places(bool on_server);

    [[nodiscard]] std::filesystem::path path(const std::string& name) const;
    [[nodiscard]] std::filesystem::path first() const { return path(kFirst); }
    // Of the first one's store; empty where it is a file.
    [[nodiscard]] std::string first_address() const { return address(kFirst); }
    // Nobody may have the first one open. Returns the copy's folder.
    [[nodiscard]] std::filesystem::path copy(const std::string& name) const;
    void remove(const std::string& name) const;

private:
    static constexpr const char* kFirst = "first";
    [[nodiscard]] std::string address(const std::string& name) const;
    void make_database(const std::string& name, const std::string& from) const;

    testing::TempDir folder_;
    bool on_server_;
};

}  // namespace bw::kill
