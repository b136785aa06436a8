"""Fields of the admin: a textarea that becomes a rich text editor, and long lists of choices."""

import json

from django import forms
from django.forms.utils import flatatt
from django.forms.widgets import Script
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

SMALL_LABELS = {
    "toolbar": _("Formatting"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "bullets": _("Bulleted list"),
    "numbers": _("Numbered list"),
    "link": _("Link"),
    "typography": _("Set quotation marks and dashes"),
    "address": _("Link address"),
    "setLink": _("Set link"),
    "removeLink": _("Remove link"),
    "cancel": _("Cancel"),
    "badAddress": _("Enter a web address (https://…) or an email address."),
    "pasteChanged": _("Changed when pasting:"),
    "unwrapped": _("redirects taken off links (%s)"),
    "tracking": _("tracking taken off links (%s)"),
    "markdown": _("read as Markdown"),
    "htmlSource": _("read as HTML"),
    "leftOut": _("Left out when pasting:"),
    "pictures": _("pictures (%s)"),
    "embeds": _("videos and other embedded objects (%s)"),
    "deletions": _("passages marked as deleted (%s)"),
    "remarks": _("margin comments (%s)"),
    "links": _("links that wouldn't work for readers (%s)"),
    "passwords": _("links with a password (%s)"),
    "contents": _("lines of a table of contents (%s)"),
    "noteTexts": _("notes whose text wasn't copied (%s)"),
    "after": _("after “%s”"),
    "captioned": _("with the caption “%s”"),
    "atBeginning": _("at the beginning"),
    "leftToDo": _("Left to do:"),
    "picturesKept": _("pictures added to the library (%s)"),
    "altTexts": _("alt texts of pictures (%s)"),
    "asCard": _("addresses shown as cards (%s)"),
    "shortcodes": _("shortcodes (%s)"),
    "undoPaste": _("Undo"),
}
# What only the large editor says.
LABELS = SMALL_LABELS | {
    "paragraph": _("Paragraph"),
    "heading": _("Heading"),
    "subheading": _("Subheading"),
    "quote": _("Quotation"),
    "superscript": _("Superscript"),
    "subscript": _("Subscript"),
    "table": _("Table"),
    "addRow": _("Add a row below"),
    "addColumn": _("Add a column after"),
    "removeRow": _("Remove the row"),
    "removeColumn": _("Remove the column"),
    "headerRow": _("Header row"),
    "headerColumn": _("Header column"),
    "mergeCells": _("Merge or split cells"),
    "caption": _("Caption"),
    "removeTable": _("Remove the table"),
    "figure": _("Picture"),
    "embed": _("Video, post or chart"),
    "embedAddress": _("Address to embed"),
    "embedFailed": _("The card couldn't be made. You may be offline or logged out."),
    "rule": _("Dividing line"),
    "cite": _("Cite"),
    "insert": _("Insert"),
    "note": _("Note"),
    "pullQuote": _("Pull quote"),
    "findWork": _("Find a work by title, person or year"),
    "works": _("Works"),
    "listed": _("in the references"),
    "noWork": _("No matching work. Paste it into the references and save first."),
    "noAnswer": _("The works couldn't be loaded. You may be logged out."),
    "sheetOnly": _("Text only"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "filledIn": _("Filled in from the file, please check:"),
    "asHeadline": _("Use “%s” as the headline"),
    "asStandfirst": _("Use “%s” as the standfirst"),
    "asHeadings": _("Make headings of “%s”"),
}


class RichText(forms.Textarea):
    """A textarea for HTML under the policies of `opinion.html`: the article's, or (small) a note's.

    Without JavaScript it stays a textarea that takes plain text with blank lines between
    paragraphs. The script keeps the textarea's value up to date, so the form posts HTML.
    """

    def __init__(self, attrs=None, *, small=False):
        self.small = small
        super().__init__({"rows": 6 if small else 24, "class": "richtext-source"} | (attrs or {}))

    @property
    def media(self):
        return forms.Media(
            css={"all": ["css/tokens.css", "css/editor.css", "css/editor_text.css"]},
            # The stubs know only of paths here.
            js=[
                # Named here so that the browser fetches it beside our script, not after it.
                Script("django_prose_editor/editor.js", type="module"),  # type: ignore[list-item]
                Script("js/editor.js", type="module"),  # type: ignore[list-item]
            ],
        )

    def use_required_attribute(self, initial):
        """Never: a browser cannot point at the hidden textarea, and would refuse to say why."""
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        attributes = context["widget"]["attrs"]
        attributes["data-richtext"] = "small" if self.small else "full"
        labels = SMALL_LABELS if self.small else LABELS
        attributes["data-labels"] = json.dumps(labels, default=str, ensure_ascii=False)
        if self.is_required:
            attributes["aria-required"] = "true"
        return context


class _Drawn:
    """Draws many choices at once: Django has a template for each."""

    whole: str
    one: str
    chosen: str

    def render(self, name, value, attrs=None, renderer=None):
        # Django has it; this stands before one of its widgets.
        widget = self.get_context(name, value, attrs)["widget"]  # type: ignore[attr-defined]
        choices = [choice for _name, group, _number in widget["optgroups"] for choice in group]
        drawn = format_html_join(
            "\n",
            self.one,
            (
                {
                    "name": name,
                    "value": choice["value"],
                    "chosen": self.chosen if choice["selected"] else "",
                    "label": choice["label"],
                }
                for choice in choices
            ),
        )
        return format_html(
            self.whole, name=name, attributes=flatatt(widget["attrs"]), choices=drawn
        )


class LongSelect(_Drawn, forms.Select):
    """One of many, without groups."""

    whole = '<select name="{name}"{attributes}>\n{choices}\n</select>'
    one = '<option value="{value}"{chosen}>{label}</option>'
    chosen = " selected"


class LongCheckboxes(_Drawn, forms.CheckboxSelectMultiple):
    """Some of many."""

    whole = "<div{attributes}>\n{choices}\n</div>"
    one = (
        '<div><label><input type="checkbox" name="{name}" value="{value}"{chosen}> {label}'
        "</label></div>"
    )
    chosen = " checked"
