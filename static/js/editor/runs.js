// A run is a piece of text with its marks: {text, marks}, or a line break: {newline: true, marks}.
// Here runs become the children of a paragraph, with tidy spaces and no empty marks.

const MARKS = ["href", "strong", "em", "s", "sup", "sub", "code"];
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/g;
const SPACES = /[\t\n\f\r \u00A0\u2028\u2029]+/g;
// A single non-breaking space is kept where typographers put one: inside «quotes», before high
// punctuation, and around figures. Anywhere else it is left over from some program.
const BINDS_BEFORE = /[\d«‹§№$€£¥]$/;
const BINDS_AFTER = /^[»›:;!?%‰°\d$€£¥]/;

function space(spaces, offset, text) {
  const before = text.slice(0, offset);
  const after = text.slice(offset + spaces.length);
  const binds = BINDS_BEFORE.test(before) || BINDS_AFTER.test(after);
  return spaces === "\u00A0" && binds ? spaces : " ";
}

export function visible(text) {
  return text.replace(INVISIBLE, "");
}

/** Collapses spaces across runs as if they were one text, and drops what nothing is left of. */
function collapsed(runs) {
  const whole = runs.map((run) => (run.newline ? "\n" : run.text)).join("");
  const kept = [];
  let position = 0;
  let spaced = true;
  for (const run of runs) {
    if (run.newline) {
      kept.push(run);
      position += 1;
      spaced = true;
      continue;
    }
    const start = position;
    position += run.text.length;
    let text = run.text.replace(SPACES, (spaces, offset) =>
      space(spaces, start + offset, whole),
    );
    if (spaced) text = text.replace(/^ +/, "");
    if (!text) continue;
    spaced = text.endsWith(" ");
    kept.push({ ...run, text });
  }
  return kept;
}

function isBlank(run) {
  return !run.newline && !run.text.trim();
}

/** Words and the spaces around them as runs of their own. */
function apart(run) {
  if (run.newline) return [run];
  return run.text.split(/(^ | $)/).filter(Boolean).map((text) => ({ ...run, text }));
}

/** A mark on nothing but a space is kept only where its neighbours have it too. */
function withoutBlankMarks(all) {
  const runs = all.flatMap(apart);
  return runs.map((run, index) => {
    if (!isBlank(run) && !run.newline) return run;
    const before = runs[index - 1]?.marks ?? {};
    const after = runs[index + 1]?.marks ?? {};
    const shared = MARKS.filter((mark) => before[mark] && before[mark] === after[mark]);
    return { ...run, marks: Object.fromEntries(shared.map((mark) => [mark, before[mark]])) };
  });
}

function trimmed(runs) {
  const kept = runs.map((run, index) => {
    const endsLine = index + 1 === runs.length || runs[index + 1].newline;
    return endsLine && !run.newline ? { ...run, text: run.text.replace(/ +$/, "") } : run;
  });
  while (kept.length && (kept.at(-1).newline || !kept.at(-1).text)) kept.pop();
  while (kept.length && (kept[0].newline || !kept[0].text)) kept.shift();
  return kept;
}

/** Two line breaks in a row are what some programs write for a new paragraph. */
export function paragraphs(runs) {
  const parts = [[]];
  const shown = runs.filter((run) => run.newline || run.text);
  shown.forEach((run, index) => {
    const next = shown.slice(index + 1).find((later) => !isBlank(later));
    if (run.newline && next?.newline) parts.push([]);
    else parts.at(-1).push(run);
  });
  const tidy = parts.map((part) => withoutBlankMarks(trimmed(collapsed(part))));
  return tidy.filter((part) => part.length);
}

function element(document, mark, marks) {
  if (mark !== "href") return document.createElement(mark);
  const link = document.createElement("a");
  link.setAttribute("href", marks.href);
  if (marks.title) link.setAttribute("title", marks.title);
  return link;
}

function leaf(document, run) {
  return run.newline ? document.createElement("br") : document.createTextNode(run.text);
}

/** Appends `runs` to `parent`, neighbours with the same mark inside one element. */
export function write(runs, parent, marks = MARKS) {
  const document = parent.ownerDocument;
  const [mark, ...inner] = marks;
  if (!mark) {
    parent.append(...runs.map((run) => leaf(document, run)));
    return;
  }
  for (let index = 0; index < runs.length; ) {
    const value = runs[index].marks[mark];
    let end = index + 1;
    while (end < runs.length && runs[end].marks[mark] === value) end += 1;
    const target = value ? element(document, mark, runs[index].marks) : parent;
    write(runs.slice(index, end), target, inner);
    if (value) parent.append(target);
    index = end;
  }
}
