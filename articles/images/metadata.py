"""What a file tells about itself: rights, which fill the form, and what no reader must get."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags
from PIL.TiffImagePlugin import IPTC_NAA_CHUNK

from articles.body import CONTROL_CHARACTERS
from articles.images.iptc import RESOURCE, read_iptc
from articles.images.xmp import read_xmp

# Of everything besides the pixels; what is read of it is bounded again, part by part.
MAX_BYTES = 8 * 1024 * 1024
MAX_EXIF_BYTES = 1024 * 1024
LONGEST = {
    "title": 200,
    "creator": 200,
    "credit": 200,
    "source": 200,
    "copyright_notice": 300,
    "licence": 100,
    "licence_url": 200,
    "acquire_url": 200,
    "caption": 2000,
    "made_on": 10,
    "place": 200,
}
EXIF_FIELDS = {
    ExifTags.Base.ImageDescription: "caption",
    ExifTags.Base.Artist: "creator",
    ExifTags.Base.Copyright: "copyright_notice",
}
OWNERS = {ExifTags.Base.CameraOwnerName, ExifTags.Base.BodySerialNumber}
OWNERS |= {
    ExifTags.Base.LensSerialNumber,
    ExifTags.Base.CameraSerialNumber,
    ExifTags.Base.MakerNote,
}
SENTENCES = {
    "gps": _("The place where it was taken (GPS) stays private."),
    "owner": _("Serial numbers and the owner of the camera stay private."),
    "camera": _("Camera data (EXIF) stay private."),
    "thumbnail": _("The small preview inside the file was left out."),
    "texts": _("Texts inside the file (XMP, IPTC, comments) stay private, except the rights."),
    "colours": _("Its colours were converted to sRGB."),
    "turned": _("It was turned upright."),
    "pages": _("Only the first picture in the file is shown."),
}
TEXTS = {"xmp", "comment", "photoshop", "XML:com.adobe.xmp"}
THUMBNAILS = {0x0409, 0x040C}


def read(image):
    """(orientation, report) of a decoded picture."""
    exif = _exif(image)
    kept, has_place = _rights_and_place(image, exif)
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    facts = _facts(image, exif) | {"turned": orientation not in {0, 1}}
    facts["gps"] = facts["gps"] or has_place
    return orientation, {"kept": kept, "removed": [code for code in SENTENCES if facts[code]]}


def read_rights(image):
    """{field: text} of what a picture tells of its rights and subject, cleaned and cut."""
    return _rights_and_place(image, _exif(image))[0]


def removed_sentences(report):
    """For the editor: what readers will not get of the file."""
    return [SENTENCES[code] for code in report.get("removed", ()) if code in SENTENCES]


def size_of(image):
    """How many bytes a picture has besides its pixels, as far as it was read."""
    segments = sum(len(content) for _name, content in getattr(image, "applist", ()))
    texts = (value for value in image.info.values() if isinstance(value, str | bytes))
    return segments + sum(map(len, texts))


def _exif(image):
    """Its EXIF; none when there is so much that it can't be meant well."""
    if len(image.info.get("exif") or b"") > MAX_EXIF_BYTES:
        del image.info["exif"]
    return image.getexif()


def _rights_and_place(image, exif):
    by_exif = {name: exif.get(tag) for tag, name in EXIF_FIELDS.items()}
    by_exif["made_on"] = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    xmp = image.info.get("xmp") or b""
    by_xmp, has_place = read_xmp(xmp.encode() if isinstance(xmp, str) else xmp)
    told = by_exif | read_iptc(_iptc_block(image)) | by_xmp
    clean = {name: _clean(name, text) for name, text in told.items() if isinstance(text, str)}
    return {name: text for name, text in clean.items() if text}, has_place


def _iptc_block(image):
    resources = image.info.get("photoshop")
    block = resources.get(RESOURCE) if isinstance(resources, dict) else None
    if block is None and image.format == "TIFF":
        block = image.tag_v2.get(IPTC_NAA_CHUNK)
    return block if isinstance(block, bytes) else b""


def _facts(image, exif):
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    resources = image.info.get("photoshop")
    previews = THUMBNAILS & set(resources if isinstance(resources, dict) else ())
    is_tiff = image.format == "TIFF"  # its second directory is a page
    has_next = image.tag_v2.next if is_tiff else getattr(image, "n_frames", 1) > 1
    return {
        "gps": bool(exif.get_ifd(ExifTags.IFD.GPSInfo)),
        "owner": bool(OWNERS & {*exif, *camera}),
        "camera": bool(camera or {ExifTags.Base.Make, ExifTags.Base.Model} & set(exif)),
        "thumbnail": bool(previews or (not is_tiff and exif.get_ifd(ExifTags.IFD.IFD1))),
        "texts": bool(TEXTS & set(image.info) or getattr(image, "text", None)),
        "colours": bool(image.info.get("icc_profile")),
        "pages": bool(has_next),
    }


def _clean(name, text):
    limit = LONGEST[name]
    text = " ".join(CONTROL_CHARACTERS.sub("", text[: limit * 10]).split())
    if name == "made_on":
        return _day(text)
    if name.endswith("_url"):
        return text if len(text) <= limit and _is_address(text) else ""
    return text[:limit].rstrip()


def _is_address(text):
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return True


def _day(text):
    """A date as ISO writes it, of 20260315, 2026:03:15 09:30 or 2026-03-15T09:30."""
    digits = "".join(char for char in text[:10] if char.isdecimal() and char.isascii())
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).isoformat()
    except ValueError:
        return ""
