// Turns every textarea of opinion.articles.widgets.RichText into a rich text editor. The textarea
// stays in the form, hidden, and holds the text at all times.

import { Editor, pm } from "../django_prose_editor/editor.js";

import { captionsOutside, captionsWithin } from "./editor/captions.js";
import { citationFieldFor } from "./editor/citation_field.js";
import { Clipboard } from "./editor/clipboard.js";
import { createElement, htmlInside } from "./editor/elements.js";
import { embedFieldFor } from "./editor/embed_field.js";
import { embedsFor } from "./editor/embeds.js";
import { figuresFor } from "./editor/figures.js";
import { HeldSelection, linkFieldFor } from "./editor/link_field.js";
import { neutralise } from "./editor/neutralise.js";
import { PasteLine } from "./editor/paste_line.js";
import { extensionsFor } from "./editor/schema.js";
import { toolbarFor } from "./editor/toolbar.js";

// The caret keeps clear of the toolbar, which covers the top of the window.
const CARET_MARGIN = { top: 150, right: 0, bottom: 40, left: 0 };
const HAS_BLOCKS = /<(p|h[1-6]|ul|ol|blockquote|pre|figure|hr|div|table)\b/i;

/** What the textarea holds: HTML, or lines typed without this script, blank ones in between. */
function contentOf(textarea) {
  const html = neutralise(textarea.value);
  if (HAS_BLOCKS.test(html)) return arranged(html);
  const paragraphs = html.split(/\r?\n\s*\n/).filter((part) => part.trim());
  return paragraphs.map((part) => `<p>${part.trim().replaceAll(/\r?\n/g, "<br>")}</p>`).join("");
}

/** HTML in the shape that the editor knows: notes behind everything, captions around their tables. */
function arranged(html) {
  if (!/<(?:caption|section)\b/i.test(html)) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  captionsOutside(body);
  const [notes, ...more] = body.querySelectorAll("section[data-notes]");
  if (notes) body.append(notes);
  for (const each of more) {
    notes.querySelector("ol")?.append(...each.querySelectorAll("li[data-note]"));
    each.remove();
  }
  return htmlInside(body);
}

/** The document as HTML, a line for each block; items of one paragraph are written without it. */
function htmlOf({ state: { doc, schema } }) {
  const isEmpty = doc.childCount === 1 && doc.firstChild.isTextblock && !doc.firstChild.childCount;
  if (isEmpty) return "";
  const body = document.implementation.createHTMLDocument("").body;
  const serializer = pm.model.DOMSerializer.fromSchema(schema);
  body.append(serializer.serializeFragment(doc.content, { document: body.ownerDocument }));
  for (const first of body.querySelectorAll(":is(li, td, th) > p:first-child")) {
    const isOnly = !first.attributes.length && !first.parentElement.querySelector(":scope > p ~ p");
    if (isOnly) first.replaceWith(...first.childNodes);
  }
  captionsWithin(body);
  for (const block of [...body.children].slice(1)) block.before("\n");
  return htmlInside(body);
}

function attributesFor(textarea, textId) {
  const labels = [...textarea.labels];
  labels.forEach((label, index) => {
    label.id ||= `${textId}_label${index || ""}`;
  });
  const attributes = {
    id: textId,
    class: "richtext-text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": labels.map((label) => label.id).join(" "),
    "aria-label": labels.length ? null : textarea.getAttribute("aria-label"),
    "aria-placeholder": textarea.placeholder,
    lang: textarea.lang,
    dir: textarea.dir,
  };
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    attributes[name] = textarea.getAttribute(name);
  }
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value));
}

/** Follows what changes the textarea from outside: a form reset, the browser's back button. */
function syncFromTextarea(textarea, editor, lastWritten) {
  const update = () => {
    if (textarea.value === lastWritten.value) return;
    lastWritten.value = textarea.value;
    editor.commands.setContent(contentOf(textarea), { emitUpdate: false });
  };
  textarea.form?.addEventListener("reset", () => setTimeout(update));
  textarea.addEventListener("change", update);
  addEventListener("pageshow", update);
}

/** Hides what stands around the sheet, and shows it again; null where there is no sheet. */
function sheetOnlyFor(textarea) {
  if (!textarea.closest(".writing-sheet")) return null;
  return () => document.body.classList.toggle("is-sheet-only");
}

function enhance(textarea) {
  if (textarea.hidden || textarea.id.includes("__prefix__")) return;
  const labels = JSON.parse(textarea.dataset.labels);
  const size = textarea.dataset.richtext;
  const textId = `${textarea.id}_text`;
  const page = createElement("div", { class: "richtext-page" });
  let pasteLine = null;
  const lastWritten = { value: textarea.value };

  const figures = figuresFor(textarea);
  const editor = new Editor({
    element: page,
    content: contentOf(textarea),
    editable: !textarea.disabled && !textarea.readOnly,
    // A policy without unsafe-inline refuses injected styles; editor.css has them.
    injectCSS: false,
    enablePasteRules: ["link"],
    extensions: [
      ...extensionsFor(textarea, labels),
      ...figures.extensions,
      ...embedsFor(textarea),
      HeldSelection,
      Clipboard.configure({
        onPaste(paste) {
          pasteLine?.show(paste);
          figures.send?.(editor, paste.report, (words) => pasteLine.add(words));
        },
      }),
    ],
    editorProps: {
      attributes: attributesFor(textarea, textId),
      scrollThreshold: CARET_MARGIN,
      scrollMargin: CARET_MARGIN,
    },
    onUpdate() {
      lastWritten.value = textarea.value = htmlOf(editor);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  pasteLine = new PasteLine(editor, textarea, labels);
  const link = linkFieldFor(editor, { labels, textId });
  const citation = citationFieldFor(editor, { labels, textId, worksUrl: textarea.dataset.works });
  const embed = embedFieldFor(editor, { labels, textId });
  const openers = {
    link: link.open,
    cite: citation.open,
    figure: figures.open,
    sheetOnly: sheetOnlyFor(textarea),
  };
  const toolbar = toolbarFor(editor, { size, labels, textId, openers });
  const bars = [toolbar, link.bar, citation.bar, embed].filter(Boolean);
  const tools = createElement("div", { class: "richtext-tools" }, ...bars);
  tools.hidden = !editor.isEditable;
  textarea.before(
    createElement("div", { class: `richtext richtext-${size}` }, tools, page, pasteLine.element),
  );
  const hadFocus = document.activeElement === textarea;
  textarea.hidden = true;
  if (hadFocus) editor.commands.focus("end");
  const focus = () => editor.commands.focus();
  textarea.labels.forEach((label) => label.addEventListener("click", focus));
  syncFromTextarea(textarea, editor, lastWritten);
}

function enhanceAll(container) {
  container.querySelectorAll("textarea[data-richtext]").forEach(enhance);
}

enhanceAll(document);
document.addEventListener("formset:added", (event) => enhanceAll(event.target));
