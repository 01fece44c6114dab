"""The media library as its tests ask for it: stored pictures, their forms, the list."""

from django.urls import reverse

from articles.models import MapImage
from tests.articles.forms import picture_form
from tests.factories import make_picture, make_upload

LIST = "/admin/articles/mapimage/"
ADD = "/admin/articles/mapimage/add/"


def make_stored(**fields):
    return MapImage.objects.create_with_file(
        make_small("valley.png"), **{"title": "Valley", "alt": "A valley"} | fields
    )


def make_small(name="valley.png", size=(60, 40), **options):
    return make_upload(name, picture=make_picture(size=size), **options)


def change(image):
    return reverse("admin:articles_mapimage_change", args=[image.pk])


def save(client, image, **fields):
    return client.post(change(image), picture_form(**fields))


def titles(response):
    return {image.title for image in response.context["cl"].result_list}
