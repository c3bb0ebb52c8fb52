#include "run/import.h"

#include <gtest/gtest.h>

namespace bw::run {
TEST(Recognise, FilesAreKnownByTheirContent) {
    EXPECT_EQ(*recognise("# our prices\n\nschedule: HOME\n"), InputKind::Catalog);
    EXPECT_EQ(*recognise("calendar: DE\n"), InputKind::Catalog);
    EXPECT_EQ(*recognise("---\nissuer: AURORA\n"), InputKind::Issuer);
    EXPECT_EQ(*recognise("account,issuer\n"), InputKind::Accounts);
    EXPECT_EQ(*recognise("issuer,service_point,account\n"), InputKind::Accounts);
    EXPECT_EQ(*recognise("{\"issuer\":\"X\",\"account\":\"A\",\"service_point\":\"S\"}\n"),
              InputKind::Accounts);
    EXPECT_EQ(*recognise("prefix,name,price per minute\n"), InputKind::Deck);
    EXPECT_EQ(*recognise("100,NEM12,200405011135,MDA1,Ret1\n"), InputKind::Usage);
}

TEST(Recognise, WhatWeDoNotKnowIsRefusedByName) {
    EXPECT_EQ(recognise("%PDF-1.7\n").error().code, Code::Refused);
    EXPECT_EQ(recognise("").error().code, Code::Refused);
}

}  // namespace bw::run
