"""A form as a browser without JavaScript would post it: read from the page, then typed into."""

import html5lib


def fields_of(response, form_id: str) -> dict:
    """What the form `form_id` on this page would post, its buttons left alone."""
    document = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    form = next(form for form in document.iter("form") if form.get("id") == form_id)
    found = {}
    for control in form.iter():
        for value in values_of(control):
            found.setdefault(control.get("name"), []).append(value)
    found.pop(None, None)
    return {
        name: values[0] if len(values) == 1 else values
        for name, values in found.items()
        if "__prefix__" not in name
    }


def values_of(control) -> list[str]:
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.tag == "select":
        return selected(control)
    kind = control.get("type", "text")
    if control.tag != "input" or kind in ("submit", "file", "button"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if "checked" in control.attrib else []
    return [control.get("value", "")]


def selected(select) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in select.attrib:
        chosen = options[:1]
    return [option.get("value", option.text or "") for option in chosen]


def article_form(client, pk=None, **typed) -> tuple[str, dict]:
    """The article's form as this client sees it, with `typed` in it: its address and its fields."""
    url = f"/admin/articles/article/{f'{pk}/change' if pk else 'add'}/"
    return url, fields_of(client.get(url), "article_form") | typed


def press(client, button="_draft", pk=None, **typed):
    """Open the article's form, type, press a button; the response, unfollowed."""
    url, fields = article_form(client, pk, **typed)
    return client.post(url, fields | {button: "1"})
