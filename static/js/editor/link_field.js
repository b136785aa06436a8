// The field for a link's address, between toolbar and text. It is no form of its own: it stands
// inside the article's form, so it has no name, and Enter must not submit.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { createElement } from "./elements.js";
import { typedAddress } from "./link_addresses.js";

const { Decoration, DecorationSet } = pm.view;

/** Keeps the selected words visible while the focus is in the link field. */
export const HeldSelection = Extension.create({
  name: "heldSelection",
  addStorage: () => ({ held: false, open: () => {} }),
  addKeyboardShortcuts() {
    const open = () => {
      this.storage.open();
      return true;
    };
    // With caps lock on, the key is another one.
    return { "Mod-k": open, "Mod-K": open };
  },
  addProseMirrorPlugins() {
    const { storage } = this;
    function decorations({ doc, selection: { from, to } }) {
      const held = Decoration.inline(from, to, { class: "richtext-held" });
      return storage.held ? DecorationSet.create(doc, [held]) : null;
    }
    return [new pm.state.Plugin({ props: { decorations } })];
  },
});

function button(name, labels) {
  return createElement("button", { type: "button", "data-link": name }, labels[name]);
}

function linkedText(text, href) {
  return { type: "text", text, marks: [{ type: "link", attrs: { href } }] };
}

class LinkField {
  constructor(editor, { labels, textId }) {
    this.editor = editor;
    this.labels = labels;
    this.input = createElement("input", {
      id: `${textId}_link`,
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${textId}_link_problem`,
    });
    this.problem = createElement("p", {
      id: `${textId}_link_problem`,
      class: "richtext-problem",
      role: "alert",
    });
    this.remove = button("removeLink", labels);
    this.bar = createElement(
      "div",
      { class: "richtext-link", role: "group", "aria-label": labels.link, hidden: true },
      createElement("label", { for: this.input.id }, labels.address),
      this.input,
      button("setLink", labels),
      this.remove,
      button("cancel", labels),
      this.problem,
    );
    this.listen();
  }

  listen() {
    this.bar.addEventListener("click", (event) => this.run(event.target.dataset.link));
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.run("cancel");
      else if (event.key === "Enter" && event.target === this.input) this.run("setLink");
      else return;
      event.preventDefault();
    });
    // The article's form need not hear of this field (its own scripts watch for changes).
    for (const name of ["input", "change"]) {
      this.bar.addEventListener(name, (event) => event.stopPropagation());
    }
  }

  hold(held) {
    this.editor.storage.heldSelection.held = held;
    this.editor.view.dispatch(this.editor.state.tr);
  }

  open() {
    if (this.editor.isActive("link")) this.editor.commands.extendMarkRange("link");
    const { href = "" } = this.editor.getAttributes("link");
    this.input.value = href;
    this.remove.hidden = !href;
    this.showProblem("");
    this.bar.hidden = false;
    this.hold(true);
    this.input.focus();
    this.input.select();
  }

  close() {
    this.bar.hidden = true;
    this.hold(false);
    this.editor.commands.focus();
  }

  showProblem(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
    this.input.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  run(name) {
    if (name === "setLink") this.set();
    else if (name === "removeLink") this.close(this.editor.commands.unsetLink());
    else if (name === "cancel") this.close();
  }

  set() {
    const href = typedAddress(this.input.value);
    if (!href) {
      this.showProblem(this.labels.badAddress);
      this.input.focus();
      return;
    }
    const { commands, state } = this.editor;
    if (state.selection.empty) commands.insertContent(linkedText(this.input.value.trim(), href));
    else commands.setLink({ href });
    this.close();
  }
}

/** The link field of `editor`, closed; Ctrl+K in the text and `open` show it. */
export function linkFieldFor(editor, settings) {
  const field = new LinkField(editor, settings);
  const open = () => field.open();
  editor.storage.heldSelection.open = open;
  return { bar: field.bar, open };
}
