"""What must be so on every page, for every reader: found by axe and by measuring."""

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": STANDARDS}
# A theme changes colours and nothing else.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LIGHT = {"light": EVERYTHING}
THEMES = LIGHT | {"dark": COLOURS}
PHONE, DESK = 390, 1280
SCREENS = (320, PHONE, 768, DESK)
HAS_AXE = "'axe' in window"
AXE = "async (options) => (await axe.run(options)).violations"
# A theme may fade in: colours are looked at once they have arrived.
SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A field's label is hit too. Links in a sentence are as high as its lines: axe checks those.
SMALL_CONTROLS = """least => [...document.querySelectorAll("button, input, select, textarea, summary, .button")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest(".visually-hidden"))
    .map((each) => [each.outerHTML, (each.closest("label") ?? each).getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < least)
    .map(([html, box]) => `${html}: ${box.width} x ${box.height}`)"""


def violations(page, *, widths=(PHONE, DESK), themes=THEMES):
    """What axe objects to: width, theme, rule, places and reasons."""
    found = []
    if not page.evaluate(HAS_AXE):
        page.evaluate(AXE_SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for theme, rules in themes.items():
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            # To look into style sheets axe would write one into the page, which its policy refuses.
            options = {"resultTypes": ["violations"], "runOnly": rules, "preload": False}
            for rule in page.evaluate(AXE, options):
                reasons = [(node["target"], node["failureSummary"]) for node in rule["nodes"]]
                found.append((width, theme, rule["id"], reasons))
    return found


def small_controls(page, least=24):
    """Controls that a finger misses."""
    return page.evaluate(SMALL_CONTROLS, least)


def sideways(page, widths=SCREENS):
    """{width of the screen: by how much the page is wider}."""
    beyond = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if excess := page.evaluate(OVERFLOW):
            beyond[width] = excess
    return beyond


def expect_fit(page, **which):
    """Nothing for axe to object to, nothing cut off at the side, nothing too small to hit."""
    found = violations(page, **which), sideways(page), small_controls(page)
    assert found == ([], {}, []), (page.url, found)


def walk(page, *paths, **which):
    """The same on each of these pages."""
    for path in paths:
        page.goto(path)
        expect_fit(page, **which)


def objections(page):
    """Of axe in both widths, in the dark at the desk; and by how much a phone would scroll."""
    found = violations(page, widths=[PHONE], themes=LIGHT)
    found += list(sideways(page, [PHONE]).items())
    return found + violations(page, widths=[DESK])


def objections_by_page(page, paths, known):
    found = {}
    for path in paths:
        answer = page.goto(path.format(**known))
        assert answer.status in {200, 410}, path
        found[path] = objections(page)
    return {path: objected for path, objected in found.items() if objected}
