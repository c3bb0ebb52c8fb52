// compose_bench [SECONDS [WHAT]]: different two-page bills, e-invoices, pages, mails and short
// messages per CPU second, one thread.
#include "cost.h"
#include "flow/compose/cii.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/ubl.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace {

using namespace bw;
using bench::cpu_seconds;
using namespace bw::compose;

std::string_view wanted;  // only what has this in its name

template <typename Make>
void measure(const char* what, double seconds, const std::vector<bill::Invoice>& invoices,
             Make make) {
    if (std::string_view(what).find(wanted) == std::string_view::npos) return;
    std::size_t bytes = 0, count = 0;
    for (std::size_t i = 0; i < 20; ++i)
        bytes += make(invoices[i]);  // warm: words shaped, memory there
    bytes = 0;
    const double start = cpu_seconds();
    while (cpu_seconds() - start < seconds) bytes += make(invoices[count++ % invoices.size()]);
    const double rate = static_cast<double>(count) / (cpu_seconds() - start);
    std::printf("%-22s %9.0f per CPU second, %6.1f kB each\n", what, rate,
                static_cast<double>(bytes) / static_cast<double>(count) / 1000);
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 2;
    if (argc > 2) wanted = argv[2];
    const auto composer = documents::Composer::create();
    if (!composer) {
        std::fprintf(stderr, "%s\n", composer.error().message().c_str());
        return 1;
    }
    for (const auto& [name, model] : {std::pair{"electricity", samples::electricity("en")},
                                      std::pair{"mobile", samples::mobile("de")}}) {
        std::vector<bill::Invoice> invoices;
        invoices.reserve(5000);
        for (int n = 0; n < 5000; ++n) invoices.push_back(samples::numbered(model, n));
        measure((std::string(name) + " PDF").c_str(), seconds, invoices,
                [&](const bill::Invoice& i) { return documents::pdf(i, *composer)->size(); });
        measure((std::string(name) + " UBL").c_str(), seconds, invoices,
                [&](const bill::Invoice& i) { return ubl(i).size(); });
        measure((std::string(name) + " CII").c_str(), seconds, invoices,
                [&](const bill::Invoice& i) { return cii(i).size(); });
        constexpr std::string_view kLink = "https://example.org/b/4711";
        measure(
            (std::string(name) + " page").c_str(), seconds, invoices,
            [&](const bill::Invoice& i) { return documents::page(i, *composer, kLink)->size(); });
        measure((std::string(name) + " mail").c_str(), seconds, invoices,
                [&](const bill::Invoice& i) {
                    return documents::mail(i, *composer, kLink)->html.size();
                });
        measure((std::string(name) + " SMS").c_str(), seconds, invoices,
                [&](const bill::Invoice& i) {
                    return documents::short_message(i, *composer, kLink).value()->text.size();
                });
    }
    return 0;
}
