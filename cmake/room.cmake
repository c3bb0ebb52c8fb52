# billwright_room(NAME DEPENDS lib... [PRIVATE lib...] [PARTS folder...] [THREADS])
# The folder's *.cpp become library bw_NAME; its *_test.cpp become program NAME_test, run by ctest with label 'unit'.
# PARTS: subfolders whose files belong to the library and to its test as well.
# THREADS: the room's tests run in several threads, so ./test full repeats them under the thread sanitizer.
# A room links only what it names, so the build itself refuses an include that has no arrow.
function(billwright_room name)
    cmake_parse_arguments(ROOM "THREADS" "" "DEPENDS;PRIVATE;PARTS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    foreach(part ${ROOM_PARTS})
        file(GLOB part_sources CONFIGURE_DEPENDS ${part}/*.cpp)
        list(APPEND sources ${part_sources})
    endforeach()
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    if(sources)
        add_library(bw_${name} STATIC ${sources})
        target_include_directories(bw_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(bw_${name} PUBLIC ${ROOM_DEPENDS} PRIVATE ${ROOM_PRIVATE})
        target_precompile_headers(bw_${name} REUSE_FROM bw_precompiled)
        if(IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/schema)
            # migrations are compiled in: the program needs no files beside it
            billwright_embed_schema(bw_${name} ${name})
        endif()
    else()
        add_library(bw_${name} INTERFACE)
        target_include_directories(bw_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(bw_${name} INTERFACE ${ROOM_DEPENDS})
    endif()
    if(tests AND BILLWRIGHT_TESTS)
        set(threads "")
        if(ROOM_THREADS)
            set(threads THREADS)
        endif()
        billwright_test(${name}_test SOURCES ${tests} DEPENDS bw_${name} ${threads})
    endif()
endfunction()

# billwright_test(NAME SOURCES file... DEPENDS lib... [LABEL unit|full] [THREADS])
function(billwright_test name)
    if(NOT BILLWRIGHT_TESTS)
        return()
    endif()
    cmake_parse_arguments(T "THREADS" "LABEL" "SOURCES;DEPENDS" ${ARGN})
    find_package(GTest REQUIRED)
    add_executable(${name} ${T_SOURCES})
    target_link_libraries(${name} PRIVATE ${T_DEPENDS} bw_testing fmt::fmt GTest::gmock GTest::gtest GTest::gtest_main)
    target_compile_options(${name} PRIVATE ${BILLWRIGHT_TEST_OPTIONS})
    target_precompile_headers(${name} REUSE_FROM bw_precompiled_tests)
    if(NOT T_LABEL)
        set(T_LABEL unit)
    endif()
    if(T_THREADS)
        list(APPEND T_LABEL threads)
        if(NOT TARGET thread_tests)
            add_custom_target(thread_tests)
        endif()
        add_dependencies(thread_tests ${name})
    endif()
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABEL}" TIMEOUT 300)
endfunction()

# billwright_bench(NAME DEPENDS lib... [SMOKE argument...])
# NAME.cpp becomes a benchmark; ctest (label 'bench') runs it once, briefly, with the arguments of SMOKE. Without
# SMOKE it is a program of Google Benchmark. Target 'benchmarks' builds all of them and nothing else.
function(billwright_bench name)
    cmake_parse_arguments(B "" "" "DEPENDS;SMOKE" ${ARGN})
    add_executable(${name} ${name}.cpp)
    add_dependencies(benchmarks ${name})
    target_link_libraries(${name} PRIVATE ${B_DEPENDS} fmt::fmt)
    if(NOT B_SMOKE)
        find_package(benchmark REQUIRED)
        target_link_libraries(${name} PRIVATE benchmark::benchmark benchmark::benchmark_main)
        set(B_SMOKE --benchmark_min_time=0.01)
    endif()
    add_test(NAME ${name} COMMAND ${name} ${B_SMOKE} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES LABELS bench TIMEOUT 300)
endfunction()

# billwright_hot(file...): loops over every value, which become vectors at -O3 only.
function(billwright_hot)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "$<$<CONFIG:Release>:-O3>"
        SKIP_PRECOMPILE_HEADERS ON)  # those were read at -O2
endfunction()

# billwright_fuzz(NAME DEPENDS lib...): NAME.cpp with LLVMFuzzerTestOneInput becomes program fuzz_NAME.
function(billwright_fuzz name)
    cmake_parse_arguments(F "" "" "DEPENDS" ${ARGN})
    add_executable(fuzz_${name} ${name}.cpp)
    target_compile_options(fuzz_${name} PRIVATE -Werror=switch)  # a new kind of file is not left out
    target_link_libraries(fuzz_${name} PRIVATE ${F_DEPENDS})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers fuzz_${name})
endfunction()

# billwright_embed_texts(TARGET ROOT folder HEADER file NAMESPACE name TYPE name FUNCTION name FILES file...)
# The files become constants of the target; cmake/embed_texts.cmake says how they are asked for.
function(billwright_embed_texts target)
    cmake_parse_arguments(E "" "ROOT;HEADER;NAMESPACE;TYPE;FUNCTION" "FILES" ${ARGN})
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${E_FUNCTION}.cpp)
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DROOT=${E_ROOT} -DHEADER=${E_HEADER} -DNAMESPACE=${E_NAMESPACE} -DTYPE=${E_TYPE}
                -DFUNCTION=${E_FUNCTION} -DOUT=${out} "-DFILES=${E_FILES}" -P ${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake
        DEPENDS ${E_FILES} ${CMAKE_SOURCE_DIR}/cmake/embed_texts.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()

# schema/NNN_name.sql -> a C++ file with one std::string_view per migration
function(billwright_embed_schema target room)
    file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/*.sql)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${room}_schema.cpp)
    add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -DROOM=${room} -DOUT=${out} "-DFILES=${migrations}"
                -P ${CMAKE_SOURCE_DIR}/cmake/embed_schema.cmake
        DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/cmake/embed_schema.cmake VERBATIM)
    target_sources(${target} PRIVATE ${out})
endfunction()
