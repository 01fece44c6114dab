"""What an article needs before readers may see it, and what would make it better."""

from dataclasses import dataclass
from html import unescape
from re import compile as pattern

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import attribution
from articles.hints import hints

FIGURE = pattern(r"<img [^>]*>")
KEY = pattern(r' data-file="(\d{1,18})"')
ALT = pattern(r' alt="([^"]*)"')


@dataclass(frozen=True)
class Check:
    """One line of the checklist: what it is about and, if it is not done, a sentence why.

    `field` is the field of the article's form, or of its picture's when there is an `image`.
    """

    code: str
    label: str
    reason: str
    is_met: bool
    field: str = ""
    image: object = None
    is_hard: bool = True


def missing(article, at=None):
    """The hard gates that are not met, for publication at a moment (default: now)."""
    return [check for check in gates(article, _shown(article), at) if not check.is_met]


def panel(article, bylines=None):
    """The whole list for the form: {"missing", "hints", "done"}.

    `bylines` are those of the form, when the article's own rows say something else.
    """
    shown = _shown(article)
    soft = hints(article, [image for image, _alts in shown], bylines)
    found = [*gates(article, shown), *(Check(*hint, is_hard=False) for hint in soft)]
    return {
        "missing": [check for check in found if check.is_hard and not check.is_met],
        "hints": [check for check in found if not check.is_hard and not check.is_met],
        "done": [check for check in found if check.is_met],
    }


def gates(article, shown, at=None):
    """Every hard gate. `shown` are its pictures with the texts of the places where they stand."""
    for code, label, reason, is_met in (
        ("headline", _("Headline"), _("The headline is missing."), article.headline.strip()),
        ("section", _("Section"), _("The section is missing."), article.section_id),
    ):
        yield Check(code, label, reason, bool(is_met), code)
    on = timezone.localdate(at) if at else None
    for image, alts in shown:
        yield from _gates_of(image, alts, on)


def _gates_of(image, alts, on):
    label = _("Picture “%(title)s”") % {"title": image.title}
    found = attribution.gaps(image, alts=alts, on=on)
    for gap in found:
        reason = attribution.about(image, gap.sentence)
        yield Check(gap.field, label, reason, False, gap.field, image)
    if not found:
        yield Check("picture", label, "", True, "", image)


def _shown(article):
    """[(picture, texts of its places)], the lead first, as the object says now, saved or not."""
    image = article._meta.get_field("lead_image").related_model
    places = {}
    if article.lead_image_id:
        places[article.lead_image_id] = [article.lead_alt]
    for figure in FIGURE.findall(article.body or ""):
        key, alt = KEY.search(figure), ALT.search(figure)
        if key:
            places.setdefault(int(key[1]), []).append(unescape(alt[1]) if alt else "")
    found = image.objects.prefetch_related("legend", "legend_set__rows").in_bulk(list(places))
    return [(found[key], alts) for key, alts in places.items() if key in found]
