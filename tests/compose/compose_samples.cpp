// compose_samples DIR: writes every sample bill of both brands and languages as PDF, UBL, CII,
// page, mail and short message.
#include "flow/compose/cii.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/ubl.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

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

Result<void> write_all(const std::filesystem::path& folder) {
    const auto composer = TRY(documents::Composer::create());
    std::vector<samples::Case<bill::Invoice>> cases;
    for (const char* language : {"en", "de", "it", "es"})
        std::ranges::move(samples::cases(language), std::back_inserter(cases));
    for (const auto& one : cases) {
        const auto file = [&](const char* ending) { return folder / (one.name + ending); };
        const bill::Invoice& invoice = one.of;
        const auto bytes = TRY(documents::pdf(invoice, composer));
        TRY_VOID(write(file(".pdf"), bytes));
        TRY_VOID(write(file(".xml"), ubl(invoice)));
        TRY_VOID(write(file(".cii.xml"), cii(invoice)));
        const std::string link = "https://example.org/b/" + one.name;
        const auto page = TRY(documents::page(invoice, composer, link));
        TRY_VOID(write(file(".html"), page));
        const auto mail = TRY(documents::mail(invoice, composer, link));
        TRY_VOID(write(file(".mail.html"), mail.html));
        TRY_VOID(write(file(".mail.txt"), mail.subject + "\n\n" + mail.plain));
        const auto message = TRY(documents::short_message(invoice, composer, link));
        if (message) TRY_VOID(write(file(".sms.txt"), message->text + "\n"));
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
