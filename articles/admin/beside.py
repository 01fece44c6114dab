"""What the form of a picture shows besides its fields."""

from articles import attribution, choosing, colours
from articles.admin.crops import crops
from articles.models import MapImage
from articles.models.legends import rows_of
from articles.usage import uses


def beside(image, user):
    """The context of templates/admin/articles/mapimage/change_form.html."""
    used = uses(image, user)
    return {
        "crops": crops(image),
        "gaps": attribution.gaps(image),
        "found": _found(image),
        "uses": used,
        "public_uses": len({use.article.pk for use in used if use.article.is_readable}),
        "look_alikes": _unexplained(image, user),
        "pairs": colours.too_close(rows_of(image)),
        "replaced": image.replaced.select_related("by"),
    }


def _unexplained(image, user):
    """Pictures that look the same, without those that are said to be versions of it."""
    alike = choosing.only_choosable(user, MapImage.objects.look_alikes(image))
    return [other for other in alike if image.series is None or other.series != image.series]


def _found(image):
    """What its file said, by the names of the form."""
    names = {field.name: field.verbose_name for field in image._meta.fields}
    kept = image.report.get("kept", {})
    return [{"label": names[name], "text": text} for name, text in kept.items() if name in names]
