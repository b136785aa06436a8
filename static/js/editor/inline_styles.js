// What an element's own style= says (renamed to data-style= by neutralise.js).

/** The declarations as an object, {"font-weight": "700", …}, names and values in lower case. */
export function stylesOf(element) {
  const text = (element.dataset.style ?? "").toLowerCase();
  const declarations = text.split(";").map((part) => part.split(":").map((side) => side.trim()));
  return Object.fromEntries(declarations.filter(([name, value]) => name && value));
}

const MARK_OF_TAG = {
  B: "strong",
  STRONG: "strong",
  I: "em",
  EM: "em",
  CITE: "em",
  DFN: "em",
  VAR: "em",
  SUP: "sup",
  SUB: "sub",
  CODE: "code",
  KBD: "code",
  SAMP: "code",
  TT: "code",
  S: "s",
  STRIKE: "s",
};

export function isHeavy(weight) {
  return weight === "bold" || weight === "bolder" || Number(weight) >= 600;
}

/**
 * The marks of text inside `element`: those around it, what its tag adds, what its style says.
 * Two marks are for blocks: `keepsLines` says that a line's end in the source is one on the page,
 * `rtl` that a paragraph runs from right to left (from left to right is not worth a word).
 */
export function marksInside(element, styles, outerMarks) {
  const marks = { ...outerMarks };
  const mark = MARK_OF_TAG[element.tagName];
  if (mark) marks[mark] = true;
  if (styles["font-weight"]) marks.strong = isHeavy(styles["font-weight"]);
  if (styles["font-style"]) marks.em = /^(italic|oblique)/.test(styles["font-style"]);
  const verticalAlign = styles["vertical-align"];
  if (verticalAlign === "super") Object.assign(marks, { sup: true, sub: false });
  if (verticalAlign === "sub") Object.assign(marks, { sub: true, sup: false });
  if (/line-through/.test(styles["text-decoration"] ?? "")) marks.s = true;
  const direction = element.getAttribute("dir") ?? styles.direction;
  if (direction) marks.rtl = direction.toLowerCase() === "rtl";
  if (styles["white-space"]) marks.keepsLines = styles["white-space"].startsWith("pre");
  return marks;
}
