"""What an article needs before readers may see it, and what would make it better."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Check:
    """One line of the checklist. `field` is the form field it is about; `reason` says what is missing."""

    code: str
    reason: str
    is_met: bool
    is_hard: bool = True
    field: str = ""


def checks(article, images=None):
    """Every line, hard gates first. `images` are those the article shows (default: asked for)."""
    images = pictures_of(article) if images is None else images
    yield Check(
        "headline", _("The headline is missing."), bool(article.headline.strip()), field="headline"
    )
    yield Check("section", _("The section is missing."), bool(article.section_id), field="section")
    for image in images:
        for sentence in image.missing_rights():
            yield Check("picture", sentence, False, field="lead_image")


def missing(article):
    """The hard gates that are not met."""
    return [check for check in checks(article) if check.is_hard and not check.is_met]


def pictures_of(article):
    """The pictures at the top and in the text, as the object says now, saved or not."""
    from articles.models import MapImage
    from articles.placing import picture_keys

    keys = [article.lead_image_id, *picture_keys(article.body)]
    found = MapImage.objects.in_bulk([key for key in keys if key])
    return [found[key] for key in dict.fromkeys(keys) if key in found]
