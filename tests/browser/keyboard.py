"""A person without a mouse: goes on by Tab, acts by keys, sees where the focus is."""

import pytest

FARTHEST = 120
HAS_FOCUS = "each => each === document.activeElement"
# Somebody who knows the page goes the shorter way round.
IS_NEARER_BACKWARDS = """each => {
    const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
    const ahead = stops.indexOf(each) - stops.indexOf(document.activeElement);
    return (ahead + stops.length) % stops.length > stops.length / 2;
}"""


class Keyboard:
    def __init__(self, page):
        self.page = page
        self.press, self.type = page.keyboard.press, page.keyboard.type

    def go_to(self, target, *, key=""):
        """Press a key, by itself Tab or Shift and Tab, until the focus is there."""
        element = target.element_handle()
        key = key or ("Shift+Tab" if element.evaluate(IS_NEARER_BACKWARDS) else "Tab")
        for _step in range(FARTHEST):
            if element.evaluate(HAS_FOCUS):
                return
            self.press(key)
        pytest.fail(f"{key} does not lead to {target}")

    def labelled(self, label, **how):
        target = self.page.get_by_label(label, **{"exact": True} | how)
        self.go_to(target)
        return target

    def write(self, label, text, **how):
        self.labelled(label, **how)
        self.press("Control+a")
        self.type(text)

    def choose(self, label, option):
        """An entry of a list, by its first letters."""
        self.labelled(label)
        self.type(option)

    def choose_round(self, legend, option):
        """One of a group of round buttons: Tab stops at the group, arrows go on in it."""
        group = self.page.get_by_role("group", name=legend)
        self.go_to(group.get_by_role("radio", checked=True))
        self.go_to(group.get_by_role("radio", name=option), key="ArrowDown")

    def tick(self, label, **how):
        self.labelled(label, **how)
        self.press("Space")

    def push(self, name, *, role="button", exact=True):
        """A button or link that leads to another page."""
        self.go_to(self.page.get_by_role(role, name=name, exact=exact).last)
        with self.page.expect_navigation():
            self.press("Enter")

    def follow(self, name, **how):
        self.push(name, **{"role": "link"} | how)
