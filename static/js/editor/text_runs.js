// A run is a piece of text with its marks: {text, marks}, or a line break: {newline: true, marks}, or the
// call of a note: {text: NOTE, note: {key, html}, marks: {}}.
// Here runs become the children of a paragraph, with tidy spaces and no empty marks.

// What stands for a note's call in a text.
export const NOTE = "\uFFFC";
const MARKS = ["href", "strong", "em", "s", "sup", "sub", "code"];
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/g;
const SPACES = /[\t\n\f\r \u00A0\u2028\u2029]+/g;
// A single non-breaking space is kept where typographers put one: inside «quotes», before high
// punctuation, and around figures. Anywhere else it is left over from some program.
const BINDS_BEFORE = /[\d«‹§№$€£¥]/;
const BINDS_AFTER = /[»›:;!?%‰°\d$€£¥]/;

function collapsedSpace(spaces, offset, text) {
  if (spaces !== "\u00A0") return " ";
  const binds =
    BINDS_BEFORE.test(text.charAt(offset - 1)) || BINDS_AFTER.test(text.charAt(offset + 1));
  return binds ? spaces : " ";
}

export function withoutInvisible(text) {
  return text.replaceAll(INVISIBLE, "");
}

/** Collapses spaces across runs as if they were one text, and drops what nothing is left of. */
function collapseSpaces(runs) {
  const whole = runs.map((run) => (run.newline ? "\n" : run.text)).join("");
  const collapsed = [];
  let position = 0;
  let endsWithSpace = true;
  for (const run of runs) {
    if (run.newline) {
      collapsed.push(run);
      position += 1;
      endsWithSpace = true;
      continue;
    }
    const start = position;
    position += run.text.length;
    let text = run.text.replaceAll(SPACES, (spaces, offset) =>
      collapsedSpace(spaces, start + offset, whole),
    );
    if (endsWithSpace) text = text.replace(/^ +/, "");
    if (!text) continue;
    endsWithSpace = text.endsWith(" ");
    collapsed.push({ ...run, text });
  }
  return collapsed;
}

function isBlank(run) {
  return !run.newline && !run.text.trim();
}

/** Words and the spaces around them as runs of their own. */
function splitAtOuterSpaces(run) {
  if (run.newline || run.note) return [run];
  return run.text
    .split(/(^ | $)/)
    .filter(Boolean)
    .map((text) => ({ text, marks: run.marks }));
}

/** A mark on nothing but a space is kept only where its neighbours have it too. */
function withoutBlankMarks(unsplit) {
  const runs = unsplit.flatMap(splitAtOuterSpaces);
  return runs.map((run, index) => {
    if (!isBlank(run) && !run.newline) return run;
    const before = runs[index - 1]?.marks ?? {};
    const after = runs[index + 1]?.marks ?? {};
    const shared = MARKS.filter((mark) => before[mark] && before[mark] === after[mark]);
    const marks = Object.fromEntries(shared.map((mark) => [mark, before[mark]]));
    return { text: run.text, newline: run.newline, marks };
  });
}

function trimRuns(runs) {
  const trimmed = runs.map((run, index) => {
    const endsLine = index + 1 === runs.length || runs[index + 1].newline;
    return endsLine && !run.newline ? { ...run, text: run.text.replace(/ +$/, "") } : run;
  });
  while (trimmed.length && (trimmed.at(-1).newline || !trimmed.at(-1).text)) trimmed.pop();
  while (trimmed.length && (trimmed[0].newline || !trimmed[0].text)) trimmed.shift();
  return trimmed;
}

function nextNotBlank(runs, index) {
  let next = index + 1;
  while (next < runs.length && isBlank(runs[next])) next += 1;
  return runs[next];
}

/** Two line breaks in a row are what some programs write for a new paragraph. */
export function splitParagraphs(runs) {
  const parts = [[]];
  const notEmpty = runs.filter((run) => run.newline || run.text);
  notEmpty.forEach((run, index) => {
    if (run.newline && nextNotBlank(notEmpty, index)?.newline) parts.push([]);
    else parts.at(-1).push(run);
  });
  const tidied = parts.map((part) => withoutBlankMarks(trimRuns(collapseSpaces(part))));
  return tidied.filter((part) => part.length);
}

function elementFor(document, mark, marks) {
  if (mark !== "href") return document.createElement(mark);
  const link = document.createElement("a");
  link.setAttribute("href", marks.href);
  if (marks.title) link.setAttribute("title", marks.title);
  return link;
}

function leafFor(document, run) {
  if (run.note) return callFor(document, run.note);
  return run.newline ? document.createElement("br") : document.createTextNode(run.text);
}

function callFor(document, { key, html }) {
  const call = document.createElement("a");
  call.dataset.note = key;
  // Where the text goes is the editor's to say: see notes.js.
  if (html) call.dataset.noteText = html;
  return call;
}

/** Appends `runs` to `parent`, neighbours with the same mark inside one element. */
export function appendRuns(runs, parent, marks = MARKS) {
  const document = parent.ownerDocument;
  const [mark, ...inner] = marks;
  if (!mark) {
    parent.append(...runs.map((run) => leafFor(document, run)));
    return;
  }
  for (let index = 0; index < runs.length;) {
    const value = runs[index].marks[mark];
    let end = index + 1;
    while (end < runs.length && runs[end].marks[mark] === value) end += 1;
    const target = value ? elementFor(document, mark, runs[index].marks) : parent;
    appendRuns(runs.slice(index, end), target, inner);
    if (value) parent.append(target);
    index = end;
  }
}
