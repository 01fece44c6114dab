"""manage.py tick clears away what nobody needs any more."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone


def test_sessions_that_ended_are_forgotten(db):
    for name, days in (("ended", -1), ("running", 1)):
        until = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=name, session_data="", expire_date=until)
    call_command("tick")
    assert [session.session_key for session in Session.objects.all()] == ["running"]
