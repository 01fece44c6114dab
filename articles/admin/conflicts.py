"""A save that somebody else's came before: what collided, what was joined, and what is asked."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles import rights, working
from articles.admin.sent import sent_content
from articles.contents import FIELDS, LINKS, TEXTS, normal, working_content
from articles.diffs import FieldDiff, content_diff
from articles.merging import merge
from articles.models import Article, WorkingCopy

CHOICE = "choice-{}"
SHOWN_SAVES = 5
LONG = 400


@dataclass(frozen=True)
class Question:
    """A field that both sides changed: how it was, and either side against that."""

    name: str
    label: str
    base: str
    theirs: FieldDiff
    mine: FieldDiff

    @property
    def choice(self):
        return CHOICE.format(self.name)

    @property
    def is_long(self):
        return len(self.base) > LONG


@dataclass(frozen=True)
class Collision:
    """What the form says above the fields of a refused save."""

    saves: list
    event: object
    questions: list
    taken: list
    copy: WorkingCopy


def take_in(model_admin, request, object_id=None, *rest):
    """Put the editor's choices into what was sent; an answer when none of it may be saved any more.

    Somebody may have sent the article on, or taken it away, while this person was writing.
    """
    may_save_some = model_admin.has_change_permission(request)
    if request.method != "POST" or not object_id or not may_save_some:
        return None
    article = _visible(request.user, unquote(object_id))
    if article and rights.may_edit(request.user, article):
        request.POST = chosen(request.POST, article)
        return None
    return _put_aside(request, article) if "headline" in request.POST else None


def _visible(user, key):
    article = Article.objects.filter(pk=int(key)).first() if is_number(key) else None
    return article if article and rights.may_view(user, article) else None


def _put_aside(request, article):
    content = sent_content(request.POST, request.user)
    copy = working.rescue(request.user, article, content, seen_version(request.POST))
    if article:
        working.drop_autosave(request.user, article)
        text = _(
            "You may not change this article any more, so nothing was saved. Your text is here."
        )
    else:
        text = _("This article is not there any more, so nothing was saved. Your text is here.")
    messages.error(request, text)
    return redirect("admin:articles_article_copy", copy.pk)


def collide(request, article):
    """A save from an old version: keep its text as a rescue at once, and prepare the questions.

    `article` is how it stands now. The form comes back filled with what was sent and their changes
    joined in; its next save starts from their version.
    """
    seen = seen_version(request.POST)
    base, theirs = working.base_of(article, seen), normal(working_content(article))
    mine = sent_content(request.POST, request.user)
    merged = merge(base, theirs, mine)
    copy = working.rescue(request.user, article, mine, seen)
    working.drop_autosave(request.user, article)
    forget_rescue(request, unless=copy)
    saves = article.revisions.filter(version__gt=seen).select_related("by")
    request.collision = Collision(
        saves=list(saves.order_by("-version")[:SHOWN_SAVES]),
        event=article.events.select_related("by").order_by("-at", "-pk").first(),
        questions=list(_questions(base, theirs, mine, merged.conflicts)),
        taken=_sentences(mine, merged),
        copy=copy,
    )
    request.POST = written(request.POST, merged.content, merged.taken)
    request.POST["version"] = str(article.version)


def _questions(base, theirs, mine, names):
    pairs = zip(content_diff(base, theirs, names), content_diff(base, mine, names), strict=True)
    for other, own in pairs:
        yield Question(other.name, other.label, base=other.old, theirs=other, mine=own)


def _sentences(mine, merged):
    """What was taken from them without a question, in words."""
    sentences = {
        "body": _("Their changes to other paragraphs are in your text now."),
        "topics": _("Their topics and yours were joined."),
    }
    one = _("Their change was taken over: %(field)s.")
    return [
        sentences.get(field.name) or one % {"field": field.label}
        for field in content_diff(mine, merged.content, merged.taken)
    ]


def chosen(data, article):
    """What was sent, with their words in each field where the editor chose theirs."""
    names = chose_theirs(data)
    return written(data, working.base_of(article, seen_version(data)), names) if names else data


def chose_theirs(data):
    return [name for name in FIELDS if data.get(CHOICE.format(name)) == "theirs"]


def is_number(text):
    return text.isascii() and text.isdecimal() and len(text) <= 9


def seen_version(data):
    """The version that the form was filled from."""
    sent = data.get("version", "")
    return int(sent) if is_number(sent) else 0


def settle(request, article):
    """After a save: what was kept of it unsaved is in the article now. None: it was a new one."""
    working.drop_autosave(request.user, article)
    forget_rescue(request)
    shown = request.GET.get("copy", "")
    if is_number(shown):
        WorkingCopy.objects.filter(user=request.user, article=article, pk=int(shown)).delete()


def keep_invalid(request, article):
    """A form that comes back for another reason survives a closed browser too."""
    if request.method == "POST" and not hasattr(request, "collision"):
        sent, user = request.POST, request.user
        working.keep(user, article, sent_content(sent, user), seen_version(sent))


def forget_rescue(request, unless=None):
    """Drop the rescue of the save before, once a later one holds all of it.

    Where they chose the others' words somewhere it stays: they may think again.
    """
    key = request.POST.get("rescue", "")
    if not is_number(key) or chose_theirs(request.POST) or (unless and unless.pk == int(key)):
        return
    rescues = WorkingCopy.objects.filter(user=request.user, kind=WorkingCopy.Kind.RESCUE)
    rescues.filter(pk=int(key)).delete()


def written(data, content, names):
    """What was sent, with some of a content's fields in it: the reverse of `sent_content`."""
    data = data.copy()
    for name in names:
        if name in TEXTS:
            data[name] = content[name]
        elif name in LINKS:
            data[name] = str(content[name] or "")
        elif name == "topics":
            data.setlist(name, map(str, content[name]))
        else:
            _write_bylines(data, content[name])
    return data


def _write_bylines(data, lines):
    for name in [name for name in data if name.startswith("bylines-")]:
        del data[name]
    data["bylines-TOTAL_FORMS"], data["bylines-INITIAL_FORMS"] = str(len(lines)), "0"
    for n, line in enumerate(lines):
        data[f"bylines-{n}-position"] = str(n)
        for name, value in line.items():
            data[f"bylines-{n}-{name}"] = str(value)
