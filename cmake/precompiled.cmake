# What nearly every file reads first is read once: bw_precompiled for rooms, bw_precompiled_tests for tests. Only headers
# that are not ours: what a file of ours includes says who knows whom. tools/lint looks at each file without them,
# so that each goes on including what it uses.
set(standard_headers <algorithm> <array> <charconv> <chrono> <cstdint> <deque> <expected> <filesystem> <fstream>
    <functional> <map> <memory> <mutex> <optional> <ranges> <set> <span> <sstream> <string> <string_view> <tuple>
    <unordered_map> <utility> <variant> <vector> <fmt/format.h>)

function(billwright_precompile name)
    cmake_parse_arguments(P "" "" "HEADERS;DEPENDS" ${ARGN})
    set(source ${CMAKE_BINARY_DIR}/${name}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "" @ONLY)
    add_library(${name} OBJECT ${source})
    target_link_libraries(${name} PRIVATE ${P_DEPENDS})
    target_precompile_headers(${name} PRIVATE ${P_HEADERS})
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)  # which ccache needs
endif()
billwright_precompile(bw_precompiled HEADERS ${standard_headers} DEPENDS fmt::fmt)
if(BILLWRIGHT_TESTS)
    find_package(GTest REQUIRED)
    billwright_precompile(bw_precompiled_tests HEADERS ${standard_headers} <gmock/gmock.h> <gtest/gtest.h>
        DEPENDS fmt::fmt GTest::gmock GTest::gtest)
    target_compile_options(bw_precompiled_tests PRIVATE ${BILLWRIGHT_TEST_OPTIONS})
endif()
