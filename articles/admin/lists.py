"""The list of articles: what stands where, who waits for whom, and what is done to several at once."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from articles import rights
from articles.admin import verbs
from articles.models import Article
from articles.writing import Conflict

SCHEDULED = pgettext_lazy("state of an article", "Scheduled")


class StateFilter(admin.SimpleListFilter):
    """What the clock makes of status and time."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        states = list(Article.Status.choices)
        return [*states[:3], ("scheduled", SCHEDULED), *states[3:]]

    def queryset(self, request, articles):
        state, now = self.value(), timezone.now()
        if state == "scheduled":
            return articles.filter(status=Article.Status.PUBLISHED, published_at__gt=now)
        if state == Article.Status.PUBLISHED:
            return articles.published(now)
        return articles.filter(status=state) if state in Article.Status.values else articles


class YesFilter(admin.SimpleListFilter):
    """One thing to tick: all, or those of which it is true."""

    label = ""

    def lookups(self, request, model_admin):
        return [("1", self.label)]


class ChangesFilter(YesFilter):
    title = _("changes")
    parameter_name = "changes"
    label = _("Wait to be published")

    def queryset(self, request, articles):
        return articles.filter(pending__isnull=False) if self.value() else articles


class MineFilter(YesFilter):
    title = _("whose")
    parameter_name = "mine"
    label = _("Mine")

    def queryset(self, request, articles):
        return articles.owned_by(request.user) if self.value() else articles


class RowForm(forms.ModelForm):
    """One row of the list: compared with what the editor saw, not with what is there by now."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_featured = forms.BooleanField(
        label=_("lead story"), required=False, show_hidden_initial=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        label = _("Lead story: %(headline)s") % {"headline": self.instance.headline}
        self.fields["is_featured"].widget.attrs["aria-label"] = label

    def has_changed(self):
        return "is_featured" in self.changed_data


class ArticleListMixin:
    """Columns, filters and actions."""

    list_display = ["headline", "badge", "section", "people", "when", "saved", "is_featured"]
    list_editable = ["is_featured"]
    list_filter = [StateFilter, MineFilter, ChangesFilter, "section", "language"]
    list_select_related = ["section", "owner"]
    list_per_page = 50
    date_hierarchy = "published_at"
    search_fields = ["headline", "slug", "standfirst", "authors__name"]
    actions = ["approve", "publish", "unpublish"]

    @admin.display(description=_("state"), ordering="status")
    def badge(self, article):
        text = SCHEDULED if article.is_scheduled else article.get_status_display()
        marks = [(article.state, text)]
        if article.pending_id:
            marks.append(("changes", _("Changes wait")))
        if article.is_embargoed:
            marks.append(("embargo", _("Embargo")))
        return format_html_join(" ", '<span class="state state--{}">{}</span>', marks)

    @admin.display(description=_("by"))
    def people(self, article):
        names = [line["name"] for line in article.byline_rows]
        names = list(dict.fromkeys(names)) or [article.owner or ""]
        return format_html_join(", ", "<bdi>{}</bdi>", ([name] for name in names))

    @admin.display(description=_("out"), ordering="published_at")
    def when(self, article):
        return short(article.published_at)

    @admin.display(description=_("saved"), ordering="saved_at")
    def saved(self, article):
        return short(article.saved_at)

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, form=RowForm, **kwargs)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if not rights.may_feature(request.user):
            changelist.list_editable = ()
        return changelist

    def save_related(self, request, form, formsets, change):
        if not isinstance(form, RowForm):
            return super().save_related(request, form, formsets, change)
        is_featured, seen = form.cleaned_data["is_featured"], form.cleaned_data["version"]
        article = form.instance
        return article.feature(
            is_featured, seen=-1 if seen is None else seen, by=request.user, origin="list"
        )

    def changelist_view(self, request, extra_context=None):
        """The rows are saved together or, when one of them is stale, not at all."""
        try:
            return super().changelist_view(request, extra_context)
        except Conflict as conflict:
            text = _(
                "Nothing was saved: somebody else changed “%(headline)s” since you opened the "
                "list. Look at it as it is now, then choose again."
            )
            values = {"headline": conflict.article.headline}
            self.message_user(request, text % values, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def has_approve_permission(self, request):
        return request.user.has_perm("articles.approve_article")

    def has_publish_permission(self, request):
        return rights.may_plan(request.user)

    def has_unpublish_permission(self, request):
        return request.user.has_perm("articles.unpublish_article")

    @admin.action(permissions=["approve"], description=_("Approve the selected articles"))
    def approve(self, request, articles):
        count = self._do_with_each(request, articles, "approve")
        text = ngettext("%(count)d article is approved.", "%(count)d articles are approved.", count)
        self._say(request, text, count)

    @admin.action(permissions=["publish"], description=_("Publish the selected articles now"))
    def publish(self, request, articles):
        count = self._do_with_each(request, articles, "publish")
        text = ngettext(
            "%(count)d article is published.", "%(count)d articles are published.", count
        )
        self._say(request, text, count)

    @admin.action(permissions=["unpublish"], description=_("Unpublish the selected articles"))
    def unpublish(self, request, articles):
        count = self._do_with_each(request, articles, "unpublish")
        text = ngettext(
            "%(count)d article is no longer public.",
            "%(count)d articles are no longer public.",
            count,
        )
        self._say(request, text, count)

    def _do_with_each(self, request, articles, verb):
        """How many it was done to; the others are named with what stands in the way."""
        done = 0
        for article in articles.order_by("pk"):
            try:
                verbs.do_asked(article, verb, request.user, origin="list")
            except ValidationError as error:
                values = {"headline": article.headline, "reasons": " ".join(error.messages)}
                text = _("“%(headline)s” stays as it is: %(reasons)s") % values
                self.message_user(request, text, messages.ERROR)
            else:
                done += 1
                self.log_change(request, article, [{"changed": {"fields": ["status"]}}])
        return done

    def _say(self, request, text, count):
        if count:
            self.message_user(request, text % {"count": count}, messages.SUCCESS)


def short(at):
    """A time as short as a column has room for, in the site's zone."""
    if at is None:
        return ""
    at = timezone.localtime(at)
    return formatted(at, "j M, H:i" if at.year == timezone.localtime().year else "j M Y, H:i")
