# Writes OUT: bw::ROOM::schema() returns the room's migrations in the order of their numbers.
set(body "")
foreach(file ${FILES})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND body "        {\"${ROOM}\", \"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"platform/store/migration.h\"
namespace bw::${ROOM} {
std::span<const store::Migration> schema();
std::span<const store::Migration> schema() {
    static constexpr store::Migration kMigrations[] = {
${body}    };
    return kMigrations;
}
}  // namespace bw::${ROOM}
")
