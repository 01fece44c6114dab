"""Who may do what to which article. The admin asks here, before it offers and before it does."""

from articles.models import Article

EDITED_BY_OWNERS = {Article.Status.DRAFT}
PUBLISHED_BY_OWNERS = {*EDITED_BY_OWNERS, Article.Status.REVIEW, Article.Status.APPROVED}


def owns(user, article):
    """True for who started the article and for those in its byline."""
    if article.owner_id == user.pk:
        return True
    return article.bylines.filter(author__user=user.pk).exists()


def may_view(user, article):
    """True for those who may read it in the newsroom."""
    if not user.has_perm("articles.view_article"):
        return False
    return article.is_readable or user.has_perm("articles.view_draft") or owns(user, article)


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


def may_publish(user, article):
    """True for those who may publish, schedule, and publish changes of it."""
    if user.has_perm("articles.publish_article"):
        return may_edit(user, article)
    return user.has_perm("articles.publish_own") and may_edit(user, article) and owns(user, article)


def may_unpublish(user, article):
    return user.has_perm("articles.unpublish_article")


def may_retract(user, article):
    return user.has_perm("articles.retract_article")


def may_lift_embargo(user, article):
    return user.has_perm("articles.lift_embargo")
