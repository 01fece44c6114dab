"""Log lines that can't be forged by what somebody typed."""

import logging


class WithoutTraceback(logging.Filter):
    """What Django refuses (a forged host, a broken cookie) is one line: nobody can fill the log."""

    def filter(self, record):
        record.exc_info = record.exc_text = None
        return True


class LineFormatter(logging.Formatter):
    """One event, one line: control characters in a message are written as escapes."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record):  # noqa: N802 - the name is logging's
        line = super().formatMessage(record)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
