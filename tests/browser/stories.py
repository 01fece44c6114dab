"""A site with everything that a reader can meet on it, built quickly."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from articles.contents import working_content
from articles.models import Article, Byline, LegendRow, LegendSet, MapImage, ShareLink
from articles.writing import write
from comments.importing import import_thread
from comments.models import Comment
from tests.factories import (
    make_area,
    make_article,
    make_author,
    make_campaign,
    make_comment,
    make_gift,
    make_map,
    make_member,
    make_partner,
    make_section,
    make_topic,
    make_upload,
    make_way,
)

BODY = """
<p>The river left its bed on Tuesday night. <strong>Nobody was hurt.</strong></p>
<h2>What the gauges say</h2><ul><li>Upper town, 3.1 m</li><li>Harbour, 2.4 m</li></ul>
<blockquote><p>We walked along the dyke until morning.</p></blockquote>
<table><tbody><tr><th>Gauge</th><th>Metres</th></tr><tr><td>Harbour</td><td>2.4</td></tr></tbody></table>
<p>More on <a href="https://board.example/levels">the board's own page</a>.</p>
"""
SENTENCES = (
    "The path behind the mill was under water at six. Is it on the map?",
    "> under water at six\n\nAt *seven*, by our clock. See https://board.example/mill",
    "أقيم هنا منذ عشرين عاما ولم أر مثل هذا من قبل.",
    "averyveryverylongwordwithoutanyplacetobreak" * 4,
)

MARKDOWN = """*Perhaps* **not**, @otto. See https://board.example/mill

> We walked along the dyke.

- north side
- south side

Run `measure.sh`:

    measure --gauge=harbour --from=2026-03-01 --to=2026-03-31 --unit=metres --format=table

[spoiler title="The end"]It was the mill.[/spoiler]"""


def write_site(*, language="en"):
    """A lead story with map, legend, partner, topics and a long discussion; a campaign; others."""
    section = make_section(name="Water and coast")
    story = make_article(
        section=section,
        language=language,
        headline="The river leaves its bed between the mill and the harbour",
        kicker="Flood",
        standfirst="Two gauges, one night, and what the map of the dykes did not show.",
        dateline="Lower Marsh",
        body=BODY,
        partner=make_partner(name="Valley Wire", is_exclusive=True),
        lead_image=draw_map(),
        topics=[make_topic(name="Floods"), make_topic(name="Dykes")],
        authors=[make_author(name="Runa Alder")],
        is_featured=True,
    )
    story.bylines.create(author=make_author(name="Otto Birch"), role=Byline.Role.MAP)
    for _other in range(4):
        make_article(section=section, lead_image=story.lead_image)
    discuss(story)
    ask_for_gifts()
    return story


def draw_map(**fields):
    known = {
        "title": "Where the water stood",
        "alt": "The flooded streets between mill and harbour",
        "caption": "Water at midnight, from forty readings along the dyke.",
        "credit": "O. Birch",
        "source": "River board",
        "source_url": "https://board.example/",
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "permission": "own",
        "valid_at": timezone.now(),
    }
    image = MapImage.objects.create_with_file(make_upload(), **known | fields)
    for position, pattern in enumerate(LegendRow.Pattern.values):
        image.legend.create(position=position, pattern=pattern, label=f"Kind {position}")
    return image


def discuss(article):
    """40 comments in 24 threads: the first eight deep, the next with nine answers."""
    start = timezone.now() - timedelta(days=1)
    parents = [None, *range(7), None, *[8] * 9, *[None] * 22]
    rows = [
        _row(number, parent, start + timedelta(minutes=number))
        for number, parent in enumerate(parents)
    ]
    import_thread(article, rows)


def _row(number, parent, created_at):
    is_removed = number == 3
    return {
        "key": number,
        "parent_key": parent,
        "name": f"Reader {number}",
        "text": SENTENCES[number % len(SENTENCES)],
        "status": Comment.Status.REMOVED if is_removed else Comment.Status.VISIBLE,
        "created_at": created_at,
    }


def ask_for_gifts():
    make_gift(make_campaign(goal=5000), 1400, donor_name="Mira", is_public=True, message="Go on.")
    make_way()
    make_way(kind="crypto", name="Bitcoin", details="bc1qexampleexampleexampleexampleexample")


def vote_down(comment, *, times):
    for _voter in range(times):
        comment.cast_vote(uuid4(), -1)


def write_talk():
    """A short discussion in which comments are all that they can be: (article, {what: comment})."""
    article, member = make_article(), make_member(username="otto.birch-hansen")
    first = make_comment(article, author=member, name=member.username, text=MARKDOWN)
    said = {"first": first, "member": make_comment(article, author=member, text="Twice.")}
    said["official"] = make_comment(parent=first, name="The desk", is_official=True)
    said["deep"] = first
    for _step in range(8):
        said["deep"] = make_comment(parent=said["deep"], name="Nele von der Wümme")
    said["long"] = make_comment(article, text="\n\n".join(["A long line of text."] * 40))
    said["low"] = make_comment(article, text="Nobody liked this.")
    vote_down(said["low"], times=6)
    said["long"].feature()
    said["edited"] = make_comment(article, text="The ferry lands at pier four.")
    make_comment(parent=said["edited"])
    said["edited"].edit_text("The ferry lands at pier five.")
    said["gone"] = make_comment(article)
    make_comment(parent=said["gone"])
    said["gone"].reject(code="off_topic", by=None)
    return article, said


def write_newsroom(chief):
    """What newsrooms have before them, and what readers see of it: {what: article, map or link}."""
    known = {"draft": make_unpublished("draft", owner=chief, lead_image=make_map(credit=""))}
    known["review"] = make_unpublished("review")
    known |= draw_two_maps()
    known["live"] = make_corrected(chief, lead_image=known["map"])
    known["old"] = make_article(lead_image=known["older"])
    known["retracted"], known["gone"] = make_article(), make_article()
    known["retracted"].retract(by=chief, text="Both gauges stood in the wrong river.")
    known["gone"].unpublish(by=chief, gone=True)
    known["set"] = LegendSet.objects.create(name="Water")
    known["set"].rows.create(label="Under water", colour="#a3125f")
    known["link"], known["token"] = ShareLink.objects.make(
        known["draft"], by=chief, days=7, name="Nele"
    )
    return known


def make_unpublished(status, **fields):
    known = {"headline": f"The dyke in {status}", "published_at": None}
    return make_article(status=Article.Status(status), body=BODY, **known | fields)


def draw_two_maps():
    """The later of them takes the place of the earlier, of the same area."""
    area = make_area(name="Lower Marsh", slug="lower-marsh", description="Between two dykes.")
    last_week = timezone.now() - timedelta(days=7)
    older = draw_map(area=area, title="Where the water came from", valid_at=last_week)
    return {"area": area, "older": older, "map": draw_map(area=area, supersedes=older)}


def change(article, *, by=None, **fields):
    """What an editor saves."""
    write(article, working_content(article) | fields, by=by)


def make_corrected(editor, **fields):
    """A live article with a correction, and with further changes that wait."""
    article = make_article(headline="The water stands", body=BODY, **fields)
    change(article, by=editor, headline="The water rises")
    text = "It rises: we had read the gauge upside down."
    article.publish_changes(by=editor, kind="correction", text=text, thanks="a reader")
    change(article, by=editor, headline="The water rises again")
    return article
