# How every target is compiled. Presets choose the build type and the sanitizer (CMakePresets.json).
set(BILLWRIGHT_SANITIZE "" CACHE STRING "value of -fsanitize=, empty for none")
option(BILLWRIGHT_FUZZ "build the fuzz targets (clang only)" OFF)
option(BILLWRIGHT_WERROR "warnings are errors: for developers; a newer library must not break a user's build" ON)
option(BILLWRIGHT_TESTS "test programs and benchmarks; needs the test packages" ON)

find_program(BILLWRIGHT_CCACHE ccache)
if(BILLWRIGHT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${BILLWRIGHT_CCACHE})
endif()
find_program(BILLWRIGHT_MOLD mold)
if(BILLWRIGHT_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor)
if(BILLWRIGHT_WERROR)
    add_compile_options(-Werror)
endif()
# The same text gives the same bytes wherever the clone lies; CHECK prints paths from the root of the repository.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
# Bounds of standard containers are checked in release too: a wrong index must not bill anybody.
add_compile_definitions(_GLIBCXX_ASSERTIONS)
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

set(BILLWRIGHT_TEST_OPTIONS "")  # of test programs, and of no room
if(BILLWRIGHT_SANITIZE)
    add_compile_options(-fsanitize=${BILLWRIGHT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${BILLWRIGHT_SANITIZE})
    # What is run often is optimised a little; the tests' own code is run once, and is compiled faster without.
    set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
    set(BILLWRIGHT_TEST_OPTIONS -O0)
endif()
if(BILLWRIGHT_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
