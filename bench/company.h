// The company that benchmarks bill: one issuer, and accounts that differ by their number. Files as
// anybody hands them in.
#pragma once

#include <fmt/format.h>
#include <fmt/os.h>

#include <filesystem>
#include <string_view>

namespace bw::bench {

inline void write_text(const std::filesystem::path& path, std::string_view text) {
    auto file = fmt::output_file(path.string());
    file.print("{}", text);
}

inline constexpr std::string_view kTaxes = R"(taxes: DE
country: DE
categories:
  standard: {code: S, percent: 19, from: 2020-01-01}
  reduced: {code: S, percent: 7, from: 2020-01-01}
---
)";
inline constexpr std::string_view kIssuer = R"(issuer: BENCH
name: Stadtwerke Sonnthal GmbH
vat_id: DE271828180
street: Wasserweg 1
postcode: "09991"
city: Sonnthal
country: DE
series: B
taxes: DE
from: 2026-01-01
)";

// A file of accounts, row by row.
class AccountsFile {
public:
    explicit AccountsFile(const std::filesystem::path& path)
        : file_(fmt::output_file(path.string())) {
        file_.print("account,issuer,currency,name,street,postcode,city,country,language,"
                    "service_point,kind,zone,plan,from\n");
    }
    struct Row {
        std::string_view account, service_point, kind;
        std::string_view plan;  // empty: what was supplied ends on the day
        std::string_view from = "2026-01-01";
    };
    void add(const Row& row) {
        file_.print("{0},BENCH,EUR,Customer {0},Ahornweg 1,09991,Sonnthal,DE,de,{1},{2},"
                    "Europe/Berlin,{3},{4}\n",
                    row.account, row.service_point, row.kind, row.plan, row.from);
    }

private:
    fmt::ostream file_;
};

}  // namespace bw::bench
