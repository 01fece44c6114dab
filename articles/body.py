"""The article text: which HTML an editor may write, and the one place that cleans it."""
from django_prose_editor.fields import ProseEditorField, create_sanitizer

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Image": True,
    "Caption": True,
}

_clean = create_sanitizer(EXTENSIONS)


def sanitize_body(html):
    """The HTML we store: tags and attributes of the editor's own list, nothing that runs.

    Every way into the body passes here: the admin form, `save()`, the WordPress import.
    """
    return _clean(html or "")


class ArticleBodyField(ProseEditorField):
    """Rich text that is sanitized in the form and again whenever a row is written."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=EXTENSIONS, sanitize=lambda html: sanitize_body(html), **kwargs)

    def pre_save(self, instance, add):
        value = sanitize_body(super().pre_save(instance, add))
        setattr(instance, self.attname, value)
        return value
