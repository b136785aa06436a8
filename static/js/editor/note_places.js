// Where a document has the calls and the texts of its notes.

/** A key that no other note has, in this text or another that this is pasted into. */
export function newKey() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return `n${[...numbers].map((number) => number.toString(36)).join("")}`;
}

/** The calls in the text, in their order, as {node, position}. */
export function callsOf(doc) {
  const calls = [];
  doc.descendants((node, position) => {
    if (node.type.name === "noteCall") calls.push({ node, position });
    return node.type.name !== "notes";
  });
  return calls;
}

/** The texts, in their order, as {node, position}. */
export function textsOf(doc) {
  const { lastChild } = doc;
  if (lastChild?.type.name !== "notes") return [];
  const texts = [];
  const start = doc.content.size - lastChild.nodeSize + 2;
  lastChild.firstChild.forEach((node, offset) => texts.push({ node, position: start + offset }));
  return texts;
}

/** Calls within the texts of other notes, where none may be; last first. */
export function callsInNotes(doc) {
  const calls = [];
  for (const text of textsOf(doc)) {
    text.node.descendants((node, offset) => {
      if (node.type.name === "noteCall")
        calls.unshift({ node, position: text.position + 1 + offset });
    });
  }
  return calls;
}
