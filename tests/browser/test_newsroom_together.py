"""Two people at one article: nothing that either wrote is lost."""

import pytest
from playwright.sync_api import expect

from articles.models import Revision, WorkingCopy
from tests.browser.checks import LIGHT, violations
from tests.browser.desk import enter
from tests.browser.steps import both_ways, until
from tests.browser.stories import change
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article():
    return make_article(headline="The ferry stops", status="draft", published_at=None)


@pytest.fixture
def open_form(visit, article):
    """The article's form in front of an editor, whose name is given."""

    def sit_down(name, *, clock=False, **how):
        first, last = name.split()
        page = visit("/healthz", **how)
        if clock:
            page.clock.install()
        editor = make_member(group="Editor", first_name=first, last_name=last)
        enter(page, editor, f"/admin/articles/article/{article.pk}/change/")
        return page

    return sit_down


def save(page):
    page.get_by_role("button", name="Save draft").click()


def headline(page):
    return page.get_by_label("Headline:")


@both_ways
def test_who_saves_second_sees_both_and_chooses(open_form, article, javascript):
    page = open_form("Runa Alder", javascript=javascript)
    change(article, headline="The ferry goes", kicker="Harbour")
    headline(page).fill("The ferry rests")
    save(page)
    expect(page.get_by_role("heading", name="Somebody changed the article")).to_be_visible()
    expect(headline(page)).to_have_value("The ferry rests")
    expect(page.get_by_label("Kicker:")).to_have_value("Harbour")
    if javascript:
        assert violations(page, themes=LIGHT) == []
    page.get_by_label("Take theirs").check()
    save(page)
    expect(page.get_by_text("Somebody changed the article")).to_have_count(0)
    article.refresh_from_db()
    assert (article.headline, article.kicker) == ("The ferry goes", "Harbour")
    assert WorkingCopy.objects.get().content["headline"] == "The ferry rests"


def test_what_was_typed_and_never_saved_is_offered_again(open_form, article):
    page = open_form("Runa Alder", clock=True)
    headline(page).press("End")
    headline(page).press_sequentially(" at noon")
    page.clock.run_for(11_000)
    expect(page.locator("article-autosave")).to_contain_text("not yet saved")
    headline(page).press_sequentially(" sharp")
    other = page.context.new_page()
    page.close()
    until(lambda: "sharp" in WorkingCopy.objects.get().content["headline"])

    other.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(headline(other)).to_have_value("The ferry stops")
    other.get_by_role("link", name="Restore", exact=True).click()
    expect(headline(other)).to_have_value("The ferry stops at noon sharp")
    assert Revision.objects.count() == 0
    save(other)
    expect(other.get_by_role("link", name="Restore", exact=True)).to_have_count(0)
    assert not WorkingCopy.objects.exists()


def test_each_sees_who_else_is_here_and_who_saved(open_form, article):
    page, other = open_form("Runa Alder", clock=True), open_form("Otto Birch")
    page.clock.run_for(16_000)
    here = page.locator("article-presence")
    expect(here).to_contain_text("Otto Birch")
    expect(other.locator("article-presence")).to_contain_text("Runa Alder")
    headline(other).fill("The ferry goes")
    save(other)
    expect(other.locator(".messagelist")).to_be_visible()
    page.clock.run_for(16_000)
    expect(here).to_contain_text("Otto Birch saved a newer version")
