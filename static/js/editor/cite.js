// The field that finds a work to cite, between toolbar and text: a combobox with a list (the
// pattern of the ARIA practices). As the field for a link, it is no form of its own.

import { make } from "./elements.js";

const PAUSE = 150;

class CiteField {
  constructor(editor, { labels, textId, works }) {
    this.editor = editor;
    this.labels = labels;
    this.works = works;
    this.found = [];
    this.active = -1;
    this.id = `${textId}_cite`;
    this.list = make("ul", { id: `${this.id}_list`, role: "listbox", "aria-label": labels.works });
    this.input = make("input", {
      id: this.id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    });
    this.status = make("p", { class: "richtext-cite-status", role: "status" });
    this.bar = make(
      "div",
      { class: "richtext-link richtext-cite", role: "dialog", "aria-label": labels.cite },
      make("label", { for: this.id }, labels.findWork),
      this.input,
      make("button", { type: "button" }, labels.cancel),
      this.status,
      this.list,
    );
    this.bar.hidden = true;
    this.listen();
  }

  listen() {
    this.bar.querySelector("button").addEventListener("click", () => this.close());
    this.bar.addEventListener("keydown", (event) => this.press(event));
    // The focus stays in the field while the finger is on the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
    this.input.addEventListener("input", () => {
      this.show([]);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
    // The article's form need not hear of this field (its own scripts watch for changes).
    for (const name of ["input", "change"]) {
      this.bar.addEventListener(name, (event) => event.stopPropagation());
    }
  }

  press(event) {
    const inField = event.target === this.input;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (inField && event.key === "Enter") this.choose(this.active);
    else if (inField && step) this.move(step);
    else return;
    event.preventDefault();
  }

  open() {
    this.input.value = "";
    this.show([]);
    this.bar.hidden = false;
    this.hold(true);
    this.input.focus();
    this.ask();
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.bar.hidden = true;
    this.hold(false);
    this.editor.commands.focus();
  }

  hold(held) {
    this.editor.storage.heldSelection.held = held;
    this.editor.view.dispatch(this.editor.state.tr);
  }

  async ask() {
    this.asked?.abort();
    const { signal } = (this.asked = new AbortController());
    const address = new URL(this.works, location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      const { works } = await answer.json();
      this.show(works, this.input.value.trim() && !works.length ? this.labels.noWork : "");
    } catch {
      if (!signal.aborted) this.show([], this.labels.noAnswer);
    }
  }

  show(works, status = "") {
    this.found = works;
    this.list.replaceChildren(...works.map((work, index) => this.option(work, index)));
    this.list.hidden = !works.length;
    this.input.setAttribute("aria-expanded", String(Boolean(works.length)));
    this.status.textContent = status;
    this.status.hidden = !status;
    this.activate(works.length && this.input.value.trim() ? 0 : -1);
  }

  option({ label, line, listed }, index) {
    return make(
      "li",
      { id: `${this.id}_${index}`, role: "option", "aria-selected": "false" },
      make("strong", {}, label),
      ` ${line}`,
      ...(listed ? [" ", make("em", {}, this.labels.listed)] : []),
    );
  }

  move(step) {
    const count = this.found.length;
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
    const work = this.found[index];
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
export function citeFieldFor(editor, settings) {
  if (!settings.works) return {};
  const field = new CiteField(editor, settings);
  return { bar: field.bar, open: () => field.open() };
}
