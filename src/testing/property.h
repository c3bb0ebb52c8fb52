// Properties with RapidCheck behind one header. A fixed seed: a test that passes once passes again;
// BILLWRIGHT_SEED=n tries another one. The failing case is shrunk and printed with its seed.
//     PROPERTY(Split, SumsToTheWhole) { const auto total = *any<std::int64_t>(); RC_ASSERT(..); }
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <cstdlib>
#include <sstream>
#include <string>

namespace bw::testing {

template <typename T>
rc::Gen<T> any() {
    return rc::gen::arbitrary<T>();
}
// Both bounds included.
template <typename T>
rc::Gen<T> between(T low, T high) {
    return rc::gen::inRange<T>(low, static_cast<T>(high + 1));
}

// Runs the body `cases` times with values from a seeded source; a failure fails the test.
template <typename Body>
void check_property(Body&& body, int cases) {
    rc::detail::TestMetadata metadata;
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    metadata.id = std::string(info->test_suite_name()) + "/" + info->name();
    metadata.description = info->name();
    const char* given = std::getenv("BILLWRIGHT_SEED");
    const std::string seed = given != nullptr ? given : "1";
    ::setenv("RC_PARAMS", ("seed=" + seed).c_str(), 0);  // what RapidCheck prints is what runs
    rc::detail::TestParams params;
    params.seed = std::strtoull(seed.c_str(), nullptr, 10);
    params.maxSuccess = cases;
    rc::detail::TestListenerAdapter silent;
    const auto result = rc::detail::checkTestable(body, metadata, params, silent);
    if (result.template is<rc::detail::SuccessResult>()) return;
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    FAIL() << text.str() << "\nseed " << params.seed;
}

}  // namespace bw::testing

#define PROPERTY_N(Suite, Name, cases)                                                      \
    static void property_##Suite##_##Name();                                                \
    TEST(Suite, Name) { ::bw::testing::check_property(&property_##Suite##_##Name, cases); } \
    static void property_##Suite##_##Name()
#define PROPERTY(Suite, Name) PROPERTY_N(Suite, Name, 100)
