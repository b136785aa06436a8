// What is embedded from elsewhere: shown as its card, and made of an address that is pasted alone on a line.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { createElement } from "./elements.js";
import { PasteReport } from "./paste_report.js";

const { closeHistory } = pm.history;
const NODE = "embed";
const ALONE = /^https?:\/\/\S+$/i;
// The worker asks the site for its title: it is there in a moment, or much later.
const ASKED_AGAIN = [2_000, 5_000, 10_000];

/** Asks the server for the cards of addresses. */
export class Cards {
  constructor(textarea) {
    this.address = textarea.dataset.embeds;
    this.form = textarea.form;
  }

  /** {address, title, said, picture, isAwaited}, or {error}. Throws where no answer comes. */
  async ask(address) {
    const data = new FormData();
    data.append("address", address);
    data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    const options = { method: "POST", body: data, redirect: "error" };
    const response = await fetch(this.address, options);
    return response.json();
  }
}

/** Shows an embed of the text as its card. */
class View {
  constructor(cards, address) {
    this.said = createElement("span", { class: "embed-kind" });
    this.title = createElement("strong", { dir: "auto" }, address);
    this.image = createElement("img", { alt: "", hidden: true });
    const line = createElement("span", { class: "embed-address", dir: "ltr" }, address);
    this.dom = createElement(
      "figure",
      { "data-embed": address, class: "is-drawn" },
      this.image,
      this.said,
      this.title,
      line,
    );
    this.draw(cards, address, ASKED_AGAIN);
  }

  async draw(cards, address, [wait, ...later]) {
    const card = await cards.ask(address).catch(() => ({ error: "" }));
    this.said.textContent = card.error ?? card.said;
    if (card.error !== undefined) return;
    this.title.textContent = card.title;
    this.image.hidden = !card.picture;
    if (card.picture) this.image.src = card.picture;
    if (card.isAwaited && wait && this.isThere !== false)
      setTimeout(() => this.draw(cards, address, later), wait);
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    this.isThere = false;
  }
}

/** Whether the caret stands in a line of the text with nothing in it. */
function isInEmptyLine({ selection: { $from, empty } }) {
  return empty && $from.depth === 1 && $from.parent.isTextblock && !$from.parent.content.size;
}

function lineThatSays(doc, words) {
  let place = null;
  doc.forEach((block, position) => {
    if (block.type.name === "paragraph" && block.textContent === words) place = { block, position };
  });
  return place;
}

/** A transaction with the embed in the place of a block, and a line behind it to go on in. */
function embedded(state, address, { position, size }) {
  const { schema, tr } = state;
  tr.replaceWith(position, position + size, schema.nodes[NODE].create({ stored: address }));
  const end = position + 1;
  const next = tr.doc.resolve(end).nodeAfter;
  if (!next?.isTextblock) tr.insert(end, schema.nodes.paragraph.create());
  return tr;
}

/** Puts the embed where the caret is: in the place of an empty line, or behind the paragraph. */
export function insertEmbed(editor, address) {
  const { state, view } = editor;
  const { $from, to } = state.selection;
  const place = isInEmptyLine(state)
    ? { position: $from.before(1), size: $from.parent.nodeSize }
    : { position: $from.depth ? $from.after(1) : to, size: 0 };
  const tr = embedded(state, address, place);
  tr.setSelection(pm.state.Selection.near(tr.doc.resolve(place.position + 1)));
  view.dispatch(closeHistory(tr).scrollIntoView());
  editor.commands.focus();
}

/** An address that was pasted as a line of its own becomes a card, as a step that can be taken back. */
async function embedPasted(editor, cards) {
  const { $from } = editor.state.selection;
  const words = $from.parent.textContent;
  if ($from.depth !== 1 || !ALONE.test(words)) return;
  const card = await cards.ask(words).catch(() => ({ error: "" }));
  const line = card.error === undefined && lineThatSays(editor.state.doc, words);
  if (!line || editor.isDestroyed) return;
  const report = new PasteReport();
  report.change("asCard");
  editor.storage.cleanClipboard.report = report;
  const place = { position: line.position, size: line.block.nodeSize };
  const tr = embedded(editor.state, card.address, place).setMeta("uiEvent", "paste");
  editor.view.dispatch(closeHistory(tr));
}

/** For the text of an article: the extension that draws its embeds and makes them of addresses. */
export function embedsFor(textarea) {
  if (!textarea.dataset.embeds) return [];
  const cards = new Cards(textarea);
  const nodeViews = { [NODE]: (node) => new View(cards, node.attrs.stored) };
  const extension = Extension.create({
    name: "embeds",
    addStorage: () => ({ cards, open: () => {} }),
    addProseMirrorPlugins() {
      const { editor } = this;
      function handlePaste(view, event) {
        const text = event.clipboardData?.getData("text/plain").trim() ?? "";
        const isMeant = ALONE.test(text) && isInEmptyLine(view.state) && !view.input?.shiftKey;
        // Once it stands there as a link.
        if (isMeant) setTimeout(() => embedPasted(editor, cards));
        return false;
      }
      return [new pm.state.Plugin({ props: { nodeViews, handlePaste } })];
    },
  });
  return [extension];
}
