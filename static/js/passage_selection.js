// Words selected in the article can be answered: a button beside them takes them to the form.

import { form, openFold } from "./reply_form.js";

const GAP = 8;
let button;
let body;
let passage = "";

function selectedPassage() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.commonAncestorContainer)) return null;
  const text = selection.toString().replaceAll(/\s+/gu, " ").trim();
  // Never cut: a passage is quoted as it stands or not at all.
  return text && text.length <= form.elements.passage.maxLength ? { text, range } : null;
}

// Right behind the words, so that it is the next stop of the Tab key.
function placeButton(range) {
  const end = range.endContainer;
  const block = [...body.children].find((child) => child.contains(end)) ?? body.lastElementChild;
  block.after(button);
  // On a phone it is fixed to the lower edge, and needs no place.
  const around = button.offsetParent?.getBoundingClientRect();
  if (!around) return;
  const last = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
  const left = Math.min(Math.max(last.left - around.left, 0), around.width - button.offsetWidth);
  button.style.setProperty("--below-words", `${last.bottom - around.top + GAP}px`);
  button.style.setProperty("--beside-words", `${left}px`);
}

function updateButton() {
  if (document.activeElement === button) return;
  const selected = selectedPassage();
  if (!selected) return hideButton();
  passage = selected.text;
  button.hidden = false;
  placeButton(selected.range);
}

function hideButton() {
  button.hidden = true;
}

function quotePassage() {
  hideButton();
  form.elements.passage.value = passage;
  openFold(form.elements.passage);
  form.dispatchEvent(new Event("input"));
  form.elements.text.focus();
}

function handleKey(event) {
  if (button.hidden) return;
  if (event.key === "Escape") hideButton();
  if (event.key !== "Tab" || event.shiftKey) return;
  // Whoever is quick presses it before the browser has told of the words selected last.
  updateButton();
  // A press of the mouse puts the focus on all of the page, and Tab would lead to its beginning.
  if (!button.hidden && document.activeElement.tabIndex < 0) {
    event.preventDefault();
    button.focus();
  }
}

export function offerToQuoteSelection() {
  const template = document.querySelector("template.answer-passage-place");
  body = document.querySelector(".article .body");
  if (!template || !body) return;
  button = template.content.firstElementChild;
  // It stands within the article, which may be in another language than the site.
  const { lang, dir } = document.documentElement;
  Object.assign(button, { lang, dir, hidden: true });
  document.addEventListener("selectionchange", updateButton);
  // A press must not undo the selection that it is about.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", quotePassage);
  document.addEventListener("keydown", handleKey);
}
