// Quotation marks, apostrophes and dashes as the language of the text has them, where a typewriter's were
// typed: in what is selected, or in all of the text. Code stays as it is.

// Opening and closing, double and single, as the Unicode locale data (CLDR) give them. A narrow space
// belongs to the French ones.
const MARKS = {
  ar: "“”‘’",
  bg: "„“„“",
  cs: "„“‚‘",
  da: "”“’‘",
  de: "„“‚‘",
  en: "“”‘’",
  es: "«»“”",
  et: "„“‘’",
  fa: "«»‹›",
  fi: "””’’",
  fr: ["«\u202f", "\u202f»", "“", "”"],
  he: "””’’",
  hu: "„”»«",
  it: "«»“”",
  ja: "「」『』",
  nb: "«»‘’",
  nl: "“”‘’",
  nn: "«»‘’",
  no: "«»‘’",
  pl: "„”«»",
  pt: "“”‘’",
  "pt-PT": "«»“”",
  ro: "„”«»",
  ru: "«»„“",
  sv: "””’’",
  tr: "“”‘’",
  uk: "«»„“",
  zh: "“”‘’",
};
const APOSTROPHE = "’";

function marksFor(language) {
  return [...(MARKS[language] ?? MARKS[language.split("-")[0]] ?? MARKS.en)];
}

// Before these, a mark opens: the beginning, a space, an opening bracket or another opening mark.
const OPENS = /(?:^|[\s([{\u2013\u2014«“„‘‚「『])$/;

/** `text` with its straight marks set; `before` is the character in front of it, or "". */
function setMarks(text, before, [open, close, openSingle, closeSingle]) {
  const characters = [...text];
  let previous = before;
  return characters
    .map((character, index) => {
      const opens = OPENS.test(previous);
      const isWithin = !opens && /[\p{L}\p{N}]/u.test(characters[index + 1] ?? "");
      previous = character;
      if (character === '"') previous = opens ? open : close;
      else if (character === "'") {
        if (isWithin) previous = APOSTROPHE;
        else previous = opens ? openSingle : closeSingle;
      }
      return previous;
    })
    .join("");
}

/** Dashes and the ellipsis; a range of numbers gets its dash without spaces. */
function setDashes(text) {
  return text
    .replaceAll("...", "…")
    .replaceAll(/(?<=\d) ?--? ?(?=\d)/g, (range) => (range.includes("--") ? "–" : range))
    .replaceAll(/(^|[^-])--(?!-)/g, "$1–")
    .replaceAll(/(?<=\s)-(?=\s)/g, "–");
}

const isCode = (node) => node.marks.some((mark) => mark.type.name === "code");

/** A command of the editor. Whether it can be done is asked at every key, and not looked for. */
export function setTypography({ tr, state, dispatch, view }) {
  if (!dispatch) return true;
  const marks = marksFor(view?.dom.lang || document.documentElement.lang);
  const { from, to, empty } = state.selection;
  const [first, last] = empty ? [0, state.doc.content.size] : [from, to];
  const changes = [];
  state.doc.nodesBetween(first, last, (node, position, parent) => {
    if (!node.isText || parent.type.spec.code || isCode(node)) return;
    const start = Math.max(first, position);
    const end = Math.min(last, position + node.nodeSize);
    const text = node.text.slice(start - position, end - position);
    const before = state.doc.textBetween(Math.max(0, start - 1), start, "\n", "\n");
    const set = setDashes(setMarks(text, before === "\n" ? "" : before, marks));
    if (set !== text) changes.push([start, end, set, node.marks]);
  });
  // From the end: what is put in moves what stands behind it.
  for (const [start, end, text, style] of changes.toReversed()) {
    tr.replaceWith(start, end, state.schema.text(text, style));
  }
  return true;
}

const STRAIGHT = /["']|(?<!-)--(?!-)/;

/** Whether a typewriter's marks stand in this part of the text, outside of code. */
export function hasStraightMarks(doc, { from, to }) {
  let has = false;
  doc.nodesBetween(from, Math.min(to, doc.content.size), (node, _position, parent) => {
    if (node.isText && !parent.type.spec.code && !isCode(node)) has ||= STRAIGHT.test(node.text);
    return !has;
  });
  return has;
}
