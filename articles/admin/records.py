"""What was done and what readers were told: the newsroom's log, and the corrections."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import rights, telling
from articles.admin.text import PlainTextMixin, no_control_characters
from articles.admin.versions import answer, page_of, seen_article
from articles.models import Correction, Event

TOLD = ("kind", "text", "place", "thanks")


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """The log: looked at, never written by hand."""

    list_display = ["at", "action", "about", "by", "origin", "note", "version"]
    list_display_links = None
    list_filter = ["action", "origin", ("by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["article", "by", "revision"]
    search_fields = ["headline", "note"]
    date_hierarchy = "at"
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "article" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("article"), ordering="headline")
    def about(self, event):
        if event.article is None:
            return event.headline
        address = reverse("admin:articles_article_versions", args=[event.article_id])
        return format_html('<a href="{}" dir="auto">{}</a>', address, event.headline)

    @admin.display(description=gettext_lazy("version"))
    def version(self, event):
        if event.article is None or event.revision is None:
            return ""
        address = page_of(event.article, event.revision)
        return format_html('<a href="{}">{}</a>', address, event.revision.version)


class CorrectionForm(forms.ModelForm):
    """What readers are told. A retraction is made by retracting."""

    class Meta:
        model = Correction
        fields = TOLD
        field_classes = {"text": forms.CharField}
        widgets = {
            "kind": forms.RadioSelect,
            "place": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 4, "maxlength": 2000, "dir": "auto"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_retraction = self.instance.kind == Correction.Kind.RETRACTION
        kinds = [
            kind for kind in Correction.Kind.choices if (kind[0] == "retraction") == is_retraction
        ]
        self.fields["kind"].choices = kinds
        for name in ("text", "thanks"):
            self.fields[name].validators.append(no_control_characters)


@admin.register(Correction)
class CorrectionAdmin(PlainTextMixin, admin.ModelAdmin):
    """Corrections are made on their article; here they are found, reworded, taken back."""

    form = CorrectionForm
    fields = [*TOLD, "about", "made_at", "by"]
    readonly_fields = ["about", "made_at", "by"]
    list_display = ["made_at", "kind", "about", "text", "place", "by"]
    list_filter = ["kind", "made_at"]
    list_select_related = ["article", "by"]
    search_fields = ["article__headline", "text", "thanks"]
    actions = None

    def has_add_permission(self, request):
        return False

    def view_on_site(self, correction):
        return correction.get_absolute_url() if correction.article.is_readable else None

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            telling.reword(obj, by=request.user, origin="form")

    def delete_model(self, request, obj):
        telling.take_back(obj, by=request.user, origin="form")

    @admin.display(description=gettext_lazy("article"))
    def about(self, correction):
        address = reverse("admin:articles_article_change", args=[correction.article_id])
        return format_html('<a href="{}" dir="auto">{}</a>', address, correction.article)


def urls(model_admin):
    view = model_admin.admin_site.admin_view(partial(correct, model_admin=model_admin))
    return [path("<int:pk>/correct/", view, name="articles_article_correct")]


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk, model_admin):
    """Tell readers something about a public article without changing its text."""
    article = seen_article(request, pk)
    if not (article.is_readable and rights.may_publish(request.user, article)):
        raise PermissionDenied
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        telling.correct(article, by=request.user, origin="form", **form.cleaned_data)
        messages.success(request, _("Readers see the note now."))
        return redirect("admin:articles_article_change", article.pk)
    back = reverse("admin:articles_article_change", args=[article.pk])
    facts = {"form": form, "title": _("Add a correction"), "back": back}
    status = 422 if form.is_bound else 200
    return answer(model_admin, request, article, "correct", facts, status=status)
