// What only Word (and those that copy its HTML) write: lists as paragraphs that carry their marker
// as text, notes and comments as links to anchors.

const MARKER =
  /^\s*(?:[·•●○▪■◦§Øü–—o*-]|\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]+)[.)])(?:[\s\u00A0]{2,}|\t|\u00A0)/i;
// "2.1." and "2.1" are the first of their level.
const OUTER_NUMBERS = /^(?:\d{1,3}\.)+(?=\d{1,3}\.?$)/;
const NUMBER = /^\(?(\d{1,3}|[a-z]{1,2}|[ivxlc]+)[.)]$/i;

export function isMarker(styles) {
  return /ignore/.test(styles["mso-list"] ?? "");
}

function markerOf(element) {
  return [...element.querySelectorAll("[data-style]")].find((span) =>
    /mso-list:\s*ignore/i.test(span.dataset.style),
  );
}

function markerText(element) {
  return markerOf(element)?.textContent.replaceAll(/[\s\u00A0]+/g, "");
}

const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100 };

function roman(letters) {
  const values = [...letters].map((letter) => ROMAN[letter]);
  return values.reduce(
    (sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value),
    0,
  );
}

/** What the marker of an item may mean as a number, the likeliest first; nothing for a bullet. */
function numbersOf(marker) {
  const isDeep = OUTER_NUMBERS.test(marker ?? "");
  const own = isDeep ? `${marker.replace(OUTER_NUMBERS, "").replace(".", "")}.` : marker;
  const number = NUMBER.exec(own)?.[1].toLowerCase();
  if (!number) return [];
  if (/^\d/.test(number)) return [Number(number)];
  const letter = number.length === 1 ? [number.codePointAt(0) - 96] : [];
  const romans = /^[ivxlc]+$/.test(number) ? [roman(number)] : [];
  return number === "i" || !letter.length ? [...romans, ...letter] : [...letter, ...romans];
}

function itemFrom(marker, level, name) {
  const numbers = numbersOf(marker);
  return { level, name, numbers, ordered: numbers.length > 0, markerLength: 0 };
}

function listNameOf(styles) {
  return /\bl\d+ level\d+ (lfo\d+)/.exec(styles["mso-list"] ?? "")?.[1] ?? "";
}

/** The name of the list that the paragraph beside belongs to, null where it is none. */
function listNameBeside(element) {
  const style = element?.dataset.style?.toLowerCase() ?? "";
  const list = /mso-list:\s*(l\d+ level\d+ lfo\d+)/.exec(style)?.[1];
  return list ? listNameOf({ "mso-list": list }) : null;
}

const TYPED_LETTER = /^\s*(\(?[a-z]{1,2}[.)])[\s\u00A0]/i;
const LETTERED = /^\(?[a-z]{1,2}[.)]$/i;

/** A single letter within a numbered list is no list of its own: its paragraph keeps it as written. */
function isLetterBetween(element, marker, name) {
  if (!LETTERED.test(marker)) return false;
  const before = listNameBeside(element.previousElementSibling);
  const after = listNameBeside(element.nextElementSibling);
  return before !== null && after !== null && before === after && before !== name;
}

/**
 * {level, ordered, name, numbers, markerLength} of a paragraph that is a list item to Word's reader, where
 * the first `markerLength` characters of its text are the marker; else null.
 */
export function listItem(element, styles) {
  const level = /\blevel(\d)/.exec(styles["mso-list"] ?? "");
  const name = listNameOf(styles);
  if (level) {
    const marker = markerText(element) ?? "";
    return isLetterBetween(element, marker, name) ? null : itemFrom(marker, Number(level[1]), name);
  }
  if (!isListParagraph(element)) return null;
  const marker = MARKER.exec(element.textContent);
  if (!marker || isLetterBetween(element, marker[0].trim(), null)) return null;
  return { ...itemFrom(marker[0].trim(), 1, name), markerLength: marker[0].length };
}

/** Whether a list's paragraph stands by itself. Its marker then becomes a word of it. */
export function keepLetter(element, styles) {
  if (!styles["mso-list"] && !isListParagraph(element)) return false;
  const sign = markerOf(element);
  const marker = markerText(element) ?? TYPED_LETTER.exec(element.textContent)?.[1] ?? "";
  if (!isLetterBetween(element, marker, styles["mso-list"] ? listNameOf(styles) : null))
    return false;
  sign?.replaceWith(`${marker} `);
  return true;
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

const NOTE_ADDRESS = /#_?(ftn|edn|sdfootnote|sdendnote|footnote|endnote|fn|cite_note)/i;
// What marks a call where its address does not.
const NOTE_CALL = "[data-fn], .footnote-ref, .footnote-anchor, .footnote-reference";

/** The number of a foot- or endnote that a link inside the document leads to or from; else null. */
export function noteNumber(element) {
  const href = element.getAttribute("href") ?? "";
  if (!NOTE_ADDRESS.test(href) && !(href.includes("#") && element.closest(NOTE_CALL))) return null;
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
