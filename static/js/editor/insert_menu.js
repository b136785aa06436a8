// “/” at the start of an empty line opens a list of what can stand there; letters behind it narrow it. The
// caret stays in the text (a listbox driven by aria-activedescendant, as in the ARIA practices).

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { createElement } from "./elements.js";
import { icon } from "./icons.js";
import { TOOLS } from "./toolbar.js";

const { Plugin, PluginKey } = pm.state;
const MENU = new PluginKey("insertMenu");
const OFFERED = [
  "heading",
  "subheading",
  "quote",
  "pullQuote",
  "bullets",
  "numbers",
  "table",
  "embed",
  "rule",
];
const TYPED = /^\/([\p{L}\p{M} ]{0,20})$/u;

/** What is typed behind the slash, null where no line begins so. */
function typedIn({ selection }) {
  const { $from, empty } = selection;
  if (!empty || $from.parent.type.name !== "paragraph" || $from.depth !== 1) return null;
  if ($from.parentOffset !== $from.parent.content.size) return null;
  return TYPED.exec($from.parent.textContent)?.[1] ?? null;
}

/** Only a slash that was typed into an empty line opens it; whoever closes it has written a slash. */
function isOpenAfter(transaction, isOpen, before, after) {
  const asked = transaction.getMeta(MENU);
  if (asked !== undefined) return asked;
  const typed = typedIn(after);
  if (typed === null || isOpen) return isOpen && typed !== null;
  const isTyped = transaction.docChanged && !transaction.getMeta("uiEvent");
  const wasEmpty = before.selection.$from.parent.content.size === 0;
  return isTyped && wasEmpty && typed === "" && !transaction.getMeta("history$");
}

class Menu {
  constructor(view, editor, labels) {
    this.view = view;
    this.editor = editor;
    this.labels = labels;
    this.active = 0;
    this.names = [];
    this.list = createElement("ul", {
      id: `${view.dom.id}_insert`,
      class: "richtext-insert",
      role: "listbox",
      "aria-label": labels.insert,
    });
    this.list.hidden = true;
    // The text keeps the focus under a press.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) this.choose(option.dataset.name);
    });
    view.dom.after(this.list);
  }

  update(view) {
    const isOpen = MENU.getState(view.state);
    const typed = isOpen ? typedIn(view.state) : null;
    this.names = typed === null ? [] : OFFERED.filter((name) => this.matches(name, typed));
    this.list.hidden = !this.names.length;
    if (this.list.hidden) this.forget();
    else this.show();
  }

  matches(name, typed) {
    if (TOOLS[name].offered?.(this.editor) === false) return false;
    return this.labels[name].toLowerCase().includes(typed.trim().toLowerCase());
  }

  forget() {
    this.active = 0;
    for (const name of ["aria-activedescendant", "aria-controls"])
      this.view.dom.removeAttribute(name);
  }

  show() {
    this.active = Math.min(this.active, this.names.length - 1);
    this.list.replaceChildren(...this.names.map((name, index) => this.option(name, index)));
    this.view.dom.setAttribute("aria-controls", this.list.id);
    this.view.dom.setAttribute("aria-activedescendant", `${this.list.id}_${this.active}`);
    const around = this.list.offsetParent.getBoundingClientRect();
    const { bottom, left } = this.view.coordsAtPos(this.view.state.selection.from);
    this.list.style.setProperty("--below-words", `${Math.round(bottom - around.top + 4)}px`);
    this.list.style.setProperty("--beside-words", `${Math.round(left - around.left)}px`);
  }

  option(name, index) {
    const attributes = {
      id: `${this.list.id}_${index}`,
      role: "option",
      "data-name": name,
      "aria-selected": String(index === this.active),
    };
    return createElement("li", attributes, icon(name), this.labels[name]);
  }

  handleKey(event) {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.active = (this.active + step + this.names.length) % this.names.length;
      this.show();
    } else if (event.key === "Enter") this.choose(this.names[this.active]);
    else if (event.key === "Escape") this.view.dispatch(this.view.state.tr.setMeta(MENU, false));
    else return false;
    return true;
  }

  /** What was typed goes, and what was chosen comes: one step for undo. */
  choose(name) {
    const { $from } = this.view.state.selection;
    const chain = this.editor.chain().focus().deleteRange({ from: $from.start(), to: $from.end() });
    TOOLS[name].run(chain).run();
  }

  destroy() {
    this.list.remove();
  }
}

export const InsertMenu = Extension.create({
  name: "insertMenu",
  // Before what else Enter and Escape do.
  priority: 1000,
  addOptions: () => ({ labels: {} }),
  addProseMirrorPlugins() {
    const { editor, options } = this;
    let menu = null;
    const plugin = new Plugin({
      key: MENU,
      state: { init: () => false, apply: isOpenAfter },
      view: (view) => (menu = new Menu(view, editor, options.labels)),
      props: { handleKeyDown: (_view, event) => menu.handleKey(event) },
    });
    return [plugin];
  },
});
