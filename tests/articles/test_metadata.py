"""Rights stay in every file, places and serial numbers in none; the editor is told."""

import struct
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from articles.images import iptc, metadata, renditions, xmp
from tests.articles.pictures import RIGHTS, opened, served, served_names, upload, upload_only
from tests.factories import make_picture, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SERIAL = "Q7-SERIAL-4711"
OWNER = "Owner Quill"
FIELDS = {
    "creator": 'Rhea "Ålder" & <b>Sons</b>',
    "credit": "Map: Rhea Ålder / Ebb Desk",
    "copyright_notice": "© 2026 Ebb Desk, all rights reserved",
    "licence": "CC BY 4.0",
    "licence_url": "https://licences.example/by/4.0/?a=1&b=2",
    "acquire_url": "https://ebb.example/ask",
}


def camera_exif():
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010E] = "Artist Exif", "Notice Exif", "Caption Exif"
    exif[0x010F] = "Maker"
    camera = exif.get_ifd(0x8769)
    camera[0xA431], camera[0xA430], camera[0x9003] = SERIAL, OWNER, "2026:03:15 09:30:00"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (50.0, 3.0, 7.0)
    return exif


def agency_xmp(**changes):
    told = {"photoshop:Credit": "Credit Xmp", "photoshop:City": "Ford", "exif:GPSLatitude": "50,3N"}
    attributes = " ".join(f'{name}="{text}"' for name, text in (told | changes).items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{xmp.RDF}">'
        f'<rdf:Description xmlns:dc="{xmp.DC}" xmlns:photoshop="{xmp.PHOTOSHOP}" '
        f'xmlns:exif="{xmp.EXIF}" xmlns:xmpRights="{xmp.RIGHTS}" xmlns:aux="urn:x" '
        f'aux:SerialNumber="{SERIAL}" {attributes}>'
        "<dc:creator><rdf:Seq><rdf:li>One</rdf:li><rdf:li>Two</rdf:li></rdf:Seq></dc:creator>"
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© One</rdf:li></rdf:Alt></dc:rights>'
        "<xmpRights:WebStatement>https://licences.example/one</xmpRights:WebStatement>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def iptc_segment(**fields):
    keys = {name: key for key, name in iptc.FIELDS.items()}
    block = b"".join(
        struct.pack(">BBBH", 0x1C, *keys[name], len(text)) + text for name, text in fields.items()
    )
    resource = b"8BIM" + struct.pack(">HHI", iptc.RESOURCE, 0, len(block)) + block
    content = b"Photoshop 3.0\0" + resource + b"\0" * (len(block) % 2)
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def agency_photo(**options):
    """A photo as an agency sends it: rights in three places, and what nobody may get."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    known = {
        "exif": camera_exif(),
        "xmp": agency_xmp(),
        "extra": iptc_segment(credit=b"Credit Iptc", title=b"Headline", caption=b"Caption Iptc"),
        "icc_profile": profile,
        "comment": f"{SERIAL} {OWNER}",
    }
    noise = Image.effect_noise((600, 400), 60).convert("RGB")
    return make_upload("a.jpg", picture=noise, format="JPEG", **known | options)


def rights_in(name):
    """The rights that a served file tells, by field; and how it tells them, for the others."""
    return xmp.read_xmp(opened(name).info["xmp"])[0]


def test_rights_in_the_file_are_found_and_the_best_source_wins():
    image = upload_only(agency_photo())
    assert image.report["kept"] == {
        "title": "Headline",
        "creator": "One, Two",
        "credit": "Credit Xmp",
        "copyright_notice": "© One",
        "licence_url": "https://licences.example/one",
        "caption": "Caption Iptc",
        "made_on": "2026-03-15",
        "place": "Ford",
    }


def test_empty_fields_are_filled_from_the_file_and_others_stay():
    image = upload_only(agency_photo(), credit="", made_on=None)
    filled = image.fill_from_file()
    assert (image.credit, image.made_on) == ("Credit Xmp", date(2026, 3, 15))
    assert image.title == RIGHTS["title"]
    assert set(filled) == {
        "creator",
        "credit",
        "copyright_notice",
        "licence_url",
        "caption",
        "made_on",
    }


def test_the_editor_is_told_what_was_removed():
    image = upload_only(agency_photo())
    assert image.report["removed"] == ["gps", "owner", "camera", "texts", "colours"]
    assert len(image.removed_sentences) == 5
    assert SERIAL not in str(image.report)


def test_every_served_file_keeps_the_rights_and_nothing_else(monkeypatch):
    monkeypatch.setattr(renditions, "TILED_ABOVE_PIXELS", 100_000)
    file = agency_photo()
    assert SERIAL.encode() in file.read()
    image = upload(file, **FIELDS)
    names = served_names(image)
    assert {name.rpartition(".")[2] for name in names} == {"avif", "webp", "jpg"}
    assert len(names) == 3 + 2 * 2 + 2 + 1
    for name in names:
        content, picture = served(name), opened(name)
        assert rights_in(name) == FIELDS, name
        assert not dict(picture.getexif())
        assert not {"icc_profile", "comment", "exif"} & set(picture.info)
        for secret in (SERIAL, OWNER, "GPS", "Artist Exif", "Maker", "8BIM\x04\x09"):
            assert secret.encode() not in content


def test_a_jpeg_tells_its_rights_in_the_older_way_too():
    image = upload(agency_photo(), **FIELDS)
    block = opened(image.share).info["photoshop"][iptc.RESOURCE]
    assert iptc.read_iptc(block) == {
        name: FIELDS[name] for name in ("creator", "credit", "copyright_notice")
    }


def test_a_png_tells_its_rights():
    image = upload(make_upload(), **FIELDS)
    assert image.fallback.endswith(".png")
    assert rights_in(image.fallback) == FIELDS


def test_the_page_of_a_picture_is_where_to_ask_for_a_licence(settings):
    settings.SITE_URL = "https://ebb.example"
    image = upload(make_upload(), credit="R. Alder")
    assert rights_in(image.full)["acquire_url"] == f"https://ebb.example/maps/{image.pk}/"


def test_the_quick_file_keeps_the_rights_of_the_upload_until_the_form_has_them():
    image = upload_only(agency_photo(), credit="", creator="", licence="")
    assert rights_in(image.full)["credit"] == "Credit Xmp"


@pytest.mark.parametrize("format", ["PNG", "WEBP", "TIFF"])
def test_rights_are_read_from_every_format(format):
    options = {"xmp": agency_xmp()}
    if format == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", agency_xmp().decode())
    if format == "TIFF":
        options = {"tiffinfo": {700: agency_xmp(), 33723: iptc_block(caption="Low water")}}
    image = upload_only(make_upload(f"a.{format.lower()}", format=format, **options))
    assert image.report["kept"]["credit"] == "Credit Xmp"
    assert "gps" in image.report["removed"]
    assert format != "TIFF" or image.report["kept"]["caption"] == "Low water"


def iptc_block(**fields):
    segment = iptc_segment(**{name: text.encode() for name, text in fields.items()})
    return segment[4 + len("Photoshop 3.0\0") + 12 :]


def test_a_preview_inside_the_file_is_left_out():
    exif = camera_exif()
    exif.get_ifd(1)[0x0103] = 6
    preview = b"8BIM" + struct.pack(">HHI", 0x040C, 0, 4) + b"\1\2\3\4"
    content = b"Photoshop 3.0\0" + preview
    segment = b"\xff\xed" + struct.pack(">H", len(content) + 2) + content
    image = upload_only(agency_photo(exif=exif, extra=segment))
    assert "thumbnail" in image.report["removed"]


HOSTILE = {
    "a document type": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>',
    "an outside entity": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "a broken end": b"<x:xmpmeta><a>",
    "no text at all": b"\0\xff\xfe\0",
    "another charset": b'<?xml version="1.0" encoding="klingon"?><x/>',
    "too much": b"<x>" + b"<a/>" * 300_000 + b"</x>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_rights_that_cannot_be_read_do_no_harm(kind):
    assert xmp.read_xmp(HOSTILE[kind]) == ({}, False)


@pytest.mark.parametrize(
    ("name", "told", "kept"),
    [
        ("credit", "x" * 5000, "x" * 200),
        ("credit", "one\x00 two\x1b\n three\u2028", "one two three"),
        ("credit", "\ud800glimbo", "glimbo"),
        ("licence_url", "javascript:alert(1)", None),
        ("licence_url", "https://licences.example/" + "x" * 300, None),
        ("made_on", "20260315", "2026-03-15"),
        ("made_on", "2026-03-15T09:30:00Z", "2026-03-15"),
        ("made_on", "0000:00:00", None),
        ("made_on", "٢٠٢٦٠٣١٥", None),
        ("credit", b"bytes", None),
        ("credit", 7, None),
    ],
)
def test_what_a_file_tells_is_cut_and_cleaned(monkeypatch, name, told, kept):
    monkeypatch.setattr(metadata, "read_xmp", lambda content: ({name: told}, False))
    assert metadata.read_rights(make_picture()).get(name) == kept


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_any_bytes_as_an_iptc_block_are_read_without_failing(block):
    assert isinstance(iptc.read_iptc(b"\x1c\x02\x50" + block), dict)


def test_an_older_iptc_block_in_latin_letters_is_read():
    [found] = [iptc.read_iptc(struct.pack(">BBBH", 0x1C, 2, 80, 5) + "Ålder".encode("latin-1"))]
    assert found == {"creator": "Ålder"}


def test_texts_of_the_form_cannot_break_out_of_the_file():
    nasty = {"credit": "]]></rdf:li>\x00<?x?>\ud800&", "creator": "{0}{credit}"}
    read, _place = xmp.read_xmp(xmp.packet(nasty))
    assert read == {"credit": "]]></rdf:li><?x?>&", "creator": "{0}{credit}"}


def test_very_long_texts_fit_into_every_format():
    long = dict.fromkeys(("creator", "credit", "copyright_notice"), "ж" * 200)
    image = upload(make_upload(), **long)
    assert [rights_in(name)["credit"] for name in served_names(image)] == ["ж" * 200] * 6


def test_a_file_without_metadata_brings_no_report():
    assert upload_only(make_upload()).report == {"kept": {}, "removed": []}
