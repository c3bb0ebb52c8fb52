// compose_samples DIR: writes every sample bill of both brands and languages as PDF, UBL, page,
// mail and short message.
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/ubl.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace {

using namespace bw;
using namespace bw::compose;

Result<void> write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) return fail(Code::Invalid, "cannot be written", file.string());
    return {};
}

std::vector<std::pair<std::string, bill::Invoice>> all() {
    std::vector<std::pair<std::string, bill::Invoice>> bills;
    for (const std::string language : {"en", "de"}) {
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

Result<void> write_all(const std::filesystem::path& folder) {
    const auto composer = TRY(documents::Composer::create());
    for (const auto& [name, invoice] : all()) {
        const auto file = [&](const char* ending) { return folder / (name + ending); };
        const auto bytes = TRY(documents::pdf(invoice, composer));
        TRY_VOID(write(file(".pdf"), bytes));
        TRY_VOID(write(file(".xml"), ubl(invoice)));
        const std::string link = "https://example.org/b/" + name;
        const auto page = TRY(documents::page(invoice, composer, link));
        TRY_VOID(write(file(".html"), page));
        const auto mail = TRY(documents::mail(invoice, composer, link));
        TRY_VOID(write(file(".mail.html"), mail.html));
        TRY_VOID(write(file(".mail.txt"), mail.subject + "\n\n" + mail.plain));
        const auto message = TRY(documents::short_message(invoice, composer, link));
        TRY_VOID(write(file(".sms.txt"), message + "\n"));
    }
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: compose_samples DIR\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    const auto made = write_all(folder);
    if (made) return 0;
    std::fprintf(stderr, "%s\n", made.error().message().c_str());
    return 1;
}
