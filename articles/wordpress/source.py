"""The bytes of an export as text an XML parser accepts: real exports hold illegal characters."""

import codecs
import re

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,10});")
LONGEST_REFERENCE = 13
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEAD_BYTES = 4096


class UnknownEncoding(ValueError):
    """The file names an encoding that does not exist."""


def encoding_of(head):
    """The encoding that the start of a file declares."""
    if head.startswith(BYTE_ORDER_MARKS):
        return "utf-16"
    declared = DECLARED.search(head)
    name = declared.group(1).decode() if declared else "utf-8"
    try:
        "".encode(name)  # refuses zlib and other codecs that are no encodings of text
        name = codecs.lookup(name).name
    except (LookupError, UnicodeError) as error:
        raise UnknownEncoding(name) from error
    return "utf-8-sig" if name in {"utf-8", "utf-16"} else name


class CleanText:
    """Reads like a file; gives decoded text without characters that XML 1.0 forbids."""

    def __init__(self, file):
        self.file = file
        self.head = file.read(HEAD_BYTES)
        self.decoder = codecs.getincrementaldecoder(encoding_of(self.head))("replace")
        self.held = ""
        self.removed = 0

    def read(self, size=-1):
        """The next piece of text; empty only at the end."""
        while True:
            chunk, is_first, self.head = self.head or self.file.read(size), bool(self.head), b""
            text = self.held + self.decoder.decode(chunk, final=not chunk)
            self.held = ""
            if chunk:
                text = self._hold_back(text)
            if is_first:
                text = from_declaration(text)
            text = self._clean(text)
            if text or not chunk:
                return text

    def _hold_back(self, text):
        """Keep a reference that the piece may have cut in two for the next one."""
        start = text.rfind("&", max(0, len(text) - LONGEST_REFERENCE))
        if start >= 0 and ";" not in text[start:]:
            self.held = text[start:]
            return text[:start]
        return text

    def _clean(self, text):
        text, removed = ILLEGAL.subn("", text)
        kept = REFERENCE.sub(legal_or_nothing, text)
        self.removed += removed + (kept != text)
        return kept


def legal_or_nothing(reference):
    """A numeric reference, unless it names a character that XML forbids."""
    digits = reference.group(1)
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    is_legal = number <= 0x10FFFF and not ILLEGAL.match(chr(number))
    return reference.group() if is_legal else ""


def from_declaration(text):
    """The text from its XML declaration on: some sites print warnings or blank lines first."""
    start = text.find("<?xml")
    return text[start:] if start > 0 else text.lstrip()
