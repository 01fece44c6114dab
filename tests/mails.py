"""Reading the mails that the site sent."""

import re


def link_in(mail):
    """The path of the first link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]
