// The clean page that a paste is written on. It has only the elements that it makes itself, so
// nothing of the pasted markup (class, style, id, span) can come through.

import { paragraphs, visible, write } from "./runs.js";

const LISTS = ["UL", "OL"];
const NO_HEADING_IN = ["LI", "TD", "TH"];

export class Page {
  constructor() {
    this.root = document.implementation.createHTMLDocument("").body;
    this.place = this.root;
    this.tag = "p";
    this.runs = [];
    this.inOneLine = false;
    // One open list for each level, where a program writes list items as paragraphs.
    this.levels = [];
  }

  finish() {
    this.end();
    return this;
  }

  /** Everything since the last `end` becomes a paragraph (or the tag that `boundary` announced). */
  end() {
    const runs = this.runs;
    this.runs = [];
    paragraphs(runs).forEach((part) => this.#block(this.tag, part));
    this.tag = "p";
  }

  /** A block of the source begins or ends: a new paragraph, or a space where all is one line. */
  boundary(tag = "p") {
    if (this.inOneLine) return this.text(" ", {});
    this.end();
    this.tag = tag;
    return undefined;
  }

  text(string, marks) {
    const heading = this.tag === "h2" || this.tag === "h3";
    this.runs.push({ text: visible(string), marks: heading ? { ...marks, strong: false } : marks });
  }

  newline(marks) {
    if (this.inOneLine) this.text(" ", {});
    else this.runs.push({ newline: true, marks });
  }

  rule() {
    this.end();
    this.#append(this.#element("hr"));
  }

  verbatim(string) {
    this.end();
    const code = this.#element("code");
    code.textContent = string;
    const block = this.#element("pre");
    block.append(code);
    if (string.trim()) this.#append(block);
  }

  oneLine(visit) {
    const before = this.inOneLine;
    this.inOneLine = true;
    visit();
    this.inOneLine = before;
  }

  /** A quotation; with `goOn`, one right after another belongs to it. */
  quote(visit, { goOn = false } = {}) {
    this.end();
    const last = this.place.lastElementChild;
    const quote = goOn && last?.tagName === "BLOCKQUOTE" ? last : this.#element("blockquote");
    if (quote !== last) this.#append(quote);
    this.#inside(quote, visit);
  }

  /** A list, unless it only goes on with the list before it. `start` is an ol's first number. */
  list(ordered, start, visit) {
    this.end();
    const home = this.#homeForList();
    const last = home.lastElementChild;
    const list = continues(last, ordered, start) ? last : this.#newList(ordered, start);
    home.append(list);
    this.levels = [];
    this.#inside(list, visit);
    if (home !== this.place && !home.hasChildNodes()) home.remove();
  }

  item(visit) {
    this.end();
    if (!LISTS.includes(this.place.tagName)) return this.list(false, 1, () => this.item(visit));
    const item = this.#element("li");
    this.place.append(item);
    return this.#inside(item, visit);
  }

  /** A list item that says its own level (1 is the outermost), as word processors write them. */
  itemAt({ level, ordered, start }, visit) {
    this.end();
    const depth = Math.min(level, this.levels.length + 1);
    this.levels.length = Math.min(this.levels.length, depth);
    const open = this.levels[depth - 1];
    const goesOn = open?.tagName === (ordered ? "OL" : "UL");
    const list = goesOn ? open : this.#listAt(depth, ordered, start);
    this.levels[depth - 1] = list;
    const item = this.#element("li");
    list.append(item);
    this.#inside(item, visit);
    if (list.hasChildNodes()) return;
    list.remove();
    this.levels.length = depth - 1;
  }

  /** A further paragraph of the item written last; false where there is none. */
  inLastItem(visit) {
    this.end();
    const item = this.levels.at(-1)?.lastElementChild;
    if (item) this.#inside(item, visit);
    return Boolean(item);
  }

  /** A table; `rows` are lists of cells {isHeader, visit}, equally many in each. */
  table(rows) {
    this.end();
    const body = this.#element("tbody");
    const table = this.#element("table");
    table.append(body);
    this.#append(table);
    for (const cells of rows) {
      const row = this.#element("tr");
      body.append(row);
      cells.forEach(({ isHeader, visit }) => this.#cell(row, isHeader, visit));
    }
  }

  get isInTable() {
    return this.place.closest("table") !== null;
  }

  #cell(row, isHeader, visit) {
    const cell = this.#element(isHeader ? "th" : "td");
    row.append(cell);
    this.#inside(cell, visit);
    // An empty one stays too: the columns after it must not move.
    if (!cell.parentElement) row.append(cell);
  }

  #listAt(depth, ordered, start) {
    const list = this.#newList(ordered, start);
    const above = this.levels[depth - 2]?.lastElementChild;
    if (above) above.append(list);
    else this.#home().append(list);
    return list;
  }

  #newList(ordered, start) {
    const list = this.#element(ordered ? "ol" : "ul");
    if (ordered && start !== 1) list.setAttribute("start", start);
    return list;
  }

  // A list directly inside a list (as Google Docs nests them) belongs to the item before it.
  #homeForList() {
    if (!LISTS.includes(this.place.tagName)) return this.#home();
    if (!this.place.lastElementChild) this.place.append(this.#element("li"));
    return this.place.lastElementChild;
  }

  #home() {
    if (!LISTS.includes(this.place.tagName)) return this.place;
    const item = this.#element("li");
    this.place.append(item);
    return item;
  }

  #inside(element, visit) {
    const { place, levels } = this;
    this.place = element;
    this.levels = [];
    visit();
    this.end();
    this.place = place;
    this.levels = levels;
    if (!element.hasChildNodes()) element.remove();
  }

  #block(tag, runs) {
    const block = this.#element(NO_HEADING_IN.includes(this.place.tagName) ? "p" : tag);
    if (runs[0].marks.rtl) block.setAttribute("dir", "rtl");
    write(runs, block);
    this.#append(block);
  }

  #append(element) {
    this.levels = [];
    this.#home().append(element);
  }

  #element(tag) {
    return this.root.ownerDocument.createElement(tag);
  }
}

function continues(list, ordered, start) {
  if (list?.tagName !== (ordered ? "OL" : "UL")) return false;
  return !ordered || start === (Number(list.getAttribute("start")) || 1) + list.children.length;
}
