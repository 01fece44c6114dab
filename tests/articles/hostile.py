"""Files that want to harm: enormous, endless, or something else than their name says.

As a program it reads the files of a folder as uploads, in a process whose memory is measured.
"""

import io
import json
import resource
import struct
import sys
import zlib
from pathlib import Path

from PIL import Image

HUGE_TEXT = 10 * 1024 * 1024


def chunk(kind, content):
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png(width, height, *extras, pixels=b"\0" * 100_000, after=()):
    """A PNG of a few hundred bytes that claims a size, with more chunks before and after."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    parts = [*extras, chunk(b"IDAT", zlib.compress(pixels)), *after, chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(parts)


def small_png(*extras, after=()):
    return png(30, 20, *extras, pixels=b"\0" * 91 * 20, after=after)


def squeezed(size):
    """Much out of little."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1024 * 1024)) for _ in range(size // 1024 // 1024)]
    return b"".join([*parts, packer.flush()])


def jpeg(*segments):
    """A small JPEG with segments of our own behind its start."""
    content = io.BytesIO()
    Image.new("RGB", (30, 20)).save(content, format="JPEG")
    added = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(text) + 2) + text
        for marker, text in segments
    )
    return content.getvalue()[:2] + added + content.getvalue()[2:]


def jpeg_of_many_scans():
    content = io.BytesIO()
    Image.new("L", (30, 20)).save(content, format="JPEG")
    start = content.getvalue().index(b"\xff\xda")
    scan = content.getvalue()[start:-2]
    return content.getvalue()[:start] + scan * 5000 + b"\xff\xd9"


def webp(*chunks, size=(30, 20), flags=0):
    """A WebP of many parts around one small still picture."""
    still = io.BytesIO()
    Image.new("RGB", (8, 8)).save(still, format="WEBP", lossless=True)
    canvas = b"".join(struct.pack("<I", side - 1)[:3] for side in size)
    head = webp_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + canvas)
    parts = head + b"".join(chunks or [still.getvalue()[12:]])
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def webp_chunk(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp_frames(number):
    still = io.BytesIO()
    Image.new("RGB", (8, 8)).save(still, format="WEBP", lossless=True)
    frame = b"\0\0\0" * 2 + b"\7\0\0" * 2 + b"\1\0\0" + b"\0" + still.getvalue()[12:]
    return [webp_chunk(b"ANIM", b"\0" * 6), *[webp_chunk(b"ANMF", frame)] * number]


def tiff(*pages):
    """A TIFF of directories, each a list of (tag, kind, count, value)."""
    content = b"II*\0" + struct.pack("<I", 8)
    for entries in pages:
        content += struct.pack("<H", len(entries))
        content += b"".join(struct.pack("<HHII", *entry) for entry in entries)
        content += struct.pack("<I", len(content) + 4)
    return content


def _pages(number):
    page = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8)]
    return tiff(*[[*page, (278, 3, 1, 8), (279, 4, 1, 64)]] * number)


def _values(tag):
    """Fifteen million numbers, which become half a gigabyte when they are read."""
    size = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (262, 3, 1, 1)]
    return tiff([*size, (tag, 4, 12_000_000, 8)]) + bytes(48_000_000)


def _nested_values():
    """The same, where a directory points at another."""
    size = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (262, 3, 1, 1), (273, 4, 1, 8)]
    start = 8 + 2 + 12 * 7 + 4
    first = tiff([*size, (279, 4, 1, 64), (34665, 4, 1, start)])
    nested = struct.pack("<HHHII", 1, 37510, 4, 12_000_000, 8) + struct.pack("<I", 0)
    return first[:-4] + struct.pack("<I", 0) + nested + bytes(48_000_000)


TOO_LARGE, TOO_MUCH, DAMAGED, OTHER = "too large", "tells too much", "damaged", "Only PNG"
SEGMENT = b"x" * 65_000
# name: (why it is refused, what makes it)
REFUSED = {
    "claims.png": (TOO_LARGE, lambda: png(50_000, 50_000)),
    "three-hundred.png": (TOO_LARGE, lambda: png(20_000, 15_000)),
    "text.png": (DAMAGED, lambda: small_png(chunk(b"zTXt", b"a\0\0" + squeezed(20 << 20)))),
    "itext.png": (
        DAMAGED,
        lambda: small_png(chunk(b"iTXt", b"a\0\1\0\0\0" + squeezed(20 << 20))),
    ),
    "profile.png": (DAMAGED, lambda: small_png(chunk(b"iCCP", b"a\0\0" + squeezed(20 << 20)))),
    "texts.png": (
        DAMAGED,
        lambda: small_png(*[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(900_000)))] * 400),
    ),
    "exif.png": (TOO_MUCH, lambda: small_png(chunk(b"eXIf", b"II*\0" + bytes(HUGE_TEXT)))),
    "after.png": (
        TOO_MUCH,
        lambda: small_png(after=[chunk(b"tEXt", b"a%d\0" % n + bytes(900_000)) for n in range(12)]),
    ),
    "xmp.webp": (TOO_MUCH, lambda: webp_with(b"XMP ", 4)),
    "exif.webp": (TOO_MUCH, lambda: webp_with(b"EXIF", 8)),
    "canvas.webp": (TOO_LARGE, lambda: webp_that_claims(9000, 9000)),
    "iptc.jpg": (TOO_MUCH, lambda: jpeg(*[(0xED, b"Photoshop 3.0\0" + SEGMENT)] * 160)),
    "comments.jpg": (TOO_MUCH, lambda: jpeg(*[(0xE5, SEGMENT)] * 160)),
    "scans.jpg": (DAMAGED, jpeg_of_many_scans),
    "pages.tif": (DAMAGED, lambda: _pages(5000)),
    "strips.tif": (DAMAGED, lambda: _values(273)),
    "text.tif": (DAMAGED, lambda: _values(270)),
    "nested.tif": (DAMAGED, _nested_values),
    "endless.tif": (DAMAGED, lambda: b"II*\0" + struct.pack("<IHI", 8, 0, 8)),
    "bitmap.jpg": (OTHER, lambda: b"BM" + bytes(1000)),
    "more-than-four-gigabytes.tif": (OTHER, lambda: b"II+\0" + bytes(1000)),
    "archive.png": (OTHER, lambda: b"PK\x03\x04" + bytes(1000)),
}


# Only their first picture is shown, and no other is looked at.
TAKEN = {
    "frames.webp": lambda: webp(*webp_frames(10_000), size=(8, 8), flags=2),
    "frames.png": lambda: small_png(
        chunk(b"acTL", struct.pack(">II", 10_000, 0)),
        after=[chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, 30, 20, 0, 0, 1, 1, 0, 0))] * 10_000,
    ),
    "pages.tiff": lambda: tiff_of_two(),
}


def tiff_of_two():
    content, page = io.BytesIO(), Image.new("RGB", (30, 20))
    page.save(content, format="TIFF", save_all=True, append_images=[page])
    return content.getvalue()


def webp_that_claims(width, height):
    """A still picture whose head has other sizes than its pixels."""
    still = io.BytesIO()
    Image.new("RGB", (8, 8)).save(still, format="WEBP", lossless=True)
    sizes = struct.pack("<I", (width - 1) | (height - 1) << 14)
    return still.getvalue()[:21] + sizes + still.getvalue()[25:]


def webp_with(kind, flags):
    still = io.BytesIO()
    Image.new("RGB", (30, 20)).save(still, format="WEBP", lossless=True)
    return webp(still.getvalue()[12:], webp_chunk(kind, bytes(HUGE_TEXT)), flags=flags)


def main(folder):
    import django

    django.setup()
    from django.core.exceptions import ValidationError
    from django.core.files import File

    from articles.images import read_upload

    read_upload(File(io.BytesIO(small_png()), name="first.png"), width=1200)
    before, answers = _peak(), {}
    for path in sorted(Path(folder).iterdir()):
        with path.open("rb") as file:
            try:
                upload = read_upload(File(file, name=path.name), width=1200)
                answers[path.name] = upload.report["removed"]
            except ValidationError as refused:
                answers[path.name] = " ".join(refused.messages)
    print(json.dumps({"answers": answers, "megabytes": (_peak() - before) // 1024}))


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(sys.argv[1])
