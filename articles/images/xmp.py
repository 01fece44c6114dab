"""XMP, the way to write rights into a file that every format has."""

from xml.etree.ElementTree import ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from articles.body import CONTROL_CHARACTERS

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
IPTC = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
EXIF = "http://ns.adobe.com/exif/1.0/"
# The later names win.
FIELDS = {
    f"{{{DC}}}title": "title",
    f"{{{PHOTOSHOP}}}Headline": "title",
    f"{{{DC}}}creator": "creator",
    f"{{{PHOTOSHOP}}}Credit": "credit",
    f"{{{PHOTOSHOP}}}Source": "source",
    f"{{{DC}}}rights": "copyright_notice",
    f"{{{RIGHTS}}}UsageTerms": "licence",
    f"{{{RIGHTS}}}WebStatement": "licence_url",
    f"{{{PLUS}}}LicensorURL": "acquire_url",
    f"{{{DC}}}description": "caption",
    f"{{{PHOTOSHOP}}}DateCreated": "made_on",
    f"{{{PHOTOSHOP}}}Country": "place",
    f"{{{PHOTOSHOP}}}City": "place",
    f"{{{IPTC}}}Location": "place",
}
MAX_READ_BYTES = 1024 * 1024
MAX_WRITTEN = 2000  # characters of one text
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">
<rdf:Description rdf:about="" xmlns:dc="{dc}" xmlns:photoshop="{photoshop}" \
xmlns:xmpRights="{rights}" xmlns:plus="{plus}">
{properties}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
WRITTEN = {
    "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "copyright_notice": (
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>'
    ),
    "credit": "<photoshop:Credit>{}</photoshop:Credit>",
    "licence": (
        '<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
        "</xmpRights:UsageTerms>"
    ),
    "licence_url": "<xmpRights:WebStatement>{}</xmpRights:WebStatement>",
    "acquire_url": (
        '<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">'
        "<plus:LicensorURL>{}</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>"
    ),
}


def packet(rights):
    """The rights as XMP, or nothing when none are known."""
    known = [form.format(_safe(rights[name])) for name, form in WRITTEN.items() if rights.get(name)]
    if not known:
        return b""
    names = {"rdf": RDF, "dc": DC, "photoshop": PHOTOSHOP, "rights": RIGHTS, "plus": PLUS}
    return PACKET.format(properties="\n".join(known), **names).encode()


def read_xmp(content):
    """({field: text}, whether it tells a place on earth); nothing of what can't be read."""
    if len(content) > MAX_READ_BYTES:
        return {}, False
    try:
        root = fromstring(content.strip(b"\0 \r\n\t"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return {}, False
    return _fields(root), any(name.startswith(f"{{{EXIF}}}GPS") for name in _names(root))


def _fields(root):
    """Properties stand as elements or as attributes of rdf:Description."""
    told = {}
    for element in root.iter():
        told |= element.attrib
        if element.tag in FIELDS:
            told[element.tag] = ", ".join(filter(None, map(str.strip, element.itertext())))
    return {field: told[name] for name, field in FIELDS.items() if told.get(name)}


def _names(root):
    for element in root.iter():
        yield element.tag
        yield from element.attrib


def _safe(text):
    return escape(CONTROL_CHARACTERS.sub("", text)[:MAX_WRITTEN])
