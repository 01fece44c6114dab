"""Who may do what to which article. The admin asks here, before it offers and before it does."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article

EDITED_BY_OWNERS = {Article.Status.DRAFT}
UNDECIDED = {Article.Status.DRAFT, Article.Status.REVIEW}


def owns(user, article):
    """True for who started the article and for those in its byline."""
    if article.owner_id == user.pk:
        return True
    return article.bylines.filter(author__user=user.pk).exists()


def may_view(user, article):
    """True for those who may read it in the newsroom."""
    if not user.has_perm("articles.view_article"):
        return False
    return article.is_readable or may_see_drafts(user, article)


def may_see_drafts(user, article):
    """True for those who may read what readers don't: its versions, changes that wait, its log."""
    if not user.has_perm("articles.view_article"):
        return False
    return user.has_perm("articles.view_draft") or owns(user, article)


def may_edit(user, article):
    """True for those who may change its text now."""
    if not user.has_perm("articles.change_article"):
        return False
    if article.is_retracted:
        return user.has_perm("articles.retract_article")
    if user.has_perm("articles.edit_others"):
        return True
    if user.has_perm("articles.publish_own"):
        return article.status != Article.Status.UNPUBLISHED and owns(user, article)
    return article.status in EDITED_BY_OWNERS and owns(user, article)


def may_approve(user, article):
    return user.has_perm("articles.approve_article") and may_edit(user, article)


def may_take_back(user, article):
    """True for writers whose article waits for review: they may go on with it."""
    return user.has_perm("articles.change_article") and owns(user, article)


def may_publish(user, article):
    """True for those who may publish, schedule, and publish changes of it."""
    if user.has_perm("articles.publish_article"):
        return may_edit(user, article)
    return user.has_perm("articles.publish_own") and may_edit(user, article) and owns(user, article)


def may_plan(user, article=None):
    """True for those who may set times; None: an article that they start."""
    if article is not None:
        return may_publish(user, article)
    return user.has_perm("articles.publish_article") or user.has_perm("articles.publish_own")


def may_feature(user, article=None):
    """True for those who choose what leads the front page."""
    return user.has_perm("articles.publish_article")


def may_unpublish(user, article):
    """A retraction is taken away only by those who may retract."""
    return user.has_perm("articles.unpublish_article") and (
        not article.is_retracted or may_retract(user, article)
    )


def may_retract(user, article):
    return user.has_perm("articles.retract_article")


def may_lift_embargo(user, article):
    return user.has_perm("articles.lift_embargo")


def may_see_picture(user, image):
    """True for those who may open a picture's form: writers their own uploads, editors all."""
    return user.has_perm("articles.edit_others") or image.uploaded_by_id == user.pk


def may_change_picture(user, image):
    """Writers leave alone what readers see already, and what was approved as it is."""
    if user.has_perm("articles.edit_others"):
        return True
    if image.uploaded_by_id != user.pk:
        return False
    return not image.placements.exclude(article__status__in=UNDECIDED).exists()


FOR_VERBS = {
    "submit": may_edit,
    "take_back": may_take_back,
    "send_back": may_approve,
    "approve": may_approve,
    "publish": may_publish,
    "schedule": may_publish,
    "unschedule": may_publish,
    "publish_changes": may_publish,
    "discard_changes": may_edit,
    "unpublish": may_unpublish,
    "retract": may_retract,
}


def may(user, verb, article):
    """True when this person may ask for a verb of publishing.py; whether it is possible is its own."""
    return FOR_VERBS[verb](user, article)


def check(user, verb, article):
    """Refuse what this person may not ask for: ValidationError."""
    if not may(user, verb, article):
        raise ValidationError(_("You may not do that with this article as it stands."))


def may_share(user, article):
    """True for those who may make links for somebody outside: who may publish it may show it."""
    return may_publish(user, article)
