// What is said of the pictures in a text: a set of fields for each, in the rail beside the text.

import { showFocus } from "../admin/focal_point.js";

export class FigurePanel {
  constructor(element) {
    this.element = element;
    this.status = element.querySelector("[role=status]");
  }

  /** Fetches the dialog and the fields of a new picture, once: most pages are opened without. */
  load() {
    this.loading ??= this.fetchDialog().catch((error) => {
      this.loading = null;
      this.status.textContent = this.element.dataset.failed;
      throw error;
    });
    return this.loading;
  }

  async fetchDialog() {
    const response = await fetch(this.element.dataset.dialog, { redirect: "error" });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.template = document.importNode(page.querySelector("template"), true);
    this.dialog = document.importNode(page.querySelector("dialog"), true);
    this.status.textContent = "";
    this.status.after(this.template, this.dialog);
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

  /** What was taken out of the text may come back: its fields stay, out of sight. */
  showOnly(ids) {
    for (const fields of this.element.querySelectorAll("[data-figure]")) {
      fields.hidden = !ids.has(fields.dataset.figure);
    }
  }

  putBack(fields) {
    this.status.before(fields);
  }

  /** What the library says of the picture `id`, or nothing. */
  async card(id) {
    await this.load();
    const address = new URL(this.dialog.dataset.choose, location.href);
    address.searchParams.set("id", id);
    const { pictures } = await (await fetch(address)).json();
    return pictures[0];
  }
}
