"""Log lines that can't be forged by what somebody typed."""

import logging
import re

# A signed token, as links in mails carry it, and that of a preview link: whoever reads the log must
# not be able to use it.
TOKEN = re.compile(r"[\w-]+:[\w-]+:[\w-]{20,}|(?:(?<=preview/)|(?<=preview%2F))[\w-]{20,}")


class WithoutTraceback(logging.Filter):
    """What Django refuses (a forged host, a broken cookie) is one line: nobody can fill the log."""

    def filter(self, record):
        record.exc_info = record.exc_text = None
        return True


class LineFormatter(logging.Formatter):
    """One event, one line: control characters become escapes, tokens stars."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record):  # noqa: N802 - the name is logging's
        line = TOKEN.sub("***", super().formatMessage(record))
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
