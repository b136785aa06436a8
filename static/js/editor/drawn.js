// What is filled in when a text is drawn: figures by the id of their picture, and notes. The editor
// keeps them as they are stored; they are inserted elsewhere.

import { Node } from "../../django_prose_editor/editor.js";

function attribute(name) {
  return {
    default: null,
    parseHTML: (element) => element.getAttribute(name),
    renderHTML: (attributes) => ({ [name]: attributes.stored }),
  };
}

function storing(name) {
  return { addAttributes: () => ({ stored: attribute(name) }) };
}

const PicturedFigure = Node.create({
  ...storing("data-picture"),
  name: "picturedFigure",
  group: "block",
  atom: true,
  draggable: true,
  parseHTML: () => [{ tag: "figure[data-picture]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes],
});

const NoteCall = Node.create({
  ...storing("data-note"),
  name: "noteCall",
  group: "inline",
  inline: true,
  atom: true,
  parseHTML: () => [{ tag: "a[data-note]", priority: 1100 }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes],
});

const Notes = Node.create({
  name: "notes",
  group: "block",
  content: "noteList",
  isolating: true,
  parseHTML: () => [{ tag: "section[data-notes]" }],
  renderHTML: () => ["section", { "data-notes": "" }, 0],
});

const NoteList = Node.create({
  name: "noteList",
  content: "noteText+",
  parseHTML: () => [{ tag: "section[data-notes] > ol", priority: 60 }],
  renderHTML: () => ["ol", 0],
});

const NoteText = Node.create({
  ...storing("data-note"),
  name: "noteText",
  content: "paragraph block*",
  isolating: true,
  parseHTML: () => [{ tag: "li[data-note]", priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ["li", HTMLAttributes, 0],
});

export const DRAWN = [PicturedFigure, NoteCall, Notes, NoteList, NoteText];
