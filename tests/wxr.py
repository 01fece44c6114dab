"""Writes WordPress exports: pass only what the test is about."""

from xml.sax.saxutils import escape, quoteattr

CHANNEL = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>Old Harbour Post</title><link>https://old.example.org</link><language>{language}</language>
<wp:wxr_version>{version}</wp:wxr_version>
<wp:base_site_url>https://old.example.org</wp:base_site_url>
<wp:base_blog_url>{url}</wp:base_blog_url>
{head}
{items}
</channel></rss>
"""


def tag(name, text):
    return f"<{name}>{escape(str(text))}</{name}>"


def wxr(*items, head="", version="1.2", language="en-GB", url="https://old.example.org"):
    """The text of an export."""
    return CHANNEL.format(
        items="\n".join(items), head=head, version=version, language=language, url=url
    )


def author(login, name):
    names = tag("wp:author_login", login) + tag("wp:author_display_name", name)
    return f"<wp:author>{names}</wp:author>"


def category(slug, name, parent=""):
    facts = {"category_nicename": slug, "category_parent": parent, "cat_name": name}
    return "<wp:category>" + "".join(tag(f"wp:{k}", v) for k, v in facts.items()) + "</wp:category>"


def term(domain, slug, name):
    return (
        f"<category domain={quoteattr(domain)} nicename={quoteattr(slug)}>{escape(name)}</category>"
    )


def meta(key, value):
    return f"<wp:postmeta>{tag('wp:meta_key', key)}{tag('wp:meta_value', value)}</wp:postmeta>"


def remark(number, content="A remark.", **fields):
    """A comment; `approved`, `type`, `parent`, `author` and so on as WordPress calls them."""
    known = {
        "id": number,
        "author": "Ada Reed",
        "author_email": "ada@example.com",
        "date_gmt": "2020-05-04 08:00:00",
        "content": content,
        "approved": "1",
        "type": "comment",
        "parent": "0",
    } | fields
    return (
        "<wp:comment>"
        + "".join(tag(f"wp:comment_{k}", v) for k, v in known.items())
        + "</wp:comment>"
    )


def post(number=7, *inside, title="The tide table", content="High water at noon.", **fields):
    """A published post; `inside` are its terms, meta and comments."""
    known = {
        "post_id": number,
        "post_date": "2020-05-03 12:00:00",
        "post_date_gmt": "2020-05-03 10:00:00",
        "comment_status": "open",
        "post_name": f"post-{number}",
        "status": "publish",
        "post_type": "post",
        "post_password": "",
        "is_sticky": "0",
    }
    outer = {
        "link": f"https://old.example.org/2020/05/post-{number}/",
        "pubDate": "Sun, 03 May 2020 10:00:00 +0000",
        "dc:creator": "mira",
        "guid": f"https://old.example.org/?p={number}",
        "excerpt:encoded": "",
    }
    names = {"creator": "dc:creator", "excerpt": "excerpt:encoded", "pub_date": "pubDate"}
    for name, value in fields.items():
        place = outer if names.get(name, name) in outer else known
        place[names.get(name, name)] = value
    parts = [tag("title", title), tag("content:encoded", content)]
    parts += [tag(name, value) for name, value in outer.items()]
    parts += [tag(f"wp:{name}", value) for name, value in known.items()]
    return "<item>" + "".join([*parts, *inside]) + "</item>"


def attachment(number, url, parent="0", title="A picture"):
    return post(
        number, post_type="attachment", status="inherit", title=title, attachment_url=url,
        post_parent=parent,
    )  # fmt: skip


def write(folder, text, encoding="utf-8"):
    """A file with this content (text or bytes) in a folder of the test's own."""
    path = folder / "export.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path
