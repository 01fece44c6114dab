"""IPTC-IIM, the older way to write rights into a JPEG; agencies still read it first."""

import struct

UTF8 = b"\x1b%G"
CHARSET = (1, 90)
FIELDS = {
    (2, 5): "title",
    (2, 105): "title",
    (2, 80): "creator",
    (2, 110): "credit",
    (2, 115): "source",
    (2, 116): "copyright_notice",
    (2, 120): "caption",
    (2, 55): "made_on",
    (2, 90): "place",
}
WRITTEN = {(2, 80): "creator", (2, 110): "credit", (2, 116): "copyright_notice"}
RESOURCE = 0x0404
MAX_RECORDS = 500
MAX_VALUE_BYTES = 8000


def read_iptc(block):
    """{field: text} of an IPTC block; what is cut off or of an unknown kind is passed over."""
    records = list(_records(block))
    is_utf8 = (CHARSET, UTF8) in records
    found = {}
    for key, value in records:
        if key in FIELDS:
            found[FIELDS[key]] = _text(value, is_utf8)
    return found


def app13(rights):
    """The JPEG segment with these rights, or nothing when there are none."""
    known = {key: rights[name] for key, name in WRITTEN.items() if rights.get(name)}
    if not known:
        return b""
    block = _record(CHARSET, UTF8)
    block += b"".join(_record(key, text.encode()) for key, text in known.items())
    resource = b"8BIM" + struct.pack(">HHI", RESOURCE, 0, len(block)) + block
    content = b"Photoshop 3.0\0" + resource + b"\0" * (len(block) % 2)
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def _record(key, value):
    return struct.pack(">BBBH", 0x1C, *key, len(value)) + value


def _records(block):
    at = 0
    for _number in range(MAX_RECORDS):
        head = block[at : at + 5]
        if len(head) < 5 or head[0] != 0x1C:
            return
        _mark, record, kind, length = struct.unpack(">BBBH", head)
        yield (record, kind), block[at + 5 : at + 5 + min(length, MAX_VALUE_BYTES)]
        at += 5 + length


def _text(value, is_utf8):
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8" if is_utf8 else "latin-1", "replace")
