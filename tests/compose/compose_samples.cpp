// compose_samples DIR: writes every sample bill of both brands, in every language, as PDF and UBL.
#include "flow/compose/layout/bill.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/ubl.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace {

using namespace bw;
using namespace bw::compose;

bool write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) std::fprintf(stderr, "%s: cannot be written\n", file.c_str());
    return static_cast<bool>(out);
}

std::vector<std::pair<std::string, bill::Invoice>> all() {
    std::vector<std::pair<std::string, bill::Invoice>> bills;
    for (const std::string language : {"en", "de", "it", "es"}) {
        const auto add = [&](const char* name, bill::Invoice invoice) {
            bills.emplace_back(std::string(name) + "-" + language, std::move(invoice));
        };
        add("electricity", samples::electricity(language));
        add("mobile", samples::mobile(language));
        add("credit-note", samples::credit_note(language));
        add("settled", samples::settled(language));
        add("first-bill", samples::first_bill(language));
        add("corrected", samples::corrected(language));
        add("long-names", samples::long_names(language));
        add("water", samples::water(language));
        add("calls", samples::calls(language));
        add("fees-only", samples::fees_only(language));
        add("large", samples::large(language));
        add("gross", samples::gross(language, samples::GrossLines::All));
        add("gross-and-net", samples::gross(language, samples::GrossLines::AllButOne));
        add("sites", samples::sites(language));
        add("advance", samples::advance(language));
        add("settlement", samples::settlement(language, samples::Advances::Invoiced));
        add("settlement-paid", samples::settlement(language, samples::Advances::Requested));
        add("lines-60", samples::long_bill(language, 60));
        add("lines-200", samples::long_bill(language, 200));
    }
    bills.emplace_back("australian-en", samples::australian());
    bills.emplace_back("scripts-en", samples::scripts());
    return bills;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: compose_samples DIR\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    const auto engine = Engine::create();
    if (!engine) {
        std::fprintf(stderr, "%s\n", engine.error().message().c_str());
        return 1;
    }
    for (const auto& [name, invoice] : all()) {
        const auto bytes = pdf(invoice, *engine);
        if (!bytes) {
            std::fprintf(stderr, "%s: %s\n", name.c_str(), bytes.error().message().c_str());
            return 1;
        }
        if (!write(folder / (name + ".pdf"), *bytes) ||
            !write(folder / (name + ".xml"), ubl(invoice)))
            return 1;
    }
    return 0;
}
