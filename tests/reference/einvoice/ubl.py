"""Reads an XML document into a small tree with line numbers, and its numbers exactly; knows UBL.

Built on expat directly, so that a document type declaration (and with it every entity) is
refused before anything is expanded, and so that each finding can name a line.
"""

import re
import xml.parsers.expat
from fractions import Fraction

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
DOCUMENTS = {
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2 Invoice",
    "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2 CreditNote",
}
PREFIXES = {
    "cac": CAC,
    "cbc": CBC,
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}

MAX_BYTES = 64 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 100
MAX_NUMBER_CHARS = 40

# xs:decimal: no exponent, no thousands separator, white space around it is dropped.
DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")


class BadDocument(Exception):
    """The file cannot be checked at all; the text says where, why and what to do."""


class Node:
    """One element: name is 'namespace local', text is its own character data, unchanged."""

    __slots__ = ("name", "attributes", "children", "line", "text")

    def __init__(self, name, attributes, line):
        self.name = name
        self.attributes = attributes
        self.children = []
        self.line = line
        self.text = ""

    @property
    def local_name(self):
        return self.name.rpartition(" ")[2]

    def all(self, path):
        """Descendants along 'cac:A/cbc:B', in document order."""
        found = [self]
        for step in path.split("/"):
            name = qualified(step)
            found = [child for node in found for child in node.children if child.name == name]
        return found

    def one(self, path):
        """The element at the path or None; two of them make the sums ambiguous: BadDocument."""
        found = self.all(path)
        if len(found) > 1:
            raise BadDocument(
                f"line {found[1].line}: {self.local_name} holds {len(found)} of {path}, one is "
                "allowed; validate against the schema first")
        return found[0] if found else None

    def walk(self):
        """This element and all below it, in document order."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))


def qualified(step):
    """'cbc:ID' as expat writes it: 'namespace ID'."""
    prefix, _, local = step.partition(":")
    return f"{PREFIXES[prefix]} {local}"


def number(node):
    """The exact value of an element, None for a missing one; BadDocument if not a decimal."""
    if node is None:
        return None
    text = node.text.strip(" \t\r\n")
    if len(text) > MAX_NUMBER_CHARS:
        raise BadDocument(f"line {node.line}: {node.local_name} has {len(text)} characters, the "
                          f"limit for a number is {MAX_NUMBER_CHARS}")
    if not DECIMAL.fullmatch(text):
        raise BadDocument(f"line {node.line}: {node.local_name} is {text!r}, not a decimal number; "
                          "write it like 1234.50")
    return Fraction(text)


def parse(data):
    """The root Node of a document given as bytes. BadDocument: malformed, too big, or a DTD."""
    if len(data) > MAX_BYTES:
        raise BadDocument(f"larger than the limit of {MAX_BYTES} bytes")
    return _Builder().run(data)


def require_ubl(root):
    """BadDocument unless the root is a UBL 2.1 Invoice or CreditNote."""
    if root.name not in DOCUMENTS:
        namespace, _, local = root.name.rpartition(" ")
        raise BadDocument(f"root element is {local} in namespace {namespace!r}; only UBL 2.1 "
                          "Invoice and CreditNote, and CII, can be checked")


class _Builder:
    def __init__(self):
        self.root = None
        self.open = []
        self.texts = []
        self.count = 0
        self.expat = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self.doctype
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.character_data

    def run(self, data):
        try:
            self.expat.Parse(data, True)
        except xml.parsers.expat.ExpatError as error:
            reason = xml.parsers.expat.ErrorString(error.code)
            raise BadDocument(f"line {error.lineno}, column {error.offset + 1}: not well-formed "
                              f"XML: {reason}") from error
        except (LookupError, ValueError) as error:  # Python's codecs, asked by expat
            raise BadDocument(f"encoding cannot be read ({error}); save it as UTF-8") from error
        return self.root

    def doctype(self, name, system_id, public_id, has_internal_subset):
        raise BadDocument(f"line {self.expat.CurrentLineNumber}: document type declaration refused "
                          "(no invoice needs one, entities can be an attack); remove it")

    def start(self, name, attributes):
        self.count += 1
        line = self.expat.CurrentLineNumber
        if self.count > MAX_ELEMENTS:
            raise BadDocument(f"line {line}: more than {MAX_ELEMENTS} elements")
        if len(self.open) >= MAX_DEPTH:
            raise BadDocument(f"line {line}: elements nested deeper than {MAX_DEPTH}")
        parent = self.open[-1] if self.open else None
        node = Node(name, attributes, line)
        if parent is None:
            self.root = node
        else:
            parent.children.append(node)
        self.open.append(node)
        self.texts.append([])

    def end(self, name):
        self.open.pop().text = "".join(self.texts.pop())

    def character_data(self, text):
        self.texts[-1].append(text)
