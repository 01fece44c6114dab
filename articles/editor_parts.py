"""The text editor: what its toolbar offers, our own parts, and the HTML that each part lets in.

Read by the settings: nothing here may ask them.
"""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

DIRECTED = ["p", "h2", "h3", "blockquote", "li"]
LABELS = {
    "toolbar": _("Text tools"),
    "text": _("Text"),
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "strike": _("Struck through"),
    "code": _("Code"),
    "link": _("Link"),
    "unlink": _("Remove the link"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "indent": _("Further in"),
    "outdent": _("Further out"),
    "blockquote": _("Quote"),
    "pullQuote": _("Pull quote"),
    "figure": _("Picture or map"),
    "linkCard": _("Link card"),
    "table": _("Table"),
    "table:addColumnAfter": _("Add a column"),
    "table:deleteColumn": _("Delete the column"),
    "table:addRowAfter": _("Add a row"),
    "table:deleteRow": _("Delete the row"),
    "table:mergeCells": _("Merge the cells"),
    "table:splitCell": _("Split the cell"),
    "table:toggleHeaderCell": _("Heading cell"),
    "table:deleteTable": _("Delete the table"),
    "codeBlock": _("Lines of code"),
    "horizontalRule": _("Dividing line"),
    "ltr": _("Left to right"),
    "rtl": _("Right to left"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
}
NOTICE = _("Pictures come from the library: those you pasted were left out.")
GROUPS = ["headings", "marks", "link", "lists", "nodes -headings -lists"]
GROUPS += ["table", "direction", "history"]
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "PullQuote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "LinkCard": {
        "title": _("Link card"),
        "address": _("Address"),
        "words": _("Title"),
        "insert": _("Insert"),
        "elsewhere": _("A card is not made of this address: it stays a plain link."),
    },
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": {"pickerUrl": reverse_lazy("admin:articles_mapimage_pick")},
    "Image": True,
    "Caption": {"hint": _("Caption in this place. Empty: the one of the library.")},
    "Direction": True,
    "Indent": True,
    "CleanPaste": {"notice": NOTICE},
    "RefuseFiles": {"notice": NOTICE},
    "Toolbar": {"labels": LABELS},
    "NoSpellCheck": False,
    "Menu": {"groups": [{"group": group} for group in GROUPS]},
}


def _scripts(*names):
    return [static_lazy(f"js/admin/{name}.js") for name in names]


OUR_PARTS = [
    {
        "js": _scripts("picture-dialog", "editor-caption", "editor-figure"),
        "extensions": {
            "Figure": html_tags(["figure", "img"], {"figure": ["class"]}),
            "Image": html_tags(["img"], {"img": ["src", "alt", "width", "height", "data-file"]}),
            "Caption": html_tags(["figcaption"]),
        },
    },
    {
        "js": _scripts("editor-pull-quote"),
        "extensions": {"PullQuote": html_tags(["blockquote"], {"blockquote": ["class"]})},
    },
    {
        "js": _scripts("editor-link-card"),
        "extensions": {"LinkCard": html_tags(["p"], {"p": ["class"]})},
    },
    {
        "js": _scripts("editor-direction"),
        "extensions": {"Direction": html_tags(DIRECTED, {tag: ["dir"] for tag in DIRECTED})},
    },
    {"js": _scripts("editor-clean-paste"), "extensions": {"CleanPaste": html_tags([])}},
    {"js": _scripts("editor-refuse-files"), "extensions": {"RefuseFiles": html_tags([])}},
    {"js": _scripts("editor-indent"), "extensions": {"Indent": html_tags([])}},
    {"js": _scripts("editor-toolbar"), "extensions": {"Toolbar": html_tags([])}},
]
