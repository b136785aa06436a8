// Pictures in the text: shown where they stand, put there and described in a dialog.

import { Extension, pm } from "../../django_prose_editor/editor.js";

import { createElement } from "./elements.js";
import { FigureChoice } from "./figure_choice.js";
import { FigurePanel } from "./figure_panel.js";
import { offerLibrary } from "./lead_picture.js";
import { PictureSender, isPending } from "./pasted_pictures.js";
import { offerSharedPicture } from "./shared_picture.js";

const NODE = "picturedFigure";

/** Shows each figure of the text as its picture, with what is said of it. */
class Views {
  constructor(panel, onPressed) {
    this.panel = panel;
    this.onPressed = onPressed;
    this.byPicture = new Map();
    panel.element.addEventListener("input", ({ target }) => {
      const fields = target.closest("[data-figure]");
      if (fields) this.draw(fields.dataset.figure);
    });
  }

  create(id) {
    const image = createElement("img", { alt: "" });
    const caption = createElement("figcaption");
    const dom = createElement("figure", { "data-picture": id, class: "is-drawn" }, image, caption);
    dom.addEventListener("dblclick", () => this.onPressed(id));
    this.byPicture.set(id, { image, caption });
    if (isPending(id)) caption.textContent = this.panel.element.dataset.sending;
    else this.draw(id);
    return { dom, ignoreMutation: () => true, stopEvent: ({ type }) => type === "dblclick" };
  }

  /** A figure that was pasted or put back is new to the rail. */
  async draw(id) {
    if (!this.panel.fieldsOf(id)) {
      const card = await this.panel.card(id).catch(() => null);
      if (card && !this.panel.fieldsOf(id)) this.panel.add(card);
    }
    const view = this.byPicture.get(id);
    const picture = this.panel.fieldsOf(id)?.querySelector("img");
    if (!view || !picture) return;
    view.image.src = picture.src;
    view.image.alt = this.panel.value(id, "alt");
    const missing = view.image.alt ? "" : this.panel.element.dataset.noalt;
    const said = ["caption", "credit"].map((name) => this.panel.value(id, name));
    view.caption.textContent = [...said, missing].filter(Boolean).join(" · ");
  }
}

/** The pictures that a text shows. */
function picturesIn(doc) {
  const ids = new Set();
  doc.descendants(({ type, attrs }) => {
    if (type.name === NODE) ids.add(attrs.stored);
  });
  return ids;
}

class FigureDialog {
  constructor(panel) {
    this.panel = panel;
  }

  /** The dialog is there from its first use on. */
  async prepare() {
    await this.panel.load();
    if (this.dialog) return;
    this.dialog = this.panel.dialog;
    this.words = this.dialog.querySelector(".figure-words");
    this.done = this.dialog.querySelector(".figure-done");
    this.cancel = this.dialog.querySelector(".figure-cancel");
    this.choice = new FigureChoice(this.panel, (card) => this.onChosen(card));
    this.listen();
  }

  listen() {
    for (const button of [this.done, this.cancel]) {
      button.addEventListener("click", () => this.dialog.close());
    }
    this.dialog.addEventListener("close", () => this.leave());
    // Enter in one of the fields would send the article.
    this.words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.dialog.close();
    });
  }

  show(isChoice) {
    this.choice.element.hidden = !isChoice;
    this.words.hidden = isChoice;
    this.done.hidden = isChoice;
    this.cancel.hidden = !isChoice;
    if (!this.dialog.open) this.dialog.showModal();
  }

  open() {
    const { node } = this.editor.state.selection;
    if (node?.type.name === NODE) this.describe(node.attrs.stored);
    else this.choose((card) => this.insert(card));
  }

  /** Lets somebody choose a picture, of which `onChosen` hears. What fails, the panel tells. */
  async choose(onChosen) {
    await this.prepare().catch(() => null);
    if (!this.dialog) return;
    this.onChosen = onChosen;
    this.show(true);
    this.choice.open();
  }

  close() {
    this.dialog.close();
  }

  /** Behind the paragraph in which the cursor is. One picture stands in one text once. */
  insert(card) {
    const { doc, selection } = this.editor.state;
    const { $from, to } = selection;
    const id = String(card.id);
    if (!this.panel.fieldsOf(id)) this.panel.add(card);
    if (!picturesIn(doc).has(id)) {
      const place = $from.depth ? $from.after(1) : to;
      this.editor.commands.insertContentAt(place, { type: NODE, attrs: { stored: id } });
    }
    this.describe(id);
  }

  async describe(id) {
    await this.prepare().catch(() => null);
    const fields = this.panel.fieldsOf(id);
    if (!fields || !this.dialog) return;
    this.words.replaceChildren(fields);
    this.show(false);
    fields.querySelector("input").focus();
  }

  leave() {
    const fields = this.words.firstElementChild;
    if (!fields) return;
    this.panel.putBack(fields);
    this.editor.commands.focus();
  }
}

/** For the text of an article: the extension that draws its figures, and what opens the dialog. */
export function figuresFor(textarea) {
  const element = textarea.closest(".writing-sheet") && document.querySelector(".figures");
  if (!element || textarea.dataset.richtext !== "full") return { extensions: [] };
  const panel = new FigurePanel(element);
  const dialog = new FigureDialog(panel);
  offerLibrary(dialog);
  offerSharedPicture(dialog);
  const views = new Views(panel, (id) => dialog.describe(id));
  const nodeViews = { [NODE]: (node) => views.create(node.attrs.stored) };
  const sender = new PictureSender(panel, NODE);
  const extension = Extension.create({
    name: "figures",
    addStorage: () => ({ sender }),
    onCreate() {
      dialog.editor = this.editor;
    },
    onUpdate() {
      panel.showOnly(picturesIn(this.editor.state.doc));
    },
    addProseMirrorPlugins: () => [new pm.state.Plugin({ props: { nodeViews } })],
  });
  const send = (editor, report, tell) => sender.send(editor, report.pictures?.claimed ?? [], tell);
  return { extensions: [extension], open: () => dialog.open(), send };
}
