// Keeps a copy of what is typed in this browser, until the server has it, and offers it on return: for when
// network, login or server are away. It listens to autosave.js, which says when the server has the words.

import { createElement } from "../editor/elements.js";
import { copyOf } from "./kept_copies.js";
import { readFields, restoreFields, sameWords, textOf } from "./form_fields.js";

// Not at each key: a copy is written whole.
const PAUSE = 500;

class BrowserCopy {
  constructor(form, offer) {
    this.form = form;
    this.offer = offer;
    this.copy = copyOf(offer.dataset.writer, offer.dataset.article);
    this.opened = readFields(form);
    this.timer = null;
  }

  settle() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  later() {
    this.settle();
    this.timer = setTimeout(() => this.write(), PAUSE);
  }

  write(isSent = false) {
    this.settle();
    const fields = readFields(this.form);
    if (sameWords(fields, this.opened)) return;
    const version = this.form.elements.version.value;
    this.isStored = this.copy.write({ at: Date.now(), version, isSent, fields });
  }

  /** The server has the words. What is typed from now on belongs to the draft that they were put in. */
  autosaved({ article }) {
    this.settle();
    this.copy.remove();
    this.copy = copyOf(this.offer.dataset.writer, article);
    this.opened = readFields(this.form);
  }

  /** Say where the words are while they cannot be sent. */
  away(state) {
    this.write();
    if (!this.isStored) state.textContent = this.offer.dataset.nowhere;
  }

  /** Whether the words of `stored` came to us after all, so that there is nothing to offer. */
  arrived(stored) {
    const { version } = this.form.elements;
    return (
      sameWords(stored.fields, this.opened) || (stored.isSent && stored.version !== version.value)
    );
  }

  offerBack() {
    const stored = this.copy.read();
    if (!stored || !Array.isArray(stored.fields)) return;
    if (this.arrived(stored)) this.copy.remove();
    else this.show(stored);
  }

  show(stored) {
    const time = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: "medium",
      timeStyle: "short",
    }).format(stored.at);
    const { dataset } = this.offer;
    const heading = createElement("h2", {}, dataset.heading.replace("{time}", time));
    const buttons = ["restore", "compare", "discard"].map((act) => {
      const button = createElement("button", { type: "button", class: "button" }, dataset[act]);
      button.addEventListener("click", () => this[act](stored));
      return button;
    });
    this.offer.replaceChildren(
      heading,
      createElement("p", { class: "unsaved-buttons" }, ...buttons),
    );
    this.offer.hidden = false;
  }

  restore(stored) {
    restoreFields(this.form, stored.fields);
    this.discard();
    this.form.elements.headline.focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  discard() {
    this.copy.remove();
    this.offer.hidden = true;
  }

  compare(stored) {
    this.offer.querySelector(".versions-of-copy")?.remove();
    const now = new Map(this.opened);
    const differing = stored.fields.filter(([name, value]) => (now.get(name) ?? "") !== value);
    const rows = differing.map(([name, value]) =>
      createElement(
        "div",
        { class: "versions" },
        this.version("stands", now.get(name) ?? ""),
        this.version("stored", value),
      ),
    );
    this.offer.append(createElement("div", { class: "versions-of-copy" }, ...rows));
  }

  version(which, value) {
    const title = createElement("h3", {}, this.offer.dataset[which]);
    return createElement(
      "div",
      { class: "version" },
      title,
      createElement("p", { dir: "auto" }, textOf(value)),
    );
  }
}

const offer = document.querySelector(".browser-copy");
const form = document.getElementById("article_form");
if (offer && form) {
  const browserCopy = new BrowserCopy(form, offer);
  // What a form that was refused shows is newer than what was stored when it was sent.
  if (!document.querySelector(".problems")) browserCopy.offerBack();
  form.addEventListener("input", () => browserCopy.later());
  form.addEventListener("change", () => browserCopy.later());
  form.addEventListener("autosaved", ({ detail }) => browserCopy.autosaved(detail));
  form.addEventListener("autosavefailed", () =>
    browserCopy.away(form.querySelector(".save-state")),
  );
  form.addEventListener("submit", () => browserCopy.write(true));
  // Who logs out leaves nothing here: forget_copies.js has taken it away.
  document.getElementById("logout-form")?.addEventListener("submit", () => browserCopy.settle());
  window.addEventListener("pagehide", () => browserCopy.timer && browserCopy.write());
}
