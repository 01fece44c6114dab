"""What an article's page in the newsroom says of the questions about its phrases."""

from django import template

from articles import rights
from comments import prompts

register = template.Library()


@register.inclusion_tag("admin/comments/inlineprompt/_of_article.html", takes_context=True)
def inline_questions(context, article):
    """How many there are, which lost their phrase or are about to, and the way to another."""
    user = context["request"].user
    if not article or not article.pk or not user.has_perm("comments.view_inlineprompt"):
        return {}
    may_ask = user.has_perm("comments.add_inlineprompt") and rights.may_edit(user, article)
    return {"article": article, "may_ask": may_ask, **prompts.numbers_of(article)}
