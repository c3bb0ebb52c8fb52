// Numbers as PostgreSQL's binary forms have them. Not for other rooms.
#pragma once

#include <bit>
#include <concepts>
#include <cstring>
#include <string>

namespace bw::store {

template <std::integral T>
T big_endian(T value) {
    if constexpr (std::endian::native == std::endian::little) return std::byteswap(value);
    else return value;
}

template <std::integral T>
T from_big_endian(const char* data) {
    T value{};
    std::memcpy(&value, data, sizeof value);
    return big_endian(value);
}

template <std::integral T>
void append_big_endian(std::string& out, T value) {
    const T turned = big_endian(value);
    out.append(reinterpret_cast<const char*>(&turned), sizeof turned);
}

}  // namespace bw::store
