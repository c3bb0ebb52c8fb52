// CHECK(condition): states what no data can make false. On in release builds too; prints and
// aborts. A broken invariant over one account's data is an Error of that account, never a CHECK.
#pragma once

namespace bw {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::bw::check_failed(#condition, __FILE__, __LINE__))
