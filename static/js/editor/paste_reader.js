// Reads pasted HTML and writes it again on a clean page: paragraphs, headings, quotations, real lists,
// tables, notes, strong, em, links. What cannot come along is told to the report.

import { htmlInside } from "./elements.js";
import { HtmlBuilder } from "./html_builder.js";
import { marksInside, stylesOf } from "./inline_styles.js";
import { pastedAddress } from "./link_addresses.js";
import { boldHead, isLayout, rowsOf } from "./pasted_table.js";
import { writePlainText } from "./plain_text.js";
import {
  isListParagraph,
  isMarker,
  keepLetter,
  listItem,
  noteNumber,
  remarkPart,
  removeMarker,
} from "./word.js";

const NEVER_SHOWN = /^(HEAD|TEMPLATE|NOSCRIPT|INPUT|SELECT|TEXTAREA|DATALIST|MAP)$/;
const EMBEDS = /^(VIDEO|AUDIO|IFRAME|OBJECT|EMBED|AMP-(IFRAME|VIDEO|YOUTUBE|TWITTER|INSTAGRAM))$/;
const PICTURES = /^(IMG|SVG|CANVAS|V:IMAGEDATA|AMP-(IMG|ANIM))$/i;
const BLOCKS = new Set(
  "P DIV SECTION ARTICLE ASIDE HEADER FOOTER MAIN NAV ADDRESS FIGURE FIGCAPTION CENTER DL DT DD "
    .concat("FORM FIELDSET LEGEND DETAILS SUMMARY HGROUP DIALOG CAPTION TBODY THEAD TFOOT TR TD TH")
    .split(" "),
);
const CONTENTS = /^MsoToc(\d|Heading)/;
// What stands beside a formula for programs, or once more for the eye.
const FORMULA_TWICE =
  "annotation, annotation-xml, .katex-html, mjx-container > svg, .MathJax_Preview";
const EMOJI =
  /^(?=.*[\p{Extended_Pictographic}\p{Regional_Indicator}\u20E3])(?:\p{Emoji}|\u200D|\uFE0F|\u20E3){1,12}$/u;
const QUOTATION = /^(MsoQuote|MsoIntenseQuote)/;
const PULL_QUOTE =
  ".wp-block-pullquote, div.pullquote, aside.pullquote, .graf--pullquote, .kg-blockquote-alt";
const TITLE = ".MsoTitle, .Title, p.title, h1.title";
const SUBTITLE = ".MsoSubtitle, .Subtitle, p.subtitle, h1.subtitle, h2.subtitle, h3.subtitle";
const PARASTYLE = "[data-ccp-parastyle]";
// Google Docs knows its title only by its size.
const TITLE_SIZE = 22;
const LONGEST_TITLE = 300;

export class PasteReader {
  /** `notes` are those of takeNotes(), by the elements that call them. */
  constructor(report, notes = new Map()) {
    this.builder = new HtmlBuilder(report);
    this.report = report;
    this.notes = notes;
    this.saidCaptions = new Set();
    this.isInNote = false;
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
    const remark = remarkPart(element, styles);
    if (remark === "list") this.leave("remarks", {}, element.querySelectorAll(".msocomtxt").length);
    else if (EMBEDS.test(element.tagName)) this.leave("embeds", this.captionSaid(element));
    else if (PICTURES.test(element.tagName)) this.picture(element, marks);
    else if (element.matches("del")) this.deletion(element);
    else if (CONTENTS.test(element.className)) this.leave("contents", {});
    else if (element.matches(FORMULA_TWICE)) return true;
    else return Boolean(remark);
    return true;
  }

  leave(kind, place, count = 1) {
    this.report.leave(kind, { ...place, count: count || 1 });
  }

  deletion(element) {
    if (element.textContent.trim()) this.leave("deletions", {});
  }

  /** Where something was: its caption, once, or else the words before it. */
  captionSaid(element) {
    const caption = element.closest("figure")?.querySelector("figcaption");
    const said = caption && !this.saidCaptions.has(caption) ? caption.textContent.trim() : "";
    if (said) this.saidCaptions.add(caption);
    return said ? { said } : { after: () => this.builder.lastWords() };
  }

  picture(element, marks) {
    const alternative = element.getAttribute("alt") ?? "";
    if (EMOJI.test(alternative)) this.builder.text(alternative, marks);
    else if (!isDecoration(element) && !this.keepPicture(element, alternative)) {
      this.leave("pictures", this.captionSaid(element));
    }
  }

  /** A picture whose bytes came along stands in the text, where there is room for one. */
  keepPicture(element, alternative) {
    if (element.tagName !== "IMG" || this.isInNote || this.builder.inOneLine) return false;
    const isAlone = element.ownerDocument.images.length === 1 && this.isWordless(element);
    const key = this.report.keepPicture(element.getAttribute("src") ?? "", alternative, isAlone);
    if (key) this.builder.picture(key);
    return Boolean(key);
  }

  isWordless({ ownerDocument }) {
    return !ownerDocument.body.textContent.trim();
  }

  block(element, marks, styles) {
    if (element.matches(PULL_QUOTE)) return this.pullQuote(element, marks);
    if (keepLetter(element, styles)) return this.paragraph(element, marks);
    const item = listItem(element, styles);
    if (item) return this.wordItem(element, marks, item);
    const inside = () => this.paragraph(element, marks);
    if (isListParagraph(element) && this.builder.inLastItem(inside)) return undefined;
    if (QUOTATION.test(element.className)) return this.builder.quote(inside, { merge: true });
    this.noticeTitle(element, styles);
    if (element.matches("p[role=heading]")) return this.heading(element, marks);
    return inside();
  }

  noticeTitle(element) {
    const kind = this.titleKind(element);
    const words = kind && element.textContent.replaceAll(/\s+/g, " ").trim();
    if (words && words.length <= LONGEST_TITLE) this.report[kind] ||= words;
  }

  titleKind(element) {
    if (element.matches(TITLE)) return "headline";
    if (element.matches(SUBTITLE)) return "standfirst";
    if (!element.matches("p, h1")) return "";
    const style = element.querySelector(PARASTYLE)?.dataset.ccpParastyle ?? "";
    if (style === "Title" || this.isBigFirst(element)) return "headline";
    return style === "Subtitle" || this.isGreySecond(element) ? "standfirst" : "";
  }

  /** Google Docs' subtitle, right under its title. */
  isGreySecond(element) {
    if (!this.report.headline || this.builder.root.childElementCount !== 1) return false;
    const { color = "", "font-size": size } = stylesOf(
      element.querySelector("[data-style]") ?? element,
    );
    return /#666666|rgb\(102, ?102, ?102\)/.test(color) && Number.parseFloat(size) > 12;
  }

  isBigFirst(element) {
    if (element.tagName === "H1") return this.builder.isEmpty;
    const first = element.querySelector("[data-style]");
    if (!first || !element.matches("p") || !this.builder.isEmpty) return false;
    return Number.parseFloat(stylesOf(first)["font-size"]) >= TITLE_SIZE;
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
    this.noticeTitle(element);
    this.builder.blockBoundary(level > 2 ? "h3" : "h2");
    this.builder.oneLine(() => this.children(element, { ...marks, keepsLines: false }));
    this.builder.blockBoundary();
  }

  pullQuote(element, marks) {
    const credit = element.querySelector("cite, figcaption");
    credit?.remove();
    const quoted = element.querySelector("blockquote") ?? element;
    const inside = () => this.children(quoted, marks);
    return this.builder.pullQuote(inside, credit && (() => this.children(credit, marks)));
  }

  /** Pictures and embedded objects take their caption along; a table has it as its own. */
  figure(element, marks, styles) {
    const { picture } = element.dataset;
    if (picture && this.report.keepsFigures) return this.builder.picture(picture);
    const caption = element.querySelector("figcaption");
    const table = element.querySelector("table");
    if (caption && table && !table.caption && !isLayout(table)) {
      table.createCaption().append(...caption.childNodes);
      caption.remove();
    }
    return this.block(element, marks, styles);
  }

  caption(element, marks, styles) {
    const figure = element.closest("figure");
    if (this.report.pictures && figure?.querySelector("img")) {
      // Of a picture that came along: the caption stays as a paragraph where it has no other place.
      return this.saidCaptions.has(element) ? undefined : this.block(element, marks, styles);
    }
    const pictured = [...(figure?.querySelectorAll("*") ?? [])].filter(
      (each) => EMBEDS.test(each.tagName) || (PICTURES.test(each.tagName) && !isDecoration(each)),
    );
    // It went with what it stood under: see captionSaid.
    if (pictured.length) return undefined;
    return this.block(element, marks, styles);
  }

  quote(element, marks) {
    if (element.matches(PULL_QUOTE)) return this.pullQuote(element, marks);
    return this.builder.quote(() => this.children(element, marks));
  }

  list(element, marks) {
    if (element.querySelector(":scope > li[data-aria-level]")) return this.children(element, marks);
    const inside = () => this.children(element, marks);
    return this.builder.list(element.tagName === "OL", firstNumber(element), inside);
  }

  /** Word on the web puts each item in a list of its own and says its level beside it. */
  item(element, marks) {
    if (element.matches("[role=checkbox][aria-checked]")) tick(element);
    const inside = () => this.children(element, marks);
    const level = Number(element.dataset.ariaLevel);
    if (!level) return this.builder.item(inside);
    const list = element.parentElement;
    const numbers = list.hasAttribute("start") ? [firstNumber(list)] : [];
    const name = element.dataset.listid ?? "";
    return this.builder.itemAt({ level, ordered: list.tagName === "OL", name, numbers }, inside);
  }

  link(element, marks) {
    if (this.notes.has(element)) return this.noteCall(this.notes.get(element));
    if (element.closest("sup.reference")) return this.leave("noteTexts", {});
    const number = noteNumber(element);
    if (number && this.isInNote) return this.builder.text(number, marks);
    if (number) {
      this.leave("noteTexts", {});
      return this.builder.text(number, { ...marks, sup: true });
    }
    const address = element.getAttribute("href") ?? "";
    const { href, refused, changes } = pastedAddress(address);
    changes.forEach((change) => this.report.change(change));
    if (refused && !/^\s*(#|$)/.test(address) && element.textContent.trim())
      this.leave(refused, {});
    const title = element.getAttribute("title") ?? "";
    const linked = href ? { ...marks, href, title } : marks;
    // Where the address itself was read, the right one is.
    const isSaid = href && changes.length && element.textContent.trim() === address;
    return isSaid ? this.builder.text(href, linked) : this.children(element, linked);
  }

  /** The text of a note, told at its first call; it calls no other. */
  noteCall(note) {
    if (note.isRead) return this.builder.note(note.key);
    note.isRead = true;
    const reader = new PasteReader(this.report);
    reader.isInNote = true;
    note.parts.forEach((part) => reader.paragraph(part, {}));
    return this.builder.note(note.key, htmlInside(reader.builder.finish().root));
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

  preformatted(element, marks) {
    element.querySelectorAll("br").forEach((line) => line.replaceWith("\n"));
    if (element.querySelector("code")) return this.builder.verbatim(element.textContent);
    if (!element.children.length) return writePlainText(element.textContent, this.builder, true);
    return this.paragraph(element, { ...marks, keepsLines: true });
  }

  table(element, marks) {
    if (isLayout(element) || this.builder.isInTable) return this.paragraph(element, marks);
    const head = boldHead(element);
    const cell = ({ source, columns, rows }) => ({
      isHeader:
        source?.tagName === "TH" ||
        Boolean(source?.closest("thead") || (head && source?.parentElement === head)),
      columns,
      rows,
      visit: () => source && this.element(source, marks),
    });
    const { caption } = element;
    const readCaption = caption?.textContent.trim() && (() => this.children(caption, marks));
    return this.builder.table(
      rowsOf(element).map((row) => row.map(cell)),
      readCaption,
    );
  }
}

const METHODS = {
  A: "link",
  BLOCKQUOTE: "quote",
  BR: "newline",
  FIGCAPTION: "caption",
  FIGURE: "figure",
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
  if (/^(SVG|CANVAS)$/i.test(element.tagName)) return element.getAttribute("role") !== "img";
  return isTiny || element.closest("li[role=checkbox]") !== null;
}

/** An item of a checklist says in words whether it is done. */
function tick(item) {
  const sign = item.getAttribute("aria-checked") === "true" ? "☑ " : "☐ ";
  (item.querySelector(":scope > p") ?? item).prepend(sign);
}

function firstNumber(list) {
  return Number(list.getAttribute("start") ?? 1) || 1;
}
