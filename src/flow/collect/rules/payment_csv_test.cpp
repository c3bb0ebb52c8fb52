#include "flow/collect/rules/limits.h"
#include "flow/collect/rules/payment_csv.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace bw::collect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kHeader = "key,account,reference,amount,currency,booked_on,text\n";

struct Read {
    Result<void> outcome;
    std::vector<Payment> payments;
    std::vector<std::string> rejects;  // "3: why"
};

Read read(const std::string& text) {
    Read r;
    std::istringstream in(text);
    r.outcome = read_payments(in, {[&](std::int64_t, const Payment& p) {
                                       r.payments.push_back(p);
                                       return Result<void>{};
                                   },
                                   [&](std::int64_t line, const std::string& why) {
                                       r.rejects.push_back(std::to_string(line) + ": " + why);
                                       return Result<void>{};
                                   }});
    return r;
}
Read read_line(const std::string& line) { return read(std::string(kHeader) + line + "\n"); }

}  // namespace

TEST(PaymentCsv, ALineIsRead) {
    const auto r = read_line("b-1,A-1,T-1,12.30,EUR,2026-05-03,\"thanks, Ada\"");
    ASSERT_TRUE(r.outcome);
    ASSERT_EQ(r.payments.size(), 1U);
    const Payment& p = r.payments.front();
    EXPECT_EQ(p.key, "b-1");
    EXPECT_EQ(p.claim.account, "A-1");
    EXPECT_EQ(p.claim.reference, "T-1");
    EXPECT_EQ(p.claim.text, "thanks, Ada");
    EXPECT_EQ(p.amount.to_string(), "12.30");
    EXPECT_EQ(p.booked_on, LocalDate::of(2026, 5, 3));
}

TEST(PaymentCsv, ColumnsComeInAnyOrderAndOneOfAccountAndReferenceIsEnough) {
    const auto r = read("booked_on,amount,key,reference,currency\n2026-05-03,5,k,T-1,EUR\n");
    ASSERT_TRUE(r.outcome);
    EXPECT_EQ(r.payments.at(0).amount.minor, 500);
    EXPECT_EQ(r.payments.at(0).claim.account, "");
}

TEST(PaymentCsv, AWrongLineIsRejectedByItsNumberAndTheOthersStay) {
    const auto r = read(std::string(kHeader) + "a,A-1,,0.00,EUR,2026-05-03,\n"
                                               "b,A-1,,-5,EUR,2026-05-03,\n"
                                               "c,A-1,,5.001,EUR,2026-05-03,\n"
                                               "d,A-1,,5,12,2026-05-03,\n"
                                               "e,A-1,,5,EUR,2026-02-30,\n"
                                               ",A-1,,5,EUR,2026-05-03,\n"
                                               "g,A-1,,\"12,34\",EUR,2026-05-03,\n"
                                               "h,A-1,,5,EUR\n"
                                               "i,A-1,,99999999999.00,EUR,2026-05-03,\n"
                                               "j,A-1,,5,EUR,2026-05-03,good\n");
    ASSERT_TRUE(r.outcome);
    EXPECT_THAT(r.rejects,
                ElementsAre(HasSubstr("2: the amount is 0.00"), HasSubstr("3: the amount is -5.00"),
                            HasSubstr("4: '5.001' has more decimals"), HasSubstr("5: '12' is no"),
                            HasSubstr("6: "), HasSubstr("7: 'key' is empty"), HasSubstr("8: "),
                            HasSubstr("9: 7 fields are expected"), HasSubstr("10: the amount is")));
    EXPECT_EQ(r.payments.size(), 1U);
}

TEST(PaymentCsv, FieldsThatAreTooLongAreRejectedAndNeverCut) {
    const std::string line = "k,A-1,,5,EUR,2026-05-03,";
    EXPECT_EQ(read_line(line + std::string(kTextBytesMax, 'x')).payments.size(), 1U);
    EXPECT_EQ(read_line(line + std::string(kTextBytesMax + 1, 'x')).rejects.size(), 1U);
    EXPECT_EQ(read_line(std::string(kKeyBytesMax + 1, 'k') + line).rejects.size(), 1U);
    EXPECT_EQ(read_line(line + "\xff").rejects.size(), 1U);
}

TEST(PaymentCsv, AFileThatIsNoneIsRefusedWhole) {
    EXPECT_EQ(read("").outcome.error().code, Code::Refused);
    EXPECT_EQ(read(std::string(kHeader)).outcome.error().code, Code::Refused);
    EXPECT_EQ(read("key,amount,currency,booked_on\nk,5,EUR,2026-05-03\n").outcome.error().code,
              Code::Refused);
    EXPECT_THAT(read("key,account,amount,currency\n").outcome.error().text,
                HasSubstr("'booked_on' is missing"));
    EXPECT_THAT(read("key,iban\n").outcome.error().text, HasSubstr("no column 'iban'"));
    EXPECT_THAT(read("key,key\n").outcome.error().text, HasSubstr("only one column 'key'"));
}

TEST(PaymentCsv, AFileThatWasCutOffIsRefused) {
    EXPECT_THAT(read(std::string(kHeader) + "k,A-1,,5,EUR").outcome.error().text,
                HasSubstr("cut off"));
    EXPECT_THAT(read(std::string(kHeader) + "k,A-1,,5,EUR,2026-05-03,\"tha").outcome.error().text,
                HasSubstr("cut off"));
    EXPECT_TRUE(read(std::string(kHeader) + "k,A-1,,5,EUR,2026-05-03,x").outcome);
}

// The file that docs/payments.md shows.
TEST(PaymentCsv, TheExampleOfTheManualIsAFile) {
    std::ifstream manual("docs/payments.md");
    std::string file;
    for (std::string line; std::getline(manual, line);)
        if (line.starts_with("    key,account") || (!file.empty() && line.starts_with("    b-")))
            file += line.substr(4) + "\n";
    const auto r = read(file);
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_EQ(r.payments.size(), 3U);
    EXPECT_THAT(r.rejects, ::testing::IsEmpty());
}

TEST(PaymentCsv, AnErrorOfTheSinkEndsTheReading) {
    std::istringstream in(std::string(kHeader) + "k,A-1,,5,EUR,2026-05-03,x\n" +
                          "l,A-1,,5,EUR,2026-05-03,x\n");
    int count = 0;
    const auto outcome = read_payments(in, {[&](std::int64_t, const Payment&) -> Result<void> {
                                                ++count;
                                                return fail(Code::Overflow, "no");
                                            },
                                            {}});
    EXPECT_EQ(outcome.error().code, Code::Overflow);
    EXPECT_EQ(count, 1);
}

}  // namespace bw::collect
