"""Which files the WordPress import takes, and what it says about the others."""

import tracemalloc
from contextlib import suppress

import pytest

from articles.wordpress.export import Export, UnreadableExport
from articles.wordpress.source import HEAD_BYTES
from tests.wxr import post, remark, write, wxr

ENTITIES = """<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">'


def titles(path):
    return [item["title"] for item in Export(path).items()]


def with_doctype(doctype, title):
    text = wxr(post(title="TITLE"))
    return text.replace("<rss", f"{doctype}<rss", 1).replace("TITLE", title)


def test_items_come_in_the_order_of_the_file(tmp_path):
    text = wxr(post(1, title="First"), post(2, title="Second"))
    assert titles(write(tmp_path, text)) == ["First", "Second"]


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_known_version_is_read(tmp_path, version):
    assert titles(write(tmp_path, wxr(post(title="Ebb"), version=version))) == ["Ebb"]


@pytest.mark.parametrize(
    ("doctype", "title"), [(ENTITIES, "&d;"), (OUTSIDE, "&secret;"), (REMOTE, "Ebb")]
)
def test_a_file_that_declares_a_document_type_or_entities_is_refused(tmp_path, doctype, title):
    with pytest.raises(UnreadableExport, match="document type or entities"):
        Export(write(tmp_path, with_doctype(doctype, title)))


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused_before_anything_is_read(tmp_path, kept):
    whole = wxr(post(1), post(2, content="Low water. " * 500))
    with pytest.raises(UnreadableExport, match="cut off"):
        Export(write(tmp_path, whole[: int(len(whole) * kept)]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cut off"),
        (b"PK\x03\x04 a zip archive", "not well-formed"),
        (b"<html><body><p>Sign in</p></body></html>", "not a WordPress export"),
        (b"<rss version='2.0'><channel><title>A feed</title></channel></rss>", "not a WordPress"),
        (wxr(version="9.9").encode(), "version 9.9"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "klingon"),
        (b"<rss><channel></rss>", "line 1"),
    ],
)
def test_what_is_no_export_gets_one_clear_sentence(tmp_path, content, message):
    with pytest.raises(UnreadableExport, match=message):
        Export(write(tmp_path, content))


@pytest.mark.parametrize("encoding", ["zlib", "hex", "rot13", "idna", "undefined", "utf-7"])
def test_an_encoding_that_is_a_trick_is_no_way_in(tmp_path, encoding):
    text = wxr(post(title="Ebb")).replace("UTF-8", encoding, 1)
    with suppress(UnreadableExport):
        assert titles(write(tmp_path, text)) == ["Ebb"]


def test_a_missing_file_gets_one_clear_sentence(tmp_path):
    with pytest.raises(UnreadableExport, match="No such file"):
        Export(tmp_path / "absent.xml")


def test_a_folder_gets_one_clear_sentence(tmp_path):
    with pytest.raises(UnreadableExport, match="directory"):
        Export(tmp_path)


@pytest.mark.parametrize("illegal", ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "&#1;", "&#x1F;"])
def test_characters_that_xml_forbids_are_removed_and_noticed(tmp_path, illegal):
    text = wxr(post(title="EbbTIDE")).replace("EbbTIDE", f"Ebb{illegal}tide")
    export = Export(write(tmp_path, text))
    assert [item["title"] for item in export.items()] == ["Ebbtide"]
    assert export.removed_characters


@pytest.mark.parametrize("before_the_cut", range(6))
def test_a_reference_is_found_wherever_the_reading_cuts_the_file(tmp_path, before_the_cut):
    text = wxr(post(title="EbbTIDE"), head="<!--PADDING-->")
    text = text.replace("EbbTIDE", "Ebb&#x1;&#38;tide")
    padding = HEAD_BYTES - before_the_cut - text.index("&#x1;") + len("PADDING")
    assert titles(write(tmp_path, text.replace("PADDING", "x" * padding))) == ["Ebb&tide"]


def test_bytes_that_are_no_text_do_not_stop_the_import(tmp_path):
    text = wxr(post(title="EbbTIDE")).encode().replace(b"TIDE", b"\xff\xed\xa0\x80tide")
    assert titles(write(tmp_path, text))[0].startswith("Ebb")


@pytest.mark.parametrize("before", ["\n\n", "\ufeff", "\ufeff\n", "Warning: something\n<br>"])
def test_what_a_site_prints_before_the_file_is_passed_over(tmp_path, before):
    assert titles(write(tmp_path, before + wxr(post(title="Ebb")))) == ["Ebb"]


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_other_encodings_are_read(tmp_path, encoding):
    text = wxr(post(title="Отлив")).replace("UTF-8", encoding)
    assert titles(write(tmp_path, text, encoding)) == ["Отлив"]


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "large.xml"
    items = (post(n, remark(n), content="High water. " * 1000) for n in range(1000))
    path.write_text(wxr(*items))
    tracemalloc.start()
    count = sum(1 for _item in Export(path).items())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1000
    assert path.stat().st_size > 12_000_000
    assert peak < 2_000_000
