// The caption of a table. As it is stored, a table has it within; the editor holds both in a figure, for its
// tables know of rows only.

import { createElement } from "./elements.js";

/** For the editor: each caption goes into a figure around its table. */
export function captionsOutside(body) {
  for (const caption of body.querySelectorAll("table > caption")) {
    const table = caption.parentElement;
    const figure = table.parentElement.closest("figure") ?? createElement("figure");
    if (!figure.contains(table)) {
      table.before(figure);
      figure.append(table);
    }
    const line = createElement("figcaption", {}, ...caption.childNodes);
    if (figure.querySelector(":scope > figcaption")) caption.before(...line.childNodes);
    else figure.prepend(line);
    caption.remove();
  }
}

/** As it is stored: a figure with nothing but a table and its caption becomes the table. */
export function captionsWithin(body) {
  for (const figure of body.querySelectorAll("figure")) {
    const [caption, ...others] = figure.querySelectorAll(":scope > figcaption");
    if (caption && !caption.hasChildNodes()) caption.remove();
    const rest = [...figure.children].filter((child) => child !== caption);
    const isTable = rest.length === 1 && rest[0].tagName === "TABLE" && !others.length;
    if (!isTable || !figure.parentElement.matches("body, blockquote")) continue;
    const [table] = rest;
    if (caption?.hasChildNodes()) {
      const within = figure.ownerDocument.createElement("caption");
      within.append(...caption.childNodes);
      table.prepend(within);
    }
    figure.replaceWith(table);
  }
}

/** {depth, figure} of the table that the selection is in: `figure` is around it, or null. */
function tableAt({ $from }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== "table") continue;
    const around = $from.node(depth - 1);
    return { depth, figure: around.type.name === "figure" ? around : null };
  }
  return null;
}

function captionIn(figure) {
  let caption = null;
  figure?.forEach((child, offset) => {
    if (child.type.name === "caption") caption ??= { child, offset };
  });
  return caption;
}

export function hasCaption({ state }) {
  return Boolean(captionIn(tableAt(state.selection)?.figure));
}

/** A command: a caption over the table, and the caret in it; back to one that is there. */
export function addCaption({ state, tr, dispatch }) {
  const table = tableAt(state.selection);
  if (!table) return false;
  if (!dispatch) return true;
  const { $from } = state.selection;
  const { schema } = state;
  const start = $from.before(table.depth);
  const there = captionIn(table.figure);
  let inside = start + 2;
  if (there) inside = $from.before(table.depth - 1) + 2 + there.offset;
  else if (table.figure) {
    inside = $from.before(table.depth - 1) + 2;
    tr.insert(inside - 1, schema.nodes.caption.create());
  } else {
    const node = $from.node(table.depth);
    const parts = [schema.nodes.caption.create(), node];
    tr.replaceWith(start, start + node.nodeSize, schema.nodes.figure.create(null, parts));
  }
  tr.setSelection(state.selection.constructor.near?.(tr.doc.resolve(inside)) ?? tr.selection);
  tr.scrollIntoView();
  return true;
}
