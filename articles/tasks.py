"""What is done in the background: the files of pictures, and what is left of replaced ones."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from articles.models import MapImage, ReplacedFile

RETRY_AFTER = timedelta(minutes=2)
# Pages that were cached with the former files must be able to show them.
KEPT_AFTER_REPLACING = timedelta(hours=24)
AT_ONCE = 20
# A picture takes seconds: mail that somebody waits for goes before all that are asked for.
LATER = -50


@task()
def make_files(pk):
    """Write the files of a picture; repeating it does no harm."""
    image = MapImage.objects.filter(pk=pk).first()
    return bool(image and image.make_files())


def ask_for_files(pk):
    """Have the files of a picture made when nothing more urgent waits, where queues know of that."""
    ranks = make_files.get_backend().supports_priority
    (make_files.using(priority=LATER) if ranks else make_files).enqueue(pk)


def make_missing_files():
    """Ask again for files that were asked for some time ago: a worker was stopped, a queue lost."""
    now = timezone.now()
    waiting = MapImage.objects.filter(
        files_state=MapImage.Files.WAITING, files_wanted_at__lt=now - RETRY_AFTER
    )
    keys = list(waiting.order_by("files_wanted_at").values_list("pk", flat=True)[:AT_ONCE])
    MapImage.objects.filter(pk__in=keys).update(files_wanted_at=now)
    for pk in keys:
        ask_for_files(pk)
    return len(keys)


def forget_replaced_files():
    """Remove served files a day after they were replaced; the uploaded ones are history and stay."""
    rows = ReplacedFile.objects.filter(replaced_at__lt=timezone.now() - KEPT_AFTER_REPLACING)
    due = list(rows.exclude(served=[])[:AT_ONCE])
    for row in due:
        row.forget_served()
    return len(due)
