#include "flow/meter/formats/energy/obis.h"

#include <gtest/gtest.h>

namespace bw::meter {
namespace {

TEST(Obis, CodesAreReadWhole) {
    EXPECT_EQ(parse_obis("1-0:1.8.1"), (Obis{1, 0, 1, 8, 1}));
    EXPECT_EQ(parse_obis("1-1:1.29.0"), (Obis{1, 1, 1, 29, 0}));
    EXPECT_EQ(parse_obis("0-0:96.1.255*255"), (Obis{0, 0, 96, 1, 255}));
    EXPECT_EQ(parse_obis("1-0:1.8.0*99"), (Obis{1, 0, 1, 8, 0, 99}));
    for (const std::string_view bad : {"", "1-0", "1-0:1.8", "1-0:1.8.x", "1-0:1.8.256",
                                       "1-0:1.8.1*", "1-0:1.8.1 ", "-1-0:1.8.1", "1:0-1.8.1"}) {
        EXPECT_FALSE(parse_obis(bad)) << bad;
    }
}

TEST(Obis, MetersLeaveOutWhatIsPlain) {
    EXPECT_EQ(parse_printed_obis("1.8.1"), (Obis{1, 0, 1, 8, 1}));
    EXPECT_EQ(parse_printed_obis("1-1:1.8.0*62"), (Obis{1, 1, 1, 8, 0, 62}));
    EXPECT_EQ(parse_printed_obis("C.1.0"), (Obis{1, 0, 96, 1, 0}));
    for (const std::string_view bad : {"", "F.F", "1.8", "1-1:F.F", "1.8.0&01", "C", ":1.8.0"}) {
        EXPECT_FALSE(parse_printed_obis(bad)) << bad;
    }
}

TEST(Obis, OnlyWithoutABillingPeriodIsAValuePresent) {
    const auto is_present = [](std::string_view text) { return parse_obis(text)->is_present(); };
    EXPECT_TRUE(is_present("1-0:1.8.0"));
    EXPECT_TRUE(is_present("1-0:1.8.0*255"));
    for (const std::string_view history : {"1-0:1.8.0*00", "1-0:1.8.0*01", "1-0:1.8.0*101"}) {
        EXPECT_FALSE(is_present(history)) << history;
    }
}

TEST(Obis, EnergyHasDirectionAndTariff) {
    const auto channel = [](std::string_view text) {
        return meaning_of(*parse_obis(text)).channel;
    };
    EXPECT_EQ(channel("1-0:1.8.0"), "import");
    EXPECT_EQ(channel("1-0:1.8.2"), "import.t2");
    EXPECT_EQ(channel("1-0:2.8.0"), "export");
    EXPECT_EQ(channel("1-1:1.29.0"), "import");
    EXPECT_EQ(channel("1-0:3.8.0"), "reactive");
    EXPECT_EQ(channel("1-0:8.8.0"), "reactive.q4");
    EXPECT_EQ(channel("7-20:3.0.0"), "gas");
    EXPECT_EQ(channel("7-0:33.86.0"), "7-0:33.86.0");
    EXPECT_EQ(channel("1-0:1.6.0"), "1-0:1.6.0");
    EXPECT_EQ(meaning_of(*parse_obis("1-0:1.8.0")).unit, "kWh");
    EXPECT_TRUE(meaning_of(*parse_obis("1-0:1.8.0")).is_energy);
    EXPECT_FALSE(meaning_of(*parse_obis("1-0:1.6.0")).is_energy);
}

TEST(Obis, GasIsVolumeOrEnergy) {
    const auto unit = [](std::string_view text) { return meaning_of(*parse_obis(text)).unit; };
    for (const std::string_view volume :
         {"7-20:3.0.0", "7-1:3.1.0", "7-0:13.2.0", "7-1:99.23.15"}) {
        EXPECT_EQ(unit(volume), "m3") << volume;
    }
    for (const std::string_view energy : {"7-20:99.33.17", "7-0:33.86.0"}) {
        EXPECT_EQ(unit(energy), "kWh") << energy;
    }
    for (const std::string_view other : {"7-0:54.0.17", "7-0:43.0.0", "7-0:99.54.17"}) {
        EXPECT_EQ(unit(other), "") << other;
    }
}

}  // namespace
}  // namespace bw::meter
