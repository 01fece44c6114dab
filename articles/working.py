"""Unsaved work: what each editor's browser keeps here by itself, and what a refused save held.

Nothing here touches an article or its revisions; nobody but its writer sees a copy.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.contents import content_of, normal, working_content
from articles.models import Event, Presence, WorkingCopy

KEPT_DAYS = 30
MOST_RESCUES = 20
SEEN_SECONDS = 45
WRITING_SECONDS = 60
PRESENCE_HOURS = 1
AUTOSAVE, RESCUE = WorkingCopy.Kind.AUTOSAVE, WorkingCopy.Kind.RESCUE


def keep(user, article, content, version):
    """Replace this person's autosave of an article, or of the one that was never saved (None)."""
    rows = WorkingCopy.objects.filter(user=user, article=article, kind=AUTOSAVE)
    state = {"content": content, "version": version, "saved_at": timezone.now()}
    if not rows.update(**state):
        copy = WorkingCopy(user=user, article=article, kind=AUTOSAVE, **state)
        WorkingCopy.objects.bulk_create([copy], ignore_conflicts=True)
    return state["saved_at"]


@transaction.atomic
def rescue(user, article, content, version):
    """Keep what a refused save held; the same text again is the same copy."""
    copies = WorkingCopy.objects.filter(user=user, article=article, kind=RESCUE)
    for copy in copies.filter(version=version):
        if copy.content == content:
            copies.filter(pk=copy.pk).update(saved_at=timezone.now())
            return copy
    copy = copies.create(user=user, article=article, kind=RESCUE, content=content, version=version)
    old = copies.order_by("-saved_at", "-pk").values_list("pk", flat=True)[MOST_RESCUES:]
    WorkingCopy.objects.filter(pk__in=list(old)).delete()
    return copy


def drop_autosave(user, article):
    """After a save: what the browser kept is in the article now."""
    WorkingCopy.objects.filter(user=user, article=article, kind=AUTOSAVE).delete()


def copies_to_offer(user, article):
    """This person's copies that say something else than the article does, newest first."""
    copies = WorkingCopy.objects.filter(user=user, article=article).order_by("-saved_at", "-pk")
    copies = list(copies[: MOST_RESCUES + 1])
    if not copies or article is None:
        return copies
    current = normal(working_content(article))
    return [copy for copy in copies if copy.content != current]


def base_of(article, version):
    """The content that somebody saw who opened the article at a version."""
    seen = article.revisions.filter(version__lte=version).order_by("-version").first()
    if seen and seen.version < version and _was_discarded(seen):
        editions = article.revisions.filter(version__lt=seen.version, edition__isnull=False)
        seen = editions.order_by("-version").first()
    first = seen or article.revisions.order_by("version").first()
    return normal(first.content if first else content_of(article))


def _was_discarded(revision):
    """True when its changes never came out, and the text before it went on."""
    discarded = revision.article.events.filter(action=Event.Action.DISCARDED)
    return revision.edition is None and discarded.filter(revision=revision).exists()


def note_presence(user, article):
    """This person has the article open now."""
    Presence.objects.bulk_create(
        [Presence(user=user, article=article, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["article", "user"],
        update_fields=["seen_at"],
    )


def leave(user, article):
    Presence.objects.filter(user=user, article=article).delete()


def others(user, article):
    """Who else has the article open, by name; `is_writing` of those with unsaved work."""
    now = timezone.now()
    unsaved = WorkingCopy.objects.filter(
        user=OuterRef("user"),
        article=article,
        kind=AUTOSAVE,
        saved_at__gte=now - timedelta(seconds=WRITING_SECONDS),
    )
    seen = Presence.objects.filter(
        article=article, seen_at__gte=now - timedelta(seconds=SEEN_SECONDS)
    )
    return list(
        seen.exclude(user=user)
        .select_related("user")
        .annotate(is_writing=Exists(unsaved))
        .order_by("user__first_name", "user__last_name", "user__username")
    )


def forget_working_copies():
    """Delete copies that nobody came back to; how many there were."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    return WorkingCopy.objects.filter(saved_at__lt=limit).delete()[0]


def forget_presences():
    """Delete the traces of who was here; how many there were."""
    limit = timezone.now() - timedelta(hours=PRESENCE_HOURS)
    return Presence.objects.filter(seen_at__lt=limit).delete()[0]
