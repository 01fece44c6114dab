"""Questions about phrases: asked from the page of an article, closed here, kept once answered."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import RestrictedError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rights
from articles.admin.text import PlainTextMixin
from articles.contents import working_content
from articles.marks import Mark, marked
from articles.models import Article
from comments import prompts, stamps
from comments.admin.prompt_forms import AskForm, PlaceForm
from comments.models import InlinePrompt

EXCERPT_CHARACTERS = 80
ANSWERED = gettext_lazy(
    "Readers answered it: the phrase and the question stay as they are. It can be closed, then it "
    "takes no more answers."
)


class ArticleAsked(forms.Form):
    article = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class PlaceFilter(admin.SimpleListFilter):
    """Which lost their phrase when a text changed."""

    title = gettext_lazy("phrase")
    parameter_name = "lost"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("Text changed since")), ("no", gettext_lazy("In its place"))]

    def queryset(self, request, asked):
        chosen = {"yes": False, "no": True}.get(self.value())
        return asked if chosen is None else asked.filter(lost_at__isnull=chosen)


@admin.register(InlinePrompt)
class PromptAdmin(PlainTextMixin, admin.ModelAdmin):
    """For those who may change the article: editors all, authors their own."""

    change_form_template = "admin/comments/inlineprompt/change_form.html"
    list_display = ["asked", "phrase", "article", "state", "answers", "is_open", "created_at"]
    list_filter = [PlaceFilter, "is_open", "created_at"]
    list_select_related = ["article"]
    search_fields = ["quote", "question", "article__headline"]
    search_help_text = gettext_lazy("Phrase, question or headline")
    ordering = ["-pk"]
    actions = None
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request):
        seen = Article.objects.visible_to(request.user).values("pk")
        return prompts.with_numbers(super().get_queryset(request).filter(article__in=seen))

    def has_view_permission(self, request, obj=None):
        may_view = super().has_view_permission(request, obj)
        return may_view and (obj is None or rights.may_view(request.user, obj.article))

    def has_change_permission(self, request, obj=None):
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or rights.may_edit(request.user, obj.article))

    def has_delete_permission(self, request, obj=None):
        """Not what was answered: answers keep what they are about."""
        may_delete = super().has_delete_permission(request, obj)
        if not may_delete or obj is None:
            return may_delete
        return rights.may_edit(request.user, obj.article) and not obj.answers.exists()

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["quote", "place", "prefix", "suffix", "question", "is_open"]
        shown = ["article_link", "quote", "state", "place", "question", "is_open", "answers"]
        if not self.has_change_permission(request, obj):
            shown.remove("place")
        if obj.lost_at:
            shown.insert(3, "lost_at")
        return [*shown, "asked_by", "created_at"]

    def get_fieldsets(self, request, obj=None):
        is_answered = obj is not None and obj.answers.exists()
        about = {"description": ANSWERED} if is_answered else {}
        return [(None, {"fields": self.get_fields(request, obj), **about})]

    def get_readonly_fields(self, request, obj=None):
        """The answers answered the question as it is."""
        if obj is None:
            return []
        kept = ["question"] if obj.answers.exists() else []
        kept += ["asked_by", "created_at", "lost_at"]
        return ["article_link", "quote", "state", "answers", *kept]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, form=PlaceForm if obj else AskForm, **kwargs)
        form.article = obj.article if obj else request.asked_article
        return form

    def add_view(self, request, form_url="", extra_context=None):
        """Only with an article: without one the way leads to the list of them."""
        request.asked_article = article = self._asked_article(request)
        if not self.has_add_permission(request):
            raise PermissionDenied
        if article is None:
            self.message_user(request, _("Open the article: its page has a link to ask."))
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        if not rights.may_edit(request.user, article):
            raise PermissionDenied
        text = _text_with_marks(article)
        shown = {"title": _("Ask about a phrase"), "article": article, "text": text}
        return super().add_view(request, form_url, (extra_context or {}) | shown)

    def _asked_article(self, request):
        form = ArticleAsked(request.GET)
        seen = Article.objects.visible_to(request.user).select_related("pending")
        return seen.filter(pk=form.cleaned_data["article"]).first() if form.is_valid() else None

    def render_change_form(self, request, context, *args, **kwargs):
        """Another one is asked from its article."""
        context |= {"show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.asked_by = request.user
        prompts.keep(obj)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except RestrictedError:
            self.message_user(request, ANSWERED, messages.ERROR)
            address = reverse("admin:comments_inlineprompt_change", args=[object_id])
            return HttpResponseRedirect(address)

    def delete_model(self, request, obj):
        """Locked, so that no answer comes between looking and deleting."""
        InlinePrompt.objects.select_for_update().get(pk=obj.pk)
        super().delete_model(request, obj)
        stamps.prompts_changed(obj.article_id)

    def response_post_save_add(self, request, obj):
        address = reverse("admin:articles_article_change", args=[obj.article_id])
        return HttpResponseRedirect(address)

    @admin.display(description=gettext_lazy("question"))
    def asked(self, prompt):
        return _excerpt(prompt.question) or _("Marked by a reader")

    @admin.display(description=gettext_lazy("phrase"), ordering="quote")
    def phrase(self, prompt):
        return format_html("<bdi>“{}”</bdi>", _excerpt(prompt.quote))

    @admin.display(description=gettext_lazy("article"))
    def article_link(self, prompt):
        address = reverse("admin:articles_article_change", args=[prompt.article_id])
        return format_html('<a href="{}">{}</a>', address, prompt.article)

    @admin.display(description=gettext_lazy("state"), ordering="lost_at")
    def state(self, prompt):
        return _("Text changed since") if prompt.lost_at else _("In its place")

    @admin.display(description=gettext_lazy("answers"))
    def answers(self, prompt):
        if not prompt.answers_number:
            return "–"
        text = ngettext("%(number)d answer", "%(number)d answers", prompt.answers_number)
        address = f"{prompt.article.get_absolute_url()}?show=inline&prompt={prompt.pk}#comments"
        return format_html('<a href="{}">{}</a>', address, text % {"number": prompt.answers_number})


def _excerpt(text):
    return Truncator(text).chars(EXCERPT_CHARACTERS)


def _text_with_marks(article):
    """The text as the newsroom works on it, with what is asked already."""
    body = working_content(article)["body"]
    asked = InlinePrompt.objects.filter(article=article)
    marks = [Mark(prompt.pk, prompt.phrase) for prompt in asked]
    return SafeString(marked(body, marks))
