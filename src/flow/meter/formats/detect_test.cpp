#include "flow/meter/formats/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::meter {
namespace {

using ::testing::HasSubstr;

TEST(Detect, FormatsAreKnownByContent) {
    const auto detected = [](std::string_view text) {
        const auto format = detect(text);
        return format ? std::string(format_name(*format)) : format.error().message();
    };
    EXPECT_EQ(detected("100,NEM12,200405011135,MDA1,Ret1\r\n"), "nem12");
    EXPECT_EQ(detected("\xEF\xBB\xBF"
                       "100,NEM12,200405011135\r\n"),
              "nem12");
    EXPECT_EQ(detected("service_point,unit,start,minutes,value\n"), "interval-csv");
    EXPECT_EQ(detected("\"service_point\",\"unit\",\"time\",\"read\"\n"), "register-csv");
    EXPECT_EQ(detected("record_id,service_point,kind,start,seconds\n"), "call-csv");
    EXPECT_EQ(detected("100,NEM13,200405011135\r\n"), "nem13");
    EXPECT_THAT(detected("\r\n200,VABD000163,E1Q1\r\n"),
                HasSubstr("without the header record 100"));
    EXPECT_EQ(detected(R"("","30","31","c","""A"" <30>","SIP/1","SIP/2","Dial","x",)"
                       R"("2024-08-27 11:02:40",,"2024-08-27 11:02:40",0,0,"BUSY","DOC","1.2","")"
                       "\n"),
              "asterisk-csv");
    EXPECT_EQ(detected(R"("","30","31","c","","SIP/1","","Dial","","2024-08-27 11:02:40",,)"
                       R"("2024-08-27 11:02:40",0,0,"NO ANSWER","DOC")"
                       "\n"),
              "asterisk-csv");
    EXPECT_THAT(detected(R"("30","30","31","c","","sofia/1","","bridge","","2024-08-27 11:02:40",)"
                         R"("","2024-08-27 11:02:40","0","0","USER_BUSY","3",)"
                         R"("7866825d-f38c-449e-a562-95250032e426","")"
                         "\n"),
                HasSubstr("--mapping freeswitch-asterisk"));
    EXPECT_EQ(detected(R"("anna","30","31","default","2024-10-10 23:26:08","2024-10-10 23:26:10",)"
                       R"("2024-10-10 23:26:15","7","5","NORMAL_CLEARING",)"
                       R"("7866825d-f38c-449e-a562-95250032e426","","30","PCMA","PCMA")"
                       "\n"),
              "freeswitch-csv");
    EXPECT_THAT(detected("%PDF-1.7"), HasSubstr("a PDF document"));
    EXPECT_THAT(detected("PK\x03\x04"), HasSubstr("zip archive or an office document"));
    EXPECT_THAT(detected("\x1f\x8b\x08"), HasSubstr("gzip inside gzip"));
    EXPECT_THAT(detected("<?xml version='1.0'?>"), HasSubstr("XML"));
    EXPECT_EQ(detected("<?xml version='1.0'?><feed><entry xmlns='http://naesb.org/espi'>"), "espi");
    EXPECT_THAT(detected("{\"a\":1}"), HasSubstr("JSON"));
    EXPECT_EQ(detected("{\"media\":\"water\",\"id\":\"1\"}\n"), "wmbus-json");
    EXPECT_EQ(detected("UNA:+.? 'UNB+UNOC:3"), "mscons");
    EXPECT_EQ(detected("UNB+UNOC:3+1+2"), "mscons");
    EXPECT_EQ(detected("/ABC5\\METER\r\n\r\n1-3:0.2.8(50)\r\n"), "dsmr");
    EXPECT_EQ(detected("/ABC5\\METER\r\n\x02"
                       "0.0.0(77)\r\n1.8.1(1*kWh)\r\n"),
              "dsmr");
    EXPECT_EQ(detected("p/ABC5\\METER\r\n\r\n1-3:0.2.8(50)\r\n"), "dsmr");
    EXPECT_THAT(detected("\xFF\xFE"
                         "1\0"),
                HasSubstr("UTF-16"));
    EXPECT_THAT(detected(std::string_view("\x01\0\0\0\x02\0\0\0", 8)), HasSubstr("binary data"));
    EXPECT_THAT(detected(""), HasSubstr("the file is empty"));
    EXPECT_THAT(detected("name,colour\n"), HasSubstr("not a format we know"));
}

}  // namespace
}  // namespace bw::meter
