#include "base/root.h"

namespace bw {

// Newton's method from above.
int128 square_root(int128 value) {
    if (value == 0) return 0;
    int128 root = 1;
    while (root * root < value) root *= 2;
    for (;;) {
        const int128 next = (root + value / root) / 2;
        if (next >= root) return root;
        root = next;
    }
}

}  // namespace bw
