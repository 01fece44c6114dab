"""What would make an article better; none of it stops anybody."""

from django.template.defaultfilters import date as formatted
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles import attribution, colours
from articles.models.legends import rows_of

MAX_HEADLINE = 110
MIN_WORDS = 100
MAX_ALT = 150
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
SCRIPTS = {"ar": "arabic", "fa": "arabic", "ru": "cyrillic", "en": "latin"}
# First and last letter of the blocks.
BLOCKS = {
    "arabic": ("\u0600", "\u06ff"),
    "cyrillic": ("\u0400", "\u04ff"),
    "latin": ("A", "\u024f"),
}


def hints(article, images, bylines=None):
    """Every hint as (code, label, reason, is_met, field, image)."""
    text = strip_tags(article.body or "")
    for field, label, reason, is_met in (
        _headline(article),
        _standfirst(article),
        _length(text),
        _language(article, text),
        _byline(article, bylines),
        _share(article, images),
    ):
        yield f"{field}_hint", label, reason, bool(is_met), field, None
    for image in images:
        yield from _of_picture(image)


def _headline(article):
    reason = _("The headline has more than %(count)d characters: search engines and cards cut it.")
    is_met = len(article.headline) <= MAX_HEADLINE
    return "headline", _("Length of the headline"), reason % {"count": MAX_HEADLINE}, is_met


def _standfirst(article):
    reason = _("The standfirst is missing: lists and feeds show it.")
    return "standfirst", _("Standfirst"), reason, article.standfirst.strip()


def _length(text):
    reason = _("The text has fewer than %(count)d words.") % {"count": MIN_WORDS}
    return "body", _("Length of the text"), reason, len(text.split()) >= MIN_WORDS


def _language(article, text):
    reason = _("The letters of the text are not those of the language that is set.")
    is_met = _is_written_in(f"{article.headline} {text}", article.language)
    return "language", _("Language"), reason, is_met


def _byline(article, bylines):
    if bylines is None:
        bylines = article.pk and article.bylines.exists()
    return "bylines", _("Byline"), _("Nobody signs the article yet."), bylines


def _share(article, images):
    lead = next((image for image in images if image.pk == article.lead_image_id), None)
    if lead is None:
        reason = _("Without a picture at the top, cards on other sites show none.")
    else:
        reason = _("The picture at the top is smaller than %(width)d × %(height)d.")
        reason %= {"width": SHARE_WIDTH, "height": SHARE_HEIGHT}
    is_met = lead and lead.width >= SHARE_WIDTH and lead.height >= SHARE_HEIGHT
    return "lead_image", _("Picture for sharing"), reason, is_met


def _is_written_in(text, language):
    """True when most letters are of the script of the language, or nothing can be said."""
    found = {
        name: sum(first <= letter <= last and letter.isalpha() for letter in text)
        for name, (first, last) in BLOCKS.items()
    }
    most = max(found, key=found.get)
    return not found[most] or SCRIPTS.get(language[:2], most) == most


def _of_picture(image):
    label = _("Picture “%(title)s”") % {"title": image.title}
    is_map = image.kind == image.Kind.MAP
    for field, reason, is_wanted in (
        (
            "alt",
            _("The alternative text is long: details belong into the description."),
            _is_long(image),
        ),
        (
            "valid_at",
            _("It is not said as of when it shows the state."),
            is_map and not image.valid_at,
        ),
        ("legend_set", _("Some readers can't tell colours of the legend apart."), _mixes(image)),
        _ending("permission_until", _("We may show it until %(day)s."), image),
        _ending("exclusive_until", _("It is exclusive until %(day)s."), image),
    ):
        if is_wanted:
            yield f"{field}_hint", label, attribution.about(image, reason), False, field, image


def _is_long(image):
    return len(image.alt) > MAX_ALT


def _mixes(image):
    return colours.too_close(rows_of(image))


def _ending(field, reason, image):
    day = getattr(image, field)
    return field, reason % {"day": formatted(day, "j E Y")}, attribution.ends_soon(day)
