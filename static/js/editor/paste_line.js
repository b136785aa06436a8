// The quiet line after a paste: what was changed and left out, with a way back, and what may be done next.

import { pm } from "../../django_prose_editor/editor.js";

import { createElement } from "./elements.js";
import { setTypography } from "./typography.js";

const SHOWN = 60;

function shortened(words) {
  return words.length > SHOWN ? `${words.slice(0, SHOWN - 1).trimEnd()}…` : words;
}

/** The blocks at the top of the text that say exactly one of `words`, last first. */
function blocksOf(doc, words) {
  const blocks = [];
  doc.forEach((block, position) => {
    const text = block.textContent.replaceAll(/\s+/g, " ").trim();
    if (block.isTextblock && words.includes(text)) blocks.unshift({ block, position });
  });
  return blocks;
}

export class PasteLine {
  constructor(editor, textarea, labels) {
    this.editor = editor;
    this.textarea = textarea;
    this.labels = labels;
    this.words = createElement("p", { class: "richtext-note", role: "status" });
    this.buttons = createElement("p", { class: "richtext-offers" });
    this.element = createElement("div", { class: "richtext-paste" }, this.words, this.buttons);
    this.buttons.hidden = true;
    this.isOurs = false;
    editor.on("update", ({ transaction }) => this.follow(transaction));
  }

  show({ report, range, hasStraight }) {
    this.words.textContent = report.inWords(this.labels);
    const offers = range ? this.offers(report, range, hasStraight) : [];
    const canUndo = range && (this.words.textContent || offers.length);
    this.undo = canUndo ? this.button(this.labels.undoPaste, () => this.takeBack()) : null;
    const buttons = [this.undo, ...offers].filter(Boolean);
    this.buttons.replaceChildren(...buttons);
    this.buttons.hidden = !buttons.length;
  }

  /** Once something else was typed, undo would take back that; once it was undone, nothing is left to say. */
  follow(transaction) {
    if (this.isOurs || ["paste", "drop"].includes(transaction.getMeta("uiEvent"))) return;
    if (transaction.getMeta("history$")) this.tell("");
    else this.undo?.remove();
    this.buttons.hidden = !this.buttons.hasChildNodes();
  }

  /** Told of by other means than a paste: a file that was read. */
  tell(words) {
    this.words.textContent = words;
    this.buttons.replaceChildren();
    this.buttons.hidden = true;
  }

  /** What is found out later of the same paste. */
  add(words) {
    this.words.textContent = [this.words.textContent, words].filter(Boolean).join(" ");
  }

  button(label, act) {
    const button = createElement("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      this.isOurs = true;
      act();
      this.isOurs = false;
      button.remove();
      this.buttons.hidden = !this.buttons.hasChildNodes();
      this.editor.commands.focus();
    });
    return button;
  }

  takeBack() {
    this.editor.commands.undo();
    this.tell("");
  }

  offers(report, range, hasStraight) {
    const { labels } = this;
    const { schema } = this.editor;
    const headings = schema.nodes.heading ? report.headings : [];
    const offers = [
      ...this.fieldOffer("headline", report.headline, labels.asHeadline),
      ...this.fieldOffer("standfirst", report.standfirst, labels.asStandfirst),
    ];
    if (headings.length) {
      const label = labels.asHeadings.replace("%s", headings.map(shortened).join("”, “"));
      offers.push(this.button(label, () => this.makeHeadings(headings)));
    }
    if (hasStraight) offers.push(this.button(labels.typography, () => this.setMarks(range)));
    return offers;
  }

  /** An offer to move words of the text into a field of the form that is still empty. */
  fieldOffer(name, words, label) {
    const field = this.textarea.form?.elements[name];
    const isBody = this.textarea.dataset.richtext === "full";
    if (!words || !isBody || !field || field.value.trim() || field === this.textarea) return [];
    return [this.button(label.replace("%s", shortened(words)), () => this.fill(field, words))];
  }

  fill(field, words) {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const [last] = blocksOf(this.editor.state.doc, [words]).slice(-1);
    if (!last) return;
    const { tr } = this.editor.state;
    this.editor.view.dispatch(tr.delete(last.position, last.position + last.block.nodeSize));
  }

  makeHeadings(words) {
    const { state, view } = this.editor;
    const { tr, schema } = state;
    for (const { block, position } of blocksOf(state.doc, words)) {
      const [from, to] = [position + 1, position + 1 + block.content.size];
      tr.removeMark(from, to, schema.marks.bold).setBlockType(from, to, schema.nodes.heading, {
        level: 2,
      });
    }
    view.dispatch(tr);
  }

  setMarks({ from, to }) {
    const { state, view } = this.editor;
    const end = Math.min(to, state.doc.content.size);
    const selection = pm.state.TextSelection.between(
      state.doc.resolve(from),
      state.doc.resolve(end),
    );
    const tr = state.tr.setSelection(selection);
    setTypography({ tr, state: state.apply(tr), dispatch: true, view });
    view.dispatch(tr);
  }
}
