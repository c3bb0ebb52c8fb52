"""docs/tariff.schema.json accepts every tariff text that the program does: those of the demo, the scenarios and the pages.
And it refuses what a writer gets wrong most: a key with a typing error, a word that is none of its list, a missing date."""

import json
import pathlib
import re
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KINDS = ("schedule", "plan", "calendar", "taxes", "payment plan")


class Text(yaml.SafeLoader):
    """Dates stay the texts that they are in JSON; what looks like a truth value is a word."""


Text.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers
            if not tag.endswith((":timestamp", ":bool", ":int", ":float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def documents():
    for file in sorted(ROOT.glob("src/apps/demo/files/**/*.yaml")):
        yield from parts(file.name, file.read_text(encoding="utf-8"))
    for file in sorted(ROOT.glob("tests/scenarios/*.txt")):
        for body in re.findall(r"^== import \S+\.yaml\n(.*?)(?=^== |\Z)", file.read_text(encoding="utf-8"), re.S | re.M):
            yield from parts(file.name, body)
    for page in ("tariff-format.md", "payment-plans.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for body in re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M):
            yield from parts(page, body)


def parts(name, text):
    for document in yaml.load_all(text, Text):
        if isinstance(document, dict) and next(iter(document)) in KINDS:
            yield name, document


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        schema = json.loads((ROOT / "docs" / "tariff.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.schema = jsonschema.Draft202012Validator(schema)

    def test_accepts_what_the_program_accepts(self):
        count = 0
        for name, document in documents():
            count += 1
            with self.subTest(name):
                self.assertEqual([e.message for e in self.schema.iter_errors(document)], [])
        self.assertGreater(count, 300)

    def test_refuses_what_is_mistyped(self):
        good = {"payment plan": "P", "from": "2026-01-01", "advances": "invoice", "settled in": "Dec", "tax": "standard"}
        self.assertTrue(self.schema.is_valid(good))
        self.assertTrue(self.schema.is_valid(good | {"tax": {"reduced": 45, "standard": "55"}}))
        for key, value in (("advances", "bill"), ("tax", {}), ("tax", {"reduced": -1}), ("from", "1 May"), ("settled in", "12"), ("setled", "Dec")):
            self.assertFalse(self.schema.is_valid(good | {key: value}), key)
        self.assertFalse(self.schema.is_valid({k: v for k, v in good.items() if k != "from"}))


if __name__ == "__main__":
    unittest.main()
