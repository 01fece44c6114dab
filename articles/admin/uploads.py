"""How pictures come in: only the files, several at once; the forms come after."""

import re
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles.admin.picture_forms import MAX_FILES, UploadForm
from articles.body import CONTROL_CHARACTERS
from articles.models import MapImage

TITLE_LENGTH = 200


class UploadMixin:
    """The page to add a picture asks for files alone."""

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._upload_page(request, UploadForm(), self._just_uploaded(request))
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._upload_page(request, form, [], status=422)
        stored = self._take_all(request, form)
        if form.errors:
            return self._upload_page(request, form, stored, status=422)
        return self._uploaded(request, stored)

    def _take_all(self, request, form):
        """Store what can be stored; the others are named beside the field."""
        stored = []
        for file in form.cleaned_data["file"]:
            try:
                image = take(file, by=request.user)
            except ValidationError as error:
                for reason in error.messages:
                    values = {"file": file.name, "reason": reason}
                    form.add_error("file", _("%(file)s: %(reason)s") % values)
            else:
                self.log_addition(request, image, [{"added": {}}])
                stored.append(image)
        return stored

    def _uploaded(self, request, stored):
        first = stored[0]
        if "_popup" in request.POST:
            return self.response_add(request, first)
        if len(stored) == 1:
            text = _("The file is stored. Now say what it shows and whose it is.")
            messages.success(request, text)
            return HttpResponseRedirect(reverse("admin:articles_mapimage_change", args=[first.pk]))
        keys = ",".join(str(image.pk) for image in stored)
        return HttpResponseRedirect(f"{request.path}?{urlencode({'uploaded': keys})}")

    def _just_uploaded(self, request):
        """Those that the address names and this person may see."""
        named = re.findall(r"\b\d{1,18}\b", request.GET.get("uploaded", "")[:500])[:MAX_FILES]
        found = MapImage.objects.filter(pk__in=named)
        return [image for image in found if self.has_view_permission(request, image)]

    def _upload_page(self, request, form, stored, status=200):
        context = self.admin_site.each_context(request) | {
            "title": _("Upload maps and pictures"),
            "opts": self.opts,
            "form": form,
            "stored": stored,
            "is_popup": "_popup" in request.POST or "_popup" in request.GET,
        }
        return render(request, "admin/articles/mapimage/upload.html", context, status=status)


def take(file, *, by):
    """A new picture of a file, with what the file says about itself. ValidationError if refused."""
    image = MapImage(uploaded_by=by)
    image.take_file(file, by=by)
    image.fill_from_file()
    if "camera" in image.report.get("removed", ()):
        image.kind = MapImage.Kind.PHOTO
    image.title = image.title or title_of(file.name)
    try:
        image.save()
    except Exception:
        image.drop_new_files()
        raise
    return image


def title_of(name):
    """A title out of a file's name: "telva_line-2.png" is "Telva line 2"."""
    words = CONTROL_CHARACTERS.sub(" ", Path(name or "").stem)
    words = re.sub(r"[\s_-]+", " ", words).strip()[:TITLE_LENGTH]
    return words[:1].upper() + words[1:] or _("Untitled")
