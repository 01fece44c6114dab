"""What pictures are and whose, said to machines: schema.org's ImageObject."""

from articles.presentation import absolute


def image_object(image):
    """The picture with its rights, as search engines want them on every page that shows it."""
    about = {
        "thumbnailUrl": absolute(image.card_src),
        "caption": image.caption,
        "description": image.alt,
        "width": image.width,
        "height": image.height,
        "temporalCoverage": image.valid_at.isoformat() if image.valid_at else None,
    }
    return _whose(image) | _known(about)


def image_graph(images):
    """The pictures of a page that lists articles or maps, each once; their pages say the rest."""
    found = {image.pk: _whose(image) for image in images if image and image.has_file}
    return {"@graph": list(found.values())}


def _whose(image):
    """Where it is, and the rights."""
    page = absolute(image.get_absolute_url())
    thing = {
        "@type": "ImageObject",
        "contentUrl": absolute(image.full_url),
        "url": page,
        "name": image.title,
        "creator": _creator(image),
        "creditText": image.credit,
        "copyrightNotice": image.copyright_notice or image.credit,
        "license": image.licence_url,
        "acquireLicensePage": absolute(image.acquire_url or page),
        "contentLocation": _place(image),
        "dateCreated": _day(image),
    }
    return _known(thing)


def _creator(image):
    """Who made it; a credit such as "Map: Rhea Alder" names them too."""
    name = image.creator or image.credit_parts[1]
    return {"@type": "Person", "name": name} if name else None


def _place(image):
    """The area with the box of the map, which schema.org writes as south west north east."""
    box = image.box or (image.area and image.area.box)
    place = {"@type": "Place", "name": image.area.name if image.area else ""}
    if box:
        west, south, east, north = box
        place["geo"] = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return _known(place) if image.area or box else None


def _day(image):
    made_on = image.made_on or image.valid_at
    return made_on.strftime("%Y-%m-%d") if made_on else None


def _known(thing):
    return {key: value for key, value in thing.items() if value}
