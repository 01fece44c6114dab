"""The pages of the checkout, so that a browser can pay, and a small desk for trying things out."""

from html import escape

PAGE = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<h1>{title}</h1>{content}</html>"""
BUTTON = (
    '<form method="post" action="{action}"><button name="do" value="{do}">{label}</button></form>'
)
# What can be done to each kind of object at the desk.
DESK = {
    "charge": ["refund", "dispute"],
    "dispute": ["win", "lose"],
    "refund": ["fail_refund"],
    "subscription": ["renew", "fail_renewal", "end"],
}


class Pages:
    def page(self, method, path, given):
        """(status, text, headers) of an address that is no part of the API."""
        with self.store.lock:
            name, _slash, ref = path.rpartition("/")
            found = self.store.objects.get(ref)
            if name == "/c/pay" and found:
                return self._checkout(method, found, given.get("do"))
            if name == "/p/session" and found:
                return self._shown("Change your card", "<p>A card would be changed here.</p>")
            if method == "POST" and found and given.get("do") in DESK.get(found["object"], ()):
                getattr(self, given["do"])(found)
                self.push_soon()
                return self._redirect("/")
            if path == "/":
                return self._shown("Stand-in for the card provider", self._desk())
        return 404, "Not found", PAGE

    def _checkout(self, method, session, what):
        if method == "POST" and what == "back":
            return self._redirect(session["cancel_url"])
        if session["status"] != "open":
            return self._shown("This page is over", "<p>Nothing can be paid here any more.</p>")
        if method == "POST" and what == "pay":
            self.pay(session)
            self.push_soon()
            address = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
            return self._redirect(address)
        declined = ""
        if method == "POST" and what == "decline":
            self.decline(session)
            self.push_soon()
            declined = "<p>Your card was declined.</p>"
        return self._shown("Pay", declined + self._lines(session) + self._buttons(session))

    def _lines(self, session):
        lines = "".join(
            f"<li>{escape(line['name'])}: {line['amount'] / 100:.2f}</li>"
            for line in session["_lines"]
        )
        total = f"{session['amount_total'] / 100:.2f} {session['currency'].upper()}"
        often = " each month" if session["mode"] == "subscription" else ""
        return f"<ul>{lines}</ul><p>{total}{often}</p>"

    def _buttons(self, session):
        words = {"pay": "Pay", "decline": "Decline", "back": "Back"}
        action = f"/c/pay/{session['id']}"
        return "".join(
            BUTTON.format(action=action, do=do, label=label) for do, label in words.items()
        )

    def _desk(self):
        rows = []
        for found in reversed(self.store.objects.values()):
            doings = DESK.get(found["object"])
            if doings:
                about = (
                    f"{found['object']} {found['id']} {found['status']} {found.get('amount', '')}"
                )
                buttons = "".join(
                    BUTTON.format(action=f"/{found['id']}", do=do, label=do) for do in doings
                )
                rows.append(f"<li>{escape(about)} {buttons}</li>")
        return f"<ul>{''.join(rows)}</ul>" if rows else "<p>Nothing was paid yet.</p>"

    def _shown(self, title, content):
        return 200, SHELL.format(title=title, content=content), PAGE

    def _redirect(self, address):
        return 303, "", {"Location": address}
