// The picture above the text: shown with its focal point, and chosen from the library as well.

import { showFocus } from "../admin/focal_point.js";
import { createElement } from "./elements.js";

const SAID = ["alt", "caption", "credit", "focal_x", "focal_y"];

class LeadPicture {
  constructor(dialog, fields) {
    this.dialog = dialog;
    this.fields = fields;
    this.image = createElement("img", { alt: "" });
    const mark = createElement("span", { class: "focal-mark" });
    const focal = "id_picture_focal_x id_picture_focal_y";
    this.frame = createElement(
      "span",
      { class: "focal-frame", "data-focal": focal },
      this.image,
      mark,
    );
    this.status = createElement("p", { class: "help", role: "status" });
    this.button = createElement(
      "button",
      { type: "button", class: "button" },
      dialog.panel.element.dataset.library,
    );
    this.button.addEventListener("click", () => dialog.choose((card) => this.choose(card)));
    // Of a file that is chosen here, nothing is to be seen yet.
    fields.picture.addEventListener("change", () => this.forget());
  }

  show(url) {
    this.image.src = url;
    this.frame.hidden = !url;
    if (url) showFocus(this.frame);
  }

  choose(card) {
    this.fields.chosen_picture.value = card.chosen;
    this.fields.picture.value = "";
    for (const name of SAID) this.fields[`picture_${name}`].value = card[name];
    this.status.textContent = this.dialog.panel.dialog.dataset.chosen.replace("{name}", card.name);
    this.show(card.url);
    this.dialog.close();
    this.button.focus();
    this.button.dispatchEvent(new Event("input", { bubbles: true }));
  }

  forget() {
    this.fields.chosen_picture.value = "";
    this.status.textContent = "";
    this.show("");
  }
}

/** Beside the file of the picture above the text: a button that opens `dialog` for it. */
export function offerLibrary(dialog) {
  const { elements } = dialog.panel.element.closest("form");
  if (!elements.picture || !elements.chosen_picture) return;
  const lead = new LeadPicture(dialog, elements);
  const stored = elements.picture.closest(".file-upload")?.querySelector("a");
  elements.picture.before(lead.frame);
  elements.picture.after(lead.button, lead.status);
  lead.show(stored?.href ?? "");
}
