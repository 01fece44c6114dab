"""Every page and state of moderation, for moderators and readers, on every screen."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from comments import appeals, cases
from comments.claims import claim
from comments.models import Finding, Sanction
from comments.reports import report
from tests.browser.checks import LIGHT, PHONE, THEMES, expect_fit, walk
from tests.browser.desk import card, enter, make_moderator, make_waiting, open_reasons, person
from tests.factories import make_article, make_comment, make_member, reject

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"list": "House words", "version": 1, "words": ["glimbo"], "places": [[2, 8]]}
NOTICE = {"law": "Marsh Act, paragraph 5", "explanation": "It names a house."}


@pytest.fixture
def desk():
    """Work of all kinds for a moderator: {what: comment, case, person}."""
    article = make_article(headline="The river leaves its bed between the mill and the harbour")
    member, other = make_member(username="nele.w"), make_moderator("Lena Orst")
    texts = "A glimbo and a second glimbo, https://board.example/mill", "Birch", "Cedar"
    waiting = make_waiting(article, *texts, author=member)
    found = dict(zip(("words", "claimed", "plain"), waiting, strict=True))
    Finding.objects.create(comment=found["words"], rule="words", outcome="hold", evidence=WORDS)
    claim(found["claimed"], other)
    root = make_comment(article, text="Where does the ferry land?", name="Otto")
    by_member = {"author": member, "name": "nele.w"}
    found["reported"] = make_comment(parent=root, **by_member)
    found["reported"].edit_text("It lands at the mill, says the glimbo board.")
    for code in ("abuse", "hate"):
        report(found["reported"], uuid4(), code=code, text="Calls me a dam.")
    found["rejected"] = make_comment(article, text="Trees.", **by_member)
    reject(found["rejected"], by=other, reason="Not about ferries.")
    appeals.lodge(found["rejected"], "They stand at the landing.")
    found["case"] = cases.open_case(root, name="Mira", email="mira@example.com", **NOTICE)
    for kind in ("warning", "hold"):
        Sanction.objects.create(member=member, kind=kind, code="abuse", moderator=other)
    return found | {"article": article, "person": member}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_queue_fits_with_all_that_opens(visit, site, desk, language):
    page = visit("/healthz")
    if language == "ar":
        page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    themes = THEMES if language == "en" else LIGHT
    enter(page, make_moderator(), "/moderation/?queue=pending")
    card(page, desk["plain"]).locator("[data-person]").click()
    expect(person(page).locator(".drawer__ladder")).to_have_count(1)
    person(page).locator("summary").click()
    card(page, desk["plain"]).get_by_role("checkbox").check()
    card(page, desk["claimed"]).locator("[data-claim] button").click()
    page.locator(".search__more > summary").click()
    open_reasons(page, desk["words"])
    expect_fit(page, themes=themes)

    page.goto("/moderation/?queue=reported")
    card(page, desk["reported"]).locator("[data-context]").click()
    expect(card(page, desk["reported"]).locator(".card__thread")).to_be_visible()
    page.locator("[name=action][value=spam]").first.click()
    expect(page.locator("[data-done]")).to_be_visible()
    page.locator("#keys-help").evaluate("help => help.showPopover()")
    expect_fit(page, themes=themes)


def test_the_other_pages_of_the_desk_fit(visit, desk):
    page = visit("/healthz")
    enter(page, make_moderator(), "/healthz")
    walk(
        page,
        f"/moderation/comments/{desk['reported'].pk}/",
        f"/moderation/people/member/{desk['person'].pk}/?show=account",
        f"/moderation/cases/{desk['case'].reference}/",
        "/moderation/appeals/",
    )
    walk(
        page,
        "/moderation/?queue=rejected",
        "/moderation/?queue=approved&q=nothing",
        f"/moderation/people/member/{desk['person'].pk}/?show=notes",
        "/moderation/cases/",
        "/moderation/recent/",
        "/moderation/rehearse/",
        widths=[PHONE],
        themes=LIGHT,
    )
    page.goto(desk["article"].get_absolute_url())
    box = page.locator(f"#comment-{desk['reported'].pk} > .comment__box")
    page.set_viewport_size({"width": 1280, "height": 900})
    box.get_by_role("link", name="Moderate").click()
    box.locator("[data-reject] > summary").click()
    expect_fit(page, widths=[PHONE], themes=LIGHT)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_readers_see_of_moderation_fits(visit, site, desk, language):
    page = visit("/healthz")
    if language == "ar":
        page.context.add_cookies([{"name": "language", "value": "ar", "url": site}])
    which = {} if language == "en" else {"themes": LIGHT, "widths": [PHONE]}
    other = make_comment(desk["article"], text="At seven.")
    enter(page, desk["person"], "/healthz")
    walk(
        page,
        f"/comments/{other.pk}/report/",
        f"/comments/{other.pk}/illegal/",
        f"/comments/notices/{desk['case'].reference}/",
        "/comments/moderation/",
        "/comments/mine/",
        f"/comments/{desk['rejected'].pk}/appeal/",
        f"/comments/warnings/{desk['person'].sanctions.get(kind='warning').pk}/",
        **which,
    )
