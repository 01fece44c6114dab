"""Where an article was on the old site, and the name under which it is known as imported."""

import hashlib
from urllib.parse import unquote, urlsplit

from articles.models import OldPath

LONGEST_PATH = OldPath._meta.get_field("path").max_length


def key_of(item, site):
    """A name that stays the same in every export of the site.

    WordPress never changes a post's number and guid. Only the path of the guid counts, because
    people rewrite the host in it when they move to HTTPS; and the number alone is not enough,
    because two exports may come from one host with other content.
    """
    guid = urlsplit(item["guid"])
    digest = hashlib.sha256(f"{guid.path}?{guid.query}".encode()).hexdigest()[:12]
    return f"wordpress:{site.host}:{item.id}:{digest}"


def old_paths(item, site, *, pages):
    """Every address on the old site that led to this post, without its host."""
    path = permalink_path(item)
    found = [f"{site.base_path}/?p={item.id}"]
    if path:
        found.append(path)
        found += [f"{path.rstrip('/')}/{number}/" for number in range(2, pages + 1)]
        parent = path.rstrip("/").rpartition("/")[0]
        found += [f"{parent}/{unquote(slug)}/" for slug in item.meta_values("_wp_old_slug")]
    return list(dict.fromkeys(found))


def permalink_path(item):
    """The decoded path of the permalink; empty where it had none (`/?p=12`)."""
    link = urlsplit(item["link"])
    path = unquote(link.path)
    return path if path.strip("/") and not link.query else ""
