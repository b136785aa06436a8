// Finds foot- and endnotes in pasted HTML, whichever program wrote it: a link whose text is a mere number
// or sign leads to a place further down, and what stands there is the note.

import { newKey } from "./note_places.js";

const LABEL = /^((?:note|nb|n|fn)?\d{1,4}|[ivxlc]{1,6}|[a-z]{1,2}|[*†‡§#]{1,4})$/i;
const ARROW = /^[\s\u00A0]*[\^↑↩⏎⬑↵⤴▲][\u{FE0E}\u{FE0F}\s]*$/u;
const NOTE_NAME = /(fn|ftn|edn|note|cite|ref\d)/i;
const TITLE =
  /^((foot|end)?notes?|references|citations|sources|fu(ß|ss)noten|anmerkungen|einzelnachweise|endnoten|notes? et références|notes de bas de page|références|notas?( al pie)?|referencias|noten|fodnoter|fotnoter|noter|przypisy|примечания)$/i;
const BACK = ".footnote-number, .footnote-back, .footnote-backref";
const BLOCK = "li, p, div, dd, aside, blockquote, td";
// What a note may stand in beside it alone.
const HOLDERS = new Set(["DIV", "LI", "ASIDE", "BLOCKQUOTE"]);
const NOTE_TEXT = /MsoFootnoteText|MsoEndnoteText|sdfootnote|sdendnote/;

function labelOf(link) {
  return link.textContent.replaceAll(/[\s\u00A0[\](){}]+/g, "");
}

function fragmentOf(link) {
  const [, fragment = ""] = (link.getAttribute("href") ?? "").split("#");
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function isBehind(element, other) {
  return Boolean(other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
}

class Places {
  constructor(body) {
    this.byName = new Map();
    this.shared = new Map();
    for (const element of body.querySelectorAll("[id], a[name]")) {
      for (const name of [element.id, element.getAttribute("name")]) {
        if (name && !this.byName.has(name)) this.byName.set(name, element);
      }
    }
    this.links = [...body.querySelectorAll('a[href*="#"]')];
  }

  target(link) {
    return this.byName.get(fragmentOf(link));
  }

  /** Calls with their targets: labels that lead further down, to what looks like a note. */
  calls() {
    const leading = this.links.flatMap((link) => {
      const target = this.target(link);
      const leads = target && LABEL.test(labelOf(link)) && isBehind(target, link);
      return leads && !link.contains(target) ? [[link, target]] : [];
    });
    const notes = new Set();
    for (const [link, target] of leading) if (this.isNote(target, link)) notes.add(target);
    return leading.filter(([, target]) => notes.has(target));
  }

  isNote(target, call) {
    if (target.closest("h1, h2, h3, h4, h5, h6") || target.querySelector("h1, h2, h3"))
      return false;
    const block = target.closest(BLOCK);
    if (!block) return false;
    if (NOTE_NAME.test(fragmentOf(call))) return true;
    return [...block.querySelectorAll('a[href*="#"]')].some((back) => this.leadsTo(back, [call]));
  }

  leadsTo(link, calls) {
    const place = this.target(link);
    return Boolean(place) && calls.some((call) => place === call || place.contains(call));
  }

  /** What holds the note at `target`: as much as holds no other note, and no call. */
  holder(target) {
    let holder = target.matches(BLOCK) ? target : target.closest(BLOCK);
    for (let parent = holder.parentElement; parent; parent = holder.parentElement) {
      if (!HOLDERS.has(parent.tagName) || this.isShared(parent)) break;
      holder = parent;
    }
    return holder;
  }

  isShared(element) {
    if (!this.shared.has(element)) {
      const holdsMore = element.querySelector("hr, h1, h2, h3, h4, [data-note-call]") !== null;
      const holdsNotes = element.querySelectorAll("[data-note-target]").length > 1;
      this.shared.set(element, holdsMore || holdsNotes);
    }
    return this.shared.get(element);
  }

  /** Takes off a note's number and its ways back. */
  unlabel(holder, calls) {
    for (const back of holder.querySelectorAll(".mw-cite-backlink")) back.remove();
    let isNumbered = false;
    for (const link of holder.querySelectorAll("a")) {
      const isFirst = !textBefore(holder, link).trim();
      const isLabel = fragmentOf(link) && LABEL.test(labelOf(link));
      const isBack =
        ARROW.test(link.textContent) || link.matches(BACK) || this.leadsTo(link, calls);
      if (!isBack && !(isLabel && isFirst)) continue;
      isNumbered ||= isFirst;
      removeWithEmptyParents(link, holder);
    }
    if (isNumbered) trimStart(holder);
    else dropNumber(holder, labelOf(calls[0]));
  }
}

function textBefore(holder, element) {
  const range = holder.ownerDocument.createRange();
  range.setStart(holder, 0);
  range.setEndBefore(element);
  return range.toString();
}

function removeWithEmptyParents(element, limit) {
  let parent = element.parentElement;
  element.remove();
  while (parent && parent !== limit && !parent.textContent.trim()) {
    const empty = parent;
    parent = parent.parentElement;
    empty.remove();
  }
}

function trimStart(holder) {
  const texts = holder.ownerDocument.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    text.data = text.data.replace(/^[\s\u00A0]*(?:[.):^][\s\u00A0]+)?/, "");
    if (text.data) return;
  }
}

/** A number that is no link but stands in front all the same: the one that the call has. */
function dropNumber(holder, label) {
  const texts = holder.ownerDocument.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  while (texts.nextNode() && !texts.currentNode.data.trim());
  const text = texts.currentNode;
  const [number] = /^\s*[[(]?[\w*†‡§]{1,4}[\])]?(?:[.:)]|(?=\s|$))/.exec(text.data ?? "") ?? [];
  if (!number || number.replaceAll(/[^\w*†‡§]/g, "") !== label) return;
  text.data = text.data.slice(number.length);
  trimStart(holder);
}

function isTitle(element) {
  if (!element) return false;
  if (element.matches("hr, br")) return true;
  const isHeading = element.matches("h1, h2, h3, h4, h5, h6, p") || element.querySelector("h2, h3");
  return isHeading && TITLE.test(element.textContent.trim());
}

/** Of many notes in a list the last one tells: all of them need not be read. */
function isEmpty(element) {
  return !element.lastElementChild?.textContent.trim() && !element.textContent.trim();
}

/** Removes a note, the line or title over the first of them, and the list that has become empty. */
function removeNote(holder, body) {
  let parent = holder.parentElement;
  removeWithTitle(holder);
  while (parent && parent !== body && isEmpty(parent)) {
    const empty = parent;
    parent = parent.parentElement;
    removeWithTitle(empty);
  }
}

function removeWithTitle(element) {
  let before = element.previousElementSibling;
  element.remove();
  while (isTitle(before)) {
    const title = before;
    before = title.previousElementSibling;
    title.remove();
  }
}

/** Paragraphs behind a note that say by their style that they belong to it. */
function restOf(holder) {
  const rest = [];
  if (!NOTE_TEXT.test(holder.className)) return rest;
  let next = holder.nextElementSibling;
  while (next && next.className === holder.className && !next.querySelector("[data-note-target]")) {
    rest.push(next);
    next = next.nextElementSibling;
  }
  return rest;
}

/**
 * Takes the texts of notes out of `body`. Gives, by the element that calls it, each note as
 * {key, parts}: the elements that its text is made of. Called twice, it is the same note.
 */
export function takeNotes(body) {
  const places = new Places(body);
  const calls = places.calls();
  for (const [call, target] of calls) {
    call.dataset.noteCall = "";
    target.dataset.noteTarget = "";
  }
  const holders = new Map(calls.map(([, target]) => [target, places.holder(target)]));
  for (const holder of holders.values()) holder.dataset.isNote = "";
  const notes = new Map();
  const byTarget = new Map();
  for (const [call, target] of calls) {
    if (call.parentElement.closest("[data-is-note]")) continue;
    const known = byTarget.get(target);
    const parts = known?.parts ?? [holders.get(target), ...restOf(holders.get(target))];
    const note = known ?? { key: newKey(), parts, calls: [] };
    note.calls.push(call);
    byTarget.set(target, note);
    notes.set(call, note);
  }
  for (const note of byTarget.values()) {
    places.unlabel(note.parts[0], note.calls);
    for (const part of note.parts) removeNote(part, body);
  }
  return notes;
}
