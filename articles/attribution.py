"""What must be known of a picture before readers may see it: what it shows, whose it is, why we may."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SOON_DAYS = 30


@dataclass(frozen=True)
class Gap:
    """Something that is not known; `field` is where the picture's form asks for it."""

    field: str
    word: str
    sentence: str


GAPS = {
    "alt": Gap("alt", _("alternative text"), _("The alternative text is missing.")),
    "credit": Gap("credit", _("credit"), _("The credit is missing.")),
    "licence": Gap("licence", _("licence"), _("The licence is missing.")),
    "permission": Gap("permission", _("permission"), _("Why we may show it is not said.")),
    "ended": Gap(
        "permission_until", _("permission ended"), _("The permission to show it has ended.")
    ),
    "legend": Gap("has_no_legend", _("legend"), _("The legend is missing; or tick “no legend”.")),
}


def gaps(image, *, alts=("",), on=None):
    """What misses on a day (default: today). `alts` are its texts where it stands, "" for its own."""
    is_described = image.is_decorative or all((alt or image.alt).strip() for alt in alts)
    is_map = image.kind == image.Kind.MAP
    met = {
        "alt": is_described,
        "credit": image.credit.strip(),
        "licence": image.licence.strip(),
        "permission": image.permission,
        "ended": not has_ended(image, on),
        "legend": not is_map or image.has_no_legend or image.has_legend,
    }
    return [GAPS[name] for name, is_known in met.items() if not is_known]


def about(image, sentence):
    """A sentence with the picture it speaks of, for lists about several."""
    return _("“%(title)s”: %(sentence)s") % {"title": image.title, "sentence": sentence}


def has_ended(image, on=None):
    """True after the last day on which we may show it."""
    return bool(image.permission_until and image.permission_until < (on or timezone.localdate()))


def ends_soon(day):
    """True for a day of the next weeks."""
    return day is not None and 0 <= (day - timezone.localdate()).days <= SOON_DAYS
