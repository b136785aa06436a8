// What is said of the pictures in a text: a set of fields for each, in the rail beside the text.

import { showFocus } from "../admin/focal_point.js";

export class FigurePanel {
  constructor(element) {
    this.element = element;
    this.template = element.querySelector("template");
    this.dialog = element.querySelector("dialog");
  }

  fieldsOf(id) {
    return this.element.querySelector(`[data-figure="${id}"]`);
  }

  value(id, name) {
    return this.fieldsOf(id)?.querySelector(`[name$="-${name}"]`)?.value ?? "";
  }

  /** The fields for a picture that is new in the text, with what the library says of it. */
  add(card) {
    this.element.querySelector(".figures-none")?.remove();
    const fields = this.template.content.cloneNode(true).firstElementChild;
    for (const element of [fields, ...fields.querySelectorAll("*")]) {
      for (const { name, value } of element.attributes) {
        if (value.includes("__id__"))
          element.setAttribute(name, value.replaceAll("__id__", card.id));
      }
    }
    fields.querySelector("legend").textContent = card.name;
    fields.querySelector("img").src = card.url;
    for (const input of fields.querySelectorAll("input")) {
      input.value = card[input.name.split("-").at(-1)];
    }
    this.putBack(fields);
    fields.querySelectorAll("[data-focal]").forEach(showFocus);
    return fields;
  }

  putBack(fields) {
    this.template.before(fields);
  }

  /** What the library says of the picture `id`, or nothing. */
  async card(id) {
    const address = new URL(this.element.dataset.choose, location.href);
    address.searchParams.set("id", id);
    const { pictures } = await (await fetch(address)).json();
    return pictures[0];
  }
}
