// Notes that a program (Pages, a plain mail) copies without any link: a raised number in the text, and at
// the end a paragraph that begins with the same. They are linked here, as Word would have done it.

const NUMBER = /^\d{1,3}$/;

function numberOf(sup) {
  const label = sup.textContent.trim();
  return NUMBER.test(label) && !sup.querySelector("a") && !sup.closest("a") ? label : "";
}

/** The raised number that a paragraph begins with. */
function leadingNumber(block) {
  if (!block.matches("p, div") || block.querySelector("p, div, table, ul, ol")) return null;
  const sup = block.querySelector("sup");
  const range = block.ownerDocument.createRange();
  range.selectNodeContents(block);
  if (sup) range.setEndBefore(sup);
  const isFirst = sup && !range.toString().trim();
  const saysMore = block.textContent.trim() !== sup?.textContent.trim();
  return isFirst && saysMore && numberOf(sup) ? sup : null;
}

/** Those at the end of the text, by their numbers; only where these are 1, 2, 3 … */
function notesAtEnd(body) {
  const atEnd = [];
  for (const block of [...body.children].toReversed()) {
    if (!block.textContent.trim()) continue;
    const sup = leadingNumber(block);
    if (!sup) break;
    atEnd.unshift(sup);
  }
  return atEnd.every((sup, at) => numberOf(sup) === String(at + 1)) ? atEnd : [];
}

function anchor(sup, name, target) {
  const link = sup.ownerDocument.createElement("a");
  link.id = name;
  link.setAttribute("href", `#${target}`);
  sup.before(link);
  link.append(sup);
}

/** Links each raised number with the note of that number, where every note has exactly one call. */
export function linkBareNotes(body) {
  const notes = notesAtEnd(body);
  if (!notes.length) return;
  const own = new Set(notes);
  const raised = [...body.querySelectorAll("sup")].filter((sup) => !own.has(sup) && numberOf(sup));
  const calls = new Map(raised.map((sup) => [numberOf(sup), sup]));
  if (raised.length !== notes.length || calls.size !== notes.length) return;
  if (!notes.every((sup) => calls.has(numberOf(sup)))) return;
  notes.forEach((sup, at) => {
    const number = String(at + 1);
    anchor(calls.get(number), `bare-fnref-${number}`, `bare-fn-${number}`);
    anchor(sup, `bare-fn-${number}`, `bare-fnref-${number}`);
  });
}
