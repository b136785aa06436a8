// Notes: called in the text, their texts in one list behind it (the form that opinion.html.notes keeps),
// numbered by where they are called. A note is written where it is called: its text is shown there.

import { Extension, Node, pm } from "../../django_prose_editor/editor.js";

import { keepNotes } from "./note_keeping.js";
import { callsOf, newKey, textsOf } from "./note_places.js";

const { Plugin, PluginKey, TextSelection, NodeSelection } = pm.state;
const { Decoration, DecorationSet } = pm.view;
const OPEN = new PluginKey("openNote");

function attribute(name) {
  return {
    default: null,
    parseHTML: (element) => element.getAttribute(name),
  };
}

const NoteCall = Node.create({
  name: "noteCall",
  group: "inline",
  inline: true,
  atom: true,
  marks: "",
  // `text` is there only on the way from the clipboard: see note_keeping.js.
  addAttributes: () => ({ stored: attribute("data-note"), text: attribute("data-note-text") }),
  parseHTML: () => [{ tag: "a[data-note]", priority: 1100 }],
  renderHTML: ({ node: { attrs } }) => [
    "a",
    attrs.text
      ? { "data-note": attrs.stored, "data-note-text": attrs.text }
      : { "data-note": attrs.stored },
  ],
});

const Notes = Node.create({
  name: "notes",
  content: "noteList",
  isolating: true,
  selectable: false,
  parseHTML: () => [{ tag: "section[data-notes]" }],
  renderHTML: () => ["section", { "data-notes": "" }, 0],
});

const NoteList = Node.create({
  name: "noteList",
  content: "noteText+",
  selectable: false,
  parseHTML: () => [{ tag: "section[data-notes] > ol", priority: 60 }],
  renderHTML: () => ["ol", 0],
});

const NoteText = Node.create({
  name: "noteText",
  content: "paragraph (paragraph | bulletList | orderedList | blockquote)*",
  isolating: true,
  defining: true,
  addAttributes: () => ({ stored: attribute("data-note") }),
  parseHTML: () => [{ tag: "li[data-note]", priority: 60 }],
  renderHTML: ({ node }) => ["li", { "data-note": node.attrs.stored }, 0],
});

/** The note that the selection is in, as {node, position}; null outside of notes. */
function noteAt({ $from }) {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name === "noteText") return { node, position: $from.before(depth) };
  }
  return null;
}

function openText(state, dispatch, key) {
  const text = textsOf(state.doc).find(({ node }) => node.attrs.stored === key);
  if (!text) return false;
  if (dispatch) {
    const end = text.position + text.node.nodeSize - 1;
    const selection = TextSelection.near(state.doc.resolve(end), -1);
    dispatch(state.tr.setSelection(selection).setMeta(OPEN, key).scrollIntoView());
  }
  return true;
}

/** From a note's text back to behind its call. */
function leaveNote(state, dispatch) {
  const note = noteAt(state.selection);
  if (!note) return false;
  const call = callsOf(state.doc).find(({ node }) => node.attrs.stored === note.node.attrs.stored);
  if (!call) return false;
  if (dispatch) {
    const selection = TextSelection.create(state.doc, call.position + 1);
    dispatch(state.tr.setSelection(selection).setMeta(OPEN, "").scrollIntoView());
  }
  return true;
}

/** Backspace in a note without a word takes it away, with its calls. */
function removeEmptyNote(state, dispatch) {
  const note = noteAt(state.selection);
  if (!note || note.node.textContent || note.node.childCount > 1) return false;
  if (note.node.firstChild.childCount) return false;
  const calls = callsOf(state.doc).filter(
    ({ node }) => node.attrs.stored === note.node.attrs.stored,
  );
  if (!calls.length || !dispatch) return Boolean(calls.length);
  const { tr } = state;
  for (const { position } of calls.toReversed()) tr.delete(position, position + 1);
  tr.setSelection(TextSelection.create(tr.doc, calls[0].position)).scrollIntoView();
  dispatch(tr);
  return true;
}

function canCall({ selection, schema }) {
  const { $to } = selection;
  const index = $to.index();
  const fits =
    $to.parent.inlineContent && $to.parent.canReplaceWith(index, index, schema.nodes.noteCall);
  return fits && !noteAt(selection) && !$to.parent.type.spec.code;
}

/** A command: a new note behind what is selected, its text open; on a call, that note's text. */
export function insertNote({ state, tr, dispatch }) {
  const { selection, schema } = state;
  if (selection instanceof NodeSelection && selection.node.type.name === "noteCall") return true;
  if (!canCall(state)) return false;
  if (!dispatch) return true;
  const key = newKey();
  const place = selection.to;
  const before = callsOf(state.doc).filter(({ position }) => position < place);
  const order = new Set(before.map(({ node }) => node.attrs.stored)).size;
  tr.insert(place, schema.nodes.noteCall.create({ stored: key }));
  const text = schema.nodes.noteText.create({ stored: key }, schema.nodes.paragraph.create());
  const others = textsOf(tr.doc);
  let at = others[order]?.position ?? tr.doc.content.size - 2;
  if (others.length) tr.insert(at, text);
  else {
    const notes = schema.nodes.notes.create(null, schema.nodes.noteList.create(null, text));
    at = tr.doc.content.size + 2;
    tr.insert(tr.doc.content.size, notes);
  }
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 2)))
    .setMeta(OPEN, key)
    .scrollIntoView();
  return true;
}

/** The key of the note that is shown at its call: until the selection leaves its text. */
function nextOpen(transaction, open, state) {
  const asked = transaction.getMeta(OPEN);
  if (asked !== undefined) return asked;
  return open && noteAt(state.selection)?.node.attrs.stored === open ? open : "";
}

function decorations(state, labels) {
  const open = OPEN.getState(state);
  const numbers = new Map();
  const drawn = [];
  for (const { node, position } of callsOf(state.doc)) {
    const { stored } = node.attrs;
    if (!numbers.has(stored)) numbers.set(stored, numbers.size + 1);
    const number = numbers.get(stored);
    const name = `${labels.note} ${number}`;
    const attributes = { "data-number": number, role: "button", "aria-label": name, title: name };
    drawn.push(Decoration.node(position, position + node.nodeSize, attributes));
  }
  for (const { node, position } of textsOf(state.doc)) {
    const { stored } = node.attrs;
    const classes = [stored === open && "is-open", !numbers.has(stored) && "is-uncalled"];
    const attributes = { class: classes.filter(Boolean).join(" ") };
    if (attributes.class) {
      drawn.push(Decoration.node(position, position + node.nodeSize, attributes));
    }
  }
  return DecorationSet.create(state.doc, drawn);
}

/** Where the open note stands: under the line of its call. */
function placeOpen(view) {
  const open = OPEN.getState(view.state);
  const call = open && callsOf(view.state.doc).find(({ node }) => node.attrs.stored === open);
  if (!call) return;
  const { top } = view.dom.getBoundingClientRect();
  const { bottom } = view.coordsAtPos(call.position + 1, -1);
  view.dom.style.setProperty("--below-call", `${Math.round(bottom - top + 14)}px`);
}

const NoteWork = Extension.create({
  name: "noteWork",
  addOptions: () => ({ labels: {} }),
  addCommands: () => ({ insertNote: () => insertNote }),
  addKeyboardShortcuts() {
    const run = (command) => () => command(this.editor.state, this.editor.view.dispatch);
    const openSelected = () => {
      const { node } = this.editor.state.selection;
      if (node?.type.name !== "noteCall") return false;
      return openText(this.editor.state, this.editor.view.dispatch, node.attrs.stored);
    };
    return {
      Escape: run(leaveNote),
      Backspace: run(removeEmptyNote),
      Enter: openSelected,
      "Mod-Alt-f": () => openSelected() || this.editor.commands.insertNote(),
    };
  },
  addProseMirrorPlugins() {
    const { labels } = this.options;
    const plugin = new Plugin({
      key: OPEN,
      state: { init: () => "", apply: (tr, open, _before, after) => nextOpen(tr, open, after) },
      view: () => ({ update: placeOpen }),
      props: {
        decorations: (state) => decorations(state, labels),
        handleClickOn(view, _position, node) {
          if (node.type.name !== "noteCall") return false;
          return openText(view.state, view.dispatch, node.attrs.stored);
        },
      },
    });
    return [plugin, keepNotes()];
  },
});

export const NOTES = [NoteCall, Notes, NoteList, NoteText];
export const noteWork = (labels) => NoteWork.configure({ labels });
