"""Mails and short messages of random text, read by other code than that which wrote them.

Mails are read by Python's email package; what must be cleaned is cleaned here a second time, by the
words of characters.h. Short messages are counted by the table of TS 23.038, written down again.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(
    os.environ.get("MESSAGE_SAMPLES", ROOT / "build/debug/bin/message_samples")
).resolve()
SEED = os.environ.get("BILLWRIGHT_SEED", "1")
COUNT = 400

HIDDEN = "\u00ad\u061c\u200b\u200e\u200f\ufeff"
HIDDEN_RANGES = ((0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB))
CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029"
BASIC = (
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "^{}\\[~]|€"
# Of those that the samples hold.
TWINS = str.maketrans({"`": "'", "“": '"', "”": '"', "–": "-", "…": "...", "\u00a0": " ",
                       "\u202f": " ", "•": "-", "×": "x"})


def is_control(letter):
    return ord(letter) < 0x20 or 0x7F <= ord(letter) <= 0x9F


def is_hidden(letter):
    return letter in HIDDEN or any(a <= ord(letter) <= z for a, z in HIDDEN_RANGES)


def one_line(text):
    """What a name or subject is in a header."""
    shown = "".join(letter for letter in text if not is_hidden(letter))
    return re.sub(f" *[{CONTROLS}][ {CONTROLS}]*", " ", shown).strip(" ")


def lines_of(text):
    """What a body is; '\\n' at the end of each line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or not is_control(c))
    return kept if not kept or kept.endswith("\n") else kept + "\n"


def decoded(text):
    """A value with encoded-words, as it stands in the header."""
    return str(make_header(decode_header(re.sub("\r\n(?= )", "", text))))


def gsm_units(text):
    return sum(2 if letter in EXTENDED else 1 for letter in text)


class Samples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="billwright-message-")
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run([str(BINARY), cls.folder.name, SEED, str(COUNT)], check=True)

    def files(self, end):
        for number in range(COUNT):
            yield number, Path(self.folder.name, f"{number}{end}")


class Mails(Samples):
    def test_a_mail_reads_back_as_it_was_handed_in(self):
        for number, file in self.files(".eml"):
            given = json.loads(file.with_suffix(".json").read_text("utf-8"))
            with self.subTest(mail=number):
                raw = file.read_bytes()
                self.check_lines(raw)
                mail = message_from_bytes(raw, policy=policy.SMTP)
                self.check_headers(mail, given)
                self.check_bodies(mail, given)
                self.check_parts(mail, given)
                self.assertEqual([], [d for part in mail.walk() for d in part.defects])

    def check_lines(self, raw):
        self.assertTrue(raw.endswith(b"\r\n"))
        for line in raw.split(b"\r\n"):
            self.assertNotRegex(line, b"[\r\n\x00\x80-\xff]")
            self.assertLessEqual(len(line), 76)

    def check_box(self, mail, name, given):
        """The older parser: to the newer one, a space stands between two encoded-words of a name."""
        self.assertEqual(mail[name].addresses[0].addr_spec, given["address"])
        (raw,) = (value for key, value in mail.raw_items() if key == name)
        shown, address = parseaddr(re.sub("\r\n(?= )", "", raw))
        self.assertEqual(address, given["address"])
        self.assertEqual(decoded(shown), one_line(given["name"]))

    def check_headers(self, mail, given):
        self.check_box(mail, "From", given["from"])
        self.check_box(mail, "To", given["to"])
        if given["reply_to"]["address"]:
            self.check_box(mail, "Reply-To", given["reply_to"])
        self.assertEqual("Reply-To" in mail, bool(given["reply_to"]["address"]))
        self.assertEqual(str(mail["Subject"]), one_line(given["subject"]))
        self.assertEqual(int(mail["Date"].datetime.timestamp()), given["seconds"])
        self.assertTrue(str(mail["Date"]).endswith(" +0000"))
        self.assertEqual(str(mail["Message-ID"]), f"<{given['message_id']}>")
        self.assertEqual(mail["Content-Language"] or "", given["language"])
        self.assertEqual(mail["List-Unsubscribe"] or "", given["unsubscribe"])
        self.assertNotIn("Bcc", mail)
        names = [name.lower() for name in mail.keys()]
        self.assertEqual(len(names), len(set(names)))

    def check_bodies(self, mail, given):
        for kind in ("text", "html"):
            part = mail.get_body(("plain" if kind == "text" else "html",))
            self.assertEqual(part is not None, bool(given[kind]))
            if part is None:
                continue
            bytes_read = part.get_payload(decode=True)
            self.assertEqual(bytes_read.count(b"\n"), bytes_read.count(b"\r\n"))
            self.assertEqual(bytes_read.decode("utf-8").replace("\r\n", "\n"), lines_of(given[kind]))

    def check_parts(self, mail, given):
        images = [part for part in mail.walk() if part.get_content_maintype() == "image"]
        self.assertEqual(len(images), len(given["images"]))
        for part, image in zip(images, given["images"]):
            self.assertEqual(part["Content-ID"], f"<{image['cid']}>")
            self.assertEqual(part.get_content_disposition(), "inline")
            self.check_file(part, image)
        files = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
        self.assertEqual(len(files), len(given["attachments"]))
        for part, attachment in zip(files, given["attachments"]):
            self.assertEqual(part.get_content_disposition(), "attachment")
            self.check_file(part, attachment)
        layers = [part.get_content_type() for part in mail.walk() if part.is_multipart()]
        expected = ["multipart/mixed"] if files else []
        expected += ["multipart/alternative"] if given["text"] and given["html"] else []
        expected += ["multipart/related"] if images else []
        self.assertEqual(layers, expected)

    def check_file(self, part, given):
        name = re.sub(r"[/\\]", "_", one_line(given["name"]))
        self.assertEqual(part.get_filename() or "", name.strip())  # Python strips any space
        self.assertEqual(part.get_payload(decode=True).hex(), given["hex"])

    def test_an_older_reader_reads_the_subject_too(self):
        for number, file in self.files(".eml"):
            given = json.loads(file.with_suffix(".json").read_text("utf-8"))
            with self.subTest(mail=number):
                mail = message_from_bytes(file.read_bytes(), policy=policy.compat32)
                self.assertEqual(decoded(mail["Subject"]), one_line(given["subject"]))


class ShortMessages(Samples):
    def test_segments_keep_the_limits_of_their_alphabet(self):
        seen = set()
        for number, file in self.files(".sms.json"):
            told = json.loads(file.read_text("utf-8"))
            with self.subTest(message=number):
                if told["error"]:
                    self.assertEqual(told["error"], "the short message is empty: give it a text")
                    continue
                seen.add((told["gsm7"], len(told["parts"]) > 1))
                self.check(told)
        self.assertEqual(len(seen), 4)

    def check(self, told):
        alone, joined = (160, 153) if told["gsm7"] else (70, 67)
        most = alone if len(told["parts"]) == 1 else joined
        total = 0
        for part in told["parts"]:
            units = gsm_units(part) if told["gsm7"] else len(part.encode("utf-16-be")) // 2
            self.assertLessEqual(units, most)
            total += units
            for letter in part:
                self.assertFalse(is_hidden(letter) or (is_control(letter) and letter != "\n"))
                self.assertTrue(not told["gsm7"] or letter in BASIC + EXTENDED, letter)
        self.assertEqual(total, told["units"])
        text = "".join(told["parts"])
        sent = re.sub("\r\n|[\r\u2028\u2029]", "\n", told["text"]).replace("\t", " ")
        sent = "".join(c for c in sent if c == "\n" or not (is_control(c) or is_hidden(c)))
        self.assertEqual(text, sent.translate(TWINS) if told["gsm7"] else sent)


if __name__ == "__main__":
    unittest.main()
