"""The outbox in the admin: looked at, tried again, never written by hand."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import BooleanField, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from newsportal.logs import TOKEN
from newsportal.models import OutgoingMail
from newsportal.tasks import wake_delivery

UNSENT = Q(sent_at=None, given_up_at=None)
STATES = {
    "waiting": (pgettext_lazy("mail", "Waiting"), UNSENT & Q(error="")),
    "failing": (gettext_lazy("Not sent yet, tried again"), UNSENT & ~Q(error="")),
    "sent": (gettext_lazy("Sent"), Q(sent_at__isnull=False)),
    "given_up": (pgettext_lazy("mail", "Given up"), Q(sent_at=None, given_up_at__isnull=False)),
}


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(name, label) for name, (label, _rows) in STATES.items()]

    def queryset(self, request, queryset):
        known = STATES.get(self.value())
        return queryset.filter(known[1]) if known else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin):
    list_display = ["written_at", "subject", "receiver", "state", "tries", "error"]
    list_filter = [StateFilter, "priority"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 50
    search_fields = ["=to", "subject"]
    fields = ["subject", "receiver", "state", "priority", "written_at", "due_at", "sent_at"]
    fields += ["given_up_at", "tries", "error", "words"]
    readonly_fields = fields
    actions = ["try_again"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Whole addresses are for administrators."""
        is_whole = Value(request.user.is_superuser, BooleanField())
        return super().get_queryset(request).annotate(shows_address=is_whole)

    @admin.display(description=gettext_lazy("to"), ordering="to")
    def receiver(self, mail):
        return mail.to if mail.shows_address else shortened(mail.to)

    @admin.display(description=gettext_lazy("state"))
    def state(self, mail):
        return STATES[state_of(mail)][0]

    @admin.display(description=gettext_lazy("text"))
    def words(self, mail):
        """As text alone. What lets somebody into an account is nobody else's."""
        if mail.priority == OutgoingMail.Priority.AWAITED:
            return _("Not shown: it may hold a personal link.")
        return TOKEN.sub("***", mail.text)

    @admin.action(permissions=["view"], description=gettext_lazy("Try again now"))
    def try_again(self, request, chosen):
        number = 0
        with transaction.atomic():
            for mail in chosen.select_for_update(of=["self"], no_key=True).order_by("pk"):
                if again := try_again(mail):
                    self.log_change(request, mail, "Try again now")
                number += again
            transaction.on_commit(wake_delivery, robust=True)
        sentence = ngettext(
            "%(count)d mail is tried again now.", "%(count)d mails are tried again now.", number
        )
        self.message_user(request, sentence % {"count": number}, messages.SUCCESS)


def try_again(mail):
    """Send it as soon as can be, as if it had never failed; not what was sent, or is being sent."""
    now = timezone.now()
    is_free = Q(taken_until=None) | Q(taken_until__lte=now)
    mine = OutgoingMail.objects.filter(is_free, pk=mail.pk, sent_at=None)
    return mine.update(given_up_at=None, due_at=now, tries=0)


def state_of(mail):
    if mail.sent_at:
        return "sent"
    if mail.given_up_at:
        return "given_up"
    return "failing" if mail.error else "waiting"


def shortened(address):
    """Enough to recognise somebody by whom one knows: r…@news.example."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
