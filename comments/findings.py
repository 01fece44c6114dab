"""Keeps what the pipeline found in a comment, with what was done about it: in the same transaction."""

from django.db import connection

from comments import deciding


def keep(comment, findings, *, code=""):
    """Of a new comment, stored a moment ago with the status that the findings give it."""
    if not findings:
        return
    _store(comment, findings)
    chief = chief_of(findings)
    comment.decisions.create(
        action=chief.outcome,
        old_status=comment.Status.PENDING,
        new_status=comment.status,
        rule=chief.rule,
        code=code,
        decided_at=comment.created_at,
    )


def renew(comment, findings, *, code="", rules=()):
    """Of a comment whose text was replaced: what these rules said of the earlier one is over."""
    comment.findings.using(connection.alias).filter(rule__in=rules).delete()
    if findings:
        _store(comment, findings)
        chief = chief_of(findings)
        deciding.decide(comment, chief.outcome, code=code, rule=chief.rule)


def chief_of(findings):
    """The one that decided: a rejection before what only holds."""
    return next((each for each in findings if each.outcome == "reject"), findings[0])


def _store(comment, findings):
    for finding in findings:
        finding.comment = comment
    comment.findings.using(connection.alias).bulk_create(findings)
