"""Going back to a file that a picture had before."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from articles.models import ReplacedFile


def urls(model_admin):
    view = model_admin.admin_site.admin_view(restore)

    def restore_view(request, pk, replaced):
        return view(request, pk, replaced, model_admin=model_admin)

    address = "<int:pk>/files/<int:replaced>/"
    return [path(address, restore_view, name="articles_mapimage_restore")]


def restore(request, pk, replaced, *, model_admin):
    """Asks on GET; takes the former file again on POST."""
    former = get_object_or_404(
        ReplacedFile.objects.select_related("image", "by"), pk=replaced, image=pk
    )
    image = former.image
    if not model_admin.has_change_permission(request, image) or not former.file:
        raise PermissionDenied
    if request.method == "POST":
        _restore(request, image, former)
        return HttpResponseRedirect(reverse("admin:articles_mapimage_change", args=[pk]))
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Take a former file again"),
        "opts": model_admin.opts,
        "image": image,
        "former": former,
    }
    return render(request, "admin/articles/mapimage/restore.html", context)


def _restore(request, image, former):
    try:
        image.restore_file(former, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except OSError:
        messages.error(request, _("The former file can't be read any more."))
    else:
        messages.success(request, _("The former file is back; readers see it at once."))
