// The field that finds a work to cite, between toolbar and text: a combobox with a list (the
// pattern of the ARIA practices). As the field for a link, it is no form of its own.

import { createElement } from "./elements.js";

const DEBOUNCE = 150;

class CitationField {
  constructor(editor, { labels, textId, worksUrl }) {
    this.editor = editor;
    this.labels = labels;
    this.worksUrl = worksUrl;
    this.works = [];
    this.active = -1;
    this.id = `${textId}_cite`;
    this.list = createElement("ul", {
      id: `${this.id}_list`,
      role: "listbox",
      "aria-label": labels.works,
    });
    this.input = createElement("input", {
      id: this.id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    });
    this.status = createElement("p", { class: "richtext-cite-status", role: "status" });
    this.bar = createElement(
      "div",
      { class: "richtext-link richtext-cite", role: "dialog", "aria-label": labels.cite },
      createElement("label", { for: this.id }, labels.findWork),
      this.input,
      createElement("button", { type: "button" }, labels.cancel),
      this.status,
      this.list,
    );
    this.bar.hidden = true;
    this.listen();
  }

  listen() {
    this.bar.querySelector("button").addEventListener("click", () => this.close());
    this.bar.addEventListener("keydown", (event) => this.handleKey(event));
    // The focus stays in the field while the finger is on the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    this.input.addEventListener("input", () => {
      this.showWorks([]);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), DEBOUNCE);
    });
    // The article's form need not hear of this field (its own scripts watch for changes).
    for (const name of ["input", "change"]) {
      this.bar.addEventListener(name, (event) => event.stopPropagation());
    }
  }

  handleKey(event) {
    const inField = event.target === this.input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (inField && event.key === "Enter") this.choose(this.active);
    else if (inField && step) this.moveActive(step);
    else return;
    event.preventDefault();
  }

  open() {
    this.input.value = "";
    this.showWorks([]);
    this.bar.hidden = false;
    this.hold(true);
    this.input.focus();
    this.search();
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.bar.hidden = true;
    this.hold(false);
    this.editor.commands.focus();
  }

  hold(held) {
    this.editor.storage.heldSelection.held = held;
    this.editor.view.dispatch(this.editor.state.tr);
  }

  async search() {
    this.request?.abort();
    const { signal } = (this.request = new AbortController());
    const address = new URL(this.worksUrl, location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const { works } = await response.json();
      this.showWorks(works, this.input.value.trim() && !works.length ? this.labels.noWork : "");
    } catch {
      if (!signal.aborted) this.showWorks([], this.labels.noAnswer);
    }
  }

  showWorks(works, status = "") {
    this.works = works;
    this.list.replaceChildren(...works.map((work, index) => this.optionFor(work, index)));
    this.list.hidden = !works.length;
    this.input.setAttribute("aria-expanded", String(Boolean(works.length)));
    this.status.textContent = status;
    this.status.hidden = !status;
    this.activate(works.length && this.input.value.trim() ? 0 : -1);
  }

  optionFor({ label, line, listed }, index) {
    return createElement(
      "li",
      { id: `${this.id}_${index}`, role: "option", "aria-selected": "false" },
      createElement("strong", {}, label),
      ` ${line}`,
      ...(listed ? [" ", createElement("em", {}, this.labels.listed)] : []),
    );
  }

  moveActive(step) {
    const count = this.works.length;
    if (!count) return;
    const from = this.active < 0 && step < 0 ? 0 : this.active;
    this.activate((from + step + count) % count);
  }

  activate(index) {
    this.active = index;
    [...this.list.children].forEach((option, position) => {
      option.setAttribute("aria-selected", String(position === index));
    });
    const option = this.list.children[index];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  /** Put the citation behind what is selected, a space before it. */
  choose(index) {
    const work = this.works[index];
    if (!work) return;
    const { to, $to } = this.editor.state.selection;
    const before = $to.parent.textBetween(0, $to.parentOffset, null, " ");
    const mark = { type: "link", attrs: { href: `#work-${work.id}` } };
    const citation = { type: "text", text: work.label, marks: [mark] };
    const space = /\S$/.test(before) ? [{ type: "text", text: " " }] : [];
    this.close();
    this.editor.commands.insertContentAt(to, [...space, citation]);
  }
}

/** The field to cite with, closed; `open` shows it. Nothing where there are no works to ask for. */
export function citationFieldFor(editor, settings) {
  if (!settings.worksUrl) return {};
  const field = new CitationField(editor, settings);
  return { bar: field.bar, open: () => field.open() };
}
