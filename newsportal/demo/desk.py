"""The demo's moderators' desk: what waits, what was reported and decided, appealed, noted."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from comments import reports
from comments.models import (
    Appeal,
    Comment,
    Finding,
    Guest,
    LegalCase,
    Note,
    Report,
    Sanction,
    Ticket,
    WordList,
)
from newsportal.demo import texts


def add_desk(now, articles, accounts):
    """Fill the queues; nothing of it changes what readers see of the well-known discussions."""
    desk = texts.table("desk")
    for row in desk["word_lists"]:
        WordList.objects.create(**row | {"entries": row["entries"].strip()})
    for row in desk["waiting"]:
        _add_waiting(now, articles[row["article"]], row)
    said = {}
    for row in desk["published"]:
        said[row["article"], row["name"]] = _add_published(
            now, articles[row["article"]], row, accounts["moderator"]
        )
    for row in desk["tickets"]:
        _add_ticket(now, articles[row["article"]], row)
    for row in desk["cases"]:
        _add_case(now, said[row["article"], row["of"]], row)
    _add_note(now, desk["note"], said, accounts["moderator"])
    _add_warning(now, desk["warning"], accounts)


def _before(now, row):
    return now - timedelta(minutes=row["minutes"])


def _post(now, article, row, **fields):
    return Comment.objects.post(
        article=article,
        text=row["text"],
        name=row["name"],
        email=row["email"],
        reader=_reader(row["name"]),
        created_at=max(_before(now, row), article.published_at),
        is_news=False,
        **fields,
    )


def _reader(name):
    return uuid5(NAMESPACE_URL, f"https://datum.example/guests/{name}")


def _add_waiting(now, article, row):
    findings = [Finding(outcome=Finding.Outcome.HOLD, **found) for found in row["findings"]]
    _post(now, article, row, status=Comment.Status.PENDING, findings=findings)


def _add_published(now, article, row, moderator):
    comment = _post(now, article, row)
    for number, said in enumerate(row.get("reports", [])):
        _report(now, comment, said, number)
    if "approved" in row:
        comment.approve(by=moderator)
    if rejected := row.get("rejected"):
        decision = comment.reject(
            by=moderator, code=rejected["code"], reason=rejected.get("reason", "")
        )
        if appeal := row.get("appeal"):
            Appeal.objects.create(
                comment=comment,
                decision=decision,
                text=appeal["text"],
                appealed_at=_before(now, appeal),
                against=moderator,
            )
    return comment


def _report(now, comment, said, number):
    """Reported long ago, as the queue shows it."""
    made = reports.report(
        comment, _reader(f"reporter {number}"), code=said["code"], text=said.get("text", "")
    )
    moment = _before(now, said)
    Report.objects.filter(pk=made.pk).update(reported_at=moment)
    waiting = Comment.objects.filter(pk=comment.pk, queued_at__gt=moment)
    waiting.update(queued_at=moment)


def _add_ticket(now, article, row):
    known = {name: row[name] for name in ("quote", "text")}
    Ticket.objects.create(
        article=article, reporter=_reader(row["name"]), opened_at=_before(now, row), **known
    )


def _add_case(now, comment, row):
    known = {name: row[name] for name in ("law", "explanation", "name", "email")}
    LegalCase.objects.create(
        comment=comment,
        address=comment.get_absolute_url(),
        is_in_good_faith=True,
        opened_at=_before(now, row),
        **known,
    )


def _add_note(now, row, said, moderator):
    email = next(comment.email for (_, name), comment in said.items() if name == row["name"])
    Note.objects.create(
        guest=Guest.objects.asking(email),
        text=row["text"],
        moderator=moderator,
        noted_at=_before(now, row),
    )


def _add_warning(now, row, accounts):
    Sanction.objects.create(
        member=accounts[row["username"]],
        kind=Sanction.Kind.WARNING,
        code=row["code"],
        text=row["text"],
        moderator=accounts["moderator"],
        imposed_at=_before(now, row),
        acknowledged_at=_before(now, row) + timedelta(hours=2),
    )
