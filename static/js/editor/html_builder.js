// Builds the clean HTML of a paste. It holds only the elements that it makes itself, so nothing of
// the pasted markup (class, style, id, span) can come through.

import { linkedParts } from "./link_addresses.js";
import { appendRuns, NOTE, splitParagraphs, withoutInvisible } from "./text_runs.js";

const LISTS = new Set(["UL", "OL"]);
const NO_HEADING_IN = new Set(["LI", "TD", "TH"]);

export class HtmlBuilder {
  /** `report` hears of addresses in plain text that were changed. */
  constructor(report) {
    this.report = report;
    this.root = document.implementation.createHTMLDocument("").body;
    this.target = this.root;
    this.tag = "p";
    this.runs = [];
    this.inOneLine = false;
    // One open list for each level, where a program writes list items as paragraphs.
    this.openLists = [];
    // Which list of its program each of these is.
    this.listNames = new WeakMap();
    this.lastBlock = null;
  }

  get isEmpty() {
    return !this.root.hasChildNodes() && !this.runs.some((run) => run.text?.trim());
  }

  /** The last few words so far. */
  lastWords() {
    const open = this.runs.map((run) => (run.note ? "" : (run.text ?? " "))).join("");
    const words = open.trim() || this.lastBlock?.textContent.slice(-200) || "";
    return words.trim().split(/\s+/).slice(-4).join(" ");
  }

  /** The call of a note; `html` is its text, told with its first call only. */
  note(key, html) {
    this.runs.push({ text: NOTE, note: { key, html }, marks: {} });
  }

  finish() {
    this.endBlock();
    return this;
  }

  /** Everything since the last call becomes a paragraph (or what `blockBoundary` announced). */
  endBlock() {
    const runs = this.runs;
    this.runs = [];
    splitParagraphs(runs).forEach((part) => this.#block(this.tag, part));
    this.tag = "p";
  }

  /** A block of the source begins or ends: a new paragraph, or a space where all is one line. */
  blockBoundary(tag = "p") {
    if (this.inOneLine) return this.text(" ", {});
    this.endBlock();
    this.tag = tag;
    return undefined;
  }

  text(string, marks) {
    const isHeading = this.tag === "h2" || this.tag === "h3";
    this.runs.push({
      text: withoutInvisible(string),
      marks: isHeading ? { ...marks, strong: false } : marks,
    });
  }

  /** Plain text, its addresses as links; as it is where nobody would hear of what is changed of them. */
  linkedText(string) {
    if (!this.report) return this.text(string, {});
    for (const { words, href } of linkedParts(string, this.report)) {
      this.text(words, href ? { href } : {});
    }
    return undefined;
  }

  newline(marks) {
    if (this.inOneLine) this.text(" ", {});
    else this.runs.push({ newline: true, marks });
  }

  /** A picture of the library, by its id, or by the key under which it will be one. */
  picture(id) {
    this.endBlock();
    const figure = this.#element("figure");
    figure.dataset.picture = id;
    this.#append(figure);
  }

  rule() {
    this.endBlock();
    this.#append(this.#element("hr"));
  }

  verbatim(string) {
    this.endBlock();
    const code = this.#element("code");
    code.textContent = string.replace(/\n$/, "");
    const block = this.#element("pre");
    block.append(code);
    if (string.trim()) this.#append(block);
  }

  oneLine(visit) {
    const wasInOneLine = this.inOneLine;
    this.inOneLine = true;
    visit();
    this.inOneLine = wasInOneLine;
  }

  /** A quotation; with `merge`, one right after another belongs to it. */
  quote(visit, { merge = false } = {}) {
    this.endBlock();
    const last = this.target.lastElementChild;
    const quote = merge && last?.tagName === "BLOCKQUOTE" ? last : this.#element("blockquote");
    if (quote !== last) this.#append(quote);
    this.#inside(quote, visit);
  }

  /** Somebody's words set apart, with `credit` the name under them. */
  pullQuote(visit, credit) {
    this.endBlock();
    const figure = this.#element("figure");
    this.#append(figure);
    this.#inside(figure, () => {
      this.quote(visit);
      if (credit) this.#inOneLine("figcaption", credit);
    });
  }

  #inOneLine(tag, visit) {
    this.endBlock();
    const line = this.#element(tag);
    this.target.append(line);
    this.oneLine(visit);
    const runs = this.runs;
    this.runs = [];
    appendRuns(splitParagraphs(runs).flat(), line);
    if (!line.hasChildNodes()) line.remove();
  }

  /** A list, unless it only goes on with the list before it. `start` is an ol's first number. */
  list(ordered, start, visit) {
    this.endBlock();
    // A list within a list that has no item yet: a level that nothing stands on.
    if (LISTS.has(this.target.tagName) && !this.target.lastElementChild) return visit();
    const parent = this.#parentOfList();
    const last = parent.lastElementChild;
    const list = continuesList(last, ordered, start) ? last : this.#newList(ordered, start);
    parent.append(list);
    this.openLists = [];
    this.#inside(list, visit);
    if (parent !== this.target && !parent.hasChildNodes()) parent.remove();
    return undefined;
  }

  item(visit) {
    this.endBlock();
    if (!LISTS.has(this.target.tagName)) return this.list(false, 1, () => this.item(visit));
    const item = this.#element("li");
    this.target.append(item);
    this.#inside(item, visit);
    return dissolveIfListOnly(item);
  }

  /**
   * A list item that says its own level (1 is the outermost), as word processors write them. `name` is
   * its program's for the list; `numbers` are those that its marker may mean, none for a bullet or where
   * it goes on in any case; `start` is the first of a list that begins here.
   */
  itemAt({ level, ordered, name = "", numbers = [], start = numbers[0] ?? 1 }, visit) {
    this.endBlock();
    const depth = Math.min(level, this.openLists.length + 1);
    this.openLists.length = Math.min(this.openLists.length, depth);
    const openList = this.openLists[depth - 1];
    const isSame =
      openList?.tagName === (ordered ? "OL" : "UL") && this.#goesOn(openList, name, numbers);
    const list = isSame ? openList : this.#listAt(depth, ordered, start);
    this.listNames.set(list, name);
    this.openLists[depth - 1] = list;
    const item = this.#element("li");
    list.append(item);
    this.#inside(item, visit);
    if (list.hasChildNodes()) return;
    list.remove();
    this.openLists.length = depth - 1;
  }

  #goesOn(list, name, numbers) {
    const known = this.listNames.get(list);
    if (name && known && name !== known) return false;
    return !numbers.length || numbers.includes(firstNumberOf(list) + list.children.length);
  }

  /** A further paragraph of the item written last; false where there is none. */
  inLastItem(visit) {
    this.endBlock();
    const item = this.openLists.at(-1)?.lastElementChild;
    if (item) this.#inside(item, visit);
    return Boolean(item);
  }

  /** A table; `rows` are lists of cells {isHeader, columns, rows, visit}, `caption` reads its caption. */
  table(rows, caption) {
    this.endBlock();
    const body = this.#element("tbody");
    const table = this.#element("table");
    table.append(body);
    // The form that the editor knows: see captions.js.
    const holder = caption ? this.#element("figure") : table;
    this.#append(holder);
    if (caption) this.#captioned(holder, caption, table);
    for (const cells of rows) {
      const row = this.#element("tr");
      body.append(row);
      cells.forEach((cell) => this.#cell(row, cell));
    }
  }

  #captioned(figure, caption, table) {
    this.#inside(figure, () => {
      this.#inOneLine("figcaption", caption);
      figure.append(table);
    });
  }

  get isInTable() {
    return this.target.closest("table") !== null;
  }

  #cell(row, { isHeader, columns, rows, visit }) {
    const cell = this.#element(isHeader ? "th" : "td");
    if (columns > 1) cell.setAttribute("colspan", columns);
    if (rows > 1) cell.setAttribute("rowspan", rows);
    row.append(cell);
    this.#inside(cell, visit);
    // An empty one stays too: the columns after it must not move.
    if (!cell.parentElement) row.append(cell);
  }

  #listAt(depth, ordered, start) {
    const list = this.#newList(ordered, start);
    const above = this.openLists[depth - 2]?.lastElementChild;
    if (above) above.append(list);
    else this.#parentOfBlock().append(list);
    return list;
  }

  #newList(ordered, start) {
    const list = this.#element(ordered ? "ol" : "ul");
    if (ordered && start !== 1) list.setAttribute("start", start);
    return list;
  }

  // A list directly inside a list (as Google Docs nests them) belongs to the item before it.
  #parentOfList() {
    if (!LISTS.has(this.target.tagName)) return this.#parentOfBlock();
    if (!this.target.lastElementChild) this.target.append(this.#element("li"));
    return this.target.lastElementChild;
  }

  #parentOfBlock() {
    if (!LISTS.has(this.target.tagName)) return this.target;
    const item = this.#element("li");
    this.target.append(item);
    return item;
  }

  #inside(element, visit) {
    const { target, openLists } = this;
    this.target = element;
    this.openLists = [];
    visit();
    this.endBlock();
    this.target = target;
    this.openLists = openLists;
    if (!element.hasChildNodes()) element.remove();
  }

  #block(tag, runs) {
    const block = this.#element(NO_HEADING_IN.has(this.target.tagName) ? "p" : tag);
    if (runs.some((run) => run.marks.rtl)) block.setAttribute("dir", "rtl");
    appendRuns(runs, block);
    this.lastBlock = block;
    this.#append(block);
  }

  #append(element) {
    this.openLists = [];
    this.#parentOfBlock().append(element);
  }

  #element(tag) {
    return this.root.ownerDocument.createElement(tag);
  }
}

/** An item without a word of its own only moves its lists in: they belong to the item before it. */
function dissolveIfListOnly(item) {
  const lists = [...item.children];
  if (!lists.length || !lists.every((child) => LISTS.has(child.tagName))) return;
  const before = item.previousElementSibling;
  if (before) before.append(...lists);
  else for (const list of lists) item.before(...list.children);
  item.remove();
}

function continuesList(list, ordered, start) {
  if (list?.tagName !== (ordered ? "OL" : "UL")) return false;
  return !ordered || start === firstNumberOf(list) + list.children.length;
}

function firstNumberOf(list) {
  return Number(list.getAttribute("start")) || 1;
}
