"""Planted mistakes: each rule must find its own, and leave good text alone.

    python3 -m unittest discover -s tools -p '*_test.py'      (from the root of the repository)
"""

import unittest

from house import arrows, lengths, source, tree, words


def texts(findings):
    return [finding.text for finding in findings]


def include(target, other="<vector>"):
    return f'#pragma once\n#include {other}\n#include "{target}"\n'


class Bare(unittest.TestCase):
    def test_comments_and_literals_are_blanked_and_lines_kept(self):
        code = "a(\"} // \\\" {\"); // double\n/* {\n */ b('{'); n = 1'000;"
        code += 'c(R"sql(\n" } // )sql");\nd'
        bare = source.bare(code)
        self.assertEqual(bare.count("\n"), code.count("\n"))
        for gone in ("{", "}", "double", "//"):
            self.assertNotIn(gone, bare)
        self.assertIn("1'000", bare)
        self.assertTrue(bare.endswith("d"))


class Arrows(unittest.TestCase):
    def assert_broken(self, name, target, part):
        found = arrows.check(name, include(target))
        self.assertEqual(len(found), 1, (name, target, found))
        self.assertIn(part, found[0].text)
        self.assertEqual(found[0].line, 3)

    def assert_good(self, name, target):
        self.assertEqual(arrows.check(name, include(target)), [], (name, target))

    def test_layers_go_one_way(self):
        self.assert_broken("src/base/money.h", "platform/store/store.h", "comes after")
        self.assert_broken("src/platform/store/store.cpp", "books/ledger/entry.h", "comes after")
        self.assert_broken("src/books/ledger/entry.h", "flow/bill/invoice.h", "comes after")
        self.assert_broken("src/flow/bill/lines.cpp", "run/unit.h", "comes after")
        self.assert_broken("src/connect/crm.cpp", "serve/http.h", "beside")
        self.assert_broken("src/serve/pages.cpp", "apps/options.h", "comes after")
        self.assert_good("src/apps/main.cpp", "serve/http.h")
        self.assert_good("src/run/unit.cpp", "flow/bill/store.h")
        self.assert_good("src/flow/bill/store.cpp", "platform/store/store.h")

    def test_rooms_see_only_rooms_before_them(self):
        self.assert_broken("src/books/catalog/tariff.h", "books/ledger/entry.h", "comes after")
        self.assert_broken("src/flow/rate/price.cpp", "flow/bill/invoice.h", "comes after")
        self.assert_good("src/books/ledger/entry.h", "books/customers/customers.h")
        self.assert_good("src/flow/bill/invoice.h", "flow/rate/rated.h")
        self.assert_broken("src/flow/guess/guess.h", "flow/rate/rated.h", "no place in the order")

    def test_flow_sees_only_faces(self):
        self.assert_broken("src/flow/bill/lines.cpp", "flow/rate/store.h", "face")
        self.assert_broken("src/flow/bill/lines.cpp", "flow/meter/usage_store.h", "face")
        self.assert_broken("src/flow/bill/lines.cpp", "flow/rate/worker.h", "face")
        self.assert_good("src/flow/rate/worker.cpp", "flow/rate/store.h")

    def test_testing_is_for_tests(self):
        self.assert_broken("src/books/ledger/entry.cpp", "testing/temp_dir.h", "only tests")
        self.assert_good("src/books/ledger/entry_test.cpp", "testing/temp_dir.h")

    def test_paths_start_at_src(self):
        self.assert_broken("src/books/ledger/entry.cpp", "entry.h", "in no layer")

    def test_libraries_stay_out_of_headers(self):
        for header in ("<hb.h>", "<fmt/core.h>", "<sys/stat.h>"):
            text = include("base/money.h", header)
            self.assertEqual(len(arrows.check("src/flow/compose/page.h", text)), 1, header)
            self.assertEqual(arrows.check("src/flow/compose/page.cpp", text), [])
        self.assertEqual(
            arrows.check("src/platform/store/sqlite.h", include("base/money.h", "<sqlite3.h>")), []
        )

    def test_rings_are_found(self):
        ring = {
            "src/platform/store/a.cpp": include("platform/blob/b.h"),
            "src/platform/blob/b.h": include("platform/crypto/c.h"),
            "src/platform/crypto/c.h": include("platform/store/a.h"),
            "src/run/run.cpp": include("platform/store/a.h"),
        }
        found = arrows.cycles(ring)
        self.assertEqual(len(found), 1)
        self.assertIn(
            "platform/blob -> platform/crypto -> platform/store -> platform/blob", found[0].text
        )
        del ring["src/platform/crypto/c.h"]
        self.assertEqual(arrows.cycles(ring), [])


def body(head, lines):
    return head + " {\n" + "    step();\n" * (lines - 2) + "}\n"


class Lengths(unittest.TestCase):
    def test_long_lines_count_characters(self):
        good = "// " + "é" * 97 + "\n"
        self.assertEqual(lengths.check("src/base/a.cpp", good), [])
        found = lengths.check("src/base/a.cpp", good + "//" + good)
        self.assertEqual([(f.line, f.text[:11]) for f in found], [(2, "102 columns")])

    def test_long_files(self):
        text = "int a;\n" * 601
        self.assertEqual(len(lengths.check("src/base/a.cpp", text)), 1)
        self.assertEqual(lengths.check("src/base/a_test.cpp", text), [])
        self.assertEqual(len(lengths.check("tests/sim/a.cpp", text + "int b;\n" * 200)), 1)
        self.assertEqual(lengths.check("docs/a.md", text), [])

    def test_long_functions(self):
        heads = [
            "int f(int a = 1)",
            "Room::Room(int a) : a_(a), b_{a}",
            "template <typename T>\nauto g(T t) -> Result<T>",
            "bool operator==(const A& a, const A& b)",
            "TEST(Room, SaysWhat)",
            "static const std::vector<int>& table(std::span<const int> of) noexcept",
        ]
        for head in heads:
            extra = head.count("\n")
            for wrap in ("{}", "namespace a::b {{\nstruct S : T<int> {{\n public:\n{}}};\n}}\n"):
                good = wrap.format(body(head, 70 - extra))
                self.assertEqual(lengths.check("src/base/a.cpp", good), [], head)
                found = lengths.check("src/base/a.cpp", wrap.format(body(head, 71 - extra)))
                self.assertEqual(len(found), 1, head)
                self.assertIn("71 lines", found[0].text)

    def test_data_is_no_function(self):
        table = (
            "const Row kRows[] = {\n"
            + '    {"a", f(1)},\n' * 90
            + "};\nenum class A {\n"
            + "    B,\n" * 90
            + "};\n"
        )
        self.assertEqual(lengths.check("src/base/a.cpp", table), [])

    def test_braces_in_literals_and_macros_do_not_count(self):
        text = "#define OPEN() {\n" + body('int f(const char* = "{")', 20) + body("int g()", 60)
        self.assertEqual(lengths.check("src/base/a.cpp", text), [])


class Words(unittest.TestCase):
    def assert_found(self, name, code, part):
        found = texts(words.check(name, code))
        self.assertEqual(len(found), 1, (name, code, found))
        self.assertIn(part, found[0])

    def assert_clean(self, name, code):
        self.assertEqual(words.check(name, code), [], (name, code))

    def test_no_floating_point_for_money(self):
        for room in ("books/ledger", "flow/meter", "flow/rate", "flow/bill"):
            self.assert_found(f"src/{room}/a.cpp", "const double price = 1;\n", "Decimal")
            self.assert_clean(
                f"src/{room}/a.cpp", 'int doubled = 1;  // double entry\nf("float");\n'
            )
        self.assert_clean("src/flow/compose/a.cpp", "double width = 1;\n")

    def test_time_and_chance_come_in(self):
        self.assert_found("src/run/a.cpp", "auto t = std::chrono::system_clock::now();\n", "Clock")
        self.assert_found(
            "src/run/a.cpp", "auto t = std::time(nullptr);\n".replace("std::", ""), "Clock"
        )
        self.assert_clean(
            "src/platform/clock/a.cpp", "auto t = std::chrono::system_clock::now();\n"
        )
        self.assert_found("src/run/a.cpp", "int a = std::rand();\n", "Random")
        self.assert_found("src/run/a.cpp", "std::random_device seed;\n", "Random")
        self.assert_clean("src/run/a.cpp", "int a = random.rand();\n")

    def test_catching_everything(self):
        swallow = "void f() {\n    try { g(); } catch (...) { h(); }\n}\n"
        self.assert_found("src/flow/bill/a.cpp", swallow, "hides")
        self.assert_clean("src/run/a.cpp", swallow)
        self.assert_clean("src/flow/bill/a.cpp", swallow.replace("h();", "{ h(); } throw;"))
        self.assert_clean(
            "src/flow/bill/a.cpp", swallow.replace("h();", "e = std::current_exception();")
        )

    def test_later_needs_a_number(self):
        later = "TO" + "DO"
        self.assert_found("src/base/a.cpp", f"// {later}: more\n", "number")
        self.assert_found("tools/a.py", f"# {later}: more\n", "number")
        self.assert_clean("src/base/a.cpp", f"// {later} #12: more\n// {later}(#12): more\n")

    def test_no_place_of_one_machine(self):
        for place in (
            "/wor" + "k/main",
            "/hom" + "e/ann/x",
            "/roo" + "t/x",
            "localhost mirro" + "r",
        ):
            self.assert_found("README.md", f"see {place} there\n", "one machine")
        self.assert_clean(
            "README.md", "see https://a.example/wor" + "k/x and net" + "work/x and ~/wor" + "k/\n"
        )

    def test_headers_begin_with_pragma_once(self):
        self.assert_found("src/base/a.h", "int a;\n", "pragma")
        self.assert_clean("src/base/a.h", "// For all.\n#pragma once\n")


class Tree(unittest.TestCase):
    def test_a_room_has_a_readme(self):
        names = ["src/base/a.cpp", "src/base/README.md", "src/flow/bill/inner/a.h", "docs/a.png"]
        found = tree.check(names, {"docs/a.png": 900_000})
        self.assertEqual([f.name for f in found], ["src/flow/bill/"])

    def test_no_big_binary_outside_docs(self):
        found = tree.check([], {"tests/a.pdf": 200_001, "tests/b.pdf": 200_000})
        self.assertEqual([f.name for f in found], ["tests/a.pdf"])


if __name__ == "__main__":
    unittest.main()
