// An author's portrait, chosen from the library: the server keeps a copy of it with the author.

import { createElement } from "../editor/elements.js";
import { FigureChoice } from "../editor/figure_choice.js";
import { FigurePanel } from "../editor/figure_panel.js";

class Portrait {
  constructor(input) {
    this.input = input;
    this.chosen = input.form.elements.chosen_picture;
    this.status = createElement("p", { class: "help", role: "status" });
    this.image = createElement("img", { class: "portrait-chosen", alt: "", hidden: true });
    this.button = createElement(
      "button",
      { type: "button", class: "portrait-button" },
      input.dataset.library,
    );
    const { dialog, failed } = input.dataset;
    const data = { "data-dialog": dialog, "data-failed": failed };
    this.panel = new FigurePanel(
      createElement("div", data, this.image, this.button, " ", this.status),
    );
  }

  offer() {
    const { input } = this;
    input.after(this.panel.element);
    this.button.addEventListener("click", () => this.open());
    // A file that is chosen here comes first.
    input.addEventListener("change", () => this.show("", null, ""));
  }

  async open() {
    await this.prepare().catch(() => null);
    if (!this.dialog) return;
    this.dialog.showModal();
    this.choice.open();
  }

  /** The dialog is there from its first use on. */
  async prepare() {
    await this.panel.load();
    if (this.dialog) return;
    this.dialog = this.panel.dialog;
    this.choice = new FigureChoice(this.panel, (card) => this.choose(card));
    this.dialog
      .querySelector(".figure-cancel")
      .addEventListener("click", () => this.dialog.close());
  }

  choose({ chosen, url, name }) {
    this.input.value = "";
    this.show(chosen, url, this.dialog.dataset.chosen.replace("{name}", name));
    this.dialog.close();
    this.button.focus();
  }

  show(chosen, url, words) {
    this.chosen.value = chosen;
    this.image.hidden = !url;
    if (url) this.image.src = url;
    this.status.textContent = words;
  }
}

const input = document.querySelector("input[type=file][name=picture][data-dialog]");
if (input?.form.elements.chosen_picture) new Portrait(input).offer();
