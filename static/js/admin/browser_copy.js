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
    this.copy = copyOf(offer.dataset.article);
    // What the server has, as far as we know.
    this.saved = readFields(form);
    // What is offered, until somebody decides about it.
    this.waiting = null;
    this.timer = null;
  }

  settle() {
    clearTimeout(this.timer);
    this.timer = null;
  }

  later() {
    this.timer ??= setTimeout(() => this.write(), PAUSE);
  }

  write(isSent = false) {
    this.settle();
    const fields = readFields(this.form);
    if (sameWords(fields, this.saved)) return;
    const version = this.form.elements.version.value;
    const { waiting } = this;
    this.isStored = this.copy.write({ at: Date.now(), version, isSent, fields, waiting });
  }

  /** The server has the words as they were sent; `isUnsaved` where more were typed meanwhile. */
  autosaved({ article, isUnsaved }) {
    this.settle();
    this.copy.remove();
    this.copy = copyOf(article);
    if (this.waiting) this.copy.write(this.waiting);
    if (isUnsaved) this.write();
    else this.saved = readFields(this.form);
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
      sameWords(stored.fields, this.saved) || (stored.isSent && stored.version !== version.value)
    );
  }

  /** Offers a copy, or the first of those that wait behind it which never came to us. */
  offerBack(copy = this.copy.read()) {
    let stored = copy;
    while (stored?.fields && this.arrived(stored)) stored = stored.waiting;
    this.waiting = stored?.fields ? stored : null;
    this.offer.hidden = !this.waiting;
    if (!this.waiting) return this.copy.remove();
    this.copy.write(stored);
    return this.show(stored);
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
  }

  restore(stored) {
    restoreFields(this.form, stored.fields);
    this.discard(stored);
    this.form.elements.headline.focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  discard(stored) {
    this.offerBack(stored.waiting ?? null);
    this.later();
  }

  compare(stored) {
    this.offer.querySelector(".versions-of-copy")?.remove();
    const now = new Map(readFields(this.form));
    const differing = stored.fields.filter(([name, value]) => (now.get(name) ?? "") !== value);
    const rows = differing.flatMap(([name, value]) => [
      createElement("h3", {}, this.labelOf(name)),
      createElement(
        "div",
        { class: "versions" },
        this.version("stands", now.get(name) ?? ""),
        this.version("stored", value),
      ),
    ]);
    this.offer.append(createElement("div", { class: "versions-of-copy" }, ...rows));
  }

  labelOf(name) {
    const field = this.form.elements.namedItem(name);
    return field?.labels?.[0]?.textContent.trim() || field?.ariaLabel || name;
  }

  version(which, value) {
    const title = createElement("h4", {}, this.offer.dataset[which]);
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
  // What a form that came back shows is newer than what was stored when it was sent.
  if (!document.querySelector(".problems, #found-heading")) browserCopy.offerBack();
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
