// The first step of the dialog for a picture: one of the library, found by words, or a new file.

import { sendPicture } from "../admin/send_picture.js";
import { limitsOf } from "../admin/shrink_picture.js";
import { createElement } from "./elements.js";

const DEBOUNCE = 200;

export class FigureChoice {
  /** `onChosen` hears of the picture that was chosen. */
  constructor(panel, onChosen) {
    this.onChosen = onChosen;
    this.settings = panel.dialog.dataset;
    this.token = panel.element.closest("form").elements.csrfmiddlewaretoken.value;
    this.element = panel.dialog.querySelector(".figure-choice");
    this.field = this.element.querySelector("[type=search]");
    this.file = this.element.querySelector("[type=file]");
    this.status = this.element.querySelector("[role=status]");
    this.list = this.element.querySelector("ul");
    this.older = this.element.querySelector(".figure-older");
    this.limits = limitsOf(this.file);
    this.listen();
  }

  listen() {
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), DEBOUNCE);
    });
    // It is no form of its own, and stands in the article's.
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    this.file.addEventListener("change", () => this.upload());
    this.older.addEventListener("click", () => this.load(this.older.dataset.query));
    for (const name of ["input", "change"]) {
      this.element.addEventListener(name, (event) => event.stopPropagation());
    }
  }

  open() {
    this.field.value = "";
    this.file.value = "";
    this.list.replaceChildren();
    this.field.focus();
    this.load();
  }

  /** The first page for what is typed, or a further one behind what is there. */
  async load(further) {
    this.request?.abort();
    const { signal } = (this.request = new AbortController());
    const query = further ?? new URLSearchParams({ q: this.field.value });
    try {
      const answer = await fetch(`${this.settings.choose}?${query}`, { signal });
      const { pictures, older } = await answer.json();
      if (!further) this.list.replaceChildren();
      this.list.append(...pictures.map((picture) => this.itemFor(picture)));
      this.older.hidden = !older;
      this.older.dataset.query = older;
      this.tell(this.list.childElementCount ? "" : this.settings.none);
    } catch {
      if (!signal.aborted) this.tell(this.settings.failed);
    }
  }

  itemFor(picture) {
    const { url, width, height, name } = picture;
    const image = createElement("img", { src: url, width, height, alt: "", loading: "lazy" });
    const button = createElement("button", { type: "button" }, image, name);
    button.addEventListener("click", () => this.onChosen(picture));
    return createElement("li", {}, button);
  }

  async upload() {
    const [file] = this.file.files;
    if (!file) return;
    this.tell(this.settings.sending);
    const fields = [["csrfmiddlewaretoken", this.token]];
    const { upload: address } = this.settings;
    try {
      const answer = await sendPicture(file, { address, fields, limits: this.limits });
      this.tell([...answer.refused, ...answer.remarks].join(" "));
      if (answer.pictures.length) this.onChosen(answer.pictures[0]);
    } catch {
      this.tell(this.settings.failed);
    }
  }

  tell(words) {
    this.status.textContent = words;
  }
}
