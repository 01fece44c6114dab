"""How the article form is filled and saved: through `writing`, and with the verb that was asked for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import choosing, contents, rights, writing
from articles.admin import conflicts, planning, verbs
from articles.admin.bylines import BylineFormSet
from articles.admin.forms import CHANGED_MEANWHILE
from articles.admin.status import outcome
from articles.models import WorkingCopy

TIME_NOT_SET = gettext_lazy("The time is not set yet: “Schedule” sets it.")


class Refused(Exception):
    """The whole save is taken back; the form comes back with what was typed and with the reasons."""

    def __init__(self, reasons):
        super().__init__()
        self.reasons = reasons


class SavingMixin:
    """The article form shows what the newsroom works on, and stores it as a revision."""

    def get_object(self, request, object_id, from_field=None):
        """The article with the content its editors go on from, or with a copy of their own (?copy=)."""
        article = super().get_object(request, object_id, from_field)
        if article and rights.may_edit(request.user, article):
            copy = copy_of(request, article)
            content = copy.content if copy else contents.working_content(article)
            show(article, content, copy.version if copy else article.version)
        return article

    def get_changeform_initial_data(self, request):
        copy = copy_of(request, None)
        request.first_lines = copy.content["bylines"] if copy else []
        return copy.content if copy else super().get_changeform_initial_data(request)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        known = super().get_formset_kwargs(request, obj, inline, prefix)
        if issubclass(inline.formset, BylineFormSet) and request.method != "POST":
            shown = getattr(obj, "shown", None)
            lines = shown["bylines"] if shown else getattr(request, "first_lines", [])
            known["initial"] = lines
        return known

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(self, request, *args, **kwargs):
        """A refused save is taken back with all that came with it; what was sent is never lost."""
        try:
            answer = conflicts.take_in(self, request, *args)
            return answer or super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refusal = refused.reasons
        except writing.Conflict as conflict:
            request.refusal = [CHANGED_MEANWHILE]
            conflicts.collide(request, conflict.article)
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """The row is written in save_related, when the byline is known too."""

    def save_related(self, request, form, formsets, change):
        article, about = form.instance, {"by": request.user, "origin": "form"}
        lines = [formset.lines for formset in formsets if isinstance(formset, BylineFormSet)]
        content = form.content(lines[0] if lines else [])
        if choosing.without_hidden(request.user, content) != content:
            raise Refused([_("A picture in the text is not yours to choose. Choose another one.")])
        try:
            if change:
                writing.write(article, content, seen=form.cleaned_data["version"], **about)
            else:
                writing.start(article, content, **about)
            self.save_besides(form, formsets, about)
            self.do_asked(request, form, about)
            conflicts.settle(request, article if change else None)
        except ValidationError as error:
            raise Refused(error.messages) from error
        except IntegrityError as error:  # two saved at once what may be there only once
            raise Refused([_("Another article has this address. Change the address.")]) from error

    def do_asked(self, request, form, about):
        """The verb that came with the save; a scheduled article takes another time without one."""
        verb, time = request.POST.get("_do", ""), form.cleaned_data.get("publish_at")
        is_new_time = not verb and time and "publish_at" in form.changed_data
        if is_new_time and form.instance.is_scheduled:
            verb = "schedule"
        elif is_new_time:
            self.message_user(request, TIME_NOT_SET, messages.WARNING)
        verbs.do(form.instance, verb, form.cleaned_data, about)

    def save_besides(self, form, formsets, about):
        """What is not content: it counts at once."""
        for formset in formsets:
            formset.save()
        planning.save(form, about)
        if "is_featured" in form.changed_data:
            form.instance.feature(form.cleaned_data["is_featured"], **about)

    def render_change_form(self, request, context, *args, **kwargs):
        response = super().render_change_form(request, context, *args, **kwargs)
        if context["errors"]:
            conflicts.keep_invalid(request, kwargs.get("obj"))
            response.status_code = 409 if hasattr(request, "collision") else 422
        return response

    def response_add(self, request, obj, post_url_continue=None):
        return self._saved(request, obj)

    def response_change(self, request, obj):
        return self._saved(request, obj)

    def _saved(self, request, article):
        """Back to the form, where the panel says what comes next."""
        verb = request.POST.get("_do", "")
        self.message_user(request, outcome(article, verb if verb in verbs.BUTTONS else ""))
        if "_save" in request.POST or not self.has_view_permission(request, article):
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def show(article, content, version):
    """Let the form show a content on an article's object; nothing is saved."""
    content = contents.without_lost(article, contents.normal(content))
    contents.overlay(article, content)
    article.shown, article.shown_version = content, version


def copy_of(request, article):
    """The unsaved work that somebody asks to go on with, when it is theirs."""
    key = request.GET.get("copy", "")
    if not (key.isascii() and key.isdecimal() and len(key) <= 18):
        return None
    mine = WorkingCopy.objects.filter(user=request.user, article=article)
    return mine.filter(pk=key).first()
