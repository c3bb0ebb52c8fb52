#include "places.h"

#include "run/workspace_file.h"
#include "testing/postgres_server.h"

namespace bw::kill {

namespace fs = std::filesystem;

Places::Places(bool on_server) : on_server_(on_server) { make_database(kFirst, "template1"); }

fs::path Places::path(const std::string& name) const { return folder_.path() / name; }

std::string Places::address(const std::string& name) const {
    return on_server_ ? testing::shared_postgres().location("billwright", name) : "";
}

void Places::make_database(const std::string& name, const std::string& from) const {
    if (on_server_)
        testing::shared_postgres().execute("CREATE DATABASE " + name + " TEMPLATE " + from);
}

fs::path Places::copy(const std::string& name) const {
    fs::copy(first(), path(name), fs::copy_options::recursive);
    make_database(name, kFirst);
    const auto file = run::read_workspace_file(path(name)).value();
    if (file) run::write_workspace_file(path(name), {address(name), file->identity}, nullptr);
    return path(name);
}

void Places::remove(const std::string& name) const {
    fs::remove_all(path(name));
    if (on_server_) testing::shared_postgres().execute("DROP DATABASE " + name + " WITH (FORCE)");
}

}  // namespace bw::kill
