"""What a browser sends from the newsroom's forms; pass only the fields the test is about."""

from tests.factories import make_section


def _inline(prefix):
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def article_form(article=None, **fields):
    """The article form, filled from an article or with a new draft."""
    sent = {
        "version": article.saved_at.isoformat() if article else "",
        "headline": article.headline if article else "River rises",
        "slug": article.slug if article else "river-rises",
        "body": article.body if article else "<p>Text.</p>",
        "section": article.section_id if article else make_section().pk,
        "lead_image": article.lead_image_id or "" if article else "",
        "language": "en",
        "status": article.status if article else "draft",
    }
    if article and article.published_at:
        sent["published_at_0"] = article.published_at.strftime("%Y-%m-%d")
        sent["published_at_1"] = article.published_at.strftime("%H:%M:%S")
    return sent | _inline("bylines") | _inline("old_paths") | fields


def picture_form(**fields):
    """The form of a map or picture, without a file."""
    sent = {
        "kind": "map",
        "title": "Valley",
        "alt": "A valley",
        "credit": "R. Alder",
        "licence": "CC BY 4.0",
    }
    return sent | _inline("legend") | fields
