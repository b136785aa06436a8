// Reads pasted HTML and writes it again on a clean page: paragraphs, headings, quotations, real
// lists, tables, strong, em, links. What cannot come along is counted, so that the writer can be
// told.

import { htmlInside } from "./elements.js";
import { HtmlBuilder } from "./html_builder.js";
import { marksInside, stylesOf } from "./inline_styles.js";
import { pastedAddress } from "./link_addresses.js";
import { neutralise } from "./neutralise.js";
import { writePlainText } from "./plain_text.js";
import {
  isListParagraph,
  isMarker,
  listItem,
  noteNumber,
  remarkPart,
  removeMarker,
} from "./word.js";

const NEVER_SHOWN = /^(HEAD|TEMPLATE|NOSCRIPT|INPUT|SELECT|TEXTAREA|DATALIST|MAP|CANVAS)$/;
const EMBEDS = /^(VIDEO|AUDIO|IFRAME|OBJECT|EMBED)$/;
const BLOCKS = new Set(
  "P DIV SECTION ARTICLE ASIDE HEADER FOOTER MAIN NAV ADDRESS FIGURE FIGCAPTION CENTER DL DT DD "
    .concat("FORM FIELDSET LEGEND DETAILS SUMMARY HGROUP DIALOG CAPTION TBODY THEAD TFOOT TR TD TH")
    .split(" "),
);
const MORE_THAN_A_LINE = "p, div, li, h1, h2, h3, h4, h5, h6, pre, blockquote, table, hr";
const EMOJI =
  /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3])(?:\p{Emoji}|\u200D|\uFE0F|\u20E3){1,12}$/u;
// No table for readers is wider; a web page may claim a thousand columns.
const MAX_COLUMNS = 30;
const QUOTATION = /^(MsoQuote|MsoIntenseQuote)/;

class PasteReader {
  constructor(leftOut) {
    this.builder = new HtmlBuilder();
    this.leftOut = leftOut;
  }

  children(element, marks) {
    for (const child of element.childNodes) this.node(child, marks);
  }

  node(node, marks) {
    if (node.nodeType === Node.TEXT_NODE) this.text(node.data, marks);
    else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, marks);
  }

  text(text, marks) {
    const lines = marks.keepsLines && text.trim() ? text.split(/\r?\n/) : [text];
    lines.forEach((line, index) => {
      if (index) this.builder.newline(marks);
      this.builder.text(line, marks);
    });
  }

  element(element, outerMarks) {
    const styles = stylesOf(element);
    if (isHidden(element, styles) || this.leaveOut(element, styles, outerMarks)) return;
    const marks = marksInside(element, styles, outerMarks);
    const method = METHODS[element.tagName] ?? (BLOCKS.has(element.tagName) ? "block" : "children");
    this[method](element, marks, styles);
  }

  leaveOut(element, styles, marks) {
    const { leftOut } = this;
    const remark = remarkPart(element, styles);
    if (remark === "list") leftOut.remarks += element.querySelectorAll(".msocomtxt").length || 1;
    else if (EMBEDS.test(element.tagName)) leftOut.embeds += 1;
    else if (/^(IMG|SVG)$/i.test(element.tagName)) this.picture(element, marks);
    else if (element.matches("del")) leftOut.deletions += element.textContent.trim() ? 1 : 0;
    else return Boolean(remark);
    return true;
  }

  picture(element, marks) {
    const alternative = element.getAttribute("alt") ?? "";
    if (EMOJI.test(alternative)) this.builder.text(alternative, marks);
    else if (!isDecoration(element)) this.leftOut.pictures += 1;
  }

  block(element, marks, styles) {
    const item = listItem(element, styles);
    if (item) return this.wordItem(element, marks, item);
    const inside = () => this.paragraph(element, marks);
    if (isListParagraph(element) && this.builder.inLastItem(inside)) return undefined;
    if (QUOTATION.test(element.className)) return this.builder.quote(inside, { merge: true });
    if (element.matches("p[role=heading]")) return this.heading(element, marks);
    return inside();
  }

  paragraph(element, marks) {
    this.builder.blockBoundary();
    this.children(element, marks);
    this.builder.blockBoundary();
  }

  wordItem(element, marks, item) {
    removeMarker(element, item.markerLength);
    this.builder.itemAt(item, () => this.children(element, marks));
  }

  heading(element, marks) {
    const level = Number(element.getAttribute("aria-level") ?? element.tagName.slice(1));
    this.builder.blockBoundary(level > 2 ? "h3" : "h2");
    this.builder.oneLine(() => this.children(element, { ...marks, keepsLines: false }));
    this.builder.blockBoundary();
  }

  quote(element, marks) {
    this.builder.quote(() => this.children(element, marks));
  }

  list(element, marks) {
    if (element.querySelector(":scope > li[data-aria-level]")) return this.children(element, marks);
    const inside = () => this.children(element, marks);
    return this.builder.list(element.tagName === "OL", firstNumber(element), inside);
  }

  /** Word on the web puts each item in a list of its own and says its level beside it. */
  item(element, marks) {
    const inside = () => this.children(element, marks);
    const level = Number(element.dataset.ariaLevel);
    if (!level) return this.builder.item(inside);
    const list = element.parentElement;
    const item = { level, ordered: list.tagName === "OL", start: firstNumber(list) };
    return this.builder.itemAt(item, inside);
  }

  link(element, marks) {
    const note = noteNumber(element);
    if (note) return this.builder.text(note, { ...marks, sup: true });
    const address = element.getAttribute("href") ?? "";
    const href = pastedAddress(address);
    if (!href && !/^\s*(#|$)/.test(address) && element.textContent.trim()) this.leftOut.links += 1;
    const title = element.getAttribute("title") ?? "";
    return this.children(element, href ? { ...marks, href, title } : marks);
  }

  inlineQuote(element, marks) {
    this.builder.text("“", marks);
    this.children(element, marks);
    this.builder.text("”", marks);
  }

  newline(_element, marks) {
    this.builder.newline(marks);
  }

  rule() {
    this.builder.rule();
  }

  preformatted(element) {
    element.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
    if (element.querySelector("code")) this.builder.verbatim(element.textContent);
    else writePlainText(element.textContent, this.builder);
  }

  table(element, marks) {
    if (isLayout(element) || this.builder.isInTable) return this.paragraph(element, marks);
    [...element.children].filter(isCaption).forEach((caption) => this.paragraph(caption, marks));
    const cell = ({ source, isFirst }) => ({
      isHeader: source?.tagName === "TH",
      visit: () => isFirst && this.element(source, marks),
    });
    return this.builder.table(gridOf(element).map((row) => row.map(cell)));
  }
}

const METHODS = {
  A: "link",
  BLOCKQUOTE: "quote",
  BR: "newline",
  H1: "heading",
  H2: "heading",
  H3: "heading",
  H4: "heading",
  H5: "heading",
  H6: "heading",
  HR: "rule",
  LI: "item",
  OL: "list",
  PRE: "preformatted",
  Q: "inlineQuote",
  TABLE: "table",
  UL: "list",
};

function isHidden(element, styles) {
  if (NEVER_SHOWN.test(element.tagName) || isMarker(styles) || element.hidden) return true;
  return styles.display === "none" || styles["mso-hide"] === "all";
}

function isDecoration(element) {
  const isTiny = ["width", "height"].some((side) => /^[01](px)?$/.test(element.getAttribute(side)));
  if (element.tagName !== "IMG") return element.getAttribute("role") !== "img";
  return isTiny || element.closest("li[role=checkbox]") !== null;
}

function isCaption(element) {
  return element.tagName === "CAPTION";
}

function isLayout(table) {
  const isColumn = [...table.rows].every((row) => row.cells.length < 2);
  const holdsTables = table.querySelector("table") !== null;
  return isColumn || holdsTables || table.matches("[role=presentation], [role=none]");
}

/**
 * The rows of a table, all of the same length, as {source, isFirst}: the cell at this place, and
 * whether it begins here or spans from before or above.
 */
function gridOf(table) {
  const grid = [...table.rows].map(() => []);
  [...table.rows].forEach((row, down) => {
    let across = 0;
    for (const cell of row.cells) {
      while (across in grid[down]) across += 1;
      for (const line of grid.slice(down, down + Math.max(1, cell.rowSpan))) {
        for (let step = 0; step < Math.min(cell.colSpan, MAX_COLUMNS); step += 1) {
          line[across + step] = { source: cell, isFirst: line === grid[down] && !step };
        }
      }
    }
  });
  const width = Math.max(...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_, across) => row[across] ?? {}));
}

function firstNumber(list) {
  return Number(list.getAttribute("start") ?? 1) || 1;
}

/** What a paste could not bring along, by kind. */
export function nothingLeftOut() {
  return { pictures: 0, embeds: 0, deletions: 0, remarks: 0, links: 0 };
}

function isOwnCopy(html) {
  return html.includes("data-pm-slice") && !/\s(style|class)=/.test(html);
}

/** A copy from one of our editors keeps its shape and its pictures, if they are this site's. */
function cleanOwnCopy(body, leftOut) {
  for (const picture of body.querySelectorAll("img")) {
    const { origin } = new URL(picture.getAttribute("src") ?? "", location.href);
    if (origin === location.origin) continue;
    picture.remove();
    leftOut.pictures += 1;
  }
  return htmlInside(body);
}

/** A few words out of a line keep the spaces at their ends, which a paragraph has no use for. */
function keepOuterSpaces(root, words) {
  const line = root.firstElementChild;
  if (/^[ \u00A0]/.test(words)) line.prepend(" ");
  if (/[ \u00A0]$/.test(words)) line.append(" ");
  // The editor's own sign for: a part of one paragraph, to be taken as it stands.
  line.dataset.pmSlice = "1 1 []";
}

/** The pasted HTML as clean HTML; counts in `leftOut` what it had to leave behind. */
export function cleanPaste(html, leftOut) {
  const { body } = new DOMParser().parseFromString(neutralise(html), "text/html");
  if (isOwnCopy(html)) return cleanOwnCopy(body, leftOut);
  const isWithinALine = !body.querySelector(MORE_THAN_A_LINE);
  const words = body.textContent.replaceAll(/^[\r\n]+|[\r\n]+$/g, "");
  const reader = new PasteReader(leftOut);
  reader.children(body, {});
  const { root } = reader.builder.finish();
  if (isWithinALine && root.children.length === 1) keepOuterSpaces(root, words);
  return htmlInside(root);
}

/** Plain text as clean HTML: blank lines part paragraphs, lines with bullets become lists. */
export function cleanText(text) {
  const builder = new HtmlBuilder();
  writePlainText(text, builder);
  return htmlInside(builder.finish().root);
}
