"""What donors do, in their words, and what they find there."""

from playwright.sync_api import expect

from tests.browser.steps import until


def fill(page, *, amount="$25", often="Once", way="Card", email="mira@example.com", **words):
    """Fill in the form for a gift; what is not given stays as it is."""
    for choice in filter(None, (often, amount, way)):
        page.get_by_role("radio", name=choice, exact=True).check()
    for label, text in {"Email for the receipt": email, **words}.items():
        page.get_by_label(label).fill(text)


def go_on(page, *, javascript=True):
    """To where it is paid: in one step, or by way of the page on which donors check what they give."""
    onward = page.get_by_role("button", name="Continue to payment")
    if javascript:
        expect(page.locator("[name=token]")).not_to_have_value("")
    else:
        onward.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your gift")
    onward.click()


def give(page, *, javascript=True, **about):
    page.goto("/support/")
    fill(page, **about)
    go_on(page, javascript=javascript)


def pay(page, server):
    """At the card provider's; done once the site was told of it."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay")
    page.get_by_role("button", name="Pay").click()
    page.wait_for_url("**/support/thanks/**")
    until(lambda: is_told(server))
    page.reload()


def is_told(server):
    with server.sending:
        return server.sent == len(server.events)


def raised(page):
    """What the tracker of this page says came in."""
    return page.locator(".goal__raised").first
