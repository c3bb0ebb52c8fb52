#include "flow/compose/conformity/operators.h"

#include "flow/compose/conformity/file.h"

#include <set>

namespace bw::conformity {

bool is_operator(std::string_view word) {
    static const std::set<std::string_view> kAll{
        "b",  "B",  "b*", "B*", "BDC", "BI",  "BMC", "BT", "BX", "c",  "cm", "CS", "cs", "d",  "d0",
        "d1", "Do", "DP", "EI", "EMC", "ET",  "EX",  "f",  "F",  "f*", "G",  "g",  "gs", "h",  "i",
        "ID", "j",  "J",  "K",  "k",   "l",   "m",   "M",  "MP", "n",  "q",  "Q",  "re", "RG", "rg",
        "ri", "s",  "S",  "SC", "sc",  "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ",
        "TL", "Tm", "Tr", "Ts", "Tw",  "Tz",  "v",   "w",  "W",  "W*", "y",  "'",  "\""};
    return kAll.contains(word);
}

std::string first_operator(std::string_view content) {
    Lexer lexer(content);
    Token token = lexer.next();
    while (token.kind != Token::Kind::Keyword && token.kind != Token::Kind::End)
        token = lexer.next();
    return std::string(token.raw);
}

}  // namespace bw::conformity
