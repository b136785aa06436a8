// Keeps calls and texts of notes together, whatever is cut, pasted and moved.
//
// A call that is copied takes its text along in an attribute; where it is pasted, the text goes to the others.
// A text whose last call is deleted goes with it, and is back when the call is.

import { pm } from "../../django_prose_editor/editor.js";

import { htmlInside } from "./elements.js";
import { callsInNotes, callsOf, newKey, textsOf } from "./note_places.js";
import { neutralise } from "./neutralise.js";

const { Fragment, Slice } = pm.model;

function htmlOf(node) {
  const { schema } = node.type;
  const { body } = document.implementation.createHTMLDocument("");
  const serializer = pm.model.DOMSerializer.fromSchema(schema);
  body.append(serializer.serializeFragment(node.content, { document: body.ownerDocument }));
  return htmlInside(body);
}

function textFrom(html, key, schema) {
  const { body } = new DOMParser().parseFromString(neutralise(html), "text/html");
  const topNode = schema.nodes.noteText.create({ stored: key });
  return pm.model.DOMParser.fromSchema(schema).parse(body, { topNode });
}

function mapFragment(fragment, change) {
  const nodes = [];
  fragment.forEach((node) => {
    const changed = change(node);
    if (changed)
      nodes.push(changed.isLeaf ? changed : changed.copy(mapFragment(changed.content, change)));
  });
  return Fragment.from(nodes);
}

/** What is copied: each call with the text of its note. */
function withTexts(slice, view) {
  const texts = new Map(textsOf(view.state.doc).map(({ node }) => [node.attrs.stored, node]));
  if (!texts.size) return slice;
  const last = slice.content.lastChild?.type.name === "notes";
  const content = mapFragment(slice.content, (node) => {
    if (node.type.name === "notes") return null;
    const text = node.type.name === "noteCall" ? texts.get(node.attrs.stored) : null;
    return text ? node.type.create({ ...node.attrs, text: htmlOf(text) }) : node;
  });
  // Of notes alone, their words.
  if (!content.size) return slice;
  return new Slice(content, slice.openStart, last ? 0 : slice.openEnd);
}

/** Calls that came with a text: under a key of their own where theirs is another note's here. */
function takeIn(tr, schema) {
  const arrived = callsOf(tr.doc).filter(({ node }) => node.attrs.text !== null);
  if (!arrived.length) return [];
  const known = new Map(textsOf(tr.doc).map(({ node }) => [node.attrs.stored, htmlOf(node)]));
  const renamed = new Map();
  const texts = [];
  for (const { node, position } of arrived) {
    const { stored, text } = node.attrs;
    if (!renamed.has(stored)) {
      const isOther = known.has(stored) && known.get(stored) !== text;
      renamed.set(stored, isOther ? newKey() : stored);
      if (isOther || !known.has(stored)) texts.push(textFrom(text, renamed.get(stored), schema));
    }
    tr.setNodeMarkup(position, null, { stored: renamed.get(stored), text: null });
  }
  return texts;
}

/** A note calls no note: what was to be read there is put in brackets. */
function writeOut(tr, schema) {
  for (const { node, position } of callsInNotes(tr.doc)) {
    const words = node.attrs.text ? textFrom(node.attrs.text, "", schema).textContent : "";
    if (words) tr.replaceWith(position, position + 1, schema.text(` (${words})`));
    else tr.delete(position, position + 1);
  }
}

function keysOf(places) {
  return new Set(places.map(({ node }) => node.attrs.stored));
}

/** Writes the texts anew, in the order of their calls, if they do not stand so already. */
function arrange(tr, before, added, schema) {
  const calls = [...keysOf(callsOf(tr.doc))];
  const called = new Set(calls);
  const lost = new Set([...keysOf(callsOf(before))].filter((key) => !called.has(key)));
  const stand = textsOf(tr.doc).map(({ node }) => node);
  const texts = [...stand.filter((node) => !lost.has(node.attrs.stored)), ...added];
  const place = ({ attrs }) => {
    const index = calls.indexOf(attrs.stored);
    return index < 0 ? calls.length : index;
  };
  const ordered = texts.toSorted((first, second) => place(first) - place(second));
  const isSame = ordered.length === stand.length && ordered.every((node, at) => node === stand[at]);
  if (isSame) return false;
  const end = tr.doc.content.size;
  const start = stand.length ? end - tr.doc.lastChild.nodeSize : end;
  if (!ordered.length) tr.delete(start, end);
  else {
    const list = schema.nodes.noteList.create(null, ordered);
    tr.replaceWith(start, end, schema.nodes.notes.create(null, list));
  }
  return true;
}

/** What is undone is undone whole, and a text that comes from the field stays as it is. */
function isAsItWas(transaction) {
  return transaction.getMeta("history$") || transaction.getMeta("preventUpdate");
}

export function keepNotes() {
  return new pm.state.Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some((each) => each.docChanged)) return null;
      if (transactions.some(isAsItWas)) return null;
      const { tr, schema } = after;
      writeOut(tr, schema);
      const added = takeIn(tr, schema);
      arrange(tr, before.doc, added, schema);
      return tr.docChanged ? tr : null;
    },
    props: { transformCopied: withTexts },
  });
}
