// The field for the address of what is embedded, between toolbar and text. As the one for links, it stands in
// the article's form and is no part of it.

import { createElement } from "./elements.js";
import { insertEmbed } from "./embeds.js";

class EmbedField {
  constructor(editor, { labels, textId }) {
    this.editor = editor;
    this.labels = labels;
    this.input = createElement("input", {
      id: `${textId}_embed`,
      type: "text",
      inputmode: "url",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": `${textId}_embed_problem`,
    });
    this.problem = createElement("p", {
      id: `${textId}_embed_problem`,
      class: "richtext-problem",
      role: "alert",
    });
    this.insert = createElement("button", { type: "button" }, labels.insert);
    this.cancel = createElement("button", { type: "button" }, labels.cancel);
    this.bar = createElement(
      "div",
      { class: "richtext-link", role: "group", "aria-label": labels.embed, hidden: true },
      createElement("label", { for: this.input.id }, labels.embedAddress),
      this.input,
      this.insert,
      this.cancel,
      this.problem,
    );
    this.listen();
  }

  listen() {
    this.insert.addEventListener("click", () => this.submit());
    this.cancel.addEventListener("click", () => this.close());
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && event.target === this.input) this.submit();
      else return;
      event.preventDefault();
    });
    for (const name of ["input", "change"]) {
      this.bar.addEventListener(name, (event) => event.stopPropagation());
    }
  }

  open() {
    this.input.value = "";
    this.tell("");
    this.bar.hidden = false;
    this.input.focus();
  }

  close() {
    this.bar.hidden = true;
    this.editor.commands.focus();
  }

  tell(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
    this.input.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  async submit() {
    const { cards } = this.editor.storage.embeds;
    const failed = { error: this.labels.embedFailed };
    const card = await cards.ask(this.input.value).catch(() => failed);
    if (this.bar.hidden) return;
    if (card.error !== undefined) {
      this.tell(card.error);
      this.input.focus();
      return;
    }
    this.bar.hidden = true;
    insertEmbed(this.editor, card.address);
  }
}

/** A command: asks for the address of what to embed. */
export function askForEmbed({ editor, dispatch }) {
  const { embeds } = editor.storage;
  // Once the text has what else the command did.
  if (embeds && dispatch) setTimeout(() => embeds.open());
  return Boolean(embeds);
}

/** The field of `editor`, closed; null where nothing can be embedded. */
export function embedFieldFor(editor, settings) {
  if (!editor.storage.embeds) return null;
  const field = new EmbedField(editor, settings);
  editor.storage.embeds.open = () => field.open();
  return field.bar;
}
