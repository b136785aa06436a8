// What only Word (and those that copy its HTML) write: lists as paragraphs that carry their marker
// as text, notes and comments as links to anchors.

const MARKER =
  /^\s*(?:[·•●○▪■◦§Øü–—o*-]|\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]+)[.)])(?:[\s\u00A0]{2,}|\t|\u00A0)/i;
const NUMBER = /^\(?(\d{1,3}|[a-z]{1,2}|[ivxlc]+)[.)]$/i;

export function isMarker(styles) {
  return /ignore/.test(styles["mso-list"] ?? "");
}

function markerText(element) {
  const marker = [...element.querySelectorAll("[data-style]")].find((span) =>
    /mso-list:\s*ignore/i.test(span.dataset.style),
  );
  return marker?.textContent.replaceAll(/[\s\u00A0]+/g, "");
}

function itemFrom(marker, level) {
  const number = NUMBER.exec(marker)?.[1];
  const start = Number.parseInt(number, 10) || 1;
  return { level, ordered: Boolean(number), start, markerLength: 0 };
}

/**
 * {level, ordered, start, markerLength} of a paragraph that is a list item to Word's reader, where
 * the first `markerLength` characters of its text are the marker; else null.
 */
export function listItem(element, styles) {
  const level = /\blevel(\d)/.exec(styles["mso-list"] ?? "");
  if (level) return itemFrom(markerText(element) ?? "", Number(level[1]));
  if (!isListParagraph(element)) return null;
  const marker = MARKER.exec(element.textContent);
  return marker && { ...itemFrom(marker[0].trim(), 1), markerLength: marker[0].length };
}

export function isListParagraph(element) {
  return element.className.startsWith("MsoListParagraph");
}

/** Takes the first `length` characters off the text of `element`. */
export function removeMarker(element, length) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let rest = length; rest > 0 && texts.nextNode();) {
    const text = texts.currentNode;
    const count = Math.min(rest, text.data.length);
    text.deleteData(0, count);
    rest -= count;
  }
}

const NOTE_ADDRESS = /^#_?(ftn|edn|sdfootnote|sdendnote|footnote|endnote|fn)/i;

/** The number of a foot- or endnote that a link inside the document leads to or from; else null. */
export function noteNumber(element) {
  if (!NOTE_ADDRESS.test(element.getAttribute("href") ?? "")) return null;
  const label = element.textContent.replaceAll(/[\s\u00A0[\]()]+/g, "");
  return /^(\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡]+)$/i.test(label) ? label : null;
}

// Google Docs exports a comment as a link in the text and a box at the end.
const REMARK_BOX = "div:has(> p > a[href^='#cmnt_ref'])";
const REMARK = ".msocomanchor, .MsoCommentReference, a[href^='#cmnt']";

/** Whether `element` is a comment from the margin, or the anchor of one in the text. */
export function remarkPart(element, styles) {
  const part = styles["mso-element"];
  if (part === "comment-list" || element.matches(REMARK_BOX)) return "list";
  if (styles["mso-special-character"] === "comment" || element.matches(REMARK)) return "anchor";
  return null;
}
