"""A form as a browser without JavaScript would post it: read from the page, then typed into."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """What the form `form_id` of a page would post: (name, value) of each control, in order."""

    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.is_there, self.is_open = form_id, False, False
        self.posted: list[tuple[str | None, str]] = []
        # The text area or the list that is open: its attributes; what it holds, by the piece.
        self.area = self.area_text = self.choice = self.options = None

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.is_open = found.get("id") == self.form_id
            self.is_there |= self.is_open
        elif tag == "input":
            self.post(found, _of_input(found))
        elif tag == "textarea":
            self.area, self.area_text = found, []
        elif tag == "select":
            self.choice, self.options = found, []
        elif tag == "option" and self.choice is not None:
            self.options.append((found, []))

    def handle_data(self, data):
        if self.area is not None:
            self.area_text.append(data)
        elif self.options:
            self.options[-1][1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_open = False
        elif tag == "textarea" and self.area is not None:
            self.post(self.area, ["".join(self.area_text).removeprefix("\n")])
            self.area = None
        elif tag == "select" and self.choice is not None:
            self.post(self.choice, _of_select(self.choice, self.options))
            self.choice = self.options = None

    def post(self, control, values):
        if self.is_open:
            self.posted += [(control.get("name"), value) for value in values]


def _of_input(control) -> list[str]:
    kind = control.get("type", "text")
    if kind in ("submit", "file", "button"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if "checked" in control else []
    return [control.get("value") or ""]


def _of_select(select, options) -> list[str]:
    chosen = [option for option in options if "selected" in option[0]]
    if not chosen and "multiple" not in select:
        chosen = options[:1]
    return [found.get("value", "".join(text)) or "" for found, text in chosen]


def fields_of(response, form_id: str) -> dict:
    """What the form `form_id` on this page would post, its buttons left alone."""
    form = Form(form_id)
    form.feed(response.content.decode().replace("\r\n", "\n").replace("\r", "\n"))
    assert form.is_there, f"no form {form_id}"
    found = {}
    for name, value in form.posted:
        found.setdefault(name, []).append(value)
    found.pop(None, None)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in found.items()
        if "__prefix__" not in name
    }


def article_form(client, pk=None, **typed) -> tuple[str, dict]:
    """The article's form as this client sees it, with `typed` in it: its address and its fields."""
    url = f"/admin/articles/article/{f'{pk}/change' if pk else 'add'}/"
    return url, fields_of(client.get(url), "article_form") | typed


def press(client, button="_draft", pk=None, **typed):
    """Open the article's form, type, press a button; the response, unfollowed."""
    url, fields = article_form(client, pk, **typed)
    return client.post(url, fields | {button: "1"})
