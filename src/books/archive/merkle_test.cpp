#include "books/archive/merkle.h"
#include "testing/property.h"

namespace bw::archive {
namespace {

using crypto::Digest;

// The leaf hash of RFC 6962; ours is salted (entry_format.h).
Digest leaf(std::string_view data) {
    return crypto::sha256(std::string(1, '\0') + std::string(data));
}

// The eight leaves and roots that Certificate Transparency's own tests use.
TEST(Merkle, GivesTheRootsOfCertificateTransparency) {
    const std::vector<std::string> data = {
        "",         std::string(1, '\0'),
        "\x10",     "\x20\x21",
        "\x30\x31", "\x40\x41\x42\x43",
        "PQRSTUVW", "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
    const std::vector<std::string> roots = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    std::vector<Digest> leaves;
    EXPECT_EQ(merkle_root(leaves), crypto::sha256(""));
    for (std::size_t i = 0; i < data.size(); ++i) {
        leaves.push_back(leaf(data[i]));
        EXPECT_EQ(crypto::hex(merkle_root(leaves)), roots[i]) << i + 1 << " leaves";
    }
}

PROPERTY(Merkle, EveryLeafIsProvenAndNothingElse) {
    const auto count = *testing::between<std::size_t>(1, 40);
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf(std::to_string(i)));
    const Digest root = merkle_root(leaves);
    const auto index = *testing::between<std::size_t>(0, count - 1);
    const auto path = merkle_path(leaves, index);
    RC_ASSERT(merkle_proves(root, count, index, leaves[index], path));
    RC_ASSERT(!merkle_proves(root, count, index, leaf("other"), path));
    RC_ASSERT(!merkle_proves(root, count, count, leaves[index], path));
    RC_ASSERT(!merkle_proves(leaf("other"), count, index, leaves[index], path));
    if (count > 1) RC_ASSERT(!merkle_proves(root, count, (index + 1) % count, leaves[index], path));
    auto longer = path;
    longer.push_back(root);
    RC_ASSERT(!merkle_proves(root, count, index, leaves[index], longer));
    if (!path.empty()) {
        auto shorter = path;
        shorter.pop_back();
        RC_ASSERT(!merkle_proves(root, count, index, leaves[index], shorter));
    }
}

}  // namespace
}  // namespace bw::archive
