"""Which pictures somebody may put into an article: none that stands only in drafts of others."""

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, MapImage, Placement
from articles.placing import picture_keys

NONE = 'data-file="0"'


def pictures_for(user, images=MapImage.objects):
    """Own uploads, what stands in articles this person may view, and what nobody uses yet."""
    if user.has_perm("articles.view_draft"):
        return images.all()
    placed = Placement.objects.filter(image=OuterRef("pk"))
    seen = placed.filter(article__in=Article.objects.visible_to(user))
    return images.filter(Q(uploaded_by=user.pk) | Exists(seen) | ~Exists(placed))


def without_hidden(user, content):
    """A content that somebody sent, without the pictures they may not choose."""
    lead, body = content["lead_image"], content["body"]
    hidden = _hidden(user, {*picture_keys(body), *([lead] if lead else [])})
    for key in hidden:
        body = body.replace(f'data-file="{key}"', NONE)
    return content | {"body": body, "lead_image": None if lead in hidden else lead}


def only_choosable(user, images):
    hidden = _hidden(user, {image.pk for image in images})
    return [image for image in images if image.pk not in hidden]


def _hidden(user, keys):
    """Those of these keys that stand for a picture they may not choose."""
    if not keys or user.has_perm("articles.view_draft"):
        return set()
    found = MapImage.objects.filter(pk__in=keys)
    return set(found.exclude(pk__in=pictures_for(user).values("pk")).values_list("pk", flat=True))
