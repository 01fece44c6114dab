"""What a browser sends from the newsroom's forms; pass only the fields the test is about."""

from articles.contents import LINKS, TEXTS, working_content
from tests.factories import make_section


def _inline(prefix):
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def article_form(article=None, *, bylines=(), **fields):
    """The article form, filled from an article or with a new draft; `bylines` are (author, role)s."""
    content = working_content(article) if article else {}
    sent = {name: content.get(name) or "" for name in (*TEXTS, *LINKS)}
    if article is None:
        sent |= {"headline": "River rises", "slug": "river-rises", "body": "<p>Text.</p>"}
        sent["section"] = make_section().pk
    sent |= {"version": article.version if article else "", "language": "en"}
    sent["topics"] = content.get("topics", [])
    lines = bylines or [(line["author"], line["role"]) for line in content.get("bylines", [])]
    return sent | byline_rows(lines) | _inline("old_paths") | fields


def byline_rows(lines):
    """The rows of the byline as the form sends them."""
    sent = {"bylines-TOTAL_FORMS": len(lines), "bylines-INITIAL_FORMS": "0"}
    for n, (author, role) in enumerate(lines):
        sent |= {f"bylines-{n}-author": author, f"bylines-{n}-role": role}
    return sent


def publish_at(moment):
    """A time in the two fields of the form."""
    day, time = moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M:%S")
    return {"publish_at_0": day, "publish_at_1": time}


def picture_form(**fields):
    """The form of a map or picture, without a file."""
    sent = {
        "kind": "map",
        "title": "Valley",
        "alt": "A valley",
        "credit": "R. Alder",
        "licence": "CC BY 4.0",
        "focal_x": "50",
        "focal_y": "50",
    }
    return sent | _inline("legend") | fields
